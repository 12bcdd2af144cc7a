#include "rules_engine/diagnostic.h"

#include <gmock/gmock.h>

namespace scrubline {
namespace {

TEST(DiagnosticTest, ShowsPlaceCauseCaretAndRemedy) {
  const Diagnostic diagnostic{Diagnostic::Level::kError,
                              {"rules/em.yaml", 14, 7},
                              "unknown field `place_of_servce`",
                              "did you mean `place_of_service`?",
                              "      place_of_servce: [\"11\"]"};
  EXPECT_EQ(diagnostic.ToString(),
            "rules/em.yaml:14:7: error: unknown field `place_of_servce`\n"
            " 14 |       place_of_servce: [\"11\"]\n"
            "    |       ^\n"
            "hint: did you mean `place_of_service`?\n");
}

TEST(DiagnosticTest, AWholeFileHasNoCaret) {
  EXPECT_EQ((Diagnostic{Diagnostic::Level::kWarning, {"a.yaml"}, "empty file", "", ""}.ToString()),
            "a.yaml: warning: empty file\n");
}

TEST(DiagnosticTest, SortsByPlaceAndDropsRepeats) {
  Diagnostics diagnostics = {{Diagnostic::Level::kError, {"b", 1, 1}, "x", "", ""},
                             {Diagnostic::Level::kError, {"a", 2, 1}, "x", "", ""},
                             {Diagnostic::Level::kError, {"a", 1, 9}, "x", "", ""},
                             {Diagnostic::Level::kError, {"a", 2, 1}, "x", "", ""}};
  Sort(diagnostics);
  ASSERT_EQ(diagnostics.size(), 3u);
  EXPECT_EQ(diagnostics[0].position.column, 9);
  EXPECT_EQ(diagnostics[2].position.file, "b");
}

TEST(DiagnosticTest, NearestWord) {
  EXPECT_EQ(NearestWord("modifers", {"modifiers", "diagnoses"}), "modifiers");
  EXPECT_EQ(NearestWord("xyz", {"modifiers", "diagnoses"}), "");
}

}  // namespace
}  // namespace scrubline
