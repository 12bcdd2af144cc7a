#include "rules_engine/tables/icd10cm_tabular.h"

#include "rules_engine/tables/import_testing.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

TEST(ParseNoteTest, CodesInParentheses) {
  const struct {
    std::string_view note, codes;
    bool qualified;
  } cases[] = {
      {"type 1 diabetes mellitus (E10.-)", "E10*", false},
      {"functional dyspepsia (K30)", "K30*", false},
      {"atherosclerosis (I70.23-, I70.24-)", "I7023*, I7024*", false},
      {"hypertensive disease (O10-O11, O13-O16)", "O10-O11, O13-O16", false},
      {"helminthiasis (B65.0 -B83.9)", "B650-B839", false},
      {"vertebral fracture (S12.0--S12.3-)", "S120-S123", false},
      {"abscess with Crohn's disease (K50.014, K50.114,)", "K50014*, K50114*", false},
      {"vitamin B12 deficiency (E53.8)", "E538*", false},
      {"deficiency of G6PD (D55.0)", "D550*", false},
      {"severe dysplasia (histologically confirmed) (D07.2)", "D072*", false},
      {"any type in A15 (J65)", "J65*", false},
      {"gestational age (Z3A.-)", "Z3A*", false},
      {"acquired absence of knee joint (Z89.52-", "Z8952*", false},
      {"whooping cough with pneumonia (A37 with fifth-character 1)", "A37*", true},
      {"diseases of rheumatic origin (I05-I09) unless rheumatic fever is present", "I05-I09", true},
      {"torticollis NOS M43.6", "M436*", true},
      {"conditions classified to Q67.0-Q67.4", "Q670-Q674", true},
      {"heart disease (in):", "", false},
      {"current injury - see Injury of spine", "", false},
      {"", "", false},
  };
  for (const auto& c : cases) {
    const NoteCodes parsed = ParseNote(c.note);
    EXPECT_EQ(FormatRanges(parsed.codes), c.codes) << c.note;
    EXPECT_EQ(parsed.qualified, c.qualified) << c.note;
  }
}

class Icd10CmTabularTest : public ImportTest {
 protected:
  static std::string Xml(const std::string& chapters, const std::string& version = "2021") {
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?><ICD10CM.tabular><version>" + version +
           "</version>" + chapters + "</ICD10CM.tabular>";
  }
  static std::string Diag(const std::string& name, const std::string& inside = "") {
    return "<diag><name>" + name + "</name><desc>D</desc>" + inside + "</diag>";
  }
  static std::string Notes(const std::string& element, const std::vector<std::string>& notes) {
    std::string text = "<" + element + ">";
    for (const std::string& note : notes) text += "<note>" + note + "</note>";
    return text + "</" + element + ">";
  }
  static std::string Section(const std::string& id, const std::string& inside) {
    return "<section id=\"" + id + "\"><desc>S</desc>" + inside + "</section>";
  }
  std::string Cell(std::string_view code, int column, std::string_view date = "2024-01-01") const {
    const ReferenceTable& table = this->table("icd10cm_notes");
    const auto answer = table.LookUp(Key(code), On(date));
    return answer.listing == Listing::kListed ? table.Format(answer.row, column) : "-";
  }
};

TEST_F(Icd10CmTabularTest, NotesOfCodesBlocksAndChapters) {
  const ImportedText text = Import(
      "tabular.xml",
      Xml("<chapter><name>4</name><desc>C</desc>" +
          Notes("excludes1", {"transitory disorders of newborn (P70-P74)"}) +
          Notes("useAdditionalCode", {"code for resistance (Z16.-)"}) +
          Section("E00-E90", Notes("excludes1", {"all of the outer block (A01)"})) +
          Section("E08-E13",
                  Notes("excludes1", {"within the block (E11.8)", "in words (A37 with 1)"}) +
                      Diag("E11",
                           Notes("excludes1", {"type 1 diabetes (E10.-)", "of its own (E11.6)"}) +
                               Diag("E11.0", Notes("codeFirst", {"kidney disease (N18.-)"})) +
                               Diag("E11.9")) +
                      Diag("E13")) +
          "</chapter>"));
  EXPECT_EQ(text.table, "icd10cm_notes");
  EXPECT_EQ(text.release, "FY2021");
  EXPECT_EQ(text.rows, 3u);
  EXPECT_THAT(
      Cell("E11", diagnosis_notes::kExcludes1),
      ::testing::AllOf(HasSubstr("A01*"), HasSubstr("E10*"), HasSubstr("P70-"),
                       ::testing::Not(HasSubstr("E118")), ::testing::Not(HasSubstr("E116"))));
  EXPECT_EQ(Cell("E11", diagnosis_notes::kExcludes1Qualified), "A37*");
  EXPECT_EQ(Cell("E11", diagnosis_notes::kUseAdditional), "");
  EXPECT_THAT(Cell("E13", diagnosis_notes::kExcludes1), HasSubstr("E118*"));
  EXPECT_EQ(Cell("E110", diagnosis_notes::kCodeFirst), "N18*");
  EXPECT_EQ(Cell("E110", diagnosis_notes::kExcludes1), "");
  EXPECT_EQ(Cell("E119", diagnosis_notes::kExcludes1), "-");
}

TEST_F(Icd10CmTabularTest, OnlyWhatAlwaysHoldsIsAskedFor) {
  Import(
      "tabular.xml",
      Xml("<chapter>" +
          Section("D60-D64",
                  Diag("D63", Notes("codeFirst", {"underlying kidney disease (N18.-)",
                                                  "influenza, if applicable (J09.X1)"}) +
                                  Notes("useAdditionalCode",
                                        {"code, if applicable, to identify:", "tobacco use (Z72.0)",
                                         "code to identify:", "severity of ulcer (L97.-)",
                                         "drug (T36-T50 with fifth character 5)",
                                         "code (B95-B97), to identify infectious agent",
                                         "code (B95.-) to identify causative organism"}))) +
          "</chapter>"));
  EXPECT_EQ(Cell("D63", diagnosis_notes::kCodeFirst), "N18*");
  EXPECT_EQ(Cell("D63", diagnosis_notes::kUseAdditional), "L97*");
}

TEST_F(Icd10CmTabularTest, SeventhCharacters) {
  Import("tabular.xml",
         Xml("<chapter>" +
             Section("S50-S59", Diag("S52",
                                     "<sevenChrDef><extension char=\"A\">initial</extension>"
                                     "<extension char=\"D\">later</extension></sevenChrDef>")) +
             "</chapter>"));
  EXPECT_EQ(Cell("S52", diagnosis_notes::kSeventhCharacters), "A, D");
}

TEST_F(Icd10CmTabularTest, AReleaseLastsUntilANewerOne) {
  const auto list = [](const std::string& excluded, const std::string& version) {
    return Xml("<chapter>" +
                   Section("E08-E13", Diag("E11", Notes("excludes1", {"x (" + excluded + ")"}))) +
                   "</chapter>",
               version);
  };
  Import("tabular.xml", list("E10.-", "2021"));
  EXPECT_EQ(Cell("E11", diagnosis_notes::kExcludes1, "2020-09-30"), "-");
  EXPECT_EQ(Cell("E11", diagnosis_notes::kExcludes1, "2020-10-01"), "E10*");
  EXPECT_EQ(Cell("E11", diagnosis_notes::kExcludes1, "2030-01-01"), "E10*");
  Import("tabular.xml", list("E13.-", "2025"));
  EXPECT_EQ(Cell("E11", diagnosis_notes::kExcludes1, "2024-09-30"), "E10*");
  EXPECT_EQ(Cell("E11", diagnosis_notes::kExcludes1, "2024-10-01"), "E13*");
  EXPECT_EQ(table("icd10cm_notes").info().release, "FY2021, FY2025");
}

TEST_F(Icd10CmTabularTest, DamageAndOddNamesAreReported) {
  EXPECT_THAT(ToString(TryImport("tabular.xml", Xml("<chapter><section>")).errors),
              HasSubstr("it is not XML"));
  const ImportedText text =
      Import("tabular.xml",
             Xml("<chapter>" +
                 Section("E08-E13", Diag("E 11") + Diag("E13", Notes("excludes1", {"x (E10)"}))) +
                 "</chapter>"));
  EXPECT_EQ(text.rows, 1u);
  EXPECT_EQ(text.refused, 1u);
}

}  // namespace
}  // namespace scrubline
