// tests/bench/import_bench.cc — how long published tables take from their text to packed files.
//
//   import_bench INTO_DIR FILE...
//
// Three imports, each into an emptied folder; INTO_DIR keeps the last one's tables. The files are
// as downloaded (compressed ones are decompressed within the time) and are in the page cache after
// the first.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "rules_engine/tables/import_tables.h"
#include "rules_engine/tables/table_set.h"
#include "tests/bench/measure.h"
#include "tests/bench/setting.h"

namespace scrubline::bench {
namespace {

constexpr int kRounds = 3;

double ProcessSeconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

int Run(const std::string& into, const std::vector<std::string>& sources) {
  double best = 0, best_cpu = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::error_code ignored;
    std::filesystem::remove_all(into, ignored);
    const double cpu_begin = ProcessSeconds();
    const Clock::time_point begin = Clock::now();
    const absl::StatusOr<ImportReport> report = ImportTables(sources, {.into = into});
    const double seconds = Seconds(begin, Clock::now());
    const double cpu = ProcessSeconds() - cpu_begin;
    if (!report.ok() || !report->ok()) {
      std::cerr << "error: " << report.status().message()
                << (report.ok() ? ToString(report->errors) : "") << "\n";
      return 2;
    }
    best = round == 0 ? seconds : std::min(best, seconds);
    best_cpu = round == 0 ? cpu : std::min(best_cpu, cpu);
  }
  const auto tables = TableSet::Load(into);
  if (!tables.ok()) {
    std::cerr << "error: " << tables.status().message() << "\n";
    return 2;
  }
  std::printf("%s\n%s\nimport from text  %.2f s, %.2f s of processor time; best of %d\n",
              Machine().c_str(), DescribeTables(**tables).c_str(), best, best_cpu, kRounds);
  return 0;
}

}  // namespace
}  // namespace scrubline::bench

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: import_bench INTO_DIR FILE...\n";
    return 2;
  }
  return scrubline::bench::Run(argv[1], std::vector<std::string>(argv + 2, argv + argc));
}
