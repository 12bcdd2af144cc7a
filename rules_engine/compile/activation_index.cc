#include "rules_engine/compile/activation_index.h"

#include <algorithm>
#include <utility>

namespace scrubline {

void ActivationIndex::Builder::Add(const CodeSet& codes, int32_t rule) {
  for (Code code : codes.singles()) singles_[code].push_back(rule);
  for (const CodeSet::Range& range : codes.ranges()) ranges_.emplace_back(range, rule);
}

ActivationIndex ActivationIndex::Builder::Build() && {
  ActivationIndex index;
  const auto append = [&index](std::vector<int32_t> rules) {
    std::sort(rules.begin(), rules.end());
    rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
    const Run run{static_cast<uint32_t>(index.rules_.size()), static_cast<uint32_t>(rules.size())};
    index.rules_.insert(index.rules_.end(), rules.begin(), rules.end());
    return run;
  };
  for (auto& [code, rules] : singles_) index.singles_[code] = append(std::move(rules));

  // A sweep over the ranges' ends: each start opens a segment, and so does the code after each last
  // one.
  std::map<Code, std::vector<std::pair<bool, int32_t>>> ends;
  for (const auto& [range, rule] : ranges_) {
    ends[range.first].emplace_back(true, rule);
    if (range.last.bits() != ~0ull) {
      ends[Code::FromBits(range.last.bits() + 1)].emplace_back(false, rule);
    }
  }
  std::map<int32_t, int> open;  // a rule may have several ranges that overlap
  for (const auto& [start, changes] : ends) {
    for (const auto& [opens, rule] : changes) {
      if (opens) {
        ++open[rule];
      } else if (--open[rule] == 0) {
        open.erase(rule);
      }
    }
    std::vector<int32_t> rules;
    for (const auto& [rule, count] : open) rules.push_back(rule);
    index.starts_.push_back(start);
    index.segments_.push_back(append(std::move(rules)));
  }
  return index;
}

ActivationIndex::Run ActivationIndex::FindSegment(Code code) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), code);
  if (after == starts_.begin()) return {};
  return segments_[static_cast<size_t>(after - starts_.begin() - 1)];
}

std::vector<Code> ActivationIndex::SingleCodes() const {
  std::vector<Code> codes;
  for (const auto& [code, run] : singles_) codes.push_back(code);
  return codes;
}

}  // namespace scrubline
