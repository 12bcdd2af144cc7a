#include "authoring/lint/known_codes.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace scrubline {
namespace {

constexpr size_t kMaxListBytes = 64 << 20;

struct SystemName {
  std::string_view name, word;
  std::string_view table;  // the reference table of its codes; none: empty
};
constexpr SystemName kSystems[] = {
    {"procedure_codes", "procedure code", "hcpcs"},
    {"modifiers", "modifier", "hcpcs_modifiers"},
    {"places_of_service", "place of service", "place_of_service"},
    {"revenue_codes", "revenue code", "revenue_codes"},
    {"types_of_bill", "type of bill", "types_of_bill"},
    {"diagnosis_codes", "diagnosis code", "icd10cm"},
    {"taxonomy_codes", "taxonomy code", "nucc_taxonomy"},
    {"adjustment_reasons", "claim adjustment reason code", "carc"},
    {"remark_codes", "remittance advice remark code", "rarc"},
    {"condition_codes", "condition code", "condition_codes"},
    {"occurrence_codes", "occurrence code", "occurrence_codes"},
    {"value_codes", "value code", "value_codes"},
    {"patient_statuses", "patient status", "discharge_status"},
    {"specialties", "specialty", ""},
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

// Every key that begins with `prefix`; nullopt where none can.
std::optional<KeyRange> KeysWithPrefix(CodeSystem system, const std::string& prefix) {
  if (system != CodeSystem::kTaxonomy) {
    const auto code = Code::Parse(prefix);
    return code ? std::optional(KeyRange::Prefix(*code)) : std::nullopt;
  }
  constexpr size_t kTaxonomyLength = 10;
  if (prefix.size() > kTaxonomyLength) return std::nullopt;
  const size_t rest = kTaxonomyLength - prefix.size();
  const auto first = TableKey::Parse(prefix + std::string(rest, '0'));
  const auto last = TableKey::Parse(prefix + std::string(rest, 'Z'));
  if (!first || !last) return std::nullopt;
  return KeyRange{*first, *last};
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

KnownCodes::KnownCodes(const TableSet& tables) : seen_(SeenIn(tables)) {
  for (size_t i = 0; i < references_.size(); ++i) {
    const ReferenceTable* table =
        kSystems[i].table.empty() ? nullptr : tables.reference(kSystems[i].table);
    if (table != nullptr && !table->info().sample) references_[i] = table;
  }
}

const ReferenceTable* KnownCodes::TableOf(CodeSystem system, std::string_view code) const {
  const bool level2 = !code.empty() && code.front() >= 'A' && code.front() <= 'V';
  if (system == CodeSystem::kProcedure && !level2) return nullptr;
  // CPT's modifiers: 22 to 99, 1P to 8P, P1 to P6.
  const bool cpt = !code.empty() && ((code.front() >= '0' && code.front() <= '9') ||
                                     (code.size() == 2 && code[0] == 'P' && code[1] <= '9'));
  if (system == CodeSystem::kModifier && cpt) return nullptr;
  return references_[static_cast<size_t>(system)];
}

KnownCodes::Verdict KnownCodes::FindIn(const ReferenceTable& table, TableKey key,
                                       const DateInterval& dates) {
  DateInterval covered = {Date::Max(), Date()};
  for (int i = 0; i < table.release_count(); ++i) {
    covered.first = std::min(covered.first, table.release_dates(i).first);
    covered.last = std::max(covered.last, table.release_dates(i).last);
  }
  const ReferenceTable::Rows rows = table.RowsOf(table.FindKey(key));
  if (rows.begin == rows.end) {
    return {covered.Intersects(dates) ? Answer::kUnknown : Answer::kNothing, {}};
  }
  Verdict verdict;
  for (RowId row = rows.begin; row != rows.end; ++row) {
    DateInterval life = table.dates(row);
    // What a table's first and last days bound goes on beyond them.
    if (table.starts_open(row) && life.first == covered.first) life.first = Date();
    if (table.is_open(row) && life.last == covered.last) life.last = Date::Max();
    if (life.Intersects(dates)) return {Answer::kKnown, {}};
    const bool ended = life.last < dates.first;
    if (verdict.answer == Answer::kNothing || (ended && life.last > verdict.date)) {
      verdict = ended ? Verdict{Answer::kEnded, life.last} : Verdict{Answer::kNotYet, life.first};
    }
  }
  return verdict;
}

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
  const std::string normal = Normalized(system, std::string(code));
  if (const ReferenceTable* table = TableOf(system, normal)) {
    const auto key = TableKey::Parse(normal);
    return key ? FindIn(*table, *key, dates) : Verdict{Answer::kUnknown, {}};
  }
  if (system != CodeSystem::kProcedure || seen_.empty()) return {};
  const auto parsed = Code::Parse(code);
  const bool seen = parsed && std::binary_search(seen_.begin(), seen_.end(), *parsed);
  return {seen ? Answer::kKnown : Answer::kUnseen, {}};
}

KnownCodes::Answer KnownCodes::FindRange(CodeSystem system, const CodeSet::Range& range) const {
  if (system == CodeSystem::kNone) return Answer::kNothing;
  const std::vector<Listed>& list = lists_[static_cast<size_t>(system)];
  if (list.empty()) {
    const ReferenceTable* table = TableOf(system, range.first.ToString());
    if (table == nullptr) return Answer::kNothing;
    const auto ids = table->KeysIn({TableKey::Of(range.first), KeyRange::Prefix(range.last).last});
    for (KeyId id = ids.begin; id != ids.end; ++id) {
      if (CodeSet::InRange(range, Code::FromBits(table->key(id).bits()))) return Answer::kKnown;
    }
    return Answer::kUnknown;
  }
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
  const Listed wanted{Normalized(system, std::string(prefix)), {}};
  if (list.empty()) {
    const ReferenceTable* table = TableOf(system, wanted.code);
    if (table == nullptr) return Answer::kNothing;
    const auto keys = KeysWithPrefix(system, wanted.code);
    if (!keys) return Answer::kUnknown;
    const auto ids = table->KeysIn(*keys);
    return ids.begin == ids.end ? Answer::kUnknown : Answer::kKnown;
  }
  const auto it = std::lower_bound(list.begin(), list.end(), wanted);
  return it != list.end() && it->code.starts_with(wanted.code) ? Answer::kKnown : Answer::kUnknown;
}

}  // namespace scrubline
