// tests/oracle/random.h — choices that are the same on every machine for the same seed.
#ifndef SCRUBLINE_TESTS_ORACLE_RANDOM_H_
#define SCRUBLINE_TESTS_ORACLE_RANDOM_H_

#include <cstdint>
#include <random>
#include <vector>

namespace scrubline::oracle {

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  // 0 .. n-1. REQUIRES: n > 0.
  int Below(size_t n) { return static_cast<int>(engine_() % n); }
  int Between(int low, int high) { return low + Below(static_cast<size_t>(high - low + 1)); }
  bool Percent(int percent) { return Below(100) < percent; }
  template <typename List>
  const typename List::value_type& Of(const List& list) {
    return list[static_cast<size_t>(Below(list.size()))];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_RANDOM_H_
