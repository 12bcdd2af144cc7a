#include "server/file_scrubber.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/load.h"

namespace scrubline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kRules[] = R"(rules:
  - id: TEST.CODE
    title: A made-up code
    severity: deny
    for: line
    when: {procedure_code: "X0001"}
    message: "{procedure_code} is refused"
    fix: [{remove_line: true}]
    source: {title: "A test"}
    owner: test@example.org
)";

std::shared_ptr<const Snapshot> TestSnapshot() {
  // Of this process alone: the tests of a build run at the same time.
  const std::string rulesets = absl::StrCat(::testing::TempDir(), "/file_scrubber_", getpid());
  const std::string folder = rulesets + "/test";
  std::filesystem::create_directories(folder + "/rules");
  std::ofstream(folder + "/ruleset.yaml")
      << "id: test\nversion: \"1\"\nlanguage: 1\ntitle: Test\nlayer: national\n";
  std::ofstream(folder + "/rules/rules.yaml") << kRules;
  Diagnostics diagnostics;
  auto snapshot = LoadSnapshot(rulesets, "", diagnostics);
  std::filesystem::remove_all(rulesets);
  EXPECT_TRUE(snapshot.ok()) << ToString(diagnostics);
  return *snapshot;
}

// A claim of one line with this code; empty: of no line.
std::string ClaimOf(const std::string& id, const std::string& code) {
  std::string text = absl::StrCat("CLM*", id, "*100***11:B:1*Y*A*Y*Y~HI*ABK:I10~");
  if (!code.empty()) {
    absl::StrAppend(&text, "LX*1~SV1*HC:", code, "*100*UN*1***1~DTP*472*D8*20260203~");
  }
  return text;
}

// One transaction of these claims in an interchange of its own.
std::string FileOf(const std::vector<std::string>& claims,
                   const std::string& guide = "005010X222A1") {
  std::string body =
      "BHT*0019*00*R1*20260301*0930*CH~NM1*41*2*SENDER*****46*S1~PER*IC*DESK*TE*5555550100~"
      "NM1*40*2*RECEIVER*****46*R1~HL*1**20*1~NM1*85*2*PRACTICE*****XX*1234567893~"
      "N3*1 ROAD~N4*TOWN*IL*627010001~REF*EI*123456789~";
  for (size_t i = 0; i < claims.size(); ++i) {
    absl::StrAppend(&body, "HL*", i + 2, "*1*22*0~SBR*P*18*******CI~NM1*IL*1*DOE*JO****MI*M1~",
                    "N3*2 ROAD~N4*TOWN*IL*62701~DMG*D8*19700101*F~NM1*PR*2*PAYER*****PI*P1~",
                    claims[i]);
  }
  const auto segments = static_cast<int>(std::count(body.begin(), body.end(), '~')) + 2;
  return absl::StrCat(
      "ISA*00*          *00*          *ZZ*S1             *ZZ*R1             *260301*0930*^*00501*"
      "000000001*0*T*:~GS*HC*S1*R1*20260301*0930*1*X*",
      guide, "~ST*837*0001*", guide, "~", body, "SE*", segments, "*0001~GE*1*1~IEA*1*000000001~");
}

struct Answer {
  grpc::Status status;
  v1::ScrubFileResponse all;  // every response, joined
  int responses = 0;

  std::string reason() const {
    google::rpc::Status error;
    google::rpc::ErrorInfo info;
    if (!error.ParseFromString(status.error_details()) || error.details_size() == 0) return "";
    error.details(0).UnpackTo(&info);
    return info.reason();
  }
  std::vector<std::string> claims() const {
    std::vector<std::string> claims;
    for (const v1::FileClaim& claim : all.claims()) {
      claims.push_back(absl::StrCat(claim.sequence(), " ", claim.result().claim_id(), " ",
                                    v1::ScrubResult::Verdict_Name(claim.result().verdict())));
    }
    return claims;
  }
};

class FileScrubberTest : public ::testing::Test {
 protected:
  Answer Scrub(std::string_view bytes, size_t piece = 1 << 20) {
    FileScrubber scrubber(snapshot_, options_, {.today = *Date::Parse("2026-03-01")}, limits_);
    Answer answer;
    v1::ScrubFileResponse response;
    const auto take = [&] {
      while (scrubber.TakeResponse(response)) {
        EXPECT_FALSE(answer.all.has_summary()) << "the summary comes last";
        EXPECT_LE(response.ByteSizeLong(), limits_.max_response_bytes);
        answer.all.MergeFrom(response);
        ++answer.responses;
      }
    };
    for (size_t at = 0; at < bytes.size(); at += piece) {
      answer.status = scrubber.Feed(bytes.substr(at, piece));
      take();
      if (!answer.status.ok()) return answer;
    }
    answer.status = scrubber.Finish();
    take();
    return answer;
  }

  static const std::shared_ptr<const Snapshot> snapshot_;
  v1::FileOptions options_;
  FileLimits limits_;
};
const std::shared_ptr<const Snapshot> FileScrubberTest::snapshot_ = TestSnapshot();

TEST_F(FileScrubberTest, AnswersEachClaimInOrderWithItsPlace) {
  const std::string file = FileOf({ClaimOf("A", "X0001"), ClaimOf("B", "X0002")});
  const Answer answer = Scrub(file);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_THAT(answer.claims(), ElementsAre("1 A BLOCKED", "2 B CLEAN"));
  const v1::FileClaim& second = answer.all.claims(1);
  EXPECT_EQ(second.interchange_control_number(), "000000001");
  EXPECT_EQ(second.group_control_number(), "1");
  EXPECT_EQ(second.transaction_control_number(), "0001");
  EXPECT_EQ(second.place().transaction(), 1);
  EXPECT_EQ(static_cast<size_t>(second.place().byte_offset()), file.find("CLM*B"));
  ASSERT_EQ(answer.all.transactions_size(), 1);
  EXPECT_EQ(answer.all.transactions(0).control_number(), "0001");
  EXPECT_EQ(answer.all.transactions(0).guide(), "005010X222A1");
  EXPECT_EQ(answer.all.transactions(0).claims(), 2);
  EXPECT_FALSE(answer.all.transactions(0).rejected());
  EXPECT_EQ(answer.all.summary().claims(), 2);
  EXPECT_EQ(answer.all.summary().blocked(), 1);
  EXPECT_EQ(answer.all.summary().clean(), 1);
  EXPECT_EQ(answer.all.summary().service_lines(), 2);
  EXPECT_EQ(answer.all.summary().snapshot_id(), snapshot_->id());
}

TEST_F(FileScrubberTest, ResultsComeBeforeTheFileIsOver) {
  const std::string file = FileOf({ClaimOf("A", "X0001"), ClaimOf("B", "X0002")});
  FileScrubber scrubber(snapshot_, options_, {.today = *Date::Parse("2026-03-01")}, limits_);
  ASSERT_TRUE(scrubber.Feed(std::string_view(file).substr(0, file.find("CLM*B") + 40)).ok());
  v1::ScrubFileResponse response;
  ASSERT_TRUE(scrubber.TakeResponse(response));
  ASSERT_EQ(response.claims_size(), 1);
  EXPECT_EQ(response.claims(0).result().claim_id(), "A");
  EXPECT_FALSE(scrubber.TakeResponse(response));
}

TEST_F(FileScrubberTest, HowTheFileIsCutMakesNoDifference) {
  const std::string file = FileOf({ClaimOf("A", "X0001"), ClaimOf("B", ""), ClaimOf("C", "X0002")});
  const Answer whole = Scrub(file);
  for (const size_t piece : {size_t{1}, size_t{7}, size_t{100}}) {
    const Answer pieces = Scrub(file, piece);
    EXPECT_EQ(pieces.all.SerializeAsString(), whole.all.SerializeAsString()) << piece;
  }
}

TEST_F(FileScrubberTest, AClaimThatCannotBeScrubbedSaysSo) {
  const Answer answer = Scrub(FileOf({ClaimOf("A", ""), ClaimOf("B", "X0002")}));
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  ASSERT_EQ(answer.all.claims_size(), 2);
  EXPECT_THAT(answer.all.claims(0).status().message(), HasSubstr("service_lines"));
  EXPECT_EQ(answer.all.summary().unreadable(), 1);
  EXPECT_EQ(answer.all.summary().clean(), 1);
}

TEST_F(FileScrubberTest, OmitsCleanClaimsOnRequestButCountsThem) {
  options_.set_omit_clean(true);
  const Answer answer = Scrub(FileOf({ClaimOf("A", "X0001"), ClaimOf("B", "X0002")}));
  EXPECT_THAT(answer.claims(), ElementsAre("1 A BLOCKED"));
  EXPECT_EQ(answer.all.summary().clean(), 1);
  EXPECT_EQ(answer.all.summary().claims(), 2);
}

TEST_F(FileScrubberTest, ALongFileIsAnsweredInManyResponses) {
  std::vector<std::string> claims;
  for (int i = 0; i < 4000; ++i) claims.push_back(ClaimOf(absl::StrCat("C", i), "X0001"));
  const Answer answer = Scrub(FileOf(claims));
  EXPECT_EQ(answer.all.claims_size(), 4000);
  EXPECT_GT(answer.responses, 2);
  EXPECT_EQ(answer.all.summary().blocked(), 4000);
}

TEST_F(FileScrubberTest, AcknowledgmentsComeInPiecesToBeJoined) {
  options_.add_acknowledgments(v1::FileAcknowledgment::X12_999);
  options_.add_acknowledgments(v1::FileAcknowledgment::X12_277CA);
  options_.mutable_acknowledgment_options()->set_id("OURID");
  options_.mutable_acknowledgment_options()->set_first_control_number(77);
  std::vector<std::string> claims;
  for (int i = 0; i < 4000; ++i) {
    claims.push_back(ClaimOf(absl::StrCat("C", i), i % 2 == 0 ? "X0001" : "X0002"));
  }
  const Answer answer = Scrub(FileOf(claims), 100'000);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  std::string ack, claim_ack;
  int pieces = 0;
  for (const v1::FileAcknowledgment& piece : answer.all.acknowledgments()) {
    (piece.kind() == v1::FileAcknowledgment::X12_999 ? ack : claim_ack) += piece.content();
    ++pieces;
  }
  EXPECT_GT(pieces, 2);
  EXPECT_THAT(ack, HasSubstr("AK1*HC*1*"));
  EXPECT_THAT(ack, HasSubstr("AK9*A*1*1*1~"));
  EXPECT_THAT(ack, HasSubstr("IEA*1*000000077~"));
  EXPECT_THAT(claim_ack, HasSubstr("*46*OURID~"));
  EXPECT_THAT(claim_ack, HasSubstr("QTY*90*2000~"));
  EXPECT_THAT(claim_ack, HasSubstr("QTY*AA*2000~"));
  EXPECT_THAT(claim_ack, HasSubstr("IEA*1*100000077~"));
}

TEST_F(FileScrubberTest, AClaimThatCannotBeScrubbedIsRejectedInThe277ca) {
  options_.add_acknowledgments(v1::FileAcknowledgment::X12_277CA);
  const Answer answer = Scrub(FileOf({ClaimOf("A", ""), ClaimOf("B", "X0002")}));
  ASSERT_EQ(answer.all.acknowledgments_size(), 1);
  EXPECT_THAT(answer.all.acknowledgments(0).content(), HasSubstr("QTY*90*1~"));
  EXPECT_THAT(answer.all.acknowledgments(0).content(), HasSubstr("QTY*AA*1~"));
}

TEST_F(FileScrubberTest, ABrokenFileIsAcknowledgedAllTheSame) {
  options_.add_acknowledgments(v1::FileAcknowledgment::X12_999);
  const Answer answer = Scrub(FileOf({ClaimOf("A", "X0001")}, "005010X224A2"));
  EXPECT_EQ(answer.reason(), "NO_CLAIMS");
  ASSERT_EQ(answer.all.acknowledgments_size(), 1);
  EXPECT_THAT(answer.all.acknowledgments(0).content(), HasSubstr("IK5*R*I6"));
}

TEST_F(FileScrubberTest, WhatIsNotAFileOfOursEndsTheCall) {
  const std::string good = FileOf({ClaimOf("A", "X0001"), ClaimOf("B", "X0002")});
  const struct {
    std::string file;
    const char* reason;
    std::vector<std::string> claims;
  } kCases[] = {
      {"", "NOT_X12", {}},
      {"{\"claim_id\": \"A\"}", "NOT_X12", {}},
      {FileOf({ClaimOf("A", "X0001")}, "005010X224A2"), "NO_CLAIMS", {}},
      {good.substr(0, good.find("CLM*B") + 30), "TRUNCATED", {"1 A BLOCKED"}},
  };
  for (const auto& c : kCases) {
    const Answer answer = Scrub(c.file);
    EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(answer.reason(), c.reason) << answer.status.error_message();
    EXPECT_EQ(answer.claims(), c.claims);
    EXPECT_FALSE(answer.all.has_summary());
  }
}

TEST_F(FileScrubberTest, AFileBeyondTheLimitEndsTheCallAfterWhatWasRead) {
  const std::string file = FileOf({ClaimOf("A", "X0001"), ClaimOf("B", "X0002")});
  limits_.max_file_bytes = file.find("CLM*B") + 40;
  const Answer answer = Scrub(file, 50);
  EXPECT_EQ(answer.reason(), "FILE_TOO_LARGE");
  EXPECT_THAT(answer.claims(), ElementsAre("1 A BLOCKED"));
}

TEST_F(FileScrubberTest, IssuesOfTheFileAreToldWithTheirPlaceAndWithoutValues) {
  std::string file = FileOf({ClaimOf("SECRET-1", "X0002")});
  file = absl::StrReplaceAll(file, {{"IEA*1*", "IEA*7*"}});
  const Answer answer = Scrub(file);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  ASSERT_THAT(answer.all.issues(), testing::Not(IsEmpty()));
  EXPECT_THAT(answer.all.issues(0).message(), HasSubstr("IEA"));
  EXPECT_EQ(static_cast<size_t>(answer.all.issues(0).place().byte_offset()), file.find("IEA*7"));
  for (const v1::FileIssue& issue : answer.all.issues()) {
    EXPECT_THAT(issue.ShortDebugString(), testing::Not(HasSubstr("SECRET")));
  }
}

}  // namespace
}  // namespace scrubline
