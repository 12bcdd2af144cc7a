#include "rules_engine/tables/published_format.h"

#include "rules_engine/tables/file_name.h"
#include "rules_engine/tables/mpfs_csv.h"
#include "rules_engine/tables/quarter.h"

namespace scrubline {
namespace {

// In the order in which they are asked.
constexpr PublishedFormat kFormats[] = {
    {"physician fee schedule (csv)", ReferenceId::kPhysicianFeeSchedule, IsMpfsCsv, MpfsRelease,
     ReadMpfsCsv},
};

}  // namespace

std::span<const PublishedFormat> PublishedFormats() { return kFormats; }

std::optional<PublishedRelease> QuarterRelease(const TextBeginning& beginning,
                                               std::string_view given) {
  std::optional<Quarter> quarter = Quarter::Parse(given);
  for (const std::string& name : {beginning.name, beginning.download}) {
    if (quarter.has_value() || !given.empty()) break;
    const std::optional<Date> effective = ReadFileName(name).effective;
    if (effective.has_value()) quarter = Quarter::Of(*effective);
  }
  if (!quarter.has_value()) return std::nullopt;
  return PublishedRelease{quarter->ToString(), {quarter->first_day(), quarter->last_day()}};
}

std::optional<PublishedRelease> UndatedRelease(const TextBeginning& /*beginning*/,
                                               std::string_view given) {
  return PublishedRelease{given.empty() ? "current" : std::string(given), kEveryDay};
}

}  // namespace scrubline
