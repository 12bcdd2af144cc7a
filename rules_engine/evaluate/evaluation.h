// rules_engine/evaluate/evaluation.h — one claim being evaluated: the prepared view of it that the
// built-in edits read, and the way they report. Internal to evaluate/: callers use evaluator.h.
//
// Lines. `lines` holds the claim's own service lines in their order, then the history lines that
// may count. What a line's code means to the tables was looked up once (entry). Dates are
// inclusive; a reversed span is its first day (R14). Providers. Two lines are one provider's when
// their classes are equal for the scope a rule asks by; see provider_classes.h. Tested through the
// built-ins and evaluator_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_EVALUATION_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_EVALUATION_H_

#include <array>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "rules_engine/compile/program.h"
#include "rules_engine/evaluate/conditions.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/evaluate/prepared_diagnosis.h"
#include "rules_engine/evaluate/provider_classes.h"
#include "rules_engine/evaluate/trace.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

// What builtin_code_validity found out about a line's code.
enum class CodeState : uint8_t { kUnchecked, kInForce, kMalformed, kUnknown, kNotYet, kEnded };

struct PreparedLine {
  const ServiceLine* line = nullptr;  // without modifiers unknown or out of date, where known (R19)
  const CodeEntry* entry = nullptr;
  Date from;
  Date through;
  LineRef ref = 0;
  ProviderIndex rendering = kNoProvider;
  ProviderIndex billing = kNoProvider;
  bool readable = false;  // has a procedure code and a service date
  bool denied =
      false;  // a history line that was denied: no part in anything but add-ons at risk (R5)

  CodeState code_state = CodeState::kUnchecked;

  bool history() const { return IsHistory(ref); }
  // False where a table says that the code is unknown or out of date: no part in PTP, MUE and
  // add-on edits (R20).
  bool HasCodeInForce() const { return code_state <= CodeState::kInForce; }
  Code code() const { return line->procedure_code; }
};

// What the layers say about a rule for one finding.
struct Settings {
  bool enabled = true;
  bool exempt = false;  // an `exempt_when` holds: the finding is bypassed
  Severity severity = Severity::kInfo;
  Layer layer = Layer::kNational;
};

// The codes by which overrides may select one finding of a rule.
struct FindingKey {
  Code code;  // the subject line's procedure code
  Code column1, column2;
};

// A finding about to be reported.
struct Report {
  BuiltinId builtin{};
  uint8_t variant = 0;
  Outcome outcome = Outcome::kFired;
  Date date;  // of the service, for overrides that start and end
  FindingKey key;
  std::span<const LineRef> lines;
  std::span<const LineRef> related;
  std::array<int32_t, 6> payload{};
  Severity at_most = Severity::kReject;  // no graver than this
  bool one_step_down = false;            // one severity milder than the layers say
};

// Two fired PTP and MUE findings that later edits ask about.
struct PtpHit {
  int32_t column1 = 0;  // index in Evaluation::lines
  int32_t column2 = 0;
  uint32_t row = 0;
  Date date;
  uint8_t indicator = 0;
  bool bypassed = false;
};

// A line that has a global surgery period, or may have one (domain 4.7).
struct GlobalPeriod {
  int32_t line = 0;  // index in Evaluation::lines
  int32_t days = 0;  // 0, 10 or 90; -1: no fee schedule answers for it
  RowId row = kNoRow;
  bool opens = true;  // no modifier keeps it from opening a period
};

// One timed code of a visit: what is recorded, billed and allowed.
struct TimedService {
  Code code;
  int64_t minutes = 0;
  int64_t billed = 0;  // whole units, as is `allowed`
  int64_t allowed = 0;
};

// A note of the tabular list that holds for a diagnosis of the claim.
struct HeldNote {
  int32_t diagnosis = 0;  // index in Claim::diagnoses
  int32_t length = 0;     // characters of it at which the note stands
  RowId row = kNoRow;
};

struct Scratch::Impl {
  Findings findings;
  Conditions conditions;
  std::vector<PreparedLine> lines;
  std::deque<ServiceLine> counted;  // lines without the modifiers that do not count (R19)
  std::array<std::vector<uint16_t>, kProviderScopeCount> provider_classes;
  ProviderClassifier classifier;
  std::vector<LineProviders> line_providers;
  std::vector<PtpHit> ptp_hits;
  std::vector<GlobalPeriod> global_periods;
  std::vector<PreparedDiagnosis> diagnoses;
  std::vector<HeldNote> diagnosis_notes;
  std::vector<std::pair<int32_t, int32_t>> diagnosis_pairs;  // of which a note has spoken
  std::vector<uint8_t> provider_roles;                       // by provider of the pool
  std::vector<int32_t> order;                                // of lines, for grouping
  std::vector<LineRef> refs;  // a finding's lines while it is put together
  std::vector<LineRef> related;
  std::vector<int32_t> dates;
  std::vector<TimedService> timed_services;  // of the visit in hand
  // By line: the NCCI.MUE and the NCCI.MUE.ZERO finding of the line alone, or -1.
  std::array<std::vector<int32_t>, 2> line_items;
  std::vector<char> satisfied;  // by line: an add-on that has its primary
  std::vector<char> predicted_denied;
  std::vector<Finding> merged;
  std::vector<uint32_t> candidate_epoch;  // by rule: already among the candidates
  std::vector<int32_t> candidates;
  uint32_t epoch = 0;
  struct PendingGap {
    int32_t rule;
    GapReason reason;
    int32_t argument;
    LineRef line;  // kClaim: the claim as a whole
    friend auto operator<=>(const PendingGap&, const PendingGap&) = default;
  };
  std::vector<PendingGap> gaps;
  // Views and overridden parameters met so far, for the program whose serial this is.
  uint64_t serial = 0;
  ViewKey last_key;
  const View* last_view = nullptr;
  absl::flat_hash_map<ViewKey, std::shared_ptr<const View>> views;
  absl::flat_hash_map<std::vector<int32_t>, std::unique_ptr<const BuiltinParameters>> parameters;
  std::vector<int32_t> parameter_key;
};

class Evaluation {
 public:
  // `trace`, when given, is filled with what is done from here on.
  Evaluation(const Snapshot& snapshot, const Claim& claim, const EvaluateOptions& options,
             Scratch::Impl& scratch, EvaluationTrace* trace = nullptr);

  const Snapshot& snapshot;
  const Program& program;
  const Claim& claim;
  const EvaluateOptions& options;
  Scratch::Impl& scratch;
  Findings& findings;
  EvaluationTrace* const trace;
  const View* view = nullptr;
  std::span<const PreparedLine> lines;  // the claim's, then history's
  int32_t own_lines = 0;                // how many are the claim's

  bool is_professional() const { return claim.type == ClaimType::kProfessional; }
  bool is_void() const { return claim.frequency_code == Code::Of("8"); }

  // Index of the built-in's rule when this claim's view has it; -1 otherwise.
  int32_t ActiveRule(BuiltinId builtin) const {
    const int32_t rule = program.builtin_rules[static_cast<size_t>(builtin)];
    return rule >= 0 && view->IsActive(rule) ? rule : -1;
  }
  bool AnyActive(std::initializer_list<BuiltinId> builtins) const {
    for (const BuiltinId builtin : builtins) {
      if (ActiveRule(builtin) >= 0) return true;
    }
    return false;
  }
  // The built-in's parameters with the overrides in force on `date`.
  const BuiltinParameters& Parameters(BuiltinId builtin, Date date);
  // The overrides of a rule's parameters in force, in the order of application.
  void ParameterOverrides(int32_t rule, Date date, int32_t subject, const FindingKey& finding,
                          std::vector<int32_t>& overrides) const;

  // The provider class of each of `lines` in `scope`; equal classes, one provider.
  std::span<const uint16_t> ProviderClasses(ProviderScope scope);

  // What the layers say, or nullopt when the rule does not apply on `date` or is switched off.
  // `subject`: index of the claim's line, or -1.
  std::optional<Settings> Resolve(int32_t rule, Date date, int32_t subject, const FindingKey& key);

  // Which variant of a YAML rule holds by the overrides in force for `subject`, as in Resolve.
  uint8_t VariantOf(int32_t rule, Date date, int32_t subject, const FindingKey& key);

  // Adds a built-in's finding. Returns whether it stands as fired; false too when it is bypassed or
  // switched off.
  bool Add(const Report& report);
  // Whether the report's rule is in force and switched on for it, when `subject` is its first line.
  bool IsAsked(const Report& report, LineRef subject);
  // Whether a built-in's rule has something to say of the claim's line `subject` (-1: of the claim)
  // on a day from `first` to `last`; where not, what keeps it from being evaluated is not told.
  // What layers say of single codes, pairs, people and places does not count here. A line without a
  // date goes by its claim's.
  bool MayBeAsked(int32_t rule, int32_t subject, Date first, Date last) const;
  // The days after `first`, up to `last`, from which on layers may say something else of the rule.
  void AddDaysOfChange(int32_t rule, Date first, Date last, std::vector<int32_t>& days) const;
  void AddDaysOfChange(BuiltinId builtin, Date first, Date last, std::vector<int32_t>& days) const {
    if (const int32_t rule = ActiveRule(builtin); rule >= 0)
      AddDaysOfChange(rule, first, last, days);
  }
  // Adds a finding of any rule with its settings worked out.
  void AddFinding(Finding finding, const Settings& settings, std::span<const LineRef> lines,
                  std::span<const LineRef> related);
  static constexpr LineRef kClaim = INT32_MAX;
  void AddGap(int32_t rule, GapReason reason, int32_t argument, LineRef line) {
    scratch.gaps.push_back({rule, reason, argument, line});
  }
  // A built-in's, about one of the claim's lines, unless the rule may not be asked of it.
  void AddLineGap(int32_t rule, GapReason reason, int32_t argument, const PreparedLine& line) {
    if (MayBeAsked(rule, line.ref, line.from, line.through))
      AddGap(rule, reason, argument, line.ref);
  }

  // What a table of kProcedureReferences says of the line's code on `date`. REQUIRES: it is loaded.
  ReferenceTable::Answer LookUp(ReferenceId id, const PreparedLine& line, Date date) const {
    const ReferenceTable& table = *program.Reference(id);
    return table.LookUp(program.codes.KeyOf(*line.entry, id), TableKey::Of(line.code()), date);
  }
  // The fee schedule's row for the line: that of the component its modifiers name (26, TC, 53)
  // where there is one, else the code's own (domain 4.3). kNoRow: none on that date, or the table
  // is not loaded.
  RowId FeeScheduleRow(const PreparedLine& line, Date date) const;
  // Why a look-up in a reference table could not say: not loaded, no release, a sample.
  void AddTableGap(int32_t rule, ReferenceId id, const PreparedLine& line, Date date);

  // The same of a look-up that is about the claim as a whole.
  void AddClaimTableGap(int32_t rule, ReferenceId id, Date date);

  // The claim's diagnoses, looked up when first asked for.
  std::span<const PreparedDiagnosis> Diagnoses();
  // The place of one of them on the claim, from 0.
  int32_t IndexOf(const PreparedDiagnosis& diagnosis) const {
    return static_cast<int32_t>(&diagnosis - scratch.diagnoses.data());
  }
  // Whether the line points to a diagnosis of this code: one that stands on the claim twice is
  // itself at both places.
  bool PointsToCode(const ServiceLine& line, Code code) const {
    for (size_t i = 0; i < line.pointer_count; ++i) {
      const size_t pointer = line.diagnosis_pointers[i];
      if (pointer > 0 && pointer <= claim.diagnoses.size() &&
          claim.diagnoses[pointer - 1].code == code)
        return true;
    }
    return false;
  }

  // For the trace, if there is one: an algorithm with nothing to do on this claim; a line of the
  // claim that it leaves out, for one of `excluded` modifiers or another reason.
  void TraceIdle(Algorithm algorithm, EvaluationTrace::Idle reason) {
    if (trace != nullptr) trace->idle.push_back({algorithm, reason});
  }
  void TraceLeftOut(Algorithm algorithm, const PreparedLine& line, const ModifierSet& excluded) {
    if (trace == nullptr || line.history()) return;
    for (size_t i = 0; i < line.line->modifier_count; ++i) {
      const Code modifier = line.line->modifiers[i];
      if (!excluded.Contains(modifier)) continue;
      trace->left_out.push_back(
          {algorithm, line.ref, EvaluationTrace::LeftOut::kExcludedModifier, modifier});
      return;
    }
  }
  void TraceLeftOut(Algorithm algorithm, const PreparedLine& line,
                    EvaluationTrace::LeftOut reason) {
    if (trace != nullptr && !line.history())
      trace->left_out.push_back({algorithm, line.ref, reason, {}});
  }

  // The claim's own lines that a built-in cannot look at: no date, or no code where the form
  // demands one. Those with an excluded modifier would take no part anyway.
  void AddUnreadableLines(int32_t rule, const ModifierSet& excluded);

  // Whether the algorithm may have to do with a line of the claim.
  bool MayConcernAny(Algorithm algorithm) const {
    for (const PreparedLine& line : lines.first(static_cast<size_t>(own_lines))) {
      if (program.MayConcern(algorithm, *line.entry, line.code())) return true;
    }
    return false;
  }

  // Whether a line of the claim whose code `concerns` has no date: what is counted by the day
  // cannot be then, which is noted for the rules of the built-ins.
  template <typename Concerns>
  bool HasUndatedLine(std::initializer_list<BuiltinId> builtins, const Concerns& concerns) {
    bool found = false;
    for (const PreparedLine& line : lines.first(static_cast<size_t>(own_lines))) {
      if (line.readable || line.code().empty() || !concerns(line.code())) continue;
      found = true;
      for (const BuiltinId builtin : builtins) {
        if (const int32_t rule = ActiveRule(builtin); rule >= 0)
          AddLineGap(rule, GapReason::kServiceDate, 0, line);
      }
    }
    return found;
  }

  // For severities and deadlines (R21).
  Date received_or_today() const;
  // The first date of service on the claim; no date when there is none.
  Date first_service_date() const { return first_service_date_; }
  // The date of a YAML rule's finding on `line` (-1: on the claim). A rule that began within the
  // line's span holds for the days it covers (L6): the first of them counts.
  Date SubjectDate(int32_t rule, int32_t line) const;
  // The date that an interval of this basis is held against.
  Date BasisDate(DateBasis basis, Date service_date) const;

 private:
  void PrepareLines();
  // Leaves out of a prepared line the modifiers that are unknown or not valid on its day (R19).
  void LeaveOutModifiers(PreparedLine& prepared);
  void AskForRows(std::span<const PreparedLine> prepared) const;
  bool Applies(const ResolvedOverride& override, Date date, int32_t subject,
               const FindingKey& key) const;

  // The part of a scope that a view cannot know: provider, tax id, place of service.
  bool HoldsFor(const Scope& scope, int32_t subject) const;
  bool MayBeAskedOn(int32_t rule, int32_t subject, Date date) const;

  Date first_service_date_;
  bool diagnoses_prepared_ = false;
  bool one_provider_ = true;  // every line has the same rendering and billing provider
  std::array<bool, kProviderScopeCount> classified_{};
};

// Which table a claim's setting selects for PTP, MUE and add-on edits (R8).
enum class Setting : uint8_t {
  kPractitioner,
  kHospital,
  kInpatient,
  kUnknownTypeOfBill,
  kUnknownClaimType
};
Setting SettingOf(const Claim& claim);

// The whole evaluation: built-in edits, YAML rules, order, causes, verdict.
void EvaluateAll(Evaluation& evaluation);

// The built-in edits, in the order in which they run: later ones read what earlier ones found.
void EvaluateCodeValidity(Evaluation& evaluation);
void EvaluatePtp(Evaluation& evaluation);
void EvaluateMue(Evaluation& evaluation);
void EvaluateAddOn(Evaluation& evaluation);
void EvaluateNpi(Evaluation& evaluation);
void EvaluateGlobalSurgery(Evaluation& evaluation);
void EvaluateModifier(Evaluation& evaluation);
void EvaluateDiagnosisCode(Evaluation& evaluation);
void EvaluateDiagnosisOrder(Evaluation& evaluation);
void EvaluateDiagnosisPatient(Evaluation& evaluation);
void EvaluateDiagnosisNotes(Evaluation& evaluation);
void EvaluateLaterality(Evaluation& evaluation);
void EvaluateMedicalNecessity(Evaluation& evaluation);
void EvaluateDuplicate(Evaluation& evaluation);
void EvaluateTimelyFiling(Evaluation& evaluation);
void EvaluateAuthorization(Evaluation& evaluation);
void EvaluateCharge(Evaluation& evaluation);
void EvaluateTimedUnits(Evaluation& evaluation);
void EvaluateUnits(Evaluation& evaluation);
void EvaluateInfusion(Evaluation& evaluation);
void EvaluateImmunization(Evaluation& evaluation);
void EvaluateProvider(Evaluation& evaluation);
void EvaluateDrugUnits(Evaluation& evaluation);

// The findings that another one already explains are moved under it (domain 12.3).
void SuppressByRootCause(Evaluation& evaluation);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_EVALUATION_H_
