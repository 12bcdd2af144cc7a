#include "ingest/x12/guide.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "ingest/x12/guide_text.h"
#include "ingest/x12/segment.h"

namespace scrubline {
namespace {

using testing::HasSubstr;
using Usage = GuideTable::Usage;

const GuideTable::Loop* LoopNamed(const GuideTable& table, const std::string& id) {
  for (size_t i = 0; i < table.loop_count(); ++i) {
    if (table.loop(i).id == id) return &table.loop(i);
  }
  return nullptr;
}

TEST(GuideTable, TheShippedGuidesAreOfTheForm) {
  for (std::string_view text : {kProfessionalGuideText, kInstitutionalGuideText}) {
    std::string error;
    EXPECT_TRUE(GuideTable::Parse(text, error).has_value()) << error;
  }
  EXPECT_EQ(GuideTable::Of(Guide::kUnsupported), nullptr);
  EXPECT_EQ(GuideTable::Of(Guide::kUnknown), nullptr);
}

TEST(GuideTable, KnowsWhereThingsStand) {
  const GuideTable& table = *GuideTable::Of(Guide::kProfessional);
  EXPECT_EQ(table.loop(0).id, "HEADER");
  const GuideTable::Loop* lines = LoopNamed(table, "2400");
  ASSERT_NE(lines, nullptr);
  const auto children = table.ChildrenOf(*lines);
  EXPECT_EQ(children[0].opener, SegmentId("LX"));
  EXPECT_FALSE(children[0].keyed);
  EXPECT_EQ(children[1].opener, SegmentId("SV1"));
  EXPECT_EQ(children[1].usage, Usage::kRequired);
  // A claim stands below a subscriber or a patient, its lines at most fifty.
  int places = 0;
  for (const char* id : {"2000B", "2000C"}) {
    for (const GuideTable::Child& child : table.ChildrenOf(*LoopNamed(table, id))) {
      if (child.loop >= 0 && table.loop(static_cast<size_t>(child.loop)).id == "2300") ++places;
    }
  }
  EXPECT_EQ(places, 2);
  for (const GuideTable::Child& child : table.ChildrenOf(*LoopNamed(table, "2300"))) {
    EXPECT_TRUE(child.opener != SegmentId("LX") || child.max == 50);
    EXPECT_TRUE(child.opener != SegmentId("NM1") || child.keyed);
  }
}

TEST(GuideTable, SaysWhichLineIsNotOfTheForm) {
  const std::string fine = "element 98 ID 2 3\nloop HEADER\n  NM1 10 R 1 P0102 | 98 R 41,40\n";
  std::string error;
  const auto table = GuideTable::Parse(fine, error);
  ASSERT_TRUE(table.has_value()) << error;
  EXPECT_EQ(table->ElementsOf(table->segment(0)).size(), 1u);
  EXPECT_EQ(table->CodesOf(table->ElementsOf(table->segment(0))[0])[1], Code::Of("40"));
  EXPECT_EQ(table->NotesOf(table->segment(0))[0].elements[1], 2);
  struct Case {
    std::string text, error;
  };
  const Case cases[] = {
      {"", "no loop"},
      {"element 98 XX 2 3\n", "line 1: `element NUMBER"},
      {"  NM1 10 R 1\n", "line 1: a segment outside"},
      {"loop A\n  NM1 10 Q 1\n", "line 2: `POSITION"},
      {"loop A\n  NM1 10 R 1 | 98 R\n", "line 2: an element that is not declared"},
      {"loop A\n  NM1 10 R 1 X01\n", "line 2: a syntax note begins"},
      {"loop A\n  NM1 10 R 1 P0\n", "line 2: a syntax note names"},
      {"element 98 ID 2 3\nloop A\n  NM1 10 R 1 | (R; 98 R\n", "line 3: `)` is missing"},
      {"loop A B 10 R 1\n  NM1 10 R 1\n", "a loop in one that is not declared"},
      {"loop A\n", "a loop without segments"},
      {"element 98 ID 2 3\nloop A\n  NM1 10 R 1 | 98 R LONGERTHANCODES\n", "line 3: not a code"},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.text);
    EXPECT_FALSE(GuideTable::Parse(test.text, error).has_value());
    EXPECT_THAT(error, HasSubstr(test.error));
  }
}

}  // namespace
}  // namespace scrubline
