#include "rules_engine/tables/csv_header.h"

#include <gmock/gmock.h>

namespace scrubline {
namespace {

TEST(CsvHeaderTest, FindsColumnsByName) {
  const CsvHeader header =
      CsvHeader::Of({"a.csv", "a.csv", "\xEF\xBB\xBF\"Code\", End Date ,notes\n1,2,3\n"});
  EXPECT_EQ(header.Find("code"), 0u);
  EXPECT_EQ(header.Find("END DATE"), 1u);
  EXPECT_EQ(header.Find("end"), CsvHeader::kAbsent);
  EXPECT_TRUE(header.Has({"code", "notes"}));
  EXPECT_FALSE(header.Has({"code", "flags"}));
  EXPECT_TRUE(header.HasOnly({"code", "end date", "notes", "flags"}));
  EXPECT_FALSE(header.HasOnly({"code", "end date"}));
  EXPECT_FALSE(CsvHeader::Of({"a.csv", "a.csv", ""}).Has({"code"}));
}

TEST(CsvHeaderTest, RowsAreKeptRefusedOrSkipped) {
  const auto source = FromMemory("code,end\nA,1\nB\nC,3\n");
  CsvReader sheet(*source);
  const auto header = CsvHeader::Read(sheet);
  ASSERT_TRUE(header.ok());
  RowLog log("a.csv");
  const absl::Status status = ReadRows(sheet, log, [&](const SheetRow& row) -> std::string {
    if (row.Text(header->Find("end")).empty()) return "it has no end";
    return row.Text(header->Find("code")) == "C" ? std::string(kSkipped) : "";
  });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(log.kept(), 1u);
  EXPECT_EQ(log.refused(), 1u);
  EXPECT_THAT(ToString(log.diagnostics()), testing::HasSubstr("it has no end"));

  const auto nothing = FromMemory("");
  CsvReader empty(*nothing);
  EXPECT_EQ(CsvHeader::Read(empty).status().message(), "it is empty");
}

}  // namespace
}  // namespace scrubline
