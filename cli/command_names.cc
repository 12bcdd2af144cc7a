#include "cli/command_names.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "rules_engine/diagnostic.h"

namespace scrubline {

bool ReportUnknownCommand(const CLI::App& app, std::span<const char* const> words,
                          std::ostream& err) {
  const CLI::App* at = &app;
  for (const std::string_view word : words) {
    const std::vector<const CLI::App*> commands = at->get_subcommands(nullptr);
    if (word.starts_with('-') || at->get_require_subcommand_min() == 0) return false;
    const auto named = std::find_if(commands.begin(), commands.end(), [word](const CLI::App* one) {
      return one->get_name() == word;
    });
    if (named != commands.end()) {
      at = *named;
      continue;
    }
    std::vector<std::string_view> names;
    for (const CLI::App* command : commands) names.push_back(command->get_name());
    const std::string_view near = NearestWord(word, names);
    err << "error: no command `" << word << "`";
    if (at != &app) err << " of `" << at->get_name() << "`";
    if (near.empty()) {
      err << "\nhint: the commands are";
      for (size_t i = 0; i < names.size(); ++i) err << (i == 0 ? " " : ", ") << names[i];
      err << "\n";
    } else {
      err << "\nhint: did you mean `" << near << "`?\n";
    }
    return true;
  }
  return false;
}

}  // namespace scrubline
