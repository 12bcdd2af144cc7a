#include "ingest/proto/json_scanner.h"

#include <gtest/gtest.h>

namespace scrubline {
namespace {

std::string Check(std::string_view text) {
  const std::optional<JsonError> fault = CheckJson(text);
  if (!fault.has_value()) return "ok";
  const LineAndColumn place = LineAndColumnOf(text, fault->offset);
  return std::to_string(place.line) + ":" + std::to_string(place.column) + ": " + fault->problem;
}

TEST(JsonScanner, NamesThePlaceAndTheProblem) {
  const std::pair<std::string, const char*> kCases[] = {
      {R"({"a": 1, "b": [true, null, -1.5e3, "x\"y"], "c": {}})", "ok"},
      {"\n {\"a\": [] }\n", "ok"},
      {"", "1:1: the text ends here in the middle of a claim"},
      {"[1]", "1:1: expected a claim: `{`"},
      {"{\n  \"a\" 1}", "2:7: expected `:`"},
      {"{\"a\": 1 \"b\": 2}", "1:9: expected `,` or `}`"},
      {"{\"a\": [1 2]}", "1:10: expected `,` or `]`"},
      {"{\"a\": 1,}", "1:9: expected a field name in double quotes"},
      {"{\"a\": NaN}", "1:7: expected a value"},
      {"{\"a\": nul}", "1:7: expected a value: a text in double quotes, a number, true or false"},
      {"{\"a\": 1}\n{\"b\": 2}", "2:1: expected nothing after the claim's closing `}`"},
      {"{\"a\": \"x", "1:9: the text ends here in the middle of a claim"},
      {"{\"a\": \"x\\", "1:10: the text ends here in the middle of a claim"},
      {"{\"a\": \"x\ny\"}", "1:9: a text may not hold a line break or control character"},
      {"{\"claimId\": 1,\n \"claim_id\": 2}", "2:2: this field was already given"},
      {"{\"a\":" + std::string(100000, '[') + "}", "1:37: nested too deeply"},
  };
  for (const auto& [text, expected] : kCases)
    EXPECT_EQ(Check(text), expected) << text.substr(0, 80);
}

TEST(JsonScanner, FindsFieldsByPath) {
  constexpr std::string_view kText =
      "{\"claimId\": \"a\",\n \"serviceLines\": [{\"units\": 1},\n  {\"units\": -1}]}";
  const std::pair<const char*, LineAndColumn> kCases[] = {
      {"claim_id", {1, 13}},
      {"service_lines[0].units", {2, 29}},
      {"service_lines[1].units", {3, 13}},
      {"service_lines[1].charge_cents", {3, 3}},  // not there: the line it would be on
      {"service_lines", {2, 18}},
      {"service", {1, 1}},  // a prefix of a name is not the name
      {"diagnoses[0].code", {1, 1}},
  };
  for (const auto& [path, expected] : kCases) {
    const LineAndColumn found = LineAndColumnOf(kText, FindJsonField(kText, path));
    EXPECT_EQ(found.line, expected.line) << path;
    EXPECT_EQ(found.column, expected.column) << path;
  }
}

}  // namespace
}  // namespace scrubline
