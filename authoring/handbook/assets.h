// authoring/handbook/assets.h — the style sheet and the search of the handbook. Ours, whole, and
// without anything from a network: a handbook is read from a folder.
#ifndef SCRUBLINE_AUTHORING_HANDBOOK_ASSETS_H_
#define SCRUBLINE_AUTHORING_HANDBOOK_ASSETS_H_

#include <string_view>

namespace scrubline {

// Light and dark as the reader's system has it, and for paper. Tested by handbook_test.cc for its
// contrasts.
std::string_view HandbookCss();
// Searches `handbookIndex` of search_index.js: words anywhere, a code also inside of ranges.
std::string_view HandbookSearchJs();

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_HANDBOOK_ASSETS_H_
