// ingest/x12/guide_text.h — guides/837p.guide and guides/837i.guide, as they stand.
#ifndef SCRUBLINE_INGEST_X12_GUIDE_TEXT_H_
#define SCRUBLINE_INGEST_X12_GUIDE_TEXT_H_

#include <string_view>

namespace scrubline {

extern const std::string_view kProfessionalGuideText;
extern const std::string_view kInstitutionalGuideText;

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_GUIDE_TEXT_H_
