#include "authoring/lint/known_codes.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace scrubline {
namespace {

constexpr size_t kMaxListBytes = 64 << 20;

struct SystemName {
  std::string_view name, word;
};
constexpr SystemName kSystems[] = {
    {"procedure_codes", "procedure code"},
    {"modifiers", "modifier"},
    {"places_of_service", "place of service"},
    {"revenue_codes", "revenue code"},
    {"types_of_bill", "type of bill"},
    {"diagnosis_codes", "diagnosis code"},
    {"taxonomy_codes", "taxonomy code"},
    {"adjustment_reasons", "claim adjustment reason code"},
    {"remark_codes", "remittance advice remark code"},
    {"condition_codes", "condition code"},
    {"occurrence_codes", "occurrence code"},
    {"value_codes", "value code"},
    {"patient_statuses", "patient status"},
    {"specialties", "specialty"},
};

// The cells of one line of CSV; quotes are taken off, and a doubled one stands for itself.
std::vector<std::string> Cells(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
        cells.back() += '"';
        ++i;
      } else {
        quoted = !quoted;
      }
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

// As the engine keeps codes: no dot, types of bill with their leading zero.
std::string Normalized(CodeSystem system, std::string code) {
  if (system == CodeSystem::kDiagnosis) std::erase(code, '.');
  if (system == CodeSystem::kTypeOfBill && code.size() == 3) code.insert(code.begin(), '0');
  return code;
}

size_t ColumnNamed(const std::vector<std::string>& header,
                   std::initializer_list<std::string_view> names) {
  const auto at = std::find_if(header.begin(), header.end(), [&](const std::string& cell) {
    return std::find(names.begin(), names.end(), cell) != names.end();
  });
  return static_cast<size_t>(at - header.begin());
}

// Every procedure code of the PTP, MUE and add-on tables; none unless there are whole ones of the
// first two, which nearly every code is in.
std::vector<Code> SeenIn(const TableSet& tables) {
  std::vector<Code> seen;
  bool ptp = false, mue = false;
  for (const TableInfo& info : tables.infos()) {
    if (info.sample) continue;
    const auto add = [&seen](const auto& table) {
      for (size_t id = 1; id <= table.code_count(); ++id) {
        seen.push_back(table.code(static_cast<uint16_t>(id)));
      }
    };
    if (const PtpTable* table = tables.ptp(info.name)) {
      add(*table);
      ptp = true;
    } else if (const MueTable* limits = tables.mue(info.name)) {
      add(*limits);
      mue = true;
    } else if (const AddOnTable* add_ons = tables.add_on(info.name)) {
      add(*add_ons);
    }
  }
  if (!ptp || !mue) return {};
  std::sort(seen.begin(), seen.end());
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  return seen;
}

}  // namespace

std::string_view NameOf(CodeSystem system) { return kSystems[static_cast<size_t>(system)].name; }

std::string_view WordFor(CodeSystem system) {
  return system == CodeSystem::kNone ? "code" : kSystems[static_cast<size_t>(system)].word;
}

CodeSystem SystemOf(const Field& field) {
  switch (field.id) {
    case FieldId::kProcedureCode:
      return CodeSystem::kProcedure;
    case FieldId::kModifiers:
      return CodeSystem::kModifier;
    case FieldId::kPlaceOfService:
    case FieldId::kLinePlaceOfService:
      return CodeSystem::kPlaceOfService;
    case FieldId::kRevenueCode:
      return CodeSystem::kRevenue;
    case FieldId::kTypeOfBill:
      return CodeSystem::kTypeOfBill;
    case FieldId::kConditionCodes:
      return CodeSystem::kCondition;
    case FieldId::kOccurrences:
    case FieldId::kOccurrenceSpans:
      return CodeSystem::kOccurrence;
    case FieldId::kValueCodes:
      return CodeSystem::kValue;
    case FieldId::kPatientStatus:
      return CodeSystem::kPatientStatus;
    default:
      break;
  }
  if (field.type == FieldType::kDiagnosis || field.type == FieldType::kDiagnosisSet) {
    return CodeSystem::kDiagnosis;
  }
  if (field.name.ends_with(".taxonomy_code")) return CodeSystem::kTaxonomy;
  if (field.name.ends_with(".specialty_code")) return CodeSystem::kSpecialty;
  return CodeSystem::kNone;
}

KnownCodes::KnownCodes(const TableSet& tables) : seen_(SeenIn(tables)) {}

void KnownCodes::ReadList(CodeSystem system, const std::string& path, const std::string& text,
                          Diagnostics& diagnostics) {
  std::vector<Listed>& list = lists_[static_cast<size_t>(system)];
  size_t from = 0, to = 0, columns = 0;
  int number = 0;
  for (size_t start = 0; start < text.size();) {
    const size_t end = std::min(text.find('\n', start), text.size());
    const std::vector<std::string> cells = Cells(std::string_view(text).substr(start, end - start));
    start = end + 1;
    if (++number == 1) {
      columns = cells.size();
      from = ColumnNamed(cells, {"from", "start_date", "date_added"});
      to = ColumnNamed(cells, {"to", "end_date", "date_term"});
      continue;
    }
    if (cells.front().empty()) continue;
    Listed listed{Normalized(system, cells.front()), {}};
    const auto read = [&](size_t column, Date& into) {
      if (column >= columns || column >= cells.size() || cells[column].empty()) return;
      if (const auto date = Date::Parse(cells[column])) {
        into = *date;
      } else {
        diagnostics.push_back({Diagnostic::Level::kError,
                               {path, number, 0},
                               "`" + cells[column] + "` is not a date",
                               "write it as 2026-01-31, or leave the cell empty",
                               ""});
      }
    };
    read(from, listed.dates.first);
    read(to, listed.dates.last);
    list.push_back(std::move(listed));
  }
}

absl::Status KnownCodes::ReadLists(const std::string& folder, const FileSource& files,
                                   Diagnostics& diagnostics) {
  const auto paths = files.List(folder);
  if (!paths.ok()) return paths.status();
  for (const std::string& path : *paths) {
    if (!path.ends_with(".csv")) continue;
    const size_t slash = path.rfind('/') + 1;  // npos + 1 is 0
    const std::string name = path.substr(slash, path.size() - slash - 4);
    for (int i = 0; i < kCodeSystemCount; ++i) {
      const auto system = static_cast<CodeSystem>(i);
      const std::string_view stem = NameOf(system);
      if (name != stem && !name.starts_with(std::string(stem) + "_")) continue;
      const auto text = files.Read(path, kMaxListBytes);
      if (!text.ok()) return text.status();
      if (text->size() > kMaxListBytes) {
        return absl::InvalidArgumentError(path + " is too large for a list of codes");
      }
      ReadList(system, path, *text, diagnostics);
    }
  }
  for (std::vector<Listed>& list : lists_) std::stable_sort(list.begin(), list.end());
  return absl::OkStatus();
}

KnownCodes::Verdict KnownCodes::Find(CodeSystem system, std::string_view code,
                                     const DateInterval& dates) const {
  if (system == CodeSystem::kNone) return {};
  const std::vector<Listed>& list = lists_[static_cast<size_t>(system)];
  if (!list.empty()) {
    const Listed wanted{Normalized(system, std::string(code)), {}};
    const auto [begin, end] = std::equal_range(list.begin(), list.end(), wanted);
    if (begin == end) return {Answer::kUnknown, {}};
    // A code may have lived twice.
    std::optional<Verdict> verdict;
    for (auto it = begin; it != end; ++it) {
      if (it->dates.Intersects(dates)) return {Answer::kKnown, {}};
      const bool ended = it->dates.last < dates.first;
      if (!verdict || ended) {
        verdict = ended ? Verdict{Answer::kEnded, it->dates.last}
                        : Verdict{Answer::kNotYet, it->dates.first};
      }
    }
    return *verdict;
  }
  if (system != CodeSystem::kProcedure || seen_.empty()) return {};
  const auto parsed = Code::Parse(code);
  const bool seen = parsed && std::binary_search(seen_.begin(), seen_.end(), *parsed);
  return {seen ? Answer::kKnown : Answer::kUnseen, {}};
}

KnownCodes::Answer KnownCodes::FindRange(CodeSystem system, const CodeSet::Range& range) const {
  if (system == CodeSystem::kNone) return Answer::kNothing;
  const std::vector<Listed>& list = lists_[static_cast<size_t>(system)];
  if (list.empty()) return Answer::kNothing;
  auto it = std::lower_bound(list.begin(), list.end(), Listed{range.first.ToString(), {}});
  for (; it != list.end(); ++it) {
    const auto code = Code::Parse(it->code);
    if (!code) continue;
    if (*code > range.last) break;
    if (CodeSet::InRange(range, *code)) return Answer::kKnown;
  }
  return Answer::kUnknown;
}

KnownCodes::Answer KnownCodes::FindPrefix(CodeSystem system, std::string_view prefix) const {
  if (system == CodeSystem::kNone) return Answer::kNothing;
  const std::vector<Listed>& list = lists_[static_cast<size_t>(system)];
  if (list.empty()) return Answer::kNothing;
  const Listed wanted{Normalized(system, std::string(prefix)), {}};
  const auto it = std::lower_bound(list.begin(), list.end(), wanted);
  return it != list.end() && it->code.starts_with(wanted.code) ? Answer::kKnown : Answer::kUnknown;
}

}  // namespace scrubline
