#include "render/quiz_sheet.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "authoring/handbook/html.h"
#include "nlohmann/json.hpp"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

using Json = nlohmann::ordered_json;

struct Value {
  std::string_view name;
  std::string value;
};

// One of the two claims as it is shown.
struct Shown {
  char label = 'A';
  const QuizClaim* claim = nullptr;
  std::vector<Value> values;
  std::vector<std::string_view> columns;
  std::vector<std::vector<std::string>> rows;
};

std::vector<const Field*> Columns(const QuizCase& one) {
  std::vector<const Field*> columns;
  for (const FieldId id :
       {FieldId::kProcedureCode, FieldId::kModifiers, FieldId::kUnits, FieldId::kServiceDate}) {
    columns.push_back(&FieldOf(id, Item::kLine));
  }
  columns.insert(columns.end(), one.line_fields.begin(), one.line_fields.end());
  return columns;
}

Shown Show(const QuizCase& one, const QuizClaim& claim, char label) {
  Shown shown{.label = label, .claim = &claim};
  for (const Field* field : one.claim_fields) {
    shown.values.push_back({field->name, FormatValue(*field, *claim.claim, nullptr)});
  }
  shown.columns.push_back("line");
  const std::vector<const Field*> columns = Columns(one);
  for (const Field* field : columns) shown.columns.push_back(field->name);
  for (const ServiceLine& line : claim.claim->service_lines) {
    std::vector<std::string> row = {std::to_string(line.line_number)};
    for (const Field* field : columns) row.push_back(FormatValue(*field, *claim.claim, &line));
    shown.rows.push_back(std::move(row));
  }
  return shown;
}

struct Labels {
  char failing, passing;
};
Labels LabelsOf(const QuizCase& one) {
  return one.failing_first ? Labels{'A', 'B'} : Labels{'B', 'A'};
}

std::vector<Shown> ShowBoth(const QuizCase& one) {
  return {Show(one, one.failing_first ? one.failing : one.passing, 'A'),
          Show(one, one.failing_first ? one.passing : one.failing, 'B')};
}

std::string OrNone(const std::string& value) { return value.empty() ? "none" : value; }

std::string LinesText(const std::vector<int32_t>& lines) {
  if (lines.empty()) return "the claim as a whole";
  std::string text = lines.size() == 1 ? "line " : "lines ";
  for (size_t i = 0; i < lines.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(lines[i]);
  return text;
}

// `modifier 25`, `place_of_service 11`.
std::string MemberText(const std::string& field, const std::string& code) {
  if (field == "modifiers") return "modifier " + code;
  if (field == "diagnoses") return "diagnosis " + code;
  if (field == "pointed_diagnoses") return "a pointer to diagnosis " + code;
  if (field == "condition_codes") return "condition code " + code;
  return code + " among its " + field;
}

// `line 1 has modifier 25 on claim B, not on claim A`
std::string Sentence(const Difference& difference, Labels labels) {
  const std::string where =
      difference.line_number == 0 ? "the claim" : "line " + std::to_string(difference.line_number);
  const bool failing_has = !difference.failing.empty();
  const std::string& value = failing_has ? difference.failing : difference.passing;
  const std::string on_one_only =
      std::string(" on claim ") + (failing_has ? labels.failing : labels.passing) +
      ", not on claim " + (failing_has ? labels.passing : labels.failing);
  switch (difference.kind) {
    case ClaimEdit::Kind::kAddCode:
    case ClaimEdit::Kind::kRemoveCode:
      return where + " has " + MemberText(difference.field, value) + on_one_only;
    case ClaimEdit::Kind::kAddLine:
    case ClaimEdit::Kind::kRemoveLine:
      return where + " (" + value + ") is" + on_one_only;
    case ClaimEdit::Kind::kSet:
      break;
  }
  const bool failing_first = labels.failing < labels.passing;
  return where + " has " + difference.field + " " +
         OrNone(failing_first ? difference.failing : difference.passing) + " on claim A, " +
         OrNone(failing_first ? difference.passing : difference.failing) + " on claim B";
}

std::string Deciding(const QuizCase& one) {
  std::string text;
  for (const Difference& difference : one.differences) {
    text += (text.empty() ? "" : ", and ") + Sentence(difference, LabelsOf(one));
  }
  return text;
}

std::string PassingText(const QuizCase& one) {
  return std::string("claim ") + LabelsOf(one).passing +
         (one.passing.outcome == QuizOutcome::kBypassed ? " passes by the rule's exception"
                                                        : " passes");
}

std::string FailingText(const QuizCase& one) {
  return std::string("claim ") + LabelsOf(one).failing + ", " +
         LinesText(one.failing.line_numbers) + " (" + std::string(ToString(one.failing.severity)) +
         ")";
}

std::string SourceText(const Source& source) {
  std::string text;
  for (const std::string* part : {&source.title, &source.section, &source.url}) {
    if (!part->empty()) text += (text.empty() ? "" : ", ") + *part;
  }
  return text;
}

const ResolvedRule& RuleOf(const QuizCase& one, const ResolvedRulesets& rulesets) {
  return rulesets.rules[static_cast<size_t>(one.rule)];
}

constexpr std::string_view kQuestion =
    "One of these two claims breaks this rule. Which one, and where?";

size_t Width(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

void PrintClaim(const Shown& shown, std::string& out) {
  out += std::string("   claim ") + shown.label + "\n";
  for (const Value& value : shown.values) {
    out += "     " + std::string(value.name) + ": " + OrNone(value.value) + "\n";
  }
  std::vector<size_t> widths;
  for (size_t i = 0; i < shown.columns.size(); ++i) {
    size_t width = shown.columns[i].size();
    for (const auto& row : shown.rows) width = std::max(width, Width(row[i]));
    widths.push_back(width);
  }
  const auto print = [&](const auto& cells) {
    std::string line = "    ";
    for (size_t i = 0; i < cells.size(); ++i) {
      line += " " + std::string(cells[i]) + std::string(widths[i] - Width(cells[i]) + 1, ' ');
    }
    while (line.back() == ' ') line.pop_back();
    out += line + "\n";
  };
  print(shown.columns);
  for (const auto& row : shown.rows) print(row);
}

void PrintAnswer(const QuizCase& one, const ResolvedRule& rule, std::string& out) {
  out += FailingText(one) + "; " + PassingText(one) + "\n";
  for (const std::string& message : one.failing.messages) out += "   " + message + "\n";
  for (const std::string& fix : one.failing.fixes) out += "   fix: " + fix + "\n";
  out += "   what decides: " + Deciding(one) + "\n";
  const std::string source = SourceText(rule.source);
  if (!source.empty()) out += "   source: " + source + "\n";
}

// Control characters could steer a terminal.
std::string Printable(std::string text) {
  for (char& c : text) {
    if (c != '\n' && (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)) c = '?';
  }
  return text;
}

std::string TextElement(std::string_view tag, std::string_view text) {
  const std::string name(tag.substr(0, tag.find(' ')));
  return "<" + std::string(tag) + ">" + Escaped(text) + "</" + name + ">";
}

constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Scrubline quiz</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
section { border-top: 1px solid; margin-top: 2rem; break-inside: avoid; }
table { border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: bold; }
th, td { border: 1px solid; padding: .2rem .6rem; text-align: left; }
summary { cursor: pointer; font-weight: bold; }
</style>
</head>
<body>
<main>
<h1>Which claim breaks the rule?</h1>
)";

void HtmlClaim(const Shown& shown, std::string& out) {
  std::string caption = std::string("Claim ") + shown.label;
  for (size_t i = 0; i < shown.values.size(); ++i) {
    caption += (i == 0 ? ": " : ", ") + std::string(shown.values[i].name) + " " +
               OrNone(shown.values[i].value);
  }
  out += "<table>\n" + TextElement("caption", caption) + "\n<thead><tr>";
  for (const std::string_view column : shown.columns)
    out += TextElement("th scope=\"col\"", column);
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : shown.rows) {
    out += "<tr>";
    for (const std::string& cell : row) out += TextElement("td", cell);
    out += "</tr>\n";
  }
  out += "</tbody>\n</table>\n";
}

void HtmlAnswer(const QuizCase& one, const ResolvedRule& rule, std::string& out) {
  out += "<details>\n<summary>Answer</summary>\n";
  out += TextElement("p", "Broken by " + FailingText(one) + "; " + PassingText(one) + ".") + "\n";
  for (const std::string& message : one.failing.messages) out += TextElement("p", message) + "\n";
  if (!one.failing.fixes.empty()) {
    out += "<ol>\n";
    for (const std::string& fix : one.failing.fixes) out += TextElement("li", fix) + "\n";
    out += "</ol>\n";
  }
  out += TextElement("p", "What decides: " + Deciding(one) + ".") + "\n";
  const std::string source = SourceText(rule.source);
  if (!source.empty()) out += TextElement("p", "Source: " + source) + "\n";
  out += "</details>\n";
}

Json JsonClaim(const Shown& shown) {
  Json claim = {{"label", std::string(1, shown.label)}, {"fields", Json::object()}};
  for (const Value& value : shown.values) claim["fields"][std::string(value.name)] = value.value;
  claim["lines"] = Json::array();
  for (const auto& row : shown.rows) {
    Json line = {{"line_number", std::stoi(row[0])}};
    for (size_t i = 1; i < row.size(); ++i) line[std::string(shown.columns[i])] = row[i];
    claim["lines"].push_back(std::move(line));
  }
  return claim;
}

Json JsonAnswer(const QuizCase& one, const ResolvedRule& rule) {
  const Labels labels = LabelsOf(one);
  Json differences = Json::array();
  for (const Difference& difference : one.differences) {
    differences.push_back({{"text", Sentence(difference, labels)},
                           {"line_number", difference.line_number},
                           {"field", difference.field},
                           {"failing", difference.failing},
                           {"passing", difference.passing}});
  }
  return {
      {"failing", std::string(1, labels.failing)},
      {"passing", std::string(1, labels.passing)},
      {"passing_outcome", one.passing.outcome == QuizOutcome::kBypassed ? "bypassed" : "clear"},
      {"line_numbers", one.failing.line_numbers},
      {"severity", std::string(ToString(one.failing.severity))},
      {"messages", one.failing.messages},
      {"fixes", one.failing.fixes},
      {"differences", std::move(differences)},
      {"source",
       {{"title", rule.source.title}, {"section", rule.source.section}, {"url", rule.source.url}}}};
}

}  // namespace

std::string QuizSheetText(const Quiz& quiz, const ResolvedRulesets& rulesets,
                          const QuizSheetOptions& options) {
  std::string out;
  for (size_t i = 0; i < quiz.cases.size(); ++i) {
    const ResolvedRule& rule = RuleOf(quiz.cases[i], rulesets);
    out += std::to_string(i + 1) + ". " + rule.title + " [" + rule.id + "]\n   " +
           std::string(kQuestion) + "\n\n";
    for (const Shown& shown : ShowBoth(quiz.cases[i])) PrintClaim(shown, out);
    out += "\n";
  }
  if (options.answers && !quiz.cases.empty()) {
    out += "Answers\n\n";
    for (size_t i = 0; i < quiz.cases.size(); ++i) {
      out += std::to_string(i + 1) + ". ";
      PrintAnswer(quiz.cases[i], RuleOf(quiz.cases[i], rulesets), out);
      out += "\n";
    }
  }
  return Printable(std::move(out));
}

std::string QuizSheetHtml(const Quiz& quiz, const ResolvedRulesets& rulesets,
                          const QuizSheetOptions& options) {
  std::string out(kHead);
  for (size_t i = 0; i < quiz.cases.size(); ++i) {
    const ResolvedRule& rule = RuleOf(quiz.cases[i], rulesets);
    out += "<section>\n" + TextElement("h2", std::to_string(i + 1) + ". " + rule.title) + "\n" +
           TextElement("p", rule.id) + "\n" + TextElement("p", kQuestion) + "\n";
    for (const Shown& shown : ShowBoth(quiz.cases[i])) HtmlClaim(shown, out);
    if (options.answers) HtmlAnswer(quiz.cases[i], rule, out);
    out += "</section>\n";
  }
  return out + "</main>\n</body>\n</html>\n";
}

std::string QuizSheetJson(const Quiz& quiz, const ResolvedRulesets& rulesets,
                          const QuizSheetOptions& options) {
  Json cases = Json::array();
  for (const QuizCase& one : quiz.cases) {
    const ResolvedRule& rule = RuleOf(one, rulesets);
    Json claims = Json::array();
    for (const Shown& shown : ShowBoth(one)) claims.push_back(JsonClaim(shown));
    Json json = {{"rule_id", rule.id}, {"title", rule.title}, {"claims", std::move(claims)}};
    if (options.answers) json["answer"] = JsonAnswer(one, rule);
    cases.push_back(std::move(json));
  }
  Json skipped = Json::array();
  for (const Quiz::Skipped& one : quiz.skipped) {
    skipped.push_back(
        {{"rule_id", rulesets.rules[static_cast<size_t>(one.rule)].id}, {"reason", one.reason}});
  }
  const Json sheet = {{"cases", std::move(cases)}, {"skipped", std::move(skipped)}};
  return sheet.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scrubline
