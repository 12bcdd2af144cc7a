// tests/bench/evaluate_bench.cc — how long a claim takes over the published tables, by its number
// of lines, with the NCCI and NPI edits alone and with every shipped rule.
//
//   evaluate_bench RULESETS_DIR TABLES_DIR [SECONDS]
//
// RULESETS_DIR holds one folder per ruleset, `national` among them. Claims are generated
// (claim_generator.h), so that a run is repeated exactly.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "rules_engine/evaluate/evaluation.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/evaluate/trace.h"
#include "rules_engine/load.h"
#include "tests/bench/claim_generator.h"
#include "tests/bench/measure.h"
#include "tests/bench/setting.h"

namespace scrubline::bench {
namespace {

constexpr uint64_t kSeed = 20240701;
constexpr size_t kClaims = 50'000;

struct Workload {
  std::string name;
  std::vector<Claim> claims;
};

absl::StatusOr<std::vector<Workload>> MakeWorkloads(const TableSet& tables) {
  absl::StatusOr<ClaimGenerator> generator = ClaimGenerator::Create(tables, kSeed);
  if (!generator.ok()) return generator.status();
  std::vector<Workload> workloads;
  workloads.push_back({"4 lines on average", generator->Generate(kClaims, 0)});
  for (const int lines : {1, 4, 12, 50}) {
    const size_t count = std::min(kClaims, 4 * kClaims / static_cast<size_t>(lines));
    workloads.push_back({absl::StrFormat("%d line%s", lines, lines == 1 ? "" : "s"),
                         generator->Generate(count, lines)});
  }
  return workloads;
}

void MeasureRules(const Snapshot& snapshot, const std::vector<Workload>& workloads,
                  double seconds) {
  std::cout << DescribeRules(snapshot) << "\n";
  const EvaluateOptions options{.today = *Date::FromCivil(2024, 12, 31)};
  Scratch scratch;
  for (const Workload& workload : workloads) {
    size_t with_findings = 0;
    size_t incomplete = 0;
    for (const Claim& claim : workload.claims) {
      const Findings& findings = Evaluate(snapshot, claim, options, scratch);
      with_findings += findings.items.empty() ? 0 : 1;
      incomplete += findings.not_evaluated.empty() ? 0 : 1;
    }
    const Timing timing = Measure(workload.claims.size(), seconds, [&](size_t i) {
      Evaluate(snapshot, workload.claims[i], options, scratch);
    });
    const double percent = 100.0 / static_cast<double>(workload.claims.size());
    std::cout << absl::StrFormat(
                     "  %-18s  %s; %.1f %% of claims with findings, %.1f %% with rules not "
                     "evaluated",
                     workload.name, ToString(timing), static_cast<double>(with_findings) * percent,
                     static_cast<double>(incomplete) * percent)
              << std::endl;
  }
}

// What a trace for `explain` costs when it is asked for, and the noise of two runs that ask for
// none: all three take turns in one process, by processor time.
void MeasureTrace(const Snapshot& snapshot, const std::vector<Claim>& claims) {
  constexpr int kRounds = 9;
  const EvaluateOptions options{.today = *Date::FromCivil(2024, 12, 31)};
  Scratch scratch;
  const auto seconds = [&](EvaluationTrace* trace) {
    const double start = ThreadSeconds();
    for (const Claim& claim : claims) {
      if (trace != nullptr) *trace = {};
      Evaluation evaluation(snapshot, claim, options, scratch.impl(), trace);
      EvaluateAll(evaluation);
    }
    return ThreadSeconds() - start;
  };
  EvaluationTrace trace;
  seconds(nullptr);
  std::vector<double> again, traced;
  for (int round = 0; round < kRounds; ++round) {
    const double untraced = seconds(nullptr);
    traced.push_back(seconds(&trace) / untraced);
    again.push_back(seconds(nullptr) / untraced);
  }
  std::sort(again.begin(), again.end());
  std::sort(traced.begin(), traced.end());
  std::cout << absl::StrFormat(
                   "  a trace for explain: %.2f times the time where it is asked for, %.2f times "
                   "where it is not (the same run again)",
                   Percentile(traced, 0.5), Percentile(again, 0.5))
            << std::endl;
}

// The ten rules and built-ins that take the most of an evaluation's time. A clock around each of
// them costs more than most; its own time is taken off.
void ListTheSlowest(const Snapshot& snapshot, const std::vector<Claim>& claims) {
  const EvaluateOptions options{.today = *Date::FromCivil(2024, 12, 31)};
  Scratch scratch;
  EvaluationTrace::Times times;
  EvaluationTrace trace;
  for (int round = 0; round < 2; ++round) {  // the first to warm up
    times = {};
    for (const Claim& claim : claims) {
      trace = {};
      trace.times = &times;
      Evaluation evaluation(snapshot, claim, options, scratch.impl(), &trace);
      EvaluateAll(evaluation);
    }
  }
  std::vector<std::pair<int64_t, std::string>> all;
  int64_t yaml = 0;
  int64_t built_in = 0;
  for (size_t i = 0; i < times.rules.size(); ++i) {
    yaml += times.rules[i];
    all.push_back({times.rules[i], snapshot.rulesets().rules[i].id});
  }
  for (size_t i = 0; i < times.built_in.size(); ++i) {
    built_in += times.built_in[i];
    std::string ids;
    for (const Builtin& one : AllBuiltins()) {
      if (static_cast<size_t>(one.algorithm) == i && ids.size() < 60)
        ids += (ids.empty() ? "" : ", ") + std::string(one.name);
    }
    all.push_back({times.built_in[i], "built in: " + ids});
  }
  const auto us = [&claims](int64_t nanoseconds) {
    return static_cast<double>(nanoseconds) / 1000 / static_cast<double>(claims.size());
  };
  std::sort(all.rbegin(), all.rend());
  std::cout << absl::StrFormat(
      "  a claim's time with clocks: built in %.2f us, rules of the language %.2f us, which rules "
      "%.2f us, order and verdict %.2f us; the slowest:\n",
      us(built_in), us(yaml), us(times.collect), us(times.conclude));
  for (size_t i = 0; i < 10 && i < all.size(); ++i)
    std::cout << absl::StrFormat("    %5.2f us  %s\n", us(all[i].first), all[i].second);
}

absl::Status Run(const std::string& rulesets, const std::string& tables, double seconds) {
  std::vector<Workload> workloads;
  for (const std::string& folder : {rulesets + "/national", rulesets}) {
    Diagnostics diagnostics;
    const auto snapshot = LoadSnapshot(folder, tables, diagnostics);
    std::cerr << ToString(diagnostics);
    if (!snapshot.ok()) return snapshot.status();
    if (workloads.empty()) {
      absl::StatusOr<std::vector<Workload>> made = MakeWorkloads((*snapshot)->tables());
      if (!made.ok()) return made.status();
      workloads = *std::move(made);
      std::cout << Machine() << "\n"
                << DescribeTables((*snapshot)->tables()) << "\n"
                << absl::StrFormat(
                       "%.1f %% of line pairs meet a PTP edit\n",
                       100 * PairsMeetingAnEdit((*snapshot)->tables(), workloads[0].claims));
    }
    MeasureRules(**snapshot, workloads, seconds);
    MeasureTrace(**snapshot, workloads[0].claims);
    ListTheSlowest(**snapshot, workloads[0].claims);
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace scrubline::bench

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: evaluate_bench RULESETS_DIR TABLES_DIR [SECONDS]\n";
    return 2;
  }
  const absl::Status status =
      scrubline::bench::Run(argv[1], argv[2], argc > 3 ? std::atof(argv[3]) : 2);
  if (!status.ok()) std::cerr << "error: " << status.message() << "\n";
  return status.ok() ? 0 : 2;
}
