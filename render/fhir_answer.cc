#include "render/fhir_answer.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "ingest/x12/values.h"
#include "nlohmann/json.hpp"
#include "render/status_codes.h"

namespace scrubline {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kStatusCodeSystem = "https://codesystem.x12.org/external/508";
constexpr std::string_view kUnreadable = "INPUT.UNREADABLE";

// Text that is no UTF-8 is marked as such and costs nothing more.
std::string Write(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool Blocks(const v1::Finding& finding) {
  return finding.severity() == v1::Finding::REJECT || finding.severity() == v1::Finding::DENY;
}

bool IsTold(const v1::Finding& finding) { return finding.outcome() != v1::Finding::BYPASSED; }

// `service_lines[0].units` of `unreadable: service_lines[0].units is not a number`; empty for
// others.
std::string_view UnreadableField(const v1::NotEvaluated& gap) {
  constexpr std::string_view kWord = "unreadable: ";
  std::string_view reason = gap.reason();
  if (gap.rule_id() != kUnreadable || !reason.starts_with(kWord)) return {};
  reason.remove_prefix(kWord.size());
  return reason.substr(0, reason.find_first_of(" :"));
}

// Where the fields and lines of a claim stand in what it was read from. Each may be absent.
struct Places {
  std::function<std::string(std::string_view field)> expression;   // FHIRPath
  std::function<std::string(std::string_view field)> diagnostics;  // for people
  // Index of the line that the caller gave this number.
  std::function<std::optional<size_t>(int32_t number)> line;
};

Places InFhir(const FhirSource& source) {
  return {.expression = [&](std::string_view field) { return source.ExpressionOf(field); },
          .diagnostics = [&](std::string_view) { return source.place.ToString(); },
          .line = [&](int32_t number) -> std::optional<size_t> {
            const auto line = std::find_if(
                source.lines.begin(), source.lines.end(), [number](const FhirSource::Line& each) {
                  return each.item_sequence == static_cast<uint32_t>(number);
                });
            if (line == source.lines.end()) return std::nullopt;
            return static_cast<size_t>(line - source.lines.begin());
          }};
}

Places InX12(const X12ClaimSource& source) {
  return {.expression = nullptr,
          .diagnostics =
              [&](std::string_view field) {
                const auto place = source.places.Find(field);
                if (!place) return std::string();
                return place->loop + "/" + place->ElementName() + " segment " +
                       std::to_string(place->ordinal) + " of ST " + source.transaction_control;
              },
          .line = [&](int32_t number) -> std::optional<size_t> {
            // The reader numbers a line by its LX01, or by its place where that is none.
            for (size_t i = 0; i < source.lines.size(); ++i) {
              if (ParseWhole(source.lines[i].number) == number) return i;
            }
            const auto place = static_cast<size_t>(number) - 1;
            if (number < 1 || place >= source.lines.size()) return std::nullopt;
            return place;
          }};
}

Places InContract() {
  return {.expression = nullptr,
          .diagnostics = [](std::string_view field) { return std::string(field); },
          .line = nullptr};
}

// The fields that something is about: the one named, else its lines, else the claim.
std::vector<std::string> FieldsOf(std::string_view field,
                                  const google::protobuf::RepeatedField<int32_t>& numbers,
                                  const Places& places) {
  if (!field.empty()) return {std::string(field)};
  std::vector<std::string> fields;
  for (const int32_t number : numbers) {
    const auto line = places.line ? places.line(number) : std::nullopt;
    if (line) fields.push_back("service_lines[" + std::to_string(*line) + "]");
  }
  if (fields.empty()) fields.emplace_back();
  return fields;
}

Json Coding(std::string_view system, std::string_view code) {
  return {{"system", system}, {"code", code}};
}

Json OutcomeIssue(std::string_view severity, std::string_view code, std::string_view rule,
                  std::string_view text) {
  Json issue = {{"severity", severity}, {"code", code}};
  if (!rule.empty()) issue["details"]["coding"] = Json::array({Coding(kRuleSystem, rule)});
  issue["details"]["text"] = text;
  return issue;
}

void AddPlace(const std::vector<std::string>& fields, const Places& places, Json& issue) {
  std::string diagnostics;
  if (places.diagnostics) diagnostics = places.diagnostics(fields.front());
  if (!diagnostics.empty()) issue["diagnostics"] = std::move(diagnostics);
  if (!places.expression) return;
  for (const std::string& field : fields) issue["expression"].push_back(places.expression(field));
}

std::string_view SeverityOf(const v1::Finding& finding) {
  if (Blocks(finding)) return "error";
  return finding.severity() == v1::Finding::WARN ? "warning" : "information";
}

std::string TextOf(const FhirIssue& issue) {
  std::string text(issue.what());
  if (!issue.detail.empty()) text.append(" (").append(issue.detail).append(")");
  if (!issue.remedy().empty()) text.append("; ").append(issue.remedy());
  return text;
}

Json IssueOf(const FhirIssue& from, bool fatal) {
  const bool error = from.level() == FhirIssue::Level::kError;
  Json issue = OutcomeIssue(fatal   ? "fatal"
                            : error ? "error"
                                    : "warning",
                            from.type_code(), {}, TextOf(from));
  issue["diagnostics"] = from.place.ToString();
  if (!from.expression.empty()) issue["expression"] = Json::array({from.expression});
  return issue;
}

std::string OutcomeJson(Json issues) {
  if (issues.empty())
    issues.push_back(OutcomeIssue("information", "informational", {}, "no findings"));
  return Write({{"resourceType", "OperationOutcome"}, {"issue", std::move(issues)}});
}

Json IssuesOf(const v1::ScrubResult& result, const Places& places) {
  Json issues = Json::array();
  for (const v1::Finding& finding : result.findings()) {
    if (!IsTold(finding)) continue;
    Json issue = OutcomeIssue(SeverityOf(finding), StatusOf(finding).issue, finding.rule_id(),
                              finding.message());
    AddPlace(FieldsOf(finding.field(), finding.line_numbers(), places), places, issue);
    issues.push_back(std::move(issue));
  }
  for (const v1::NotEvaluated& gap : result.not_evaluated()) {
    if (!gap.required()) continue;
    const std::string_view field = UnreadableField(gap);
    const std::string_view code = field.empty() ? "incomplete" : StatusOfUnreadable(field).issue;
    Json issue = OutcomeIssue("warning", code, gap.rule_id(), gap.reason());
    AddPlace(FieldsOf(field, gap.line_numbers(), places), places, issue);
    issues.push_back(std::move(issue));
  }
  return issues;
}

// `line 2: `, `lines 2 and 3: ` or nothing.
std::string LinesInFront(const google::protobuf::RepeatedField<int32_t>& numbers) {
  std::string text;
  for (int i = 0; i < numbers.size(); ++i) {
    text += i == 0 ? (numbers.size() == 1 ? "line " : "lines ")
                   : (i + 1 == numbers.size() ? " and " : ", ");
    text += std::to_string(numbers[i]);
  }
  if (!text.empty()) text += ": ";
  return text;
}

Json NotesOf(const std::vector<FhirIssue>& issues, const v1::ScrubResult& result) {
  Json notes = Json::array();
  const auto add = [&notes](std::string text) {
    notes.push_back({{"number", notes.size() + 1}, {"type", "print"}, {"text", std::move(text)}});
  };
  for (const v1::Finding& finding : result.findings()) {
    if (Blocks(finding) || !IsTold(finding)) continue;
    add(LinesInFront(finding.line_numbers()) + finding.message() + " (" + finding.rule_id() + ")");
  }
  for (const v1::NotEvaluated& gap : result.not_evaluated()) {
    if (!gap.required()) continue;
    add(LinesInFront(gap.line_numbers()) + "not checked: " + gap.reason() + " (" + gap.rule_id() +
        ")");
  }
  for (const FhirIssue& issue : issues) {
    add(issue.expression.empty() ? TextOf(issue) : issue.expression + ": " + TextOf(issue));
  }
  return notes;
}

Json ErrorCode(const v1::Finding& finding) {
  Json codings = Json::array({Coding(kRuleSystem, finding.rule_id())});
  for (const StatusTriple& triple : StatusOf(finding).triples) {
    Json coding = Coding(kStatusCodeSystem, triple.status);
    const bool known = std::find(codings.begin(), codings.end(), coding) != codings.end();
    if (!triple.empty() && !known) codings.push_back(std::move(coding));
  }
  return {{"coding", std::move(codings)}, {"text", finding.message()}};
}

// An entry for each line of each finding that blocks.
Json ErrorsOf(const FhirSource& source, const v1::ScrubResult& result) {
  const Places places = InFhir(source);
  Json errors = Json::array();
  for (const v1::Finding& finding : result.findings()) {
    if (!Blocks(finding) || !IsTold(finding)) continue;
    const size_t before = errors.size();
    for (const int32_t number : finding.line_numbers()) {
      const auto line = places.line(number);
      if (!line) continue;
      Json error = {{"itemSequence", number}};
      const bool of_drug = finding.field().find("].ndc") != std::string::npos;
      const uint32_t detail = source.lines[*line].detail_sequence;
      if (of_drug && detail != 0) error["detailSequence"] = detail;
      error["code"] = ErrorCode(finding);
      errors.push_back(std::move(error));
    }
    if (errors.size() == before) errors.push_back({{"code", ErrorCode(finding)}});
  }
  return errors;
}

std::string DispositionOf(const v1::ScrubResult& result, size_t errors) {
  if (errors > 0) return "do not send: findings block the claim";
  switch (result.verdict()) {
    case v1::ScrubResult::CLEAN:
      return "no findings";
    case v1::ScrubResult::FINDINGS:
      return "findings, none of them blocking";
    default:
      return "not fully checked";
  }
}

// An element that the format requires and the claim does not have.
std::string OrUnknown(const std::string& raw) {
  if (!raw.empty()) return raw;
  return R"({"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason",)"
         R"("valueCode":"unknown"}]})";
}

}  // namespace

std::string ClaimResponseJson(const FhirSource& source, const std::vector<FhirIssue>& issues,
                              const v1::ScrubResult& result, std::string_view created) {
  const Json errors = ErrorsOf(source, result);
  const Json notes = NotesOf(issues, result);
  const bool checked =
      result.verdict() == v1::ScrubResult::CLEAN || result.verdict() == v1::ScrubResult::FINDINGS;

  // Text and not a tree: what is copied stays as it was written.
  std::string text = R"({"resourceType":"ClaimResponse","status":"active")";
  const auto member = [&text](std::string_view name, const std::string& json) {
    text.append(",\"").append(name).append("\":").append(json);
  };
  member("type", source.type);
  if (!source.sub_type.empty()) member("subType", source.sub_type);
  member("use", source.use.empty() ? "\"claim\"" : source.use);
  member("patient", OrUnknown(source.patient));
  member("created", Write(created));
  member("insurer", OrUnknown(source.insurer));
  if (!source.provider.empty()) member("requestor", source.provider);
  if (!source.request.empty()) {
    member("request", Write({{"reference", source.request}}));
  } else if (!source.request_identifier.empty()) {
    member("request", R"({"identifier":)" + source.request_identifier + "}");
  }
  member("outcome", Write(!errors.empty() ? "error" : checked ? "complete" : "partial"));
  member("disposition", Write(DispositionOf(result, errors.size())));
  if (!notes.empty()) member("processNote", Write(notes));
  if (!errors.empty()) member("error", Write(errors));
  return text + "}";
}

std::string OperationOutcomeJson(const FhirSource& source, const std::vector<FhirIssue>& issues,
                                 const v1::ScrubResult& result) {
  Json all = IssuesOf(result, InFhir(source));
  for (const FhirIssue& issue : issues) all.push_back(IssueOf(issue, false));
  return OutcomeJson(std::move(all));
}

std::string OperationOutcomeJson(const X12ClaimSource& source, const v1::ScrubResult& result) {
  return OutcomeJson(IssuesOf(result, InX12(source)));
}

std::string OperationOutcomeJson(const v1::ScrubResult& result) {
  return OutcomeJson(IssuesOf(result, InContract()));
}

std::string InputOutcomeJson(const std::vector<FhirIssue>& issues, const absl::Status& status) {
  Json all = Json::array();
  for (const FhirIssue& issue : issues) all.push_back(IssueOf(issue, !status.ok()));
  if (issues.empty() && !status.ok()) {
    all.push_back(OutcomeIssue("fatal", "invalid", {}, std::string(status.message())));
  }
  return OutcomeJson(std::move(all));
}

}  // namespace scrubline
