#include "render/test_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nlohmann/json.hpp"

namespace scrubline {
namespace {

using testing::HasSubstr;

ExampleReport OneOfEach() {
  ExampleReport report;
  report.passed = 1;
  report.passes.push_back({{"acme/rules.yaml", 20, 9}, "example 2 of ACME.VISIT"});
  ExampleFailure failure;
  failure.position = {"acme/rules.yaml", 12, 9};
  failure.name = "a \"visit\" < two";
  failure.rows = {{"outcome", "fired", "fired", true}, {"lines", "line 2", "line 1", false}};
  report.failures.push_back(failure);
  return report;
}

TEST(TestReportTest, TextShowsBothSidesAndTheTrace) {
  EXPECT_EQ(TestReportText(OneOfEach(), std::vector<std::string>{"  the trace\n"}),
            "acme/rules.yaml:12:9: a \"visit\" < two fails\n"
            "             expected  found\n"
            "    outcome  fired     fired\n"
            "  * lines    line 2    line 1\n"
            "  the trace\n"
            "1 passed, 1 failed\n");
}

TEST(TestReportTest, JunitHasASuiteForEachFile) {
  EXPECT_EQ(TestReportJunit(OneOfEach(), {}),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuites name=\"scrub test\" tests=\"2\" failures=\"1\">\n"
            "  <testsuite name=\"acme/rules.yaml\" tests=\"2\" failures=\"1\">\n"
            "    <testcase classname=\"acme/rules.yaml\" name=\"a &quot;visit&quot; &lt; two\" "
            "file=\"acme/rules.yaml\" line=\"12\">\n"
            "      <failure message=\"lines: expected line 2, found line 1\">acme/rules.yaml:12:9: "
            "a &quot;visit&quot; &lt; two fails\n"
            "             expected  found\n"
            "    outcome  fired     fired\n"
            "  * lines    line 2    line 1\n"
            "</failure>\n"
            "    </testcase>\n"
            "    <testcase classname=\"acme/rules.yaml\" name=\"example 2 of ACME.VISIT\" "
            "file=\"acme/rules.yaml\" line=\"20\"/>\n"
            "  </testsuite>\n"
            "</testsuites>\n");
  ExampleReport odd;
  odd.passes.push_back({{"a.yaml", 1, 1}, "bell \a"});
  EXPECT_THAT(TestReportJunit(odd, {}), HasSubstr("name=\"bell ?\""));
}

TEST(TestReportTest, JsonHoldsWhatWasCompared) {
  const auto json =
      nlohmann::json::parse(TestReportJson(OneOfEach(), std::vector<std::string>{"trace"}));
  EXPECT_EQ(json["passed"], 1);
  EXPECT_EQ(json["failed"], 1);
  ASSERT_EQ(json["cases"].size(), 2u);
  EXPECT_EQ(json["cases"][0]["passed"], false);
  EXPECT_EQ(json["cases"][0]["line"], 12);
  EXPECT_EQ(json["cases"][0]["compared"][1]["found"], "line 1");
  EXPECT_EQ(json["cases"][0]["trace"], "trace");
  EXPECT_EQ(json["cases"][1]["name"], "example 2 of ACME.VISIT");
}

}  // namespace
}  // namespace scrubline
