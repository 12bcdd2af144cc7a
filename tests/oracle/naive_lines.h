// tests/oracle/naive_lines.h — which lines of the claim and its history take part in the NCCI
// edits, in which setting, and whose they are (domain 1.2 to 1.4; R8, R17, R18). Tested by
// naive_evaluator_test.cc.
#ifndef SCRUBLINE_TESTS_ORACLE_NAIVE_LINES_H_
#define SCRUBLINE_TESTS_ORACLE_NAIVE_LINES_H_

#include <memory>
#include <string>
#include <vector>

#include "rules_engine/code_set.h"
#include "tests/oracle/naive_evaluator.h"

namespace scrubline::oracle {

// R8, before a layer names a table.
enum class Setting { kPractitioner, kHospital, kNoTable, kUnknownType, kUnknownTypeOfBill };
Setting SettingOf(ClaimType type, Code type_of_bill);

enum class ProviderScope { kGroupSpecialty, kRenderingNpi, kTaxId, kFacility };
// The value of a `provider_scope` parameter.
ProviderScope ScopeOf(int choice);

struct Line {
  LineRef ref;
  std::shared_ptr<const ServiceLine> line;  // with the modifiers that count
  const Provider* billing;
  const Provider* rendering;                     // after the fall-back to billing
  HistoryStatus status = HistoryStatus::kUnset;  // of a history line
  bool current() const { return !IsHistory(ref); }
};

// The claim's own lines with a procedure code, and its history's, without those that carry an
// excluded modifier (R18), of another setting, or replaced by this claim (R17). The history's
// status is left to the caller.
std::vector<Line> LinesTakingPart(const World& world, const CodeSet& excluded_modifiers);

// The line without the modifiers that are unknown or not valid on its day: they count as absent
// (R19). Reading: only where the layers have MOD.UNKNOWN, whose lists say what is known.
std::shared_ptr<const ServiceLine> CountedLine(const World& world, const ServiceLine& line);

// The earliest from-date of the claim's lines; no date: none has one.
Date FirstServiceDate(const Claim& claim);

// Those of them whose code no table calls unknown or out of date (R20).
std::vector<Line> LinesInForce(const World& world, const CodeSet& excluded_modifiers);

// PAID, PENDED and SUBMITTED history counts as if it were on the claim (1.3, 2.2, R5).
bool Counts(const Line& line);

// Whether two lines are one provider's (1.4). A group is its tax id, else its NPI; within it, one
// person is himself, and colleagues of one specialty are as one. Within the claim, a provider
// nobody named is the same one for all its lines; across claims, nothing is known of him.
bool SameProvider(const Line& a, const Line& b, ProviderScope scope);

bool HasAny(const ServiceLine& line, const CodeSet& modifiers);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_NAIVE_LINES_H_
