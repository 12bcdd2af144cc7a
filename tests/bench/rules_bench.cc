// tests/bench/rules_bench.cc — what rules cost: the time of a claim, the time to load, and memory,
// against the number of rules, by whether the claims have the rules' codes.
//
//   rules_bench RULESETS_DIR TABLES_DIR [SECONDS]
//
// To the shipped rulesets one more is added, of 10 to 10,000 rules written as YAML and read by the
// real parser, each with an example that fires and one that stays clear, as a shipped rule has:
//   - of codes that no claim has: on modifiers, on another line of the claim, on places of service,
//     on diagnoses with the claim as a whole, in turns;
//   - of codes that claims have, spread evenly over all of them from the most billed to the least,
//     so that each claim activates a share of the rules: on modifiers, another line, places, units;
//   - of no code at all (units, charges), which are looked at on every line of every claim.
// All snapshots are held at once and take turns on the same claims, so that whatever else the
// machine does meets all of them. All times are of the thread's processor time, the best turn's for
// a claim.
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <utility>
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
constexpr size_t kReadBytes = 16 * 1024 * 1024;

enum class Kind { kOtherCodes, kCodesOfClaims, kNoCodes };
constexpr const char* kKindNames[] = {"of other codes", "of the claims' codes", "of no code"};

// A set of rules that is added to those shipped.
struct Extra {
  Kind kind;
  int rules;
};
constexpr Extra kExtras[] = {
    {Kind::kOtherCodes, 0},        {Kind::kOtherCodes, 10},        {Kind::kOtherCodes, 100},
    {Kind::kOtherCodes, 1'000},    {Kind::kOtherCodes, 5'000},     {Kind::kOtherCodes, 10'000},
    {Kind::kCodesOfClaims, 10},    {Kind::kCodesOfClaims, 100},    {Kind::kCodesOfClaims, 1'000},
    {Kind::kCodesOfClaims, 5'000}, {Kind::kCodesOfClaims, 10'000}, {Kind::kNoCodes, 10},
    {Kind::kNoCodes, 100},         {Kind::kNoCodes, 1'000}};

// Code `i` of those that no table has: X and four digits.
std::string OtherCode(int i) { return absl::StrFormat("X%04d", i % 10'000); }

// What a rule asks and claims on either side of it, as YAML.
struct Question {
  const char* subject = "line";
  std::string condition, fires, clear;
};

Question OfOtherCodes(int i) {
  const std::string code = OtherCode(i), other = OtherCode(i + 1);
  switch (i % 4) {
    case 0:
      return {"line",
              absl::StrFormat("      procedure_code: [\"%s\", \"%s\"]\n"
                              "      modifiers: {none_of: [\"GN\", \"GO\"]}\n",
                              code, other),
              absl::StrFormat("lines: [{procedure_code: \"%s\"}]", code),
              absl::StrFormat("lines: [{procedure_code: \"%s\", modifiers: [\"GN\"]}]", code)};
    case 1:
      return {"line",
              absl::StrFormat("      procedure_code: \"%s\"\n    with_line:\n"
                              "      procedure_code: \"%s\"\n      same: [service_date]\n",
                              code, other),
              absl::StrFormat("lines: [{procedure_code: \"%s\"}, {procedure_code: \"%s\"}]", code,
                              other),
              absl::StrFormat("lines: [{procedure_code: \"%s\"}]", code)};
    case 2:
      return {"line",
              absl::StrFormat("      procedure_code: \"%s\"\n"
                              "      place_of_service: {none_of: [\"11\", \"%d\"]}\n",
                              code, 20 + i % 5),
              absl::StrFormat("place_of_service: \"81\", lines: [{procedure_code: \"%s\"}]", code),
              absl::StrFormat("place_of_service: \"11\", lines: [{procedure_code: \"%s\"}]", code)};
    default: {
      const std::string diagnosis =
          absl::StrFormat("X%02d%c%d", i / 4 % 100, 'A' + i / 400 % 26, i % 7);
      return {"claim",
              absl::StrFormat("      diagnoses: [\"%s\"]\n      frequency_code: [\"7\", \"8\"]\n",
                              diagnosis),
              absl::StrFormat("frequency_code: \"7\", diagnoses: [\"%s\"]", diagnosis),
              "diagnoses: [\"I10\"]"};
    }
  }
}

// Rules that are looked at but mostly find nothing, as those in use do.
Question OfCodesOfClaims(int i, const std::string& code) {
  const auto line = [&code](const std::string& more) {
    return absl::StrFormat("{procedure_code: \"%s\"%s}", code, more);
  };
  switch (i % 4) {
    case 0:
      return {"line",
              absl::StrFormat("      procedure_code: [\"%s\", \"%s\"]\n"
                              "      modifiers: {any_of: [\"GN\", \"GO\"], none_of: [\"KX\"]}\n",
                              code, OtherCode(i)),
              "lines: [" + line(", modifiers: [\"GN\"]") + "]", "lines: [" + line("") + "]"};
    case 1:
      return {"line",
              absl::StrFormat("      procedure_code: \"%s\"\n    with_line:\n"
                              "      procedure_code: \"%s\"\n      same: [service_date]\n",
                              code, OtherCode(i)),
              absl::StrFormat("lines: [%s, {procedure_code: \"%s\"}]", line(""), OtherCode(i)),
              "lines: [" + line("") + "]"};
    case 2:
      return {"line",
              absl::StrFormat("      procedure_code: \"%s\"\n      place_of_service: [\"%d\"]\n",
                              code, 31 + i % 4),
              absl::StrFormat("place_of_service: \"%d\", lines: [%s]", 31 + i % 4, line("")),
              "place_of_service: \"11\", lines: [" + line("") + "]"};
    default:
      return {"line",
              absl::StrFormat("      procedure_code: \"%s\"\n      units: {more_than: %d}\n", code,
                              10 + i % 90),
              "lines: [" + line(", units: 200") + "]", "lines: [" + line("") + "]"};
  }
}

Question OfNoCodes(int i) {
  if (i % 2 == 0) {
    return {"line", absl::StrFormat("      units: {more_than: %d}\n", 100 + i),
            absl::StrFormat("lines: [{procedure_code: \"99213\", units: %d}]", 101 + i),
            "lines: [{procedure_code: \"99213\"}]"};
  }
  return {"line", absl::StrFormat("      charge_cents: {more_than: %d.00}\n", 10'000 + i),
          absl::StrFormat("lines: [{procedure_code: \"99213\", charge_cents: %d.50}]", 10'000 + i),
          "lines: [{procedure_code: \"99213\", charge_cents: 1.00}]"};
}

std::string RuleText(int i, const Question& question) {
  return absl::StrFormat(
      "  - id: EXTRA.R%05d\n    title: What goes with number %d\n    severity: warn\n    for: %s\n"
      "    when:\n%s"
      "    message: \"what goes with number %d is not on the claim\"\n"
      "    fix:\n      - {review: \"look at the record of number %d\"}\n"
      "    source: {title: \"a manual\", section: \"%d\"}\n    owner: bench@scrubline.example\n"
      "    examples:\n      - fires: {%s}\n      - clear: {%s}\n",
      i, i, question.subject, question.condition, i, i, i, question.fires, question.clear);
}

// The claims' codes and on how many claims each is, the most billed first.
using CodeCounts = std::vector<std::pair<std::string, int>>;

CodeCounts CountCodes(const std::vector<Claim>& claims) {
  std::map<std::string, int> counts;
  for (const Claim& claim : claims) {
    std::set<std::string> codes;
    for (const ServiceLine& line : claim.service_lines)
      codes.insert(line.procedure_code.ToString());
    for (const std::string& code : codes) ++counts[code];
  }
  CodeCounts ranked(counts.begin(), counts.end());
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return ranked;
}

// Which of `codes` rule `i` of `rules` is about.
size_t CodeOfRule(const CodeCounts& codes, int i, int rules) {
  const size_t n = static_cast<size_t>(rules);
  const size_t at = static_cast<size_t>(i);
  return n < codes.size() ? at * codes.size() / n : at % codes.size();
}

// The shipped rulesets' files, and those of a ruleset of more rules.
absl::StatusOr<std::map<std::string, std::string>> Files(const std::string& rulesets,
                                                         const Extra& extra,
                                                         const CodeCounts& codes) {
  std::map<std::string, std::string> files;
  const DiskFileSource disk;
  const auto paths = disk.List(rulesets);
  if (!paths.ok()) return paths.status();
  for (const std::string& path : *paths) {
    absl::StatusOr<std::string> text = disk.Read(path, kReadBytes);
    if (!text.ok()) return text.status();
    files["rulesets" + path.substr(rulesets.size())] = *std::move(text);
  }
  if (extra.rules == 0) return files;
  files["rulesets/extra/ruleset.yaml"] =
      "id: extra\nversion: \"1\"\nlanguage: 1\ntitle: More rules\nlayer: national\n";
  for (int i = 0; i < extra.rules; ++i) {
    std::string& text = files[absl::StrFormat("rulesets/extra/rules/r%02d.yaml", i / kRulesAFile)];
    if (text.empty()) text = "rules:\n";
    switch (extra.kind) {
      case Kind::kOtherCodes:
        text += RuleText(i, OfOtherCodes(i));
        break;
      case Kind::kCodesOfClaims:
        text += RuleText(i, OfCodesOfClaims(i, codes[CodeOfRule(codes, i, extra.rules)].first));
        break;
      case Kind::kNoCodes:
        text += RuleText(i, OfNoCodes(i));
        break;
    }
  }
  return files;
}

double HeapBytes() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd);
}

struct Loaded {
  Extra extra{};
  std::shared_ptr<const Snapshot> snapshot;
  double read_ms = 0;
  double compile_ms = 0;
  double bytes_with_examples = 0;  // of the heap
  double bytes = 0;                // without them, as a server holds it
  double activated = 0;            // of the rules added, on the average claim
  Scratch scratch;
  double best_us = 0;  // a claim, by processor time
};

absl::Status Load(const std::string& rulesets, const CodeCounts& codes,
                  const std::shared_ptr<const TableSet>& tables, Loaded& loaded) {
  const auto files = Files(rulesets, loaded.extra, codes);
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
  auto snapshot = Snapshot::Build(*resolved, tables);
  if (!snapshot.ok()) return snapshot.status();
  loaded.compile_ms = (ThreadSeconds() - begin) * 1e3;
  diagnostics.clear();
  loaded.bytes_with_examples = HeapBytes() - heap;
  (*resolved)->DropExamples();
  loaded.bytes = HeapBytes() - heap;
  loaded.snapshot = *std::move(snapshot);
  return absl::OkStatus();
}

// How many of the rules are about a code of the average claim, or about none.
double Activated(const Extra& extra, const CodeCounts& codes) {
  if (extra.kind == Kind::kOtherCodes) return 0;
  if (extra.kind == Kind::kNoCodes) return extra.rules;
  double claims_by_rule = 0;
  for (int i = 0; i < extra.rules; ++i) {
    claims_by_rule += codes[CodeOfRule(codes, i, extra.rules)].second;
  }
  return claims_by_rule / static_cast<double>(kClaims);
}

void Print(const std::vector<Loaded>& all) {
  std::cout << "extra rules                    activated   us a claim   against none   read ms   "
               "compile ms   bytes a rule   with examples\n";
  for (const Loaded& loaded : all) {
    const int rules = loaded.extra.rules;
    // A few rules' bytes drown in what the allocator keeps.
    const auto a_rule = [&](double Loaded::*bytes) {
      return rules < 1'000 ? "" : Grouped((loaded.*bytes - all[0].*bytes) / rules);
    };
    std::cout << absl::StrFormat(
        "%6s %-22s   %9.1f   %10.3f   %+11.1f %%   %7.0f   %10.1f   %12s   %13s\n", Grouped(rules),
        kKindNames[static_cast<size_t>(loaded.extra.kind)], loaded.activated, loaded.best_us,
        100 * (loaded.best_us / all[0].best_us - 1), loaded.read_ms, loaded.compile_ms,
        a_rule(&Loaded::bytes), a_rule(&Loaded::bytes_with_examples));
  }
}

absl::Status Run(const std::string& rulesets, const std::string& tables_folder, double seconds) {
  const auto tables = TableSet::Load(tables_folder);
  if (!tables.ok()) return tables.status();
  auto generator = ClaimGenerator::Create(**tables, kSeed);
  if (!generator.ok()) return generator.status();
  const std::vector<Claim> claims = generator->Generate(kClaims, 0);
  const CodeCounts codes = CountCodes(claims);
  std::vector<Loaded> all;
  for (const Extra& extra : kExtras) {
    Loaded& loaded = all.emplace_back();
    loaded.extra = extra;
    loaded.activated = Activated(extra, codes);
    const absl::Status status = Load(rulesets, codes, *tables, loaded);
    if (!status.ok()) return status;
  }
  const EvaluateOptions options{.today = *Date::FromCivil(2024, 12, 31)};
  const Clock::time_point start = Clock::now();
  do {
    for (Loaded& loaded : all) {
      for (const Claim& claim : claims) Evaluate(*loaded.snapshot, claim, options, loaded.scratch);
      const double begin = ThreadSeconds();
      for (const Claim& claim : claims) Evaluate(*loaded.snapshot, claim, options, loaded.scratch);
      const double us = (ThreadSeconds() - begin) * 1e6 / static_cast<double>(claims.size());
      loaded.best_us = loaded.best_us == 0 ? us : std::min(loaded.best_us, us);
    }
  } while (Seconds(start, Clock::now()) < seconds * static_cast<double>(all.size()));
  std::cout << Machine() << "\n"
            << DescribeTables(**tables) << "\n"
            << "shipped: " << DescribeRules(*all[0].snapshot) << "\n"
            << Grouped(static_cast<double>(codes.size())) << " codes on " << Grouped(kClaims)
            << " claims\n";
  Print(all);
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
