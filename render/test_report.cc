#include "render/test_report.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "nlohmann/json.hpp"

namespace scrubline {
namespace {

using Json = nlohmann::ordered_json;

struct Case {
  const ExampleCase* what = nullptr;
  const ExampleFailure* failure = nullptr;  // null: it passed
  std::string_view trace;
};

std::vector<Case> InOrder(const ExampleReport& report, std::span<const std::string> traces) {
  std::vector<Case> cases;
  for (const ExampleCase& pass : report.passes) cases.push_back({&pass, nullptr, ""});
  for (size_t i = 0; i < report.failures.size(); ++i) {
    cases.push_back({&report.failures[i], &report.failures[i],
                     i < traces.size() ? std::string_view(traces[i]) : std::string_view()});
  }
  std::stable_sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) {
    return a.what->position < b.what->position;
  });
  return cases;
}

std::string Xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? '?' : c;
    }
  }
  return out;
}

// `lines: expected 2, found 1; ...`
std::string Differences(const ExampleFailure& failure) {
  std::string text;
  for (const ComparedRow& row : failure.rows) {
    if (row.agrees || row.what.empty()) continue;
    text += (text.empty() ? "" : "; ") + row.what + ": expected " + row.expected + ", found " +
            row.found;
  }
  return text;
}

std::string Counts(size_t tests, size_t failures) {
  return " tests=\"" + std::to_string(tests) + "\" failures=\"" + std::to_string(failures) + "\"";
}

std::string JunitCase(const Case& item) {
  const Position& position = item.what->position;
  std::string xml = "    <testcase classname=\"" + Xml(position.file) + "\" name=\"" +
                    Xml(item.what->name) + "\" file=\"" + Xml(position.file) + "\" line=\"" +
                    std::to_string(position.line) + "\"";
  if (item.failure == nullptr) return xml + "/>\n";
  return xml + ">\n      <failure message=\"" + Xml(Differences(*item.failure)) + "\">" +
         Xml(item.failure->ToString()) + Xml(item.trace) + "</failure>\n    </testcase>\n";
}

}  // namespace

std::string TestReportText(const ExampleReport& report, std::span<const std::string> traces) {
  std::string text;
  for (size_t i = 0; i < report.failures.size(); ++i) {
    text += report.failures[i].ToString();
    if (i < traces.size()) text += traces[i];
  }
  return text + std::to_string(report.passed) + " passed, " +
         std::to_string(report.failures.size()) + " failed\n";
}

std::string TestReportJunit(const ExampleReport& report, std::span<const std::string> traces) {
  struct Suite {
    size_t tests = 0;
    size_t failures = 0;
    std::string cases;
  };
  std::map<std::string, Suite> suites;  // by file
  for (const Case& item : InOrder(report, traces)) {
    Suite& suite = suites[item.what->position.file];
    ++suite.tests;
    if (item.failure != nullptr) ++suite.failures;
    suite.cases += JunitCase(item);
  }
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"scrub test\"" +
                    Counts(report.passes.size() + report.failures.size(), report.failures.size()) +
                    ">\n";
  for (const auto& [file, suite] : suites) {
    xml += "  <testsuite name=\"" + Xml(file) + "\"" + Counts(suite.tests, suite.failures) + ">\n" +
           suite.cases + "  </testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

std::string TestReportJson(const ExampleReport& report, std::span<const std::string> traces) {
  Json cases = Json::array();
  for (const Case& item : InOrder(report, traces)) {
    const Position& position = item.what->position;
    Json one = {{"name", item.what->name},
                {"file", position.file},
                {"line", position.line},
                {"column", position.column},
                {"passed", item.failure == nullptr}};
    if (item.failure != nullptr) {
      Json rows = Json::array();
      for (const ComparedRow& row : item.failure->rows) {
        rows.push_back({{"what", row.what},
                        {"expected", row.expected},
                        {"found", row.found},
                        {"agrees", row.agrees}});
      }
      one["compared"] = rows;
      if (!item.trace.empty()) one["trace"] = std::string(item.trace);
    }
    cases.push_back(one);
  }
  const Json json = {
      {"passed", report.passed}, {"failed", report.failures.size()}, {"cases", cases}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scrubline
