#include "tests/oracle/reference_tables.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace scrubline::oracle {
namespace {

std::vector<std::string> SplitTabs(const std::string& line) {
  std::vector<std::string> fields(1);
  for (const char c : line) {
    if (c == '\r' || c == '\n') continue;
    if (c == '\t') {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

// A csv file as records of fields; quoted fields may hold commas, line breaks and doubled quotes.
std::vector<std::vector<std::string>> ParseCsv(const std::string& text) {
  std::vector<std::vector<std::string>> records(1, std::vector<std::string>(1));
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
        records.back().back() += text[++i];
      } else if (c == '"') {
        quoted = false;
      } else {
        records.back().back() += c;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      records.back().emplace_back();
    } else if (c == '\n') {
      records.emplace_back(1);
    } else if (c != '\r') {
      records.back().back() += c;
    }
  }
  return records;
}

std::vector<std::vector<std::string>> ReadCsv(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return ParseCsv({std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
}

bool IsProcedureCode(const std::string& text) {
  return text.size() == 5 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isdigit(c) || std::isupper(c);
         });
}

Date DeletionOrOpen(const std::string& year_day) {
  return year_day.empty() ? Date::Max() : Date::ParseYearDay(year_day).value();
}

}  // namespace

void PtpTable::Sort() {
  for (const PtpRow& row : rows) codes.insert({row.column1, row.column2});
  std::stable_sort(rows.begin(), rows.end(), [](const PtpRow& a, const PtpRow& b) {
    return std::tie(a.column1, a.column2, a.position) < std::tie(b.column1, b.column2, b.position);
  });
}

void PtpTable::Gather(Code column1, Code column2, Date date, std::vector<PtpRow>& found) const {
  auto row = std::lower_bound(rows.begin(), rows.end(), std::pair(column1, column2),
                              [](const PtpRow& r, const std::pair<Code, Code>& key) {
                                return std::pair(r.column1, r.column2) < key;
                              });
  for (; row != rows.end() && row->column1 == column1 && row->column2 == column2; ++row) {
    const bool tombstone = row->indicator == 9 || row->effective == row->deletion;
    if (!tombstone && row->effective <= date && date <= row->deletion) found.push_back(*row);
  }
}

std::optional<PtpRow> PtpTable::InForce(Code a, Code b, Date date) const {
  std::vector<PtpRow> found;
  Gather(a, b, date, found);
  Gather(b, a, date, found);
  if (found.empty()) return std::nullopt;
  return *std::min_element(found.begin(), found.end(), [](const PtpRow& x, const PtpRow& y) {
    if (x.effective != y.effective) return x.effective > y.effective;
    return x.position < y.position;
  });
}

const MueRelease* MueTable::For(Date date) const {
  for (const MueRelease& release : releases) {
    if (release.quarter.Contains(date)) return &release;
  }
  return nullptr;
}

bool MueTable::Names(Code code) const {
  return std::any_of(releases.begin(), releases.end(),
                     [code](const MueRelease& release) { return release.rows.count(code) != 0; });
}

bool AddOnRow::ActiveOn(Date date) const {
  return effective != deletion && effective <= date && date <= deletion;
}

void AddOnTable::Index() {
  by_add_on.clear();
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].effective != rows[i].deletion) by_add_on.emplace(rows[i].add_on, i);
  }
}

std::vector<AddOnRow> AddOnTable::ActiveRows(Code add_on, Date date) const {
  std::vector<AddOnRow> active;
  const auto [first, last] = by_add_on.equal_range(add_on);
  for (auto it = first; it != last; ++it) {
    if (rows[it->second].ActiveOn(date)) active.push_back(rows[it->second]);
  }
  return active;
}

int AddOnTable::Type(Code code, Date date) const {
  const std::vector<AddOnRow> active = ActiveRows(code, date);
  if (active.empty()) return 0;
  for (const AddOnRow& row : active) {
    const bool contractor = row.primary == kContractorDefined;
    if (row.type != active.front().type) return 3;
    if (contractor != (active.front().primary == kContractorDefined)) return 3;
  }
  return active.front().type;
}

std::string_view OwnRow::operator[](std::string_view column) const {
  const auto cell = cells.find(column);
  return cell == cells.end() ? std::string_view() : std::string_view(cell->second);
}

std::vector<std::string> OwnRow::List(std::string_view column) const {
  std::vector<std::string> items;
  bool apart = true;
  for (const char c : (*this)[column]) {
    if (c != ' ' && apart) items.emplace_back();
    if (c != ' ') items.back() += c;
    apart = c == ' ';
  }
  return items;
}

void OwnTable::Index() {
  by_key.clear();
  for (size_t i = 0; i < rows.size(); ++i) by_key.emplace(rows[i].key, i);
}

std::vector<const OwnRow*> OwnTable::RowsOf(std::string_view key) const {
  std::vector<const OwnRow*> found;
  const auto [first, last] = by_key.equal_range(key);
  for (auto it = first; it != last; ++it) found.push_back(&rows[it->second]);
  return found;
}

std::vector<const OwnRow*> OwnTable::RowsOn(std::string_view key, Date date) const {
  std::vector<const OwnRow*> found = RowsOf(key);
  std::erase_if(found, [date](const OwnRow* row) { return !row->dates.Contains(date); });
  return found;
}

const OwnRow* OwnTable::RowOn(std::string_view key, Date date) const {
  const std::vector<const OwnRow*> found = RowsOn(key, date);
  return found.empty() ? nullptr : found.front();
}

OwnTable ParseOwnTable(std::string_view text) {
  OwnTable table;
  table.text = text;
  std::vector<std::vector<std::string>> records = ParseCsv(table.text);
  const std::vector<std::string> header = records.front();
  for (size_t i = 1; i < records.size(); ++i) {
    std::vector<std::string>& record = records[i];
    if (record.front().empty()) continue;  // the end of the text
    record.resize(header.size());          // trailing empty fields may be left out
    OwnRow& row = table.rows.emplace_back();
    row.key = record[0];
    for (size_t column = 1; column < header.size(); ++column) {
      if (record[column].empty()) continue;
      if (header[column] == "component") {
        row.key += record[column];
      } else if (header[column] == "from") {
        row.dates.first = Date::Parse(record[column]).value();
      } else if (header[column] == "through") {
        row.dates.last = Date::Parse(record[column]).value();
      } else {
        row.cells[header[column]] = record[column];
      }
    }
  }
  table.Index();
  return table;
}

FactTable ToFacts(const OwnTable& table) {
  FactTable facts;
  std::set<std::string> columns;
  for (const OwnRow& row : table.rows) {
    for (const auto& [column, value] : row.cells) columns.insert(column);
  }
  facts.columns.assign(columns.begin(), columns.end());
  facts.AddRelease("current", kEveryDayThereIs);
  for (const OwnRow& row : table.rows) {
    std::vector<std::string> fields;
    for (const std::string& column : facts.columns) fields.emplace_back(row[column]);
    facts.Add(row.key, {row.dates.first, row.dates.last}, std::move(fields));
  }
  facts.Settle();
  return facts;
}

void AddOwnFacts(ReferenceTables& tables) {
  for (const char* name : {"mpfs", "icd10cm_notes", "coverage_policies"}) {
    if (const OwnTable* table = tables.Own(name)) tables.facts[name] = ToFacts(*table);
  }
}

const OwnTable* ReferenceTables::Own(std::string_view name) const {
  const auto table = own.find(name);
  return table == own.end() ? nullptr : &table->second;
}

bool ReadPtp(const std::string& path, PtpTable& table) {
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) {
    ADD_FAILURE() << "cannot read " << path;
    return false;
  }
  char buffer[1024];
  while (gzgets(file, buffer, sizeof buffer) != nullptr) {
    const std::vector<std::string> fields = SplitTabs(buffer);
    if (fields.size() < 6 || !IsProcedureCode(fields[0]) || !IsProcedureCode(fields[1])) continue;
    PtpRow row;
    row.column1 = Code::Parse(fields[0]).value();
    row.column2 = Code::Parse(fields[1]).value();
    row.effective =
        fields[3].empty() ? *Date::FromCivil(1996, 1, 1) : Date::Parse(fields[3]).value();
    row.deletion = fields[4] == "*" ? Date::Max() : Date::Parse(fields[4]).value();
    row.indicator = fields[5][0] - '0';
    row.position = static_cast<int>(table.rows.size());
    table.rows.push_back(row);
  }
  gzclose(file);
  table.Sort();
  return true;
}

bool ReadMue(const std::string& path, MueTable& table) {
  const std::string name = std::filesystem::path(path).filename();
  const size_t eff = name.find("Eff_");
  if (eff == std::string::npos) {
    ADD_FAILURE() << "no effective date in the name of " << path;
    return false;
  }
  const int month = std::stoi(name.substr(eff + 4, 2));
  const int year = std::stoi(name.substr(eff + 10, 4));
  MueRelease release;
  release.quarter.first = Date::FromCivil(year, month, 1).value();
  release.quarter.last =
      month == 10 ? *Date::FromCivil(year, 12, 31) : *Date::FromCivil(year, month + 3, 1) - 1;
  for (const std::vector<std::string>& record : ReadCsv(path)) {
    if (record.size() < 3 || !IsProcedureCode(record[0])) continue;
    release.rows[Code::Parse(record[0]).value()] = {std::stoi(record[1]), record[2][0] - '0'};
  }
  if (release.rows.empty()) ADD_FAILURE() << "no rows in " << path;
  table.releases.push_back(std::move(release));
  return true;
}

bool ReadAddOns(const std::string& path, AddOnTable& table) {
  for (std::vector<std::string> record : ReadCsv(path)) {
    if (record.size() < 6 || !IsProcedureCode(record[1])) continue;
    record.resize(8);  // trailing empty fields may be left out
    AddOnRow row;
    row.type = record[0][0] - '0';
    row.add_on = Code::Parse(record[1]).value();
    row.primary = Code::Parse(record[3]).value();
    row.effective = Date::ParseYearDay(record[5]).value();
    row.deletion =
        std::min({DeletionOrOpen(record[2]), DeletionOrOpen(record[4]), DeletionOrOpen(record[6])});
    table.rows.push_back(row);
  }
  if (table.rows.empty()) {
    ADD_FAILURE() << "no rows in " << path;
    return false;
  }
  table.Index();
  return true;
}

bool ReadGlobalDays(const std::string& path, DateInterval days, OwnTable& table) {
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) {
    ADD_FAILURE() << "cannot read " << path;
    return false;
  }
  std::string text;
  char buffer[4096];
  for (int read = 0; (read = gzread(file, buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<size_t>(read));
  }
  gzclose(file);
  std::set<std::string> seen;  // of a code twice the first row stands
  for (const std::vector<std::string>& record : ParseCsv(text)) {
    constexpr size_t kGlobalDays = 14;
    if (record.size() <= kGlobalDays || !IsProcedureCode(record[0])) continue;
    if (!seen.insert(record[0] + record[1]).second) continue;
    table.rows.push_back({record[0] + record[1], days, {{"global_days", record[kGlobalDays]}}});
  }
  if (seen.empty()) ADD_FAILURE() << "no rows in " << path;
  return !seen.empty();
}

bool ReadFeeSchedule(const std::string& january, const std::string& july, OwnTable& table) {
  const auto day = [](int month, int day) { return *Date::FromCivil(2024, month, day); };
  table = {};
  table.answers = {day(1, 1), day(12, 31)};
  const bool read = ReadGlobalDays(january, {day(1, 1), day(6, 30)}, table) &&
                    ReadGlobalDays(july, {day(7, 1), day(12, 31)}, table);
  table.Index();
  return read;
}

std::string PublishedDataFolder() {
  const char* const given = std::getenv("SCRUBLINE_DATA");
  const std::string folder = given != nullptr ? given : "../shared/data";
  return std::filesystem::exists(folder + "/cms/ptp") ? folder : "";
}

std::vector<std::string> PublishedFactFiles(const std::string& folder) {
  const std::string cms = folder + "/cms/";
  return {cms + "hcpcs/hcpcs_level2_2024_jul_attributes.csv",
          cms + "hcpcs/rbcs_2024_code_added_ended_dates.csv",
          cms + "icd10cm/cms_2024_dx.zip",
          cms + "icd10cm/cms_2025_dx.zip",
          cms + "icd10cm/icd10cm_tabular_2021.xml.gz",
          cms + "icd10cm/mce_v43.1_icd10cm_code_master.csv"};
}

std::vector<std::string> PublishedFiles(const std::string& folder) {
  const std::string cms = folder + "/cms/";
  return {cms + "ptp/ccipra-2024q3-INFERRED-EFFDATES.txt.gz",
          cms + "ptp/ccioph-2024q3-INFERRED-EFFDATES.txt.gz",
          cms + "mue/MCR_MUE_PractitionerServices_Eff_07-01-2024.csv",
          cms + "mue/MCR_MUE_OutpatientHospitalServices_Eff_07-01-2024.csv",
          cms + "mue/MCR_MUE_DMESupplierServices_Eff_07-01-2024.csv",
          cms + "aoc/AOC_V2026Q2-MCR.csv",
          cms + "mpfs/PPRRVU24_JAN.csv.gz",
          cms + "mpfs/PPRRVU24_JUL.csv.gz"};
}

bool ReadPublishedFacts(const std::string& folder, std::map<std::string, FactTable>& facts) {
  const std::vector<std::string> files = PublishedFactFiles(folder);
  // Rows by the caption of their columns.
  const auto read = [](const std::string& path, const auto& take) {
    const std::vector<std::vector<std::string>> records = ReadCsv(path);
    for (size_t i = 1; i < records.size(); ++i) {
      if (records[i].size() != records[0].size()) continue;  // the end of the file
      std::map<std::string, std::string> row;
      for (size_t c = 0; c < records[i].size(); ++c) row[records[0][c]] = records[i][c];
      take(row);
    }
  };
  const auto day = [](const std::string& text, Date otherwise) {
    return text.empty() || text.substr(0, 4) == "9999" ? otherwise : Date::Parse(text).value();
  };

  FactTable& hcpcs = facts["hcpcs"];
  hcpcs.columns = {"successors"};
  hcpcs.AddRelease("2024Q3", {*Date::FromCivil(2024, 7, 1), *Date::FromCivil(2024, 9, 30)});
  read(files[0], [&](std::map<std::string, std::string>& row) {
    std::string successors;
    for (const std::string& code : ItemsOf(row["xref"])) {
      if (IsProcedureCode(code)) successors += code + " ";
    }
    hcpcs.Add(row["hcpcs_code"], {day(row["date_added"], {}), day(row["date_term"], Date::Max())},
              {successors});
  });

  FactTable& calendar = facts["code_calendar"];
  std::set<std::tuple<std::string, Date, Date>> codes;  // a code has a row for each of its classes
  Date first = Date::Max(), last;
  read(files[1], [&](std::map<std::string, std::string>& row) {
    const Date added = day(row["hcpcs_date_added"], {});
    const Date ended = day(row["hcpcs_date_ended"], Date::Max());
    codes.emplace(row["hcpcs_code"], added, ended);
    first = std::min(first, day(row["rbcs_date_effective"], Date::Max()));
    last = std::max(last, ended == Date::Max() ? added : ended);
  });
  calendar.AddRelease("2024", {first, *Date::FromCivil(last.ToCivil().year, 12, 31)});
  for (const auto& [code, added, ended] : codes) calendar.Add(code, {added, ended}, {});

  FactTable& flags = facts["mce_diagnoses"];
  flags.columns = {"newborn",        "pediatric",  "maternity",     "adult",
                   "male",           "female",     "manifestation", "unacceptable_principal",
                   "external_cause", "unspecified"};
  flags.AddRelease("43.1", {*Date::FromCivil(2015, 10, 1), *Date::FromCivil(2026, 9, 30)});
  read(files[5], [&](std::map<std::string, std::string>& row) {
    const std::string& set = row["flags"];
    const auto has = [&set](const std::string& flag) {
      return ("|" + set + "|").find("|" + flag + "|") != std::string::npos;
    };
    std::vector<std::string> fields;
    for (const std::string& column : flags.columns) {
      fields.emplace_back(has(column == "unacceptable_principal" ? "unacceptable"
                              : column == "external_cause"       ? "ecodepdx"
                                                                 : column)
                              ? "yes"
                              : "no");
    }
    flags.Add(row["code"], {day(row["start_date"], {}), day(row["end_date"], Date::Max())},
              std::move(fields));
  });
  for (const char* name : {"hcpcs", "code_calendar", "mce_diagnoses"}) {
    facts[name].Settle();
    if (facts[name].rows.size() < 1000) {
      ADD_FAILURE() << "few rows in " << name;
      return false;
    }
  }
  return true;
}

bool ReadPublishedTables(const std::string& folder, ReferenceTables& tables) {
  const std::vector<std::string> files = PublishedFiles(folder);
  return ReadPtp(files[0], tables.ptp["ncci_ptp_practitioner"]) &&
         ReadPtp(files[1], tables.ptp["ncci_ptp_hospital"]) &&
         ReadMue(files[2], tables.mue["ncci_mue_practitioner"]) &&
         ReadMue(files[3], tables.mue["ncci_mue_hospital"]) &&
         ReadMue(files[4], tables.mue["ncci_mue_dme"]) &&
         ReadAddOns(files[5], tables.add_ons.emplace()) &&
         ReadFeeSchedule(files[6], files[7], tables.own["mpfs"]);
}

}  // namespace scrubline::oracle
