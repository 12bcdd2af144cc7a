// tests/oracle/claim_generator.h — random claims made to collide: codes drawn from the pairs and
// add-ons of the tables, dates at the ends of their rows, units at their limits, few providers,
// history of the same services, and now and then anything missing.
//
//   const Vocabulary vocabulary = MakeVocabulary(tables, /*seed=*/1);
//   ClaimGenerator generator(tables, vocabulary, /*seed=*/2, /*irregular=*/true);
//   Claim claim;
//   generator.Generate(claim);               // the next claim; text lives as long as the program
//
// The same seed gives the same claims. Tested by oracle_test.cc, which counts what they hit.
#ifndef SCRUBLINE_TESTS_ORACLE_CLAIM_GENERATOR_H_
#define SCRUBLINE_TESTS_ORACLE_CLAIM_GENERATOR_H_

#include <string_view>
#include <vector>

#include "rules_engine/claim.h"
#include "tests/oracle/random.h"
#include "tests/oracle/reference_tables.h"

namespace scrubline::oracle {

// What claims and rules are both made of, so that they meet.
struct Vocabulary {
  std::vector<PtpRow> pairs;
  std::vector<AddOnRow> add_ons;
  std::vector<Code> codes;  // those of the above, and some with a MUE
  std::vector<Code> modifiers;
  std::vector<Code> places_of_service;
  std::vector<Code> revenue_codes;
  std::vector<Code> diagnoses;
  std::vector<Code> record_codes;  // of occurrences, occurrence spans and value codes
  std::vector<Code> states;
  std::vector<Code> specialties;
  std::vector<std::string_view> npis, tax_ids, taxonomies, payers, plans, tenants;
  std::vector<Date> dates;  // days around which services fall
};
Vocabulary MakeVocabulary(const ReferenceTables& tables, uint64_t seed);

class ClaimGenerator {
 public:
  // `irregular`: claims that void another, have no lines, or lines without a date, too. What an
  // override for a time means to them is nobody's ruling.
  ClaimGenerator(const ReferenceTables& tables, const Vocabulary& vocabulary, uint64_t seed,
                 bool irregular)
      : tables_(tables), words_(vocabulary), random_(seed), irregular_(irregular) {}
  void Generate(Claim& claim);

 private:
  // What one claim's lines are drawn from.
  struct Theme {
    std::vector<Code> codes;
    Date date;
    std::vector<ProviderIndex> people;
    bool counted = false;  // by minutes, or against one another
  };
  Theme MakeTheme(Claim& claim);
  const PtpRow& AnyPair();
  ProviderIndex MakeProvider(Claim& claim, bool organization);
  void FillHeader(Claim& claim);
  void FillLine(const Theme& theme, ServiceLine& line);
  void FillDates(const Theme& theme, ServiceLine& line);
  void FillUnits(ServiceLine& line);
  void FillRecords(const Theme& theme, Claim& claim);
  Date MakeEarlierDate(Date around);
  void FillHistory(const Theme& theme, Claim& claim);

  const ReferenceTables& tables_;
  const Vocabulary& words_;
  Random random_;
  bool irregular_;
};

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_CLAIM_GENERATOR_H_
