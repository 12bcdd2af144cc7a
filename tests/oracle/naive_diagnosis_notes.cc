// Domain 6.2: the notes of the tabular list. A note of a category holds for every code below it.
#include <algorithm>
#include <string>

#include "tests/oracle/naive_codes.h"

namespace scrubline::oracle {
namespace {

struct Note {
  std::string code;  // at which it stands
  const FactRow* row;
};

struct Notes {
  const World& world;
  const FactTable& table;
  std::vector<NaiveDiagnosis> diagnoses;

  // The notes that hold for a diagnosis, those of its category first.
  std::vector<Note> NotesOf(const NaiveDiagnosis& d) const {
    std::vector<Note> notes;
    for (size_t length = 3; length <= d.text.size(); ++length) {
      const std::string code = d.text.substr(0, length);
      const FactTable::Answer answer = table.LookUp(code, d.date);
      if (answer.said == Said::kListed) notes.push_back({code, answer.row});
    }
    return notes;
  }

  // Where a note of `a` keeps `b` apart from it; a note speaks of codes elsewhere, not of those it
  // stands above.
  std::optional<Note> Excluding(const NaiveDiagnosis& a, const NaiveDiagnosis& b,
                                std::string_view column) const {
    for (const Note& note : NotesOf(a)) {
      if (!b.text.starts_with(note.code) && Lists(table.Get(note.row, column), b.text)) return note;
    }
    return std::nullopt;
  }

  bool OnOneLine(const NaiveDiagnosis& a, const NaiveDiagnosis& b) const {
    for (const ServiceLine& line : world.claim.service_lines) {
      const std::vector<NaiveDiagnosis> pointed = PointedBy(line, diagnoses);
      const auto has = [&pointed](Code code) {
        return std::any_of(pointed.begin(), pointed.end(),
                           [code](const NaiveDiagnosis& d) { return d.code == code; });
      };
      if (has(a.code) && has(b.code)) return true;
    }
    return false;
  }

  bool IsAskedTogether(const NaiveDiagnosis& a, const NaiveDiagnosis& b) const {
    const bool by_line =
        ParametersOn(world, BuiltinId::kExcludes1, a.date)[0].choice == 1;  // scope: line
    return !by_line || OnOneLine(a, b);
  }

  // One finding a pair: by a note without conditions rather than by one with, of the diagnosis that
  // stands first.
  void JudgePair(const NaiveDiagnosis& a, const NaiveDiagnosis& b, Outcomes& outcomes) const {
    for (const char* column : {"excludes1", "excludes1_qualified"}) {
      for (const auto& [from, to] : {std::pair(&a, &b), std::pair(&b, &a)}) {
        // Reading: the notes of a malformed code are nobody's.
        if (!from->well_formed) continue;
        const std::optional<Note> note = Excluding(*from, *to, column);
        if (!note.has_value() || !IsAskedTogether(*from, *to)) continue;
        CanonicalFinding* finding =
            AddDiagnosis(world, BuiltinId::kExcludes1, *from, {},
                         {{"other", Dotted(to->text)}, {"note", Dotted(note->code)}}, outcomes);
        if (finding == nullptr) return;
        finding->diagnoses.push_back(to->code);
        if (std::string_view(column) != "excludes1") {
          finding->severity = std::max(finding->severity, Severity::kAdvise);
        }
        return;
      }
    }
  }

  // Reading: of a code's notes the one of the shortest code speaks. The principal diagnosis stands
  // before all others.
  void JudgeCodeFirst(const NaiveDiagnosis& d, Outcomes& outcomes) const {
    for (const Note& note : NotesOf(d)) {
      const std::string& list = table.Get(note.row, "code_first");
      if (list.empty()) continue;
      const NaiveDiagnosis* later = nullptr;
      for (const NaiveDiagnosis& other : diagnoses) {
        if (other.number == d.number || !Lists(list, other.text)) continue;
        if (other.first_listed || (!d.first_listed && other.number < d.number)) return;
        if (later == nullptr) later = &other;
      }
      // Most notes hold only for patients who have the other condition: that it is missing can be
      // said of manifestations alone.
      if (later == nullptr && d.flags.said == Said::kUnknown) {
        AddClaimGap(world, BuiltinId::kCodeFirst, WhyUnknown(world, "mce_diagnoses", d.date),
                    d.date, outcomes);
      }
      if (later == nullptr && !HasFlag(world, d, "manifestation")) return;
      Facts facts = {{"note", Dotted(note.code)}};
      if (later != nullptr) facts["other"] = Dotted(later->text);
      CanonicalFinding* finding =
          AddDiagnosis(world, BuiltinId::kCodeFirst, d, {}, facts, outcomes);
      if (finding != nullptr && later != nullptr) finding->diagnoses.push_back(later->code);
      return;
    }
  }

  void JudgeAdditional(const NaiveDiagnosis& d, Outcomes& outcomes) const {
    if (!Has(world, BuiltinId::kUseAdditional)) return;
    const int64_t fewest = ParametersOn(world, BuiltinId::kUseAdditional, d.date)[0].number;
    for (const Note& note : NotesOf(d)) {
      const std::string& list = table.Get(note.row, "use_additional");
      if (list.empty() || static_cast<int64_t>(note.code.size()) < fewest) continue;
      const bool added =
          std::any_of(diagnoses.begin(), diagnoses.end(), [&](const NaiveDiagnosis& other) {
            return other.number != d.number && Lists(list, other.text);
          });
      if (!added) {
        AddDiagnosis(world, BuiltinId::kUseAdditional, d, {}, {{"note", Dotted(note.code)}},
                     outcomes);
      }
      return;
    }
  }
};

}  // namespace

void EvaluateDiagnosisNotes(const World& world, Outcomes& outcomes) {
  const FactTable* table = FindFacts(world, "icd10cm_notes");
  const std::vector<NaiveDiagnosis> diagnoses = DiagnosesOf(world);
  if (diagnoses.empty()) return;
  // Reading: the date of the first diagnosis says whether the list is there.
  const Date date = diagnoses.front().date;
  if (table == nullptr || !table->Covers(date)) {
    for (const BuiltinId builtin :
         {BuiltinId::kExcludes1, BuiltinId::kCodeFirst, BuiltinId::kUseAdditional}) {
      AddClaimGap(world, builtin, WhyUnknown(world, "icd10cm_notes", date), date, outcomes);
    }
    return;
  }
  const Notes notes{world, *table, diagnoses};
  for (size_t i = 0; i < diagnoses.size(); ++i) {
    const NaiveDiagnosis& d = diagnoses[i];
    if (d.again) continue;
    if (d.well_formed) {
      notes.JudgeCodeFirst(d, outcomes);
      notes.JudgeAdditional(d, outcomes);
    }
    for (size_t j = i + 1; Has(world, BuiltinId::kExcludes1) && j < diagnoses.size(); ++j) {
      if (!diagnoses[j].again) notes.JudgePair(d, diagnoses[j], outcomes);
    }
  }
}

}  // namespace scrubline::oracle
