// render/csv.h — results as comma-separated values for a spreadsheet or a loader (RFC 4180): one
// row for each finding and each rule not evaluated; one row for a claim that has neither, so that
// every claim is there.
//
//   AppendCsvHeader(text);
//   AppendCsvRows(result, {.batch = "today.837", .claim_seq = 7, .claim = &claim}, text);
//
// The columns are listed in docs/answers.md. Those that say where in an X12 file the fault stands
// (isa13, gs06, st02, loop, segment, element, byte_offset) are empty for claims from elsewhere.
// `value`, the claim's own value at fault, is `***` unless `show_values`: the rest of a row names
// codes and no patient, but for the messages.
// A cell that a spreadsheet would run as a formula (`=`, `+`, `-`, `@` in front) gets an apostrophe
// before it, but a negative number is one. Tested by csv_test.cc.
#ifndef SCRUBLINE_RENDER_CSV_H_
#define SCRUBLINE_RENDER_CSV_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "ingest/x12/events.h"
#include "scrubline/v1/claim.pb.h"
#include "scrubline/v1/result.pb.h"

namespace scrubline {

// One row of any table.
void AppendCsvRow(std::initializer_list<std::string_view> cells, std::string& text);

// Where a result's claim comes from, as far as the caller knows.
struct CsvOrigin {
  std::string_view batch;                  // the file, as the user named it
  uint64_t claim_seq = 0;                  // its ordinal there, from 1
  const v1::Claim* claim = nullptr;        // whose values are meant; null: none are told
  const X12ClaimSource* source = nullptr;  // of a claim from an X12 file
  bool show_values = false;
};

void AppendCsvHeader(std::string& text);
void AppendCsvRows(const v1::ScrubResult& result, const CsvOrigin& origin, std::string& text);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_CSV_H_
