// rules_engine/tables/status_macros.h — pass an error on to the caller in one line.
//
//   SCRUB_RETURN_IF_ERROR(Check());
//   SCRUB_ASSIGN_OR_RETURN(const auto codes, file.Section<uint64_t>(SectionId::kCodes));
//
// For .cc files only. The second declares or assigns its first argument; a type with a comma needs
// an alias. Tested by everything that uses them.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_STATUS_MACROS_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define SCRUB_RETURN_IF_ERROR(expression)                                   \
  do {                                                                      \
    if (absl::Status status_ = (expression); !status_.ok()) return status_; \
  } while (false)

#define SCRUB_CONCAT_INNER(a, b) a##b
#define SCRUB_CONCAT(a, b) SCRUB_CONCAT_INNER(a, b)
#define SCRUB_ASSIGN_OR_RETURN(target, expression) \
  SCRUB_ASSIGN_OR_RETURN_INNER(SCRUB_CONCAT(status_or_, __LINE__), target, expression)
#define SCRUB_ASSIGN_OR_RETURN_INNER(status_or, target, expression) \
  auto status_or = (expression);                                    \
  if (!status_or.ok()) return status_or.status();                   \
  target = *std::move(status_or)

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_STATUS_MACROS_H_
