// Real files from public projects (../shared/data/x12): what other parsers count in them, we count.
// tests/golden/x12/outcomes.txt holds what becomes of every file; UPDATE_GOLDENS=1
// rewrites it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "ingest/x12/reader.h"

namespace scrubline {
namespace {

constexpr char kGolden[] = "tests/golden/x12/outcomes.txt";

std::filesystem::path DataFolder() {
  const char* data = std::getenv("SCRUBLINE_DATA");
  return std::filesystem::path(data != nullptr ? data : "../shared/data") / "x12";
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Counts {
  std::string file, total_charge, kind, guide;
  uint64_t transactions = 0, claims = 0, lines = 0;
};

// The columns used stand before the first quoted one.
std::vector<Counts> ReadCounts() {
  std::vector<Counts> all;
  std::ifstream csv(DataFolder() / "counts.csv");
  std::string row;
  std::getline(csv, row);
  while (std::getline(csv, row)) {
    std::istringstream columns(row);
    std::array<std::string, 7> value;
    for (std::string& text : value) std::getline(columns, text, ',');
    all.push_back({.file = value[0],
                   .total_charge = value[4],
                   .kind = value[5],
                   .guide = value[6],
                   .transactions = std::strtoull(value[1].c_str(), nullptr, 10),
                   .claims = std::strtoull(value[2].c_str(), nullptr, 10),
                   .lines = std::strtoull(value[3].c_str(), nullptr, 10)});
  }
  return all;
}

struct Outcome {
  absl::Status status;
  X12Reader::Totals totals;
  int64_t charge_cents = 0;
  int errors = 0;
  int warnings = 0;
  uint64_t unreadable = 0;
  std::string trace;  // everything that was delivered and reported

  std::string ToString() const {
    std::ostringstream text;
    switch (status.code()) {
      case absl::StatusCode::kOk:
        text << "read";
        break;
      case absl::StatusCode::kDataLoss:
        text << "truncated";
        break;
      default:
        text << "refused";
        break;
    }
    text << " transactions=" << totals.claim_transactions << "/" << totals.transactions
         << " claims=" << totals.claims << " lines=" << totals.service_lines
         << " unreadable=" << unreadable << " errors=" << errors << " warnings=" << warnings;
    return text.str();
  }
};

// Writes down all that it is told.
class Recorder final : public X12Sink {
 public:
  explicit Recorder(Outcome& outcome) : outcome_(outcome) {}

  void OnClaim(Claim& claim, X12ClaimSource& source) override {
    if (claim.total_charge_cents != kUnset) outcome_.charge_cents += claim.total_charge_cents;
    outcome_.unreadable += claim.unreadable.size();
    trace << source.claim << " " << source.at.ToString() << " " << claim.claim_id << " "
          << claim.total_charge_cents << " " << claim.providers.size() << " "
          << claim.diagnoses.size() << "\n";
    for (const ServiceLine& line : claim.service_lines) {
      trace << line.line_number << " " << line.procedure_code.ToString() << " " << line.units << " "
            << line.service_date.ToString() << "\n";
    }
    for (const Unreadable& entry : claim.unreadable) {
      trace << entry.field << ": " << entry.problem << "\n";
    }
  }
  void OnEvent(X12Event&& event) override {
    trace << "event " << event.index();
    std::visit([this](const auto& what) { trace << " " << what.at.ToString(); }, event);
    trace << "\n";
  }

  std::ostringstream trace;

 private:
  Outcome& outcome_;
};

Outcome ReadInPieces(std::string_view bytes, size_t piece) {
  Outcome outcome;
  Recorder recorder(outcome);
  X12Reader reader({}, recorder);
  for (size_t at = 0; at < bytes.size(); at += piece) reader.Feed(bytes.substr(at, piece));
  outcome.status = reader.Finish();
  outcome.totals = reader.totals();
  for (const X12Issue& issue : reader.issues()) {
    ++(issue.level() == X12Issue::Level::kError ? outcome.errors : outcome.warnings);
    recorder.trace << issue.ToString() << "\n";
  }
  recorder.trace << outcome.status.ToString() << "\n";
  outcome.trace = recorder.trace.str();
  return outcome;
}

class Samples : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(DataFolder() / "counts.csv")) {
      GTEST_SKIP() << "no sample files at " << DataFolder()
                   << "; set SCRUBLINE_DATA to the data folder";
    }
  }
};

TEST_F(Samples, AgreeWithOtherParsersCounts) {
  int files = 0;
  for (const Counts& expected : ReadCounts()) {
    const bool served = expected.kind == "837" &&
                        expected.file.find("/4010/") == std::string::npos &&
                        (expected.file.starts_with("837p/") || expected.file.starts_with("837i/"));
    if (!served) continue;
    SCOPED_TRACE(expected.file);
    const Outcome outcome = ReadInPieces(ReadFile(DataFolder() / expected.file), 1 << 20);
    EXPECT_TRUE(outcome.status.ok()) << outcome.status;
    EXPECT_EQ(outcome.totals.claim_transactions, expected.transactions);
    EXPECT_EQ(outcome.totals.claims, expected.claims);
    EXPECT_EQ(outcome.totals.service_lines, expected.lines);
    EXPECT_NEAR(static_cast<double>(outcome.charge_cents),
                std::strtod(expected.total_charge.c_str(), nullptr) * 100, 0.5);
    ++files;
  }
  EXPECT_GE(files, 50);
}

TEST_F(Samples, ClaimsAreNeverLostSilently) {
  for (const Counts& expected : ReadCounts()) {
    if (expected.kind != "837") continue;
    SCOPED_TRACE(expected.file);
    const Outcome outcome = ReadInPieces(ReadFile(DataFolder() / expected.file), 1 << 20);
    if (outcome.totals.claims != expected.claims) {
      EXPECT_TRUE(!outcome.status.ok() || outcome.errors > 0) << outcome.ToString();
    }
  }
}

TEST_F(Samples, PiecesMakeNoDifference) {
  for (const Counts& counts : ReadCounts()) {
    SCOPED_TRACE(counts.file);
    const std::string bytes = ReadFile(DataFolder() / counts.file);
    const std::string whole = ReadInPieces(bytes, bytes.size() + 1).trace;
    for (size_t piece : {size_t{1}, size_t{7}, size_t{4096}}) {
      EXPECT_EQ(ReadInPieces(bytes, piece).trace, whole) << piece;
    }
  }
}

TEST_F(Samples, EveryFileHasItsExpectedOutcome) {
  std::ostringstream actual;
  for (const Counts& counts : ReadCounts()) {
    const std::string bytes = ReadFile(DataFolder() / counts.file);
    actual << counts.file << ": " << ReadInPieces(bytes, 1 << 20).ToString() << "\n";
  }
  if (std::getenv("UPDATE_GOLDENS") != nullptr) {
    std::ofstream(kGolden) << actual.str();
    return;
  }
  EXPECT_EQ(actual.str(), ReadFile(kGolden)) << "UPDATE_GOLDENS=1 rewrites " << kGolden;
}

}  // namespace
}  // namespace scrubline
