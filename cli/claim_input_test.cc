#include "cli/claim_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace scrubline {
namespace {

using ::testing::HasSubstr;

std::string FileWith(const std::string& content) {
  const std::string path = ::testing::TempDir() + "/" +
                           ::testing::UnitTest::GetInstance()->current_test_info()->name() +
                           ".claims";
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

struct Read {
  absl::Status status;
  std::vector<InputClaim> claims;
  std::string diagnostics;
};

Read ReadAll(const std::string& path, InputFormat format = InputFormat::kDetect) {
  Read read;
  std::ostringstream diagnostics;
  read.status = ReadClaims(
      path, format, [&](InputClaim claim) { read.claims.push_back(std::move(claim)); },
      diagnostics);
  read.diagnostics = diagnostics.str();
  return read;
}

TEST(ClaimInput, TellsTheFormByContent) {
  const struct {
    std::string_view content;
    InputFormat format;
  } kCases[] = {
      {"ISA*00*          *", InputFormat::kX12},
      {"\xEF\xBB\xBF\r\n ISA|00|", InputFormat::kX12},
      {"please find the claims below\nISA*00*", InputFormat::kX12},
      {"ST*837*0001*005010X222A1~", InputFormat::kX12},
      {{"I\0S\0A\0*\0", 8}, InputFormat::kX12},
      {"{\"claim_id\": \"A\"}\n{\"claim_id\": \"B\"}\n", InputFormat::kJsonLines},
      {"{\n\"claim_id\": \"A\"}", InputFormat::kClaimJson},
      {"{ \"id\": \"x\", \"resourceType\" : \"Claim\"}", InputFormat::kFhir},
      {"{\"claim_id\": \"resourceType\"}\n{}", InputFormat::kJsonLines},
      {"THIS IS A TEST", InputFormat::kDetect},
      {"[{\"claim_id\": \"A\"}]", InputFormat::kDetect},
      {" \n", InputFormat::kDetect},
  };
  for (const auto& c : kCases) {
    InputFormat found = InputFormat::kDetect;
    std::ostringstream diagnostics;
    const absl::Status status = ReadFile(
        FileWith(std::string(c.content)), {},
        [&](InputItem item) {
          if (const auto* begun = std::get_if<FileBegun>(&item)) found = begun->format;
        },
        diagnostics);
    EXPECT_EQ(found, c.format) << c.content;
    EXPECT_EQ(status.ok() || c.format != InputFormat::kDetect, c.format != InputFormat::kDetect);
  }
}

TEST(ClaimInput, GivesTheTenantToClaimsThatNameNone) {
  std::vector<std::string> tenants;
  std::ostringstream diagnostics;
  const std::string file = FileWith("{\"claim_id\": \"A\"}\n{\"tenant_id\": \"south\"}\n");
  ASSERT_TRUE(ReadFile(
                  file, {.tenant_id = "north"},
                  [&](InputItem item) {
                    if (const auto* claim = std::get_if<InputClaim>(&item)) {
                      tenants.push_back(claim->claim.tenant_id());
                    }
                  },
                  diagnostics)
                  .ok());
  EXPECT_THAT(tenants, ::testing::ElementsAre("north", "south"));
}

TEST(ClaimInput, TellsJsonLinesFromOneClaimByContent) {
  const Read lines =
      ReadAll(FileWith("\xEF\xBB\xBF{\"claim_id\": \"A\"}\r\n\n{\"claim_id\": \"B\"}"));
  ASSERT_TRUE(lines.status.ok()) << lines.status;
  ASSERT_EQ(lines.claims.size(), 2u);
  EXPECT_EQ(lines.claims[0].claim.claim_id(), "A");
  EXPECT_EQ(lines.claims[1].claim.claim_id(), "B");
  EXPECT_EQ(lines.claims[1].place, "3");

  const Read one = ReadAll(FileWith("\n{\n  \"claim_id\": \"A\",\n  \"service_lines\": []\n}\n"));
  ASSERT_EQ(one.claims.size(), 1u);
  EXPECT_EQ(one.claims[0].error, "");
  EXPECT_EQ(one.claims[0].claim.claim_id(), "A");
}

TEST(ClaimInput, ABadLineIsHandedOnAndTheOthersGoOn) {
  const Read read =
      ReadAll(FileWith("{\"claim_id\": \"A\"}\n{\"claim_id\": 7}\n{\"claim_id\": \"C\"}\n"));
  ASSERT_EQ(read.claims.size(), 3u);
  EXPECT_EQ(read.claims[1].error, "claim_id: expected a text in double quotes");
  EXPECT_EQ(read.claims[1].place, "2:14");
  EXPECT_EQ(read.claims[2].error, "");
}

TEST(ClaimInput, ALineTooLongIsHandedOnAndTheOthersGoOn) {
  const Read read =
      ReadAll(FileWith("{\"claim_id\": \"A\"}\n" + std::string(17 * 1024 * 1024, 'x') + "\n{}\n"));
  ASSERT_EQ(read.claims.size(), 3u);
  EXPECT_THAT(read.claims[1].error, HasSubstr("longer than a claim may be"));
  EXPECT_EQ(read.claims[2].error, "");
  EXPECT_EQ(read.claims[2].place, "3");
}

TEST(ClaimInput, FindsFieldsInTheClaimsText) {
  const Read read = ReadAll(FileWith("{}\n{\"service_lines\": [{\"units\": -1}]}\n"));
  ASSERT_EQ(read.claims.size(), 2u);
  EXPECT_THAT(DescribePlace(read.claims[1], "service_lines[0].units"), HasSubstr(".claims:2:30"));
  EXPECT_THAT(DescribePlace(read.claims[1], ""), HasSubstr(".claims:2"));
}

TEST(ClaimInput, ReadsTheShipped837File) {
  const Read read = ReadAll("sample_data/claims/sample_837p.txt");
  ASSERT_TRUE(read.status.ok()) << read.status << read.diagnostics;
  ASSERT_FALSE(read.claims.empty());
  for (const InputClaim& claim : read.claims) {
    EXPECT_NE(claim.claim.claim_id(), "");
    EXPECT_GT(claim.claim.service_lines_size(), 0);
    EXPECT_THAT(DescribePlace(claim, "service_lines[0].units"), HasSubstr("claim "));
  }
}

TEST(ClaimInput, NamesFilesItCannotRead) {
  EXPECT_THAT(std::string(ReadAll("/no/such/file").status.message()),
              HasSubstr("/no/such/file: cannot be opened"));
  EXPECT_THAT(std::string(ReadAll(FileWith("  \n")).status.message()), HasSubstr(": is empty"));
  EXPECT_TRUE(ReadAll(FileWith(""), InputFormat::kJsonLines).status.ok());  // no claims are none
  for (const InputFormat told : {InputFormat::kJsonLines, InputFormat::kClaimJson}) {
    const Read read = ReadAll("sample_data/claims/sample_837p.txt", told);
    EXPECT_THAT(std::string(read.status.message()), HasSubstr("is an 837 file"));
    EXPECT_TRUE(read.claims.empty());
  }
  for (const char* content : {"claim_id,units\n", "[{}]"}) {
    EXPECT_THAT(std::string(ReadAll(FileWith(content)).status.message()),
                HasSubstr("is neither an 837 file"))
        << content;
  }
  EXPECT_FALSE(ReadAll(FileWith("ISA"), InputFormat::kX12).status.ok());
  EXPECT_THAT(std::string(ReadAll(::testing::TempDir()).status.message()),
              HasSubstr(": is a folder; name the files in it"));
}

}  // namespace
}  // namespace scrubline
