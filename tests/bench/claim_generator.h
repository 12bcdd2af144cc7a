// tests/bench/claim_generator.h — made-up claims over real code tables, for measuring.
//
//   absl::StatusOr<ClaimGenerator> generator = ClaimGenerator::Create(snapshot.tables(), 20240701);
//   const std::vector<Claim> claims = generator->Generate(50'000, 0);
//
// The shape is a professional's day: a service or two, what goes with them, now and then a modifier
// or several units; one claim in ten is a hospital outpatient's where the hospital's table is
// loaded. The codes are the table's, in an order of popularity drawn by seed, since no table says
// how often a code is billed: one draw in two falls on an eighth of the codes. A few percent of
// line pairs so meet an edit, as they do in life; an add-on code mostly comes with a primary. Where
// the physician fee schedule is loaded, codes are those it pays and have the modifiers it asks for:
// most claims of a practice are right. Dates
// of service lie in the third quarter of 2024. The same tables and seed give the same claims.
// Errors: FailedPrecondition when no PTP table is loaded. Tested by claim_generator_test.cc.
#ifndef SCRUBLINE_TESTS_BENCH_CLAIM_GENERATOR_H_
#define SCRUBLINE_TESTS_BENCH_CLAIM_GENERATOR_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rules_engine/claim.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline::bench {

class ClaimGenerator {
 public:
  // `tables` must outlive the generator.
  static absl::StatusOr<ClaimGenerator> Create(const TableSet& tables, uint64_t seed);

  // A claim of `lines` lines; 0: from 1 to 24, four on average.
  Claim Next(int lines);
  std::vector<Claim> Generate(size_t count, int lines);

 private:
  ClaimGenerator(const AddOnTable* add_ons, const ReferenceTable* fees, uint64_t seed)
      : add_ons_(add_ons), fees_(fees), random_(seed) {}

  // From 0 to n - 1. Not the standard library's distributions: they differ between libraries.
  size_t Below(size_t n) { return static_cast<size_t>(random_() % n); }
  double Unit() { return static_cast<double>(random_() >> 11) * 0x1p-53; }
  bool Chance(double p) { return Unit() < p; }
  int LineCount();
  // The table's codes, the most popular first.
  std::vector<Code> Ranked(const PtpTable& table);
  Code DrawCode(const std::vector<Code>& codes);
  bool IsBilled(Code code) const;
  // The code's row of the fee schedule; kNoRow without one.
  RowId FeeRow(Code code) const;
  bool Suits(const Claim& claim, Code code) const;
  void AddModifiers(const Claim& claim, ServiceLine& line);
  void AddLine(Claim& claim, Code code);
  std::string MakeNpi();

  std::vector<Code> professional_;  // most popular first
  std::vector<Code> hospital_;
  std::vector<std::string> npis_;
  const AddOnTable* add_ons_;
  const ReferenceTable* fees_;  // null: not loaded
  std::mt19937_64 random_;
};

// Of all pairs of lines of these claims, the share that a PTP table has a row in force for.
double PairsMeetingAnEdit(const TableSet& tables, const std::vector<Claim>& claims);

}  // namespace scrubline::bench

#endif  // SCRUBLINE_TESTS_BENCH_CLAIM_GENERATOR_H_
