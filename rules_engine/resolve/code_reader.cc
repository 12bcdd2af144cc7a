#include "rules_engine/resolve/code_reader.h"

#include <algorithm>
#include <string>

namespace scrubline {
namespace {

bool IsCapitalOrDigit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// What a text field's values look like, where they have a form; empty when `text` has it.
std::string_view TextProblem(const Field& field, std::string_view text) {
  if (field.name.ends_with(".taxonomy_code")) {
    const bool sound = text.size() == 10 && std::all_of(text.begin(), text.end(), IsCapitalOrDigit);
    return sound ? "" : "a taxonomy code has 10 characters, capital letters and digits";
  }
  if (field.name.ends_with(".npi")) {
    const bool sound = text.size() == 10 && std::all_of(text.begin(), text.end(), IsDigit);
    return sound ? "" : "an NPI has 10 digits";
  }
  return text.empty() ? "write `missing` for an absent value" : "";
}

// Word processors put them in, and YAML takes them for part of the text.
bool HasTypographicQuotes(std::string_view text) {
  for (const std::string_view quote :
       {"\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9C", "\xE2\x80\x9D"}) {
    if (text.find(quote) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

CodeShape ShapeOf(const Field& field) {
  switch (field.id) {
    case FieldId::kProcedureCode:
      return kProcedureShape;
    case FieldId::kModifiers:
    case FieldId::kFirstModifier:
      return kModifierShape;
    case FieldId::kPlaceOfService:
    case FieldId::kLinePlaceOfService:
      return kPlaceOfServiceShape;
    case FieldId::kRevenueCode:
      return {"a revenue code", 4, false};
    case FieldId::kTypeOfBill:
    case FieldId::kHistoryTypeOfBill:
      return {"a type of bill", 4, false};
    case FieldId::kFrequencyCode:
      return {"a frequency code", 1, false};
    case FieldId::kPatientStatus:
      return {"a patient status", 2, false};
    case FieldId::kConditionCodes:
      return {"a condition code", 2, false};
    case FieldId::kOccurrences:
    case FieldId::kOccurrenceSpans:
    case FieldId::kOccurrenceCode:
    case FieldId::kOccurrenceSpanCode:
      return {"an occurrence code", 2, false};
    case FieldId::kValueCodes:
    case FieldId::kValueCode:
      return {"a value code", 2, false};
    case FieldId::kPatientRelationship:
      return {"a relationship", 2, false};
    case FieldId::kNdcUnit:
      return {"a unit of an NDC", 2, false};
    case FieldId::kAccidentState:
      return kStateShape;
    default:
      break;
  }
  if (field.type == FieldType::kDiagnosis || field.type == FieldType::kDiagnosisSet) {
    return {"a diagnosis code", 0, true};
  }
  if (field.name.ends_with(".state")) return kStateShape;
  if (field.name.ends_with(".specialty_code")) return {"a specialty code", 2, false};
  return {};
}

std::optional<Code> CodeReader::Parse(const Node& node, std::string_view text,
                                      const CodeShape& shape, bool prefix) {
  bool sound = !text.empty();
  for (const char c : text) {
    sound = sound && (IsCapitalOrDigit(c) || (shape.diagnosis && c == '.'));
  }
  const auto code = shape.diagnosis ? Code::ParseDiagnosis(text) : Code::Parse(text);
  if (sound && code) {
    const int length = code->length();
    const bool fits = shape.diagnosis ? length <= 7 && (prefix || length >= 3)
                      : shape.length == 0
                          ? true
                          : (prefix ? length < shape.length : length == shape.length);
    if (fits) return code;
  }
  std::string hint = "codes are capital letters and digits";
  if (shape.length > 0) {
    hint = std::string(shape.what) + " has " + std::to_string(shape.length) +
           (shape.length == 1 ? " character" : " characters");
    const bool short_number = text.size() < static_cast<size_t>(shape.length) &&
                              std::all_of(text.begin(), text.end(), IsDigit);
    if (short_number) hint += ", leading zeros too";
  } else if (shape.diagnosis) {
    hint = "a diagnosis code has 3 to 7 characters, with or without the dot";
  }
  if (prefix) {
    Report(diagnostics_, node, Quoted(node.text) + " is not a prefix of " + std::string(shape.what),
           hint + "; `*` stands behind fewer of them: `J9*`");
    return std::nullopt;
  }
  if (HasTypographicQuotes(text)) hint = "put it in straight quotes (\"), not typographic ones";
  if (text.find('*') != std::string_view::npos) hint = "`*` stands only at the end: `J9*`";
  Report(diagnostics_, node, Quoted(text) + " is not " + std::string(shape.what), hint);
  return std::nullopt;
}

void CodeReader::AddRange(const Node& node, const CodeShape& shape, CodeSet& set) {
  const std::string_view text = node.text;
  const size_t dash = text.find('-');
  const auto first = Parse(node, text.substr(0, dash), shape, false);
  const auto last = Parse(node, text.substr(dash + 1), shape, false);
  if (!first || !last) return;
  if (*last < *first) {
    Report(diagnostics_, node, "the range " + Quoted(text) + " ends before it begins",
           "write the lower code first");
  } else if (shape.diagnosis) {
    set.AddDiagnosisRange(*first, *last);
  } else if (!CodeSet::SameShape(*first, *last)) {
    Report(diagnostics_, node, "the ends of the range " + Quoted(text) + " are of different forms",
           "both ends need letters and digits in the same places: `J9000-J9999`");
  } else {
    set.AddRange(*first, *last);
  }
}

void CodeReader::AddCode(const Node& node, const CodeShape& shape, CodeSet& set) {
  const std::string_view text = node.text;
  if (text.ends_with('*')) {
    if (const auto code = Parse(node, text.substr(0, text.size() - 1), shape, true)) {
      set.AddPrefix(*code);
    }
  } else if (text.find('-') != std::string_view::npos) {
    AddRange(node, shape, set);
  } else if (const auto code = Parse(node, text, shape, false)) {
    set.Add(*code);
  }
}

std::optional<Code> CodeReader::ReadOne(const Node& node, const CodeShape& shape) {
  const auto text = TextOf(node, shape.what, diagnostics_);
  if (!text) return std::nullopt;
  if (text->find_first_of("*-") != std::string_view::npos || IsName(*text)) {
    Report(diagnostics_, node, Quoted(*text) + " is not one code",
           "no range, prefix or list can stand here");
    return std::nullopt;
  }
  return Parse(node, *text, shape, false);
}

void CodeReader::AddList(const Node& use, const Names::Entry& list, const CodeShape& shape,
                         CodeSet& set) {
  for (const Node* item : OneOrMore(*list.value)) {
    if (!TextOf(*item, "a code", diagnostics_)) continue;
    if (IsName(item->text)) {
      Report(diagnostics_, *item, Quoted(item->text) + " is not a code",
             "a list holds codes in capital letters, not other lists");
      continue;
    }
    Diagnostics as_used;
    CodeReader(names_, as_used).AddCode(*item, shape, set);
    if (as_used.empty()) continue;
    // The list's own fault, or that of the rule that uses it for something else?
    Diagnostics as_written;
    CodeSet ignored;
    CodeReader(names_, as_written).AddCode(*item, {"a code", 0, shape.diagnosis}, ignored);
    if (as_written.empty()) {
      Report(diagnostics_, use,
             "the list " + Quoted(use.text) + " holds " + Quoted(item->text) + ", which is not " +
                 std::string(shape.what),
             as_used.front().hint);
      return;
    }
    diagnostics_.insert(diagnostics_.end(), as_written.begin(), as_written.end());
  }
}

CodeSet CodeReader::ReadSet(const Node& node, const CodeShape& shape, int ruleset) {
  CodeSet set;
  if (codes_in_all_ > kMaxCodesInAll) return set;  // reported already
  for (const Node* item : OneOrMore(node)) {
    if (!TextOf(*item, shape.what, diagnostics_)) continue;
    if (!IsName(item->text)) {
      AddCode(*item, shape, set);
      continue;
    }
    const Names::Entry* list = names_.FindList(*item, ruleset, /*quietly=*/false, diagnostics_);
    if (list == nullptr) continue;
    AddList(*item, *list, shape, set);
  }
  set.Seal();
  codes_in_all_ += set.singles().size() + set.ranges().size();
  if (codes_in_all_ > kMaxCodesInAll) {
    Report(diagnostics_, node,
           "more than " + std::to_string(kMaxCodesInAll) + " codes in all rules, lists written out",
           "use ranges and prefixes, or fewer rules over long lists");
  }
  return set;
}

void CodeReader::AddText(const Node& node, const Field& field, TextSet& set) {
  const std::string_view text = node.text;
  if (text.ends_with('*')) {
    if (text.size() == 1) {
      Report(diagnostics_, node, "`*` alone stands for any value", "write `present`");
      return;
    }
    set.prefixes.emplace_back(text.substr(0, text.size() - 1));
    return;
  }
  const std::string_view problem = TextProblem(field, text);
  if (!problem.empty()) {
    Report(diagnostics_, node,
           (text.empty() ? "an empty text is no value of " : Quoted(text) + " is not a value of ") +
               Quoted(field.name),
           std::string(problem));
    return;
  }
  set.exact.emplace_back(text);
}

TextSet CodeReader::ReadTexts(const Node& node, const Field& field, int ruleset) {
  TextSet set;
  for (const Node* item : OneOrMore(node)) {
    if (!TextOf(*item, "text", diagnostics_)) continue;
    // Text may look like a list's name; in quotes it is always the text itself.
    const bool may_name = !item->quoted && IsName(item->text);
    const Names::Entry* list =
        may_name ? names_.FindList(*item, ruleset, /*quietly=*/true, diagnostics_) : nullptr;
    if (list != nullptr) {
      for (const Node* text : OneOrMore(*list->value)) {
        if (TextOf(*text, "text", diagnostics_)) AddText(*text, field, set);
      }
      continue;
    }
    const size_t before = diagnostics_.size();
    AddText(*item, field, set);
    const std::string hint = may_name ? names_.ListHint(item->text, ruleset) : "";
    if (!hint.empty() && diagnostics_.size() == before) {
      Report(diagnostics_, *item, Quoted(item->text) + " is text here, but nearly a list's name",
             hint + " If the text is meant, put it in quotes", Diagnostic::Level::kWarning);
    }
  }
  const auto seal = [](std::vector<std::string>& texts) {
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  };
  seal(set.exact);
  seal(set.prefixes);
  return set;
}

bool CodeReader::IsOneCode(const Node& node) {
  const Node* item = &node;
  if (node.kind == Node::Kind::kSequence && node.items.size() == 1) item = node.items[0].get();
  return item->kind == Node::Kind::kScalar && !IsName(item->text) &&
         item->text.find_first_of("*-") == std::string::npos;
}

}  // namespace scrubline
