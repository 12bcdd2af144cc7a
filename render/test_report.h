// render/test_report.h — the results of `scrub test`: as text for people, JUnit XML for build
// servers, JSON for programs.
//
//   out << TestReportText(report);
//   file << TestReportJunit(report);      // one suite a file, one case an example or test
//   file << TestReportJson(report);       // {"passed", "failed", "cases": [...]}
//
// `traces` has the trace of each failure, in the order of `report.failures`; it may be empty.
// Cases stand in the order of their places, so that equal results give equal bytes. Control
// characters, which XML cannot hold, become `?`. Tested by test_report_test.cc.
#ifndef SCRUBLINE_RENDER_TEST_REPORT_H_
#define SCRUBLINE_RENDER_TEST_REPORT_H_

#include <span>
#include <string>

#include "rules_engine/examples.h"

namespace scrubline {

// Failures, each with its trace, then `12 passed, 1 failed`.
std::string TestReportText(const ExampleReport& report, std::span<const std::string> traces);
std::string TestReportJunit(const ExampleReport& report, std::span<const std::string> traces);
std::string TestReportJson(const ExampleReport& report, std::span<const std::string> traces);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_TEST_REPORT_H_
