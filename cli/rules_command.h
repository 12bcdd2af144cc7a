// cli/rules_command.h — `scrub rules list` and `scrub rules show ID`: the rules there are, and what
// one says. Tested by rules_command_test.cc.
#ifndef SCRUBLINE_CLI_RULES_COMMAND_H_
#define SCRUBLINE_CLI_RULES_COMMAND_H_

#include <iostream>

#include "CLI/CLI.hpp"

namespace scrubline {

// Adds `rules`. `exit_code` becomes 0, or 2 when rulesets cannot be read or there is no such rule.
void AddRulesCommand(CLI::App& app, int& exit_code, std::ostream& out = std::cout,
                     std::ostream& err = std::cerr);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_RULES_COMMAND_H_
