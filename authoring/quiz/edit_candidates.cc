#include "authoring/quiz/edit_candidates.h"

#include <algorithm>
#include <string>
#include <utility>

namespace scrubline {
namespace {

constexpr size_t kMostMembers = 6;  // of a set, for one field of one line
constexpr int32_t kMostLines = 8;   // changes beyond them teach nothing new
// NPIs of nobody (none that starts with 2 has been given out): a sound check digit, a wrong one.
constexpr std::string_view kSoundNpi = "2000000002";
constexpr std::string_view kUnsoundNpi = "2000000003";

using Kind = ClaimEdit::Kind;

// What to add to a bound to get to either side of it.
int64_t StepOf(FieldType type) { return type == FieldType::kNumber ? kThousandths : 1; }

class Proposer {
 public:
  Proposer(const Claim& claim, const CodePool& pool) : claim_(claim), pool_(pool) {
    lines_ = std::min(kMostLines, static_cast<int32_t>(claim.service_lines.size()));
  }

  void Propose(const Condition& condition) {
    for (const Condition& child : condition.children) Propose(child);
    switch (condition.kind) {
      case Condition::Kind::kExists:
      case Condition::Kind::kCount:
      case Condition::Kind::kSum:
        ProposeQuery(condition);
        return;
      case Condition::Kind::kTable:
        ForItems(Item::kLine, [&](int32_t line) {
          ProposeCode({.field = FieldId::kProcedureCode, .of = Item::kLine, .line = line},
                      [](Code) { return true; });
        });
        return;
      case Condition::Kind::kRow:
        ForItems(condition.field_of, [&](int32_t line) { ProposeMembers(condition, line); });
        return;
      default:
        ForItems(condition.field_of, [&](int32_t line) { ProposeLeaf(condition, line); });
    }
  }

  void ProposeBuiltin(const ResolvedRule& rule) {
    for (const ParameterValue& parameter : rule.parameters) {
      for (int32_t line = 0; line < lines_; ++line) {
        ProposeSet({.field = FieldId::kModifiers, .of = Item::kLine, .line = line},
                   parameter.codes);
      }
    }
    for (int32_t line = 0; line < lines_; ++line) {
      const int64_t units = Line(line).units;
      if (units == kUnset) continue;
      ClaimEdit edit{.field = FieldId::kUnits, .of = Item::kLine, .line = line};
      ProposeNumbers(edit, {units - kThousandths, units + kThousandths, kThousandths});
    }
    for (const ProviderRole role : {ProviderRole::kBilling, ProviderRole::kRendering}) {
      ClaimEdit edit{.field = NpiOf(role)};
      for (const std::string_view npi : {kSoundNpi, kUnsoundNpi, std::string_view()}) {
        edit.text = npi;
        Add(edit);
      }
    }
    ProposeLines(nullptr);
    ProposeSame(SameKey::kServiceDate);
    ProposeSame(SameKey::kRenderingProvider);
  }

  std::vector<ClaimEdit> Take() {
    std::sort(edits_.begin(), edits_.end());
    edits_.erase(std::unique(edits_.begin(), edits_.end()), edits_.end());
    return std::move(edits_);
  }

 private:
  static FieldId NpiOf(ProviderRole role) {
    return static_cast<FieldId>(static_cast<int>(FieldId::kFirstProviderField) +
                                static_cast<int>(role) * kProviderAttributeCount);
  }
  const ServiceLine& Line(int32_t line) const {
    return claim_.service_lines[static_cast<size_t>(line)];
  }
  ItemRef ItemOf(int32_t line) const { return line < 0 ? ItemRef(nullptr) : ItemRef(&Line(line)); }

  template <typename Visit>
  void ForItems(Item of, Visit visit) {
    if (of == Item::kClaim) visit(-1);
    for (int32_t line = 0; of == Item::kLine && line < lines_; ++line) visit(line);
  }

  void Add(const ClaimEdit& edit) { edits_.push_back(edit); }

  // Of a question to a table: another code or text in the field's place, one member less.
  void ProposeMembers(const Condition& condition, int32_t line) {
    const Item of = line < 0 ? Item::kClaim : Item::kLine;
    ClaimEdit edit{.field = condition.field, .of = of, .line = line};
    switch (FieldOf(condition.field, of).type) {
      case FieldType::kCodeSet:
      case FieldType::kDiagnosisSet:
        edit.kind = Kind::kRemoveCode;
        ForEachCode(edit.field, claim_, ItemOf(edit.line), [&](Code code) {
          edit.code = code;
          Add(edit);
          return true;
        });
        return;
      case FieldType::kText:
        ProposeTexts(edit, [](const std::string&) { return true; });
        return;
      default:
        ProposeCode(edit, [](Code) { return true; });
    }
  }

  void ProposeLeaf(const Condition& condition, int32_t line) {
    const Item of = line < 0 ? Item::kClaim : Item::kLine;
    ClaimEdit edit{.field = condition.field, .of = of, .line = line};
    switch (condition.kind) {
      case Condition::Kind::kCodeIn:
        ProposeCode(edit, [&](Code code) { return condition.codes.Contains(code); });
        return;
      case Condition::Kind::kAnyOf:
      case Condition::Kind::kAllOf:
      case Condition::Kind::kNoneOf:
        ProposeSet(edit, condition.codes);
        return;
      case Condition::Kind::kTextIn:
        ProposeTexts(edit, [&](const std::string& text) { return condition.texts.Contains(text); });
        return;
      case Condition::Kind::kMatches:
        if (FieldOf(condition.field, of).type == FieldType::kText) {
          ProposeTexts(edit, [](const std::string&) { return true; });
        } else {
          ProposeCode(edit, [](Code) { return true; });
        }
        return;
      case Condition::Kind::kChoiceIn: {
        const auto choices = static_cast<int64_t>(FieldOf(condition.field, of).choices.size());
        for (edit.number = 1; edit.number <= choices; ++edit.number) Add(edit);
        return;
      }
      case Condition::Kind::kNumber:
        ProposeBounds(edit, condition.number, StepOf(FieldOf(condition.field, of).type));
        return;
      case Condition::Kind::kDate:
        ProposeBounds(edit, condition.number, 1);
        return;
      case Condition::Kind::kDateField:
        ProposeDays(condition, edit);
        return;
      case Condition::Kind::kAge:
        ProposeBirthDates(condition, line);
        return;
      case Condition::Kind::kPresent:
      case Condition::Kind::kMissing:
        ProposePresence(edit);
        return;
      default:
        return;
    }
  }

  // Near codes of either kind: those that belong and those that do not.
  template <typename Belongs>
  void ProposeCode(ClaimEdit edit, Belongs belongs) {
    const Code now = ReadCode(edit.field, claim_, ItemOf(edit.line));
    for (const bool wanted : {true, false}) {
      for (const Code code :
           pool_.Near(edit.field, now, [&](Code one) { return belongs(one) == wanted; })) {
        edit.code = code;
        Add(edit);
      }
    }
  }

  void ProposeSet(ClaimEdit edit, const CodeSet& codes) {
    edit.kind = Kind::kRemoveCode;
    ForEachCode(edit.field, claim_, ItemOf(edit.line), [&](Code code) {
      edit.code = code;
      if (codes.Contains(code)) Add(edit);
      return true;
    });
    edit.kind = Kind::kAddCode;
    const std::vector<Code>& singles = codes.singles();
    for (size_t i = 0; i < std::min(kMostMembers, singles.size()); ++i) {
      edit.code = singles[i * singles.size() / std::min(kMostMembers, singles.size())];
      Add(edit);
    }
    for (const CodeSet::Range& range : codes.ranges()) {
      for (const Code code : pool_.Near(edit.field, range.first,
                                        [&](Code one) { return CodeSet::InRange(range, one); })) {
        edit.code = code;
        Add(edit);
      }
    }
  }

  template <typename Belongs>
  void ProposeTexts(ClaimEdit edit, Belongs belongs) {
    for (const bool wanted : {true, false}) {
      std::vector<std::string> texts =
          pool_.Texts(edit.field, [&](const std::string& text) { return belongs(text) == wanted; });
      if (texts.size() > kMostMembers) texts.resize(kMostMembers);
      for (std::string& text : texts) {
        edit.text = std::move(text);
        Add(edit);
      }
    }
  }

  void ProposeNumbers(ClaimEdit edit, std::initializer_list<int64_t> values) {
    for (const int64_t value : values) {
      edit.number = value;
      Add(edit);
    }
  }

  void ProposeBounds(const ClaimEdit& edit, const NumberTest& test, int64_t step) {
    ProposeNumbers(edit, {test.first - step, test.first, test.first + step});
    if (test.op != NumberTest::Op::kBetween) return;
    ProposeNumbers(edit, {test.second - step, test.second, test.second + step});
  }

  // So many days from the other date, from either end.
  void ProposeDays(const Condition& condition, ClaimEdit edit) {
    if (condition.other_field == FieldId::kToday) return;  // no claim can change it
    const Date one = ReadDate(condition.field, claim_, ItemOf(edit.line));
    ForItems(condition.other_of, [&](int32_t other_line) {
      const Date other = ReadDate(condition.other_field, claim_, ItemOf(other_line));
      if (edit.line >= 0 && other_line >= 0 && edit.line != other_line) return;
      if (other.has_value()) {
        NumberTest test = condition.number;
        const Date from = condition.offset.AddTo(other);
        test.first += from.days();
        test.second += from.days();
        ProposeBounds(edit, test, 1);
      }
      if (one.has_value()) {
        NumberTest test = condition.number;
        test.first = one.days() - test.first;
        test.second = one.days() - test.second;
        ProposeBounds(
            {.field = condition.other_field, .of = condition.other_of, .line = other_line}, test,
            1);
      }
    });
  }

  // Birthdays on the day, and on the day after.
  void ProposeBirthDates(const Condition& condition, int32_t line) {
    const Date on = ReadDate(condition.field, claim_, ItemOf(line));
    if (!on.has_value()) return;
    const auto propose = [&](int64_t years) {
      if (years < 0 || years > 150) return;
      const Date birth = on.AddYears(-static_cast<int>(years));
      ProposeNumbers({.field = FieldId::kPatientBirthDate}, {birth.days(), birth.days() + 1});
    };
    for (const int64_t more : {0, 1}) {
      propose(condition.number.first + more);
      if (condition.number.op == NumberTest::Op::kBetween) propose(condition.number.second + more);
    }
  }

  void ProposePresence(ClaimEdit edit) {
    const Field& field = FieldOf(edit.field, edit.of);
    const ItemRef item = ItemOf(edit.line);
    switch (field.type) {
      case FieldType::kCodeSet:
      case FieldType::kDiagnosisSet:
        edit.kind = Kind::kRemoveCode;
        ForEachCode(edit.field, claim_, item, [&](Code code) {
          edit.code = code;
          Add(edit);
          return true;
        });
        edit.kind = Kind::kAddCode;
        for (const Code code : pool_.Near(edit.field, Code(), [](Code) { return true; })) {
          edit.code = code;
          Add(edit);
        }
        return;
      default:
        break;
    }
    if (IsPresent(field, claim_, item)) {
      Add(edit);  // without a value
      return;
    }
    switch (field.type) {
      case FieldType::kCode:
      case FieldType::kDiagnosis:
        ProposeCode(edit, [](Code) { return true; });
        return;
      case FieldType::kText:
        ProposeTexts(edit, [](const std::string&) { return true; });
        return;
      case FieldType::kDate:
        for (int32_t line = 0; line < lines_; ++line) {
          if (Line(line).service_date.has_value()) {
            ProposeNumbers(edit, {Line(line).service_date.days()});
          }
        }
        return;
      case FieldType::kNumber:
      case FieldType::kMoney:
        ProposeNumbers(edit, {kThousandths});
        return;
      case FieldType::kChoice:
        ProposeNumbers(edit, {1, 2});
        return;
      default:
        return;
    }
  }

  void ProposeQuery(const Condition& condition) {
    if (condition.over != Item::kLine || condition.children.empty()) return;
    ProposeLines(&condition.children.front());
    for (const SameKey key : condition.same) ProposeSame(key);
    if (condition.kind != Condition::Kind::kSum) return;
    int64_t sum = 0;
    for (const ServiceLine& line : claim_.service_lines) sum += std::max<int64_t>(line.units, 0);
    for (int32_t line = 0; line < lines_; ++line) {
      const int64_t units = Line(line).units;
      if (units == kUnset) continue;
      const ClaimEdit edit{.field = FieldId::kUnits, .of = Item::kLine, .line = line};
      NumberTest test = condition.number;
      ProposeBounds(edit, test, kThousandths);
      test.first -= sum - units;  // were all lines in it
      test.second -= sum - units;
      ProposeBounds(edit, test, kThousandths);
    }
  }

  // A line less; and a line more, with a procedure code that `where` asks for, or that stands on
  // the claim already.
  void ProposeLines(const Condition* where) {
    for (int32_t line = 0; line < lines_; ++line) {
      Add({.kind = Kind::kRemoveLine, .of = Item::kLine, .line = line});
      ClaimEdit edit{.kind = Kind::kAddLine, .of = Item::kLine, .line = line};
      edit.code = Line(line).procedure_code;
      Add(edit);
      if (where != nullptr) ProposeLinesWith(*where, edit);
    }
  }

  void ProposeLinesWith(const Condition& where, ClaimEdit edit) {
    for (const Condition& child : where.children) ProposeLinesWith(child, edit);
    if (where.kind != Condition::Kind::kCodeIn || where.field != FieldId::kProcedureCode) return;
    for (const Code code : pool_.Near(FieldId::kProcedureCode, Line(edit.line).procedure_code,
                                      [&](Code one) { return where.codes.Contains(one); })) {
      edit.code = code;
      Add(edit);
    }
  }

  // Another value of what relates lines, on each of several.
  void ProposeSame(SameKey key) {
    if (claim_.service_lines.size() < 2) return;
    for (int32_t line = 0; line < lines_; ++line) {
      ClaimEdit edit{.of = Item::kLine, .own = true, .line = line};
      switch (key) {
        case SameKey::kServiceDate:
          edit.field = FieldId::kServiceDate;
          if (Line(line).service_date.has_value()) {
            ProposeNumbers(edit, {Line(line).service_date.days() + 1});
          }
          // The day of another line.
          for (const ServiceLine& other : claim_.service_lines) {
            if (other.service_date.has_value()) ProposeNumbers(edit, {other.service_date.days()});
          }
          break;
        case SameKey::kRenderingProvider:
          edit.field = NpiOf(ProviderRole::kRendering);
          edit.text = kSoundNpi;
          Add(edit);
          for (const ServiceLine& other : claim_.service_lines) {
            const Provider* provider = FindProvider(ProviderRole::kRendering, claim_, &other);
            if (provider == nullptr || provider->npi.empty()) continue;
            edit.text = provider->npi;
            Add(edit);
          }
          break;
        case SameKey::kPlaceOfService:
          edit.field = FieldId::kLinePlaceOfService;
          ProposeCode(edit, [](Code) { return true; });
          break;
        case SameKey::kProcedureCode:
          edit.field = FieldId::kProcedureCode;
          ProposeCode(edit, [](Code) { return true; });
          for (const ServiceLine& other : claim_.service_lines) {
            edit.code = other.procedure_code;
            Add(edit);
          }
          break;
        case SameKey::kRevenueCode:
          edit.field = FieldId::kRevenueCode;
          ProposeCode(edit, [](Code) { return true; });
          break;
        case SameKey::kFirstPointedDiagnosis:
          edit.field = FieldId::kFirstPointedDiagnosis;
          ProposeCode(edit, [](Code) { return true; });
          break;
        default:
          break;
      }
    }
  }

  const Claim& claim_;
  const CodePool& pool_;
  int32_t lines_ = 0;
  std::vector<ClaimEdit> edits_;
};

}  // namespace

std::vector<ClaimEdit> EditCandidates(const ResolvedRule& rule, const Claim& claim,
                                      const CodePool& pool) {
  Proposer proposer(claim, pool);
  if (rule.builtin) {
    proposer.ProposeBuiltin(rule);
    return proposer.Take();
  }
  proposer.Propose(rule.when);
  for (const auto* part : {&rule.with_line, &rule.without_line, &rule.unless}) {
    if (part->has_value()) proposer.Propose(**part);
  }
  return proposer.Take();
}

}  // namespace scrubline
