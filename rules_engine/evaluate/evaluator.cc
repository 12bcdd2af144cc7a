#include "rules_engine/evaluate/evaluator.h"

#include <algorithm>
#include <chrono>
#include <tuple>

#include "rules_engine/evaluate/builtin_algorithms.h"
#include "rules_engine/evaluate/evaluation.h"
#include "rules_engine/evaluate/trace.h"

namespace scrubline {
namespace {

// Adds the time until it is left to `sum`, where the trace asks for times.
class Stopwatch {
 public:
  Stopwatch(const Evaluation& e, int64_t EvaluationTrace::Times::*sum)
      : sum_(IsAsked(e) ? &(e.trace->times->*sum) : nullptr), start_(Now()) {}
  Stopwatch(const Evaluation& e, int32_t rule) {
    if (!IsAsked(e)) return;
    std::vector<int64_t>& rules = e.trace->times->rules;
    rules.resize(e.program.rules.size(), 0);
    sum_ = &rules[static_cast<size_t>(rule)];
    start_ = Now();
  }
  Stopwatch(const Evaluation& e, Algorithm algorithm)
      : sum_(IsAsked(e) ? &e.trace->times->built_in[static_cast<size_t>(algorithm)] : nullptr),
        start_(Now()) {}
  ~Stopwatch() {
    if (sum_ != nullptr) *sum_ += Now() - start_;
  }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  static bool IsAsked(const Evaluation& e) {
    return e.trace != nullptr && e.trace->times != nullptr;
  }
  int64_t Now() const {
    if (sum_ == nullptr) return 0;
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }

  int64_t* sum_ = nullptr;
  int64_t start_ = 0;
};

class YamlRules {
 public:
  explicit YamlRules(Evaluation& evaluation)
      : e_(evaluation), s_(evaluation.scratch), conditions_(evaluation.scratch.conditions) {}

  void Run() {
    {
      const Stopwatch stopwatch(e_, &EvaluationTrace::Times::collect);
      Collect();
    }
    for (const int32_t rule : e_.view->always) EvaluateTimed(rule);
    for (const int32_t rule : s_.candidates) EvaluateTimed(rule);
  }

 private:
  // The rules in scope that a code on the claim activates, each once.
  void Collect() {
    s_.candidates.clear();
    const Program& program = e_.program;
    if (program.procedure_rules.empty() && program.modifier_rules.empty() &&
        program.diagnosis_rules.empty())
      return;
    if (s_.candidate_epoch.size() < e_.program.rules.size())
      s_.candidate_epoch.resize(e_.program.rules.size(), 0);
    if (++s_.epoch == 0) {
      std::fill(s_.candidate_epoch.begin(), s_.candidate_epoch.end(), 0);
      s_.epoch = 1;
    }
    const auto add = [this](int32_t rule) {
      uint32_t& epoch = s_.candidate_epoch[static_cast<size_t>(rule)];
      if (epoch == s_.epoch) return;
      epoch = s_.epoch;
      if (e_.view->IsPossible(rule)) s_.candidates.push_back(rule);
    };
    for (int32_t i = 0; i < e_.own_lines; ++i) {
      const PreparedLine& line = e_.lines[static_cast<size_t>(i)];
      if (!program.procedure_rules.empty() && !line.code().empty()) {
        const bool known = line.entry->code == line.code();
        program.procedure_rules.ForEach(
            known ? line.entry->rules : program.procedure_rules.Find(line.code()), add);
      }
      if (program.modifier_rules.empty()) continue;
      // As they were sent, for so conditions read them.
      const ServiceLine& sent = e_.claim.service_lines[static_cast<size_t>(i)];
      for (size_t m = 0; m < sent.modifier_count; ++m) {
        program.modifier_rules.ForEach(program.modifier_rules.Find(sent.modifiers[m]), add);
      }
    }
    ReferenceId asked{};
    bool covered = true;
    for (size_t i = 0; i < program.table_rules.size(); ++i) {
      const Program::TableRule& one = program.table_rules[i];
      if (i == 0 || one.table != asked) covered = AnswersForAll(one.table);
      asked = one.table;
      if (!covered) add(one.rule);
    }
    if (program.diagnosis_rules.empty()) return;
    for (const Diagnosis& diagnosis : e_.claim.diagnoses) {
      program.diagnosis_rules.ForEach(program.diagnosis_rules.Find(diagnosis.code), add);
    }
  }

  // Whether the table has a release for every line's day.
  bool AnswersForAll(ReferenceId id) const {
    const ReferenceTable& table = *e_.program.Reference(id);
    Date seen;
    for (int32_t i = 0; i < e_.own_lines; ++i) {
      const Date date = e_.lines[static_cast<size_t>(i)].from;
      if (i > 0 && date == seen) continue;
      if (!date.has_value() || !table.Covers(date)) return false;
      seen = date;
    }
    return true;
  }

  void EvaluateTimed(int32_t rule) {
    const Stopwatch stopwatch(e_, rule);
    EvaluateRule(rule);
  }

  void EvaluateRule(int32_t rule) {
    const CompiledRule& compiled = e_.program.rules[static_cast<size_t>(rule)];
    if (e_.is_void() && !compiled.structural) return;  // R17
    const bool for_claim = compiled.for_claim;
    if (compiled.has_variants) return EvaluateVariants(rule, for_claim);
    if (IsRuledOut(compiled.condition)) return;
    if (for_claim) {
      const Truth truth = conditions_.Get(compiled.condition, -1);
      if (truth != Truth::kFalse) Decide(rule, 0, -1, truth);
      return;
    }
    conditions_.ForEachNotFalse(compiled.condition, Item::kLine,
                                [&](int32_t line, Truth truth) { Decide(rule, 0, line, truth); });
  }

  // Whether one of the claim's own fields says no to all of it, which most rules end with.
  bool IsRuledOut(NodeId condition) {
    const Graph& graph = e_.program.graph;
    const GraphNode& node = graph.nodes[static_cast<size_t>(condition)];
    if (node.kind != Condition::Kind::kAll) return false;
    for (uint32_t i = 0; i < node.child_count; ++i) {
      const NodeId child = graph.children[node.children + i];
      const GraphNode& asked = graph.nodes[static_cast<size_t>(child)];
      if (asked.of != Item::kClaim || asked.child_count > 0) return false;
      if (conditions_.Get(child, -1) == Truth::kFalse) return true;
    }
    return false;
  }

  // A rule whose parameters overrides change: which values hold is asked for each line.
  void EvaluateVariants(int32_t rule, bool for_claim) {
    for (int32_t line = for_claim ? -1 : 0; line < (for_claim ? 0 : e_.own_lines); ++line) {
      const uint8_t variant = e_.VariantOf(rule, e_.SubjectDate(rule, line), line, KeyOf(line));
      const Truth truth = conditions_.Get(e_.program.Variant(rule, variant).condition, line);
      if (truth != Truth::kFalse) Decide(rule, variant, line, truth);
    }
  }

  FindingKey KeyOf(int32_t line) const {
    FindingKey key;
    if (line >= 0) key.code = e_.lines[static_cast<size_t>(line)].code();
    return key;
  }

  // `truth`: of the rule's condition on `line` (-1: on the claim); not false.
  void Decide(int32_t rule, uint8_t variant, int32_t line, Truth truth) {
    const Date date = e_.SubjectDate(rule, line);
    const CompiledRule& compiled = e_.program.Variant(rule, variant);
    const ResolvedRule& resolved = e_.snapshot.rulesets().rules[static_cast<size_t>(rule)];
    const LineRef ref = line < 0 ? Evaluation::kClaim : line;
    const bool dated =
        compiled.effective.first.has_value() || compiled.effective.last != Date::Max();
    if (dated && resolved.date_basis == DateBasis::kServiceDate && !date.has_value()) {
      e_.AddGap(rule, GapReason::kServiceDate, 0, ref);
      return;
    }
    const std::optional<Settings> settings = e_.Resolve(rule, date, line, KeyOf(line));
    if (!settings.has_value()) return;
    // Where the exception holds, the rule does not fire whatever is missing.
    const bool excused =
        compiled.unless != kNoNode && conditions_.Get(compiled.unless, line) == Truth::kTrue;
    if (truth == Truth::kUnknown && excused) return;
    if (truth == Truth::kUnknown) return AddGaps(rule, compiled.condition, line, ref);
    Finding finding;
    finding.rule = rule;
    finding.variant = variant;
    if (compiled.unless != kNoNode && conditions_.Get(compiled.unless, line) == Truth::kUnknown) {
      return AddGaps(rule, compiled.unless, line, ref);
    }
    if (excused) finding.outcome = Outcome::kBypassed;
    const auto found = [&](NodeId query) {
      return query == kNoNode ? -1 : conditions_.Found(query, line);
    };
    finding.payload[0] = found(compiled.with_line);
    finding.payload[1] = found(compiled.with_history);
    const LineRef subject = line;
    std::vector<LineRef>& related = s_.related;
    related.clear();
    if (finding.payload[0] >= 0) related.push_back(finding.payload[0]);
    if (finding.payload[1] >= 0) related.push_back(~finding.payload[1]);
    e_.AddFinding(finding, *settings, std::span(&subject, line < 0 ? 0 : 1), related);
  }

  void AddGaps(int32_t rule, NodeId node, int32_t line, LineRef ref) {
    conditions_.ForEachUnknownLeaf(node, line, [&](const GraphNode& leaf, int32_t at) {
      const auto missing = [&](FieldId field, Item of) {
        if (field == FieldId::kToday) return;
        e_.AddGap(rule, GapReason::kMissingField,
                  static_cast<int32_t>(&FieldOf(field, of) - AllFields().data()), ref);
      };
      switch (leaf.kind) {
        case Condition::Kind::kTable:
          AddTableGap(rule, leaf, at, ref);
          break;
        case Condition::Kind::kRow:
          AddRowGap(rule, leaf, at, ref);
          break;
        case Condition::Kind::kCount:
        case Condition::Kind::kCountDays:
        case Condition::Kind::kSum:
        case Condition::Kind::kExists:
          AddQueryGap(rule, leaf, at, ref);
          break;
        case Condition::Kind::kNumberField:
        case Condition::Kind::kSameAs:
          if (!Has(leaf.field, leaf.field_of, at)) missing(leaf.field, leaf.field_of);
          if (!Has(leaf.other_field, leaf.other_of, at)) missing(leaf.other_field, leaf.other_of);
          break;
        case Condition::Kind::kAge:
          if (!e_.claim.patient.birth_date.has_value())
            missing(FieldId::kPatientBirthDate, Item::kClaim);
          if (!Has(leaf.field, leaf.field_of, at)) missing(leaf.field, leaf.field_of);
          break;
        case Condition::Kind::kDateField:
          if (!Has(leaf.field, leaf.field_of, at)) missing(leaf.field, leaf.field_of);
          if (!Has(leaf.other_field, leaf.other_of, at)) missing(leaf.other_field, leaf.other_of);
          break;
        default:
          missing(leaf.field, leaf.field_of);
          break;
      }
    });
  }

  bool Has(FieldId field, Item of, int32_t item) const {
    return field == FieldId::kToday ||
           IsPresent(FieldOf(field, of), e_.claim, ItemRef::At(e_.claim, of, item));
  }

  // Why a query is unknown when all it may find is sure: for service line `subject`, or the claim.
  void AddQueryGap(int32_t rule, const GraphNode& query, int32_t subject, LineRef ref) {
    if (conditions_.LacksHistory(query)) {
      return e_.AddGap(rule, GapReason::kHistory, 0, ref);
    }
    const auto missing = [&](FieldId field, Item of) {
      e_.AddGap(rule, GapReason::kMissingField,
                static_cast<int32_t>(&FieldOf(field, of) - AllFields().data()), ref);
    };
    for (uint32_t i = 0; i < query.relation_count; ++i) {
      const DateRelation& relation = e_.program.graph.relations[query.relations + i];
      if (!Has(relation.subject_field, relation.subject_of, subject)) {
        return missing(relation.subject_field, relation.subject_of);
      }
    }
    if (query.other_field != FieldId::kNone && !Has(query.other_field, query.other_of, subject)) {
      return missing(query.other_field, query.other_of);
    }
    if (query.kind == Condition::Kind::kSum) {
      if (query.field == FieldId::kUnits) return e_.AddGap(rule, GapReason::kUnits, 0, ref);
      return missing(query.field, Item::kLine);
    }
    const Item of = query.child_count > 1 ? Item::kHistory : query.over;
    const FieldId date = query.relation_count > 0
                             ? e_.program.graph.relations[query.relations].item_field
                             : FieldId::kServiceDate;
    missing(date, of);
  }

  void AddTableGap(int32_t rule, const GraphNode& leaf, int32_t line, LineRef ref) {
    const auto slot = static_cast<int32_t>(leaf.table);
    if (!e_.program.HasTable(leaf.table))
      return e_.AddGap(rule, GapReason::kMissingTable, slot, ref);
    const ServiceLine& service_line = *ItemRef::At(e_.claim, leaf.of, line).line;
    if (!service_line.service_date.has_value()) {
      return e_.AddGap(rule, GapReason::kServiceDate, 0, ref);
    }
    if (leaf.column != TableColumn::kAddOnType) {
      const MueTable& table = *e_.program.mue[static_cast<size_t>(MueIndex(leaf.table))];
      if (table.FindRelease(service_line.service_date) < 0)
        return e_.AddGap(rule, GapReason::kNoRelease, slot, ref);
    }
    e_.AddGap(rule, GapReason::kSampleTable, slot, ref);
  }

  // Why a reference table could not say: of the field's code, or of any of its members.
  void AddRowGap(int32_t rule, const GraphNode& leaf, int32_t item, LineRef ref) {
    const ItemRef at = ItemRef::At(e_.claim, leaf.of, item);
    const auto slot = static_cast<int32_t>(leaf.table);
    const auto missing = [&](FieldId field, Item of) {
      if (field == FieldId::kNone || Has(field, of, item)) return;
      e_.AddGap(rule, GapReason::kMissingField,
                static_cast<int32_t>(&FieldOf(field, of) - AllFields().data()), ref);
    };
    const ReferenceTable* table = e_.program.Reference(ReferenceOf(leaf.table));
    conditions_.ForEachRowKey(leaf, at, [&](const Conditions::RowKey& key) {
      if (!key.present) return missing(leaf.field, leaf.field_of);
      if (table == nullptr) return e_.AddGap(rule, GapReason::kMissingTable, slot, ref);
      if (!key.date.has_value()) return e_.AddGap(rule, GapReason::kServiceDate, 0, ref);
      if (conditions_.LookUp(leaf, at, key).listing == Listing::kUnknown) {
        const GapReason reason =
            table->Covers(key.date) ? GapReason::kSampleTable : GapReason::kNoRelease;
        return e_.AddGap(rule, reason, slot, ref);
      }
      for (const ColumnTest& test : e_.program.graph.row_tests[leaf.set].columns) {
        missing(test.other_field, test.other_of);
      }
    });
  }

  Evaluation& e_;
  Scratch::Impl& s_;
  Conditions& conditions_;
};

void SortFindings(Findings& findings) {
  if (findings.items.size() < 2) return;
  const auto first_ref = [&findings](LineRun run) {
    // Claim findings come before those of lines, history after the claim's own lines.
    if (run.count == 0) return int64_t{-1};
    const LineRef ref = findings.line_refs[run.begin];
    return IsHistory(ref) ? int64_t{INT32_MAX} + ~ref : int64_t{ref};
  };
  std::sort(findings.items.begin(), findings.items.end(), [&](const Finding& a, const Finding& b) {
    const auto key = [&](const Finding& f) {
      return std::tuple(f.severity, first_ref(f.lines), f.rule, first_ref(f.related));
    };
    const auto x = key(a);
    const auto y = key(b);
    return x != y ? x < y : a.payload < b.payload;
  });
}

void GatherGaps(Evaluation& e) {
  std::vector<Scratch::Impl::PendingGap>& pending = e.scratch.gaps;
  if (pending.empty()) return;
  std::sort(pending.begin(), pending.end());
  pending.erase(std::unique(pending.begin(), pending.end()), pending.end());
  for (const Scratch::Impl::PendingGap& gap : pending) {
    std::vector<Gap>& gaps = e.findings.not_evaluated;
    if (gaps.empty() || gaps.back().rule != gap.rule || gaps.back().reason != gap.reason ||
        gaps.back().argument != gap.argument) {
      gaps.push_back({gap.rule,
                      gap.reason,
                      gap.argument,
                      {static_cast<uint32_t>(e.findings.line_refs.size()), 0}});
    }
    if (gap.line == Evaluation::kClaim) continue;
    e.findings.line_refs.push_back(gap.line);
    ++gaps.back().lines.count;
  }
}

void Conclude(Evaluation& e) {
  Findings& findings = e.findings;
  if (findings.items.empty() && findings.not_evaluated.empty()) return;  // clean
  bool fired = false;
  bool blocked = false;
  bool whole_claim = false;
  std::vector<char>& at_risk = e.scratch.predicted_denied;
  at_risk.assign(static_cast<size_t>(e.own_lines), 0);
  for (const Finding& finding : findings.items) {
    if (finding.outcome != Outcome::kFired) continue;
    fired = true;
    if (!IsBlocking(finding.severity)) continue;
    blocked = true;
    whole_claim |= finding.lines.count == 0;
    for (LineRef ref : findings.Lines(finding.lines)) at_risk[static_cast<size_t>(ref)] = 1;
  }
  int64_t lines = 0;
  for (size_t i = 0; i < at_risk.size(); ++i) {
    const int64_t charge = e.lines[i].line->charge_cents;
    if (charge != kUnset && (whole_claim || at_risk[i] != 0)) lines += charge;
  }
  const bool total_known = whole_claim && e.claim.total_charge_cents != kUnset;
  findings.charge_at_risk_cents = total_known ? e.claim.total_charge_cents : lines;

  bool incomplete = false;
  for (const Gap& gap : findings.not_evaluated) {
    incomplete |=
        gap.rule < 0 || e.snapshot.rulesets().rules[static_cast<size_t>(gap.rule)].required;
  }
  findings.verdict = blocked      ? Verdict::kBlocked
                     : incomplete ? Verdict::kIncomplete
                     : fired      ? Verdict::kFindings
                                  : Verdict::kClean;
}

}  // namespace

Scratch::Scratch() : impl_(std::make_unique<Impl>()) {}
Scratch::~Scratch() = default;
Scratch::Scratch(Scratch&&) noexcept = default;
Scratch& Scratch::operator=(Scratch&&) noexcept = default;

void EvaluateAll(Evaluation& evaluation) {
  for (int i = 0; i < kAlgorithmCount; ++i) {
    const Stopwatch stopwatch(evaluation, static_cast<Algorithm>(i));
    kBuiltinAlgorithms[static_cast<size_t>(i)].evaluate(evaluation);
  }
  YamlRules(evaluation).Run();
  for (size_t i = 0; i < evaluation.claim.unreadable.size(); ++i) {
    const int16_t line = evaluation.claim.unreadable[i].line;
    evaluation.AddGap(-1, GapReason::kUnreadable, static_cast<int32_t>(i),
                      line < 0 ? Evaluation::kClaim : line);
  }
  const Stopwatch stopwatch(evaluation, &EvaluationTrace::Times::conclude);
  SortFindings(evaluation.findings);
  SuppressByRootCause(evaluation);
  GatherGaps(evaluation);
  Conclude(evaluation);
}

const Findings& Evaluate(const Snapshot& snapshot, const Claim& claim,
                         const EvaluateOptions& options, Scratch& scratch) {
  Evaluation evaluation(snapshot, claim, options, scratch.impl());
  EvaluateAll(evaluation);
  return evaluation.findings;
}

}  // namespace scrubline
