// tests/bench/files_bench.cc — from the bytes of an 837 file to findings, and the memory it takes.
//
//   files_bench speed RULESETS_DIR TABLES_DIR [SECONDS]
//   files_bench write FILE MEGABYTES TABLES_DIR
//   files_bench memory SMALL_FILE LARGE_FILE COMMAND...   (COMMAND gets the file as last argument)
//
// Claims are generated (claim_generator.h), four lines each, and written as an 837P, up to five
// thousand to a transaction. `speed` measures one thread, by processor time, with each step added
// to the one before. `memory` runs the command on each file and compares the most memory it ever
// held.
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "ingest/proto/admitted.h"
#include "ingest/x12/reader.h"
#include "render/x12/claim_writer.h"
#include "rules_engine/load.h"
#include "server/file_scrubber.h"
#include "tests/bench/claim_generator.h"
#include "tests/bench/measure.h"
#include "tests/bench/setting.h"

extern char** environ;

namespace scrubline::bench {
namespace {

constexpr uint64_t kSeed = 20240701;
constexpr size_t kClaims = 20'000;
constexpr int kLines = 4;
constexpr size_t kPiece = 64 * 1024;
constexpr double kMega = 1e6;
// Of every claim: those of one day share a transaction, as in a practice's file.
const Date kSubmitted = *Date::FromCivil(2024, 10, 1);

// The bytes of an interchange of so many claims.
absl::StatusOr<std::string> FileOf(const TableSet& tables, size_t claims) {
  absl::StatusOr<ClaimGenerator> generator = ClaimGenerator::Create(tables, kSeed);
  if (!generator.ok()) return generator.status();
  std::string bytes;
  ClaimWriter writer({.now =
                          [] {
                            return X12Moment{"20241001", "0930"};
                          }},
                     [&](std::string_view piece) { bytes.append(piece); });
  for (size_t i = 0; i < claims; ++i) {
    Claim claim = generator->Next(kLines);
    if (claim.type != ClaimType::kProfessional) continue;
    claim.submitted_date = kSubmitted;
    if (const absl::Status status = writer.Write(claim); !status.ok()) return status;
  }
  writer.Finish();
  return bytes;
}

class Counting : public X12Sink {
 public:
  void OnClaim(Claim& /*claim*/, X12ClaimSource& /*source*/) override { ++claims; }
  uint64_t claims = 0;
};

class Evaluating final : public Counting {
 public:
  explicit Evaluating(const Snapshot& snapshot) : snapshot_(snapshot) {}
  void OnClaim(Claim& claim, X12ClaimSource& source) override {
    Counting::OnClaim(claim, source);
    if (!IsAdmitted(claim)) return;
    findings += Evaluate(snapshot_, claim, {.today = *Date::FromCivil(2024, 12, 31)}, scratch_)
                    .items.size();
  }
  uint64_t findings = 0;

 private:
  const Snapshot& snapshot_;
  Scratch scratch_;
};

void Feed(X12Reader& reader, std::string_view bytes) {
  for (size_t at = 0; at < bytes.size(); at += kPiece) reader.Feed(bytes.substr(at, kPiece));
  reader.Finish().IgnoreError();
}

// The best of several passes over the bytes, by processor time.
void Report(const char* what, std::string_view bytes, double seconds,
            const std::function<uint64_t()>& pass) {
  double best = 1e9;
  uint64_t claims = 0;
  const Clock::time_point begin = Clock::now();
  for (int passes = 0; passes < 3 || Seconds(begin, Clock::now()) < seconds; ++passes) {
    const double start = ThreadSeconds();
    claims = pass();
    best = std::min(best, ThreadSeconds() - start);
  }
  std::cout << absl::StrFormat("  %-44s %6.0f MB/s  %9s claims/s", what,
                               static_cast<double>(bytes.size()) / best / kMega,
                               Grouped(static_cast<double>(claims) / best))
            << std::endl;
}

uint64_t Read(std::string_view bytes, const X12Options& options) {
  Counting sink;
  X12Reader reader(options, sink);
  Feed(reader, bytes);
  return sink.claims;
}

uint64_t Scrub(std::string_view bytes, std::shared_ptr<const Snapshot> snapshot,
               const v1::FileOptions& options) {
  FileScrubber scrubber(std::move(snapshot), options, {.today = *Date::FromCivil(2024, 12, 31)},
                        {});
  v1::ScrubFileResponse response;
  for (size_t at = 0; at < bytes.size(); at += kPiece) {
    if (!scrubber.Feed(bytes.substr(at, kPiece)).ok()) return 0;
    while (scrubber.TakeResponse(response, false)) {
    }
  }
  scrubber.Finish();
  while (scrubber.TakeResponse(response) && !response.has_summary()) {
  }
  return static_cast<uint64_t>(response.summary().claims());
}

int MeasureSpeed(const std::string& rulesets, const std::string& tables, double seconds) {
  Diagnostics diagnostics;
  auto snapshot = LoadSnapshot(rulesets, tables, diagnostics);
  if (!snapshot.ok()) {
    std::cerr << "files_bench: " << snapshot.status().message() << "\n" << ToString(diagnostics);
    return 2;
  }
  const absl::StatusOr<std::string> bytes = FileOf((*snapshot)->tables(), kClaims);
  if (!bytes.ok()) {
    std::cerr << "files_bench: " << bytes.status().message() << "\n";
    return 2;
  }
  std::cout << DescribeRules(**snapshot) << "\n"
            << absl::StrFormat("%.0f MB of 837P, %d lines a claim\n",
                               static_cast<double>(bytes->size()) / kMega, kLines);
  Report("read", *bytes, seconds, [&] { return Read(*bytes, {}); });
  Report("read, with places and names kept", *bytes, seconds,
         [&] { return Read(*bytes, {.keep_source = true}); });
  Report("read and evaluate", *bytes, seconds, [&] {
    Evaluating sink(**snapshot);
    X12Reader reader({}, sink);
    Feed(reader, *bytes);
    return sink.claims;
  });
  v1::FileOptions options;
  Report("ScrubFile without the wire", *bytes, seconds,
         [&] { return Scrub(*bytes, *snapshot, options); });
  options.add_acknowledgments(v1::FileAcknowledgment::X12_999);
  options.add_acknowledgments(v1::FileAcknowledgment::X12_277CA);
  Report("the same with 999 and 277CA", *bytes, seconds,
         [&] { return Scrub(*bytes, *snapshot, options); });
  std::cout << "on " << Machine() << "\n";
  return 0;
}

int WriteFile(const std::string& path, double megabytes, const std::string& tables) {
  Diagnostics diagnostics;
  auto set = TableSet::Load(tables);
  if (!set.ok()) {
    std::cerr << "files_bench: " << set.status().message() << "\n";
    return 2;
  }
  absl::StatusOr<ClaimGenerator> generator = ClaimGenerator::Create(**set, kSeed);
  if (!generator.ok()) return 2;
  std::ofstream file(path, std::ios::binary);
  double written = 0;
  ClaimWriter writer({.now =
                          [] {
                            return X12Moment{"20241001", "0930"};
                          }},
                     [&](std::string_view piece) {
                       file << piece;
                       written += static_cast<double>(piece.size());
                     });
  while (written < megabytes * kMega) {
    Claim claim = generator->Next(kLines);
    claim.submitted_date = kSubmitted;
    if (claim.type == ClaimType::kProfessional) writer.Write(claim).IgnoreError();
  }
  writer.Finish();
  return file.good() ? 0 : 2;
}

// Runs the command on the file with its output dropped; the most memory it held, in KiB.
long PeakMemory(std::vector<std::string> command, const std::string& file) {
  command.push_back(file);
  std::vector<char*> argv;
  for (std::string& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t pid = -1;
  const int error = posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  rusage usage{};
  int status = 0;
  if (error != 0 || wait4(pid, &status, 0, &usage) != pid || !WIFEXITED(status)) return -1;
  return usage.ru_maxrss;
}

int MeasureMemory(const std::string& small, const std::string& large,
                  const std::vector<std::string>& command) {
  const long of_small = PeakMemory(command, small);
  const long of_large = PeakMemory(command, large);
  if (of_small < 0 || of_large < 0) {
    std::cerr << "files_bench: the command could not be run\n";
    return 2;
  }
  std::cout << absl::StrFormat("  peak memory %d MiB on the small file, %d MiB on the large one\n",
                               of_small / 1024, of_large / 1024);
  return 0;
}

int Main(const std::vector<std::string>& words) {
  const std::string what = words.empty() ? "" : words[0];
  if (what == "speed" && words.size() >= 3) {
    return MeasureSpeed(words[1], words[2], words.size() > 3 ? std::atof(words[3].c_str()) : 2);
  }
  if (what == "write" && words.size() == 4) {
    return WriteFile(words[1], std::atof(words[2].c_str()), words[3]);
  }
  if (what == "memory" && words.size() >= 4) {
    return MeasureMemory(words[1], words[2], {words.begin() + 3, words.end()});
  }
  std::cerr << "usage: files_bench speed RULESETS TABLES [SECONDS] | write FILE MEGABYTES TABLES | "
               "memory SMALL LARGE COMMAND...\n";
  return 2;
}

}  // namespace
}  // namespace scrubline::bench

int main(int argc, char** argv) { return scrubline::bench::Main({argv + 1, argv + argc}); }
