#include "render/comparison_report.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "nlohmann/json.hpp"

namespace scrubline {
namespace {

using Json = nlohmann::ordered_json;
using What = ItemChange::What;

std::string Name(Verdict verdict) {
  constexpr std::string_view kNames[] = {"clean", "findings", "blocked", "incomplete"};
  return std::string(kNames[static_cast<size_t>(verdict)]);
}

std::string ChangeText(const AttributeChange& change) {
  std::string text = "    " + change.name + ": ";
  if (change.before.empty()) return text + "+ " + change.after + "\n";
  if (change.after.empty()) return text + "- " + change.before + "\n";
  return text + change.before + " -> " + change.after + "\n";
}

std::string PlaceText(const Position& position) {
  return position.file + (position.line > 0 ? ":" + std::to_string(position.line) : "");
}

std::string Section(std::string_view name, const std::vector<ItemChange>& items) {
  if (items.empty()) return "";
  std::string text = std::string(name) + "\n";
  for (const ItemChange& item : items) {
    constexpr std::string_view kSigns[] = {"+ ", "- ", "~ "};
    text += std::string(kSigns[static_cast<size_t>(item.what)]) + item.id;
    if (item.what != What::kChanged && !item.title.empty()) text += "  " + item.title;
    text += " (" + PlaceText(item.position) + ")\n";
    for (const AttributeChange& change : item.changes) text += ChangeText(change);
  }
  return text;
}

// `2 rules added, 1 changed`.
std::string Counts(std::string_view name, const std::vector<ItemChange>& items) {
  std::string text;
  constexpr std::pair<What, std::string_view> kWords[] = {
      {What::kAdded, " added"}, {What::kRemoved, " removed"}, {What::kChanged, " changed"}};
  for (const auto& word : kWords) {
    const auto count = std::count_if(items.begin(), items.end(), [&word](const ItemChange& item) {
      return item.what == word.first;
    });
    if (count == 0) continue;
    text += (text.empty() ? std::string(name) + ": " : ", ") + std::to_string(count) +
            std::string(word.second);
  }
  return text;
}

// `3 appear, 1 disappears`.
std::string CountsOf(const FindingDelta& delta) {
  std::string text;
  const auto add = [&text](int64_t count, std::string_view word) {
    if (count == 0) return;
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(word);
  };
  add(delta.appeared, "new");
  add(delta.disappeared, "gone");
  add(delta.changed_severity, "of another severity");
  add(delta.changed_lines, "on other lines");
  add(delta.no_longer_evaluated, "no longer evaluated");
  add(delta.now_evaluated, "evaluated now");
  return text;
}

std::string FindingsText(const FindingComparison& findings) {
  std::string text = "findings on " + std::to_string(findings.claims()) + " claims\n";
  if (findings.rules().empty()) text += "  the same\n";
  for (const auto& [rule, delta] : findings.rules()) {
    text += "~ " + rule + ": " + CountsOf(delta) + "\n";
    for (const std::string& claim : delta.claims) text += "    " + claim + "\n";
  }
  for (const auto& [verdicts, count] : findings.verdicts()) {
    text += "  " + std::to_string(count) + " claims from " + Name(verdicts.first) + " to " +
            Name(verdicts.second) + "\n";
  }
  return text;
}

Json ItemsJson(const std::vector<ItemChange>& items) {
  constexpr std::string_view kWords[] = {"added", "removed", "changed"};
  Json list = Json::array();
  for (const ItemChange& item : items) {
    Json one = {{"id", item.id},
                {"what", std::string(kWords[static_cast<size_t>(item.what)])},
                {"title", item.title},
                {"file", item.position.file},
                {"line", item.position.line}};
    if (item.what == What::kChanged) {
      Json changes = Json::array();
      for (const AttributeChange& change : item.changes) {
        Json json = {{"name", change.name}};
        if (!change.before.empty()) json["before"] = change.before;
        if (!change.after.empty()) json["after"] = change.after;
        changes.push_back(json);
      }
      one["changes"] = changes;
    }
    list.push_back(one);
  }
  return list;
}

Json FindingsJson(const FindingComparison& findings) {
  Json rules = Json::array();
  for (const auto& [rule, delta] : findings.rules()) {
    rules.push_back({{"rule", rule},
                     {"appeared", delta.appeared},
                     {"disappeared", delta.disappeared},
                     {"changed_severity", delta.changed_severity},
                     {"changed_lines", delta.changed_lines},
                     {"no_longer_evaluated", delta.no_longer_evaluated},
                     {"now_evaluated", delta.now_evaluated},
                     {"claims", delta.claims}});
  }
  Json verdicts = Json::array();
  for (const auto& [pair, count] : findings.verdicts()) {
    verdicts.push_back(
        {{"before", Name(pair.first)}, {"after", Name(pair.second)}, {"claims", count}});
  }
  return {{"claims", findings.claims()}, {"rules", rules}, {"verdicts", verdicts}};
}

}  // namespace

std::string ComparisonReportText(const RulesetComparison& rulesets,
                                 const FindingComparison* findings) {
  std::string text = Section("rulesets", rulesets.rulesets) + Section("rules", rulesets.rules) +
                     Section("lists", rulesets.lists) + Section("overrides", rulesets.overrides);
  if (findings != nullptr) text += FindingsText(*findings);
  std::string summary;
  for (const std::string& counts :
       {Counts("rulesets", rulesets.rulesets), Counts("rules", rulesets.rules),
        Counts("lists", rulesets.lists), Counts("overrides", rulesets.overrides)}) {
    if (!counts.empty()) summary += (summary.empty() ? "" : "; ") + counts;
  }
  return text + (summary.empty() ? "the rules are the same" : summary) + "\n";
}

std::string ComparisonReportJson(const RulesetComparison& rulesets,
                                 const FindingComparison* findings) {
  Json json = {{"rulesets", ItemsJson(rulesets.rulesets)},
               {"rules", ItemsJson(rulesets.rules)},
               {"lists", ItemsJson(rulesets.lists)},
               {"overrides", ItemsJson(rulesets.overrides)}};
  if (findings != nullptr) json["findings"] = FindingsJson(*findings);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scrubline
