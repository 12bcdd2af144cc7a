// One mistake, one finding (domain 12.3): what another finding already explains is moved under it.
// Among the edits there are so far: a PTP edit that fired on a column 2 line explains
//   - the add-on's missing primary and the MUE on that line, where no modifier could help
//   (indicator 0);
//   - the add-on's primary at risk on that line (worked example A7);
//   - the modifier on column 1 of the same pair, which this payer does not read (Q3);
//   - the visit in the global period of the other line, which the same modifier separates.
// Tested by evaluator_test.cc and tests/worked_examples/ (A3, A7).
#include <algorithm>
#include <tuple>

#include "rules_engine/evaluate/builtin_ptp.h"
#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {
namespace {

constexpr uint8_t kIndicator0 = 0;  // message variant of NCCI.PTP

class RootCauses {
 public:
  explicit RootCauses(Evaluation& evaluation) : e_(evaluation), items_(evaluation.findings.items) {}

  void Run() {
    const int32_t ptp = RuleOf(BuiltinId::kPtp);
    std::vector<int32_t>& winner = e_.scratch.order;  // by line: the item that explains most on it
    winner.assign(static_cast<size_t>(e_.own_lines), -1);
    bool any = false;
    for (size_t i = 0; i < items_.size(); ++i) {
      if (items_[i].rule != ptp || items_[i].outcome != Outcome::kFired) continue;
      int32_t& best = winner[static_cast<size_t>(Subject(items_[i]))];
      if (best < 0 || Rank(items_[i]) < Rank(items_[static_cast<size_t>(best)]))
        best = static_cast<int32_t>(i);
      any = true;
    }
    if (!any) return;

    std::vector<char>& moved = e_.scratch.predicted_denied;
    moved.assign(items_.size(), 0);
    for (size_t i = 0; i < items_.size(); ++i) {
      const int32_t cause = CauseOf(items_[i], winner);
      if (cause < 0) continue;
      Attach(items_[static_cast<size_t>(cause)], items_[i]);
      moved[i] = 1;
    }
    size_t kept = 0;
    for (size_t i = 0; i < items_.size(); ++i) {
      if (!moved[i]) items_[kept++] = items_[i];
    }
    items_.resize(kept);
  }

 private:
  int32_t RuleOf(BuiltinId builtin) const {
    return e_.program.builtin_rules[static_cast<size_t>(builtin)];
  }
  LineRef Subject(const Finding& finding) const { return e_.findings.Lines(finding.lines).front(); }

  // 1.5: indicator 0 first, then column 1 on this claim before history, then the lowest line.
  std::tuple<uint8_t, bool, LineRef> Rank(const Finding& finding) const {
    const LineRef column1 = finding.payload[ptp_payload::kColumn1];
    return {finding.variant, IsHistory(column1), IsHistory(column1) ? ~column1 : column1};
  }

  int32_t CauseOf(const Finding& finding, const std::vector<int32_t>& winner) const {
    if (finding.outcome != Outcome::kFired || finding.lines.count == 0) return -1;
    if (finding.rule == RuleOf(BuiltinId::kGlobalMinorVisit) ||
        finding.rule == RuleOf(BuiltinId::kGlobalMajorVisit)) {
      return PairOf(Subject(finding), e_.findings.Lines(finding.related));
    }
    const int32_t cause = winner[static_cast<size_t>(Subject(finding))];
    if (cause < 0) return -1;
    const bool indicator_0 = items_[static_cast<size_t>(cause)].variant == kIndicator0;
    if (finding.rule == RuleOf(BuiltinId::kPtpQ3)) return SamePair(finding);
    if (finding.rule == RuleOf(BuiltinId::kAddOnPrimaryAtRisk)) return cause;
    if (finding.rule == RuleOf(BuiltinId::kAddOn)) return indicator_0 ? cause : -1;
    if (finding.rule == RuleOf(BuiltinId::kMue)) {
      // The excess is explained only where every line that makes it up is.
      const auto lines = e_.findings.Lines(finding.lines);
      const bool all = std::all_of(lines.begin(), lines.end(), [&](LineRef line) {
        const int32_t own = winner[static_cast<size_t>(line)];
        return own >= 0 && items_[static_cast<size_t>(own)].variant == kIndicator0;
      });
      return all ? cause : -1;
    }
    return -1;
  }

  // A fired edit between the line and one of the others.
  int32_t PairOf(LineRef line, std::span<const LineRef> others) const {
    const auto is_other = [others](LineRef ref) {
      return std::find(others.begin(), others.end(), ref) != others.end();
    };
    for (size_t i = 0; i < items_.size(); ++i) {
      if (items_[i].rule != RuleOf(BuiltinId::kPtp) || items_[i].outcome != Outcome::kFired)
        continue;
      const LineRef column2 = items_[i].payload[ptp_payload::kColumn2];
      const auto column1 = e_.findings.Lines(items_[i].related);
      const bool of_line = column2 == line && std::any_of(column1.begin(), column1.end(), is_other);
      const bool of_other =
          is_other(column2) && std::find(column1.begin(), column1.end(), line) != column1.end();
      if (of_line || of_other) return static_cast<int32_t>(i);
    }
    return -1;
  }

  // The fired edit of the very pair a Q3 is about.
  int32_t SamePair(const Finding& finding) const {
    for (size_t i = 0; i < items_.size(); ++i) {
      if (items_[i].rule == RuleOf(BuiltinId::kPtp) && items_[i].outcome == Outcome::kFired &&
          items_[i].payload[ptp_payload::kRow] == finding.payload[ptp_payload::kRow] &&
          items_[i].payload[ptp_payload::kColumn2] == finding.payload[ptp_payload::kColumn2]) {
        return static_cast<int32_t>(i);
      }
    }
    return -1;
  }

  // At the end of the cause's list, so that the list keeps the order of findings.
  void Attach(Finding& cause, const Finding& finding) {
    std::vector<Finding>& also = e_.findings.also;
    const auto added = static_cast<int32_t>(also.size());
    also.push_back(finding);
    int32_t* last = &cause.next_also;
    while (*last >= 0) last = &also[static_cast<size_t>(*last)].next_also;
    *last = added;
  }

  Evaluation& e_;
  std::vector<Finding>& items_;
};

}  // namespace

void SuppressByRootCause(Evaluation& evaluation) {
  if (evaluation.findings.items.size() > 1) RootCauses(evaluation).Run();
}

}  // namespace scrubline
