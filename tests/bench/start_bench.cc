// tests/bench/start_bench.cc — from starting a process to its first answer, and the memory it holds
// then.
//
//   start_bench RULESETS_DIR TABLES_DIR
//
// Starts itself seven times over: each child loads the rules, maps the tables, evaluates one claim
// and says so. The clock runs in the parent from before the child exists to its word. What scrubd
// adds, opening its port, is not in it.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/load.h"
#include "tests/bench/measure.h"
#include "tests/bench/setting.h"

extern char** environ;

namespace scrubline::bench {
namespace {

constexpr int kRounds = 7;

Claim MakeClaim() {
  Claim claim;
  claim.type = ClaimType::kProfessional;
  claim.claim_id = "first";
  claim.statement_from = *Date::FromCivil(2024, 8, 1);
  claim.billing = claim.AddProvider({.npi = "1234567893"});
  for (const Code code : {Code::Of("99213"), Code::Of("17000")}) {
    ServiceLine& line = claim.service_lines.emplace_back();
    line.line_number = static_cast<int32_t>(claim.service_lines.size());
    line.procedure_code = code;
    line.units = kThousandths;
    line.service_date = claim.statement_from;
  }
  return claim;
}

absl::StatusOr<std::shared_ptr<const Snapshot>> Load(const std::string& rulesets,
                                                     const std::string& tables) {
  Diagnostics diagnostics;
  auto snapshot = LoadSnapshot(rulesets, tables, diagnostics);
  if (!snapshot.ok()) std::cerr << ToString(diagnostics) << snapshot.status().message() << "\n";
  return snapshot;
}

int AnswerOnce(const std::string& rulesets, const std::string& tables) {
  const auto snapshot = Load(rulesets, tables);
  if (!snapshot.ok()) return 2;
  Scratch scratch;
  const EvaluateOptions options{.today = *Date::FromCivil(2024, 12, 31)};
  const size_t findings = Evaluate(**snapshot, MakeClaim(), options, scratch).items.size();
  std::printf("answered %zu\n", findings);
  std::fflush(stdout);
  const Memory memory = MemoryNow();
  std::printf("%.1f %.1f\n", memory.private_mib, memory.resident_mib);
  return 0;
}

struct Start {
  double ms = 0;
  Memory memory;
};

// False when the child failed; it has said why.
bool StartChild(std::vector<std::string> arguments, Start& start) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return false;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addclose(&actions, ends[1]);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  pid_t child = 0;
  const Clock::time_point begin = Clock::now();
  const int spawned =
      posix_spawn(&child, "/proc/self/exe", &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  FILE* words = fdopen(ends[0], "r");
  size_t findings = 0;
  bool answered = spawned == 0 && std::fscanf(words, "answered %zu", &findings) == 1;
  start.ms = Seconds(begin, Clock::now()) * 1e3;
  answered = answered && std::fscanf(words, "%lf %lf", &start.memory.private_mib,
                                     &start.memory.resident_mib) == 2;
  std::fclose(words);
  int status = 0;
  if (spawned == 0) waitpid(child, &status, 0);
  return answered && status == 0;
}

int Run(const std::string& rulesets, const std::string& tables) {
  std::vector<Start> starts(kRounds);
  for (Start& start : starts) {
    if (!StartChild({"start_bench", "--answer", rulesets, tables}, start)) return 2;
  }
  std::sort(starts.begin(), starts.end(),
            [](const Start& a, const Start& b) { return a.ms < b.ms; });
  const auto snapshot = Load(rulesets, tables);
  if (!snapshot.ok()) return 2;
  const Start& middle = starts[starts.size() / 2];
  std::printf("%s\n%s\n%s\n", Machine().c_str(), DescribeTables((*snapshot)->tables()).c_str(),
              DescribeRules(**snapshot).c_str());
  std::printf("start to first answer  %.1f ms (best %.1f, worst %.1f of %d)\n", middle.ms,
              starts.front().ms, starts.back().ms, kRounds);
  std::printf("memory                 %.1f MiB private, %.1f MiB resident\n",
              middle.memory.private_mib, middle.memory.resident_mib);
  return 0;
}

}  // namespace
}  // namespace scrubline::bench

int main(int argc, char** argv) {
  if (argc == 4 && std::string(argv[1]) == "--answer") {
    return scrubline::bench::AnswerOnce(argv[2], argv[3]);
  }
  if (argc != 3) {
    std::cerr << "usage: start_bench RULESETS_DIR TABLES_DIR\n";
    return 2;
  }
  return scrubline::bench::Run(argv[1], argv[2]);
}
