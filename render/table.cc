#include "render/table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "render/text.h"

namespace scrubline {
namespace {

constexpr size_t kGap = 2;  // blanks between columns
constexpr size_t kClaimWidth = 16;
constexpr size_t kLineWidth = 5;
constexpr size_t kSeverityWidth = 11;  // `not checked`

std::string MessageOf(const v1::Finding& finding) {
  std::string text = absl::StrCat(finding.message(), " [", finding.rule_id(), "]");
  if (finding.outcome() == v1::Finding::BYPASSED) text += " bypassed";
  for (int i = 0; i < finding.also_size(); ++i) {
    absl::StrAppend(&text, i == 0 ? " also: " : ", ", finding.also(i).rule_id());
  }
  return text;
}

// Rules with the same reason on the same lines share a row.
struct Unchecked {
  std::string reason, lines, rules;
};

std::vector<Unchecked> GroupByReason(const v1::ScrubResult& result) {
  std::vector<Unchecked> groups;
  for (const v1::NotEvaluated& entry : result.not_evaluated()) {
    if (!entry.required()) continue;
    const std::string lines = JoinNumbers(entry.line_numbers(), ", ");
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const Unchecked& group) {
      return group.reason == entry.reason() && group.lines == lines;
    });
    if (same == groups.end()) {
      groups.push_back({entry.reason(), lines, entry.rule_id()});
    } else {
      absl::StrAppend(&same->rules, ", ", entry.rule_id());
    }
  }
  return groups;
}

// The sentence behind the reason's word: `missing_table: import it with ...`.
std::string SentenceOf(const std::string& reason) {
  const size_t colon = reason.find(": ");
  return colon == reason.npos ? reason : reason.substr(colon + 2);
}

}  // namespace

TableLayout::TableLayout(size_t width) {
  const size_t fixed = kClaimWidth + kLineWidth + kSeverityWidth + 4 * kGap;
  const size_t rest = std::max(width, kMinWidth) - fixed;
  const size_t fix = rest * 2 / 5;
  widths_ = {kClaimWidth, kLineWidth, kSeverityWidth, rest - fix, fix};
}

void TableLayout::AppendRow(const std::vector<std::string>& cells, std::string& text) const {
  std::vector<std::vector<std::string>> columns;
  size_t height = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    columns.push_back(WrapText(cells[i], widths_[i]));
    height = std::max(height, columns.back().size());
  }
  for (size_t row = 0; row < height; ++row) {
    std::string line;
    size_t blanks = 0;
    for (size_t i = 0; i < columns.size(); ++i) {
      const std::string piece = row < columns[i].size() ? columns[i][row] : std::string();
      if (!piece.empty()) {
        line.append(blanks, ' ');
        line += piece;
        blanks = 0;
      }
      blanks += widths_[i] - CountCharacters(piece) + kGap;
    }
    absl::StrAppend(&text, line, "\n");
  }
}

void TableLayout::AppendHeader(std::string& text) const {
  AppendRow({"CLAIM", "LINE", "SEVERITY", "MESSAGE", "FIRST FIX"}, text);
  std::vector<std::string> rules;
  for (const size_t width : widths_) rules.emplace_back(width, '-');
  AppendRow(rules, text);
}

void TableLayout::AppendClaim(const v1::ScrubResult& result, std::string& text) const {
  for (const v1::Finding& finding : result.findings()) {
    AppendRow(
        {result.claim_id(), JoinNumbers(finding.line_numbers(), ", "), WordOf(finding.severity()),
         MessageOf(finding), finding.fixes_size() > 0 ? finding.fixes(0).text() : ""},
        text);
  }
  for (const Unchecked& group : GroupByReason(result)) {
    const std::string rules = group.rules.empty() ? "" : absl::StrCat(" [", group.rules, "]");
    AppendRow({result.claim_id(), group.lines, "not checked", SentenceOf(group.reason) + rules, ""},
              text);
  }
}

}  // namespace scrubline
