#include "tests/oracle/small_codes.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string_view>

namespace scrubline::oracle {
namespace {

Date ToDate(std::string_view text) { return text.empty() ? Date() : Date::Parse(text).value(); }
FactDates ToDates(std::string_view first, std::string_view last) {
  return {ToDate(first), last.empty() ? Date::Max() : ToDate(last)};
}
// --- procedure codes ---

struct CodeText {
  std::string_view code, first, last, successors;
};
constexpr CodeText kHcpcs[] = {
    {"J7192", "1994-01-01", "", ""},
    {"A4253", "1990-01-01", "", ""},
    {"G0463", "2014-01-01", "", ""},
    {"G0008", "1994-01-01", "", ""},
    {"J1885", "1990-01-01", "", ""},
    {"G0439", "2011-01-01", "", ""},
    {"J1030", "1986-01-01", "2024-03-31", "J1010"},
    {"J1010", "2024-04-01", "", ""},
    {"J2505", "2004-01-01", "2024-07-15", "J2506 J0000"},
    {"J2506", "2022-01-01", "", ""},
    {"Q5150", "2024-08-01", "", ""},
};
constexpr CodeText kCalendar[] = {
    {"20600", "1990-01-01", "2024-07-31", ""}, {"17003", "1990-01-01", "2024-08-31", ""},
    {"64483", "2024-05-01", "", ""},           {"96375", "2009-01-01", "2024-08-15", ""},
    {"99241", "1992-01-01", "2022-12-31", ""}, {"83036", "1990-01-01", "", ""},
    {"45380", "1990-01-01", "", ""},           {"17110", "1990-01-01", "2024-08-20", ""},
};

// --- diagnoses ---

// The year in which a code stands alone; 0: both.
struct DiagnosisText {
  std::string_view code;
  bool billable;
  std::string_view side, description;
  int only = 0;
};
constexpr DiagnosisText kDiagnoses[] = {
    {"C44", false, "", "Other malignant neoplasm of skin"},
    {"C4A1", true, "", "Merkel cell carcinoma of eyelid"},
    {"D63", false, "", "Anemia in chronic diseases classified elsewhere"},
    {"D631", true, "", "Anemia in chronic kidney disease"},
    {"E10", false, "", "Type 1 diabetes mellitus"},
    {"E109", true, "", "Type 1 diabetes mellitus without complications"},
    {"E11", false, "", "Type 2 diabetes mellitus"},
    {"E119", true, "", "Type 2 diabetes mellitus without complications"},
    {"E1165", true, "", "Type 2 diabetes mellitus with hyperglycemia"},
    {"F02", false, "", "Dementia in other diseases classified elsewhere"},
    {"F0280", true, "", "Dementia without behavioral disturbance"},
    {"F0281", true, "", "Dementia with behavioral disturbance", 2024},
    {"G309", true, "", "Alzheimer disease"},
    {"H25", false, "", "Age-related cataract"},
    {"H2511", true, "R", "Age-related nuclear cataract, right eye"},
    {"H2512", true, "L", "Age-related nuclear cataract, left eye"},
    {"I10", true, "", "Essential hypertension"},
    {"K9082", false, "", "Short bowel syndrome", 2025},
    {"K90829", true, "", "Short bowel syndrome, unspecified", 2025},
    {"L600", true, "", "Ingrowing nail"},
    {"M17", false, "", "Osteoarthritis of knee"},
    {"M170", true, "B", "Bilateral primary osteoarthritis of knee"},
    {"M1710", true, "U", "Unilateral primary osteoarthritis, unspecified knee"},
    {"M1711", true, "R", "Unilateral primary osteoarthritis, right knee"},
    {"M1712", true, "L", "Unilateral primary osteoarthritis, left knee"},
    {"M25561", true, "R", "Pain in right knee"},
    {"M25562", true, "L", "Pain in left knee"},
    {"M25569", true, "U", "Pain in unspecified knee"},
    {"M545", false, "", "Low back pain"},
    {"M5450", true, "", "Low back pain, unspecified"},
    {"M5451", true, "", "Vertebrogenic low back pain", 2024},
    {"N18", false, "", "Chronic kidney disease"},
    {"N184", true, "", "Chronic kidney disease, stage 4"},
    {"N400", true, "", "Benign prostatic hyperplasia"},
    {"O80", true, "", "Encounter for full-term uncomplicated delivery"},
    {"P0730", true, "", "Preterm newborn"},
    {"R7303", true, "", "Prediabetes"},
    {"S52501", false, "R", "Unspecified fracture of the lower end of right radius"},
    {"S52501A", true, "R", "Unspecified fracture of the lower end of right radius, initial"},
    {"S52501S", true, "R", "Unspecified fracture of the lower end of right radius, sequela"},
    {"S52502A", true, "L", "Unspecified fracture of the lower end of left radius, initial"},
    {"V999XXA", true, "", "Unspecified transport accident, initial encounter"},
    {"W19", false, "", "Unspecified fall"},
    {"W19XXXA", true, "", "Unspecified fall, initial encounter"},
    {"W19XXXS", true, "", "Unspecified fall, sequela"},
    {"Z00", false, "", "Encounter for general examination"},
    {"Z0000", true, "", "Encounter for general adult medical examination"},
    {"Z00121", true, "", "Encounter for routine child health examination"},
    {"Z0001", true, "", "Encounter for examination with abnormal findings", 2025},
    {"Z23", true, "", "Encounter for immunization"},
};

struct FlagText {
  std::string_view code, first, last, flags;
};
constexpr FlagText kFlags[] = {
    {"D631", "2015-10-01", "", "manifestation"},
    {"F0280", "2015-10-01", "", "manifestation"},
    {"F0281", "2015-10-01", "2024-07-31", "manifestation unacceptable_principal"},
    {"W19XXXA", "2015-10-01", "", "external_cause"},
    {"W19XXXS", "2015-10-01", "", ""},  // against its letter: the flag decides
    {"Z0000", "2015-10-01", "", "unacceptable_principal adult"},
    {"Z00121", "2015-10-01", "", "pediatric"},
    {"Z23", "2015-10-01", "", "unacceptable_principal"},
    {"N400", "2015-10-01", "2024-09-30", "adult male"},
    {"N400", "2024-10-01", "", "adult"},
    {"O80", "2015-10-01", "2024-07-31", "maternity female"},
    {"O80", "2024-08-01", "", "maternity"},
    {"P0730", "2015-10-01", "", "newborn"},
    {"M25569", "2015-10-01", "", "unspecified"},
    {"M1710", "2015-10-01", "2024-08-31", "unspecified"},
    {"I10", "2015-10-01", "", ""},
    {"E119", "2015-10-01", "", ""},
};

// --- files ---

std::string Quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string WriteHcpcs(const FactTable& table, const std::string& folder) {
  const std::string path = folder + "/hcpcs_level2_2024_jul_attributes.csv";
  std::ofstream file(path, std::ios::binary);
  file << "hcpcs_code,price,cov,betos,tos,action,lab,xref,date_term,date_added\n";
  for (const FactRow& row : table.rows) {
    file << row.key << ",00,,,,N,," << Quoted(table.Get(&row, "successors")) << ','
         << (row.published.last == Date::Max() ? "" : row.published.last.ToString()) << ','
         << row.published.first.ToString() << "\n";
  }
  return path;
}

std::string WriteCalendar(const FactTable& table, const std::string& folder) {
  const std::string path = folder + "/rbcs_2024_code_added_ended_dates.csv";
  std::ofstream file(path, std::ios::binary);
  file << "hcpcs_code,hcpcs_date_added,hcpcs_date_ended,rbcs_date_effective\n";
  for (const FactRow& row : table.rows) {
    file << row.key << ',' << row.published.first.ToString() << ','
         << (row.published.last == Date::Max() ? "9999-12-31" : row.published.last.ToString())
         << ",2014-01-01\n";
  }
  return path;
}

std::vector<std::string> WriteDiagnoses(const FactTable& table, const std::string& folder) {
  std::vector<std::string> files;
  for (size_t release = 0; release < table.releases.size(); ++release) {
    const std::string& name = table.releases[release].name;  // FY2025
    const std::string path = folder + "/icd10cm_order_" + name.substr(2) + ".txt";
    std::ofstream file(path, std::ios::binary);
    int order = 0;
    for (const FactRow& row : table.rows) {
      if (row.release != static_cast<int>(release)) continue;
      const std::string description = table.Get(&row, "description");
      char line[256];
      std::snprintf(line, sizeof line, "%05d %-7s %c %-60.60s %s\r\n", ++order, row.key.c_str(),
                    table.Get(&row, "billable") == "yes" ? '1' : '0', description.c_str(),
                    description.c_str());
      file << line;
    }
    files.push_back(path);
  }
  return files;
}

std::string WriteFlags(const FactTable& table, const std::string& folder) {
  const std::string path = folder + "/mce_v43.1_icd10cm_code_master.csv";
  std::ofstream file(path, std::ios::binary);
  file << "code,start_date,end_date,flags\n";
  const auto compact = [](Date date) {
    std::string text = date.ToString();
    std::erase(text, '-');
    return text;
  };
  for (const FactRow& row : table.rows) {
    std::string flags;
    for (const std::string& column : table.columns) {
      if (table.Get(&row, column) != "yes") continue;
      const std::string word = column == "unacceptable_principal" ? "unacceptable"
                               : column == "external_cause"       ? "ecodepdx"
                                                                  : column;
      flags += (flags.empty() ? "" : "|") + word;
    }
    file << row.key << ',' << compact(row.published.first) << ','
         << (row.published.last == Date::Max() ? "" : compact(row.published.last)) << ',' << flags
         << "\n";
  }
  return path;
}

}  // namespace

void AddSmallCodes(FactTables& facts) {
  FactTable& hcpcs = facts["hcpcs"];
  hcpcs.columns = {"successors"};
  hcpcs.AddRelease("2024Q3", {ToDate("2024-07-01"), ToDate("2024-09-30")});
  for (const CodeText& text : kHcpcs) {
    hcpcs.Add(text.code, ToDates(text.first, text.last), {std::string(text.successors)});
  }
  FactTable& calendar = facts["code_calendar"];
  // To the end of the year of the last day it names.
  calendar.AddRelease("2024", {ToDate("2014-01-01"), ToDate("2024-12-31")});
  for (const CodeText& text : kCalendar)
    calendar.Add(text.code, ToDates(text.first, text.last), {});
  FactTable& diagnoses = facts["icd10cm"];
  diagnoses.columns = {"billable", "side", "description"};
  for (const int year : {2024, 2025}) {
    diagnoses.AddRelease("FY" + std::to_string(year),
                         {*Date::FromCivil(year - 1, 10, 1), *Date::FromCivil(year, 9, 30)});
    for (const DiagnosisText& text : kDiagnoses) {
      if (text.only != 0 && text.only != year) continue;
      diagnoses.Add(
          text.code, {},
          {text.billable ? "yes" : "no", std::string(text.side), std::string(text.description)});
    }
  }
  FactTable& flags = facts["mce_diagnoses"];
  flags.columns = {"newborn",        "pediatric",  "maternity",     "adult",
                   "male",           "female",     "manifestation", "unacceptable_principal",
                   "external_cause", "unspecified"};
  flags.AddRelease("43.1", {ToDate("2015-10-01"), ToDate("2026-09-30")});
  for (const FlagText& text : kFlags) {
    const std::vector<std::string> set = ItemsOf(text.flags);
    std::vector<std::string> fields;
    for (const std::string& column : flags.columns) {
      fields.emplace_back(std::find(set.begin(), set.end(), column) != set.end() ? "yes" : "no");
    }
    flags.Add(text.code, ToDates(text.first, text.last), fields);
  }
  for (auto& [name, table] : facts) table.Settle();
}

std::vector<std::string> WriteFacts(const FactTables& facts, const std::string& folder) {
  std::vector<std::string> files = WriteDiagnoses(facts.at("icd10cm"), folder);
  files.push_back(WriteHcpcs(facts.at("hcpcs"), folder));
  files.push_back(WriteCalendar(facts.at("code_calendar"), folder));
  files.push_back(WriteFlags(facts.at("mce_diagnoses"), folder));
  return files;
}

}  // namespace scrubline::oracle
