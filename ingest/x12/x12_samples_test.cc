// Real files from public projects (../shared/data/x12): what other parsers count in them, we count;
// what pyx12 finds wrong with them, we find, but for the differences that docs/x12.md explains.
// tests/golden/x12 holds what becomes of every file and what differs; UPDATE_GOLDENS=1 rewrites it.
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

#include "ingest/x12/reader.h"

namespace scrubline {
namespace {

constexpr char kOutcomes[] = "tests/golden/x12/outcomes.txt";
constexpr char kDifferences[] = "tests/golden/x12/pyx12_differences.txt";

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

TEST_F(Samples, EveryTransactionIsCountedWhateverItIs) {
  for (const Counts& expected : ReadCounts()) {
    SCOPED_TRACE(expected.file);
    const Outcome outcome = ReadInPieces(ReadFile(DataFolder() / expected.file), 1 << 20);
    EXPECT_EQ(outcome.totals.transactions, expected.transactions);
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

// Compares with the committed file, or writes it.
void ExpectGolden(const std::string& actual, const char* path) {
  if (std::getenv("UPDATE_GOLDENS") != nullptr) {
    std::ofstream(path) << actual;
    return;
  }
  EXPECT_EQ(actual, ReadFile(path)) << "UPDATE_GOLDENS=1 rewrites " << path;
}

// What the acknowledgements of a file would say of its envelope: `TA1=E:021 AK9=A IK5=E:4,I6`.
class Acknowledged final : public X12Sink {
 public:
  void OnClaim(Claim&, X12ClaimSource&) override {}
  void OnEvent(X12Event&& event) override {
    if (const auto* end = std::get_if<X12TransactionEnd>(&event)) {
      Add("IK5", end->rejected, X12AckCode::In::kTransaction, end->issues);
    } else if (const auto* group = std::get_if<X12GroupEnd>(&event)) {
      const bool none = group->transactions_accepted == 0 && group->transactions > 0;
      Add("AK9", group->rejected || none, X12AckCode::In::kGroup, group->issues);
    } else if (const auto* interchange = std::get_if<X12InterchangeEnd>(&event)) {
      Add("TA1", interchange->rejected, X12AckCode::In::kInterchange, interchange->issues);
    }
  }
  // Each with how often it came.
  std::string ToString() const {
    std::string text;
    for (const auto& [answer, count] : answers_) {
      text += " " + answer;
      if (count > 1) text += " x" + std::to_string(count);
    }
    return text;
  }

 private:
  void Add(std::string answer, bool rejected, X12AckCode::In in,
           const std::vector<X12Issue>& issues) {
    std::set<std::string> codes;
    for (const X12Issue& issue : issues) {
      if (issue.ack().in == in) codes.emplace(issue.ack().code);
    }
    answer += rejected ? "=R" : issues.empty() ? "=A" : "=E";
    char separator = ':';
    for (const std::string& code : codes) {
      answer += separator + code;
      separator = ',';
    }
    ++answers_[answer];
  }
  std::map<std::string, int> answers_;
};

std::string Answers(std::string_view bytes, X12Mode mode) {
  Acknowledged sink;
  X12Reader reader({.mode = mode}, sink);
  reader.Feed(bytes);
  const absl::Status status = reader.Finish();
  return sink.ToString();
}

TEST_F(Samples, EveryFileHasItsExpectedOutcome) {
  std::ostringstream actual;
  for (const Counts& counts : ReadCounts()) {
    const std::string bytes = ReadFile(DataFolder() / counts.file);
    const std::string lenient = Answers(bytes, X12Mode::kLenient);
    const std::string strict = Answers(bytes, X12Mode::kStrict);
    actual << counts.file << ": " << ReadInPieces(bytes, 1 << 20).ToString() << lenient;
    if (strict != lenient) actual << "; strict:" << strict;
    actual << "\n";
  }
  ExpectGolden(actual.str(), kOutcomes);
}

// An error as a 999 tells it: `2 IK4 SV1 24 02-1 7` is in the second transaction, segment 24.
using Told = std::map<std::string, int>;

// Which of unknown, unexpected and out of order it is, pyx12 does not tell: all of them are 1. What
// is not used is 10 to it.
std::string AsPyx12(std::string_view code) {
  if (code == "2" || code == "7") return "1";
  return std::string(code);
}

std::string Line(int transaction, bool element, std::string_view segment, unsigned ordinal,
                 int number, int component, std::string_view code) {
  std::string text = std::to_string(transaction) + (element ? " IK4 " : " IK3 ");
  text.append(segment).append(" ").append(std::to_string(ordinal));
  if (element) {
    text.append(" ").append(std::to_string(number));
    if (component > 0) text.append("-").append(std::to_string(component));
  }
  return text.append(" ").append(element && code == "I10" ? "10" : element ? code : AsPyx12(code));
}

class GuideIssues final : public X12Sink {
 public:
  void OnClaim(Claim&, X12ClaimSource&) override {}
  void OnEvent(X12Event&& event) override {
    const auto* end = std::get_if<X12TransactionEnd>(&event);
    if (end == nullptr) return;
    ++transaction_;
    for (const X12Issue& issue : end->issues) {
      const X12AckCode ack = issue.ack();
      if (ack.in == X12AckCode::In::kTransaction) continue;
      ++told[Line(transaction_, ack.in == X12AckCode::In::kElement, issue.segment,
                  issue.position.segment, issue.element, issue.component, ack.code)];
    }
  }
  Told told;

 private:
  int transaction_ = 0;
};

// Of a 999 in whatever form pyx12 writes it.
Told ToldByPyx12(const std::string& bytes) {
  Told told;
  int transaction = 0;
  std::string segment;
  unsigned ordinal = 0;
  std::istringstream segments(bytes);
  std::string text;
  while (std::getline(segments, text, '~')) {
    const std::string_view trimmed = WithoutBlanks(text);
    Segment split;
    const Delimiters delimiters;
    split.Split(trimmed, delimiters, 0);
    if (split.id() == SegmentId("AK2")) ++transaction;
    if (split.id() == SegmentId("IK3")) {
      segment = split[1];
      ordinal = static_cast<unsigned>(std::strtoul(std::string(split[2]).c_str(), nullptr, 10));
      // 8: the elements that follow tell.
      if (!split[4].empty() && split[4] != "8") {
        ++told[Line(transaction, false, segment, ordinal, 0, 0, split[4])];
      }
    }
    if (split.id() == SegmentId("IK4")) {
      const Composite place(split[1], ':');
      ++told[Line(transaction, true, segment, ordinal,
                  static_cast<int>(std::strtol(std::string(place[1]).c_str(), nullptr, 10)),
                  static_cast<int>(std::strtol(std::string(place[2]).c_str(), nullptr, 10)),
                  split[3])];
    }
  }
  return told;
}

// What `a` has more than `b`.
std::string Difference(const Told& a, const Told& b, const char* name) {
  std::string text;
  for (const auto& [line, count] : a) {
    const auto other = b.find(line);
    const int more = count - (other == b.end() ? 0 : other->second);
    if (more > 0) {
      text.append("  ").append(name).append(": ").append(line);
      text.append(more > 1 ? " x" + std::to_string(more) : "").append("\n");
    }
  }
  return text;
}

TEST_F(Samples, TheGuideCheckFindsWhatPyx12Finds) {
  std::ostringstream actual;
  int files = 0;
  int same = 0;
  for (const Counts& counts : ReadCounts()) {
    std::string name = counts.file;
    const size_t slash = name.find('/');
    if (slash != std::string::npos) name.replace(slash, 1, "__");
    const auto answer = DataFolder() / "999/pyx12-generated" / (name + ".999");
    if (!std::filesystem::exists(answer)) continue;
    ++files;
    GuideIssues ours;
    X12Reader reader({.check_guide = true}, ours);
    reader.Feed(ReadFile(DataFolder() / counts.file));
    EXPECT_TRUE(reader.Finish().ok()) << counts.file;
    const Told theirs = ToldByPyx12(ReadFile(answer));
    const std::string difference =
        Difference(theirs, ours.told, "pyx12") + Difference(ours.told, theirs, "ours ");
    if (difference.empty()) {
      ++same;
    } else {
      actual << counts.file << "\n" << difference;
    }
  }
  EXPECT_GE(files, 60);
  actual << same << " of " << files << " files: the same\n";
  ExpectGolden(actual.str(), kDifferences);
}

}  // namespace
}  // namespace scrubline
