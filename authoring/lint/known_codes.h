// authoring/lint/known_codes.h — what the loaded tables and the code lists at hand know of a code.
//
//   KnownCodes codes(*tables);
//   codes.ReadLists("codes", files, diagnostics);             // --codes DIR
//   codes.Find(CodeSystem::kModifier, "25", dates).answer     // kKnown
//
// Three sources, of different weight. A list (a file of `--codes`) is the whole of its code system:
// a code that is not in it does not exist, and its dates bound the code's life. The reference table
// of a system (diagnoses, HCPCS Level II codes and modifiers, taxonomies, CARC, RARC, the codes of
// institutional claims) is the same for the days that its releases cover; CPT's codes and modifiers
// are in neither of the two HCPCS tables. The NCCI tables were made for something else: a code in
// them exists, one in none of them is only unusual; they count when whole PTP and MUE tables are
// loaded. Tables that are samples say nothing. Where there is no source, nothing is known and
// nothing is said.
//
// The published lists belong to their owners (AMA, X12, NUBC, NUCC, CMS) and are not part of this
// project; docs/lints.md says where to get them. A list is a CSV file named after its system
// (NameOf), or that and `_` and anything: `procedure_codes_level2.csv`. The first column of its
// header line is the code; a column named `from`, `start_date` or `date_added` is the first day of
// the code's life, `to`, `end_date` or `date_term` the last; other columns are not read.
//
// Immutable once the lists are read. Cost of Find: a binary search for each source. Tested by
// known_codes_test.cc.
#ifndef SCRUBLINE_AUTHORING_LINT_KNOWN_CODES_H_
#define SCRUBLINE_AUTHORING_LINT_KNOWN_CODES_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "rules_engine/code_set.h"
#include "rules_engine/date.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/fields.h"
#include "rules_engine/parse/file_source.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {

enum class CodeSystem : uint8_t {
  kProcedure,
  kModifier,
  kPlaceOfService,
  kRevenue,
  kTypeOfBill,
  kDiagnosis,
  kTaxonomy,
  kAdjustmentReason,  // CARC
  kRemark,            // RARC
  kCondition,
  kOccurrence,
  kValue,
  kPatientStatus,
  kSpecialty,
  kNone,  // codes nobody publishes a list of, or none we know
};
inline constexpr int kCodeSystemCount = static_cast<int>(CodeSystem::kNone);

// `procedure_codes`, `modifiers`: the name of the system's lists. REQUIRES: not kNone.
std::string_view NameOf(CodeSystem system);
// `procedure code`, `modifier`: what one code of it is called.
std::string_view WordFor(CodeSystem system);
// The system of the codes in a field, or kNone.
CodeSystem SystemOf(const Field& field);

class KnownCodes {
 public:
  // `tables` must outlive it.
  explicit KnownCodes(const TableSet& tables);

  // Reads the lists of a folder; files with other names are left alone. NotFound when there is no
  // such folder; what is wrong in a list is in `diagnostics`.
  absl::Status ReadLists(const std::string& folder, const FileSource& files,
                         Diagnostics& diagnostics);

  enum class Answer : uint8_t {
    kNothing,  // no source knows this system
    kKnown,    // exists on one of the dates at least
    kUnknown,  // not in the list or the table of its system
    kUnseen,   // no list or table, and in none of the NCCI tables
    kEnded,    // ended before the dates: `date` is its last day
    kNotYet,   // begins after them: `date` is its first day
  };
  struct Verdict {
    Answer answer = Answer::kNothing;
    Date date;
  };
  Verdict Find(CodeSystem system, std::string_view code, const DateInterval& dates) const;
  // Whether a code of the list is in a range, or begins with a prefix: kKnown, kUnknown, or
  // kNothing where there is neither list nor table. The NCCI tables leave out whole families of
  // codes, and say nothing.
  Answer FindRange(CodeSystem system, const CodeSet::Range& range) const;
  Answer FindPrefix(CodeSystem system, std::string_view prefix) const;

 private:
  struct Listed {
    std::string code;
    DateInterval dates;
    friend bool operator<(const Listed& a, const Listed& b) { return a.code < b.code; }
  };
  void ReadList(CodeSystem system, const std::string& path, const std::string& text,
                Diagnostics& diagnostics);
  // The table of a code's system, or null: none is loaded, or it does not have codes of this form.
  const ReferenceTable* TableOf(CodeSystem system, std::string_view code) const;
  static Verdict FindIn(const ReferenceTable& table, TableKey key, const DateInterval& dates);

  std::array<const ReferenceTable*, kCodeSystemCount> references_ = {};  // null: not loaded
  std::array<std::vector<Listed>, kCodeSystemCount> lists_;              // sorted; empty: no list
  std::vector<Code> seen_;  // procedure codes of the NCCI tables, sorted; empty: not whole
};

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_LINT_KNOWN_CODES_H_
