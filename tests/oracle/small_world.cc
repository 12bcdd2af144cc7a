#include "tests/oracle/small_world.h"

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "tests/oracle/small_codes.h"

namespace scrubline::oracle {
namespace {

Code ToCode(std::string_view text) { return Code::Parse(text).value(); }
Date ToDate(std::string_view text) {
  return text.empty() ? Date::Max() : Date::Parse(text).value();
}

struct PtpText {
  std::string_view column1, column2, effective, deletion;
  int indicator;
};
constexpr PtpText kPractitioner[] = {
    {"45385", "45380", "19960101", "", 1},
    {"45385", "45378", "19960101", "", 0},
    {"20610", "99213", "19960101", "20191231", 1},
    {"20610", "99213", "20200101", "", 1},
    {"27447", "99213", "20200101", "", 1},
    {"97530", "97116", "19960101", "19960101", 9},
    {"97530", "97116", "19960101", "20191231", 1},
    {"97530", "97116", "20201001", "20201001", 9},
    {"90471", "99211", "19990101", "20210930", 0},
    {"90471", "99211", "20211001", "", 1},
    {"99233", "99232", "19960101", "", 0},
    {"80053", "82947", "20000101", "", 1},
    {"29881", "29877", "20020101", "20020101", 9},
    {"29881", "29877", "19960101", "", 0},
    {"17110", "17000", "19960101", "", 1},
    {"17004", "17003", "19980101", "", 0},
    {"17004", "17000", "19980101", "", 0},
    {"36556", "99291", "20040101", "", 1},
    {"99291", "36000", "19960101", "", 1},
    {"62323", "64483", "20170101", "", 1},
    {"62323", "64484", "20170101", "", 1},
    {"20610", "20600", "20000101", "", 1},
    {"20600", "20610", "20240601", "20240715", 0},  // both directions at once: R24
    {"11042", "97597", "20110101", "20240731", 1},
    {"97597", "11042", "20240801", "", 0},  // the direction turns
    {"97110", "97530", "20240710", "20240720", 0},
    {"97110", "97116", "20240705", "20240930", 1},
};
constexpr PtpText kHospital[] = {
    {"45385", "45380", "19960101", "", 1},
    {"45385", "45378", "19960101", "", 0},
    {"99233", "99232", "19960101", "", 1},
    {"99291", "36000", "19960101", "20101231", 1},
    {"90471", "99211", "19990101", "", 1},
    {"17000", "17110", "19960101", "", 1},  // opposite to the practitioner table
    {"62323", "64483", "20170101", "", 1},
    {"62323", "64484", "20170101", "", 1},
    {"97110", "97530", "20240710", "20240720", 1},
};

struct MueText {
  std::string_view code;
  int limit, adjudication_indicator;
};
constexpr MueText kPractitionerLimits[] = {
    {"27447", 1, 2}, {"69210", 1, 2}, {"20610", 2, 3},     {"20600", 6, 3}, {"97110", 6, 3},
    {"97530", 6, 3}, {"97116", 4, 3}, {"J7192", 22000, 1}, {"99291", 1, 2}, {"A4253", 0, 3},
    {"45380", 1, 2}, {"45385", 1, 2}, {"11045", 12, 3},    {"99213", 2, 3}, {"17003", 13, 2},
    {"64484", 4, 3}, {"96375", 6, 3}, {"90472", 8, 3},
};
constexpr MueText kHospitalLimits[] = {
    {"27447", 1, 2}, {"97110", 8, 3}, {"J7192", 22000, 1}, {"A4253", 0, 3},
    {"99291", 1, 2}, {"45380", 1, 2}, {"20610", 2, 3},     {"97530", 6, 3},
};
constexpr MueText kDmeLimits[] = {{"A4253", 1, 3}, {"J7192", 0, 1}};

struct AddOnText {
  std::string_view type, add_on, primary, effective, deletion;
};
constexpr AddOnText kAddOns[] = {
    {"1", "11045", "11042", "20130401", ""},
    {"1", "17003", "17000", "20130401", ""},
    {"1", "64484", "64483", "20130401", ""},
    {"1", "99292", "99291", "20130401", ""},
    {"1", "01968", "01967", "20130401", ""},
    {"1", "96375", "96365", "20130401", ""},
    {"1", "96375", "96374", "20130401", ""},
    {"1", "90472", "90471", "20130401", ""},
    {"1", "90472", "G0008", "20130401", ""},
    {"2", "99100", "CCCCC", "20130401", ""},
    {"3", "20930", "22612", "20130401", ""},
    {"3", "20930", "CCCCC", "20130401", ""},
    {"3", "22614", "22612", "20130401", ""},
    {"1", "15157", "15156", "20130401", ""},  // a chain: the primary is an add-on itself
    {"1", "15156", "15155", "20130401", ""},
    {"1", "96376", "96375", "20130401", "20240731"},
    {"1", "0071U", "0070U", "20240101", "20240101"},  // never in force: R9
    {"1", "37222", "37223", "20130401", ""},          // a circle
    {"1", "37223", "37222", "20130401", ""},
};

template <size_t n>
PtpTable MakePtp(const PtpText (&texts)[n]) {
  PtpTable table;
  for (const PtpText& text : texts) {
    table.rows.push_back({ToCode(text.column1), ToCode(text.column2), ToDate(text.effective),
                          ToDate(text.deletion), text.indicator,
                          static_cast<int>(table.rows.size())});
  }
  table.Sort();
  return table;
}

template <size_t n>
MueTable MakeMue(const MueText (&texts)[n]) {
  MueTable table;
  for (const auto& [first, last] : {std::pair("20240401", "20240630"), {"20240701", "20240930"}}) {
    MueRelease& release = table.releases.emplace_back();
    release.quarter = {ToDate(first), ToDate(last)};
    for (const MueText& text : texts) {
      release.rows[ToCode(text.code)] = {text.limit, text.adjudication_indicator};
    }
  }
  // The quarters differ, so that it shows which one was read.
  table.releases.front().rows[ToCode("97110")] = {4, 2};
  table.releases.front().rows.erase(ToCode("20610"));
  return table;
}

std::string Compact(Date date, const char* open) {
  if (date == Date::Max()) return open;
  const Date::Civil civil = date.ToCivil();
  char text[16];
  std::snprintf(text, sizeof text, "%04d%02d%02d", civil.year, civil.month, civil.day);
  return text;
}

std::string YearDay(Date date) {
  if (date == Date::Max()) return "";
  const Date::Civil civil = date.ToCivil();
  char text[16];
  std::snprintf(text, sizeof text, "%04d%03d", civil.year,
                date.days() - Date::FromCivil(civil.year, 1, 1)->days() + 1);
  return text;
}

std::string WritePtp(const PtpTable& table, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  file << "Notice\t\t\t\t\t\t\r\nColumn1/Column2 Edits\t\t\t\t\t\t\r\n"
          "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit "
          "Rationale\r\n\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n"
          "\t\t\t\t*=no data\t1=allowed\t\r\n\t\t\t\t\t9=not applicable\t\r\n";
  std::vector<PtpRow> rows = table.rows;
  std::stable_sort(rows.begin(), rows.end(),
                   [](const PtpRow& a, const PtpRow& b) { return a.position < b.position; });
  for (const PtpRow& row : rows) {
    file << row.column1.ToString() << '\t' << row.column2.ToString() << "\t\t"
         << Compact(row.effective, "") << '\t' << Compact(row.deletion, "*") << '\t'
         << row.indicator << "\tMade for a test\r\n";
  }
  return path;
}

std::string WriteMue(const MueRelease& release, const std::string& folder, const std::string& kind,
                     const std::string& title) {
  const Date::Civil first = release.quarter.first.ToCivil();
  char date[16];
  std::snprintf(date, sizeof date, "%02d-%02d-%04d", first.month, first.day, first.year);
  const std::string path = folder + "/MCR_MUE_" + kind + "_Eff_" + date + ".csv";
  std::ofstream file(path, std::ios::binary);
  file << "\"Notice\r\nof several lines\",,,\r\n\"HCPCS/\nCPT Code\"," << title
       << " MUE Values,MUE Adjudication Indicator,MUE Rationale\r\n";
  constexpr const char* kIndicators[] = {"", "1 Line Edit", "2 Date of Service Edit: Policy",
                                         "3 Date of Service Edit: Clinical"};
  for (const auto& [code, row] : release.rows) {
    file << code.ToString() << ',' << row.limit << ',' << kIndicators[row.adjudication_indicator]
         << ",Made for a test\r\n";
  }
  return path;
}

std::string WriteAddOns(const AddOnTable& table, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  file << "\"Notice\r\nof several lines\",,,,,,,\r\n"
          "AOC_Edit_Type,Add-On_Code,AOC_DelDT,Primary_Code,Primary_Code_DelDT,AOC_Edit_EffDT,"
          "AOC_Edit_DelDT,Special_Instruction_Notes\r\n";
  for (const AddOnRow& row : table.rows) {
    file << row.type << ',' << row.add_on.ToString() << ",," << row.primary.ToString() << ",,"
         << YearDay(row.effective) << ',' << YearDay(row.deletion) << ",\r\n";
  }
  return path;
}

CodeSet AssociatedModifiers() {  // domain 1.1, fact 9
  return Codes({"E1", "E2", "E3", "E4", "FA", "F1", "F2", "F3", "F4", "F5", "F6",
                "F7", "F8", "F9", "TA", "T1", "T2", "T3", "T4", "T5", "T6", "T7",
                "T8", "T9", "LT", "RT", "LC", "LD", "LM", "RC", "RI", "24", "25",
                "57", "58", "78", "79", "27", "59", "91", "XE", "XP", "XS", "XU"});
}

CodeSet DefaultCodes(std::string_view parameter, Algorithm algorithm) {
  if (parameter == "bypass_modifiers") {
    return algorithm == Algorithm::kDiagnosisPatient ? Codes({"KX"}) : AssociatedModifiers();
  }
  if (parameter == "em") {
    return Codes(
        {"99201-99499", "92002", "92004", "92012", "92014", "G0402", "G0438", "G0439", "G0463"});
  }
  if (parameter == "major_procedures") return Codes({"27447", "22612"});
  if (parameter == "component_modifiers") return Codes({"26", "TC"});
  if (parameter == "excluded_modifiers") {
    return algorithm == Algorithm::kMue ? Codes({"GY", "GZ", "55"}) : Codes({"GY", "GZ"});
  }
  if (parameter == "timed_services") return Codes({"97035", "97110", "97112", "97116", "97140"});
  if (parameter == "discipline_modifiers") return Codes({"GN", "GO", "GP"});
  if (parameter == "divisible_services") return Codes({"J*", "C9*", "A0425"});
  if (parameter == "daily_services") return Codes({"99231-99233"});
  if (parameter == "chemotherapy") return Codes({"96413", "96417"});
  if (parameter == "chemotherapy_hours") return Codes({"96415"});
  if (parameter == "infusions") return Codes({"96365", "96367"});
  if (parameter == "infusion_hours") return Codes({"96366"});
  if (parameter == "subcutaneous") return Codes({"96369"});
  if (parameter == "subcutaneous_hours") return Codes({"96370"});
  if (parameter == "hydrations") return Codes({"96360"});
  if (parameter == "hydration_hours") return Codes({"96361"});
  if (parameter == "other_code_sets") return Codes({"0022", "0420"});
  if (parameter == "sided_diagnoses") return Codes({"M*", "S*", "T*", "H*"});
  if (parameter == "bypass_condition_codes") return Codes({"45"});
  if (parameter == "kinds") return Codes({"PAYER", "LCD", "ARTICLE"});
  if (parameter == "notice_modifiers") return Codes({"GA"});
  if (parameter == "limited_services") return Codes({"G0439"});
  if (parameter == "distinguishing_modifiers") {
    return Codes({"RT", "LT", "E1-E4", "F1-F9", "59", "XE", "XS", "XP", "XU", "76", "77", "91"});
  }
  if (parameter == "cpt_modifiers") {
    return Codes({"22", "24", "25", "26", "27", "50", "52", "53", "54", "55", "57",
                  "58", "59", "62", "76", "77", "78", "79", "80", "91", "95", "P1-P6"});
  }
  if (parameter == "pricing_modifiers") {
    return Codes({"26", "TC", "50", "52", "55", "62", "78", "80", "GN", "GO", "GP", "CO", "CQ"});
  }
  if (parameter == "later_modifiers") {
    return Codes({"RT", "LT", "E1-E4", "F1-F9", "GA", "GY", "GZ", "95", "JW", "JZ", "KX"});
  }
  if (parameter == "therapy_modifiers") return Codes({"GN", "GO", "GP"});
  if (parameter == "assistant_modifiers") return Codes({"CO", "CQ"});
  if (parameter == "no_period_modifiers") return Codes({"53", "80", "AS"});
  if (parameter == "unrelated_modifiers") return Codes({"FT"});
  if (parameter == "separate_services") return Codes({"90471-90474", "G0008", "97110"});
  if (parameter == "laboratory_tests") return Codes({"80047-89398"});
  if (parameter == "facility_places") return Codes({"02", "21-24"});
  if (parameter == "vaccines") return Codes({"90581-90759"});
  if (parameter == "administrations") return Codes({"90460", "90471-90474", "G0008"});
  return Codes({});  // contractor_primaries: CMS publishes none
}

std::vector<ParameterValue> DefaultParameters(const Builtin& builtin) {
  std::vector<ParameterValue> values;
  for (const Parameter& parameter : builtin.parameters) {
    ParameterValue& value = values.emplace_back();
    if (parameter.type == ParameterType::kCodes) {
      value.codes = DefaultCodes(parameter.name, builtin.algorithm);
    } else if (parameter.type == ParameterType::kFlag) {
      value.choice = parameter.default_value == "true" ? 1 : 0;
    } else if (parameter.type == ParameterType::kNumber) {
      value.number = std::stoll(std::string(parameter.default_value));
    } else {
      const auto choice =
          std::find(parameter.choices.begin(), parameter.choices.end(), parameter.default_value);
      value.choice = static_cast<int>(choice - parameter.choices.begin());
    }
  }
  return values;
}

// By line of business: DENY where Medicare's edits are the payer's own, WARN elsewhere (R2).
std::array<Severity, kLineOfBusinessCount> SeverityOf(BuiltinId builtin) {
  std::array<Severity, kLineOfBusinessCount> severity{};
  switch (builtin) {
    case BuiltinId::kPtp:
    case BuiltinId::kPtpQ3:
    case BuiltinId::kMue:
    case BuiltinId::kMueZero:
    case BuiltinId::kAddOn:
      severity.fill(Severity::kWarn);
      for (const LineOfBusiness business :
           {LineOfBusiness::kMedicare, LineOfBusiness::kMedicareAdvantage,
            LineOfBusiness::kMedicaid}) {
        severity[static_cast<size_t>(business)] = Severity::kDeny;
      }
      break;
    case BuiltinId::kNpiMissing:
    case BuiltinId::kNpiFormat:
    case BuiltinId::kNpiLuhn:
      severity.fill(Severity::kReject);
      break;
    default:
      severity.fill(Severity::kWarn);
  }
  return severity;
}

}  // namespace

CodeSet Codes(std::initializer_list<std::string_view> texts) {
  CodeSet codes;
  for (const std::string_view text : texts) {
    const size_t dash = text.find('-');
    if (dash != std::string_view::npos) {
      codes.AddRange(ToCode(text.substr(0, dash)), ToCode(text.substr(dash + 1)));
    } else if (text.back() == '*') {
      codes.AddPrefix(ToCode(text.substr(0, text.size() - 1)));
    } else {
      codes.Add(ToCode(text));
    }
  }
  codes.Seal();
  return codes;
}

ReferenceTables SmallTables() {
  ReferenceTables tables;
  tables.ptp["ncci_ptp_practitioner"] = MakePtp(kPractitioner);
  tables.ptp["ncci_ptp_hospital"] = MakePtp(kHospital);
  tables.mue["ncci_mue_practitioner"] = MakeMue(kPractitionerLimits);
  tables.mue["ncci_mue_hospital"] = MakeMue(kHospitalLimits);
  tables.mue["ncci_mue_dme"] = MakeMue(kDmeLimits);
  AddOnTable& add_ons = tables.add_ons.emplace();
  for (const AddOnText& text : kAddOns) {
    add_ons.rows.push_back({ToCode(text.add_on), ToCode(text.primary), text.type[0] - '0',
                            ToDate(text.effective), ToDate(text.deletion)});
  }
  add_ons.Index();
  tables.own = SmallOwnTables();
  AddSmallCodes(tables.facts);
  AddOwnFacts(tables);
  return tables;
}

ResolvedRulesets BuiltinRulesets() {
  ResolvedRulesets rulesets;
  rulesets.rulesets.push_back({.id = "national", .version = "1", .title = "National edits"});
  for (const Builtin& builtin : AllBuiltins()) {
    ResolvedRule& rule = rulesets.rules.emplace_back();
    rule.id = std::string(builtin.name);
    rule.family = rule.id.substr(0, rule.id.rfind('.'));
    rule.title = std::string(builtin.doc);
    rule.severity = SeverityOf(builtin.id);
    rule.for_claim = builtin.algorithm == Algorithm::kNpi || builtin.for_claim;
    rule.builtin = builtin.id;
    rule.parameters = DefaultParameters(builtin);
    if (builtin.id == BuiltinId::kFilingLate)
      rule.parameters[filing::kLimit].choice = filing::kCalendarYear;  // Medicare's
    rule.messages.resize(std::max<size_t>(builtin.variants.size(), 1));
  }
  std::sort(rulesets.rules.begin(), rulesets.rules.end(),
            [](const ResolvedRule& a, const ResolvedRule& b) { return a.id < b.id; });
  return rulesets;
}

std::vector<std::string> WriteAll(const ReferenceTables& tables, const std::string& folder) {
  std::vector<std::string> paths = WriteAsPublished(tables, folder);
  const std::vector<std::string> facts = WriteFacts(tables.facts, folder);
  paths.insert(paths.end(), facts.begin(), facts.end());
  return paths;
}

std::map<std::string, std::string> WriteOwnTables(const ReferenceTables& tables,
                                                  const std::string& folder) {
  std::map<std::string, std::string> paths;
  for (const auto& [name, table] : tables.own) {
    if (table.text.empty()) continue;  // as published
    const std::string path = folder + (name == "nppes" ? "/npidata_pfile_20050523-20240801.csv"
                                                       : "/own_" + name + ".csv");
    std::ofstream(path, std::ios::binary) << table.text;
    paths[name] = path;
  }
  return paths;
}

std::vector<std::string> WriteAsPublished(const ReferenceTables& tables,
                                          const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& [name, table] : tables.ptp) {
    const bool hospital = name.find("hospital") != std::string::npos;
    paths.push_back(
        WritePtp(table, folder + (hospital ? "/ccioph-v302r0-f1.TXT" : "/ccipra-v302r0-f1.TXT")));
  }
  for (const auto& [name, table] : tables.mue) {
    const bool hospital = name.find("hospital") != std::string::npos;
    const bool dme = name.find("dme") != std::string::npos;
    for (const MueRelease& release : table.releases) {
      paths.push_back(WriteMue(release, folder,
                               hospital ? "OutpatientHospitalServices"
                               : dme    ? "DMESupplierServices"
                                        : "PractitionerServices",
                               hospital ? "Outpatient Hospital Services"
                               : dme    ? "DME Supplier Services"
                                        : "Practitioner Services"));
    }
  }
  if (tables.add_ons.has_value()) {
    paths.push_back(WriteAddOns(*tables.add_ons, folder + "/AOC_V2024Q3-MCR.csv"));
  }
  return paths;
}

}  // namespace scrubline::oracle
