#include "ingest/x12/issue.h"

#include <utility>

namespace scrubline {
namespace {

using Level = X12Issue::Level;

struct ProblemText {
  X12Problem problem;
  Level level;
  std::string_view what;
  std::string_view remedy;
};

// In the order of X12Problem.
constexpr ProblemText kTexts[] = {
    {X12Problem::kBytesSkipped, Level::kWarning, "bytes outside an interchange were skipped",
     "send nothing before ISA or after IEA"},
    {X12Problem::kIsaGarbled, Level::kError,
     "the ISA segment is garbled: 16 elements and three different separators were expected",
     "write the ISA with its fixed widths"},
    {X12Problem::kIsaWidth, Level::kWarning, "the ISA elements do not have their fixed widths",
     "pad the ISA to 106 bytes"},
    {X12Problem::kRepetitionSeparator, Level::kWarning,
     "ISA11 is no usable repetition separator, so repetitions are not read", "write `^` in ISA11"},
    {X12Problem::kInterchangeVersion, Level::kWarning, "ISA12 is not 00501",
     "write 00501 in ISA12"},
    {X12Problem::kComponentSeparator, Level::kWarning,
     "composites are written with another separator than ISA16 declares; theirs was used",
     "write the separator in use in ISA16"},
    {X12Problem::kInterchangeTrailerMissing, Level::kWarning, "the interchange has no IEA",
     "end the interchange with IEA"},
    {X12Problem::kInterchangeTrailerMismatch, Level::kWarning,
     "IEA does not agree with the interchange", "IEA01 counts the groups, IEA02 repeats ISA13"},
    {X12Problem::kGroupTrailerMissing, Level::kWarning, "the functional group has no GE",
     "end the group with GE"},
    {X12Problem::kGroupTrailerMismatch, Level::kWarning,
     "GE does not agree with the functional group",
     "GE01 counts the transactions, GE02 repeats GS06"},
    {X12Problem::kGroupKind, Level::kWarning, "GS01 is not HC, yet the group holds claims",
     "write HC in GS01"},
    {X12Problem::kGroupHeaderMissing, Level::kWarning,
     "the transaction stands outside a functional group", "put it between GS and GE"},
    {X12Problem::kTransactionTrailerMissing, Level::kWarning, "the transaction has no SE",
     "end the transaction with SE"},
    {X12Problem::kTransactionTrailerMismatch, Level::kWarning,
     "SE does not agree with the transaction",
     "SE01 counts the segments from ST to SE, SE02 repeats ST02"},
    {X12Problem::kOutsideTransaction, Level::kError,
     "a segment stands outside a transaction and was not read", "put it between ST and SE"},
    {X12Problem::kNotClaims, Level::kError, "the transaction set holds no claims and was skipped",
     "send 837 transactions"},
    {X12Problem::kGuideUnsupported, Level::kError,
     "the implementation guide is not supported and the transaction was skipped",
     "send 837 professional 005010X222A1 or institutional 005010X223A2"},
    {X12Problem::kGuideMismatch, Level::kWarning,
     "ST03 and GS08 name different guides; ST03 stands", "name the same guide in both"},
    {X12Problem::kSegmentTooLong, Level::kError,
     "the segment is longer than 64 KiB and was skipped", "a segment terminator is missing"},
    {X12Problem::kTooManyElements, Level::kError,
     "the segment has more than 64 elements and was skipped", "a segment terminator is missing"},
    {X12Problem::kSegmentName, Level::kError, "the segment does not begin with a name; skipped",
     "begin each segment with its two or three letter name"},
    {X12Problem::kSegmentUnexpected, Level::kWarning, "the segment does not belong here; skipped",
     "see the implementation guide"},
    {X12Problem::kPartyUnexpected, Level::kWarning,
     "NM1 names a party that does not belong here; skipped", "see the implementation guide"},
    {X12Problem::kRepeated, Level::kWarning,
     "the loop or segment is repeated more often than the guide allows; the first stands",
     "send it once"},
    {X12Problem::kMisplaced, Level::kWarning,
     "the segment is out of place; it was read where its qualifier points to",
     "follow the order of the implementation guide"},
    {X12Problem::kHierarchy, Level::kWarning,
     "HL does not name the open loop above it as its parent; the nearest open one was used",
     "number HL01 from 1 in each transaction and name the parent in HL02"},
    {X12Problem::kClaimOutsideHierarchy, Level::kError,
     "the claim stands under no subscriber: payer and patient are unknown",
     "put the claim under an HL of level 22 or 23"},
    {X12Problem::kPatientUnknown, Level::kWarning,
     "the claim stands under a subscriber who is not the patient: the patient is unknown",
     "write 18 in SBR02 or add the HL of level 23"},
    {X12Problem::kContentMismatch, Level::kError,
     "the content is not of the kind of claim that ST03 names",
     "send professional and institutional claims in transactions of their own guide"},
    {X12Problem::kLineWithoutLx, Level::kWarning, "a service line does not begin with LX",
     "begin each service line with LX"},
    {X12Problem::kLineNumber, Level::kWarning,
     "LX01 is no number of its own for the line; the next free one was given",
     "number LX01 from 1 in each claim"},
    {X12Problem::kTooManyLines, Level::kError, "the claim has too many service lines; not all read",
     "split the claim"},
    {X12Problem::kIcd9, Level::kWarning, "diagnoses are sent with an ICD-9 qualifier",
     "use ABK, ABF and so on for ICD-10-CM"},
    {X12Problem::kDiagnosisSplit, Level::kWarning,
     "diagnoses are spread over several HI segments; they were read in order",
     "send all diagnoses in one HI"},
    {X12Problem::kTypeOfBillForm, Level::kWarning,
     "CLM05-1 holds three characters with the leading zero of the type of bill",
     "send two characters in CLM05-1"},
    {X12Problem::kNdcForm, Level::kWarning, "the drug code is written with hyphens; removed",
     "send 11 digits without hyphens in LIN03"},
    {X12Problem::kCharset, Level::kWarning, "a text is not UTF-8; it was read as Latin-1",
     "send the basic or extended character set"},
    {X12Problem::kLineOfBusiness, Level::kWarning, "SBR09 is no claim filing indicator we know",
     "see the implementation guide for SBR09"},
    {X12Problem::kEmptyTransaction, Level::kWarning, "the transaction holds no claim", ""},
    {X12Problem::kTruncated, Level::kError, "the input ends inside a transaction",
     "send the whole file"},
};

const ProblemText& TextOf(X12Problem problem) { return kTexts[static_cast<size_t>(problem)]; }

constexpr bool InOrder() {
  size_t next = 0;
  for (const ProblemText& text : kTexts) {
    if (static_cast<size_t>(text.problem) != next++) return false;
  }
  return next == static_cast<size_t>(X12Problem::kTruncated) + 1;
}
static_assert(InOrder());

}  // namespace

std::string X12Position::ToString() const {
  std::string text;
  const auto add = [&text](std::string_view name, uint64_t value) {
    if (value == 0) return;
    text.append(name).append(" ").append(std::to_string(value)).append(", ");
  };
  add("interchange", interchange);
  add("group", group);
  add("transaction", transaction);
  add("segment", segment);
  return text.append("byte ").append(std::to_string(offset));
}

X12Issue::Level X12Issue::level() const { return TextOf(problem).level; }
std::string_view X12Issue::what() const { return TextOf(problem).what; }
std::string_view X12Issue::remedy() const { return TextOf(problem).remedy; }

void X12IssueLog::Add(X12Problem problem, const X12Position& position, std::string detail) {
  const bool is_error = TextOf(problem).level == Level::kError;
  const size_t kept = is_error ? errors_ : issues_.size() - errors_;
  if (kept >= capacity_) {
    ++dropped_;
    return;
  }
  issues_.push_back({problem, position, std::move(detail)});
  errors_ += is_error;
}

std::string X12Issue::ToString() const {
  std::string text = level() == Level::kError ? "error: " : "warning: ";
  text.append(position.ToString()).append(": ").append(what());
  if (!detail.empty()) text.append(" (").append(detail).append(")");
  if (!remedy().empty()) text.append("; ").append(remedy());
  return text;
}

}  // namespace scrubline
