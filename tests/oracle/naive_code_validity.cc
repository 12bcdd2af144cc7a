// Domain 6.1 and R20: procedure codes by themselves.
#include <array>
#include <string>

#include "tests/oracle/naive_codes.h"

namespace scrubline::oracle {
namespace {

constexpr std::array kByTable = {BuiltinId::kCodeUnknown, BuiltinId::kCodeNotYet,
                                 BuiltinId::kCodeTerm};

enum class Kind { kMalformed, kCpt, kDental, kLevel2 };

// \d{5}, \d{4}[AFMTU] or [A-V]\d{4}. Reading: dental codes are the dentists' own, and in no table
// of CMS's.
Kind KindOf(const std::string& code) {
  const auto digits = [&code](size_t from, size_t to) {
    for (size_t i = from; i < to; ++i) {
      if (code[i] < '0' || code[i] > '9') return false;
    }
    return true;
  };
  if (code.size() != 5) return Kind::kMalformed;
  if (digits(0, 5)) return Kind::kCpt;
  if (digits(0, 4) && std::string("AFMTU").find(code[4]) != std::string::npos) return Kind::kCpt;
  if (code[0] < 'A' || code[0] > 'V' || !digits(1, 5)) return Kind::kMalformed;
  return code[0] == 'D' ? Kind::kDental : Kind::kLevel2;
}

// Reading: what stands in place of a procedure code under some revenue codes is of another set.
bool IsOfOtherSet(const World& world, const ServiceLine& line) {
  if (!Has(world, BuiltinId::kCodeFormat) || line.revenue_code.empty()) return false;
  return ParametersOn(world, BuiltinId::kCodeFormat, ClaimDate(world.claim))[0].codes.Contains(
      line.revenue_code);
}

struct Judged {
  enum class Verdict { kInForce, kMalformed, kUnknown, kNotYet, kEnded, kOpen } verdict;
  std::string table = {};
  FactTable::Answer answer = {};
  std::string reason = {};  // of kOpen
};
using Verdict = Judged::Verdict;

Verdict OutOfDate(Said said) { return said == Said::kEnded ? Verdict::kEnded : Verdict::kNotYet; }

Judged Judge(const World& world, const ServiceLine& line) {
  const std::string code = line.procedure_code.ToString();
  const Date date = line.service_date;  // R11
  const Kind kind = KindOf(code);
  if (IsOfOtherSet(world, line) || kind == Kind::kDental) return {Verdict::kInForce};
  if (kind == Kind::kMalformed) {
    // Reading: of a bill's line without a revenue code it is not known which set the code is of.
    const bool unknown_set =
        world.claim.type != ClaimType::kProfessional && line.revenue_code.empty();
    return {unknown_set ? Verdict::kInForce : Verdict::kMalformed};
  }
  if (!date.has_value()) return {Verdict::kOpen, {}, {}, "service_date"};
  if (kind == Kind::kLevel2) {
    const FactTable::Answer answer = LookUpFacts(world, "hcpcs", code, date);
    if (answer.said == Said::kListed) return {Verdict::kInForce};
    if (answer.said == Said::kUnlisted) return {Verdict::kUnknown, "hcpcs"};
    if (answer.said == Said::kUnknown) {
      return {Verdict::kOpen, {}, {}, WhyUnknown(world, "hcpcs", date)};
    }
    return {OutOfDate(answer.said), "hcpcs", answer};
  }
  const FactTable::Answer calendar = LookUpFacts(world, "code_calendar", code, date);
  if (calendar.said == Said::kListed) return {Verdict::kInForce};
  if (calendar.said == Said::kEnded || calendar.said == Said::kNotYet) {
    return {OutOfDate(calendar.said), "code_calendar", calendar};
  }
  if (LookUpFacts(world, "mpfs", code, date).said == Said::kListed) return {Verdict::kInForce};
  return {Verdict::kOpen,
          {},
          {},
          FindFacts(world, "code_calendar") == nullptr ? "missing_table" : "unlisted_code"};
}

// Standing in any of CMS's tables proves that a code of CPT's exists. Reading: among the add-on
// codes, not as a primary alone, which the pairs and limits have anyway.
bool StandsInAnyTable(const World& world, Code code) {
  for (const auto& [name, table] : world.tables.ptp) {
    if (table.codes.count(code) != 0) return true;
  }
  for (const auto& [name, table] : world.tables.mue) {
    if (table.Names(code)) return true;
  }
  if (world.tables.add_ons.has_value()) {
    for (const AddOnRow& row : world.tables.add_ons->rows) {
      if (row.add_on == code) return true;
    }
  }
  for (const char* name : {"mpfs", "code_calendar"}) {
    const FactTable* table = FindFacts(world, name);
    if (table != nullptr && !table->RowsOf(code.ToString()).empty()) return true;
  }
  return false;
}

std::string SuccessorsOn(const World& world, const FactRow* row, Date date) {
  constexpr int kMost = 5;
  std::string text;
  int count = 0;
  for (const std::string& code : ItemsOf(FindFacts(world, "hcpcs")->Get(row, "successors"))) {
    if (count == kMost || LookUpFacts(world, "hcpcs", code, date).said != Said::kListed) continue;
    text += (count++ == 0 ? "" : ", ") + code;
  }
  return text;
}

}  // namespace

// Reading: a release of the fee schedule that no longer has a code of an earlier one, or does not
// have it yet, is enough for this, and too little to reject the line.
bool IsOutOfForce(const World& world, const ServiceLine& line) {
  const Judged judged = Judge(world, line);
  if (judged.verdict == Verdict::kInForce) return false;
  if (judged.verdict != Verdict::kOpen) return true;
  if (KindOf(line.procedure_code.ToString()) != Kind::kCpt) return false;
  const Said said =
      LookUpFacts(world, "mpfs", line.procedure_code.ToString(), line.service_date).said;
  return said == Said::kEnded || said == Said::kNotYet;
}

void EvaluateCodeValidity(const World& world, Outcomes& outcomes) {
  for (size_t i = 0; i < world.claim.service_lines.size(); ++i) {
    const ServiceLine& line = world.claim.service_lines[i];
    const LineRef ref = static_cast<LineRef>(i);
    if (line.procedure_code.empty()) continue;
    const Judged judged = Judge(world, line);
    const Date date = line.service_date.has_value() ? line.service_date : ClaimDate(world.claim);
    const auto add = [&](BuiltinId builtin, const Facts& facts) {
      AddFinding(world, builtin, date, {ref}, facts, outcomes);
    };
    switch (judged.verdict) {
      case Verdict::kInForce:
        break;
      case Verdict::kMalformed:
        add(BuiltinId::kCodeFormat, {});
        break;
      case Verdict::kUnknown:
        add(BuiltinId::kCodeUnknown, {{"table", judged.table}});
        break;
      case Verdict::kNotYet:
        add(BuiltinId::kCodeNotYet,
            {{"table", judged.table}, {"added", FirstDayOf(*judged.answer.row)}});
        break;
      case Verdict::kEnded:
        add(BuiltinId::kCodeTerm,
            {{"table", judged.table},
             {"added", FirstDayOf(*judged.answer.row)},
             {"ended", judged.answer.row->dates.last.ToString()},
             {"successors",
              judged.table == "hcpcs" ? SuccessorsOn(world, judged.answer.row, date) : ""}});
        break;
      case Verdict::kOpen:
        for (const BuiltinId builtin : kByTable) {
          // That no calendar names it does not make it unknown where another table has it.
          const bool known = builtin == BuiltinId::kCodeUnknown && line.service_date.has_value() &&
                             KindOf(line.procedure_code.ToString()) == Kind::kCpt &&
                             StandsInAnyTable(world, line.procedure_code);
          if (!known) AddLineGap(world, builtin, judged.reason, ref, outcomes);
        }
        break;
    }
  }
}

}  // namespace scrubline::oracle
