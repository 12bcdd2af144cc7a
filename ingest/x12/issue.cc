#include "ingest/x12/issue.h"

#include <iterator>
#include <utility>

namespace scrubline {
namespace {

using Level = X12Issue::Level;
using In = X12AckCode::In;

enum class Rejects : uint8_t { kNever, kStrict, kAlways };
constexpr Rejects kNever = Rejects::kNever;
constexpr Rejects kStrict = Rejects::kStrict;
constexpr Rejects kAlways = Rejects::kAlways;

constexpr X12AckCode kNoCode{};
constexpr X12AckCode Ta1(std::string_view code) { return {In::kInterchange, code}; }
constexpr X12AckCode Ak9(std::string_view code) { return {In::kGroup, code}; }
constexpr X12AckCode Ik5(std::string_view code) { return {In::kTransaction, code}; }
constexpr X12AckCode Ik3(std::string_view code) { return {In::kSegment, code}; }
constexpr X12AckCode Ik4(std::string_view code) { return {In::kElement, code}; }

struct ProblemRow {
  X12Problem problem;
  Level level;
  X12AckCode ack;
  Rejects rejects;
  std::string_view what;
  std::string_view remedy;
};

// In the order of X12Problem.
constexpr ProblemRow kProblems[] = {
    {X12Problem::kBytesSkipped, Level::kWarning, kNoCode, kNever,
     "bytes outside an interchange were skipped", "send nothing before ISA or after IEA"},
    {X12Problem::kIsaGarbled, Level::kError, kNoCode, kNever,
     "the ISA segment is garbled: 16 elements and three different separators were expected",
     "write the ISA with its fixed widths"},
    {X12Problem::kSegmentTerminator, Level::kError, Ta1("004"), kAlways,
     "the segment terminator after ISA16 is missing or is another separator, too",
     "end ISA with a character of its own, such as `~`"},
    {X12Problem::kComponentSeparatorUnusable, Level::kError, Ta1("027"), kAlways,
     "ISA16 is no component separator: a letter, a digit, a blank or another separator",
     "write `:` in ISA16"},
    {X12Problem::kIsaMissing, Level::kWarning, kNoCode, kNever,
     "the input does not begin with ISA; the separators `*`, `:`, `^` and `~` were assumed",
     "put ISA and IEA around the groups"},
    {X12Problem::kIsaWidth, Level::kWarning, Ta1("022"), kStrict,
     "the ISA elements do not have their fixed widths", "pad the ISA to 106 bytes"},
    {X12Problem::kIsaElement, Level::kWarning, kNoCode, kStrict,
     "an element of ISA has a value that it cannot have", "see the interchange control structure"},
    {X12Problem::kRepetitionSeparator, Level::kWarning, Ta1("016"), kNever,
     "ISA11 is no usable repetition separator, so repetitions are not read", "write `^` in ISA11"},
    {X12Problem::kInterchangeVersion, Level::kWarning, Ta1("003"), kStrict, "ISA12 is not 00501",
     "write 00501 in ISA12"},
    {X12Problem::kComponentSeparator, Level::kWarning, Ta1("027"), kStrict,
     "composites are written with another separator than ISA16 declares; theirs was used",
     "write the separator in use in ISA16"},
    {X12Problem::kInterchangeDuplicate, Level::kWarning, Ta1("025"), kStrict,
     "the sender used this ISA13 before in this input",
     "give every interchange a control number of its own"},
    {X12Problem::kInterchangeTrailerMissing, Level::kWarning, Ta1("023"), kStrict,
     "the interchange has no IEA", "end the interchange with IEA"},
    {X12Problem::kInterchangeControlNumber, Level::kWarning, Ta1("001"), kStrict,
     "IEA02 is not the control number of the interchange", "repeat ISA13 in IEA02"},
    {X12Problem::kInterchangeCount, Level::kWarning, Ta1("021"), kStrict,
     "IEA01 is not the number of functional groups", "count the groups in IEA01"},
    {X12Problem::kGroupDuplicate, Level::kWarning, Ak9("19"), kStrict,
     "GS06 was used before in this interchange", "give every group a control number of its own"},
    {X12Problem::kGroupTrailerMissing, Level::kWarning, Ak9("3"), kStrict,
     "the functional group has no GE", "end the group with GE"},
    {X12Problem::kGroupControlNumber, Level::kWarning, Ak9("4"), kStrict,
     "GE02 is not the control number of the functional group", "repeat GS06 in GE02"},
    {X12Problem::kGroupCount, Level::kWarning, Ak9("5"), kStrict,
     "GE01 is not the number of transactions", "count the transactions in GE01"},
    {X12Problem::kGroupKind, Level::kWarning, Ak9("1"), kStrict,
     "GS01 is not HC, yet the group holds claims", "write HC in GS01"},
    {X12Problem::kGroupVersion, Level::kError, Ak9("2"), kAlways,
     "GS08 names an implementation guide that is not supported",
     "send 837 professional 005010X222A1 or institutional 005010X223A2"},
    {X12Problem::kGroupHeaderMissing, Level::kWarning, Ta1("024"), kStrict,
     "the transaction stands outside a functional group", "put it between GS and GE"},
    {X12Problem::kTransactionDuplicate, Level::kWarning, Ik5("23"), kStrict,
     "ST02 was used before in this group", "give every transaction a control number of its own"},
    {X12Problem::kTransactionControlForm, Level::kWarning, Ik5("7"), kStrict,
     "ST02 does not have four to nine characters", "number the transactions from 0001"},
    {X12Problem::kTransactionTrailerMissing, Level::kWarning, Ik5("2"), kAlways,
     "the transaction has no SE", "end the transaction with SE"},
    {X12Problem::kTransactionControlNumber, Level::kWarning, Ik5("3"), kStrict,
     "SE02 is not the control number of the transaction", "repeat ST02 in SE02"},
    {X12Problem::kTransactionCount, Level::kWarning, Ik5("4"), kStrict,
     "SE01 is not the number of segments", "count the segments from ST to SE, both included"},
    {X12Problem::kTrailerWithoutHeader, Level::kWarning, Ta1("024"), kStrict,
     "a trailer stands where nothing is open that it could end", "send it once, after its header"},
    {X12Problem::kOutsideTransaction, Level::kError, Ta1("024"), kStrict,
     "a segment stands outside a transaction and was not read", "put it between ST and SE"},
    {X12Problem::kNotClaims, Level::kError, Ik5("1"), kAlways,
     "the transaction set holds no claims and was skipped", "send 837 transactions"},
    {X12Problem::kGuideUnsupported, Level::kError, Ik5("I6"), kAlways,
     "the implementation guide is not supported and the transaction was skipped",
     "send 837 professional 005010X222A1 or institutional 005010X223A2"},
    {X12Problem::kGuideMismatch, Level::kWarning, Ak9("2"), kNever,
     "ST03 and GS08 name different guides; ST03 stands", "name the same guide in both"},
    {X12Problem::kSegmentTooLong, Level::kError, Ik3("8"), kStrict,
     "the segment is longer than 64 KiB and was skipped", "a segment terminator is missing"},
    {X12Problem::kTooManyElements, Level::kError, Ik3("8"), kStrict,
     "the segment has more than 64 elements and was skipped", "a segment terminator is missing"},
    {X12Problem::kTooManyComponents, Level::kWarning, Ik4("13"), kStrict,
     "an element has more than 16 components; the rest was not read",
     "see the implementation guide"},
    {X12Problem::kSegmentName, Level::kError, Ik3("1"), kStrict,
     "the segment does not begin with a name; skipped",
     "begin each segment with its two or three letter name"},
    {X12Problem::kSegmentUnknown, Level::kWarning, Ik3("1"), kStrict,
     "no transaction set we know has a segment of this name; skipped",
     "see the implementation guide"},
    {X12Problem::kSegmentUnexpected, Level::kWarning, Ik3("2"), kStrict,
     "the segment does not belong here; skipped", "see the implementation guide"},
    {X12Problem::kPartyUnexpected, Level::kWarning, Ik3("2"), kStrict,
     "NM1 names a party that does not belong here; skipped", "see the implementation guide"},
    {X12Problem::kLoopRepeated, Level::kWarning, Ik3("4"), kStrict,
     "the loop is repeated more often than the guide allows; the first stands", "send it once"},
    {X12Problem::kSegmentRepeated, Level::kWarning, Ik3("5"), kStrict,
     "the segment is repeated more often than the guide allows; the first stands", "send it once"},
    {X12Problem::kMisplaced, Level::kWarning, Ik3("7"), kStrict,
     "the segment is out of place; it was read where its qualifier points to",
     "follow the order of the implementation guide"},
    {X12Problem::kClaimServiceDate, Level::kWarning, Ik3("2"), kStrict,
     "a professional claim states a date of service for the claim as a whole; its undated lines "
     "took it",
     "date each service line with DTP*472"},
    {X12Problem::kHierarchyNumber, Level::kWarning, kNoCode, kNever,
     "HL01 does not count the levels of the transaction; told once a transaction",
     "number HL01 from 1 in each transaction"},
    {X12Problem::kHierarchyParent, Level::kWarning, kNoCode, kNever,
     "HL does not name the open level above it as its parent; the nearest open one was used",
     "name the HL01 of the level above in HL02"},
    {X12Problem::kHierarchyChildren, Level::kWarning, kNoCode, kNever,
     "HL04 does not say whether levels below it follow; told once a transaction",
     "write 1 in HL04 where a level below follows, else 0"},
    {X12Problem::kClaimOutsideHierarchy, Level::kError, Ik3("7"), kStrict,
     "the claim stands under no subscriber: payer and patient are unknown",
     "put the claim under an HL of level 22 or 23"},
    {X12Problem::kPatientUnknown, Level::kWarning, kNoCode, kNever,
     "the claim stands under a subscriber who is not the patient: the patient is unknown",
     "write 18 in SBR02 or add the HL of level 23"},
    {X12Problem::kContentMismatch, Level::kError, Ik5("I6"), kAlways,
     "the content is not of the kind of claim that ST03 names",
     "send professional and institutional claims in transactions of their own guide"},
    {X12Problem::kLineWithoutLx, Level::kWarning, Ik3("3"), kStrict,
     "a service line does not begin with LX", "begin each service line with LX"},
    {X12Problem::kLineNumber, Level::kWarning, kNoCode, kNever,
     "LX01 is no number of its own for the line; the next free one was given",
     "number LX01 from 1 in each claim"},
    {X12Problem::kLineSequence, Level::kWarning, kNoCode, kNever,
     "LX01 does not count the lines of the claim; told once a transaction",
     "number LX01 from 1 in each claim"},
    {X12Problem::kTooManyLines, Level::kError, Ik3("4"), kStrict,
     "the claim has too many service lines; not all read", "split the claim"},
    {X12Problem::kIcd9, Level::kWarning, kNoCode, kNever,
     "diagnoses are sent with an ICD-9 qualifier", "use ABK, ABF and so on for ICD-10-CM"},
    {X12Problem::kDiagnosisSplit, Level::kWarning, Ik3("5"), kStrict,
     "diagnoses are spread over several HI segments; they were read in order",
     "send all diagnoses in one HI"},
    {X12Problem::kDiagnosisPoint, Level::kWarning, Ik4("6"), kNever,
     "a diagnosis code is written with its point; removed",
     "send diagnosis codes without the point"},
    {X12Problem::kTypeOfBillForm, Level::kWarning, Ik4("5"), kStrict,
     "CLM05-1 holds three characters with the leading zero of the type of bill",
     "send two characters in CLM05-1"},
    {X12Problem::kNdcForm, Level::kWarning, kNoCode, kNever,
     "the drug code is written with hyphens; removed", "send 11 digits without hyphens in LIN03"},
    {X12Problem::kCharset, Level::kWarning, Ik4("6"), kStrict,
     "a text is not UTF-8; it was read as Latin-1", "send the basic or extended character set"},
    {X12Problem::kLineOfBusiness, Level::kWarning, Ik4("7"), kStrict,
     "SBR09 is no claim filing indicator we know", "see the implementation guide for SBR09"},
    {X12Problem::kAdjudicationPayer, Level::kWarning, kNoCode, kNever,
     "SVD01 names none of the claim's other payers; whose adjustments these are is not known",
     "repeat NM109 of loop 2330B in SVD01"},
    {X12Problem::kDuplicateClaim, Level::kWarning, kNoCode, kNever,
     "a claim of this number, provider, payer and frequency came before in this interchange",
     "send each claim once"},
    {X12Problem::kDuplicatesNotSought, Level::kWarning, kNoCode, kNever,
     "the interchange holds more claims than duplicates are sought among; the rest was not "
     "compared",
     "split the interchange to have all of its claims compared"},
    {X12Problem::kEmptyTransaction, Level::kWarning, kNoCode, kNever,
     "the transaction holds no claim", ""},
    {X12Problem::kTruncated, Level::kError, Ik5("2"), kAlways,
     "the input ends inside a transaction", "send the whole file"},
    {X12Problem::kGuideSegmentUnknown, Level::kWarning, Ik3("1"), kStrict,
     "no transaction set we know has a segment of this name", "see the implementation guide"},
    {X12Problem::kGuideSegmentUnexpected, Level::kWarning, Ik3("2"), kStrict,
     "the segment, or its qualifier, does not belong here", "see the implementation guide"},
    {X12Problem::kGuideSegmentMissing, Level::kWarning, Ik3("3"), kStrict,
     "a segment that the guide requires is missing before this place", "add it"},
    {X12Problem::kGuideLoopMissing, Level::kWarning, Ik3("3"), kStrict,
     "a loop that the guide requires is missing before this place", "add it"},
    {X12Problem::kGuideLoopTooOften, Level::kWarning, Ik3("4"), kStrict,
     "the loop is repeated more often than the guide allows",
     "send it once, or as often as the guide allows"},
    {X12Problem::kGuideSegmentTooOften, Level::kWarning, Ik3("5"), kStrict,
     "the segment is repeated more often than the guide allows",
     "send it once, or as often as the guide allows"},
    {X12Problem::kGuideOrder, Level::kWarning, Ik3("7"), kStrict,
     "the segment comes too late in its loop", "follow the order of the implementation guide"},
    {X12Problem::kGuideNotUsed, Level::kWarning, Ik3("I4"), kStrict,
     "the guide does not use the segment", "leave it out"},
    {X12Problem::kElementMissing, Level::kWarning, Ik4("1"), kStrict,
     "an element that the guide requires is missing", "fill it in"},
    {X12Problem::kElementConditional, Level::kWarning, Ik4("2"), kStrict,
     "an element is missing that another one makes necessary", "fill in both or neither"},
    {X12Problem::kElementsTooMany, Level::kWarning, Ik4("3"), kStrict,
     "the segment has more elements than the guide knows", "leave them out"},
    {X12Problem::kElementShort, Level::kWarning, Ik4("4"), kStrict,
     "the element is shorter than X12 allows", "see the implementation guide"},
    {X12Problem::kElementLong, Level::kWarning, Ik4("5"), kStrict,
     "the element is longer than X12 allows", "see the implementation guide"},
    {X12Problem::kElementCharacter, Level::kWarning, Ik4("6"), kStrict,
     "the element holds characters that its type does not allow", "see the implementation guide"},
    {X12Problem::kElementCode, Level::kWarning, Ik4("7"), kStrict,
     "the guide does not permit this code", "see the implementation guide"},
    {X12Problem::kElementDate, Level::kWarning, Ik4("8"), kStrict,
     "the element is no date of its format",
     "send a date of the calendar in the format its qualifier names"},
    {X12Problem::kElementTime, Level::kWarning, Ik4("9"), kStrict, "the element is no time of day",
     "send HHMM"},
    {X12Problem::kElementExclusion, Level::kWarning, Ik4("10"), kStrict,
     "two elements stand together of which the guide allows one", "leave one out"},
    {X12Problem::kElementRepetitions, Level::kWarning, Ik4("12"), kStrict,
     "the element repeats more often than the guide allows", "send it once"},
    {X12Problem::kElementComponents, Level::kWarning, Ik4("13"), kStrict,
     "the element has more components than the guide knows", "leave them out"},
    {X12Problem::kElementNotUsed, Level::kWarning, Ik4("I10"), kStrict,
     "the guide does not use the element", "leave it out"},
};

const ProblemRow& RowOf(X12Problem problem) { return kProblems[static_cast<size_t>(problem)]; }

constexpr bool InOrder() {
  size_t next = 0;
  for (const ProblemRow& row : kProblems) {
    if (static_cast<size_t>(row.problem) != next++) return false;
  }
  return next == static_cast<size_t>(X12Problem::kElementNotUsed) + 1;
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

X12AckCode X12Issue::ack() const {
  // By the element of ISA; what its separators are is told apart.
  constexpr std::string_view kOfIsa[] = {"",    "010", "011", "012", "013", "005", "006", "007",
                                         "008", "014", "015", "016", "017", "018", "019", "020"};
  if (problem == X12Problem::kIsaElement) return Ta1(kOfIsa[element % std::size(kOfIsa)]);
  return RowOf(problem).ack;
}
bool IsToldByGuideCheck(X12Problem problem) {
  switch (problem) {
    case X12Problem::kTooManyComponents:
    case X12Problem::kSegmentUnknown:
    case X12Problem::kSegmentUnexpected:
    case X12Problem::kPartyUnexpected:
    case X12Problem::kLoopRepeated:
    case X12Problem::kSegmentRepeated:
    case X12Problem::kMisplaced:
    case X12Problem::kClaimServiceDate:
    case X12Problem::kClaimOutsideHierarchy:
    case X12Problem::kLineWithoutLx:
    case X12Problem::kDiagnosisSplit:
    case X12Problem::kTypeOfBillForm:
    case X12Problem::kCharset:
    case X12Problem::kLineOfBusiness:
      return true;
    default:
      return false;
  }
}

bool X12Issue::Rejects(X12Mode mode) const {
  const auto rejects = RowOf(problem).rejects;
  return rejects == kAlways || (rejects == kStrict && mode == X12Mode::kStrict);
}
X12Issue::Level X12Issue::level() const { return RowOf(problem).level; }
std::string_view X12Issue::what() const { return RowOf(problem).what; }
std::string_view X12Issue::remedy() const { return RowOf(problem).remedy; }

void X12IssueLog::Add(X12Issue issue) {
  const bool is_error = issue.level() == Level::kError;
  const size_t kept = is_error ? errors_ : issues_.size() - errors_;
  if (kept >= capacity_) {
    ++dropped_;
    return;
  }
  issues_.push_back(std::move(issue));
  errors_ += is_error;
}

std::string X12Issue::ToString() const {
  std::string text = level() == Level::kError ? "error: " : "warning: ";
  text.append(position.ToString());
  if (!loop.empty()) text.append(", loop ").append(loop);
  if (!segment.empty()) text.append(", ").append(segment);
  if (!segment.empty() && element > 0) {
    text.append(element < 10 ? "0" : "").append(std::to_string(element));
  }
  if (!segment.empty() && component > 0) text.append("-").append(std::to_string(component));
  text.append(": ").append(what());
  if (!detail.empty()) text.append(" (").append(detail).append(")");
  if (!remedy().empty()) text.append("; ").append(remedy());
  return text;
}

}  // namespace scrubline
