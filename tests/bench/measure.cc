#include "tests/bench/measure.h"

#include <stdlib.h>
#include <time.h>

#include <fstream>

#include "absl/strings/str_format.h"

namespace scrubline::bench {

double ThreadSeconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::string Grouped(double number) {
  std::string text = absl::StrFormat("%.0f", number);
  for (size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, 1, ',');
  return text;
}

std::string ToString(const Timing& timing) {
  return absl::StrFormat("%s/s (by processor time %s/s), p50 %.2f us, p99 %.2f us, p99.9 %.2f us",
                         Grouped(timing.per_second), Grouped(timing.cpu), timing.p50_us,
                         timing.p99_us, timing.p999_us);
}

double ClockCost() {
  std::vector<double> empty(10'000);
  for (double& cost : empty) {
    const Clock::time_point begin = Clock::now();
    cost = Seconds(begin, Clock::now()) * 1e6;
  }
  std::sort(empty.begin(), empty.end());
  return Percentile(empty, 0.5);
}

std::string Machine() {
  std::ifstream file("/proc/cpuinfo");
  std::string line, model = "unknown processor";
  int processors = 0;
  while (std::getline(file, line)) {
    if (line.rfind("processor", 0) == 0) ++processors;
    if (line.rfind("model name", 0) == 0) model = line.substr(line.find(':') + 2);
  }
  double load = 0;
  if (getloadavg(&load, 1) != 1) load = -1;
  return absl::StrFormat("%s, %d processors, load average %.2f", model, processors, load);
}

Memory MemoryNow() {
  std::ifstream file("/proc/self/smaps_rollup");
  Memory memory;
  std::string line;
  while (std::getline(file, line)) {
    const size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    const std::string key = line.substr(0, colon);
    const double mib = std::atof(line.c_str() + colon + 1) / 1024;
    if (key == "Private_Dirty") memory.private_mib = mib;
    if (key == "Rss") memory.resident_mib = mib;
  }
  return memory;
}

}  // namespace scrubline::bench
