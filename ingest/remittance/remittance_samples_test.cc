// Real 835 files from public projects (../shared/data/x12): what other parsers count in them, we
// count. tests/golden/remittance/outcomes.txt holds what becomes of every file;
// UPDATE_GOLDENS=1 rewrites it. The files marb__* are claims and their remittances, complete: the
// way from a claim to its denial is walked with them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "ingest/proto/encode_claim.h"
#include "ingest/remittance/remittance_match.h"
#include "ingest/remittance/remittance_netter.h"
#include "ingest/remittance/remittance_testing.h"
#include "ingest/x12/reader.h"

namespace scrubline {
namespace {

constexpr char kGolden[] = "tests/golden/remittance/outcomes.txt";

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
  std::string file, kind;
  uint64_t transactions = 0, claims = 0, lines = 0;
  double charges = 0, line_charges = 0, paid = 0;
};

// The columns used stand before the first quoted one.
std::vector<Counts> ReadCounts() {
  std::vector<Counts> all;
  std::ifstream csv(DataFolder() / "counts.csv");
  std::string row;
  std::getline(csv, row);
  while (std::getline(csv, row)) {
    std::istringstream columns(row);
    std::vector<std::string> value(13);
    for (std::string& text : value) std::getline(columns, text, ',');
    if (value[5] != "835") continue;
    const auto number = [&](size_t i) { return std::strtod(value[i].c_str(), nullptr); };
    const auto count = [&](size_t i) { return std::strtoull(value[i].c_str(), nullptr, 10); };
    all.push_back(
        {value[0], value[5], count(1), count(2), count(3), number(4), number(11), number(12)});
  }
  return all;
}

std::string OutcomeOf(const Remittance& result) {
  std::ostringstream text;
  text << (result.status.ok()                                    ? "read"
           : result.status.code() == absl::StatusCode::kDataLoss ? "truncated"
                                                                 : "refused");
  uint64_t unreadable = 0;
  uint64_t denied = 0;
  for (const v1::RemittanceRecord& record : result.records) {
    unreadable += static_cast<uint64_t>(record.claim().unreadable_size());
    denied += record.claim().denied();
  }
  std::map<std::string_view, int> issues;
  for (const RemittanceIssue& issue : result.issues) ++issues[issue.what()];
  text << " transactions=" << result.totals.remittances << "/" << result.totals.transactions
       << " claims=" << result.totals.claims << " lines=" << result.totals.service_lines
       << " provider_adjustments=" << result.totals.provider_adjustments << " denied=" << denied
       << " unreadable=" << unreadable << "\n";
  for (const auto& [what, count] : issues) text << "  " << count << " " << what << "\n";
  return text.str();
}

class RemittanceSamples : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(DataFolder() / "counts.csv")) {
      GTEST_SKIP() << "no sample files at " << DataFolder()
                   << "; set SCRUBLINE_DATA to the data folder";
    }
  }
};

TEST_F(RemittanceSamples, AgreeWithOtherParsersCounts) {
  int files = 0;
  for (const Counts& expected : ReadCounts()) {
    if (!expected.file.starts_with("835/") || expected.file.starts_with("835/4010/")) continue;
    SCOPED_TRACE(expected.file);
    const Remittance result = ReadRemittance(ReadFile(DataFolder() / expected.file));
    EXPECT_TRUE(result.status.ok()) << result.status;
    EXPECT_EQ(result.totals.remittances, expected.transactions);
    EXPECT_EQ(result.totals.claims, expected.claims);
    EXPECT_EQ(result.totals.service_lines, expected.lines);
    double line_charges = 0;
    for (const v1::RemittanceRecord& record : result.records) {
      for (const v1::PaymentLine& line : record.claim().service_lines()) {
        line_charges += static_cast<double>(line.charge_cents());
      }
    }
    ASSERT_TRUE(result.totals.charged.known() && result.totals.paid.known());
    EXPECT_NEAR(static_cast<double>(result.totals.charged.cents()), expected.charges * 100, 0.5);
    EXPECT_NEAR(static_cast<double>(result.totals.paid.cents()), expected.paid * 100, 0.5);
    EXPECT_NEAR(line_charges, expected.line_charges * 100, 0.5);
    ++files;
  }
  EXPECT_GE(files, 14);
}

TEST_F(RemittanceSamples, EveryFileHasItsExpectedOutcome) {
  std::string actual;
  for (const Counts& counts : ReadCounts()) {
    const std::string bytes = ReadFile(DataFolder() / counts.file);
    actual += counts.file + ": " + OutcomeOf(ReadRemittance(bytes));
  }
  if (std::getenv("UPDATE_GOLDENS") != nullptr) {
    std::filesystem::create_directories(std::filesystem::path(kGolden).parent_path());
    std::ofstream(kGolden) << actual;
    return;
  }
  EXPECT_EQ(actual, ReadFile(kGolden)) << "UPDATE_GOLDENS=1 rewrites " << kGolden;
}

TEST_F(RemittanceSamples, PiecesMakeNoDifference) {
  for (const Counts& counts : ReadCounts()) {
    SCOPED_TRACE(counts.file);
    const std::string bytes = ReadFile(DataFolder() / counts.file);
    const std::string whole = OutcomeOf(ReadRemittance(bytes, bytes.size() + 1));
    for (const size_t piece : {size_t{1}, size_t{7}}) {
      EXPECT_EQ(OutcomeOf(ReadRemittance(bytes, piece)), whole) << piece;
    }
  }
}

// The files of `folder` whose names begin with marb__, in order.
std::set<std::filesystem::path> LoopFiles(const char* folder) {
  std::set<std::filesystem::path> files;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(DataFolder() / folder, missing)) {
    if (entry.path().filename().string().starts_with("marb__")) files.insert(entry.path());
  }
  return files;
}

// The claims of an 837 file, into an index.
class IndexedClaims final : public X12Sink {
 public:
  explicit IndexedClaims(ClaimIndex& index) : index_(index) {}
  void OnClaim(Claim& claim, X12ClaimSource&) override {
    v1::Claim message;
    EncodeClaim(claim, message);
    index_.Add(KeysOf(message));
  }

 private:
  ClaimIndex& index_;
};

TEST(RemittanceLoop, EveryPaymentFindsItsClaimAndEveryLineItsLine) {
  const auto claim_files = LoopFiles("837p");
  const auto remittance_files = LoopFiles("835");
  if (claim_files.empty() || remittance_files.empty()) {
    GTEST_SKIP() << "no marb__* files at " << DataFolder()
                 << "; set SCRUBLINE_DATA to a data folder that has them";
  }
  ClaimIndex index;
  for (const auto& file : claim_files) {
    IndexedClaims indexed(index);
    X12Reader reader({}, indexed);
    reader.Feed(ReadFile(file));
    ASSERT_TRUE(reader.Finish().ok()) << file;
  }
  EXPECT_EQ(index.size(), 250u);

  std::set<std::string> answered;
  std::map<std::string, int> statuses, adjustments;
  int lines = 0;
  int lines_matched = 0;
  int denied_by_status_only = 0;
  std::set<std::string> denied;
  RemittanceNetter netter;
  for (const auto& file : remittance_files) {
    Remittance result = ReadRemittance(ReadFile(file));
    ASSERT_TRUE(result.status.ok()) << file;
    for (v1::RemittanceRecord& record : result.records) {
      netter.Add(record);
      if (!record.has_claim()) continue;
      v1::ClaimPayment& payment = *record.mutable_claim();
      const ClaimKeys* ours = index.Match(payment);
      ASSERT_NE(ours, nullptr) << file;
      EXPECT_EQ(payment.match().by(), v1::ClaimMatch::CLAIM_ID);
      answered.insert(ours->claim_id);
      ++statuses[payment.status_code()];
      if (payment.denied()) denied.insert(payment.claim_id());
      denied_by_status_only += payment.status_code() == "4" && !payment.denied();
      const auto count = [&](const auto& list) {
        for (const v1::RemittanceAdjustment& one : list) {
          ++adjustments[one.group_code() + "-" + one.reason_code()];
        }
      };
      count(payment.adjustments());
      for (const v1::PaymentLine& line : payment.service_lines()) {
        count(line.adjustments());
        ++lines;
        lines_matched += line.matched_line_number() != 0;
      }
    }
  }
  EXPECT_EQ(answered.size(), 250u);
  EXPECT_EQ(statuses, (std::map<std::string, int>{{"1", 208}, {"2", 11}, {"22", 9}, {"4", 22}}));
  EXPECT_EQ(adjustments, (std::map<std::string, int>{{"CO-16", 26},
                                                     {"CO-18", 17},
                                                     {"CO-197", 30},
                                                     {"CO-29", 2},
                                                     {"CO-45", 837},
                                                     {"CO-50", 8},
                                                     {"OA-23", 20},
                                                     {"PR-1", 208},
                                                     {"PR-2", 228}}));
  EXPECT_EQ(denied.size(), 22u);
  EXPECT_EQ(denied_by_status_only, 0);
  EXPECT_EQ(lines_matched, lines);
  EXPECT_EQ(netter.size(), 250u);
}

}  // namespace
}  // namespace scrubline
