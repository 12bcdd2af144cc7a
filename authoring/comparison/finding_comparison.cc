#include "authoring/comparison/finding_comparison.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "rules_engine/evaluate/describe.h"

namespace scrubline {
namespace {

struct Seen {
  std::vector<int32_t> lines;  // numbers, as the caller counts them
  Severity severity{};
};

// What one side says of one claim, by rule.
struct Said {
  std::map<std::string, std::vector<Seen>> findings;
  std::set<std::string> not_evaluated;
};

Said Say(const Snapshot& snapshot, const Claim& claim, const Findings& findings) {
  Said said;
  FindingText text;
  for (const Finding& finding : findings.items) {
    if (finding.outcome != Outcome::kFired) continue;
    Describe(snapshot, claim, findings, finding, text);
    said.findings[std::string(text.rule_id)].push_back({text.line_numbers, finding.severity});
  }
  for (const Gap& gap : findings.not_evaluated) {
    said.not_evaluated.insert(std::string(RuleIdOf(snapshot, gap)));
  }
  return said;
}

std::string LinesText(const std::vector<int32_t>& lines) {
  if (lines.empty()) return "the claim";
  std::string text = lines.size() == 1 ? "line " : "lines ";
  for (size_t i = 0; i < lines.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(lines[i]);
  return text;
}

// Takes the first finding of `all` that `fits`; false when there is none.
template <typename Fits>
bool Take(std::vector<Seen>& all, Fits fits, Seen& taken) {
  const auto found = std::find_if(all.begin(), all.end(), fits);
  if (found == all.end()) return false;
  taken = *found;
  all.erase(found);
  return true;
}

// The differences of one rule on one claim, counted; in words: `line 2 appears (deny)`.
std::vector<std::string> Compare(std::vector<Seen> before, std::vector<Seen> after,
                                 FindingDelta& delta) {
  std::vector<std::string> words;
  Seen now;
  std::erase_if(before, [&](const Seen& old) {
    return Take(
        after,
        [&old](const Seen& one) { return one.lines == old.lines && one.severity == old.severity; },
        now);
  });
  std::erase_if(before, [&](const Seen& old) {
    if (!Take(
            after, [&old](const Seen& one) { return one.lines == old.lines; }, now))
      return false;
    ++delta.changed_severity;
    words.push_back(LinesText(old.lines) + " " + std::string(ToString(old.severity)) + " -> " +
                    std::string(ToString(now.severity)));
    return true;
  });
  for (const Seen& old : before) {
    if (Take(
            after, [](const Seen&) { return true; }, now)) {
      ++delta.changed_lines;
      words.push_back(LinesText(old.lines) + " -> " + LinesText(now.lines));
    } else {
      ++delta.disappeared;
      words.push_back(LinesText(old.lines) + " disappears (" + std::string(ToString(old.severity)) +
                      ")");
    }
  }
  for (const Seen& one : after) {
    ++delta.appeared;
    words.push_back(LinesText(one.lines) + " appears (" + std::string(ToString(one.severity)) +
                    ")");
  }
  return words;
}

bool HasRule(const Snapshot& snapshot, const std::string& id) {
  const std::vector<ResolvedRule>& rules = snapshot.rulesets().rules;
  return std::any_of(rules.begin(), rules.end(),
                     [&id](const ResolvedRule& rule) { return rule.id == id; });
}

std::vector<Seen> FindingsOf(const Said& said, const std::string& rule) {
  const auto found = said.findings.find(rule);
  return found == said.findings.end() ? std::vector<Seen>() : found->second;
}

}  // namespace

void FindingComparison::Add(const Claim& claim) {
  ++claims_;
  const Findings& old_findings =
      Evaluate(before_, claim, {.today = options_.today}, before_scratch_);
  const Findings& new_findings = Evaluate(after_, claim, {.today = options_.today}, after_scratch_);
  if (old_findings.verdict != new_findings.verdict) {
    ++verdicts_[{old_findings.verdict, new_findings.verdict}];
  }
  const Said before = Say(before_, claim, old_findings);
  const Said after = Say(after_, claim, new_findings);
  std::set<std::string> ids;
  for (const Said* said : {&before, &after}) {
    for (const auto& [rule, seen] : said->findings) ids.insert(rule);
    ids.insert(said->not_evaluated.begin(), said->not_evaluated.end());
  }
  for (const std::string& rule : ids) {
    FindingDelta delta;
    std::vector<std::string> words =
        Compare(FindingsOf(before, rule), FindingsOf(after, rule), delta);
    const bool was_missing = before.not_evaluated.contains(rule);
    const bool is_missing = after.not_evaluated.contains(rule);
    const bool in_both = HasRule(before_, rule) && HasRule(after_, rule);
    if (in_both && is_missing && !was_missing) {
      delta.no_longer_evaluated = 1;
      words.emplace_back("not evaluated any more");
    }
    if (in_both && was_missing && !is_missing) {
      delta.now_evaluated = 1;
      words.emplace_back("evaluated now");
    }
    if (words.empty()) continue;
    FindingDelta& sum = rules_[rule];
    sum.appeared += delta.appeared;
    sum.disappeared += delta.disappeared;
    sum.changed_severity += delta.changed_severity;
    sum.changed_lines += delta.changed_lines;
    sum.no_longer_evaluated += delta.no_longer_evaluated;
    sum.now_evaluated += delta.now_evaluated;
    if (sum.claims.size() >= options_.claims_shown) continue;
    std::string text = std::string(claim.claim_id) + ": ";
    for (size_t i = 0; i < words.size(); ++i) text += (i > 0 ? ", " : "") + words[i];
    sum.claims.push_back(std::move(text));
  }
}

}  // namespace scrubline
