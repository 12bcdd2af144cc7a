#include "rules_engine/parse/node.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "rules_engine/parse/yaml_reader.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

NodePtr Read(const std::string& text) {
  Diagnostics diagnostics;
  NodePtr root = ReadYaml(std::make_shared<SourceFile>("a.yaml", text), diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty());
  return root;
}

// The value `read` makes of one scalar; nullopt must come with exactly one diagnostic.
template <typename ReadValue>
auto Value(const std::string& text, ReadValue read) {
  const NodePtr node = Read(text);
  Diagnostics diagnostics;
  const auto value = read(*node, diagnostics);
  EXPECT_EQ(diagnostics.size(), value ? 0u : 1u) << text;
  return value;
}

TEST(NodeTest, Numbers) {
  const auto thousandths = [](const Node& node, Diagnostics& d) { return DecimalOf(node, 3, d); };
  EXPECT_EQ(Value("2", thousandths), 2000);
  EXPECT_EQ(Value("'0.125'", thousandths), 125);
  EXPECT_EQ(Value("999999999999", thousandths), 999'999'999'999'000);
  for (const char* wrong :
       {"-1", "1.", ".5", "1.2345", "1e3", "NaN", "''", "1000000000000", "1,5", "[1]"}) {
    EXPECT_EQ(Value(wrong, thousandths), std::nullopt) << wrong;
  }
  const auto to_ten = [](const Node& node, Diagnostics& d) { return IntegerOf(node, 1, 10, d); };
  EXPECT_EQ(Value("10", to_ten), 10);
  for (const char* wrong : {"0", "11", "1.0", "99999999999999999999"}) {
    EXPECT_EQ(Value(wrong, to_ten), std::nullopt) << wrong;
  }
}

TEST(NodeTest, DatesFlagsAndWords) {
  EXPECT_EQ(Value("2024-02-29", DateOf)->ToString(), "2024-02-29");
  for (const char* wrong : {"2026-02-29", "20260101", "2026-1-1", "today", "{}"}) {
    EXPECT_EQ(Value(wrong, DateOf), std::nullopt) << wrong;
  }
  EXPECT_EQ(Value("yes", FlagOf), true);
  EXPECT_EQ(Value("FALSE", FlagOf), false);
  EXPECT_EQ(Value("1", FlagOf), std::nullopt);
}

TEST(NodeTest, AMapReaderReportsWhatNobodyAskedFor) {
  const NodePtr node = Read("titel: x\nid: y\n");
  Diagnostics diagnostics;
  MapReader map(*node, "a rule", diagnostics);
  EXPECT_EQ(map.Require("id")->text, "y");
  EXPECT_EQ(map.Require("title"), nullptr);
  map.Finish();
  ASSERT_EQ(diagnostics.size(), 2u);
  EXPECT_EQ(diagnostics[0].message, "a rule needs `title`");
  EXPECT_EQ(diagnostics[1].message, "unknown key `titel` in a rule");
  EXPECT_EQ(diagnostics[1].hint, "did you mean `title`?");
  EXPECT_EQ(diagnostics[1].position, (Position{"a.yaml", 1, 1}));
  EXPECT_EQ(diagnostics[1].source_text, "titel: x");
}

TEST(NodeTest, OneOrMore) {
  Diagnostics diagnostics;
  EXPECT_THAT(TextsOf(*Read("a"), "text", diagnostics), ElementsAre("a"));
  EXPECT_THAT(TextsOf(*Read("[a, [b], c]"), "text", diagnostics), ElementsAre("a", "c"));
  EXPECT_EQ(diagnostics.size(), 1u);
}

TEST(NodeTest, FlowTextIsOneLineOfYaml) {
  const auto flow = [](const std::string& text, size_t most = 100) {
    return FlowText(*Read(text), most);
  };
  EXPECT_EQ(flow("any_of:\n  - \"50\"\n  - J9*\nunits: {more_than: 1}\n"),
            "{any_of: [\"50\", J9*], units: {more_than: 1}}");
  // What would mean something else without quotes has them.
  EXPECT_EQ(flow("['a, b', \"say \\\"x\\\"\", '']"), "[\"a, b\", \"say \\\"x\\\"\", \"\"]");
  EXPECT_EQ(flow("a: ~\n"), "{a: ~}");
  EXPECT_EQ(flow("|\n  two\n  lines\n"), "\"two lines \"");
  // Cut short, and not within a character.
  EXPECT_EQ(flow("[12345, 67890]", 14), "[12345, 67890]");
  EXPECT_EQ(flow("[12345, 67890]", 13), "[12345, 67890...");
  EXPECT_EQ(flow("caf\xC3\xA9s", 4), "caf...");
}

TEST(NodeTest, QuotedIsShortAndPrintable) {
  EXPECT_EQ(Quoted("a\tb"), "`a b`");
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "ü";
  EXPECT_EQ(Quoted(umlauts + "x").size(), 1 + 60 + 3 + 1u);
  EXPECT_EQ(Quoted("x" + umlauts).size(), 1 + 59 + 3 + 1u) << "no half a character at the end";
}

}  // namespace
}  // namespace scrubline
