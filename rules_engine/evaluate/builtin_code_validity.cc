// Validity of procedure codes (domain 6.1, R11, R20): the form of a code, whether it exists, and
// whether it was in force on the first day of its line. It runs before the edits that R20 names,
// which leave out a line whose code is unknown or out of date.
//
// Level II codes are known by their own file. CPT's is not published: a code's dates come from the
// calendar of added and ended codes; standing in any of CMS's tables proves that it exists, and
// standing in none proves nothing. Tested by builtin_code_validity_test.cc.
#include "rules_engine/evaluate/builtin_code_validity.h"

#include <algorithm>

#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {
namespace {

enum class CodeSystem : uint8_t { kNone, kCpt, kDental, kLevel2 };

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// kNone: not written like a procedure code.
CodeSystem SystemOf(Code code) {
  if (code.length() != 5) return CodeSystem::kNone;
  for (int i = 1; i < 4; ++i) {
    if (!IsDigit(code[i])) return CodeSystem::kNone;
  }
  if (IsDigit(code[0])) {
    constexpr std::string_view kSuffixes = "AFMTU";  // categories II and III, laboratories' own
    const bool cpt = IsDigit(code[4]) || kSuffixes.find(code[4]) != std::string_view::npos;
    return cpt ? CodeSystem::kCpt : CodeSystem::kNone;
  }
  if (code[0] < 'A' || code[0] > 'V' || !IsDigit(code[4])) return CodeSystem::kNone;
  // Dental codes are another society's: CMS's file leaves them out.
  return code[0] == 'D' ? CodeSystem::kDental : CodeSystem::kLevel2;
}

class CodeValidity {
 public:
  explicit CodeValidity(Evaluation& evaluation)
      : e_(evaluation),
        hcpcs_(e_.program.Reference(ReferenceId::kHcpcs)),
        calendar_(e_.program.Reference(ReferenceId::kCodeCalendar)),
        fee_schedule_(e_.program.Reference(ReferenceId::kPhysicianFeeSchedule)) {}

  void Run() {
    const int32_t main = e_.ActiveRule(BuiltinId::kCodeFormat);
    const CodeSet* others = main < 0
                                ? nullptr
                                : &e_.Parameters(BuiltinId::kCodeFormat, e_.first_service_date())
                                       .codes(code_validity::kOtherCodeSets);
    for (PreparedLine& line : e_.scratch.lines) {
      if (line.code().empty()) continue;
      const CodeSystem system = SystemOf(line.code());
      const bool other_set = others != nullptr && !line.line->revenue_code.empty() &&
                             others->Contains(line.line->revenue_code);
      if (other_set || system == CodeSystem::kDental) continue;
      if (system == CodeSystem::kNone) {
        // Of a bill's line without a revenue code it is not known which set the code is of.
        if (!e_.is_professional() && line.line->revenue_code.empty()) continue;
        Conclude(line, CodeState::kMalformed, BuiltinId::kCodeFormat, -1, kNoRow);
      } else if (!line.from.has_value()) {
        AddGaps(line, GapReason::kServiceDate, 0);
      } else if (system == CodeSystem::kLevel2) {
        CheckLevel2(line);
      } else {
        CheckCpt(line);
      }
    }
  }

 private:
  void CheckLevel2(PreparedLine& line) {
    if (hcpcs_ == nullptr) return AddTableGaps(line, ReferenceId::kHcpcs);
    const ReferenceTable::Answer answer = e_.LookUp(ReferenceId::kHcpcs, line, line.from);
    switch (answer.listing) {
      case Listing::kListed:
        line.code_state = CodeState::kInForce;
        return;
      case Listing::kUnlisted:
        return Conclude(line, CodeState::kUnknown, BuiltinId::kCodeUnknown, ReferenceId::kHcpcs,
                        kNoRow);
      case Listing::kUnknown:
        return AddTableGaps(line, ReferenceId::kHcpcs);
      default:
        return ConcludeOutOfDate(line, ReferenceId::kHcpcs, answer);
    }
  }

  void CheckCpt(PreparedLine& line) {
    if (calendar_ != nullptr) {
      const ReferenceTable::Answer answer = e_.LookUp(ReferenceId::kCodeCalendar, line, line.from);
      if (answer.listing == Listing::kListed) {
        line.code_state = CodeState::kInForce;
        return;
      }
      if (answer.listing == Listing::kEnded || answer.listing == Listing::kNotYet)
        return ConcludeOutOfDate(line, ReferenceId::kCodeCalendar, answer);
    }
    if (fee_schedule_ != nullptr) {
      const ReferenceTable::Answer answer =
          e_.LookUp(ReferenceId::kPhysicianFeeSchedule, line, line.from);
      if (answer.listing == Listing::kListed) {
        line.code_state = CodeState::kInForce;
        return;
      }
      // The release of the date does not have it, another does: enough to leave it out of the edits
      // of R20, too little to reject it.
      if (answer.listing == Listing::kEnded) line.code_state = CodeState::kEnded;
      if (answer.listing == Listing::kNotYet) line.code_state = CodeState::kNotYet;
    }
    if (line.history()) return;
    const GapReason reason =
        calendar_ == nullptr ? GapReason::kMissingTable : GapReason::kUnlistedCode;
    const auto table = static_cast<int32_t>(SlotOf(ReferenceId::kCodeCalendar));
    if (!StandsInAnyTable(line)) AddGap(BuiltinId::kCodeUnknown, line, reason, table);
    AddGap(BuiltinId::kCodeNotYet, line, reason, table);
    AddGap(BuiltinId::kCodeTerm, line, reason, table);
  }

  bool StandsInAnyTable(const PreparedLine& line) const {
    const CodeEntry& entry = *line.entry;
    if (entry.code != line.code()) return false;
    const auto stands = [](uint16_t id) { return id != 0; };
    return entry.add_on != 0 || std::any_of(entry.ptp.begin(), entry.ptp.end(), stands) ||
           std::any_of(entry.mue.begin(), entry.mue.end(), stands) ||
           e_.program.codes.KeyOf(entry, ReferenceId::kPhysicianFeeSchedule) != 0 ||
           e_.program.codes.KeyOf(entry, ReferenceId::kCodeCalendar) != 0;
  }

  void ConcludeOutOfDate(PreparedLine& line, ReferenceId table,
                         const ReferenceTable::Answer& answer) {
    if (answer.listing == Listing::kEnded) {
      Conclude(line, CodeState::kEnded, BuiltinId::kCodeTerm, table, answer.row);
    } else {
      Conclude(line, CodeState::kNotYet, BuiltinId::kCodeNotYet, table, answer.row);
    }
  }

  void Conclude(PreparedLine& line, CodeState state, BuiltinId builtin, ReferenceId table,
                RowId row) {
    Conclude(line, state, builtin, static_cast<int32_t>(table), row);
  }
  void Conclude(PreparedLine& line, CodeState state, BuiltinId builtin, int32_t table, RowId row) {
    line.code_state = state;
    if (line.history()) return;  // an earlier claim's business
    const LineRef subject = line.ref;
    Report report;
    report.builtin = builtin;
    report.date = line.from.has_value() ? line.from : e_.first_service_date();
    report.key.code = line.code();
    report.lines = std::span(&subject, 1);
    report.payload = {table, row == kNoRow ? -1 : static_cast<int32_t>(row), line.from.days()};
    e_.Add(report);
  }

  void AddGap(BuiltinId builtin, const PreparedLine& line, GapReason reason, int32_t argument) {
    if (const int32_t rule = e_.ActiveRule(builtin); rule >= 0)
      e_.AddLineGap(rule, reason, argument, line);
  }
  void AddGaps(const PreparedLine& line, GapReason reason, int32_t argument) {
    if (line.history()) return;
    for (BuiltinId builtin :
         {BuiltinId::kCodeUnknown, BuiltinId::kCodeNotYet, BuiltinId::kCodeTerm})
      AddGap(builtin, line, reason, argument);
  }
  void AddTableGaps(const PreparedLine& line, ReferenceId table) {
    if (line.history()) return;
    for (BuiltinId builtin :
         {BuiltinId::kCodeUnknown, BuiltinId::kCodeNotYet, BuiltinId::kCodeTerm}) {
      if (const int32_t rule = e_.ActiveRule(builtin); rule >= 0)
        e_.AddTableGap(rule, table, line, line.from);
    }
  }

  Evaluation& e_;
  const ReferenceTable* const hcpcs_;
  const ReferenceTable* const calendar_;
  const ReferenceTable* const fee_schedule_;
};

}  // namespace

void EvaluateCodeValidity(Evaluation& evaluation) {
  if (evaluation.is_void()) return;  // R17
  CodeValidity(evaluation).Run();
}

}  // namespace scrubline
