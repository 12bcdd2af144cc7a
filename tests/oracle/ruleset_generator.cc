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
  enum class Place { kClaim, kLine, kOtherLine, kEarlierLine, kRecord };

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
    Condition condition{.kind = Kind::kMatches, .field_of = Item::kLine};
    const bool procedure = random_.Percent(60);
    condition.field = procedure ? FieldId::kProcedureCode : FieldId::kFirstModifier;
    condition.pattern =
        random_.Of(procedure ? std::vector<std::string>{"^[A-Z]", "[05]$", "^9\\d{4}$"}
                             : std::vector<std::string>{"^[A-Z]", "^X", "[579]$"});
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

  DateOffset MakeOffset() {
    DateOffset offset;
    if (random_.Percent(50)) offset.days = random_.Between(-40, 40);
    if (random_.Percent(50)) offset.months = random_.Between(-14, 14);
    return offset;
  }

  Condition MakeDates(Place place) {
    Condition condition;
    const int kind = random_.Below(4);
    condition.kind = kind == 0 ? Kind::kDate : kind == 1 ? Kind::kAge : Kind::kDateField;
    condition.field_of = place != Place::kClaim ? Item::kLine : Item::kClaim;
    condition.field =
        condition.field_of == Item::kLine
            ? random_.Of(std::vector<FieldId>{FieldId::kServiceDate, FieldId::kServiceDateThrough})
            : random_.Of(std::vector<FieldId>{FieldId::kSubmittedDate, FieldId::kFirstServiceDate,
                                              FieldId::kAdmissionDate});
    const int32_t day = Date::FromCivil(2024, 7, 1)->days();
    if (condition.kind == Kind::kDate) condition.number = MakeNumber(day - 400, day + 100);
    if (condition.kind == Kind::kAge) condition.number = MakeNumber(40, 65);
    if (condition.kind == Kind::kDateField) {
      condition.other_field = random_.Of(std::vector<FieldId>{
          FieldId::kReceivedDate, FieldId::kPatientBirthDate, FieldId::kToday});
      if (random_.Percent(60)) condition.offset = MakeOffset();
      condition.number = condition.other_field == FieldId::kPatientBirthDate
                             ? MakeNumber(15000, 24000)
                             : MakeNumber(-200, 2000);
      // The very day matters most: before, on, after.
      if (random_.Percent(40)) condition.number = MakeNumber(-1, 1);
    }
    return condition;
  }

  // A field against another field of its kind.
  Condition MakeFieldAgainstField(Place place) {
    Condition condition{.kind = Kind::kNumberField};
    if (random_.Percent(35)) {
      condition.kind = Kind::kSameAs;
      condition.field = ProviderField(ProviderRole::kRendering, 0);
      condition.other_field =
          ProviderField(random_.Percent(50) ? ProviderRole::kReferring : ProviderRole::kBilling, 0);
      condition.field_of = condition.other_of = place == Place::kClaim ? Item::kClaim : Item::kLine;
      if (random_.Percent(30)) {
        condition.field = FieldId::kPrincipalDiagnosis;
        condition.other_field = FieldId::kAdmittingDiagnosis;
        condition.field_of = condition.other_of = Item::kClaim;
      }
      return condition;
    }
    condition.number = MakeNumber(0, 0);
    if (condition.number.op == NumberTest::Op::kBetween)
      condition.number.op = NumberTest::Op::kEquals;
    condition.field_of = condition.other_of = Item::kLine;
    condition.field = FieldId::kUnits;
    condition.other_field = FieldId::kMinutes;
    if (place == Place::kClaim || random_.Percent(40)) {
      condition.field = place == Place::kClaim ? FieldId::kTotalChargeCents : FieldId::kChargeCents;
      condition.other_field = FieldId::kTotalChargeCents;
      condition.field_of = place == Place::kClaim ? Item::kClaim : Item::kLine;
      condition.other_of = Item::kClaim;
    }
    return condition;
  }

  Condition MakeSetCount(Place place) {
    Condition condition{.kind = Kind::kSetCount};
    const bool line = place != Place::kClaim && random_.Percent(60);
    condition.field_of = line ? Item::kLine : Item::kClaim;
    condition.field = line ? FieldId::kModifiers
                           : random_.Of(std::vector<FieldId>{
                                 FieldId::kDiagnoses, FieldId::kOccurrences, FieldId::kValueCodes});
    condition.number = MakeNumber(0, 3);
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

  std::vector<SameKey> SomeKeys(int share, bool of_history) {
    std::vector<SameKey> keys;
    for (int key = 0; key < kSameKeyCount; ++key) {
      const auto same = static_cast<SameKey>(key);
      if (of_history && same == SameKey::kFirstPointedDiagnosis) continue;
      const bool usual = same == SameKey::kServiceDate || same == SameKey::kRenderingProvider ||
                         same == SameKey::kProcedureCode || same == SameKey::kGroupSpecialty;
      if (random_.Percent(usual ? share : share / 6)) keys.push_back(same);
    }
    return keys;
  }

  DateRelation MakeRelation(Place place, Item over) {
    DateRelation relation;
    relation.measure = static_cast<DateRelation::Measure>(random_.Below(4));
    switch (relation.measure) {
      case DateRelation::Measure::kDays:
        relation.number = random_.Percent(50) ? MakeNumber(-3, 3) : MakeNumber(-10, 400);
        break;
      case DateRelation::Measure::kMonths:
      case DateRelation::Measure::kCalendarMonths:
        relation.number = random_.Percent(50) ? MakeNumber(0, 2) : MakeNumber(0, 36);
        break;
      case DateRelation::Measure::kCalendarYears:
        relation.number = MakeNumber(0, 2);
        break;
    }
    relation.item_field = over == Item::kOccurrence       ? FieldId::kOccurrenceDate
                          : over == Item::kOccurrenceSpan ? FieldId::kOccurrenceSpanFrom
                                                          : FieldId::kServiceDate;
    relation.subject_of = place == Place::kLine ? Item::kLine : Item::kClaim;
    relation.subject_field =
        place == Place::kLine ? FieldId::kServiceDate : FieldId::kFirstServiceDate;
    if (random_.Percent(15)) {
      relation.subject_of = Item::kClaim;
      relation.subject_field = random_.Of(
          std::vector<FieldId>{FieldId::kAdmissionDate, FieldId::kReceivedDate, FieldId::kToday});
    }
    if (random_.Percent(15)) relation.offset = MakeOffset();
    return relation;
  }

  // What relates the items a query finds to the subject.
  void Relate(Place place, Condition& query) {
    const bool history = query.over == Item::kHistory || query.children.size() > 1;
    const bool lines = query.over == Item::kLine || query.over == Item::kHistory;
    if (place == Place::kLine && lines) {
      query.same = SomeKeys(30, history);
      if (random_.Percent(15)) {
        for (const SameKey key : SomeKeys(20, history)) {
          if (std::count(query.same.begin(), query.same.end(), key) == 0)
            query.differ.push_back(key);
        }
      }
      query.earlier = query.over == Item::kLine && random_.Percent(20);
    }
    if (place == Place::kClaim && lines && random_.Percent(15)) {
      (random_.Percent(70) ? query.same : query.differ) = {
          random_.Percent(50) ? SameKey::kBillingProvider : SameKey::kRenderingProvider};
    }
    const bool dated =
        lines || query.over == Item::kOccurrence || query.over == Item::kOccurrenceSpan;
    if (dated && random_.Percent(query.over == Item::kHistory ? 50 : 20)) {
      query.relations.push_back(MakeRelation(place, query.over));
    }
  }

  // What earlier lines count (domain 1.3), as the resolver adds where no status is named.
  Condition Counting(Condition condition) {
    Condition status{.kind = Kind::kChoiceIn, .field_of = Item::kHistory};
    status.field = FieldId::kHistoryStatus;
    status.choices =
        random_.Percent(85) ? 1u << 1 | 1u << 3 | 1u << 4 : 1u << random_.Between(1, 5);
    Condition both{.kind = Kind::kAll};
    both.children = {std::move(condition), std::move(status)};
    return both;
  }

  Condition MakeQuery(Place place) {
    return random_.Percent(50) ? MakeExists(place) : MakeAggregate(place);
  }

  Condition MakeExists(Place place) {
    const int kind = random_.Below(100);
    Condition query{.kind = Kind::kExists};
    query.over = kind < 40 ? Item::kLine
                 : kind < 75
                     ? Item::kHistory
                     : random_.Of(std::vector<Item>{Item::kDiagnosis, Item::kOccurrence,
                                                    Item::kOccurrenceSpan, Item::kValueCode});
    return MakeExists(place, query.over);
  }

  Condition MakeExists(Place place, Item over) {
    Condition query{.kind = Kind::kExists, .over = over};
    if (over == Item::kLine) {
      query.children.push_back(Make(Place::kOtherLine, 1));
    } else if (over == Item::kHistory) {
      query.children.push_back(Counting(Make(Place::kEarlierLine, 1)));
    } else {
      record_ = over;
      query.children.push_back(Make(Place::kRecord, 1));
    }
    Relate(place, query);
    return query;
  }

  Condition MakeAggregate(Place place) {
    Condition query;
    query.kind = random_.Of(std::vector<Kind>{Kind::kCount, Kind::kCountDays, Kind::kSum});
    query.children.push_back(Make(Place::kOtherLine, 1));
    if (random_.Percent(40)) query.children.push_back(Counting(Make(Place::kEarlierLine, 1)));
    Relate(place, query);
    query.number = MakeNumber(0, 4);
    if (query.kind != Kind::kSum) return query;
    query.field =
        random_.Of(std::vector<FieldId>{FieldId::kUnits, FieldId::kChargeCents, FieldId::kMinutes});
    query.field_of = Item::kLine;
    query.number = MakeNumber(0, query.field == FieldId::kChargeCents ? 90000 : 8000);
    if (query.field == FieldId::kChargeCents && random_.Percent(40)) {
      query.other_field = FieldId::kTotalChargeCents;
      query.other_of = Item::kClaim;
      if (query.number.op == NumberTest::Op::kBetween) query.number.op = NumberTest::Op::kNotEquals;
    }
    return query;
  }

  // Of a line of an earlier claim: its own fields and its claim's.
  Condition MakeEarlierLeaf() {
    Condition condition{.field_of = Item::kHistory};
    const int kind = random_.Below(100);
    if (kind < 40) {
      condition.kind = random_.Percent(85) ? Kind::kCodeIn : Kind::kMatches;
      condition.field = FieldId::kProcedureCode;
      condition.codes = SomeProcedures();
      condition.pattern = "[02468]$";
      if (condition.kind == Kind::kMatches) condition.codes = {};
    } else if (kind < 55) {
      condition.kind = random_.Of(std::vector<Kind>{Kind::kAnyOf, Kind::kAllOf, Kind::kNoneOf});
      condition.field = FieldId::kModifiers;
      condition.codes = Some(words_.modifiers, condition.kind == Kind::kAllOf ? 1 : 5);
    } else if (kind < 65) {
      condition.kind = Kind::kNumber;
      condition.field = random_.Percent(50) ? FieldId::kUnits : FieldId::kChargeCents;
      condition.number = MakeNumber(0, condition.field == FieldId::kUnits ? 4000 : 60000);
    } else if (kind < 72) {
      condition.kind = Kind::kTextIn;
      condition.field =
          ProviderField(random_.Percent(50) ? ProviderRole::kRendering : ProviderRole::kBilling, 0);
      condition.texts.exact = {"1234567893", "2000000002"};
    } else if (kind < 78) {
      condition.kind = Kind::kCodeIn;
      condition.field = FieldId::kHistoryTypeOfBill;
      condition.codes.AddPrefix(Code::Of("013"));
      condition.codes.Seal();
    } else if (kind < 84) {
      condition.kind = Kind::kChoiceIn;
      condition.field = random_.Percent(50) ? FieldId::kHistoryClaimType : FieldId::kHistoryStatus;
      condition.choices = 1u << random_.Between(1, 2);
    } else if (kind < 90) {
      condition.kind = Kind::kDate;
      condition.field = FieldId::kServiceDate;
      const int32_t day = Date::FromCivil(2024, 7, 1)->days();
      condition.number = MakeNumber(day - 400, day + 100);
    } else {
      condition.kind = random_.Percent(50) ? Kind::kPresent : Kind::kMissing;
      condition.field = random_.Of(std::vector<FieldId>{FieldId::kModifiers, FieldId::kMinutes,
                                                        FieldId::kHistoryPayerControlNumber,
                                                        FieldId::kHistoryClaimType});
    }
    return condition;
  }

  Condition MakeRecordLeaf() {
    Condition condition{.field_of = record_};
    const bool first = random_.Percent(60);
    const auto code = [&](FieldId field, const std::vector<Code>& codes) {
      condition.kind = Kind::kCodeIn;
      condition.field = field;
      condition.codes = Some(codes, 2);
    };
    const auto date = [&](FieldId field) {
      condition.kind = random_.Percent(70) ? Kind::kDate : Kind::kPresent;
      condition.field = field;
      const int32_t day = Date::FromCivil(2024, 7, 1)->days();
      condition.number = MakeNumber(day - 300, day + 100);
    };
    switch (record_) {
      case Item::kDiagnosis:
        if (first) {
          code(FieldId::kDiagnosisCode, words_.diagnoses);
        } else {
          condition.kind = random_.Percent(70) ? Kind::kChoiceIn : Kind::kMissing;
          condition.field =
              random_.Percent(50) ? FieldId::kDiagnosisRole : FieldId::kPresentOnAdmission;
          condition.choices = 1u << random_.Between(1, 2) | 1u << random_.Between(1, 3);
        }
        break;
      case Item::kOccurrence:
        first ? code(FieldId::kOccurrenceCode, words_.record_codes)
              : date(FieldId::kOccurrenceDate);
        break;
      case Item::kOccurrenceSpan:
        if (first) {
          code(FieldId::kOccurrenceSpanCode, words_.record_codes);
        } else if (random_.Percent(50)) {
          date(FieldId::kOccurrenceSpanThrough);
        } else {
          condition.kind = Kind::kDateField;
          condition.field = FieldId::kOccurrenceSpanThrough;
          condition.other_field = FieldId::kOccurrenceSpanFrom;
          condition.other_of = record_;
          condition.number = MakeNumber(-1, 4);
        }
        break;
      default:
        if (first) {
          code(FieldId::kValueCode, words_.record_codes);
        } else {
          condition.kind = Kind::kNumber;
          condition.field = FieldId::kValueAmountCents;
          condition.number = MakeNumber(0, 3000);
        }
    }
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
    if (place == Place::kEarlierLine) return MakeEarlierLeaf();
    if (place == Place::kRecord) return MakeRecordLeaf();
    const int kind = random_.Below(100);
    if (kind < 26) return MakeCodeIn(place);
    if (kind < 42) return MakeSet(place);
    if (kind < 49) return MakeText(place);
    if (kind < 54) return MakeChoice(place);
    if (kind < 60) return MakeAmount(place);
    if (kind < 67) return MakeDates(place);
    if (kind < 72) return MakePresence(place);
    if (kind < 76) return MakeFieldAgainstField(place);
    if (kind < 79) return MakeSetCount(place);
    if (kind < 93 && place != Place::kOtherLine) return MakeQuery(place);
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
      if (random_.Percent(25)) rule.with_line = MakeExists(place, Item::kLine);
      if (random_.Percent(15)) rule.without_line = MakeExists(place, Item::kLine);
      if (random_.Percent(20)) rule.with_history = MakeExists(place, Item::kHistory);
      if (random_.Percent(10)) rule.without_history = MakeExists(place, Item::kHistory);
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
      parameter.value.codes = SomeOf(declared.codes_of);
    } else if (declared.type == ParameterType::kNumber) {
      parameter.value.number = declared.least + random_.Below(40);
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

  CodeSet SomeOf(ListedCodes kind) {
    static const std::vector<Code> others = {
        Code::Of("NCD"),  Code::Of("LCD"),  Code::Of("PAYER"),  Code::Of("45"),
        Code::Of("0420"), Code::Of("0360"), Code::Of("ARTICLE")};
    switch (kind) {
      case ListedCodes::kModifiers:
        return Some(words_.modifiers, 5);
      case ListedCodes::kDiagnoses:
        return Some(words_.diagnoses, 20);
      case ListedCodes::kOthers:
        return Some(others, 3);
      case ListedCodes::kProcedures:
        break;
    }
    return Some(words_.codes, 20);
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

  // What is said of a built-in for a few days only, so that spans of services begin or end within
  // them.
  void AddBriefOverrides(ResolvedRulesets& all) {
    for (size_t i = 0; i < all.rules.size(); ++i) {
      const ResolvedRule& rule = all.rules[i];
      if (!rule.builtin.has_value()) continue;
      if (!random_.Percent(40)) continue;
      ResolvedOverride change;
      change.id = "brief" + std::to_string(i);
      change.rule = static_cast<int32_t>(i);
      change.ruleset = random_.Below(all.rulesets.size());
      change.layer = all.rulesets[static_cast<size_t>(change.ruleset)].layer;
      if (random_.Percent(50)) {
        change.enabled = false;
      } else {
        SetAttribute(rule, change);
      }
      const Date around = random_.Of(words_.dates);
      change.effective.first = around - random_.Between(0, 3);
      change.effective.last = around + random_.Between(0, 3);
      all.overrides.push_back(change);
    }
  }

  void AddOverrides(ResolvedRulesets& all) {
    constexpr int kOverrides = 20;
    for (int i = 0; i < kOverrides; ++i) {
      ResolvedOverride change;
      change.id = "change" + std::to_string(i);
      change.rule = random_.Below(all.rules.size());
      const ResolvedRule& rule = all.rules[static_cast<size_t>(change.rule)];
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
    AddBriefOverrides(all);
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
  Item record_ = Item::kDiagnosis;  // what a condition about a record is of
};

}  // namespace

ResolvedRulesets GenerateRulesets(const Vocabulary& vocabulary, uint64_t seed) {
  return Generator(vocabulary, seed).Generate();
}

}  // namespace scrubline::oracle
