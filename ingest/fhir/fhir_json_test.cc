#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/fhir/json.h"

namespace scrubline {
namespace {

JsonFault FaultOf(const std::string& text) {
  JsonDocument document;
  const JsonFault fault = document.Parse(text);
  EXPECT_EQ(!document.root(), fault != JsonFault::kNone) << text;
  return fault;
}

std::string Nested(size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(JsonDocument, KeepsNumbersAsWritten) {
  JsonDocument document;
  ASSERT_EQ(document.Parse(R"({"a": 12500.00, "b": 1e-2, "c": -7, "d": 18446744073709551616})"),
            JsonFault::kNone);
  EXPECT_EQ(document.root()["a"].number(), "12500.00");
  EXPECT_EQ(document.root()["b"].number(), "1e-2");
  EXPECT_EQ(document.root()["c"].number(), "-7");
  EXPECT_EQ(document.root()["d"].number(), "18446744073709551616");
  EXPECT_EQ(document.root()["a"].text(), "");
}

TEST(JsonDocument, AbsentValuesHaveAbsentMembers) {
  JsonDocument document;
  ASSERT_EQ(document.Parse(R"({"a": {"b": null}})"), JsonFault::kNone);
  EXPECT_FALSE(document.root()["a"]["b"]);
  EXPECT_FALSE(document.root()["x"]["y"]["z"]);
  EXPECT_EQ(document.root()["x"].text(), "");
  EXPECT_FALSE(document.root()["x"].First());
}

TEST(JsonDocument, ListsAreTheirElementsAndAnythingElseIsAListOfItself) {
  JsonDocument document;
  ASSERT_EQ(document.Parse(R"({"list": [null, "a", null, "b"], "one": "c", "none": []})"),
            JsonFault::kNone);
  const auto texts = [&](std::string_view name) {
    std::vector<std::string> all;
    for (JsonValue value : document.root()[name].Items()) all.emplace_back(value.text());
    return all;
  };
  EXPECT_THAT(texts("list"), testing::ElementsAre("a", "b"));
  EXPECT_THAT(texts("one"), testing::ElementsAre("c"));
  EXPECT_THAT(texts("none"), testing::IsEmpty());
  EXPECT_THAT(texts("absent"), testing::IsEmpty());
}

TEST(JsonDocument, ValuesKnowTheirPlace) {
  JsonDocument document;
  ASSERT_EQ(document.Parse(R"({"a": [1, {"b": 2}]})"), JsonFault::kNone);
  const JsonValue object = *++document.root()["a"].Items().begin();
  EXPECT_EQ(object.index(), 1U);
  EXPECT_EQ(object["b"].name(), "b");
  EXPECT_EQ(object["b"].parent(), object);
  EXPECT_EQ(object.parent().parent(), document.root());
  EXPECT_FALSE(document.root().parent());
}

TEST(JsonDocument, WritesWhatItRead) {
  constexpr std::string_view kText =
      R"({"a":[1.50,true,false,null,{}],"b\"":"x\n\u0001é","c":{"d":-0.0}})";
  JsonDocument document;
  ASSERT_EQ(document.Parse(kText), JsonFault::kNone);
  EXPECT_EQ(document.root().ToJson(), kText);
}

TEST(JsonDocument, RefusesWhatIsNoJson) {
  for (const char* text : {"", "{", "{}}", "{} {}", "{'a': 1}", "{\"a\": 01}", "{\"a\": .5}",
                           "[1,]", "nul", "\"\xC3\"", "\"\t\"", "{\"a\": NaN}", "[1e999]"}) {
    EXPECT_EQ(FaultOf(text), JsonFault::kSyntax) << text;
  }
}

TEST(JsonDocument, TellsWhereTheSyntaxBreaks) {
  JsonDocument document;
  EXPECT_EQ(document.Parse("{\n\"a\": 1,\n oops}"), JsonFault::kSyntax);
  EXPECT_GT(document.fault_offset(), 10U);
  EXPECT_LE(document.fault_offset(), 16U);
}

TEST(JsonDocument, RefusesARepeatedNameWhereverItStands) {
  EXPECT_EQ(FaultOf(R"({"a": 1, "b": 2, "a": 3})"), JsonFault::kDuplicateKey);
  EXPECT_EQ(FaultOf(R"({"a": [{"b": 1, "\u0062": 1}]})"), JsonFault::kDuplicateKey);
  EXPECT_EQ(FaultOf(R"({"a": {"b": 1}, "c": {"b": 1}})"), JsonFault::kNone);
}

TEST(JsonDocument, KeepsItsLimits) {
  EXPECT_EQ(FaultOf(Nested(JsonDocument::kMaxDepth)), JsonFault::kNone);
  EXPECT_EQ(FaultOf(Nested(JsonDocument::kMaxDepth + 1)), JsonFault::kTooDeep);
  const auto quoted = [](size_t length) { return "\"" + std::string(length, 'x') + "\""; };
  EXPECT_EQ(FaultOf(quoted(JsonDocument::kMaxStringBytes)), JsonFault::kNone);
  EXPECT_EQ(FaultOf(quoted(JsonDocument::kMaxStringBytes + 1)), JsonFault::kStringTooLong);
  EXPECT_EQ(FaultOf("{" + quoted(JsonDocument::kMaxStringBytes + 1) + ":1}"),
            JsonFault::kStringTooLong);
  std::string many = "[0";
  for (size_t i = 2; i < JsonDocument::kMaxValues; ++i) many += ",0";
  EXPECT_EQ(FaultOf(many + "]"), JsonFault::kNone);
  EXPECT_EQ(FaultOf(many + ",0]"), JsonFault::kTooManyValues);
}

TEST(JsonDocument, IsUsedAgainAfterAFault) {
  JsonDocument document;
  ASSERT_EQ(document.Parse("{\"a\""), JsonFault::kSyntax);
  ASSERT_EQ(document.Parse("{\"a\":1}"), JsonFault::kNone);
  EXPECT_EQ(document.root()["a"].number(), "1");
}

}  // namespace
}  // namespace scrubline
