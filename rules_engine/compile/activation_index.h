// rules_engine/compile/activation_index.h — from a code on the claim straight to the rules that
// could say something of it.
//
//   ActivationIndex::Builder builder;
//   builder.Add(codes_of_rule_7, 7);
//   ActivationIndex index = std::move(builder).Build();
//   index.ForEach(index.Find(code), [&](int32_t rule) { ... });
//
// Single codes are found by hash, ranges and prefixes by a binary search over the segments between
// their ends. The answer may hold a rule too many (a range's shape is not looked at), never one too
// few. Immutable; cost: one hash probe, plus log2(segments) steps where any rule has a range.
// Tested by activation_index_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_COMPILE_ACTIVATION_INDEX_H_
#define SCRUBLINE_RULES_ENGINE_COMPILE_ACTIVATION_INDEX_H_

#include <cstdint>
#include <map>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "rules_engine/code_set.h"

namespace scrubline {

class ActivationIndex {
 public:
  // A run of rules_.
  struct Run {
    uint32_t begin = 0;
    uint32_t count = 0;
  };
  struct Answer {
    Run singles;
    Run ranges;
  };

  class Builder {
   public:
    void Add(const CodeSet& codes, int32_t rule);
    ActivationIndex Build() &&;

   private:
    std::map<Code, std::vector<int32_t>> singles_;
    std::vector<std::pair<CodeSet::Range, int32_t>> ranges_;
  };

  Answer Find(Code code) const {
    Answer answer;
    if (const auto it = singles_.find(code); it != singles_.end()) answer.singles = it->second;
    if (!starts_.empty()) answer.ranges = FindSegment(code);
    return answer;
  }
  template <typename Visit>
  void ForEach(const Answer& answer, Visit visit) const {
    for (uint32_t i = 0; i < answer.singles.count; ++i) visit(rules_[answer.singles.begin + i]);
    for (uint32_t i = 0; i < answer.ranges.count; ++i) visit(rules_[answer.ranges.begin + i]);
  }
  bool empty() const { return rules_.empty(); }
  // Every single code in it, in no order.
  std::vector<Code> SingleCodes() const;

 private:
  Run FindSegment(Code code) const;

  absl::flat_hash_map<Code, Run> singles_;
  std::vector<Code>
      starts_;  // first code of each segment, ascending; codes below the first have no rule
  std::vector<Run> segments_;
  std::vector<int32_t> rules_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_COMPILE_ACTIVATION_INDEX_H_
