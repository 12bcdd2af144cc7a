// One mistake, one finding (domain 12.3): what another finding already explains is moved under it.
// Which explains which is a table, compile/root_causes.h. Tested by root_cause_test.cc,
// evaluator_test.cc and tests/worked_examples/ (A3, A7).
#include <algorithm>
#include <tuple>

#include "rules_engine/compile/root_causes.h"
#include "rules_engine/evaluate/builtin_diagnosis.h"
#include "rules_engine/evaluate/builtin_mue.h"
#include "rules_engine/evaluate/builtin_npi.h"
#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {
namespace {

class RootCauses {
 public:
  explicit RootCauses(Evaluation& evaluation) : e_(evaluation), items_(evaluation.findings.items) {}

  void Run() {
    uint32_t explains = 0;
    uint32_t explained_by = 0;
    for (const Finding& finding : items_) {
      if (finding.outcome != Outcome::kFired) continue;
      explains |= RowsOf(finding).explains;
      explained_by |= RowsOf(finding).explained_by;
    }
    const uint32_t rows = explains & explained_by;
    if (rows == 0) return;
    cause_.assign(items_.size(), -1);
    bool any = false;
    for (size_t row = 0; row < kRootCauseCount; ++row) {
      if ((rows >> row & 1) == 0) continue;
      for (size_t i = 0; i < items_.size(); ++i) {
        if (cause_[i] >= 0 || items_[i].outcome != Outcome::kFired) continue;
        if ((RowsOf(items_[i]).explained_by >> row & 1) == 0) continue;
        cause_[i] = CauseOf(items_[i], row);
        any |= cause_[i] >= 0;
      }
    }
    if (!any) return;
    for (size_t i = 0; i < items_.size(); ++i) {
      if (cause_[i] >= 0) Attach(items_[static_cast<size_t>(cause_[i])], items_[i]);
    }
    size_t kept = 0;
    for (size_t i = 0; i < items_.size(); ++i) {
      if (cause_[i] < 0) items_[kept++] = items_[i];
    }
    items_.resize(kept);
  }

 private:
  const CauseRows& RowsOf(const Finding& finding) const {
    return e_.program.rules[static_cast<size_t>(finding.rule)].causes;
  }
  std::span<const LineRef> Lines(const Finding& finding) const {
    return e_.findings.Lines(finding.lines);
  }

  // Index of the finding that explains this one by the row; -1: none.
  int32_t CauseOf(const Finding& finding, size_t row) const {
    if (kRootCauses[row].subject == CauseSubject::kExcess) return CauseOfExcess(finding, row);
    if (kRootCauses[row].subject != CauseSubject::kLine) {
      return Best(row, [&](const Finding& winner) { return Share(winner, finding, row); });
    }
    int32_t first = -1;
    for (const LineRef line : Lines(finding)) {
      const int32_t winner = BestOnLine(row, line);
      if (winner < 0) return -1;
      const Severity severity = items_[static_cast<size_t>(winner)].severity;
      if (kRootCauses[row].as_severe && severity > finding.severity) return -1;
      if (first < 0) first = winner;
    }
    return first;
  }

  // The last winner on a line, if the units of the lines without one are within the limit.
  int32_t CauseOfExcess(const Finding& mue, size_t row) const {
    const auto& rule = e_.snapshot.rulesets().rules[static_cast<size_t>(mue.rule)];
    if (rule.builtin != BuiltinId::kMue) return -1;
    int64_t without = mue.payload[mue_payload::kUnits];
    int32_t cause = -1;
    for (const LineRef line : Lines(mue)) {
      const int32_t winner = BestOnLine(row, line);
      if (winner < 0) continue;
      cause = winner;
      without -= UnitsPerDay(e_.lines[static_cast<size_t>(line)]);
    }
    return without <= mue.payload[mue_payload::kLimit] ? cause : -1;
  }

  int32_t BestOnLine(size_t row, LineRef line) const {
    return Best(row,
                [&](const Finding& w) { return !Lines(w).empty() && Lines(w).front() == line; });
  }

  // Of the row's winners that pass `test` the one that explains most. Of PTP edits (1.5): indicator
  // 0 first, then column 1 on this claim before history, then the lowest line.
  template <typename Test>
  int32_t Best(size_t row, const Test& test) const {
    const auto rank = [this](const Finding& winner) {
      const auto related = e_.findings.Lines(winner.related);
      const LineRef other = related.empty() ? 0 : related.front();
      return std::tuple(winner.variant, IsHistory(other), IsHistory(other) ? ~other : other);
    };
    const int variant = kRootCauses[row].variant;
    int32_t best = -1;
    for (size_t i = 0; i < items_.size(); ++i) {
      const Finding& winner = items_[i];
      if ((RowsOf(winner).explains >> row & 1) == 0 || winner.outcome != Outcome::kFired) continue;
      if (cause_[i] >= 0 || (variant >= 0 && winner.variant != variant) || !test(winner)) continue;
      if (best < 0 || rank(winner) < rank(items_[static_cast<size_t>(best)]))
        best = static_cast<int32_t>(i);
    }
    return best;
  }

  bool Share(const Finding& winner, const Finding& other, size_t row) const {
    switch (kRootCauses[row].subject) {
      case CauseSubject::kPair:
        return SharePair(winner, other);
      case CauseSubject::kDiagnosis: {
        const Code wrong = DiagnosisAt(winner.payload[diagnosis_payload::kDiagnosis]);
        return !wrong.empty() &&
               (DiagnosisAt(other.payload[diagnosis_payload::kDiagnosis]) == wrong ||
                DiagnosisAt(other.payload[diagnosis_payload::kOther]) == wrong);
      }
      case CauseSubject::kPointedDiagnosis:
        return PointsTo(other, DiagnosisAt(winner.payload[diagnosis_payload::kDiagnosis]));
      case CauseSubject::kProvider:
        return SameProvider(winner, other);
      default:
        return false;
    }
  }

  // Whether a subject line and a related line of the one are those of the other, either way round.
  bool SharePair(const Finding& winner, const Finding& other) const {
    const auto has = [](std::span<const LineRef> lines, LineRef line) {
      return std::find(lines.begin(), lines.end(), line) != lines.end();
    };
    const std::span<const LineRef> subject = Lines(winner);
    const std::span<const LineRef> related = e_.findings.Lines(winner.related);
    for (const LineRef a : Lines(other)) {
      for (const LineRef b : e_.findings.Lines(other.related)) {
        if ((has(subject, a) && has(related, b)) || (has(subject, b) && has(related, a)))
          return true;
      }
    }
    return false;
  }

  // The diagnosis at this index of the claim, which is itself wherever it stands; empty: none.
  Code DiagnosisAt(int32_t index) const {
    const auto count = static_cast<int32_t>(e_.claim.diagnoses.size());
    return index < 0 || index >= count ? Code()
                                       : e_.claim.diagnoses[static_cast<size_t>(index)].code;
  }

  // Institutional lines have no pointers: every diagnosis may be theirs.
  bool PointsTo(const Finding& finding, Code diagnosis) const {
    for (const LineRef ref : Lines(finding)) {
      const ServiceLine& line = *e_.lines[static_cast<size_t>(ref)].line;
      if (line.pointer_count == 0 || e_.PointsToCode(line, diagnosis)) return true;
    }
    return false;
  }

  // Built-ins about a provider keep it where NPI findings do; what a YAML rule is about is not
  // known.
  bool SameProvider(const Finding& winner, const Finding& other) const {
    const auto rule = static_cast<size_t>(other.rule);
    if (!e_.snapshot.rulesets().rules[rule].builtin.has_value()) return false;
    const int32_t a = winner.payload[npi_payload::kProvider];
    const int32_t b = other.payload[npi_payload::kProvider];
    const auto count = static_cast<int32_t>(e_.claim.providers.size());
    return b >= 0 && b < count &&
           e_.claim.providers[static_cast<size_t>(a)].npi ==
               e_.claim.providers[static_cast<size_t>(b)].npi;
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
  std::vector<int32_t>& cause_ = e_.scratch.order;  // by item: the one that explains it; -1: none
};

}  // namespace

void SuppressByRootCause(Evaluation& evaluation) {
  if (evaluation.findings.items.size() > 1) RootCauses(evaluation).Run();
}

}  // namespace scrubline
