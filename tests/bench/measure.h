// tests/bench/measure.h — timing for the bench programs and `scrub bench`: the rate over many
// passes and the latency of single items.
//
//   const Timing timing = Measure(claims.size(), 3.0, [&](size_t i) { Evaluate(..., claims[i],
//   ...); }); std::cout << ToString(timing) << " on " << Machine();
//
// A rate is the median of the passes by the clock on the wall; `cpu` is the best pass by the
// thread's own processor time, which other work on the machine moves little. Percentiles come from
// one pass with a clock around each item, the clock's own cost taken off. Numbers are printed with
// the machine they were taken on, and never asserted. Threads: measures the calling thread.
#ifndef SCRUBLINE_TESTS_BENCH_MEASURE_H_
#define SCRUBLINE_TESTS_BENCH_MEASURE_H_

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace scrubline::bench {

using Clock = std::chrono::steady_clock;

inline double Seconds(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

// The processor time of this thread so far, in seconds.
double ThreadSeconds();

struct Timing {
  double per_second = 0;  // median over the passes
  double best = 0;
  double cpu = 0;  // items for each second of processor time, the best pass
  double p50_us = 0;
  double p99_us = 0;
  double p999_us = 0;
};

// `1,234,567/s (by processor time 1,300,000/s), p50 0.41 us, p99 2.10 us, p99.9 4.00 us`
std::string ToString(const Timing& timing);

// `1,234,567`
std::string Grouped(double number);

// What reading the clock twice costs, in microseconds.
double ClockCost();

// The value below which the share `p` of the sorted `values` lies. REQUIRES: values is not empty.
inline double Percentile(const std::vector<double>& values, double p) {
  return values[static_cast<size_t>(p * static_cast<double>(values.size() - 1))];
}

// `run(i)` handles item i of `count`. REQUIRES: count > 0.
template <typename Run>
Timing Measure(size_t count, double seconds, Run run) {
  Timing timing;
  for (size_t i = 0; i < count; ++i) run(i);  // warm
  std::vector<double> rates;
  const Clock::time_point start = Clock::now();
  do {
    const double cpu_begin = ThreadSeconds();
    const Clock::time_point begin = Clock::now();
    for (size_t i = 0; i < count; ++i) run(i);
    rates.push_back(static_cast<double>(count) / Seconds(begin, Clock::now()));
    timing.cpu = std::max(timing.cpu, static_cast<double>(count) / (ThreadSeconds() - cpu_begin));
  } while (Seconds(start, Clock::now()) < seconds || rates.size() < 5);
  std::sort(rates.begin(), rates.end());
  timing.per_second = Percentile(rates, 0.5);
  timing.best = rates.back();

  const double clock_cost = ClockCost();
  std::vector<double> latencies(count);
  for (size_t i = 0; i < count; ++i) {
    const Clock::time_point begin = Clock::now();
    run(i);
    latencies[i] = std::max(0.0, Seconds(begin, Clock::now()) * 1e6 - clock_cost);
  }
  std::sort(latencies.begin(), latencies.end());
  timing.p50_us = Percentile(latencies, 0.5);
  timing.p99_us = Percentile(latencies, 0.99);
  timing.p999_us = Percentile(latencies, 0.999);
  return timing;
}

// `Intel(R) Xeon(R) Processor, 2 processors, load average 0.70`
std::string Machine();

// Memory that is this process's alone, and all that is resident, in MiB. Pages of mapped tables are
// the page cache's, for others to share and the system to drop, and so count in the latter only.
struct Memory {
  double private_mib = 0;
  double resident_mib = 0;
};
Memory MemoryNow();

}  // namespace scrubline::bench

#endif  // SCRUBLINE_TESTS_BENCH_MEASURE_H_
