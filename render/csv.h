// render/csv.h — results as comma-separated values for a spreadsheet (RFC 4180): one row for each
// finding and each rule not evaluated; one row for a claim that has neither, so that every claim is
// there.
//
// A cell that a spreadsheet would run as a formula (`=`, `+`, `-`, `@` in front) gets an apostrophe
// before it. Tested by csv_test.cc.
#ifndef SCRUBLINE_RENDER_CSV_H_
#define SCRUBLINE_RENDER_CSV_H_

#include <string>

#include "scrubline/v1/result.pb.h"

namespace scrubline {

void AppendCsvHeader(std::string& text);
void AppendCsvRows(const v1::ScrubResult& result, std::string& text);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_CSV_H_
