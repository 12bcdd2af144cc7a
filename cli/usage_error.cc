#include "cli/usage_error.h"

#include <string>
#include <string_view>
#include <vector>

#include "rules_engine/diagnostic.h"

namespace scrubline {
namespace {

// The command that was being read, with the commands it is of.
struct Command {
  const CLI::App* app;
  std::string path;
};
Command ReadLast(const CLI::App& app) {
  Command command{&app, app.get_name()};
  for (auto next = app.get_subcommands(); !next.empty(); next = command.app->get_subcommands()) {
    command.app = next.front();
    command.path += " " + command.app->get_name();
  }
  return command;
}

bool ReportUnexpected(const Command& command, const CLI::App& app, std::ostream& err) {
  const std::vector<std::string> left = app.remaining(/*recurse=*/true);
  if (left.empty()) return false;
  const std::string& word = left.front();
  const std::string name = word.substr(0, word.find('='));
  if (!name.starts_with("-")) {
    err << "error: `" << word << "` is one argument more than `" << command.path << "` takes\n"
        << "hint: `" << command.path << " --help` tells all of it\n";
    return true;
  }
  std::vector<std::string> options;
  for (const CLI::Option* option : command.app->get_options()) {
    for (const std::string& long_name : option->get_lnames()) options.push_back("--" + long_name);
  }
  err << "error: unknown option `" << name << "` of `" << command.path << "`\n";
  const std::string_view near = NearestWord(name, {options.begin(), options.end()});
  if (near.empty()) {
    err << "hint: `" << command.path << " --help` lists them\n";
  } else {
    err << "hint: did you mean `" << near << "`?\n";
  }
  return true;
}

bool ReportNoCommand(const Command& command, std::ostream& err) {
  const std::vector<const CLI::App*> commands = command.app->get_subcommands(nullptr);
  if (commands.empty() || command.app->get_require_subcommand_min() == 0) return false;
  err << "error: `" << command.path << "` needs a command\nhint: the commands are";
  for (size_t i = 0; i < commands.size(); ++i) {
    err << (i == 0 ? " " : ", ") << commands[i]->get_name();
  }
  err << "\n";
  return true;
}

// `Could not convert: --seed = abc` is about a number: words are the business of AddChoice.
std::string InOurWords(std::string problem) {
  constexpr std::string_view kConversion = "Could not convert: ";
  const size_t equals = problem.find(" = ");
  if (!problem.starts_with(kConversion) || equals == std::string::npos) return problem;
  return problem.substr(kConversion.size(), equals - kConversion.size()) + ": `" +
         problem.substr(equals + 3) + "` is not a number";
}

}  // namespace

void ReportUsageError(const CLI::App& app, const CLI::ParseError& error, std::ostream& err) {
  const Command command = ReadLast(app);
  // Of one mistyped option the parser may also say that what it should have given is missing.
  if (ReportUnexpected(command, app, err) || ReportNoCommand(command, err)) return;
  const std::string problem = InOurWords(error.what());
  err << "error: " << problem << "\n";
  if (problem.find('`') == std::string::npos) {
    err << "hint: `" << command.path << " --help` tells all of it\n";
  }
}

}  // namespace scrubline
