#include "authoring/handbook/example_case.h"

#include <algorithm>
#include <string_view>

#include "authoring/handbook/html.h"
#include "authoring/handbook/wording.h"
#include "rules_engine/evaluate/describe.h"
#include "rules_engine/fields.h"
#include "rules_engine/resolve/claim_test_resolver.h"

namespace scrubline {
namespace {

using FieldKey = std::pair<FieldId, Item>;

void AddFields(const Condition& condition, std::set<FieldKey>& fields) {
  switch (condition.kind) {
    case Condition::Kind::kAll:
    case Condition::Kind::kAny:
    case Condition::Kind::kNot:
    case Condition::Kind::kExists:
    case Condition::Kind::kCount:
    case Condition::Kind::kCountDays:
    case Condition::Kind::kSum:
      break;
    default:
      fields.insert({condition.field, condition.field_of});
      break;
  }
  if (condition.kind == Condition::Kind::kAge) {
    fields.insert({FieldId::kPatientBirthDate, Item::kClaim});
  }
  if (condition.kind == Condition::Kind::kDateField) {
    fields.insert({condition.other_field, condition.other_of});
  }
  for (const SameKey key : condition.same) {
    if (key == SameKey::kRenderingProvider) {
      fields.insert({FindField("rendering.npi", Item::kLine)->id, Item::kLine});
    }
    if (key == SameKey::kPlaceOfService) fields.insert({FieldId::kLinePlaceOfService, Item::kLine});
    if (key == SameKey::kRevenueCode) fields.insert({FieldId::kRevenueCode, Item::kLine});
    if (key == SameKey::kFirstPointedDiagnosis) {
      fields.insert({FieldId::kFirstPointedDiagnosis, Item::kLine});
    }
  }
  for (const Condition& child : condition.children) AddFields(child, fields);
}

// What the rule's conditions and message name. A built-in rule may look at anything.
std::set<FieldKey> FieldsOf(const ResolvedRule& rule) {
  std::set<FieldKey> fields;
  AddFields(rule.when, fields);
  for (const auto* condition : {&rule.with_line, &rule.without_line, &rule.with_history,
                                &rule.without_history, &rule.unless}) {
    if (condition->has_value()) AddFields(**condition, fields);
  }
  for (const MessageTemplate& message : rule.messages) {
    for (const MessageTemplate::Part& part : message.parts) {
      if (part.kind == MessageTemplate::Part::Kind::kField) {
        fields.insert({part.field, part.field_of});
      }
    }
  }
  return fields;
}

bool IsProvider(const Field& field) { return field.id >= FieldId::kFirstProviderField; }

bool IsShown(const Field& field, const ResolvedRule& rule, const std::set<FieldKey>& fields) {
  if (field.name == "line_number") return false;  // it heads every row
  if (rule.builtin) {
    return !IsProvider(field) || (field.of == Item::kClaim && field.name.ends_with(".npi"));
  }
  return fields.contains({field.id, field.of});
}

std::string ValueOf(const Field& field, const Claim& claim, const ServiceLine* line) {
  std::string value = FormatValue(field, claim, line);
  if (field.type == FieldType::kChoice) std::replace(value.begin(), value.end(), '_', ' ');
  return value;
}

std::string Capitalized(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

std::string HistoryHtml(const Claim& claim, const std::string& caption) {
  constexpr std::string_view kStatus[] = {"", "paid", "denied", "pended", "submitted", "voided"};
  HtmlTable table{
      Escaped(caption),
      {"Earlier claim", "Status", "Service date", "Procedure code", "Modifiers", "Units"},
      {}};
  for (const HistoryLine& earlier : claim.history) {
    const ServiceLine& line = earlier.line;
    const auto value = [&](FieldId id) {
      return Escaped(FormatValue(FieldOf(id, Item::kLine), claim, &line));
    };
    table.rows.push_back(
        {{Escaped(earlier.claim_id), std::string(kStatus[static_cast<size_t>(earlier.status)]),
          value(FieldId::kServiceDate), value(FieldId::kProcedureCode), value(FieldId::kModifiers),
          value(FieldId::kUnits)},
         ""});
  }
  return ToHtml(table);
}

std::string LinesText(const std::vector<int32_t>& lines) {
  if (lines.empty()) return "the claim";
  std::string text = lines.size() == 1 ? "line " : "lines ";
  for (size_t i = 0; i < lines.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(lines[i]);
  return text;
}

}  // namespace

CaseResult EvaluateCase(const Snapshot& snapshot, int32_t rule, const Claim& claim,
                        Scratch& scratch) {
  CaseResult result;
  const Findings& findings =
      Evaluate(snapshot, claim, {.today = DefaultToday(), .include_bypassed = true}, scratch);
  bool fired = false;
  std::vector<CaseResult::Finding> bypassed;
  FindingText text;
  const auto add = [&](const Finding& finding) {
    if (finding.rule != rule) return;
    Describe(snapshot, claim, findings, finding, text);
    CaseResult::Finding out{text.line_numbers, text.severity, text.message, {}};
    for (const FixText& fix : text.fixes) out.fixes.push_back(fix.text);
    const bool fires = finding.outcome == Outcome::kFired;
    fired = fired || fires;
    (fires ? result.findings : bypassed).push_back(std::move(out));
  };
  for (const Finding& finding : findings.items) {
    add(finding);
    ForEachAlso(findings, finding, add);
  }
  if (fired) {
    result.outcome = "fires";
  } else if (!bypassed.empty()) {
    result.outcome = "is bypassed";
    result.findings = std::move(bypassed);
  } else {
    result.outcome = "is clear";
    for (const Gap& gap : findings.not_evaluated) {
      if (gap.rule != rule) continue;
      result.outcome = "is not evaluated";
      result.why = DescribeGap(claim, gap);
      for (const LineRef ref : findings.Lines(gap.lines)) {
        if (IsHistory(ref)) continue;
        result.lines.insert(claim.service_lines[static_cast<size_t>(ref)].line_number);
      }
    }
  }
  for (const CaseResult::Finding& finding : result.findings) {
    result.lines.insert(finding.lines.begin(), finding.lines.end());
  }
  return result;
}

std::vector<Fact> FactsOf(const Claim& claim, const ResolvedRule& rule) {
  std::set<FieldKey> fields = FieldsOf(rule);
  std::vector<Fact> facts;
  for (const Field& field : AllFields()) {
    if (field.of != Item::kClaim || !IsShown(field, rule, fields)) continue;
    if (!IsPresent(field, claim, nullptr)) continue;
    facts.emplace_back(NounOf(field), ValueOf(field, claim, nullptr));
  }
  const bool points = fields.contains({FieldId::kPointedDiagnoses, Item::kLine}) ||
                      fields.contains({FieldId::kFirstPointedDiagnosis, Item::kLine});
  if (points && !fields.contains({FieldId::kDiagnoses, Item::kClaim})) {
    const Field& diagnoses = FieldOf(FieldId::kDiagnoses, Item::kClaim);
    if (IsPresent(diagnoses, claim, nullptr)) {
      facts.emplace_back(NounOf(diagnoses), ValueOf(diagnoses, claim, nullptr));
    }
  }
  return facts;
}

std::string LinesHtml(const Claim& claim, const ResolvedRule& rule, const std::set<int32_t>& marked,
                      const std::string& mark, const std::string& caption) {
  const std::set<FieldKey> fields = FieldsOf(rule);
  std::vector<const Field*> columns;
  for (const FieldId id :
       {FieldId::kServiceDate, FieldId::kProcedureCode, FieldId::kModifiers, FieldId::kUnits}) {
    columns.push_back(&FieldOf(id, Item::kLine));
  }
  for (const Field& field : AllFields()) {
    if (field.of != Item::kLine || !IsShown(field, rule, fields)) continue;
    if (std::find(columns.begin(), columns.end(), &FieldOf(field.id, field.of)) != columns.end()) {
      continue;
    }
    const bool present =
        std::any_of(claim.service_lines.begin(), claim.service_lines.end(),
                    [&](const ServiceLine& line) { return IsPresent(field, claim, &line); });
    if (present) columns.push_back(&FieldOf(field.id, field.of));
  }
  HtmlTable table;
  table.caption = Escaped(caption);
  table.headings.emplace_back("Line");
  for (const Field* field : columns) table.headings.push_back(Escaped(Capitalized(NounOf(*field))));
  for (const ServiceLine& line : claim.service_lines) {
    const bool is_marked = marked.contains(line.line_number);
    HtmlTable::Row row;
    row.css_class = is_marked ? "marked" : "";
    row.cells.push_back(std::to_string(line.line_number) +
                        (is_marked ? " <strong>" + Escaped(mark) + "</strong>" : ""));
    for (const Field* field : columns) row.cells.push_back(Escaped(ValueOf(*field, claim, &line)));
    table.rows.push_back(std::move(row));
  }
  return ToHtml(table);
}

std::string CaseHtml(const Snapshot& snapshot, int32_t rule, const Example& example, int number,
                     Scratch& scratch) {
  const ResolvedRule& resolved = snapshot.rulesets().rules[static_cast<size_t>(rule)];
  const CaseResult result = EvaluateCase(snapshot, rule, *example.claim, scratch);
  std::string html = "<section class=\"case\">\n";
  html += Element("h3", "Case " + std::to_string(number) + ": the rule " + result.outcome) + "\n";
  std::string facts;
  for (const auto& [name, value] : FactsOf(*example.claim, resolved)) {
    facts += Element("dt", Escaped(Capitalized(name))) + Element("dd", Escaped(value)) + "\n";
  }
  if (!facts.empty()) html += "<dl>\n" + facts + "</dl>\n";
  html +=
      LinesHtml(*example.claim, resolved, result.lines,
                result.outcome.substr(result.outcome.starts_with("is ") ? 3 : 0), "Service lines");
  html += HistoryHtml(*example.claim, "Lines of earlier claims");
  for (const CaseResult::Finding& finding : result.findings) {
    html += "<p class=\"message\"><strong>" + Escaped(ToString(finding.severity)) + "</strong>, " +
            Escaped(LinesText(finding.lines)) + ": " + Escaped(finding.message) + "</p>\n";
    if (finding.fixes.empty()) continue;
    html += "<ol>\n";
    for (const std::string& fix : finding.fixes) html += Element("li", Escaped(fix)) + "\n";
    html += "</ol>\n";
  }
  if (!result.why.empty()) html += Element("p", Escaped(result.why)) + "\n";
  return html + "</section>\n";
}

}  // namespace scrubline
