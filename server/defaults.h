// server/defaults.h — where scrubd and scrub find rules and tables when nobody says: beside the
// binary, `../share/scrubline/{rulesets,tables}`, as the build and an installation lay them out.
#ifndef SCRUBLINE_SERVER_DEFAULTS_H_
#define SCRUBLINE_SERVER_DEFAULTS_H_

#include <string>

namespace scrubline {

std::string DefaultRulesets();
std::string DefaultTables();

}  // namespace scrubline

#endif  // SCRUBLINE_SERVER_DEFAULTS_H_
