#include "authoring/handbook/wording.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <utility>

#include "rules_engine/date.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;
using Op = NumberTest::Op;

constexpr std::string_view kAllHold = "all of these hold:";
constexpr size_t kMostInline = 3;  // conditions that stand in one sentence

std::string WithBlanks(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

// Names whose words are not their parts.
std::string_view SpecialNoun(std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> kNouns[] = {
      {"accident.auto", "answer to \"auto accident\""},
      {"accident.employment", "answer to \"employment\""},
      {"accident.other", "answer to \"other accident\""},
      {"charge_cents", "charge"},
      {"clia_number", "CLIA number"},
      {"draft_confidence", "confidence of the draft"},
      {"draft_model", "model that drafted it"},
      {"draft_model_version", "version of the model that drafted it"},
      {"draft_source", "source of the draft"},
      {"ndc", "NDC"},
      {"ndc_quantity", "NDC quantity"},
      {"ndc_unit", "NDC unit"},
      {"npi", "NPI"},
      {"service_date_through", "last day of service"},
      {"total_charge_cents", "total charge"},
      {"type", "type of claim"},
      {"zip", "ZIP code"},
  };
  for (const auto& [special, noun] : kNouns) {
    if (special == name) return noun;
  }
  return {};
}

bool IsPlural(std::string_view noun) {
  return noun.ends_with("units") || noun.ends_with("minutes") || noun.ends_with("modifiers") ||
         noun.ends_with("diagnoses") || noun.ends_with("codes") || noun.ends_with("occurrences") ||
         noun.ends_with("spans");
}

// One member of a set field.
std::string MemberOf(const Field& field) {
  std::string noun = NounOf(field);
  if (noun.ends_with("diagnoses")) return noun.substr(0, noun.size() - 2) + "is";
  if (noun.ends_with("occurrences") || noun.ends_with("spans")) {
    return noun.substr(0, noun.size() - 1) + " code";
  }
  return noun.substr(0, noun.size() - 1);
}

// What two lines share or not: `service date`.
std::string KeyNoun(SameKey key) {
  switch (key) {
    case SameKey::kFirstPointedDiagnosis:
      return "first diagnosis";
    case SameKey::kGroupSpecialty:
      return "group and specialty";
    case SameKey::kDateSpan:
      return "first and last day";
    case SameKey::kChargeCents:
      return "charge";
    case SameKey::kNdc:
      return "NDC";
    default:
      return WithBlanks(ToString(key));
  }
}
std::string KeyWords(SameKey key, std::string_view how) {
  const std::string noun = std::string(how) + " " + KeyNoun(key);
  switch (key) {
    case SameKey::kServiceDate:
      return "on " + noun;
    case SameKey::kRenderingProvider:
    case SameKey::kBillingProvider:
      return "by " + noun;
    default:
      return "with " + noun;
  }
}

// What a question is about, in the singular.
std::string ItemNoun(Item item) {
  switch (item) {
    case Item::kClaim:
      return "claim";
    case Item::kLine:
      return "line";
    case Item::kHistory:
      return "line of an earlier claim";
    case Item::kDiagnosis:
      return "diagnosis";
    case Item::kOccurrence:
      return "occurrence";
    case Item::kOccurrenceSpan:
      return "occurrence span";
    case Item::kValueCode:
      return "value code";
    case Item::kOtherPayer:
      return "other payer";
    case Item::kAccumulator:
      return "accumulator";
  }
  return "";
}
std::string ItemsNoun(Item item) {
  if (item == Item::kHistory) return "lines of earlier claims";
  if (item == Item::kDiagnosis) return "diagnoses";
  return ItemNoun(item) + "s";
}
std::string WithArticle(const std::string& noun) {
  return (std::string_view("aeiou").find(noun.front()) != std::string_view::npos ? "an " : "a ") +
         noun;
}

std::string Joined(const std::vector<std::string>& items, std::string_view last) {
  std::string text;
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " " + std::string(last) + " " : ", ";
    text += items[i];
  }
  return text;
}

std::string Count(int64_t n, std::string_view what) {
  return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s");
}

std::string Plain(int64_t n) { return std::to_string(n); }

// What a number passes, after `is`: `at least 3`.
std::string NumberWords(const NumberTest& test, const std::function<std::string(int64_t)>& format) {
  switch (test.op) {
    case Op::kEquals:
      return format(test.first);
    case Op::kAtLeast:
      return "at least " + format(test.first);
    case Op::kMoreThan:
      return "more than " + format(test.first);
    case Op::kAtMost:
      return "at most " + format(test.first);
    case Op::kLessThan:
      return "less than " + format(test.first);
    case Op::kBetween:
      return "between " + format(test.first) + " and " + format(test.second);
    case Op::kNotEquals:
      return "other than " + format(test.first);
  }
  return "";
}

std::string DateWords(const NumberTest& test) {
  const auto day = [](int64_t days) {
    return Date::FromDays(static_cast<int32_t>(days)).ToString();
  };
  switch (test.op) {
    case Op::kEquals:
      return day(test.first);
    case Op::kAtLeast:
      return "on or after " + day(test.first);
    case Op::kMoreThan:
      return "after " + day(test.first);
    case Op::kAtMost:
      return "on or before " + day(test.first);
    case Op::kLessThan:
      return "before " + day(test.first);
    case Op::kBetween:
      return "from " + day(test.first) + " to " + day(test.second);
    case Op::kNotEquals:
      return "other than " + day(test.first);
  }
  return "";
}

// `between 0 and 90 days`
std::string MeasureWords(const NumberTest& test, std::string_view unit) {
  if (test.op == Op::kBetween) {
    return "between " + Plain(test.first) + " and " + Count(test.second, unit);
  }
  return NumberWords(test, [unit](int64_t n) { return Count(n, unit); });
}

// Days from one date to another, after `is`: `more than 90 days after the admission date`.
std::string DistanceWords(const NumberTest& test, const std::string& other) {
  if (test.first == 0) {
    switch (test.op) {
      case Op::kEquals:
        return "the same day as " + other;
      case Op::kAtLeast:
        return "on or after " + other;
      case Op::kMoreThan:
        return "after " + other;
      case Op::kAtMost:
        return "on or before " + other;
      case Op::kLessThan:
        return "before " + other;
      default:
        break;
    }
  }
  return MeasureWords(test, "day") + " after " + other;
}

// `the service date plus 1 year`
std::string WithOffset(const std::string& noun, const DateOffset& offset) {
  std::string text = noun;
  const auto add = [&text](int64_t n, std::string_view what) {
    if (n != 0) text += (n > 0 ? " plus " : " minus ") + Count(n > 0 ? n : -n, what);
  };
  if (offset.months % 12 == 0) {
    add(offset.months / 12, "year");
  } else {
    add(offset.months, "month");
  }
  add(offset.days, "day");
  return text;
}

std::string AgeWords(const NumberTest& test) {
  const auto years = [](int64_t n) { return Count(n, "year"); };
  switch (test.op) {
    case Op::kLessThan:
      return "under " + years(test.first) + " old";
    case Op::kMoreThan:
      return "over " + years(test.first) + " old";
    case Op::kBetween:
      return std::to_string(test.first) + " to " + years(test.second) + " old";
    default:
      return NumberWords(test, years) + " old";
  }
}

class Wording {
 public:
  Wording(Item of, int ruleset, const NamedLists& lists)
      : of_(of), ruleset_(ruleset), lists_(lists) {}

  Sentence Say(const Condition& condition, bool negated = false) {
    switch (condition.kind) {
      case Kind::kAll:
        return Compose(condition, negated ? "not all of these hold:" : kAllHold);
      case Kind::kAny:
        return Compose(condition, negated ? "none of these holds:" : "any of these holds:");
      case Kind::kNot:
        return Say(condition.children.front(), !negated);
      case Kind::kCodeIn:
        return CodeIn(condition, negated);
      case Kind::kAnyOf:
      case Kind::kNoneOf:
        return Members(condition, negated == (condition.kind == Kind::kAnyOf));
      case Kind::kAllOf:
        return AllMembers(condition, negated);
      case Kind::kTextIn:
        return TextIn(condition, negated);
      case Kind::kMatches: {
        Sentence sentence =
            About(condition, negated ? "does not match the pattern " : "matches the pattern ");
        sentence.spans.push_back({condition.pattern, -1, true});
        return sentence;
      }
      case Kind::kChoiceIn:
        return ChoiceIn(condition, negated);
      case Kind::kNumber: {
        const bool money = FieldOf(condition.field, condition.field_of).type == FieldType::kMoney;
        return About(condition,
                     Is(condition, negated) +
                         NumberWords(condition.number, money ? FormatCents : FormatThousandths));
      }
      case Kind::kDate:
        return About(condition, Is(condition, negated) + DateWords(condition.number));
      case Kind::kDateField:
        return About(
            condition,
            Is(condition, negated) +
                DistanceWords(condition.number,
                              WithOffset(NounWithArticle(condition.other_field, condition.other_of),
                                         condition.offset)));
      case Kind::kNumberField:
        return About(condition,
                     Is(condition, negated) + NumberWords(condition.number, [&](int64_t) {
                       return NounWithArticle(condition.other_field, condition.other_of);
                     }));
      case Kind::kSameAs:
        return About(condition, Is(condition, negated) + "the same as " +
                                    NounWithArticle(condition.other_field, condition.other_of));
      case Kind::kSetCount:
        return Sentence().Add(
            "the number of " + NounOf(FieldOf(condition.field, condition.field_of)) +
            (negated ? " is not " : " is ") + NumberWords(condition.number, Plain));
      case Kind::kAge:
        return Sentence().Add(std::string("the patient is ") + (negated ? "not " : "") +
                              AgeWords(condition.number) + " on " +
                              NounWithArticle(condition.field, condition.field_of));
      case Kind::kPresent:
        return About(condition, Is(condition, false) + (negated ? "missing" : "given"));
      case Kind::kMissing:
        return About(condition, Is(condition, false) + (negated ? "given" : "missing"));
      case Kind::kCount:
      case Kind::kCountDays:
      case Kind::kSum:
      case Kind::kExists:
        return Query(condition, negated);
      case Kind::kTable:
        return Table(condition, negated);
      case Kind::kRow:
        break;
    }
    return InTheAuthorsWords(condition, negated);
  }

  // The conjuncts of a condition, each a sentence.
  void AddConjuncts(const Condition& condition, std::vector<Sentence>& out) {
    if (condition.kind == Kind::kAll && NameOf(condition).empty()) {
      for (const Condition& child : condition.children) AddConjuncts(child, out);
    } else {
      out.push_back(Say(condition));
    }
  }

 private:
  // Of a named condition of several entries: its name.
  static std::string NameOf(const Condition& condition) {
    constexpr std::string_view kPrefix = "condition: ";
    if (!condition.written || !condition.written->text.starts_with(kPrefix)) return "";
    return condition.written->text.substr(kPrefix.size());
  }

  static Sentence InTheAuthorsWords(const Condition& condition, bool negated) {
    Sentence sentence;
    if (negated) sentence.Add("not ");
    sentence.spans.push_back(
        {condition.written ? condition.written->text : "a condition", -1, true});
    return sentence;
  }

  Sentence Compose(const Condition& condition, std::string_view words) {
    Sentence sentence;
    const std::string name = NameOf(condition);
    if (!name.empty()) sentence.Add("\"" + WithBlanks(name) + "\", that is, ");
    sentence.Add(words);
    for (const Condition& child : condition.children) sentence.parts.push_back(Say(child));
    const bool plain = words == kAllHold && name.empty() && sentence.parts.size() <= kMostInline;
    return plain && IsFlat(sentence.parts) ? InOneLine(std::move(sentence.parts)) : sentence;
  }

  static bool IsFlat(const std::vector<Sentence>& sentences) {
    return std::all_of(sentences.begin(), sentences.end(),
                       [](const Sentence& sentence) { return sentence.parts.empty(); });
  }
  static Sentence InOneLine(std::vector<Sentence> sentences) {
    Sentence sentence;
    for (Sentence& part : sentences) {
      if (!sentence.spans.empty()) sentence.Add(", and ");
      std::move(part.spans.begin(), part.spans.end(), std::back_inserter(sentence.spans));
    }
    return sentence;
  }

  // Inside a question about other lines their own values are `its`.
  std::string NounWithArticle(FieldId id, Item of) const {
    if (id == FieldId::kToday) return "today";
    return (over_ == of ? "its " : "the ") + NounOf(FieldOf(id, of));
  }

  std::string Is(const Condition& condition, bool negated) const {
    const bool plural = IsPlural(NounOf(FieldOf(condition.field, condition.field_of)));
    return std::string(plural ? "are " : "is ") + (negated ? "not " : "");
  }

  Sentence About(const Condition& condition, std::string_view rest) const {
    return Sentence().Add(NounWithArticle(condition.field, condition.field_of) + " " +
                          std::string(rest));
  }

  // `in [A] or [B]`
  void AddLists(const std::vector<int>& lists, Sentence& sentence) const {
    sentence.Add("in ");
    for (size_t i = 0; i < lists.size(); ++i) {
      if (i > 0) sentence.Add(" or ");
      sentence.spans.push_back({lists_.all()[static_cast<size_t>(lists[i])].title, lists[i]});
    }
  }
  static void AddCodes(const std::vector<std::string>& codes, std::string_view last,
                       Sentence& sentence) {
    for (size_t i = 0; i < codes.size(); ++i) {
      if (i > 0) sentence.Add(i + 1 == codes.size() && !last.empty() ? last : ", ");
      sentence.spans.push_back({codes[i], -1, true});
    }
  }

  Sentence CodeIn(const Condition& condition, bool negated) const {
    const NamedLists::Split split = lists_.SplitUp(condition, ruleset_);
    Sentence sentence = About(condition, Is(condition, negated));
    if (!split.codes.empty()) {
      if (split.codes.size() > 1) sentence.Add("one of ");
      AddCodes(split.codes, "", sentence);
      if (!split.lists.empty()) sentence.Add(" or ");
    }
    if (!split.lists.empty()) AddLists(split.lists, sentence);
    return sentence;
  }

  std::string Owner(const Condition& condition) const {
    if (condition.field_of == over_) return "it";
    return condition.field_of == Item::kClaim ? "the claim" : "the line";
  }

  Sentence Members(const Condition& condition, bool none) const {
    const NamedLists::Split split = lists_.SplitUp(condition, ruleset_);
    const Field& field = FieldOf(condition.field, condition.field_of);
    const std::string member = MemberOf(field);
    Sentence sentence;
    sentence.Add(Owner(condition) + " has ");
    if (split.codes.size() == 1) {
      sentence.Add((none ? "no " : "") + member + " ");
    } else if (!split.codes.empty()) {
      sentence.Add((none ? "none of the " : "one of the ") + NounOf(field) + " ");
    }
    AddCodes(split.codes, "", sentence);
    if (!split.lists.empty()) {
      if (!split.codes.empty()) sentence.Add(none ? " and " : " or ");
      sentence.Add((none ? "no " : "a ") + member + " ");
      AddLists(split.lists, sentence);
    }
    return sentence;
  }

  Sentence AllMembers(const Condition& condition, bool negated) const {
    const Field& field = FieldOf(condition.field, condition.field_of);
    const std::vector<std::string> items = ItemsOf(condition.codes);
    Sentence sentence;
    sentence.Add(Owner(condition) + (negated ? " does not have " : " has "));
    sentence.Add((items.size() == 1 ? MemberOf(field) : NounOf(field)) + " ");
    AddCodes(items, " and ", sentence);
    return sentence;
  }

  Sentence TextIn(const Condition& condition, bool negated) const {
    Sentence sentence = About(condition, "");
    const TextSet& texts = condition.texts;
    const std::string does = negated ? "does not begin with " : "begins with ";
    if (!texts.exact.empty()) {
      sentence.Add(Is(condition, negated) + (texts.exact.size() > 1 ? "one of " : ""));
      AddCodes(texts.exact, "", sentence);
      if (!texts.prefixes.empty()) sentence.Add(negated ? " and " : " or ");
    }
    if (!texts.prefixes.empty()) {
      sentence.Add(does);
      AddCodes(texts.prefixes, " or ", sentence);
    }
    return sentence;
  }

  Sentence ChoiceIn(const Condition& condition, bool negated) const {
    const Field& field = FieldOf(condition.field, condition.field_of);
    std::vector<std::string> words;
    for (size_t i = 0; i < field.choices.size(); ++i) {
      if ((condition.choices >> (i + 1) & 1) != 0) words.push_back(WithBlanks(field.choices[i]));
    }
    return About(condition, Is(condition, negated) + Joined(words, "or"));
  }

  // How the items of a question lie to the line in hand.
  std::string Related(const Condition& condition) const {
    std::vector<std::string> words;
    for (const SameKey key : condition.same) words.push_back(KeyWords(key, "the same"));
    for (const SameKey key : condition.differ) words.push_back(KeyWords(key, "another"));
    std::string text = words.empty() ? "" : " " + Joined(words, "and");
    if (condition.earlier) text += " that stands before it";
    return text;
  }

  static std::string RelationWords(const DateRelation& relation, Item over) {
    using Measure = DateRelation::Measure;
    const std::string item = "its " + NounOf(FieldOf(relation.item_field, over)) + " is ";
    const std::string subject =
        WithOffset(relation.subject_field == FieldId::kToday
                       ? "today"
                       : "the " + NounOf(FieldOf(relation.subject_field, relation.subject_of)),
                   relation.offset);
    const bool same = relation.number == NumberTest{NumberTest::Op::kEquals, 0, 0};
    switch (relation.measure) {
      case Measure::kDays:
        if (same) return item + "the same day as " + subject;
        return item + MeasureWords(relation.number, "day") + " before " + subject;
      case Measure::kMonths:
        return item + MeasureWords(relation.number, "month") + " before " + subject;
      case Measure::kCalendarMonths:
        if (same) return item + "in the calendar month of " + subject;
        return item + MeasureWords(relation.number, "calendar month") + " before " + subject;
      case Measure::kCalendarYears:
        if (same) return item + "in the calendar year of " + subject;
        return item + MeasureWords(relation.number, "calendar year") + " before " + subject;
    }
    return "";
  }

  std::string SumWords(const Condition& condition) const {
    if (condition.other_field != FieldId::kNone) {
      return NumberWords(condition.number, [&](int64_t) {
        return NounWithArticle(condition.other_field, condition.other_of);
      });
    }
    const bool money = FieldOf(condition.field, condition.field_of).type == FieldType::kMoney;
    return NumberWords(condition.number, money ? FormatCents : FormatThousandths);
  }

  Sentence Query(const Condition& condition, bool negated) {
    Sentence sentence;
    const Item over = condition.over;
    const std::string related = Related(condition);
    const std::string is = negated ? " is not " : " is ";
    std::string where = ", of which:";
    switch (condition.kind) {
      case Kind::kExists: {
        const std::string noun =
            (over == Item::kLine && of_ == Item::kLine ? "other " : "") + ItemNoun(over);
        std::string there = negated ? "no " + noun : WithArticle(noun);
        if (there.starts_with("an other")) there = "another" + there.substr(8);
        sentence.Add("there is " + there + related);
        break;
      }
      case Kind::kSum:
        sentence.Add("the sum of the " + NounOf(FieldOf(condition.field, condition.field_of)) +
                     " of all " + ItemsNoun(over) + related + is + SumWords(condition));
        where = ", taking those of which:";
        break;
      default:
        sentence.Add(
            (condition.kind == Kind::kCount ? "the number of " : "the number of days of ") +
            ItemsNoun(over) + related +
            (over == Item::kLine && of_ == Item::kLine ? " (this one included)" : "") + is +
            NumberWords(condition.number, Plain));
        where = ", counting those of which:";
        break;
    }
    over_ = over;
    AddConjuncts(condition.children.front(), sentence.parts);
    for (const DateRelation& relation : condition.relations) {
      sentence.parts.push_back(Sentence().Add(RelationWords(relation, over)));
    }
    if (condition.children.size() > 1) {
      over_ = Item::kHistory;
      Sentence earlier = Sentence().Add("and lines of earlier claims, of which:");
      AddConjuncts(condition.children[1], earlier.parts);
      sentence.parts.push_back(std::move(earlier));
    }
    over_.reset();
    if (!sentence.parts.empty()) sentence.Add(where);
    return sentence;
  }

  Sentence Table(const Condition& condition, bool negated) const {
    const std::string number =
        NumberWords(condition.number, [](int64_t n) { return std::to_string(n); });
    const std::string code = NounWithArticle(condition.field, condition.field_of);
    const std::string is = negated ? " is not " : " is ";
    switch (condition.column) {
      case TableColumn::kAddOnType:
        return Sentence().Add(code + is + "an add-on code of type " + number);
      case TableColumn::kMueLimit:
        return Sentence().Add("the medically unlikely edit of " + code + is + number + " (" +
                              condition.table + ")");
      case TableColumn::kMueAdjudicationIndicator:
        return Sentence().Add("the adjudication indicator of the medically unlikely edit of " +
                              code + is + number + " (" + condition.table + ")");
      default:
        break;
    }
    return InTheAuthorsWords(condition, negated);
  }

  const Item of_;
  const int ruleset_;
  const NamedLists& lists_;
  std::optional<Item> over_;  // what the question in hand is about
};

}  // namespace

std::string NounOf(const Field& field) {
  const std::string_view name = field.name;
  if (const std::string_view special = SpecialNoun(name); !special.empty()) {
    return std::string(special);
  }
  const size_t dot = name.find('.');
  if (dot == std::string_view::npos) return WithBlanks(name);
  const std::string_view owner = name.substr(0, dot);
  const std::string_view attribute = name.substr(dot + 1);
  const bool provider = field.id >= FieldId::kFirstProviderField && owner != "service_facility";
  const std::string_view special = SpecialNoun(attribute);
  return WithBlanks(owner) + (provider ? " provider's " : "'s ") +
         (special.empty() ? WithBlanks(attribute) : std::string(special));
}

std::string_view WordOf(LineOfBusiness line_of_business) {
  static constexpr std::array<std::string_view, kLineOfBusinessCount> kWords = {
      "any other", "medicare",   "medicare advantage",
      "medicaid",  "commercial", "workers compensation",
      "tricare",   "auto",       "other"};
  return kWords[static_cast<size_t>(line_of_business)];
}

Sentence InWords(const Condition& condition, Item of, int ruleset, const NamedLists& lists) {
  return Wording(of, ruleset, lists).Say(condition);
}

namespace {

// `It fires when ` and what must hold; one sentence alone goes on from it.
Sentence Introduced(std::string_view beginning, std::vector<Sentence> parts) {
  Sentence sentence = Sentence().Add(beginning);
  if (parts.size() == 1) {
    Sentence& only = parts.front();
    std::move(only.spans.begin(), only.spans.end(), std::back_inserter(sentence.spans));
    sentence.parts = std::move(only.parts);
  } else {
    sentence.Add(kAllHold);
    sentence.parts = std::move(parts);
  }
  return sentence;
}

}  // namespace

RuleWords RuleInWords(const ResolvedRule& rule, const NamedLists& lists) {
  const Item of = rule.for_claim ? Item::kClaim : Item::kLine;
  Wording wording(of, rule.ruleset, lists);
  RuleWords words;
  std::vector<Sentence> parts;
  wording.AddConjuncts(rule.when, parts);
  if (rule.with_line) parts.push_back(wording.Say(*rule.with_line));
  if (rule.without_line) parts.push_back(wording.Say(*rule.without_line, /*negated=*/true));
  if (rule.with_history) parts.push_back(wording.Say(*rule.with_history));
  if (rule.without_history) parts.push_back(wording.Say(*rule.without_history, /*negated=*/true));
  words.when = Introduced(rule.for_claim ? "It fires on a claim when " : "It fires on a line when ",
                          std::move(parts));
  if (rule.unless) {
    std::vector<Sentence> exceptions;
    wording.AddConjuncts(*rule.unless, exceptions);
    words.unless = Introduced("It is bypassed when ", std::move(exceptions));
  }
  return words;
}

std::string InWords(const MessageTemplate& message) {
  using Part = MessageTemplate::Part;
  std::string text;
  for (const Part& part : message.parts) {
    switch (part.kind) {
      case Part::Kind::kText:
        text += part.text;
        break;
      case Part::Kind::kBuiltinSlot:
        text += "{" + part.text + "}";
        break;
      case Part::Kind::kHistoryField:
        text += "{with_history." + std::string(FieldOf(part.field, part.field_of).name) + "}";
        break;
      case Part::Kind::kNextDate:
        text += "{with_history.next_date}";
        break;
      case Part::Kind::kPartnerField:
        text += "{with_line." + std::string(FieldOf(part.field, part.field_of).name) + "}";
        break;
      default:
        text += "{" + std::string(FieldOf(part.field, part.field_of).name) + "}";
        break;
    }
  }
  return text;
}

std::string InWords(const Fix& fix) {
  const std::string line = fix.on_partner ? "the other line" : "the line";
  std::string text = fix.text;
  if (text.empty()) {
    switch (fix.kind) {
      case FixKind::kAddModifier:
        text = "add modifier " + fix.value + " to " + line;
        break;
      case FixKind::kRemoveModifier:
        text = "remove modifier " + fix.value + " from " + line;
        break;
      case FixKind::kRemoveLine:
        text = "remove " + line;
        break;
      case FixKind::kAddLine:
        text = "add a line with " + fix.value;
        break;
      case FixKind::kReplaceCode:
        text = "replace the code of " + line + " by " + fix.value;
        break;
      case FixKind::kSetUnits:
        text = "set the units of " + line + " to " + fix.value;
        break;
      case FixKind::kSetField:
        text = "set " + fix.value;
        break;
      case FixKind::kReview:
        text = "review " + line;
        break;
    }
  }
  if (!fix.if_documented.empty()) text += ", if the record shows " + fix.if_documented;
  return text;
}

std::string InWords(const Scope& scope) {
  std::vector<std::string> words;
  const auto add = [&words](std::string_view what, const std::vector<std::string>& values) {
    if (values.empty()) return;
    words.push_back(std::string(what) + (values.size() == 1 ? " " : "s ") + Joined(values, "and"));
  };
  const auto add_codes = [&add](std::string_view what, const std::vector<Code>& codes) {
    std::vector<std::string> values;
    for (const Code code : codes) values.push_back(code.ToString());
    add(what, values);
  };
  std::vector<std::string> lines_of_business;
  for (const LineOfBusiness lob : scope.lines_of_business) {
    lines_of_business.emplace_back(WordOf(lob));
  }
  if (!lines_of_business.empty()) words.push_back(Joined(lines_of_business, "and"));
  add("payer", scope.payers);
  add("plan", scope.plans);
  add("tenant", scope.tenants);
  for (const ClaimType type : scope.claim_types) {
    words.emplace_back(type == ClaimType::kProfessional ? "professional claims"
                                                        : "institutional claims");
  }
  add_codes("state", scope.states);
  add("rendering NPI", scope.npis);
  add("tax id", scope.tax_ids);
  add_codes("place of service", scope.places_of_service);
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "; ") + word;
  return text;
}

std::string InWords(const DateInterval& interval) {
  const bool from = interval.first.has_value();
  const bool to = interval.last != Date::Max();
  if (from && to) return "from " + interval.first.ToString() + " to " + interval.last.ToString();
  if (from) return "from " + interval.first.ToString();
  if (to) return "until " + interval.last.ToString();
  return "";
}

namespace {

void AppendText(const Sentence& sentence, int depth, std::string& out) {
  if (depth > 0) out += std::string(static_cast<size_t>(depth - 1) * 2, ' ') + "- ";
  for (const Sentence::Span& span : sentence.spans) {
    out += span.list >= 0 ? "[" + span.text + "]" : span.text;
  }
  out += "\n";
  for (const Sentence& part : sentence.parts) AppendText(part, depth + 1, out);
}

}  // namespace

std::string ToText(const Sentence& sentence) {
  std::string out;
  AppendText(sentence, 0, out);
  return out;
}

}  // namespace scrubline
