#include "rules_engine/evaluate/evaluation.h"

#include <algorithm>

namespace scrubline {
namespace {

// Made for single codes, pairs, people or places, not for the claim as a whole.
bool IsNarrow(const ResolvedOverride& override) {
  return override.key != ResolvedOverride::Key::kNone || !override.scope.npis.empty() ||
         !override.scope.tax_ids.empty() || !override.scope.places_of_service.empty();
}

bool CountsAsHistory(HistoryStatus status) {
  return status == HistoryStatus::kPaid || status == HistoryStatus::kPended ||
         status == HistoryStatus::kSubmitted || status == HistoryStatus::kDenied;
}

inline void Prepare(const Program& program, const ServiceLine& line, LineRef ref,
                    PreparedLine& prepared) {
  prepared.line = &line;
  prepared.entry = &program.codes.Find(line.procedure_code);
  prepared.from = line.service_date;
  prepared.through = std::max(line.service_date, line.last_date());
  prepared.ref = ref;
  prepared.readable = !line.procedure_code.empty() && line.service_date.has_value();
}

void SetProviders(const LineProviders& providers, PreparedLine& prepared) {
  prepared.rendering = providers.rendering;
  prepared.billing = providers.billing;
}

}  // namespace

Evaluation::Evaluation(const Snapshot& snapshot_in, const Claim& claim_in,
                       const EvaluateOptions& options_in, Scratch::Impl& scratch_in,
                       EvaluationTrace* trace_in)
    : snapshot(snapshot_in),
      program(snapshot_in.program()),
      claim(claim_in),
      options(options_in),
      scratch(scratch_in),
      findings(scratch_in.findings),
      trace(trace_in) {
  // Far apart in memory, and asked for below: the billing provider's state, all NPIs.
  __builtin_prefetch(claim.providers.data());
  if (scratch.serial != program.serial) {
    scratch.serial = program.serial;
    scratch.views.clear();
    scratch.last_view = nullptr;
    scratch.parameters.clear();
  }
  const ViewKey key = program.views.KeyOf(claim);
  if (scratch.last_view == nullptr || !(key == scratch.last_key)) {
    auto it = scratch.views.find(key);
    if (it == scratch.views.end()) it = scratch.views.emplace(key, program.views.Get(key)).first;
    scratch.last_key = key;
    scratch.last_view = it->second.get();
  }
  view = scratch.last_view;

  findings.verdict = Verdict::kClean;
  findings.items.clear();
  findings.also.clear();
  findings.not_evaluated.clear();
  findings.line_refs.clear();
  findings.charge_at_risk_cents = 0;
  scratch.gaps.clear();
  scratch.ptp_hits.clear();
  scratch.conditions.Begin(program, claim, options.today);
  PrepareLines();
}

void Evaluation::PrepareLines() {
  std::vector<PreparedLine>& prepared = scratch.lines;
  prepared.clear();
  scratch.counted.clear();
  for (const ServiceLine& line : claim.service_lines) program.codes.Prefetch(line.procedure_code);
  for (const Provider& provider : claim.providers) __builtin_prefetch(provider.npi.data());
  for (size_t i = 0; i < claim.service_lines.size(); ++i) {
    const ServiceLine& line = claim.service_lines[i];
    PreparedLine& p = prepared.emplace_back();
    Prepare(program, line, static_cast<LineRef>(i), p);
    if (line.modifier_count > 0) LeaveOutModifiers(p);
    SetProviders(ProvidersOf(claim, line), p);
    one_provider_ &= p.rendering == prepared.front().rendering;
    if (p.from.has_value() && (!first_service_date_.has_value() || p.from < first_service_date_)) {
      first_service_date_ = p.from;
    }
  }
  own_lines = static_cast<int32_t>(prepared.size());
  AskForRows(prepared);
  for (size_t i = 0; i < claim.history.size(); ++i) {
    const HistoryLine& history = claim.history[i];
    if (!CountsAsHistory(history.status) || claim.Replaces(history)) continue;
    // Professional and institutional lines are never one provider's (practitioner and hospital
    // edits are apart).
    if (history.claim_type != ClaimType::kUnset && history.claim_type != claim.type) continue;
    PreparedLine p;
    Prepare(program, history.line, ~static_cast<LineRef>(i), p);
    if (!p.readable) continue;
    if (history.line.modifier_count > 0) LeaveOutModifiers(p);
    p.denied = history.status == HistoryStatus::kDenied;
    SetProviders(ProvidersOf(claim, history), p);
    one_provider_ &= prepared.empty() || (p.rendering == prepared.front().rendering &&
                                          p.billing == prepared.front().billing);
    prepared.push_back(p);
  }
  lines = prepared;
}

void Evaluation::LeaveOutModifiers(PreparedLine& prepared) {
  const ReferenceTable* table = program.Reference(ReferenceId::kHcpcsModifiers);
  const int32_t rule = ActiveRule(BuiltinId::kModifierUnknown);
  if (table == nullptr || rule < 0 || !prepared.from.has_value()) return;
  const BuiltinParameters& parameters = Parameters(BuiltinId::kModifierUnknown, prepared.from);
  const ServiceLine& sent = *prepared.line;
  ServiceLine* counted = nullptr;
  for (size_t i = 0; i < sent.modifier_count; ++i) {
    const Code modifier = sent.modifiers[i];
    if (modifier.empty() || parameters.modifier_set(modifiers::kCpt).Contains(modifier) ||
        parameters.modifier_set(modifiers::kLocal).Contains(modifier)) {
      continue;
    }
    const Listing listing = table->LookUp(TableKey::Of(modifier), prepared.from).listing;
    if (listing == Listing::kListed || listing == Listing::kUnknown) continue;
    if (counted == nullptr) counted = &scratch.counted.emplace_back(sent);
    counted->modifiers[i] = Code();
  }
  if (counted != nullptr) prepared.line = counted;
}

// What a claim costs is cache misses that wait for each other. What the edits will most likely read
// is asked for before the first of them waits for its own: the bits of pairs, limits, charges.
void Evaluation::AskForRows(std::span<const PreparedLine> prepared) const {
  constexpr size_t kAhead = 16;
  const auto ptp = static_cast<size_t>(
      PtpIndex(is_professional() ? TableSlot::kPtpPractitioner : TableSlot::kPtpHospital));
  const auto mue = static_cast<size_t>(
      MueIndex(is_professional() ? TableSlot::kMuePractitioner : TableSlot::kMueHospital));
  const PtpTable* pairs = program.ptp[ptp];
  const MueTable* limits = program.mue[mue];
  const int release = limits == nullptr ? -1 : limits->FindRelease(first_service_date_);
  for (size_t i = 0; i < prepared.size() && i < kAhead; ++i) {
    const CodeEntry& entry = *prepared[i].entry;
    for (size_t j = 0; pairs != nullptr && j < i; ++j) {
      pairs->Prefetch(PtpTable::PairKey(prepared[j].entry->ptp[ptp], entry.ptp[ptp]));
    }
    if (release >= 0) limits->Prefetch(entry.mue[mue], release);
    __builtin_prefetch(&prepared[i].line->charge_cents);
  }
}

RowId Evaluation::FeeScheduleRow(const PreparedLine& line, Date date) const {
  constexpr ReferenceId kTable = ReferenceId::kPhysicianFeeSchedule;
  const ReferenceTable* table = program.Reference(kTable);
  if (table == nullptr) return kNoRow;
  for (size_t i = 0; i < line.line->modifier_count; ++i) {
    const Code modifier = line.line->modifiers[i];
    if (modifier != Code::Of("26") && modifier != Code::Of("TC") && modifier != Code::Of("53"))
      continue;
    const Code component = Code::FromBits(line.code().bits() | modifier.bits() >> 40);
    const RowId row = table->FindRow(table->FindKey(TableKey::Of(component)), date);
    if (row != kNoRow) return row;
  }
  return table->FindRow(program.codes.KeyOf(*line.entry, kTable), date);
}

namespace {

GapReason ReasonOf(const ReferenceTable* table, Date date) {
  return table == nullptr      ? GapReason::kMissingTable
         : !date.has_value()   ? GapReason::kServiceDate
         : table->Covers(date) ? GapReason::kSampleTable
                               : GapReason::kNoRelease;
}

}  // namespace

void Evaluation::AddTableGap(int32_t rule, ReferenceId id, const PreparedLine& line, Date date) {
  const GapReason reason = ReasonOf(program.Reference(id), date);
  AddLineGap(rule, reason, static_cast<int32_t>(SlotOf(id)), line);
}

void Evaluation::AddClaimTableGap(int32_t rule, ReferenceId id, Date date) {
  const GapReason reason = ReasonOf(program.Reference(id), date);
  if (MayBeAsked(rule, -1, date, date))
    AddGap(rule, reason, static_cast<int32_t>(SlotOf(id)), kClaim);
}

std::span<const PreparedDiagnosis> Evaluation::Diagnoses() {
  if (!diagnoses_prepared_) {
    diagnoses_prepared_ = true;
    PrepareDiagnoses(program, claim, first_service_date_, scratch.diagnoses);
  }
  return scratch.diagnoses;
}

void Evaluation::AddUnreadableLines(int32_t rule, const ModifierSet& excluded) {
  for (int32_t i = 0; i < own_lines; ++i) {
    const PreparedLine& line = lines[static_cast<size_t>(i)];
    // An institutional line may stand without a procedure code (room and board); a professional one
    // may not.
    if (line.readable || (line.code().empty() && !is_professional())) continue;
    if (excluded.ContainsAny(*line.line)) continue;
    AddLineGap(rule, line.code().empty() ? GapReason::kProcedureCode : GapReason::kServiceDate, 0,
               line);
  }
}

std::span<const uint16_t> Evaluation::ProviderClasses(ProviderScope scope) {
  const auto index = static_cast<size_t>(scope);
  std::vector<uint16_t>& classes = scratch.provider_classes[index];
  if (!classified_[index]) {
    classified_[index] = true;
    if (one_provider_) {
      classes.assign(lines.size(), 0);
    } else {
      std::vector<LineProviders>& providers = scratch.line_providers;
      providers.clear();
      for (const PreparedLine& line : lines) providers.push_back({line.rendering, line.billing});
      scratch.classifier.Classify(claim, scope, providers, classes);
    }
  }
  return classes;
}

Date Evaluation::received_or_today() const {
  if (claim.received_date.has_value()) return claim.received_date;
  if (claim.submitted_date.has_value()) return claim.submitted_date;
  return options.today;
}

Date Evaluation::BasisDate(DateBasis basis, Date service_date) const {
  switch (basis) {
    case DateBasis::kServiceDate:
      return service_date;
    case DateBasis::kSubmittedDate:
      return claim.submitted_date.has_value() ? claim.submitted_date : options.today;
    case DateBasis::kReceivedDate:
      return received_or_today();
  }
  return service_date;
}

bool Evaluation::Applies(const ResolvedOverride& override, Date date, int32_t subject,
                         const FindingKey& key) const {
  switch (override.key) {
    case ResolvedOverride::Key::kNone:
      break;
    case ResolvedOverride::Key::kCodes:
      if (!override.codes.Contains(key.code)) return false;
      break;
    case ResolvedOverride::Key::kPair:
      if (override.column1 != key.column1 || override.column2 != key.column2) return false;
      break;
  }
  if (override.effective.first.has_value() || override.effective.last != Date::Max()) {
    if (!override.effective.Contains(BasisDate(override.date_basis, date))) return false;
  }
  return HoldsFor(override.scope, subject);
}

bool Evaluation::HoldsFor(const Scope& scope, int32_t subject) const {
  if (scope.npis.empty() && scope.tax_ids.empty() && scope.places_of_service.empty()) return true;
  const ServiceLine* line = subject >= 0 ? lines[static_cast<size_t>(subject)].line : nullptr;
  const auto has = [](const auto& list, const auto& value) {
    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
  };
  const Provider* rendering = FindProvider(ProviderRole::kRendering, claim, line);
  const Provider* billing = claim.provider(claim.billing);
  const Code place = line != nullptr && !line->place_of_service.empty() ? line->place_of_service
                                                                        : claim.place_of_service;
  return has(scope.npis, rendering ? rendering->npi : std::string_view()) &&
         has(scope.tax_ids, billing ? billing->tax_id : std::string_view()) &&
         has(scope.places_of_service, place);
}

Date Evaluation::SubjectDate(int32_t rule, int32_t line) const {
  if (line < 0) return first_service_date_;
  const DateInterval& effective = program.rules[static_cast<size_t>(rule)].effective;
  const PreparedLine& prepared = lines[static_cast<size_t>(line)];
  if (prepared.from.has_value() && effective.first.has_value() &&
      effective.Intersects({prepared.from, prepared.through})) {
    return std::max(prepared.from, effective.first);
  }
  return prepared.from;
}

void Evaluation::ParameterOverrides(int32_t rule, Date date, int32_t subject,
                                    const FindingKey& finding,
                                    std::vector<int32_t>& overrides) const {
  overrides.clear();
  const auto found = view->overrides.find(rule);
  if (found == view->overrides.end()) return;
  for (int32_t index : found->second) {
    const ResolvedOverride& override = snapshot.rulesets().overrides[static_cast<size_t>(index)];
    if (!override.parameters.empty() && Applies(override, date, subject, finding)) {
      overrides.push_back(index);
    }
  }
}

const BuiltinParameters& Evaluation::Parameters(BuiltinId builtin, Date date) {
  const BuiltinParameters& base = program.parameters[static_cast<size_t>(builtin)];
  if (view->overrides.empty()) return base;
  std::vector<int32_t>& key = scratch.parameter_key;
  ParameterOverrides(program.builtin_rules[static_cast<size_t>(builtin)], date, -1, {}, key);
  if (key.empty()) return base;
  auto it = scratch.parameters.find(key);
  if (it == scratch.parameters.end()) {
    std::vector<ParameterValue> values = base.values;
    for (int32_t index : key) {
      for (const auto& change :
           snapshot.rulesets().overrides[static_cast<size_t>(index)].parameters) {
        ParameterValue& value = values[static_cast<size_t>(change.parameter)];
        using Op = ResolvedOverride::ParameterChange::Op;
        if (change.op == Op::kSet) value = change.value;
        if (change.op == Op::kAdd) value.codes.AddAll(change.value.codes);
        if (change.op == Op::kRemove) value.codes.RemoveSingles(change.value.codes);
        value.codes.Seal();
      }
    }
    it =
        scratch.parameters
            .emplace(key, std::make_unique<BuiltinParameters>(PrepareParameters(std::move(values))))
            .first;
  }
  return *it->second;
}

uint8_t Evaluation::VariantOf(int32_t rule, Date date, int32_t subject, const FindingKey& key) {
  std::vector<int32_t>& overrides = scratch.parameter_key;
  ParameterOverrides(rule, date, subject, key, overrides);
  if (overrides.empty()) return 0;
  return snapshot.rulesets().rules[static_cast<size_t>(rule)].VariantWith(overrides);
}

std::optional<Settings> Evaluation::Resolve(int32_t rule, Date date, int32_t subject,
                                            const FindingKey& key) {
  const ResolvedRulesets& rulesets = snapshot.rulesets();
  const ResolvedRule& resolved = rulesets.rules[static_cast<size_t>(rule)];
  const CompiledRule& compiled = program.rules[static_cast<size_t>(rule)];
  using Verdict = EvaluationTrace::Setting::Verdict;
  EvaluationTrace::Setting* const traced =
      trace == nullptr ? nullptr : &trace->settings.emplace_back();
  if (traced != nullptr) *traced = {.rule = rule, .date = date, .subject = subject};
  const auto does_not_apply = [traced](Verdict why) {
    if (traced != nullptr) traced->verdict = why;
    return std::nullopt;
  };
  if (compiled.effective.first.has_value() || compiled.effective.last != Date::Max()) {
    if (!compiled.effective.Contains(BasisDate(resolved.date_basis, date))) {
      return does_not_apply(Verdict::kNotInForce);
    }
  }
  const Ruleset& ruleset = rulesets.rulesets[static_cast<size_t>(resolved.ruleset)];
  if (!HoldsFor(ruleset.scope, subject)) return does_not_apply(Verdict::kOutOfScope);
  Settings settings;
  settings.severity = resolved.severity[static_cast<size_t>(claim.payer.line_of_business)];
  settings.layer = ruleset.layer;
  const auto found = view->overrides.find(rule);
  if (found == view->overrides.end()) return settings;
  for (int32_t index : found->second) {
    const ResolvedOverride& override = rulesets.overrides[static_cast<size_t>(index)];
    if (!Applies(override, date, subject, key)) continue;
    if (traced != nullptr) traced->overrides.push_back(index);
    if (override.enabled.has_value()) settings.enabled = *override.enabled;
    if (override.severity.has_value()) settings.severity = *override.severity;
    if (const NodeId exempt = program.exempt[static_cast<size_t>(index)]; exempt != kNoNode) {
      const Item of = program.graph.nodes[static_cast<size_t>(exempt)].of;
      const bool askable = of == Item::kClaim || (subject >= 0 && subject < own_lines);
      if (askable && scratch.conditions.Get(exempt, subject) == Truth::kTrue) {
        settings.exempt = true;
        if (traced != nullptr) traced->exempting.push_back(index);
      }
    }
    settings.layer = std::max(settings.layer, override.layer);
  }
  if (!settings.enabled) return does_not_apply(Verdict::kSwitchedOff);
  return settings;
}

void Evaluation::AddFinding(Finding finding, const Settings& settings,
                            std::span<const LineRef> subject, std::span<const LineRef> related) {
  if (settings.exempt) finding.outcome = Outcome::kBypassed;
  if (finding.outcome == Outcome::kBypassed && !options.include_bypassed) return;
  finding.severity = settings.severity;
  finding.layer = settings.layer;
  const auto append = [this](std::span<const LineRef> refs) {
    const LineRun run{static_cast<uint32_t>(findings.line_refs.size()),
                      static_cast<uint32_t>(refs.size())};
    findings.line_refs.insert(findings.line_refs.end(), refs.begin(), refs.end());
    return run;
  };
  finding.lines = append(subject);
  finding.related = append(related);
  findings.items.push_back(finding);
}

bool Evaluation::MayBeAsked(int32_t rule, int32_t subject, Date first, Date last) const {
  if (!first.has_value()) {
    const Date date = first_service_date_.has_value() ? first_service_date_ : claim.statement_from;
    return MayBeAskedOn(rule, subject, date);
  }
  if (MayBeAskedOn(rule, subject, first)) return true;
  if (first == last) return false;
  std::vector<int32_t> days;
  AddDaysOfChange(rule, first, last, days);
  return std::any_of(days.begin(), days.end(),
                     [&](int32_t day) { return MayBeAskedOn(rule, subject, Date::FromDays(day)); });
}

bool Evaluation::MayBeAskedOn(int32_t rule, int32_t subject, Date date) const {
  const ResolvedRulesets& rulesets = snapshot.rulesets();
  const ResolvedRule& resolved = rulesets.rules[static_cast<size_t>(rule)];
  const CompiledRule& compiled = program.rules[static_cast<size_t>(rule)];
  const Date held_against = BasisDate(resolved.date_basis, date);
  if (held_against.has_value() && !compiled.effective.Contains(held_against)) return false;
  if (!HoldsFor(rulesets.rulesets[static_cast<size_t>(resolved.ruleset)].scope, subject)) {
    return false;
  }
  bool enabled = true;
  if (const auto found = view->overrides.find(rule); found != view->overrides.end()) {
    for (int32_t index : found->second) {
      const ResolvedOverride& override = rulesets.overrides[static_cast<size_t>(index)];
      if (override.enabled.has_value() && !IsNarrow(override) &&
          Applies(override, date, subject, {})) {
        enabled = *override.enabled;
      }
    }
  }
  return enabled;
}

void Evaluation::AddDaysOfChange(int32_t rule, Date first, Date last,
                                 std::vector<int32_t>& days) const {
  const auto add = [&](const DateInterval& effective) {
    if (effective.first > first && effective.first <= last) days.push_back(effective.first.days());
    if (effective.last >= first && effective.last < last) days.push_back(effective.last.days() + 1);
  };
  add(program.rules[static_cast<size_t>(rule)].effective);
  const auto found = view->overrides.find(rule);
  if (found == view->overrides.end()) return;
  for (int32_t index : found->second) {
    add(snapshot.rulesets().overrides[static_cast<size_t>(index)].effective);
  }
}

bool Evaluation::IsAsked(const Report& report, LineRef subject) {
  const int32_t rule = ActiveRule(report.builtin);
  return rule >= 0 && Resolve(rule, report.date, subject, report.key).has_value();
}

bool Evaluation::Add(const Report& report) {
  const int32_t rule = ActiveRule(report.builtin);
  if (rule < 0) return false;
  const int32_t subject = report.lines.empty() ? -1 : report.lines.front();
  std::optional<Settings> settings = Resolve(rule, report.date, subject, report.key);
  if (!settings.has_value()) return false;
  if (report.one_step_down && settings->severity < Severity::kInfo) {
    settings->severity = static_cast<Severity>(static_cast<int>(settings->severity) + 1);
  }
  settings->severity = std::max(settings->severity, report.at_most);
  Finding finding;
  finding.rule = rule;
  finding.variant = report.variant;
  finding.outcome = report.outcome;
  finding.payload = report.payload;
  AddFinding(finding, *settings, report.lines, report.related);
  return report.outcome == Outcome::kFired && !settings->exempt;
}

Setting SettingOf(const Claim& claim) {
  if (claim.type == ClaimType::kProfessional) return Setting::kPractitioner;
  if (claim.type != ClaimType::kInstitutional) return Setting::kUnknownClaimType;
  const Code bill = claim.type_of_bill;
  if (bill.length() < 3) return Setting::kUnknownTypeOfBill;
  const int at = bill.length() == 4 ? 1 : 0;  // 0131: facility 1, classification 3
  const char text[] = {bill[at], bill[at + 1]};
  const Code kind = *Code::Parse({text, 2});
  for (std::string_view hospital : {"12", "13", "14", "22", "23", "34", "74", "75", "85"}) {
    if (kind == *Code::Parse(hospital)) return Setting::kHospital;
  }
  for (std::string_view inpatient : {"11", "18", "21", "41"}) {
    if (kind == *Code::Parse(inpatient)) return Setting::kInpatient;
  }
  return Setting::kUnknownTypeOfBill;
}

}  // namespace scrubline
