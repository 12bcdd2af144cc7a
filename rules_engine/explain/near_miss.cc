#include "rules_engine/explain/near_miss.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "rules_engine/explain/seen_value.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;
using Op = NumberTest::Op;
using Part = WrittenCondition::Part;

constexpr size_t kMaxListed = 4;  // codes named one by one

// A condition that would have to come out otherwise.
struct Flip {
  int node;
  bool want;
};

// The single changes after which a condition would be `want`; each is enough.
class Flips {
 public:
  Flips(const AskedRule& rule, TriggerKind trigger) : rule_(rule), trigger_(trigger) {}

  std::vector<Flip> Of(int index, bool want) const {
    const AskedRule::Node& node = rule_.node(index);
    if (!node.asked || node.truth == Truth::kUnknown) return {};
    if ((node.truth == Truth::kTrue) == want) return {};
    switch (node.condition().kind) {
      case Kind::kAll:
        return want ? OnlyOne(node, true) : AnyOne(node, false);
      case Kind::kAny:
        return want ? AnyOne(node, true) : OnlyOne(node, false);
      case Kind::kNot:
        return Of(node.children[0], !want);
      case Kind::kExists:
        return OfQuery(index, want);
      default:
        return IsOffered(node.condition(), want) ? std::vector<Flip>{{index, want}}
                                                 : std::vector<Flip>();
    }
  }

 private:
  // All children must be `want`: one change is enough only where one of them is not.
  std::vector<Flip> OnlyOne(const AskedRule::Node& node, bool want) const {
    int other = -1;
    for (const int child : node.children) {
      const AskedRule::Node& c = rule_.node(child);
      if (c.asked && c.truth == (want ? Truth::kTrue : Truth::kFalse)) continue;
      if (other >= 0) return {};
      other = child;
    }
    return other < 0 ? std::vector<Flip>() : Of(other, want);
  }

  // One child that is `want` is enough.
  std::vector<Flip> AnyOne(const AskedRule::Node& node, bool want) const {
    std::vector<Flip> flips;
    for (const int child : node.children) {
      const std::vector<Flip> more = Of(child, want);
      flips.insert(flips.end(), more.begin(), more.end());
    }
    return flips;
  }

  // `with_line` and its kin: the line that nearly was one, else that there were one.
  std::vector<Flip> OfQuery(int index, bool query_wants) const {
    const AskedRule::Node& node = rule_.node(index);
    // Of the rule's own `without_line` the node is true when there is no such line.
    const bool negated =
        (node.written.part == Part::kWithoutLine || node.written.part == Part::kWithoutHistory) &&
        node.parent < 0;
    const bool want = query_wants != negated;
    if (want) {
      std::vector<Flip> flips = Of(node.children[0], true);
      if (!flips.empty()) return flips;
      return {{index, true}};
    }
    if (rule_.Found(index).size() > 1) return {};
    return {{index, false}};
  }

  bool IsOffered(const Condition& condition, bool want) const {
    if (condition.kind == Kind::kTable || condition.kind == Kind::kRow || SaysWho(condition)) {
      return false;
    }
    if (condition.field == FieldId::kProcedureCode && condition.kind <= Kind::kMatches) {
      return false;
    }
    if (condition.kind != Kind::kAnyOf || !want) return true;
    switch (trigger_) {
      case TriggerKind::kModifier:
        return condition.field != FieldId::kModifiers;
      case TriggerKind::kDiagnosis:
        return condition.field != FieldId::kDiagnoses &&
               condition.field != FieldId::kPointedDiagnoses;
      default:
        return true;
    }
  }

  // Whether it asks who the patient, the payer or a provider is.
  static bool SaysWho(const Condition& condition) {
    if (condition.kind == Kind::kAge) return true;
    if (condition.kind == Kind::kPresent || condition.kind == Kind::kMissing ||
        IsQuery(condition.kind)) {
      return false;
    }
    const std::string_view name = FieldOf(condition.field, condition.field_of).name;
    return condition.field >= FieldId::kFirstProviderField || name.starts_with("payer.") ||
           name.starts_with("patient.");
  }

  const AskedRule& rule_;
  const TriggerKind trigger_;
};

std::string Joined(const std::vector<std::string>& words, std::string_view last) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) absl::StrAppend(&text, i + 1 == words.size() ? std::string(last) : ", ");
    text += words[i];
  }
  return text;
}

// `24, 25 or 57`; of a long list what it is called where it was written.
std::string OneOf(const Condition& condition) {
  const CodeSet& codes = condition.codes;
  if (codes.ranges().size() + codes.singles().size() <= kMaxListed) {
    std::vector<std::string> words;
    for (const Code code : codes.singles()) words.push_back(code.ToString());
    for (const CodeSet::Range& range : codes.ranges()) words.push_back(CodeSet::ToString(range));
    return Joined(words, " or ");
  }
  if (!condition.written) return codes.ToString();
  const std::string& text = condition.written->text;
  const size_t colon = text.find(": ");
  return "one of " + (colon == std::string::npos ? text : text.substr(colon + 2));
}

std::string OneOf(const TextSet& texts) {
  std::vector<std::string> words = texts.exact;
  for (const std::string& prefix : texts.prefixes) words.push_back(prefix + "*");
  if (words.size() > kMaxListed) {
    const size_t more = words.size() - kMaxListed;
    words.resize(kMaxListed);
    words.push_back(absl::StrCat(more, " more"));
  }
  return Joined(words, " or ");
}

struct OpWords {
  std::string_view yes, no;
};

// `at least 2`, or what its opposite is called.
std::string NumberWords(const NumberTest& test, bool want, std::string (*format)(int64_t)) {
  constexpr OpWords kWords[] = {{"", "not "},
                                {"at least ", "less than "},
                                {"more than ", "at most "},
                                {"at most ", "more than "},
                                {"less than ", "at least "},
                                {"between ", "not between "},
                                {"not ", ""}};
  const OpWords& words = kWords[static_cast<size_t>(test.op)];
  std::string text = std::string(want ? words.yes : words.no) + format(test.first);
  if (test.op == Op::kBetween) absl::StrAppend(&text, " and ", format(test.second));
  return text;
}

// `before 2026-01-01`: the bounds are dates, or another date's name.
std::string DateWords(const NumberTest& test, bool want, const std::string& first,
                      const std::string& second) {
  constexpr OpWords kWords[] = {{"", "not "},
                                {"on or after ", "before "},
                                {"after ", "on or before "},
                                {"on or before ", "after "},
                                {"before ", "on or after "},
                                {"between ", "not between "},
                                {"not ", ""}};
  const OpWords& words = kWords[static_cast<size_t>(test.op)];
  std::string text = std::string(want ? words.yes : words.no) + first;
  if (test.op == Op::kBetween) absl::StrAppend(&text, " and ", second);
  return text;
}

std::string DateText(int64_t days) { return Date::FromDays(static_cast<int32_t>(days)).ToString(); }

std::string Plain(int64_t value) { return std::to_string(value); }

// One change as a clause: `modifier 25 were absent`.
class Clause {
 public:
  Clause(const AskedRule& rule, Flip flip)
      : rule_(rule),
        index_(flip.node),
        node_(rule.node(flip.node)),
        c_(node_.condition()),
        want_(flip.want) {}

  std::string Text() const {
    std::string text = Words();
    if (!text.empty() && node_.of_witness) {
      absl::StrAppend(&text, " on ", ItemName(rule_.claim(), node_.of, node_.item));
    }
    return text;
  }

 private:
  std::string Name() const { return std::string(FieldOf(c_.field, c_.field_of).name); }
  std::string Seen() const { return SeenValue(rule_, index_); }

  std::string Words() const {
    switch (c_.kind) {
      case Kind::kAnyOf:
        return Members(want_);
      case Kind::kNoneOf:
        return Members(!want_);
      case Kind::kAllOf:
        return AllMembers();
      case Kind::kCodeIn:
        return Name() + (want_ ? " were " + OneOf(c_) : " were not " + Seen());
      case Kind::kTextIn:
        return Name() + (want_ ? " were " + OneOf(c_.texts) : " were not " + Seen());
      case Kind::kMatches:
        return Name() + (want_ ? " matched " : " did not match ") + c_.pattern;
      case Kind::kChoiceIn:
        return Name() + (want_ ? " were " + Choices() : " were not " + Seen());
      case Kind::kNumber: {
        const bool money = FieldOf(c_.field, c_.field_of).type == FieldType::kMoney;
        return absl::StrCat(Name(), " were ",
                            NumberWords(c_.number, want_, money ? FormatCents : FormatThousandths),
                            " (it is ", Seen(), ")");
      }
      case Kind::kDate:
        return absl::StrCat(
            Name(), " were ",
            DateWords(c_.number, want_, DateText(c_.number.first), DateText(c_.number.second)),
            " (it is ", Seen(), ")");
      case Kind::kDateField:
        return Days();
      case Kind::kAge:
        return absl::StrCat("the age on ", Name(), " were ", NumberWords(c_.number, want_, Plain),
                            " (it is ", Seen(), ")");
      case Kind::kPresent:
        return Name() + (want_ ? " were present" : " were absent");
      case Kind::kMissing:
        return Name() + (want_ ? " were absent" : " were present");
      case Kind::kCount:
        return absl::StrCat("the number of such lines were ", NumberWords(c_.number, want_, Plain),
                            " (it is ", Seen(), ")");
      case Kind::kSum:
        if (c_.other_field != FieldId::kNone) return Held();
        return absl::StrCat("the sum over such lines were ",
                            NumberWords(c_.number, want_, FormatThousandths), " (it is ", Seen(),
                            ")");
      case Kind::kExists:
        return want_ ? Another() + Asked()
                     : ItemNames(rule_.claim(), c_.over, rule_.Found(index_)) + " were absent";
      default:
        return Held();
    }
  }

  std::string Another() const {
    return c_.over == Item::kLine      ? "there were another line with "
           : c_.over == Item::kHistory ? "there were an earlier line with "
                                       : "there were one with ";
  }

  // For what has no shorter words: the condition itself.
  std::string Held() const {
    if (!c_.written) return "";
    return "`" + c_.written->text + (want_ ? "` held" : "` did not hold");
  }

  // What a query asks of a line, as it was written.
  std::string Asked() const {
    const Condition& asked = rule_.node(node_.children[0]).condition();
    return asked.written ? asked.written->text : Dump(asked);
  }

  // `modifier`, `diagnosis`, or the field's name.
  std::string Member(size_t count) const {
    const bool many = count > 1;
    if (c_.field == FieldId::kModifiers) return many ? "modifiers" : "modifier";
    if (c_.field == FieldId::kDiagnoses || c_.field == FieldId::kPointedDiagnoses) {
      return many ? "diagnoses" : "diagnosis";
    }
    return Name();
  }

  bool Has(Code wanted) const {
    bool found = false;
    ForEachCode(c_.field, rule_.claim(), Ref(),
                [&](Code code) { return !(found = code == wanted); });
    return found;
  }
  ItemRef Ref() const { return ItemRef::At(rule_.claim(), c_.field_of, node_.item); }

  // That a set had a member of the list, or none.
  std::string Members(bool present) const {
    if (present) return absl::StrCat(Member(1), " ", OneOf(c_), " were present");
    std::vector<std::string> members;
    ForEachCode(c_.field, rule_.claim(), Ref(), [&](Code code) {
      if (c_.codes.Contains(code)) members.push_back(code.ToString());
      return true;
    });
    return absl::StrCat(Member(members.size()), " ", Joined(members, " and "), " were absent");
  }

  std::string AllMembers() const {
    std::vector<std::string> members;
    for (const Code code : c_.codes.singles()) {
      if (Has(code) != want_) members.push_back(code.ToString());
    }
    return absl::StrCat(Member(want_ ? members.size() : 1), " ",
                        Joined(members, want_ ? " and " : " or "),
                        want_ ? " were present" : " were absent");
  }

  std::string Choices() const {
    const Field& field = FieldOf(c_.field, c_.field_of);
    std::vector<std::string> words;
    for (size_t i = 0; i < field.choices.size(); ++i) {
      if (c_.choices >> (i + 1) & 1) words.emplace_back(field.choices[i]);
    }
    return Joined(words, " or ");
  }

  std::string Days() const {
    if (c_.offset != DateOffset()) return Held();
    const std::string other(FieldOf(c_.other_field, c_.other_of).name);
    if (c_.number.first == 0 && c_.number.op != Op::kBetween) {
      return absl::StrCat(Name(), " were ", DateWords(c_.number, want_, other, ""), " (", Seen(),
                          ")");
    }
    return absl::StrCat("the days from ", other, " to ", Name(), " were ",
                        NumberWords(c_.number, want_, Plain), " (", Seen(), ")");
  }

  const AskedRule& rule_;
  const int index_;
  const AskedRule::Node& node_;
  const Condition& c_;
  const bool want_;
};

// Whether the rule found anything of what it looks for: without that, nothing is near.
bool FoundAnything(const AskedRule& rule) {
  return std::any_of(rule.nodes().begin(), rule.nodes().end(), [](const AskedRule::Node& node) {
    return node.children.empty() && node.asked && node.truth == Truth::kTrue &&
           node.written.part != Part::kUnless;
  });
}

}  // namespace

std::vector<std::string> NearMisses(const AskedRule& rule, RuleOutcome outcome,
                                    TriggerKind trigger) {
  const bool fired = outcome == RuleOutcome::kFired;
  const Flips flips(rule, trigger);
  std::vector<Flip> changes;
  // All parts must be as they should (true, `unless` false) for the rule to fire.
  int amiss = 0;
  for (auto root = rule.roots().rbegin(); root != rule.roots().rend(); ++root) {
    const AskedRule::Node& part = rule.node(*root);
    const bool should = part.written.part != Part::kUnless;
    const bool is = part.truth == (should ? Truth::kTrue : Truth::kFalse);
    if (!is) ++amiss;
    if (is != fired) continue;
    const std::vector<Flip> more = flips.Of(*root, fired != should);
    changes.insert(changes.end(), more.begin(), more.end());
  }
  if (fired ? amiss != 0 : amiss != 1) return {};
  if (!fired && !FoundAnything(rule)) return {};
  std::vector<std::string> sentences;
  for (const Flip change : changes) {
    const std::string clause = Clause(rule, change).Text();
    if (clause.empty()) continue;
    std::string sentence = (fired ? "would be clear if " : "would fire if ") + clause;
    if (std::find(sentences.begin(), sentences.end(), sentence) == sentences.end()) {
      sentences.push_back(std::move(sentence));
    }
    if (sentences.size() == kMaxNearMisses) break;
  }
  return sentences;
}

}  // namespace scrubline
