// render/csv.h — results as comma-separated values for a spreadsheet (RFC 4180): one row for each
// finding and each rule not evaluated; one row for a claim that has neither, so that every claim is
// there.
//
// A cell that a spreadsheet would run as a formula (`=`, `+`, `-`, `@` in front) gets an apostrophe
// before it, but a negative number is one. Tested by csv_test.cc.
#ifndef SCRUBLINE_RENDER_CSV_H_
#define SCRUBLINE_RENDER_CSV_H_

#include <initializer_list>
#include <string>
#include <string_view>

#include "scrubline/v1/result.pb.h"

namespace scrubline {

// One row of any table.
void AppendCsvRow(std::initializer_list<std::string_view> cells, std::string& text);

void AppendCsvHeader(std::string& text);
void AppendCsvRows(const v1::ScrubResult& result, std::string& text);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_CSV_H_
