// ingest/fhir/values.h — FHIR's decimals and dates, by their text.
//
//   ParseJsonDecimal("138.5", 2)->value              // 13850: fixed point, never floating point
//   ParseCents("10.8999999999999986")->cents     // 1090, and `rounded`
//   ReadDay("2026-03-05T23:30:00-07:00").day     // the day as its writer's calendar has it
//
// Tested by fhir_values_test.cc.
#ifndef SCRUBLINE_INGEST_FHIR_VALUES_H_
#define SCRUBLINE_INGEST_FHIR_VALUES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace scrubline {

struct Decimal {
  int64_t value;  // scaled by 10^places, to the nearest, halves away from zero
  bool exact;
};
// A JSON number, exponent included. nullopt for anything else and for ten billion and more.
// REQUIRES: places at most 8.
std::optional<Decimal> ParseJsonDecimal(std::string_view number, int places);

struct Cents {
  int64_t cents;
  bool rounded;  // the text is a whole cent but for the noise of a binary fraction
};
// An amount of money of at most two decimals; nullopt for a real fraction of a cent.
std::optional<Cents> ParseCents(std::string_view number);

// price × quantity × factor in whole cents, to the nearest; nullopt where one of them is no number,
// is negative or reaches ten million. An empty text counts as 1.
std::optional<int64_t> ComputeCents(std::string_view price, std::string_view quantity,
                                    std::string_view factor);

struct Day {
  std::string day;       // YYYY-MM-DD; empty: cannot be read
  bool partial = false;  // a year, or a year and month
};
// Of a FHIR date, dateTime or instant.
Day ReadDay(std::string_view text);

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_FHIR_VALUES_H_
