#include "authoring/handbook/selection.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/examples.h"

namespace scrubline {
namespace {

constexpr size_t kMaxNamesShown = 10;

// Ends with the candidate that was meant; where none is near, with `others`, the names to choose
// from, after what they are called.
absl::Status NoSuch(std::string message, std::string_view word,
                    const std::vector<std::string_view>& candidates, const std::string& what,
                    const std::set<std::string_view>& others) {
  const std::string_view near = NearestWord(word, candidates);
  if (!near.empty()) {
    message += "; did you mean `" + std::string(near) + "`?";
  } else if (!others.empty()) {
    message += "; " + what;
    size_t shown = 0;
    for (const std::string_view other : others) {
      if (shown == kMaxNamesShown) {
        message += ", ...";
        break;
      }
      message += (shown++ > 0 ? ", `" : " `") + std::string(other) + "`";
    }
  }
  return absl::NotFoundError(message);
}

template <typename T>
bool Has(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// The claims of one payer: its id, and the lines of business it is said to be in.
class PayerFilter {
 public:
  PayerFilter(const ResolvedRulesets& rulesets, const std::string& payer) : payer_(payer) {
    for (const Ruleset& ruleset : rulesets.rulesets) {
      const Scope& scope = ruleset.scope;
      if (!Has(scope.payers, payer)) continue;
      known_ = true;
      any_line_of_business_ = any_line_of_business_ || scope.lines_of_business.empty();
      lines_of_business_.insert(scope.lines_of_business.begin(), scope.lines_of_business.end());
    }
  }

  bool known() const { return known_; }
  bool Takes(const Scope& scope) const {
    if (payer_.empty()) return true;
    if (!scope.payers.empty() && !Has(scope.payers, payer_)) return false;
    if (scope.lines_of_business.empty() || any_line_of_business_) return true;
    return std::any_of(scope.lines_of_business.begin(), scope.lines_of_business.end(),
                       [this](LineOfBusiness lob) { return lines_of_business_.contains(lob); });
  }

 private:
  const std::string& payer_;
  bool known_ = false;
  bool any_line_of_business_ = false;
  std::set<LineOfBusiness> lines_of_business_;
};

absl::Status CheckPayer(const ResolvedRulesets& rulesets, const std::string& payer,
                        const PayerFilter& filter) {
  if (payer.empty() || filter.known()) return absl::OkStatus();
  std::vector<std::string_view> payers;
  for (const Ruleset& ruleset : rulesets.rulesets) {
    payers.insert(payers.end(), ruleset.scope.payers.begin(), ruleset.scope.payers.end());
  }
  return NoSuch("no ruleset names the payer `" + payer + "`", payer, payers, "named are",
                {payers.begin(), payers.end()});
}

absl::Status CheckRules(const ResolvedRulesets& rulesets, const std::vector<std::string>& wanted) {
  std::vector<std::string_view> names;
  std::set<std::string_view> families;
  for (const ResolvedRule& rule : rulesets.rules) {
    names.push_back(rule.id);
    names.push_back(rule.family);
    families.insert(rule.family);
  }
  for (const std::string& id : wanted) {
    const bool known =
        std::any_of(rulesets.rules.begin(), rulesets.rules.end(),
                    [&id](const ResolvedRule& rule) { return IsRuleOrFamily(id, rule.id); });
    if (!known) {
      return NoSuch("no rule or family `" + id + "`", id, names, "the families are", families);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Selection> Select(const ResolvedRulesets& rulesets, const HandbookOptions& options) {
  const PayerFilter payer(rulesets, options.payer);
  if (absl::Status status = CheckPayer(rulesets, options.payer, payer); !status.ok()) return status;
  if (absl::Status status = CheckRules(rulesets, options.rules); !status.ok()) return status;

  Selection selection;
  const auto scope_of = [&rulesets](int ruleset) -> const Scope& {
    return rulesets.rulesets[static_cast<size_t>(ruleset)].scope;
  };
  for (size_t i = 0; i < rulesets.rulesets.size(); ++i) {
    if (payer.Takes(rulesets.rulesets[i].scope)) selection.rulesets.push_back(static_cast<int>(i));
  }
  std::stable_sort(selection.rulesets.begin(), selection.rulesets.end(), [&](int a, int b) {
    return rulesets.rulesets[static_cast<size_t>(a)].layer <
           rulesets.rulesets[static_cast<size_t>(b)].layer;
  });
  std::vector<bool> selected(rulesets.rules.size());
  for (size_t i = 0; i < rulesets.rules.size(); ++i) {
    const ResolvedRule& rule = rulesets.rules[i];
    const bool wanted =
        options.rules.empty() ||
        std::any_of(options.rules.begin(), options.rules.end(),
                    [&rule](const std::string& id) { return IsRuleOrFamily(id, rule.id); });
    if (!wanted || !payer.Takes(scope_of(rule.ruleset))) continue;
    selected[i] = true;
    selection.rules.push_back(static_cast<int>(i));
  }
  for (size_t i = 0; i < rulesets.overrides.size(); ++i) {
    const ResolvedOverride& override = rulesets.overrides[i];
    if (selected[static_cast<size_t>(override.rule)] && payer.Takes(override.scope)) {
      selection.overrides.push_back(static_cast<int>(i));
    }
  }
  return selection;
}

}  // namespace scrubline
