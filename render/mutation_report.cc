#include "render/mutation_report.h"

#include "absl/strings/str_format.h"
#include "nlohmann/json.hpp"

namespace scrubline {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::string MutationReportText(const MutationReport& report) {
  std::string text;
  for (const RuleMutation& rule : report.rules) {
    if (rule.survivors.empty()) continue;
    text += absl::StrFormat("%s:%d: %s: %d of %d changes noticed\n", rule.position.file,
                            rule.position.line, rule.id, rule.killed, rule.mutants);
    for (const Survivor& survivor : rule.survivors) {
      const bool here = survivor.position.file == rule.position.file;
      text += absl::StrFormat("  %sline %d: %s\n", here ? "" : survivor.position.file + " ",
                              survivor.position.line, survivor.sentence);
    }
  }
  text += absl::StrFormat("mutation score %.1f %% (%d of %d) of %d rules", report.percent(),
                          report.killed(), report.mutants(), report.rules.size());
  const ListCount lists = report.lists();
  if (lists.tried < lists.entries) {
    text += absl::StrFormat("; of %d list entries %d were tried", lists.entries, lists.tried);
  }
  if (report.builtin_rules > 0) {
    text +=
        absl::StrFormat("; %d built-in rules and their parameters left out", report.builtin_rules);
  }
  return text + "\n";
}

std::string MutationReportJson(const MutationReport& report) {
  Json rules = Json::array();
  for (const RuleMutation& rule : report.rules) {
    Json survivors = Json::array();
    for (const Survivor& survivor : rule.survivors) {
      survivors.push_back({{"file", survivor.position.file},
                           {"line", survivor.position.line},
                           {"sentence", survivor.sentence}});
    }
    rules.push_back({{"rule", rule.id},
                     {"file", rule.position.file},
                     {"line", rule.position.line},
                     {"mutants", rule.mutants},
                     {"killed", rule.killed},
                     {"list_entries", rule.lists.entries},
                     {"list_entries_tried", rule.lists.tried},
                     {"survivors", survivors}});
  }
  const Json json = {{"percent", report.percent()},
                     {"mutants", report.mutants()},
                     {"killed", report.killed()},
                     {"builtin_rules_left_out", report.builtin_rules},
                     {"rules", rules}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scrubline
