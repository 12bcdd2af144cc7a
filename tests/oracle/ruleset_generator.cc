#include "tests/oracle/ruleset_generator.h"

#include <algorithm>
#include <cstdio>

#include "tests/oracle/small_world.h"

namespace scrubline::oracle {
namespace {

using Kind = Condition::Kind;

class Generator {
 public:
  Generator(const Vocabulary& vocabulary, uint64_t seed) : words_(vocabulary), random_(seed) {}

  ResolvedRulesets Generate() {
    ResolvedRulesets all = BuiltinRulesets();
    AddRulesets(all);
    AddRules(all);
    AddOverrides(all);
    return all;
  }

 private:
  // What the condition stands in: the fields and questions it may use.
  enum class Place { kClaim, kLine, kOtherLine };

  // --- leaves ---

  NumberTest MakeNumber(int64_t low, int64_t high) {
    NumberTest test;
    test.op = static_cast<NumberTest::Op>(random_.Below(7));
    const auto pick = [&] { return low + random_.Below(static_cast<size_t>(high - low + 1)); };
    test.first = pick();
    test.second = test.first + random_.Below(static_cast<size_t>(high - low + 1));
    return test;
  }

  CodeSet Some(const std::vector<Code>& codes, int count) {
    CodeSet set;
    for (int i = 0; i < count; ++i) set.Add(random_.Of(codes));
    set.Seal();
    return set;
  }

  CodeSet SomeProcedures() {
    CodeSet set = Some(words_.codes, random_.Between(1, 12));
    if (random_.Percent(40)) set.AddPrefix(Code::Parse(std::to_string(random_.Below(10))).value());
    if (random_.Percent(30)) set.AddRange(Code::Of("10000"), Code::Of("49999"));
    if (random_.Percent(20)) set.AddRange(Code::Of("99202"), Code::Of("99499"));
    set.Seal();
    return set;
  }

  struct CodeField {
    FieldId id;
    const std::vector<Code>* codes;
  };
  Condition MakeCodeIn(Place place) {
    static const FieldId kSpecialty = ProviderField(ProviderRole::kRendering, 4);
    static const FieldId kState = ProviderField(ProviderRole::kBilling, 5);
    const std::vector<CodeField> of_claim = {{FieldId::kPlaceOfService, &words_.places_of_service},
                                             {FieldId::kPrincipalDiagnosis, &words_.diagnoses},
                                             {kState, &words_.states}};
    const std::vector<CodeField> of_line = {
        {FieldId::kLinePlaceOfService, &words_.places_of_service},
        {FieldId::kRevenueCode, &words_.revenue_codes},
        {FieldId::kFirstPointedDiagnosis, &words_.diagnoses},
        {kSpecialty, &words_.specialties}};
    Condition condition{.kind = Kind::kCodeIn};
    if (place != Place::kClaim && random_.Percent(60)) {
      condition.field = FieldId::kProcedureCode;
      condition.field_of = Item::kLine;
      condition.codes = SomeProcedures();
      return condition;
    }
    condition.field_of = place != Place::kClaim && random_.Percent(70) ? Item::kLine : Item::kClaim;
    const CodeField& field = random_.Of(condition.field_of == Item::kLine ? of_line : of_claim);
    condition.field = field.id;
    condition.codes = Some(*field.codes, random_.Between(1, 3));
    return condition;
  }

  Condition MakeSet(Place place) {
    Condition condition;
    condition.kind = random_.Of(std::vector<Kind>{Kind::kAnyOf, Kind::kAllOf, Kind::kNoneOf});
    condition.field_of = place != Place::kClaim && random_.Percent(75) ? Item::kLine : Item::kClaim;
    if (condition.field_of == Item::kLine) {
      const bool modifiers = random_.Percent(75);
      condition.field = modifiers ? FieldId::kModifiers : FieldId::kPointedDiagnoses;
      condition.codes = Some(modifiers ? words_.modifiers : words_.diagnoses,
                             condition.kind == Kind::kAllOf ? random_.Between(1, 2) : 4);
    } else {
      condition.field = FieldId::kDiagnoses;
      condition.codes = Some(words_.diagnoses, random_.Between(1, 2));
    }
    return condition;
  }

  Condition MakeText(Place place) {
    Condition condition{.kind = random_.Percent(50) ? Kind::kTextIn : Kind::kMatches};
    condition.field_of = place != Place::kClaim && random_.Percent(50) ? Item::kLine : Item::kClaim;
    const bool npi = random_.Percent(60);
    condition.field = condition.field_of == Item::kLine
                          ? ProviderField(ProviderRole::kRendering, npi ? 0 : 1)
                      : npi ? FieldId::kPayerId
                            : FieldId::kPayerPlanId;
    if (condition.kind == Kind::kMatches) {
      condition.pattern = random_.Of(std::vector<std::string>{"^1", "R0+X$", "[0-9]{3}9", "2|M"});
    } else {
      condition.texts.exact = {"1234567893", "PAYER1"};
      condition.texts.prefixes = {random_.Percent(50) ? "20" : "HM"};
    }
    return condition;
  }

  Condition MakeMatchedCode() {
    Condition condition{.kind = Kind::kMatches};
    condition.field = FieldId::kProcedureCode;
    condition.field_of = Item::kLine;
    condition.pattern = random_.Of(std::vector<std::string>{"^[A-Z]", "[05]$", "^9\\d{4}$"});
    return condition;
  }

  Condition MakeChoice(Place place) {
    Condition condition{.kind = Kind::kChoiceIn};
    if (place != Place::kClaim && random_.Percent(30)) {
      condition.field = FieldId::kUnitBasis;
      condition.field_of = Item::kLine;
      condition.choices = 1u << random_.Between(1, 2);
      return condition;
    }
    condition.field =
        random_.Of(std::vector<FieldId>{FieldId::kPatientSex, FieldId::kType,
                                        FieldId::kPayerLineOfBusiness, FieldId::kAccidentAuto});
    condition.choices = 1u << random_.Between(1, 2) | 1u << random_.Between(1, 2);
    return condition;
  }

  Condition MakeAmount(Place place) {
    Condition condition{.kind = Kind::kNumber};
    condition.field_of = place != Place::kClaim ? Item::kLine : Item::kClaim;
    if (condition.field_of == Item::kClaim) {
      condition.field = FieldId::kTotalChargeCents;
      condition.number = MakeNumber(0, 100000);
      return condition;
    }
    condition.field =
        random_.Of(std::vector<FieldId>{FieldId::kUnits, FieldId::kChargeCents, FieldId::kMinutes});
    condition.number = MakeNumber(0, condition.field == FieldId::kUnits ? 4000 : 60000);
    return condition;
  }

  Condition MakeDates(Place place) {
    Condition condition;
    const int kind = random_.Below(3);
    condition.kind = kind == 0 ? Kind::kDate : kind == 1 ? Kind::kDateField : Kind::kAge;
    condition.field_of = place != Place::kClaim ? Item::kLine : Item::kClaim;
    condition.field =
        condition.field_of == Item::kLine ? FieldId::kServiceDate : FieldId::kSubmittedDate;
    const int32_t day = Date::FromCivil(2024, 7, 1)->days();
    if (condition.kind == Kind::kDate) condition.number = MakeNumber(day - 400, day + 100);
    if (condition.kind == Kind::kAge) condition.number = MakeNumber(40, 65);
    if (condition.kind == Kind::kDateField) {
      condition.other_field = FieldId::kReceivedDate;
      condition.number = MakeNumber(-200, 2000);
    }
    return condition;
  }

  Condition MakePresence(Place place) {
    Condition condition{.kind = random_.Percent(50) ? Kind::kPresent : Kind::kMissing};
    condition.field_of = place != Place::kClaim && random_.Percent(60) ? Item::kLine : Item::kClaim;
    condition.field =
        condition.field_of == Item::kLine
            ? random_.Of(std::vector<FieldId>{FieldId::kModifiers, FieldId::kMinutes, FieldId::kNdc,
                                              FieldId::kLinePlaceOfService,
                                              FieldId::kServiceDateThrough,
                                              FieldId::kLinePriorAuthorizationNumber})
            : random_.Of(std::vector<FieldId>{FieldId::kReceivedDate, FieldId::kConditionCodes,
                                              FieldId::kPayerPlanId, FieldId::kDiagnoses,
                                              FieldId::kAcceptAssignment});
    return condition;
  }

  std::vector<SameKey> SomeKeys() {
    std::vector<SameKey> keys;
    for (int key = 0; key < 7; ++key) {
      if (random_.Percent(key < 2 ? 35 : 8)) keys.push_back(static_cast<SameKey>(key));
    }
    return keys;
  }

  Condition MakeLineQuery(Place place) {
    Condition condition;
    condition.kind = random_.Of(std::vector<Kind>{Kind::kCount, Kind::kSum, Kind::kExists});
    condition.children.push_back(Make(Place::kOtherLine, 1));
    if (condition.kind == Kind::kSum) {
      condition.field = FieldId::kUnits;
      condition.field_of = Item::kLine;
    }
    if (place == Place::kLine) condition.same = SomeKeys();
    condition.number = condition.kind == Kind::kSum ? MakeNumber(0, 8000) : MakeNumber(0, 4);
    return condition;
  }

  Condition MakeTable() {
    Condition condition{.kind = Kind::kTable, .field_of = Item::kLine};
    condition.column = static_cast<TableColumn>(random_.Below(3));
    condition.table =
        condition.column == TableColumn::kAddOnType
            ? "ncci_aoc"
            : random_.Of(std::vector<std::string>{"ncci_mue_practitioner", "ncci_mue_hospital"});
    condition.number = MakeNumber(1, 4);
    return condition;
  }

  Condition MakeLeaf(Place place) {
    const int kind = random_.Below(100);
    if (kind < 30) return MakeCodeIn(place);
    if (kind < 50) return MakeSet(place);
    if (kind < 58) return MakeText(place);
    if (kind < 64) return MakeChoice(place);
    if (kind < 72) return MakeAmount(place);
    if (kind < 80) return MakeDates(place);
    if (kind < 86) return MakePresence(place);
    if (kind < 93 && place != Place::kOtherLine) return MakeLineQuery(place);
    if (place == Place::kClaim) return MakePresence(place);
    return kind < 97 ? MakeTable() : MakeMatchedCode();
  }

  // --- conditions and rules ---

  Condition Make(Place place, int depth) {
    if (depth == 0 || random_.Percent(35)) return MakeLeaf(place);
    Condition condition;
    const int kind = random_.Below(100);
    condition.kind = kind < 45 ? Kind::kAll : kind < 85 ? Kind::kAny : Kind::kNot;
    const int children = condition.kind == Kind::kNot ? 1 : random_.Between(1, 3);
    for (int i = 0; i < children; ++i) condition.children.push_back(Make(place, depth - 1));
    return condition;
  }

  Condition MakeExists(bool for_claim) {
    Condition condition{.kind = Kind::kExists};
    condition.children.push_back(Make(Place::kOtherLine, 1));
    if (!for_claim) condition.same = SomeKeys();
    return condition;
  }

  Scope MakeScope() {
    Scope scope;
    if (random_.Percent(30)) {
      scope.lines_of_business = {LineOfBusiness::kMedicare,
                                 static_cast<LineOfBusiness>(random_.Between(2, 8))};
    }
    if (random_.Percent(25)) scope.payers = {std::string(random_.Of(words_.payers))};
    if (random_.Percent(10)) scope.plans = {std::string(random_.Of(words_.plans))};
    if (random_.Percent(10)) scope.tenants = {std::string(random_.Of(words_.tenants))};
    if (random_.Percent(10)) scope.claim_types = {ClaimType::kProfessional};
    if (random_.Percent(8)) scope.states = {random_.Of(words_.states)};
    return scope;
  }

  DateInterval MakeInterval() {
    DateInterval interval;
    const Date around = random_.Of(words_.dates);
    if (random_.Percent(60)) interval.first = around - random_.Between(0, 400);
    if (random_.Percent(40)) interval.last = around + random_.Between(0, 400);
    return interval;
  }

  void AddRulesets(ResolvedRulesets& all) {
    for (int i = 1; i <= 3; ++i) {
      Ruleset ruleset{.id = "layer" + std::to_string(i), .version = "1"};
      ruleset.layer = static_cast<Layer>(i);
      ruleset.scope = MakeScope();
      all.rulesets.push_back(ruleset);
    }
  }

  void AddRules(ResolvedRulesets& all) {
    constexpr int kRules = 24;
    for (int i = 0; i < kRules; ++i) {
      ResolvedRule rule;
      char id[32];
      std::snprintf(id, sizeof id, "%s.%03d", random_.Percent(10) ? "REQ" : "RANDOM", i);
      rule.id = id;
      rule.family = rule.id.substr(0, rule.id.rfind('.'));
      rule.title = "a random rule";
      rule.ruleset = random_.Below(all.rulesets.size());
      rule.severity.fill(static_cast<Severity>(random_.Between(0, 4)));
      if (random_.Percent(30)) {
        rule.severity[static_cast<size_t>(random_.Below(kLineOfBusinessCount))] =
            static_cast<Severity>(random_.Between(0, 4));
      }
      rule.for_claim = random_.Percent(25);
      rule.required = random_.Percent(30);
      if (random_.Percent(20)) rule.effective = MakeInterval();
      const Place place = rule.for_claim ? Place::kClaim : Place::kLine;
      rule.when = Make(place, 2);
      if (random_.Percent(30)) rule.with_line = MakeExists(rule.for_claim);
      if (random_.Percent(20)) rule.without_line = MakeExists(rule.for_claim);
      if (random_.Percent(25)) rule.unless = Make(place, 1);
      rule.messages.resize(1);
      all.rules.push_back(rule);
    }
    std::sort(all.rules.begin(), all.rules.end(),
              [](const ResolvedRule& a, const ResolvedRule& b) { return a.id < b.id; });
  }

  // --- overrides ---

  static int BoundFields(const Scope& scope) {
    return !scope.lines_of_business.empty() + !scope.payers.empty() + !scope.plans.empty() +
           !scope.tenants.empty() + !scope.claim_types.empty() + !scope.states.empty() +
           !scope.npis.empty() + !scope.tax_ids.empty() + !scope.places_of_service.empty();
  }

  void SetKey(const ResolvedRule& rule, ResolvedOverride& change) {
    change.specificity = random_.Between(0, 2);
    if (!rule.builtin.has_value() || rule.for_claim || !random_.Percent(40)) return;
    if (BuiltinOf(*rule.builtin).algorithm == Algorithm::kPtp && random_.Percent(50)) {
      const PtpRow& pair = random_.Of(words_.pairs);
      change.key = ResolvedOverride::Key::kPair;
      change.column1 = pair.column1;
      change.column2 = pair.column2;
      change.specificity = 5;
      return;
    }
    change.key = ResolvedOverride::Key::kCodes;
    change.codes = SomeProcedures();
    change.specificity = 3;
  }

  void SetParameter(const ResolvedRule& rule, ResolvedOverride& change) {
    const Builtin& builtin = BuiltinOf(*rule.builtin);
    ResolvedOverride::ParameterChange parameter;
    parameter.parameter = random_.Below(builtin.parameters.size());
    const Parameter& declared = builtin.parameters[static_cast<size_t>(parameter.parameter)];
    using Op = ResolvedOverride::ParameterChange::Op;
    if (declared.type == ParameterType::kCodes) {
      parameter.op = static_cast<Op>(random_.Below(3));
      const bool modifiers = declared.name.find("modifiers") != std::string_view::npos;
      parameter.value.codes = modifiers ? Some(words_.modifiers, 5) : Some(words_.codes, 20);
    } else {
      // The last choice of a table is none: the edit switched off, which an override of it says
      // too.
      const bool table = declared.name == "table";
      parameter.value.choice = declared.type == ParameterType::kFlag
                                   ? random_.Below(2)
                                   : random_.Below(declared.choices.size() - (table ? 1 : 0));
    }
    change.parameters.push_back(parameter);
  }

  // Severity, suppression or exemption: what may be said of one finding.
  void SetAttribute(const ResolvedRule& rule, ResolvedOverride& change) {
    const int kind = random_.Below(100);
    if (kind < 30) {
      change.enabled = random_.Percent(30);
    } else if (kind < 70) {
      change.severity = static_cast<Severity>(random_.Between(0, 4));
    } else {
      change.exempt_when = Make(rule.for_claim ? Place::kClaim : Place::kLine, 1);
    }
    if (random_.Percent(20)) {
      change.scope.places_of_service = {random_.Of(words_.places_of_service)};
    }
    if (random_.Percent(10)) change.scope.npis = {std::string(words_.npis[0])};
    if (random_.Percent(10)) change.scope.tax_ids = {std::string(words_.tax_ids[0])};
    SetKey(rule, change);
  }

  void AddOverrides(ResolvedRulesets& all) {
    constexpr int kOverrides = 20;
    for (int i = 0; i < kOverrides; ++i) {
      ResolvedOverride change;
      change.id = "change" + std::to_string(i);
      change.rule = random_.Below(all.rules.size());
      const ResolvedRule& rule = all.rules[static_cast<size_t>(change.rule)];
      if (rule.builtin == BuiltinId::kPtpQ4) continue;  // never answered without a fee schedule
      change.ruleset = random_.Below(all.rulesets.size());
      change.layer = all.rulesets[static_cast<size_t>(change.ruleset)].layer;
      change.scope = MakeScope();
      change.date_basis = static_cast<DateBasis>(random_.Below(3));
      if (rule.builtin.has_value() && !rule.parameters.empty() && random_.Percent(50)) {
        // A parameter belongs to the whole claim: no key, no date of service.
        SetParameter(rule, change);
        change.specificity = 2;
        change.date_basis = static_cast<DateBasis>(random_.Between(1, 2));
      } else {
        SetAttribute(rule, change);
      }
      if (random_.Percent(30)) change.effective = MakeInterval();
      change.revision = random_.Below(3);
      all.overrides.push_back(change);
    }
    std::sort(all.overrides.begin(), all.overrides.end(),
              [](const ResolvedOverride& a, const ResolvedOverride& b) {
                const auto rank = [](const ResolvedOverride& o) {
                  return std::tuple(o.rule, o.layer, o.specificity, BoundFields(o.scope),
                                    o.effective.first, o.revision, o.id);
                };
                return rank(a) < rank(b);
              });
  }

  static FieldId ProviderField(ProviderRole role, int attribute) {
    return static_cast<FieldId>(static_cast<int>(FieldId::kFirstProviderField) +
                                static_cast<int>(role) * kProviderAttributeCount + attribute);
  }

  const Vocabulary& words_;
  Random random_;
};

}  // namespace

ResolvedRulesets GenerateRulesets(const Vocabulary& vocabulary, uint64_t seed) {
  return Generator(vocabulary, seed).Generate();
}

}  // namespace scrubline::oracle
