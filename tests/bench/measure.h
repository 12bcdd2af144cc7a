// tests/bench/measure.h — timing for the bench programs: the rate over many passes and the latency
// of single claims.
//
// Rates are the median of the passes; percentiles come from one pass with a clock around each
// claim, the clock's own cost taken off. Numbers are printed with the machine they were taken on,
// and never asserted.
#ifndef SCRUBLINE_TESTS_BENCH_MEASURE_H_
#define SCRUBLINE_TESTS_BENCH_MEASURE_H_

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

namespace scrubline::bench {

using Clock = std::chrono::steady_clock;

inline double Seconds(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

struct Timing {
  double per_second = 0;  // median over the passes
  double best = 0;
  double p50_us = 0;
  double p99_us = 0;
  double p999_us = 0;
};

// `run(i)` handles item i of `count`.
template <typename Run>
Timing Measure(size_t count, double seconds, Run run) {
  Timing timing;
  for (size_t i = 0; i < count; ++i) run(i);  // warm
  std::vector<double> rates;
  const Clock::time_point start = Clock::now();
  do {
    const Clock::time_point begin = Clock::now();
    for (size_t i = 0; i < count; ++i) run(i);
    rates.push_back(static_cast<double>(count) / Seconds(begin, Clock::now()));
  } while (Seconds(start, Clock::now()) < seconds || rates.size() < 5);
  std::sort(rates.begin(), rates.end());
  timing.per_second = rates[rates.size() / 2];
  timing.best = rates.back();

  std::vector<double> empty(10000);
  for (double& cost : empty) {
    const Clock::time_point begin = Clock::now();
    cost = Seconds(begin, Clock::now()) * 1e6;
  }
  std::sort(empty.begin(), empty.end());
  const double clock_cost = empty[empty.size() / 2];
  std::vector<double> latencies(count);
  for (size_t i = 0; i < count; ++i) {
    const Clock::time_point begin = Clock::now();
    run(i);
    latencies[i] = std::max(0.0, Seconds(begin, Clock::now()) * 1e6 - clock_cost);
  }
  std::sort(latencies.begin(), latencies.end());
  const auto at = [&](double p) {
    return latencies[static_cast<size_t>(p * static_cast<double>(count - 1))];
  };
  timing.p50_us = at(0.5);
  timing.p99_us = at(0.99);
  timing.p999_us = at(0.999);
  return timing;
}

// `Intel(R) Xeon(R) Processor, 2 processors`
inline std::string Machine() {
  std::ifstream file("/proc/cpuinfo");
  std::string line, model = "unknown processor";
  int processors = 0;
  while (std::getline(file, line)) {
    if (line.rfind("processor", 0) == 0) ++processors;
    if (line.rfind("model name", 0) == 0) model = line.substr(line.find(':') + 2);
  }
  return model + ", " + std::to_string(processors) + " processors";
}

// Memory of this process that no other shares, and all that is resident, in MiB.
struct Memory {
  double private_mib = 0;
  double resident_mib = 0;
};
inline Memory MemoryNow() {
  std::ifstream file("/proc/self/smaps_rollup");
  std::string key;
  double value = 0;
  Memory memory;
  std::string line;
  while (std::getline(file, line)) {
    const size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    key = line.substr(0, colon);
    value = std::atof(line.c_str() + colon + 1) / 1024;
    if (key == "Private_Clean" || key == "Private_Dirty") memory.private_mib += value;
    if (key == "Rss") memory.resident_mib = value;
  }
  return memory;
}

}  // namespace scrubline::bench

#endif  // SCRUBLINE_TESTS_BENCH_MEASURE_H_
