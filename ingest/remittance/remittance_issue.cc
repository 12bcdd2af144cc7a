#include "ingest/remittance/remittance_issue.h"

namespace scrubline {
namespace {

using Level = RemittanceIssue::Level;

struct ProblemText {
  RemittanceProblem problem;
  Level level;
  std::string_view what;
  std::string_view remedy;
};

// In the order of RemittanceProblem.
constexpr ProblemText kTexts[] = {
    {RemittanceProblem::kBytesSkipped, Level::kWarning, "bytes outside an interchange were skipped",
     "have nothing sent before ISA or after IEA"},
    {RemittanceProblem::kIsaGarbled, Level::kError,
     "the ISA segment is garbled: 16 elements and three different separators were expected",
     "ask for the file again"},
    {RemittanceProblem::kIsaWidth, Level::kWarning,
     "the ISA elements do not have their fixed widths", "have the ISA padded to 106 bytes"},
    {RemittanceProblem::kRepetitionSeparator, Level::kWarning,
     "ISA11 is no usable repetition separator", "have `^` written in ISA11"},
    {RemittanceProblem::kInterchangeVersion, Level::kWarning, "ISA12 is not 00501",
     "have 00501 written in ISA12"},
    {RemittanceProblem::kComponentSeparator, Level::kWarning,
     "composites are written with another separator than ISA16 declares; theirs was used",
     "have the separator in use written in ISA16"},
    {RemittanceProblem::kInterchangeTrailerMissing, Level::kWarning, "the interchange has no IEA",
     "check that the file is whole"},
    {RemittanceProblem::kInterchangeTrailerMismatch, Level::kWarning,
     "IEA does not agree with the interchange",
     "check that the file is whole: IEA01 counts the groups, IEA02 repeats ISA13"},
    {RemittanceProblem::kGroupTrailerMissing, Level::kWarning, "the functional group has no GE",
     "check that the file is whole"},
    {RemittanceProblem::kGroupTrailerMismatch, Level::kWarning,
     "GE does not agree with the functional group",
     "check that the file is whole: GE01 counts the transactions, GE02 repeats GS06"},
    {RemittanceProblem::kGroupKind, Level::kWarning,
     "GS01 is not HP, yet the group holds remittances", "have HP written in GS01"},
    {RemittanceProblem::kGroupHeaderMissing, Level::kWarning,
     "the transaction stands outside a functional group", "have it put between GS and GE"},
    {RemittanceProblem::kTransactionTrailerMissing, Level::kWarning, "the transaction has no SE",
     "check that the file is whole"},
    {RemittanceProblem::kTransactionTrailerMismatch, Level::kWarning,
     "SE does not agree with the transaction",
     "check that the file is whole: SE01 counts the segments from ST to SE, SE02 repeats ST02"},
    {RemittanceProblem::kOutsideTransaction, Level::kError,
     "a segment stands outside a transaction and was not read", "have it put between ST and SE"},
    {RemittanceProblem::kNotRemittance, Level::kError,
     "the transaction set is no remittance and was skipped", "give 835 transactions"},
    {RemittanceProblem::kGuideUnsupported, Level::kError,
     "the implementation guide is not supported and the transaction was skipped",
     "ask the payer for 835 005010X221A1"},
    {RemittanceProblem::kSegmentTooLong, Level::kError,
     "the segment is longer than 64 KiB and was skipped", "a segment terminator is missing"},
    {RemittanceProblem::kTooManyElements, Level::kError,
     "the segment has more than 64 elements and was skipped", "a segment terminator is missing"},
    {RemittanceProblem::kSegmentName, Level::kError,
     "the segment does not begin with a name; skipped", "ask for the file again"},
    {RemittanceProblem::kSegmentUnexpected, Level::kWarning,
     "the segment does not belong here; skipped", "see the implementation guide"},
    {RemittanceProblem::kSegmentOutsideClaim, Level::kError,
     "the segment belongs to a claim and none is open; skipped", "a CLP segment is missing"},
    {RemittanceProblem::kTooManyLines, Level::kError,
     "the claim has too many service lines; not all were kept",
     "only its amounts are complete: read the others in the file"},
    {RemittanceProblem::kTooManyEntries, Level::kError,
     "the claim has too many adjustments, references and remarks; not all were kept",
     "only its amounts are complete: read the others in the file"},
    {RemittanceProblem::kPaymentMissing, Level::kWarning,
     "the transaction has no BPR, so that its payment is unknown", "ask the payer for it"},
    {RemittanceProblem::kPaymentBalance, Level::kWarning,
     "the payment (BPR02) is not the sum of its claims (CLP04) less provider adjustments (PLB)",
     "ask the payer which of them is wrong before posting"},
    {RemittanceProblem::kClaimBalance, Level::kWarning,
     "the charge of a claim (CLP03) is not its payment (CLP04) and all its adjustments (CAS)",
     "ask the payer which of them is wrong before posting"},
    {RemittanceProblem::kLineBalance, Level::kWarning,
     "the charge of a line (SVC02) is not its payment (SVC03) and its adjustments (CAS)",
     "ask the payer which of them is wrong before posting"},
    {RemittanceProblem::kReversalSign, Level::kWarning,
     "a reversal (CLP02 22) states positive amounts", "its amounts are taken as negative in sums"},
    {RemittanceProblem::kWholeChargeContractual, Level::kWarning,
     "a contractual reduction (CO 45) takes the whole charge, which that code does not allow",
     "ask the payer for the reason of the denial"},
    {RemittanceProblem::kTruncated, Level::kError, "the input ends inside a transaction",
     "ask for the whole file"},
};

const ProblemText& TextOf(RemittanceProblem problem) {
  return kTexts[static_cast<size_t>(problem)];
}

constexpr bool InOrder() {
  size_t next = 0;
  for (const ProblemText& text : kTexts) {
    if (static_cast<size_t>(text.problem) != next++) return false;
  }
  return next == static_cast<size_t>(RemittanceProblem::kTruncated) + 1;
}
static_assert(InOrder());

}  // namespace

RemittanceIssue::Level RemittanceIssue::level() const { return TextOf(problem).level; }
std::string_view RemittanceIssue::what() const { return TextOf(problem).what; }
std::string_view RemittanceIssue::remedy() const { return TextOf(problem).remedy; }

std::string RemittanceIssue::ToString() const {
  std::string text = level() == Level::kError ? "error: " : "warning: ";
  text.append(position.ToString()).append(": ").append(what());
  if (!detail.empty()) text.append(" (").append(detail).append(")");
  return text.append("; ").append(remedy());
}

void RemittanceIssueLog::Add(RemittanceProblem problem, const X12Position& position,
                             std::string_view detail) {
  const bool is_error = TextOf(problem).level == Level::kError;
  const size_t kept = is_error ? errors_ : issues_.size() - errors_;
  if (kept >= capacity_) {
    ++dropped_;
    return;
  }
  issues_.push_back({problem, position, std::string(detail)});
  errors_ += is_error;
}

}  // namespace scrubline
