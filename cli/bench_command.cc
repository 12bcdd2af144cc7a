#include "cli/bench_command.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/claim_input.h"
#include "ingest/proto/decode_claim.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/load.h"
#include "server/claim_scrubber.h"
#include "server/defaults.h"
#include "tests/bench/claim_generator.h"
#include "tests/bench/measure.h"
#include "tests/bench/setting.h"

namespace scrubline {
namespace {

constexpr int kMeasured = 0;
constexpr int kUnusable = 2;
constexpr uint64_t kSeed = 20240701;
constexpr size_t kGeneratedLines = 200'000;

struct BenchArguments {
  std::vector<std::string> files;
  std::string rulesets = DefaultRulesets();
  std::string tables = DefaultTables();
  double seconds = 3;
  int lines = 0;
};

// Claims, and the messages that the text of those read from files lies in.
struct Workload {
  std::vector<Claim> claims;
  std::vector<std::unique_ptr<v1::Claim>> messages;
  std::string origin;
};

absl::StatusOr<Workload> Read(const std::vector<std::string>& files, std::ostream& err) {
  Workload workload;
  std::vector<FieldViolation> violations;
  size_t refused = 0;
  for (const std::string& file : files) {
    const absl::Status read = ReadClaims(
        file, InputFormat::kDetect,
        [&](InputClaim input) {
          auto message = std::make_unique<v1::Claim>(std::move(input.claim));
          Claim claim;
          if (!input.error.empty() || !DecodeClaim(*message, claim, violations).ok()) {
            ++refused;
            return;
          }
          workload.claims.push_back(std::move(claim));
          workload.messages.push_back(std::move(message));
        },
        err);
    if (!read.ok()) return read;
  }
  if (workload.claims.empty()) {
    return absl::InvalidArgumentError(
        "no claim that can be read in the files; `scrub check` says "
        "what is wrong with them");
  }
  workload.origin = absl::StrFormat("%d file%s", files.size(), files.size() == 1 ? "" : "s");
  if (refused > 0)
    absl::StrAppend(&workload.origin, ", ", refused, " claims left out as unreadable");
  return workload;
}

absl::StatusOr<Workload> Generate(const TableSet& tables, int lines) {
  auto generator = bench::ClaimGenerator::Create(tables, kSeed);
  if (!generator.ok()) return generator.status();
  const size_t count = kGeneratedLines / static_cast<size_t>(std::max(lines, 4));
  Workload workload{.claims = generator->Generate(count, lines)};
  workload.origin = absl::StrFormat("generated; %.1f %% of line pairs meet a PTP edit",
                                    100 * bench::PairsMeetingAnEdit(tables, workload.claims));
  return workload;
}

int Run(const BenchArguments& arguments, std::ostream& out, std::ostream& err) {
  Diagnostics diagnostics;
  const auto snapshot = LoadSnapshot(arguments.rulesets, arguments.tables, diagnostics);
  err << ToString(diagnostics);
  if (!snapshot.ok()) {
    err << "error: " << snapshot.status().message() << "\n";
    return kUnusable;
  }
  const absl::StatusOr<Workload> workload = arguments.files.empty()
                                                ? Generate((*snapshot)->tables(), arguments.lines)
                                                : Read(arguments.files, err);
  if (!workload.ok()) {
    err << "error: " << workload.status().message() << "\n";
    return kUnusable;
  }
  const EvaluateOptions options{.today = Today()};
  Scratch scratch;
  size_t lines = 0;
  size_t findings = 0;
  for (const Claim& claim : workload->claims) {
    lines += claim.service_lines.size();
    findings += Evaluate(**snapshot, claim, options, scratch).items.size();
  }
  const auto count = static_cast<double>(workload->claims.size());
  const bench::Timing timing = bench::Measure(
      workload->claims.size(), arguments.seconds,
      [&](size_t i) { Evaluate(**snapshot, workload->claims[i], options, scratch); });
  out << "machine   " << bench::Machine() << "\n"
      << "rules     " << bench::DescribeRules(**snapshot) << "\n"
      << "tables    " << bench::DescribeTables((*snapshot)->tables()) << "\n"
      << "claims    " << bench::Grouped(count)
      << absl::StrFormat(" of %.1f lines and %.2f findings on average, ",
                         static_cast<double>(lines) / count, static_cast<double>(findings) / count)
      << workload->origin << "\n"
      << "evaluate  " << bench::ToString(timing) << "\n";
  return kMeasured;
}

}  // namespace

void AddBenchCommand(CLI::App& app, int& exit_code, std::ostream& out, std::ostream& err) {
  const auto arguments = std::make_shared<BenchArguments>();
  CLI::App* bench = app.add_subcommand("bench", "how fast this machine evaluates claims");
  CLI::Option* files = bench->add_option("FILE", arguments->files,
                                         "837 files or claims in JSON (default: generated claims)");
  bench->add_option("--rulesets", arguments->rulesets, "folder of rulesets")->capture_default_str();
  bench->add_option("--tables", arguments->tables, "folder of packed tables")
      ->capture_default_str();
  bench->add_option("--seconds", arguments->seconds, "time to measure for")
      ->capture_default_str()
      ->check(CLI::Range(0.01, 3600.0));
  bench
      ->add_option("--lines", arguments->lines,
                   "lines of each generated claim (default: 1 to 24, four on average)")
      ->check(CLI::Range(1, 5000))
      ->excludes(files);
  bench->callback([arguments, &exit_code, &out, &err] { exit_code = Run(*arguments, out, err); });
}

}  // namespace scrubline
