// rules_engine/resolve/resolved_ruleset.h — all rulesets of a snapshot with every name bound, type
// checked and layer known: what the resolver hands to the compiler, and what the slow evaluator of
// tests/oracle/ walks as it stands. No text of the author's is left to interpret here; nothing is
// optimised yet either. Immutable once resolved.
//
// Three-valued conditions. A comparison whose value is absent from the claim is *unknown*, never
// true and never simply false: `place_of_service: {none_of: ["23"]}` says nothing about a line
// without one. `all` is false when one child is false, else unknown when one is unknown; `any` and
// `not` accordingly (Kleene). Sets (modifiers, diagnoses, codes) are never absent, only empty. A
// rule that comes out unknown on a line is reported as not evaluated, with the fields it missed.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_RESOLVED_RULESET_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_RESOLVED_RULESET_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules_engine/builtins.h"
#include "rules_engine/claim.h"
#include "rules_engine/code_set.h"
#include "rules_engine/date.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/fields.h"
#include "rules_engine/finding.h"
#include "rules_engine/tables/table_catalogue.h"

namespace scrubline {

// What may relate another line to the subject line in `same:` and `differ:`. An absent value is
// neither the same as another nor different from it.
enum class SameKey : uint8_t {
  kServiceDate,        // the two lines' date spans share a day
  kRenderingProvider,  // rendering NPI after fall-back
  kProcedureCode,
  kPlaceOfService,
  kRevenueCode,
  kModifiers,  // the same set, whatever the order
  kFirstPointedDiagnosis,
  kDateSpan,          // the same first and the same last day
  kBillingProvider,   // billing NPI
  kGroupSpecialty,    // one provider by group and specialty (domain 1.4)
  kOrderingProvider,  // NPIs
  kReferringProvider,
  kUnits,
  kChargeCents,
  kMinutes,
  kNdc,
};
inline constexpr int kSameKeyCount = 16;
std::string_view ToString(SameKey key);  // as authors write it
// What a claim has as a whole, so that a rule about it may name it.
constexpr bool IsOfClaim(SameKey key) {
  return key == SameKey::kBillingProvider || key == SameKey::kRenderingProvider ||
         key == SameKey::kOrderingProvider || key == SameKey::kReferringProvider;
}

// `at_least: 3` and its kin; `first` is the bound, `second` the upper one of `between` (both ends
// belong to it).
struct NumberTest {
  enum class Op : uint8_t {
    kEquals,
    kAtLeast,
    kMoreThan,
    kAtMost,
    kLessThan,
    kBetween,
    kNotEquals
  };
  Op op = Op::kEquals;
  int64_t first = 0;  // in the field's own scale: thousandths, cents, whole years or days, a count
  int64_t second = 0;
  friend bool operator==(const NumberTest&, const NumberTest&) = default;
  // Whether it holds for every value of a stretch, or for none; nullopt: for some.
  std::optional<bool> HoldsIn(int64_t least, int64_t most) const;
  bool Holds(int64_t value) const {
    switch (op) {
      case Op::kEquals:
        return value == first;
      case Op::kAtLeast:
        return value >= first;
      case Op::kMoreThan:
        return value > first;
      case Op::kAtMost:
        return value <= first;
      case Op::kLessThan:
        return value < first;
      case Op::kBetween:
        return value >= first && value <= second;
      case Op::kNotEquals:
        return value != first;
    }
    return false;
  }
};

// Text values as an author writes them: exact, or a prefix when the last character was `*`. Sorted.
struct TextSet {
  std::vector<std::string> exact;
  std::vector<std::string> prefixes;
  bool Contains(std::string_view text) const;
  friend bool operator==(const TextSet&, const TextSet&) = default;
};

// Columns of the tables that conditions may ask for by the line's procedure code (`{table:
// ncci_aoc, type: ["1"]}`).
enum class TableColumn : uint8_t { kMueLimit, kMueAdjudicationIndicator, kAddOnType };

// What is added to a date before it is compared: `service_date + 1 year`.
struct DateOffset {
  int32_t days = 0;
  int32_t months = 0;
  Date AddTo(Date date) const;  // REQUIRES: date.has_value()
  friend bool operator==(const DateOffset&, const DateOffset&) = default;
};

// What one column of a reference table's row must be. What the column does not hold is in no list
// and passes no number; what a field of the claim does not say makes the test unknown.
struct ColumnTest {
  enum class Kind : uint8_t {
    kCodes,    // the code (kCode), or one of the codes (kCodes), is in `codes`
    kTexts,    // the text is in `texts`
    kNumber,   // the number or amount passes `number`
    kDate,     // days since 1970 pass `number`
    kFlag,     // yes where `number.first` is 1, no where it is 0
    kPresent,  // the column holds something
    kSameAs,   // the column holds what other_field does, or has one of them among its codes
  };
  int column = 0;  // of the table's schema
  Kind kind = Kind::kPresent;
  bool negated = false;  // `none_of`, `missing`
  CodeSet codes;
  TextSet texts;
  NumberTest number;
  FieldId other_field{};  // kSameAs; of kNumber and kDate, unless kNone, in place of number.first
  Item other_of = Item::kClaim;
  DateOffset offset;
  friend bool operator==(const ColumnTest&, const ColumnTest&) = default;
};

// A question to a reference table (kRow). With columns: a row in force passes all of them together.
// Without: how the table lists the code is one of `listings`.
struct RowTest {
  ReferenceId table{};
  uint8_t listings = 0;  // a bit for each Listing
  bool every = false;    // of a set field: every member, not just some
  std::vector<ColumnTest> columns;
  friend bool operator==(const RowTest&, const RowTest&) = default;
};
// All of it: `mpfs bilateral in ["0"], pc_tc in ["1"]`, `hcpcs listed as ended`.
std::string ToString(const RowTest& test);
// What the field's values are called as keys of reference tables (ReferenceSchema::key); empty: no
// table is looked up by them.
std::string_view TableKeyOf(const Field& field);

// A condition as its author wrote it, for those who talk about it to people. Nothing is decided by
// it: conditions are equal whoever wrote them.
struct Written {
  Position position;  // of the entry's key; for a map of several entries, of the map
  std::string text;   // the entry in one line, list names kept: `procedure_code: office_visits`
  std::string name;   // of the named condition it stands in; empty: in the rule itself
};

// Shared by the conditions that one entry became (`units: {at_least: 2, at_most: 5}` is three) and
// by those a named condition became wherever it is used; null for what no author wrote. Always
// equal.
struct WrittenRef {
  std::shared_ptr<const Written> ptr;
  const Written* operator->() const { return ptr.get(); }
  explicit operator bool() const { return ptr != nullptr; }
  friend bool operator==(const WrittenRef&, const WrittenRef&) { return true; }
};

// How a date of an item that a query finds must lie to one of the subject: the measure, of the
// subject's date after the item's, passes `number`. Unknown when one of the dates is absent.
struct DateRelation {
  enum class Measure : uint8_t {
    kDays,            // negative when the item's date is the later one
    kMonths,          // whole months gone by; negative when the item's date is the later one
    kCalendarMonths,  // months of the calendar, whatever the days
    kCalendarYears,
  };
  Measure measure = Measure::kDays;
  NumberTest number;
  FieldId item_field{};
  FieldId subject_field{};
  Item subject_of = Item::kClaim;
  DateOffset offset;                                // added to the subject's date
  int64_t Distance(Date subject, Date item) const;  // REQUIRES: both have values
  // The first day of the subject on which an item of that date is outside; no date where the window
  // never ends. REQUIRES: item.has_value()
  Date FirstDayAfter(Date item) const;
  friend bool operator==(const DateRelation&, const DateRelation&) = default;
};

struct Condition {
  enum class Kind : uint8_t {
    kAll,
    kAny,
    kNot,     // over `children`; an empty kAll is true, an empty kAny false
    kCodeIn,  // field (kCode, kDiagnosis) is in `codes`
    kAnyOf,
    kAllOf,
    kNoneOf,       // a set field (kCodeSet, kDiagnosisSet) against `codes`; kAllOf: singles only
    kTextIn,       // field (kText) is in `texts`
    kMatches,      // field (kText, kCode, kDiagnosis) matches the RE2 `pattern` somewhere
    kChoiceIn,     // field (kChoice): bit v of `choices` is set for value v
    kNumber,       // field (kNumber, kMoney) passes `number`
    kDate,         // field (kDate): days since 1970 pass `number`
    kNumberField,  // field (kNumber, kMoney) passes `number` with other_field for its `first`
    kDateField,    // field minus other_field and `offset`, in days, passes `number` (before ...)
    kAge,          // whole years from patient.birth_date to `field` (a date) pass `number`
    kSameAs,       // field (kCode, kDiagnosis, kText) has the value of other_field
    kSetCount,     // how many members the set field has passes `number`
    kPresent,
    kMissing,  // never unknown
    // Queries: about the items of `over` which satisfy children[0], `same`, `differ`, `earlier` and
    // `relations`. What history lines there are is unknown when the claim comes without any.
    kCount,      // their number, the subject line included, passes `number`
    kCountDays,  // the number of their first days
    kSum,        // the sum of their `field` (kNumber, kMoney) passes `number`, with other_field for
                 // its `first` unless that is kNone; between bounds where one of them lacks it
    kExists,     // there is one, other than the subject line
    kTable,  // `column` of `table` for the procedure code passes `number`; no row: false; table not
             // loaded, no release for the date: unknown
    kRow,    // what a reference table says of `field`'s code, or of its members, on the date that
             // goes with them, passes `row`; table not loaded, no release for the date: unknown
  };
  Kind kind = Kind::kAll;
  FieldId field{};
  FieldId other_field{};
  Item field_of = Item::kClaim;  // what `field` is read from
  Item other_of = Item::kClaim;
  // Of a query. Of a count or sum over lines children[1], if there is one, is what history lines
  // must satisfy: they are taken in too.
  Item over = Item::kLine;
  bool earlier = false;  // lines that stand before the subject line, and it; history always does
  std::vector<Condition> children;
  CodeSet codes;
  TextSet texts;
  std::string pattern;
  uint32_t choices = 0;
  NumberTest number;
  DateOffset offset;
  std::vector<SameKey> same;  // sorted, no repeats
  std::vector<SameKey> differ;
  std::vector<DateRelation> relations;
  std::string table;
  TableColumn column{};
  RowTest row;
  WrittenRef written;
  friend bool operator==(const Condition&, const Condition&) = default;
};

// Whether a condition asks about other items than the one in hand.
constexpr bool IsQuery(Condition::Kind kind) {
  return kind == Condition::Kind::kCount || kind == Condition::Kind::kCountDays ||
         kind == Condition::Kind::kSum || kind == Condition::Kind::kExists;
}

// A message with its slots found: literal text and slots in turn.
struct MessageTemplate {
  struct Part {
    // kNextDate: the first day on which the earlier line is outside the window of `with_history`.
    enum class Kind : uint8_t {
      kText,
      kField,
      kPartnerField,
      kHistoryField,
      kNextDate,
      kBuiltinSlot
    };
    Kind kind = Kind::kText;
    std::string text;  // kText; for kBuiltinSlot the slot's name
    FieldId field{};   // kField: of the subject line or claim; kPartnerField, kHistoryField: of the
                       // line that `with_line`, `with_history` found
    Item field_of = Item::kClaim;
  };
  std::vector<Part> parts;
};

enum class FixKind : uint8_t {
  kAddModifier,
  kRemoveModifier,
  kRemoveLine,
  kAddLine,
  kReplaceCode,
  kSetUnits,
  kSetField,
  kReview
};
struct Fix {
  FixKind kind = FixKind::kReview;
  std::string value;          // the modifier, code, number of units or `field=value`; may be empty
  std::string if_documented;  // what the record must show; non-empty: requires_documentation
  std::string text;  // a sentence of the author's; may be empty: one is made from kind and value
  bool on_partner = false;  // applies to the `with_line` line
};

struct Source {
  std::string title, section, url;
};

// Where a ruleset, rule or override applies. An empty list binds nothing. The first group is known
// before evaluation (a claim's view is chosen by it); the second is looked at when a finding is at
// hand.
struct Scope {
  std::vector<LineOfBusiness> lines_of_business;
  std::vector<std::string> payers, plans, tenants;
  std::vector<ClaimType> claim_types;
  std::vector<Code> states;                // of the billing provider
  std::vector<std::string> npis, tax_ids;  // rendering NPI, billing tax id
  std::vector<Code> places_of_service;     // of the subject line
  int BoundFields() const;
  friend bool operator==(const Scope&, const Scope&) = default;
};

enum class DateBasis : uint8_t { kServiceDate, kSubmittedDate, kReceivedDate };

// The value of one parameter. Of a built-in: `choice` for kChoice and kFlag (0, 1), `codes` for
// kCodes, `number` for kNumber. Of a YAML rule: `texts` as written, one or, for a list, any number,
// sorted.
struct ParameterValue {
  int choice = 0;
  int64_t number = 0;
  CodeSet codes;
  std::vector<std::string> texts;
  friend bool operator==(const ParameterValue&, const ParameterValue&) = default;
};

// A parameter that a YAML rule declares.
struct DeclaredParameter {
  std::string name, title;
  bool is_list = false;
};

// A claim with what a rule should say about it, from `examples:` or a *_test.yaml file.
struct Example {
  enum class Expect : uint8_t { kFires, kClear, kBypassed, kNotEvaluated };
  Expect expect = Expect::kFires;
  std::vector<int32_t> on;           // line numbers of the findings; empty: not checked
  std::optional<Severity> severity;  // of the findings
  std::shared_ptr<const Claim> claim;
  Position position;
};

inline constexpr int kLineOfBusinessCount = 9;  // LineOfBusiness values, kUnset included

struct ResolvedRule {
  std::string id;
  std::string family;  // the id up to its last dot
  std::string title;
  int ruleset = 0;  // index in ResolvedRulesets::rulesets; gives layer and scope
  std::array<Severity, kLineOfBusinessCount> severity{};  // by line of business
  bool for_claim = false;
  bool required = true;
  bool locked = false;     // no higher layer may suppress it or lower its severity
  DateInterval effective;  // a line rule applies when the line's span meets it (L6)
  DateBasis date_basis = DateBasis::kServiceDate;

  // A YAML rule: fires where `when` and what is asked of other lines hold and `unless` does not.
  Condition when;
  std::optional<Condition> with_line;  // kExists, as are the next three; `without` must not hold
  std::optional<Condition> without_line;
  std::optional<Condition> with_history;
  std::optional<Condition> without_history;
  std::optional<Condition> unless;

  // A built-in rule.
  std::optional<BuiltinId> builtin;

  // As BuiltinOf(*builtin).parameters, or as `declared_parameters` of a YAML rule, whose
  // conditions, message and fixes are those of these values.
  std::vector<ParameterValue> parameters;
  std::vector<DeclaredParameter> declared_parameters;
  std::string_view ParameterName(int index) const;

  // A YAML rule with the other values that overrides give its parameters: for each set of values
  // the whole rule, without variants and examples of its own.
  std::vector<ResolvedRule> variants;
  // Which of them holds where just these overrides of parameters apply (indexes in
  // ResolvedRulesets::overrides, ascending). Sorted; where there is none, the rule's own values
  // hold.
  struct Combination {
    std::vector<int32_t> overrides;
    uint8_t variant = 0;  // 0: the rule's own values; otherwise variants[variant - 1]
  };
  std::vector<Combination> combinations;
  uint8_t VariantWith(const std::vector<int32_t>& overrides) const;
  // The rule as variant `variant` has it.
  const ResolvedRule& Variant(uint8_t variant) const {
    return variant == 0 ? *this : variants[variant - 1u];
  }

  std::vector<MessageTemplate> messages;  // one, or one per variant of the built-in
  std::vector<Fix> fixes;
  std::vector<std::string> carc, rarc;
  Source source;
  std::string owner;
  std::vector<Example> examples;
  Position position;
};

// One override, already bound to one rule (an override of a family stands once per rule it
// selects).
struct ResolvedOverride {
  int rule = 0;  // index in ResolvedRulesets::rules
  int ruleset = 0;
  Layer layer{};
  Scope scope;  // the ruleset's and the override's own, both
  // The key of the findings it applies to (built-in rules): none, or codes of a pair or of the
  // subject line.
  enum class Key : uint8_t { kNone, kCodes, kPair };
  Key key = Key::kNone;
  CodeSet codes;          // kCodes: the subject line's procedure code is in it
  Code column1, column2;  // kPair
  int specificity = 0;    // domain 12.2: pair 5, code 4, set or range 3, rule 2, family 1, all 0

  std::optional<bool> enabled;  // suppress: false; enable: true
  std::optional<Severity> severity;
  struct ParameterChange {
    int parameter = 0;
    enum class Op : uint8_t { kSet, kAdd, kRemove } op = Op::kSet;
    ParameterValue value;
  };
  std::vector<ParameterChange> parameters;
  std::optional<Condition> exempt_when;  // accumulates; a finding it holds for is bypassed
  DateInterval effective;
  DateBasis date_basis = DateBasis::kServiceDate;
  int revision = 0;
  std::string id, reason, owner;
  Position position;
};

struct Ruleset {
  std::string id, version, title;
  Layer layer{};
  Scope scope;
  DateInterval effective;
  std::string directory;
};

// A whole-claim test from a *_test.yaml file: the findings the snapshot must give, no more and no
// fewer.
struct ClaimTest {
  std::string name;
  std::shared_ptr<const Claim> claim;
  Date today;
  struct Expected {
    std::string rule;
    std::vector<int32_t> lines;  // subject lines; empty: not checked
    std::optional<Severity> severity;
    std::optional<Outcome> outcome;
    std::string first_fix;  // `add_modifier 25 on 2`; empty: not checked
  };
  std::vector<Expected> findings;
  std::vector<std::string> not_evaluated;  // rule ids
  std::optional<Verdict> verdict;
  std::vector<std::string> only_rules;  // families or ids looked at; empty: all
  Position position;
};

// Rows of a reference table for examples, as csv: `example_tables:`.
struct ExampleTable {
  ReferenceId table{};
  std::string rows;
};

struct ResolvedRulesets {
  std::vector<Ruleset> rulesets;
  std::vector<ResolvedRule> rules;          // sorted by id; ids are unique
  std::vector<ResolvedOverride> overrides;  // in the order of application: by rule, then layer,
                                            // specificity, bound scope fields, start, revision, id
  std::vector<ClaimTest> tests;
  std::vector<ExampleTable> example_tables;
  std::string content_hash;  // SHA-256 over all files' paths and bytes, hexadecimal

  // Lets go of the rules' examples, their tables and the claim tests. Not while another thread
  // reads this.
  void DropExamples();
};

// What is said of a thing, in words: `severity`, `deny`. A name may come more than once (`fix`).
struct Attribute {
  std::string name;
  std::string value;
  friend bool operator==(const Attribute&, const Attribute&) = default;
};
// All that is said of it but the conditions of a YAML rule, and but what says nothing. In the order
// in which authors write it.
std::vector<Attribute> AttributesOf(const ResolvedRulesets& rulesets, const ResolvedRule& rule);
std::vector<Attribute> AttributesOf(const ResolvedRulesets& rulesets,
                                    const ResolvedOverride& override);
std::vector<Attribute> AttributesOf(const Ruleset& ruleset);

// One line a node, stable: the golden form of this stage.
std::string Dump(const ResolvedRulesets& rulesets);
std::string Dump(const Condition& condition);

// The value of the rule's parameter `index` as an author writes it.
std::string ParameterText(const ResolvedRule& rule, int index, const ParameterValue& value);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_RESOLVED_RULESET_H_
