// docs/tables.md says what the catalogue of tables says: everything below its line of generation is
// written by this test. UPDATE_GOLDENS=1 rewrites it; review the difference like code.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "rules_engine/tables/published_format.h"
#include "rules_engine/tables/table_catalogue.h"
#include "rules_engine/tables/table_names.h"

namespace scrubline {
namespace {

constexpr char kPage[] = "docs/tables.md";
constexpr std::string_view kLine = "<!-- From here on written from the catalogue of tables. -->\n";

std::string_view TypeName(ColumnType type) {
  switch (type) {
    case ColumnType::kCode:
      return "code";
    case ColumnType::kNumber:
      return "number";
    case ColumnType::kMoney:
      return "amount";
    case ColumnType::kFlag:
      return "yes or no";
    case ColumnType::kDate:
      return "day";
    case ColumnType::kText:
      return "text";
    case ColumnType::kCodes:
      return "list of codes";
  }
  return "";
}

// A bar would end the cell.
std::string Cell(std::string_view text) {
  return absl::StrReplaceAll(absl::string_view(text.data(), text.size()), {{"|", "\\|"}});
}

std::string Layouts(ReferenceId table) {
  std::string layouts;
  for (const PublishedFormat& format : PublishedFormats()) {
    if (format.table != table) continue;
    absl::StrAppend(&layouts, std::string(format.name), "; ");
  }
  return layouts + "your own csv";
}

std::string Section(const ReferenceSchema& schema) {
  const auto line = [](std::string_view name, std::string_view value) {
    return value.empty() ? ""
                         : absl::StrCat("- ", std::string(name), ": ", std::string(value), "\n");
  };
  std::string text =
      absl::StrCat("### ", std::string(schema.name), "\n\n", std::string(schema.title), ".\n\n");
  text += line("Source", schema.source);
  text += line("Read from", Layouts(schema.id));
  text += absl::StrCat("- Key: `", std::string(schema.key), "`", schema.key_doc.empty() ? "" : ", ",
                       std::string(schema.key_doc), "\n");
  if (schema.columns.empty())
    return text + "- No columns: what counts is whether the key is listed\n\n";
  text += "\n| column | type | |\n|---|---|---|\n";
  for (const ReferenceColumn& column : schema.columns) {
    absl::StrAppend(&text, "| `", std::string(column.name), "` | ",
                    std::string(TypeName(column.type)), " | ", Cell(column.doc), " |\n");
  }
  return text + "\n";
}

std::string Generated() {
  std::string text = "\n## Tables with a form of their own\n\n| table | |\n|---|---|\n";
  for (const TableName& table : kTableNames) {
    const char* what = table.kind == TableKind::kPtp   ? "NCCI procedure-to-procedure edits"
                       : table.kind == TableKind::kMue ? "NCCI medically unlikely edits"
                                                       : "NCCI add-on code edits";
    absl::StrAppend(&text, "| `", std::string(table.name), "` | ", what, " |\n");
  }
  text += "\n## Reference tables\n\n";
  for (const ReferenceSchema& schema : AllReferenceSchemas()) text += Section(schema);
  text.pop_back();
  return text;
}

std::string ReadPage() {
  std::ifstream file(kPage);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(TablesPage, SaysWhatTheCatalogueSays) {
  const std::string page = ReadPage();
  const size_t line = page.find(kLine);
  ASSERT_NE(line, std::string::npos) << kPage << " has lost its line of generation";
  const std::string expected = page.substr(0, line) + std::string(kLine) + Generated();
  if (std::getenv("UPDATE_GOLDENS") != nullptr) {
    std::ofstream(kPage) << expected;
    GTEST_SKIP() << kPage << " written";
  }
  EXPECT_EQ(page, expected) << "UPDATE_GOLDENS=1 rewrites " << kPage;
}

}  // namespace
}  // namespace scrubline
