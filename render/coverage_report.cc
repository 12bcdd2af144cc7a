#include "render/coverage_report.h"

#include <string_view>

#include "absl/strings/str_format.h"
#include "nlohmann/json.hpp"

namespace scrubline {
namespace {

using Json = nlohmann::ordered_json;

// Where a condition stands, as seen from its rule: a named condition may stand in another file.
std::string Place(const Position& position, const Position& rule) {
  const std::string line = "line " + std::to_string(position.line);
  return position.file == rule.file ? line : position.file + " " + line;
}

std::string NeverSeen(const ConditionCoverage& condition) {
  if (!condition.seen_true && !condition.seen_false) return "true nor false";
  return condition.seen_true ? "false" : "true";
}

std::string Gaps(const RuleCoverage& rule) {
  std::string text;
  for (const ConditionCoverage& condition : rule.conditions) {
    if (condition.seen_true && condition.seen_false) continue;
    text += "  " + Place(condition.position, rule.position) + ": `" + condition.text + "`";
    if (condition.part != "when") text += " of `" + condition.part + "`";
    text += " was never " + NeverSeen(condition);
    text += condition.seen_unknown ? " (it was unknown)\n" : "\n";
  }
  if (!rule.fires) text += "  no example or test makes it fire\n";
  if (!rule.clear) text += "  no example or test stays clear of it\n";
  if (rule.has_exception && !rule.bypassed) text += "  no example or test is bypassed\n";
  return text;
}

}  // namespace

std::string CoverageReportText(const CoverageReport& report) {
  std::string text;
  int seen = 0;
  int total = 0;
  for (const RuleCoverage& rule : report.rules) {
    seen += rule.seen();
    total += rule.total();
    const std::string gaps = Gaps(rule);
    if (gaps.empty()) continue;
    text += rule.position.file + ":" + std::to_string(rule.position.line) + ": " + rule.id + ": " +
            std::to_string(rule.seen()) + " of " + std::to_string(rule.total()) + " seen\n" + gaps;
  }
  text += absl::StrFormat("coverage %.1f %% (%d of %d) of %d rules", report.percent(), seen, total,
                          report.rules.size());
  if (report.builtin_rules > 0) {
    text += absl::StrFormat("; %d built-in rules have no conditions of their own",
                            report.builtin_rules);
  }
  return text + "\n";
}

std::string CoverageReportJson(const CoverageReport& report) {
  Json rules = Json::array();
  for (const RuleCoverage& rule : report.rules) {
    Json conditions = Json::array();
    for (const ConditionCoverage& condition : rule.conditions) {
      conditions.push_back({{"part", condition.part},
                            {"text", condition.text},
                            {"file", condition.position.file},
                            {"line", condition.position.line},
                            {"true", condition.seen_true},
                            {"false", condition.seen_false},
                            {"unknown", condition.seen_unknown}});
    }
    Json one = {{"rule", rule.id},     {"file", rule.position.file}, {"line", rule.position.line},
                {"seen", rule.seen()}, {"total", rule.total()},      {"fires", rule.fires},
                {"clear", rule.clear}};
    if (rule.has_exception) one["bypassed"] = rule.bypassed;
    one["conditions"] = conditions;
    rules.push_back(one);
  }
  const Json json = {{"percent", report.percent()},
                     {"builtin_rules_left_out", report.builtin_rules},
                     {"rules", rules}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scrubline
