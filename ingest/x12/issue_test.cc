#include "ingest/x12/issue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace scrubline {
namespace {

using In = X12AckCode::In;

constexpr auto kLast = X12Problem::kElementNotUsed;

X12Issue IssueOf(int problem) { return {.problem = static_cast<X12Problem>(problem)}; }

// The codes X12 has for each place.
const std::set<std::string_view>& CodesOf(In in) {
  static const std::set<std::string_view> kNone = {""};
  static const std::set<std::string_view> kTa1 = {
      "001", "003", "004", "005", "006", "007", "008", "010", "011", "012", "013", "014", "015",
      "016", "017", "018", "019", "020", "021", "022", "023", "024", "025", "026", "027"};
  static const std::set<std::string_view> kAk9 = {"1", "2", "3", "4", "5", "6", "19"};
  static const std::set<std::string_view> kIk5 = {"1", "2", "3", "4", "5", "6", "7", "23", "I6"};
  static const std::set<std::string_view> kIk3 = {"1", "2", "3", "4", "5", "6", "7", "8", "I4"};
  static const std::set<std::string_view> kIk4 = {"1", "2", "3",  "4",  "5",  "6",  "7",
                                                  "8", "9", "10", "12", "13", "I10"};
  switch (in) {
    case In::kInterchange:
      return kTa1;
    case In::kGroup:
      return kAk9;
    case In::kTransaction:
      return kIk5;
    case In::kSegment:
      return kIk3;
    case In::kElement:
      return kIk4;
    case In::kNone:
      break;
  }
  return kNone;
}

TEST(X12Issue, EveryProblemHasACodeOfItsPlaceAndAText) {
  for (int i = 0; i <= static_cast<int>(kLast); ++i) {
    SCOPED_TRACE(i);
    X12Issue issue = IssueOf(i);
    issue.element = 5;  // for the elements of ISA
    EXPECT_EQ(CodesOf(issue.ack().in).count(issue.ack().code), 1u) << issue.ack().code;
    EXPECT_FALSE(issue.what().empty());
    // What rejects leniently rejects strictly; what nothing answers rejects nothing.
    EXPECT_LE(issue.Rejects(X12Mode::kLenient), issue.Rejects(X12Mode::kStrict));
    if (issue.ack().in == In::kNone) {
      EXPECT_FALSE(issue.Rejects(X12Mode::kStrict));
    }
    for (std::string_view text : {issue.what(), issue.remedy()}) {
      EXPECT_FALSE(text.ends_with('.')) << text;
    }
  }
}

TEST(X12Issue, TheElementsOfIsaHaveCodesOfTheirOwn) {
  const std::string_view codes[] = {"010", "011", "012", "013", "005", "006", "007", "008",
                                    "014", "015", "016", "017", "018", "019", "020"};
  for (uint8_t element = 1; element <= 15; ++element) {
    X12Issue issue{.problem = X12Problem::kIsaElement};
    issue.element = element;
    EXPECT_EQ(issue.ack().code, codes[element - 1]);
  }
}

TEST(X12Issue, WhatIsForTheSenderAloneIsNotInItsText) {
  X12Issue issue{.problem = X12Problem::kElementCode, .detail = "SV1"};
  issue.value = "VALUE";
  issue.claim_id = "CLAIM";
  EXPECT_EQ(issue.ToString(),
            "warning: byte 0: the guide does not permit this code (SV1); see the implementation "
            "guide");
}

TEST(X12IssueLog, WarningsDoNotHideErrors) {
  X12IssueLog log(2);
  for (int i = 0; i < 5; ++i) log.Add({.problem = X12Problem::kIcd9});
  log.Add({.problem = X12Problem::kTruncated});
  EXPECT_THAT(log.issues(), testing::SizeIs(3));
  EXPECT_EQ(log.issues().back().problem, X12Problem::kTruncated);
  EXPECT_EQ(log.dropped(), 3u);
}

}  // namespace
}  // namespace scrubline
