#include "ingest/x12/places.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "ingest/x12/segment.h"

namespace scrubline {
namespace {

constexpr int kAnyLine = -2;
constexpr int kNoIndex = -1;

constexpr uint32_t Packed(std::string_view qualifier) { return Qualifier(qualifier).packed(); }

// Where a field of the claim message stands in an 837. Several rows of a field: the first that was
// sent.
struct FieldRow {
  std::string_view field;
  Level level;
  Role party;  // kNone: in none, or whichever
  uint32_t segment;
  std::string_view qualifier;
  int element;
  int component = 0;
};

constexpr uint32_t kBht = SegmentId("BHT");
constexpr uint32_t kClm = SegmentId("CLM");
constexpr uint32_t kDmg = SegmentId("DMG");
constexpr uint32_t kDtp = SegmentId("DTP");
constexpr uint32_t kHi = SegmentId("HI");
constexpr uint32_t kNm1 = SegmentId("NM1");
constexpr uint32_t kPat = SegmentId("PAT");
constexpr uint32_t kRef = SegmentId("REF");
constexpr uint32_t kSbr = SegmentId("SBR");
constexpr uint32_t kSv1 = SegmentId("SV1");
constexpr uint32_t kSv2 = SegmentId("SV2");

constexpr FieldRow kClaimFields[] = {
    {"claim_id", Level::kClaim, Role::kNone, kClm, "", 1},
    {"type", Level::kClaim, Role::kNone, kClm, "", 5, 2},
    {"total_charge_cents", Level::kClaim, Role::kNone, kClm, "", 2},
    {"place_of_service", Level::kClaim, Role::kNone, kClm, "", 5, 1},
    {"type_of_bill", Level::kClaim, Role::kNone, kClm, "", 5},
    {"frequency_code", Level::kClaim, Role::kNone, kClm, "", 5, 3},
    {"accept_assignment", Level::kClaim, Role::kNone, kClm, "", 7},
    {"accident", Level::kClaim, Role::kNone, kClm, "", 11},
    {"accident.auto", Level::kClaim, Role::kNone, kClm, "", 11},
    {"accident.employment", Level::kClaim, Role::kNone, kClm, "", 11},
    {"accident.other", Level::kClaim, Role::kNone, kClm, "", 11},
    {"accident.state", Level::kClaim, Role::kNone, kRef, "LU", 2},
    {"accident.state", Level::kClaim, Role::kNone, kClm, "", 11, 4},
    {"accident.date", Level::kClaim, Role::kNone, kDtp, "439", 3},
    {"statement_from", Level::kClaim, Role::kNone, kDtp, "434", 3},
    {"statement_through", Level::kClaim, Role::kNone, kDtp, "434", 3},
    {"admission_date", Level::kClaim, Role::kNone, kDtp, "435", 3},
    {"initial_treatment_date", Level::kClaim, Role::kNone, kDtp, "454", 3},
    {"initial_treatment_date", Level::kLine, Role::kNone, kDtp, "454", 3},
    {"last_menstrual_period_date", Level::kClaim, Role::kNone, kDtp, "484", 3},
    {"onset_date", Level::kClaim, Role::kNone, kDtp, "431", 3},
    {"patient_status", Level::kClaim, Role::kNone, SegmentId("CL1"), "", 3},
    {"prior_authorization_number", Level::kClaim, Role::kNone, kRef, "G1", 2},
    {"referral_number", Level::kClaim, Role::kNone, kRef, "9F", 2},
    {"original_reference_number", Level::kClaim, Role::kNone, kRef, "F8", 2},
    {"clia_number", Level::kClaim, Role::kNone, kRef, "X4", 2},
    {"diagnoses", Level::kClaim, Role::kNone, kHi, "", 1},
    {"submitted_date", Level::kHeader, Role::kNone, kBht, "", 4},
    {"subscriber_id", Level::kSubscriber, Role::kSubscriber, kNm1, "IL", 9},
    {"payer.id", Level::kSubscriber, Role::kPayer, kNm1, "PR", 9},
    {"payer.name", Level::kSubscriber, Role::kPayer, kNm1, "PR", 3},
    {"payer.line_of_business", Level::kSubscriber, Role::kNone, kSbr, "", 9},
    {"payer.filing_indicator", Level::kSubscriber, Role::kNone, kSbr, "", 9},
    {"payer.responsibility", Level::kSubscriber, Role::kNone, kSbr, "", 1},
    {"patient.id", Level::kPatient, Role::kPatient, kNm1, "QC", 9},
    {"patient.birth_date", Level::kPatient, Role::kNone, kDmg, "", 2},
    {"patient.birth_date", Level::kSubscriber, Role::kNone, kDmg, "", 2},
    {"patient.sex", Level::kPatient, Role::kNone, kDmg, "", 3},
    {"patient.sex", Level::kSubscriber, Role::kNone, kDmg, "", 3},
    {"patient.death_date", Level::kPatient, Role::kNone, kPat, "", 6},
    {"patient.death_date", Level::kSubscriber, Role::kNone, kPat, "", 6},
    {"patient.relationship", Level::kPatient, Role::kNone, kPat, "", 1},
    {"patient.relationship", Level::kSubscriber, Role::kNone, kSbr, "", 2},
};

constexpr FieldRow kProviderFields[] = {
    {"npi", Level::kClaim, Role::kNone, kNm1, "", 9},
    {"entity_type", Level::kClaim, Role::kNone, kNm1, "", 2},
    {"taxonomy_code", Level::kClaim, Role::kNone, SegmentId("PRV"), "", 3},
    {"tax_id", Level::kClaim, Role::kNone, kRef, "EI", 2},
    {"tax_id", Level::kClaim, Role::kNone, kRef, "SY", 2},
    {"state", Level::kClaim, Role::kNone, SegmentId("N4"), "", 2},
    {"zip", Level::kClaim, Role::kNone, SegmentId("N4"), "", 3},
};

// With an index, `modifiers` and `diagnosis_pointers` count the component on from here.
constexpr FieldRow kLineFields[] = {
    {"line_number", Level::kLine, Role::kNone, SegmentId("LX"), "", 1},
    {"procedure_code", Level::kLine, Role::kNone, kSv1, "", 1, 2},
    {"procedure_code", Level::kLine, Role::kNone, kSv2, "", 2, 2},
    {"modifiers", Level::kLine, Role::kNone, kSv1, "", 1, 3},
    {"modifiers", Level::kLine, Role::kNone, kSv2, "", 2, 3},
    {"description", Level::kLine, Role::kNone, kSv1, "", 1, 7},
    {"description", Level::kLine, Role::kNone, kSv2, "", 2, 7},
    {"charge_cents", Level::kLine, Role::kNone, kSv1, "", 2},
    {"charge_cents", Level::kLine, Role::kNone, kSv2, "", 3},
    {"unit_basis", Level::kLine, Role::kNone, kSv1, "", 3},
    {"unit_basis", Level::kLine, Role::kNone, kSv2, "", 4},
    {"units", Level::kLine, Role::kNone, kSv1, "", 4},
    {"units", Level::kLine, Role::kNone, kSv2, "", 5},
    {"minutes", Level::kLine, Role::kNone, kSv1, "", 4},
    {"place_of_service", Level::kLine, Role::kNone, kSv1, "", 5},
    {"diagnosis_pointers", Level::kLine, Role::kNone, kSv1, "", 7, 1},
    {"revenue_code", Level::kLine, Role::kNone, kSv2, "", 1},
    {"noncovered_charge_cents", Level::kLine, Role::kNone, kSv2, "", 7},
    {"service_date", Level::kLine, Role::kNone, kDtp, "472", 3},
    {"service_date_through", Level::kLine, Role::kNone, kDtp, "472", 3},
    {"ndc", Level::kLine, Role::kNone, SegmentId("LIN"), "", 3},
    {"ndc_quantity", Level::kLine, Role::kNone, SegmentId("CTP"), "", 4},
    {"ndc_unit", Level::kLine, Role::kNone, SegmentId("CTP"), "", 5, 1},
    {"prior_authorization_number", Level::kLine, Role::kNone, kRef, "G1", 2},
    {"clia_number", Level::kLine, Role::kNone, kRef, "X4", 2},
};

constexpr FieldRow kOtherPayerFields[] = {
    {"payer_id", Level::kOtherPayer, Role::kOtherPayer, kNm1, "PR", 9},
    {"responsibility", Level::kOtherPayer, Role::kNone, kSbr, "", 1},
    {"filing_indicator", Level::kOtherPayer, Role::kNone, kSbr, "", 9},
    {"paid_cents", Level::kOtherPayer, Role::kNone, SegmentId("AMT"), "D", 2},
    {"adjusted_cents", Level::kOtherPayer, Role::kNone, SegmentId("CAS"), "", 0},
    {"remittance_date", Level::kOtherPayer, Role::kNone, kDtp, "573", 3},
};

// The lists whose entries are elements of HI: diagnoses[0] is the first diagnosis of all of them.
struct CodeRow {
  std::string_view list;
  HealthCode kind;
  std::string_view field;  // empty: the entry itself
  int component;
};
constexpr CodeRow kCodeFields[] = {
    {"diagnoses", HealthCode::kDiagnosis, "", 0},
    {"diagnoses", HealthCode::kDiagnosis, "code", 2},
    {"diagnoses", HealthCode::kDiagnosis, "role", 1},
    {"diagnoses", HealthCode::kDiagnosis, "present_on_admission", 9},
    {"condition_codes", HealthCode::kCondition, "", 2},
    {"occurrences", HealthCode::kOccurrence, "", 0},
    {"occurrences", HealthCode::kOccurrence, "code", 2},
    {"occurrences", HealthCode::kOccurrence, "date", 4},
    {"occurrence_spans", HealthCode::kOccurrenceSpan, "", 0},
    {"occurrence_spans", HealthCode::kOccurrenceSpan, "code", 2},
    {"occurrence_spans", HealthCode::kOccurrenceSpan, "from", 4},
    {"occurrence_spans", HealthCode::kOccurrenceSpan, "through", 4},
    {"value_codes", HealthCode::kValue, "", 0},
    {"value_codes", HealthCode::kValue, "code", 2},
    {"value_codes", HealthCode::kValue, "amount_cents", 5},
};

// A step of a path: `modifiers[2]` and what follows its dot.
struct Step {
  std::string_view name;
  int index = kNoIndex;
  std::string_view rest;
};
Step FirstStep(std::string_view path) {
  Step step;
  const size_t dot = path.find('.');
  step.name = path.substr(0, dot);
  if (dot != std::string_view::npos) step.rest = path.substr(dot + 1);
  const size_t bracket = step.name.find('[');
  if (bracket != std::string_view::npos) {
    const std::string_view digits = step.name.substr(bracket + 1);
    int index = 0;
    const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (end.ec == std::errc() && index >= 0) step.index = index;
    step.name = step.name.substr(0, bracket);
  }
  return step;
}

std::string SegmentName(uint32_t id) {
  std::string name;
  for (int shift = 16; shift >= 0; shift -= 8) {
    const char c = static_cast<char>(id >> shift & 0xFF);
    if (c != 0) name.push_back(c);
  }
  return name;
}

bool IsOpener(uint32_t segment) {
  return segment == SegmentId("HL") || segment == kClm || segment == kSbr ||
         segment == SegmentId("LX") || segment == SegmentId("SVD");
}

}  // namespace

std::string X12FieldPlace::ElementName() const {
  std::string name = segment;
  if (element == 0) return name;
  if (element < 10) name.push_back('0');
  name.append(std::to_string(element));
  if (component > 0) name.append("-").append(std::to_string(component));
  return name;
}

std::optional<X12FieldPlace> X12Places::Find(std::string_view field) const {
  if (entries_.empty()) return std::nullopt;
  const Step step = FirstStep(field);
  if (step.name == "service_lines" && step.index != kNoIndex) {
    const Step inner = FirstStep(step.rest);
    const Role role = ProviderNamed(inner.name);
    if (role != Role::kNone) return FindInProvider(role, step.index, inner.rest);
    return FindInLine(step.index, inner.name, inner.index);
  }
  if (step.name == "other_payers" && step.index != kNoIndex) {
    return FindInOtherPayer(step.index, step.rest);
  }
  if (step.index != kNoIndex) return FindInList(step.name, step.index, step.rest);
  const Role role = ProviderNamed(step.name);
  if (role != Role::kNone) return FindInProvider(role, -1, step.rest);
  return FindInClaim(field);
}

int X12Places::Find(const Wanted& wanted) const {
  bool in_party = false;
  bool in_any_party = false;
  int payer = -1;
  const uint32_t party = [&]() -> uint32_t {
    const PartyRow* row = FindParty(guide_, wanted.level, wanted.party);
    return row == nullptr ? 0 : row->qualifier.packed();
  }();
  for (size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    if (entry.level != wanted.level) continue;
    if (wanted.line != kAnyLine && entry.line != wanted.line) continue;
    if (IsOpener(entry.segment)) in_party = in_any_party = false;
    if (entry.segment == kSbr) ++payer;
    if (entry.segment == kNm1) {
      in_any_party = true;
      in_party = entry.qualifier == party;
    }
    if (wanted.outside_party && in_any_party) continue;
    if (wanted.payer >= 0 && payer != wanted.payer) continue;
    if (wanted.party != Role::kNone && !in_party) continue;
    if (entry.segment != wanted.segment) continue;
    if (wanted.qualifier == 0 || entry.qualifier == wanted.qualifier) return static_cast<int>(i);
  }
  return -1;
}

std::optional<X12FieldPlace> X12Places::FindInClaim(std::string_view field) const {
  Level level = Level::kClaim;
  for (const FieldRow& row : kClaimFields) {
    if (row.field != field) continue;
    const bool of_subscriber = row.level == Level::kSubscriber && level == Level::kPatient;
    if (of_subscriber && Has(Level::kPatient)) continue;
    level = row.level;
    // A number of a claim that providers have too, in another sense.
    const bool outside_party = row.qualifier == "LU";
    if (outside_party && guide_ != Guide::kInstitutional) continue;
    const int at = Find({.level = row.level,
                         .line = row.level == Level::kLine ? kAnyLine : -1,
                         .segment = row.segment,
                         .qualifier = Packed(row.qualifier),
                         .party = row.party,
                         .outside_party = outside_party});
    if (at >= 0) return PlaceOf(at, row.element, row.component);
  }
  if (level == Level::kLine) level = Level::kClaim;
  return Opener(level);
}

std::optional<X12FieldPlace> X12Places::FindInProvider(Role role, int line,
                                                       std::string_view field) const {
  const Level level = role == Role::kBilling ? Level::kBilling
                      : line >= 0            ? Level::kLine
                                             : Level::kClaim;
  if (level == Level::kBilling) line = -1;
  for (const FieldRow& row : kProviderFields) {
    if (row.field != field) continue;
    // The billing provider's taxonomy stands before its name, right after HL.
    const bool before_party = role == Role::kBilling && row.segment == SegmentId("PRV");
    const int at = Find({.level = level,
                         .line = line,
                         .segment = row.segment,
                         .qualifier = before_party ? Packed("BI") : Packed(row.qualifier),
                         .party = before_party ? Role::kNone : role});
    if (at >= 0) return PlaceOf(at, row.element, row.component);
  }
  const int name = Find({.level = level, .line = line, .segment = kNm1, .party = role});
  if (name >= 0) return PlaceOf(name, 0, 0);
  return Opener(level, line);
}

std::optional<X12FieldPlace> X12Places::FindInLine(int line, std::string_view field,
                                                   int index) const {
  for (const FieldRow& row : kLineFields) {
    if (row.field != field) continue;
    const int at = Find({.level = Level::kLine,
                         .line = line,
                         .segment = row.segment,
                         .qualifier = Packed(row.qualifier)});
    if (at >= 0) return PlaceOf(at, row.element, row.component + std::max(index, 0));
  }
  return Opener(Level::kLine, line);
}

std::optional<X12FieldPlace> X12Places::FindInOtherPayer(int payer, std::string_view field) const {
  for (const FieldRow& row : kOtherPayerFields) {
    if (row.field != field) continue;
    const int at = Find({.level = row.level,
                         .segment = row.segment,
                         .qualifier = Packed(row.qualifier),
                         .party = row.party,
                         .payer = payer});
    if (at >= 0) return PlaceOf(at, row.element, row.component);
  }
  const int opener = Find({.level = Level::kOtherPayer, .segment = kSbr, .payer = payer});
  return opener >= 0 ? PlaceOf(opener, 0, 0) : Opener(Level::kClaim);
}

std::optional<X12FieldPlace> X12Places::FindInList(std::string_view list, int index,
                                                   std::string_view field) const {
  for (const CodeRow& row : kCodeFields) {
    if (row.list != list || row.field != field) continue;
    int before = 0;
    for (size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].segment != kHi) continue;
      const HealthCodeRow* code = FindHealthCode(guide_, entries_[i].qualifier);
      if (code == nullptr || code->kind != row.kind) continue;
      if (index < before + entries_[i].codes) {
        return PlaceOf(static_cast<int>(i), index - before + 1, row.component);
      }
      before += entries_[i].codes;
    }
  }
  return Opener(Level::kClaim);
}

std::optional<X12FieldPlace> X12Places::Opener(Level level, int line) const {
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].level == level && entries_[i].line == line) {
      return PlaceOf(static_cast<int>(i), 0, 0);
    }
  }
  if (level != Level::kClaim) return Opener(Level::kClaim);
  return std::nullopt;
}

bool X12Places::Has(Level level) const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [level](const Entry& entry) { return entry.level == level; });
}

X12FieldPlace X12Places::PlaceOf(int entry, int element, int component) const {
  const Entry& at = entries_[static_cast<size_t>(entry)];
  return {LoopOf(entry), SegmentName(at.segment), element, component, at.ordinal, at.offset};
}

// The loop of the party or drug it follows, or of its level.
std::string X12Places::LoopOf(int entry) const {
  const Entry& at = entries_[static_cast<size_t>(entry)];
  for (int i = entry; i >= 0; --i) {
    const Entry& before = entries_[static_cast<size_t>(i)];
    if (before.level != at.level || before.line != at.line) break;
    if (before.segment == SegmentId("LIN")) return "2410";
    if (before.segment == kNm1) {
      const PartyRow* row = FindParty(guide_, at.level, before.qualifier);
      if (row != nullptr) return std::string(row->loop);
    }
    if (IsOpener(before.segment)) break;
  }
  return std::string(LevelLoop(at.level));
}

}  // namespace scrubline
