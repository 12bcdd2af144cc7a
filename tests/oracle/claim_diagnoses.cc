#include "tests/oracle/claim_diagnoses.h"

#include <algorithm>

namespace scrubline::oracle {
namespace {

Code ToCode(std::string_view text) { return Code::Parse(text).value(); }
Code OneOf(Random& random, std::initializer_list<std::string_view> texts) {
  return ToCode(*(texts.begin() + random.Below(texts.size())));
}

// Rows of a table that `wanted` is true of, so many of them.
template <typename Wanted>
void Sample(const FactTable& table, int count, const Wanted& wanted, Random& random,
            std::vector<Code>& words) {
  std::vector<const FactRow*> found;
  for (const FactRow& row : table.rows) {
    if (row.key.size() <= 7 && wanted(row)) found.push_back(&row);
  }
  for (int i = 0; i < count && !found.empty(); ++i) {
    words.push_back(ToCode(random.Of(found)->key));
  }
}

const FactTable* Find(const ReferenceTables& tables, const char* name) {
  const auto found = tables.facts.find(name);
  return found == tables.facts.end() ? nullptr : &found->second;
}

// A note is met where a code that it names stands beside one below it.
void AddNoted(const FactTable& notes, const FactTable& codes, int count, Random& random,
              std::vector<Code>& words) {
  for (int i = 0; i < count && !notes.rows.empty(); ++i) {
    const FactRow& row = random.Of(notes.rows);
    const auto add_below = [&](const std::string& prefix) {
      const std::vector<const FactRow*> below =
          codes.Below(prefix, codes.releases.back().days.last);
      if (!below.empty()) words.push_back(ToCode(random.Of(below)->key));
    };
    add_below(row.key);
    for (const char* column :
         {"excludes1", "excludes1_qualified", "code_first", "use_additional"}) {
      const std::vector<std::string> items = ItemsOf(notes.Get(&row, column));
      if (items.empty()) continue;
      const std::string item = random.Of(items);
      add_below(item.substr(0, item.find_first_of("*-")));
    }
  }
}

Date FirstDate(const Claim& claim) {
  for (const ServiceLine& line : claim.service_lines) {
    if (line.service_date.has_value()) return line.service_date;
  }
  return {};
}

void AddPointers(bool irregular, Random& random, size_t diagnoses, ServiceLine& line) {
  line.pointer_count = 0;
  const int kind = random.Below(100);
  const int most = static_cast<int>(std::min<size_t>(diagnoses, kind < 4 ? 12 : 4));
  if (kind < 8 || most == 0) {
    if (!irregular && kind < 4) return;
    for (int i = random.Between(0, kind == 0 ? 5 : 2); i > 0; --i) {
      line.diagnosis_pointers[line.pointer_count++] =
          static_cast<uint8_t>(random.Between(0, static_cast<int>(diagnoses) + 1));
    }
    return;
  }
  const int first = random.Below(diagnoses);
  for (int i = random.Between(1, most); i > 0; --i) {
    line.diagnosis_pointers[line.pointer_count++] =
        static_cast<uint8_t>((first + i) % static_cast<int>(diagnoses) + 1);
  }
}

// Services over the change of the fiscal year, with a code that does not last as long.
void SpanTheYear(const std::vector<Code>& words, Random& random, Claim& claim) {
  const Date last = *Date::FromCivil(2024, 9, 30);
  for (ServiceLine& line : claim.service_lines) {
    line.service_date = last - random.Between(0, 3);
    line.service_date_through = last + random.Between(0, 3);
  }
  for (Diagnosis& diagnosis : claim.diagnoses) {
    if (random.Percent(60)) diagnosis.code = random.Of(words);
    if (random.Percent(10)) diagnosis.code = OneOf(random, {"F0281", "M5451", "K90829", "I10"});
  }
}

}  // namespace

std::vector<Code> DiagnosisWords(const ReferenceTables& tables, Random& random) {
  std::vector<Code> words;
  for (const char* text : {"E119", "M5450", "Z0000", "I10", "S52501A", "1234", "E1", "Q9Z",
                           "E119XXXX", "QA001", "Z9999", "E1199", "S5250"}) {
    words.push_back(ToCode(text));
  }
  const FactTable* codes = Find(tables, "icd10cm");
  const FactTable* flags = Find(tables, "mce_diagnoses");
  const FactTable* notes = Find(tables, "icd10cm_notes");
  if (codes != nullptr) {
    Sample(
        *codes, 60, [](const FactRow&) { return true; }, random, words);
    const Date last = *Date::FromCivil(2024, 9, 30);  // of a fiscal year
    const auto is_complete = [&](const FactRow& row, Date date) {
      const FactTable::Answer answer = codes->LookUp(row.key, date);
      return answer.said == Said::kListed && codes->Get(answer.row, "billable") == "yes";
    };
    const auto ends = [&](const FactRow& row) {
      return row.release + 1 == static_cast<int>(codes->releases.size()) - 1 &&
             is_complete(row, last) && !is_complete(row, last + 1);
    };
    Sample(*codes, 12, ends, random, words);
    for (const char* side : {"R", "L", "B", "U"}) {
      const auto is_sided = [&](const FactRow& row) {
        return codes->Get(&row, "side") == side && std::string("MSH").find(row.key[0]) < 3;
      };
      Sample(*codes, 12, is_sided, random, words);
    }
  }
  for (const std::string& flag : flags == nullptr ? std::vector<std::string>() : flags->columns) {
    const auto has_flag = [&](const FactRow& row) { return flags->Get(&row, flag) == "yes"; };
    Sample(*flags, 6, has_flag, random, words);
  }
  if (notes != nullptr && codes != nullptr) AddNoted(*notes, *codes, 40, random, words);
  return words;
}

void AddDiagnoses(const std::vector<Code>& words, bool irregular, Random& random, Claim& claim) {
  const Date date = FirstDate(claim);
  const int count = random.Percent(3) ? random.Between(11, 27) : random.Between(0, 6);
  claim.diagnoses.clear();
  // Neighbours on the list were sampled together.
  const int place = random.Below(words.size());
  for (int i = 0; i < count; ++i) {
    Diagnosis& diagnosis = claim.diagnoses.emplace_back();
    const int near = (place + random.Between(0, 3)) % static_cast<int>(words.size());
    diagnosis.code = random.Percent(50) ? words[static_cast<size_t>(near)] : random.Of(words);
    if (i > 0 && random.Percent(6)) diagnosis.code = random.Of(claim.diagnoses).code;
    if (random.Percent(1)) diagnosis.code = Code();
    if (random.Percent(35)) {
      diagnosis.role = static_cast<DiagnosisRole>(random.Below(6));
    } else if (i == 0 && random.Percent(60)) {
      diagnosis.role = DiagnosisRole::kPrincipal;
    }
    if (random.Percent(40)) diagnosis.present_on_admission = "YNUW1"[random.Below(5)];
  }
  for (ServiceLine& line : claim.service_lines) {
    AddPointers(irregular, random, claim.diagnoses.size(), line);
    if (random.Percent(12) && line.modifier_count < kMaxModifiers) {
      line.modifiers[line.modifier_count++] =
          OneOf(random, {"RT", "LT", "50", "T5", "E3", "FA", "GA", "GA", "KX", "GZ"});
    }
    if (random.Percent(12)) {
      line.procedure_code =
          OneOf(random, {"J1030", "J1010", "J2505", "Q5150", "J0000", "99241", "20600", "17003",
                         "9921",  "ABCDE", "D0120", "83036", "83036", "76700", "27447", "20610",
                         "99213", "97110", "G0439", "45380", "64483", "0001F", "82947"});
    }
  }
  if (random.Percent(6)) {  // a side each
    for (ServiceLine& line : claim.service_lines) {
      if (line.modifier_count < kMaxModifiers)
        line.modifiers[line.modifier_count++] = OneOf(random, {"RT", "LT"});
    }
  }
  if (random.Percent(4) && date.has_value()) SpanTheYear(words, random, claim);
  if (claim.type == ClaimType::kInstitutional && random.Percent(15)) {
    claim.type_of_bill = OneOf(random, {"0111", "0211"});
    if (!claim.diagnoses.empty() && random.Percent(30)) {
      claim.diagnoses.front().code = OneOf(random, {"Z0000", "Z23", "D631", "M1710", "W19XXXA"});
      claim.diagnoses.front().role = DiagnosisRole::kPrincipal;
    }
  }
  for (HistoryLine& history : claim.history) {
    AddPointers(irregular, random, claim.diagnoses.size(), history.line);
    if (random.Percent(5)) {
      history.line.procedure_code = OneOf(random, {"J1030", "J0000", "20600", "17003", "64483"});
    }
  }
  if (random.Percent(30) && date.has_value()) {
    const int years = random.Percent(50) ? random.Between(0, 18) : random.Between(0, 95);
    claim.patient.birth_date = date.AddYears(-years) + random.Between(-40, 0);
  }
  if (random.Percent(15)) claim.condition_codes.push_back(ToCode("45"));
  if (!irregular || random.Percent(90)) {
    claim.statement_from =
        (date.has_value() ? date : *Date::FromCivil(2024, 9, 29)) - random.Between(0, 3);
    claim.statement_through = claim.statement_from + random.Between(0, 6);
  }
}

}  // namespace scrubline::oracle
