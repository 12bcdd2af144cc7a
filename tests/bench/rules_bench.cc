// tests/bench/rules_bench.cc — what rules cost that have nothing to do with the claims: the time of
// a claim, the time to load, and memory, against their number.
//
//   rules_bench RULESETS_DIR TABLES_DIR [SECONDS]
//
// To the shipped rulesets one more is added, of 0 to 10,000 rules about made-up codes that no claim
// has, written as YAML and read by the real parser. Four kinds of rule take turns: on modifiers, on
// another line of the claim, on places of service, on diagnoses with the claim as a whole; each has
// an example that fires and one that stays clear, as a shipped rule has. All snapshots are held at
// once and take turns on the same claims, so that whatever else the machine does meets all of them.
// All times are of the thread's processor time, the best turn's for a claim.
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/resolve/resolver.h"
#include "rules_engine/snapshot.h"
#include "tests/bench/claim_generator.h"
#include "tests/bench/measure.h"
#include "tests/bench/setting.h"

namespace scrubline::bench {
namespace {

constexpr uint64_t kSeed = 20240701;
constexpr size_t kClaims = 20'000;
constexpr int kRulesAFile = 500;
constexpr int kExtra[] = {0, 10, 100, 1'000, 5'000, 10'000};
constexpr size_t kReadBytes = 16 * 1024 * 1024;

// Two codes of rule `i`; no table has a code that begins with X and four digits.
std::string CodeOf(int i) { return absl::StrFormat("X%04d", i); }

std::string RuleText(int i) {
  const std::string code = CodeOf(i);
  const std::string other = CodeOf((i + 1) % 10'000);
  std::string scope = "line", condition, fires, clear;
  switch (i % 4) {
    case 0:
      condition = absl::StrFormat(
          "      procedure_code: [\"%s\", \"%s\"]\n      modifiers: {none_of: [\"GN\", \"GO\"]}\n",
          code, other);
      fires = absl::StrFormat("lines: [{procedure_code: \"%s\"}]", code);
      clear = absl::StrFormat("lines: [{procedure_code: \"%s\", modifiers: [\"GN\"]}]", code);
      break;
    case 1:
      condition = absl::StrFormat(
          "      procedure_code: \"%s\"\n    with_line:\n      procedure_code: \"%s\"\n"
          "      same: [service_date]\n",
          code, other);
      fires = absl::StrFormat("lines: [{procedure_code: \"%s\"}, {procedure_code: \"%s\"}]", code,
                              other);
      clear = absl::StrFormat("lines: [{procedure_code: \"%s\"}]", code);
      break;
    case 2:
      condition = absl::StrFormat(
          "      procedure_code: \"%s\"\n      place_of_service: {none_of: [\"11\", \"%d\"]}\n",
          code, 20 + i % 5);
      fires = absl::StrFormat("place_of_service: \"81\", lines: [{procedure_code: \"%s\"}]", code);
      clear = absl::StrFormat("place_of_service: \"11\", lines: [{procedure_code: \"%s\"}]", code);
      break;
    default:
      scope = "claim";
      condition = absl::StrFormat(
          "      diagnoses: [\"X%02d%c%d\"]\n      frequency_code: [\"7\", \"8\"]\n", i / 4 % 100,
          'A' + i / 400 % 26, i % 7);
      fires = absl::StrFormat(
          "frequency_code: \"7\", diagnoses: [{code: \"X%02d%c%d\"}], lines: [{procedure_code: "
          "\"%s\"}]",
          i / 4 % 100, 'A' + i / 400 % 26, i % 7, code);
      clear = absl::StrFormat("lines: [{procedure_code: \"%s\"}]", code);
  }
  return absl::StrFormat(
      "  - id: EXTRA.R%05d\n    title: What goes with %s\n    severity: warn\n    for: %s\n"
      "    when:\n%s"
      "    message: \"what goes with %s is not on the claim\"\n"
      "    fix:\n      - {review: \"look at the record of %s\"}\n"
      "    source: {title: \"a manual\", section: \"%d\"}\n    owner: bench@scrubline.example\n"
      "    examples:\n      - fires: {%s}\n      - clear: {%s}\n",
      i, code, scope, condition, code, code, i, fires, clear);
}

// The shipped rulesets' files, and those of a ruleset of `extra` rules.
absl::StatusOr<std::map<std::string, std::string>> Files(const std::string& rulesets, int extra) {
  std::map<std::string, std::string> files;
  const DiskFileSource disk;
  const auto paths = disk.List(rulesets);
  if (!paths.ok()) return paths.status();
  for (const std::string& path : *paths) {
    absl::StatusOr<std::string> text = disk.Read(path, kReadBytes);
    if (!text.ok()) return text.status();
    files["rulesets" + path.substr(rulesets.size())] = *std::move(text);
  }
  if (extra == 0) return files;
  files["rulesets/extra/ruleset.yaml"] =
      "id: extra\nversion: \"1\"\nlanguage: 1\ntitle: Rules about other codes\nlayer: national\n";
  for (int i = 0; i < extra; ++i) {
    std::string& text = files[absl::StrFormat("rulesets/extra/rules/r%02d.yaml", i / kRulesAFile)];
    if (text.empty()) text = "rules:\n";
    text += RuleText(i);
  }
  return files;
}

double HeapBytes() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd);
}

struct Loaded {
  int extra = 0;
  std::shared_ptr<const Snapshot> snapshot;
  double read_ms = 0;
  double compile_ms = 0;
  double heap_bytes = 0;
  Scratch scratch;
  double best_us = 0;  // a claim, by processor time
};

absl::Status Load(const std::string& rulesets, const std::shared_ptr<const TableSet>& tables,
                  Loaded& loaded) {
  const auto files = Files(rulesets, loaded.extra);
  if (!files.ok()) return files.status();
  const MemoryFileSource source(*files);
  const double heap = HeapBytes();
  Diagnostics diagnostics;
  double begin = ThreadSeconds();
  auto resolved = LoadRulesets("rulesets", source, diagnostics);
  std::cerr << ToString(diagnostics);
  if (!resolved.ok()) return resolved.status();
  loaded.read_ms = (ThreadSeconds() - begin) * 1e3;
  begin = ThreadSeconds();
  auto snapshot = Snapshot::Build(*std::move(resolved), tables);
  if (!snapshot.ok()) return snapshot.status();
  loaded.compile_ms = (ThreadSeconds() - begin) * 1e3;
  diagnostics.clear();
  loaded.heap_bytes = HeapBytes() - heap;
  loaded.snapshot = *std::move(snapshot);
  return absl::OkStatus();
}

absl::Status Run(const std::string& rulesets, const std::string& tables_folder, double seconds) {
  const auto tables = TableSet::Load(tables_folder);
  if (!tables.ok()) return tables.status();
  auto generator = ClaimGenerator::Create(**tables, kSeed);
  if (!generator.ok()) return generator.status();
  const std::vector<Claim> claims = generator->Generate(kClaims, 0);
  std::vector<Loaded> all;
  for (const int extra : kExtra) {
    all.emplace_back().extra = extra;
    const absl::Status status = Load(rulesets, *tables, all.back());
    if (!status.ok()) return status;
  }
  const EvaluateOptions options{.today = *Date::FromCivil(2024, 12, 31)};
  const Clock::time_point start = Clock::now();
  while (Seconds(start, Clock::now()) < seconds * static_cast<double>(all.size())) {
    for (Loaded& loaded : all) {
      for (const Claim& claim : claims) Evaluate(*loaded.snapshot, claim, options, loaded.scratch);
      const double begin = ThreadSeconds();
      for (const Claim& claim : claims) Evaluate(*loaded.snapshot, claim, options, loaded.scratch);
      const double us = (ThreadSeconds() - begin) * 1e6 / static_cast<double>(claims.size());
      loaded.best_us = loaded.best_us == 0 ? us : std::min(loaded.best_us, us);
    }
  }
  std::cout << Machine() << "\n"
            << DescribeTables(**tables) << "\n"
            << "shipped: " << DescribeRules(*all[0].snapshot) << "\n"
            << "extra rules   us a claim   against none   read ms   compile ms   bytes a rule\n";
  for (const Loaded& loaded : all) {
    // A few rules' bytes drown in what the allocator keeps.
    const double bytes =
        loaded.extra == 0 ? 0 : (loaded.heap_bytes - all[0].heap_bytes) / loaded.extra;
    std::cout << absl::StrFormat("%11s   %10.3f   %+11.1f %%   %7.0f   %10.1f   %12s\n",
                                 Grouped(loaded.extra), loaded.best_us,
                                 100 * (loaded.best_us / all[0].best_us - 1), loaded.read_ms,
                                 loaded.compile_ms, loaded.extra < 1'000 ? "" : Grouped(bytes));
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace scrubline::bench

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: rules_bench RULESETS_DIR TABLES_DIR [SECONDS]\n";
    return 2;
  }
  const absl::Status status =
      scrubline::bench::Run(argv[1], argv[2], argc > 3 ? std::atof(argv[3]) : 3);
  if (!status.ok()) std::cerr << "error: " << status.message() << "\n";
  return status.ok() ? 0 : 2;
}
