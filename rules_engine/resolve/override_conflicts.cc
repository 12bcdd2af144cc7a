#include "rules_engine/resolve/override_conflicts.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "rules_engine/resolve/header.h"

namespace scrubline {
namespace {

using Change = ResolvedOverride::ParameterChange;

bool KeysMeet(const ResolvedOverride& a, const ResolvedOverride& b) {
  using Key = ResolvedOverride::Key;
  if (a.key != b.key) return true;  // of equal rank only when both are sets or codes
  if (a.key == Key::kPair) return a.column1 == b.column1 && a.column2 == b.column2;
  return a.key == Key::kNone || MayIntersect(a.codes, b.codes);
}

bool DatesMeet(const ResolvedOverride& a, const ResolvedOverride& b) {
  return a.date_basis != b.date_basis || a.effective.Intersects(b.effective);
}

bool Disagree(const Change& a, const Change& b) {
  if (a.op == Change::Op::kSet && b.op == Change::Op::kSet) return !(a.value == b.value);
  if (a.op == b.op) return false;
  if (a.op == Change::Op::kSet || b.op == Change::Op::kSet) return true;
  const auto in_both = [&b](const std::string& text) {
    return std::binary_search(b.value.texts.begin(), b.value.texts.end(), text);
  };
  return MayIntersect(a.value.codes, b.value.codes) ||
         std::any_of(a.value.texts.begin(), a.value.texts.end(), in_both);
}

// The first attribute that they set to different values; empty when there is none.
std::string Disagreement(const ResolvedRule& rule, const ResolvedOverride& a,
                         const ResolvedOverride& b) {
  if (a.enabled && b.enabled && *a.enabled != *b.enabled) return "enabled";
  if (a.severity && b.severity && *a.severity != *b.severity) return "severity";
  for (const Change& x : a.parameters) {
    for (const Change& y : b.parameters) {
      if (x.parameter == y.parameter && Disagree(x, y)) {
        return std::string(rule.ParameterName(x.parameter));
      }
    }
  }
  return "";
}

// One kind of name that overrides are for: each override is for a few of them, or for any.
using NamesOf = std::vector<std::string> (*)(const ResolvedOverride&);

std::vector<std::string> CodesOf(const ResolvedOverride& entry) {
  std::vector<std::string> names;
  if (entry.key == ResolvedOverride::Key::kPair) {
    names.push_back(entry.column1.ToString() + "/" + entry.column2.ToString());
  }
  return names;
}

constexpr NamesOf kKindsOfNames[] = {
    [](const ResolvedOverride& entry) { return entry.scope.payers; },
    [](const ResolvedOverride& entry) { return entry.scope.plans; },
    [](const ResolvedOverride& entry) { return entry.scope.tenants; },
    [](const ResolvedOverride& entry) { return entry.scope.npis; },
    [](const ResolvedOverride& entry) { return entry.scope.tax_ids; },
    CodesOf,
};

// Overrides by one kind of name.
struct Grouping {
  std::map<std::string, std::vector<size_t>> by_name;
  std::vector<size_t> for_any;
  size_t pairs = 0;  // how many are of one group, or with one that is for any
};

Grouping GroupBy(NamesOf names_of, std::span<const ResolvedOverride> overrides) {
  Grouping grouping;
  for (size_t i = 0; i < overrides.size(); ++i) {
    const std::vector<std::string> names = names_of(overrides[i]);
    for (const std::string& name : names) grouping.by_name[name].push_back(i);
    if (names.empty()) grouping.for_any.push_back(i);
  }
  grouping.pairs = grouping.for_any.size() * overrides.size();
  for (const auto& [name, group] : grouping.by_name) {
    grouping.pairs += group.size() * (group.size() - 1) / 2;
  }
  return grouping;
}

}  // namespace

bool MayMeet(const ResolvedOverride& a, const ResolvedOverride& b) {
  return KeysMeet(a, b) && DatesMeet(a, b) && Intersection(a.scope, b.scope).has_value();
}

bool ForEachPair(std::span<const ResolvedOverride> overrides,
                 const std::function<bool(size_t, size_t)>& visit) {
  Grouping best = GroupBy(kKindsOfNames[0], overrides);
  for (const NamesOf names_of : kKindsOfNames) {
    if (best.pairs <= overrides.size()) break;
    Grouping grouping = GroupBy(names_of, overrides);
    if (grouping.pairs < best.pairs) best = std::move(grouping);
  }
  const auto meet = [&](size_t a, size_t b) {
    const size_t first = std::min(a, b);
    const size_t second = std::max(a, b);
    return visit(first, second);
  };
  std::vector<int> names(overrides.size(), 0);
  for (const auto& [name, group] : best.by_name) {
    for (const size_t i : group) ++names[i];
  }
  std::set<std::pair<size_t, size_t>> met;  // those that may share a second name
  for (const auto& [name, group] : best.by_name) {
    for (size_t i = 0; i < group.size(); ++i) {
      for (size_t j = i + 1; j < group.size(); ++j) {
        const bool again =
            names[group[i]] > 1 && names[group[j]] > 1 && !met.emplace(group[i], group[j]).second;
        if (!again && !meet(group[i], group[j])) return false;
      }
    }
  }
  for (const size_t any : best.for_any) {
    for (size_t other = 0; other < overrides.size(); ++other) {
      const bool once = names[other] > 0 || other > any;
      if (once && !meet(any, other)) return false;
    }
  }
  return true;
}

bool MayIntersect(const CodeSet& a, const CodeSet& b) {
  for (const Code code : a.singles()) {
    if (b.Contains(code)) return true;
  }
  for (const Code code : b.singles()) {
    if (a.Contains(code)) return true;
  }
  for (const CodeSet::Range& x : a.ranges()) {
    for (const CodeSet::Range& y : b.ranges()) {
      const bool shapes =
          x.shape == y.shape || x.shape == CodeSet::kAnyShape || y.shape == CodeSet::kAnyShape;
      if (shapes && x.first <= y.last && y.first <= x.last) return true;
    }
  }
  return false;
}

std::string ConflictingAttribute(const ResolvedRule& rule, const ResolvedOverride& a,
                                 const ResolvedOverride& b) {
  if (a.layer != b.layer || a.specificity != b.specificity ||
      a.scope.BoundFields() != b.scope.BoundFields()) {
    return "";
  }
  if (a.ruleset == b.ruleset && a.id == b.id) return "";
  const std::string attribute = Disagreement(rule, a, b);
  return !attribute.empty() && MayMeet(a, b) ? attribute : "";
}

}  // namespace scrubline
