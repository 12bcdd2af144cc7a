#include "rules_engine/parse/yaml_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace scrubline {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

NodePtr Read(std::string text, Diagnostics& diagnostics) {
  return ReadYaml(std::make_shared<SourceFile>("a.yaml", DropByteOrderMark(std::move(text))),
                  diagnostics);
}

TEST(YamlReaderTest, ScalarsStayTextWithTheirPlaces) {
  Diagnostics diagnostics;
  const NodePtr root =
      Read("\xEF\xBB\xBF# codes\r\ncodes: [0131, '1E3', \"é\", x]\r\nnone: ~\r\n", diagnostics);
  ASSERT_THAT(diagnostics, IsEmpty());
  const Node& codes = *root->Find("codes");
  ASSERT_EQ(codes.items.size(), 4u);
  EXPECT_EQ(codes.items[0]->text, "0131");
  EXPECT_FALSE(codes.items[0]->quoted);
  EXPECT_EQ(codes.items[1]->text, "1E3");
  EXPECT_TRUE(codes.items[1]->quoted);
  EXPECT_EQ(codes.items[0]->line, 2);
  EXPECT_EQ(codes.items[0]->column, 9);
  EXPECT_EQ(codes.items[3]->column, 27) << "columns count characters, not bytes";
  EXPECT_EQ(root->Find("none")->kind, Node::Kind::kNull);
  EXPECT_EQ(root->Find("nobody"), nullptr);
}

TEST(YamlReaderTest, AnAliasIsItsAnchorsNode) {
  Diagnostics diagnostics;
  const NodePtr root = Read("a: &x [1, 2]\nb: *x\n", diagnostics);
  ASSERT_THAT(diagnostics, IsEmpty());
  EXPECT_EQ(root->Find("a"), root->Find("b"));
  EXPECT_EQ(root->size, 9) << "the map, its two keys, and the list of three twice";
}

std::string Deep(int levels) {
  return std::string(static_cast<size_t>(levels), '[') + "1" +
         std::string(static_cast<size_t>(levels), ']');
}

// Each is refused in time and memory in proportion to the text, with one clear error.
TEST(YamlReaderTest, TextThatMeansHarmIsRefused) {
  std::string bomb = "l0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 60; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "l" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + "," + before +
            "," + before + "]\n";
  }
  std::string chain = "l0: &a0 [x]\n";
  for (int i = 1; i < 70; ++i) {
    chain += "l" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) +
             "]\n";
  }
  const struct {
    const char* name;
    std::string text;
    const char* message;
  } kCases[] = {
      {"10 MB scalar", "a: " + std::string(10u << 20, 'x'),
       "the file is larger than 4 MiB; split it; every file of the folder is read"},
      {"1 MB scalar", "a: " + std::string(1u << 20, 'x'),
       "a text of more than 64 KiB; is a quote left open?"},
      {"alias bomb", bomb, "more than 200000 values, aliases written out"},
      {"aliases of aliases, deep", chain, "nested more than 64 deep, aliases written out"},
      {"deep flow", Deep(65), "nested more than 64 deep"},
      {"very deep flow", Deep(100'000), "nested more than 64 deep"},
      {"many values", "[" + std::string(200'001, ',') + "]", "more than 200000 values"},
      {"a cycle", "&a [*a]", "a cycle"},
      {"unknown alias", "[*a]", "anchor"},
      {"an open quote", "a: 'b\nc: d\n", "never closed"},
      {"an open quote with an escaped one", "a: \"b\\\"\nc: d\n", "never closed"},
      {"a NUL", std::string("a: \0b", 5), "cannot be seen"},
      {"a lone carriage return", "a: b\rc: d", "cannot be seen"},
      {"half a character", "a: \xE2\x82", "not UTF-8"},
      {"an overlong character", "a: \xC0\xAF", "not UTF-8"},
  };
  for (const auto& test : kCases) {
    SCOPED_TRACE(test.name);
    Diagnostics diagnostics;
    EXPECT_EQ(Read(test.text, diagnostics), nullptr);
    ASSERT_EQ(diagnostics.size(), 1u);
    EXPECT_THAT(diagnostics[0].message + "; " + diagnostics[0].hint, HasSubstr(test.message));
  }
}

TEST(YamlReaderTest, UpToTheCapsAllIsWell) {
  const std::string texts[] = {Deep(64), "a: " + std::string(64u << 10, 'x'),
                               "a: 'it''s'\nb: \"\\\"\"\nc: |\n  'open\n"};
  for (const std::string& text : texts) {
    Diagnostics diagnostics;
    EXPECT_NE(Read(text, diagnostics), nullptr) << ToString(diagnostics);
  }
}

TEST(YamlReaderTest, ReadingGoesOnAfterADuplicateKey) {
  Diagnostics diagnostics;
  const NodePtr root = Read("a: 1\na: 2\nb: 3\nb: 4\n", diagnostics);
  EXPECT_EQ(diagnostics.size(), 2u);
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->Find("a")->text, "1");
}

TEST(YamlReaderTest, ManyProblemsAreCutShort) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "a: 1\n";
  Diagnostics diagnostics;
  Read(text, diagnostics);
  ASSERT_EQ(diagnostics.size(), kMaxDiagnostics + 1);
  EXPECT_EQ(diagnostics.back().message,
            "too many problems; those after the first 1000 are not shown");
}

}  // namespace
}  // namespace scrubline
