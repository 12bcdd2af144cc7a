#include "rules_engine/explain/seen_value.h"

#include "absl/strings/str_cat.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;

constexpr size_t kMaxSeen = 80;  // bytes of a value shown

std::string Shortened(std::string text) {
  if (text.size() <= kMaxSeen) return text;
  size_t end = kMaxSeen;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

class Reader {
 public:
  Reader(const AskedRule& rule, int index)
      : rule_(rule), index_(index), node_(rule.node(index)), condition_(node_.condition()) {}

  std::string Value() const {
    switch (condition_.kind) {
      case Kind::kAll:
      case Kind::kAny:
      case Kind::kNot:
        return "";
      case Kind::kDateField:
        return DaysBetween();
      case Kind::kAge:
        return Age();
      case Kind::kCount:
      case Kind::kCountDays: {
        const std::vector<int32_t> found = rule_.Found(index_);
        return absl::StrCat(found.size(), Among(found));
      }
      case Kind::kSum: {
        const std::vector<int32_t> found = rule_.Found(index_);
        const bool money = FieldOf(condition_.field, Item::kLine).type == FieldType::kMoney;
        return (money ? FormatCents : FormatThousandths)(SumOf(found)) + Among(found);
      }
      case Kind::kExists: {
        const std::vector<int32_t> found = rule_.Found(index_);
        return found.empty() ? "none" : ItemNames(rule_.claim(), condition_.over, found);
      }
      case Kind::kTable:
        return TableValue();
      case Kind::kRow:
        return RowValue();
      default:
        return FieldValue(condition_.field, condition_.field_of);
    }
  }

 private:
  ItemRef Ref(Item of) const { return ItemRef::At(rule_.claim(), of, node_.item); }

  std::string FieldValue(FieldId id, Item of) const {
    std::string value = FormatValue(FieldOf(id, of), rule_.claim(), Ref(of));
    return value.empty() ? "absent" : Shortened(std::move(value));
  }

  Date ReadDateOf(FieldId id, Item of) const { return rule_.conditions().ReadDateOf(id, Ref(of)); }

  // `12 days`, or what is absent.
  std::string DaysBetween() const {
    const Date a = ReadDateOf(condition_.field, condition_.field_of);
    const Date b = ReadDateOf(condition_.other_field, condition_.other_of);
    const auto dates = [&] {
      const auto text = [](Date date) { return date.has_value() ? date.ToString() : "absent"; };
      return absl::StrCat(
          std::string(FieldOf(condition_.field, condition_.field_of).name), " ", text(a), ", ",
          std::string(FieldOf(condition_.other_field, condition_.other_of).name), " ", text(b));
    };
    if (!a.has_value() || !b.has_value()) return dates();
    const int64_t days = int64_t{a.days()} - condition_.offset.AddTo(b).days();
    return absl::StrCat(days, days == 1 ? " day (" : " days (", dates(), ")");
  }

  std::string Age() const {
    const Date birth = rule_.claim().patient.birth_date;
    const Date on = ReadDateOf(condition_.field, condition_.field_of);
    if (!birth.has_value()) return "birth date absent";
    if (!on.has_value()) return FieldValue(condition_.field, condition_.field_of);
    return absl::StrCat(YearsBetween(birth, on), " years");
  }

  int64_t SumOf(const std::vector<int32_t>& found) const {
    int64_t sum = 0;
    for (const int32_t item : found) {
      const int64_t amount = ReadNumber(condition_.field, rule_.claim(),
                                        ItemRef::At(rule_.claim(), condition_.over, item));
      if (amount != kUnset && __builtin_add_overflow(sum, amount, &sum)) return INT64_MAX;
    }
    return sum;
  }

  std::string Among(const std::vector<int32_t>& found) const {
    if (found.empty()) return "";
    return " (" + ItemNames(rule_.claim(), condition_.over, found) + ")";
  }

  std::string TableValue() const {
    int64_t value = 0;
    const ServiceLine& line = *Ref(condition_.field_of).line;
    switch (rule_.conditions().TableValue(rule_.GraphNodeOf(index_), line, value)) {
      case Truth::kFalse:
        return "no row for " + line.procedure_code.ToString();
      case Truth::kUnknown:
        return "not in the tables loaded";
      case Truth::kTrue:
        return std::to_string(value);
    }
    return "";
  }

  // For each code asked about, the columns asked for or how the table lists it.
  std::string RowValue() const {
    const GraphNode& node = rule_.GraphNodeOf(index_);
    const ReferenceId id = ReferenceOf(node.table);
    const ReferenceTable* table = rule_.program().Reference(id);
    const ItemRef at = Ref(node.of);
    std::string text;
    rule_.conditions().ForEachRowKey(node, at, [&](const Conditions::RowKey& key) {
      if (!text.empty()) text += "; ";
      if (!key.present) {
        text += "absent";
        return;
      }
      absl::StrAppend(&text, key.key.ToString(), ": ");
      if (table == nullptr) {
        absl::StrAppend(&text, std::string(ReferenceSchemaOf(id).name), " is not loaded");
      } else if (!key.date.has_value()) {
        text += "no date";
      } else {
        text += RowOf(*table, rule_.conditions().LookUp(node, at, key));
      }
    });
    return text.empty() ? "absent" : Shortened(std::move(text));
  }

  std::string RowOf(const ReferenceTable& table, const Conditions::RowAnswer& answer) const {
    switch (answer.listing) {
      case Listing::kUnknown:
        return "not in the tables loaded";
      case Listing::kUnlisted:
        return "not listed";
      case Listing::kEnded:
        return "ended " + table.dates(answer.row).last.ToString();
      case Listing::kNotYet:
        return "not before " + table.dates(answer.row).first.ToString();
      case Listing::kListed:
        break;
    }
    std::string text;
    for (const ColumnTest& test : condition_.row.columns) {
      const std::string name(table.schema().columns[static_cast<size_t>(test.column)].name);
      if (text.find(name) != std::string::npos) continue;
      const std::string cell = table.Format(answer.row, test.column);
      absl::StrAppend(&text, text.empty() ? "" : ", ", name, " ", cell.empty() ? "absent" : cell);
    }
    return text.empty() ? "listed" : text;
  }

  const AskedRule& rule_;
  const int index_;
  const AskedRule::Node& node_;
  const Condition& condition_;
};

}  // namespace

std::string SeenValue(const AskedRule& rule, int node) { return Reader(rule, node).Value(); }

std::string ItemNames(const Claim& claim, Item of, const std::vector<int32_t>& items) {
  if (of != Item::kLine || items.size() == 1) {
    std::string text;
    for (const int32_t item : items)
      absl::StrAppend(&text, text.empty() ? "" : ", ", ItemName(claim, of, item));
    return Shortened(text);
  }
  std::string text = "lines ";
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
    absl::StrAppend(&text, claim.service_lines[static_cast<size_t>(items[i])].line_number);
  }
  return Shortened(text);
}

}  // namespace scrubline
