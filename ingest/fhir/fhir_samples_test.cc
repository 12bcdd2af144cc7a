// Real files from public projects (../shared/data/fhir). tests/golden/fhir/outcomes.txt holds what
// becomes of every file, outcomes only; SCRUBLINE_UPDATE_GOLDENS=1 rewrites it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "ingest/fhir/reader.h"
#include "ingest/proto/decode_claim.h"

namespace scrubline {
namespace {

constexpr char kGolden[] = "tests/golden/fhir/outcomes.txt";

std::filesystem::path DataFolder() {
  const char* data = std::getenv("SCRUBLINE_DATA");
  return std::filesystem::path(data != nullptr ? data : "../shared/data") / "fhir";
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> Files() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(DataFolder())) {
    if (entry.is_regular_file()) {
      files.push_back(std::filesystem::relative(entry.path(), DataFolder()).string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

struct Outcome {
  absl::Status status;
  FhirReader::Totals totals;
  int64_t charge_cents = 0;
  int unreadable = 0;
  std::set<std::string> issues;  // texts, each once
  std::vector<FieldViolation> violations;
  std::string trace;  // everything that was delivered and reported

  std::string ToString() const {
    std::ostringstream text;
    text << (status.ok() ? "read" : "refused") << " claims=" << totals.claims
         << " lines=" << totals.service_lines << " cents=" << charge_cents
         << " unreadable=" << unreadable;
    for (const std::string& issue : issues) text << "\n    " << issue;
    return text.str();
  }
};

Outcome ReadInPieces(std::string_view bytes, size_t piece) {
  Outcome outcome;
  std::ostringstream trace;
  const auto note = [&](const FhirIssue& issue) {
    outcome.issues.insert(
        std::string(issue.level() == FhirIssue::Level::kError ? "error: " : "warning: ") +
        std::string(issue.what()));
    trace << issue.ToString() << "\n";
  };
  FhirReader reader({}, [&](FhirClaim& claim) {
    outcome.charge_cents += claim.message.total_charge_cents();
    outcome.unreadable += claim.message.unreadable_size();
    for (const FhirIssue& issue : claim.issues) note(issue);
    trace << claim.source.place.ToString() << claim.message.DebugString();
    Claim decoded;
    DecodeClaim(claim.message, decoded, outcome.violations).IgnoreError();
  });
  for (size_t at = 0; at < bytes.size(); at += piece) reader.Feed(bytes.substr(at, piece));
  outcome.status = reader.Finish();
  outcome.totals = reader.totals();
  for (const FhirIssue& issue : reader.issues()) note(issue);
  trace << outcome.status.ToString();
  outcome.trace = trace.str();
  return outcome;
}

class FhirSamples : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(DataFolder())) {
      GTEST_SKIP() << "no sample files at " << DataFolder()
                   << "; set SCRUBLINE_DATA to the data folder";
    }
  }
};

TEST_F(FhirSamples, EveryClaimThatIsReadIsOneThatDecodes) {
  uint64_t claims = 0;
  for (const std::string& file : Files()) {
    SCOPED_TRACE(file);
    const Outcome outcome = ReadInPieces(ReadFile(DataFolder() / file), 1 << 20);
    for (const FieldViolation& violation : outcome.violations) {
      ADD_FAILURE() << violation.field << " " << violation.problem;
    }
    claims += outcome.totals.claims;
  }
  EXPECT_GE(claims, 13U);
}

TEST_F(FhirSamples, PiecesMakeNoDifference) {
  for (const std::string& file : Files()) {
    SCOPED_TRACE(file);
    const std::string bytes = ReadFile(DataFolder() / file);
    const std::string whole = ReadInPieces(bytes, bytes.size() + 1).trace;
    for (size_t piece : {size_t{7}, size_t{4096}}) {
      EXPECT_EQ(ReadInPieces(bytes, piece).trace, whole) << piece;
    }
  }
}

TEST_F(FhirSamples, EveryFileHasItsExpectedOutcome) {
  std::ostringstream actual;
  for (const std::string& file : Files()) {
    actual << file << ": " << ReadInPieces(ReadFile(DataFolder() / file), 1 << 20).ToString()
           << "\n";
  }
  if (std::getenv("SCRUBLINE_UPDATE_GOLDENS") != nullptr) {
    std::ofstream(kGolden) << actual.str();
    return;
  }
  EXPECT_EQ(actual.str(), ReadFile(kGolden)) << "SCRUBLINE_UPDATE_GOLDENS=1 rewrites " << kGolden;
}

}  // namespace
}  // namespace scrubline
