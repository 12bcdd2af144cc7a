#include "cli/quiz_command.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "authoring/quiz/quiz.h"
#include "cli/choice.h"
#include "cli/tables_command.h"
#include "render/quiz_sheet.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/load.h"

namespace scrubline {
namespace {

constexpr int kMade = 0;
constexpr int kUnusable = 2;
constexpr int kNoCase = 3;
constexpr int kMostCases = 10000;

enum class Format { kText, kJson, kHtml };

struct Arguments {
  std::string rulesets, tables;
  QuizOptions quiz;
  QuizSheetOptions sheet;
  Format format = Format::kText;
};

std::string Encode(const Quiz& quiz, const ResolvedRulesets& rulesets, const Arguments& arguments) {
  switch (arguments.format) {
    case Format::kJson:
      return QuizSheetJson(quiz, rulesets, arguments.sheet);
    case Format::kHtml:
      return QuizSheetHtml(quiz, rulesets, arguments.sheet);
    case Format::kText:
      break;
  }
  return QuizSheetText(quiz, rulesets, arguments.sheet);
}

void ReportUnknownRule(const std::string& wanted, const ResolvedRulesets& rulesets,
                       std::ostream& err) {
  std::vector<std::string_view> names;
  for (const ResolvedRule& rule : rulesets.rules) {
    names.push_back(rule.id);
    names.push_back(rule.family);
  }
  err << "error: --rule: no rule or family `" << wanted << "`\n";
  const std::string_view near = NearestWord(wanted, names);
  if (!near.empty()) err << "hint: did you mean `" << near << "`?\n";
}

// A line for each reason.
void ReportSkipped(const Quiz& quiz, const ResolvedRulesets& rulesets, std::ostream& err) {
  std::map<std::string_view, std::string> rules;
  for (const Quiz::Skipped& skipped : quiz.skipped) {
    std::string& list = rules[skipped.reason];
    list += (list.empty() ? "" : ", ") + rulesets.rules[static_cast<size_t>(skipped.rule)].id;
  }
  for (const auto& [reason, list] : rules) {
    err << "note: no case for " << list << ": " << reason << "\n";
  }
}

int Run(Arguments arguments, std::ostream& out, std::ostream& err) {
  const std::filesystem::path shipped = std::filesystem::path(ShippedTablesFolder());
  if (arguments.rulesets.empty()) {
    arguments.rulesets = (shipped.parent_path() / "rulesets").string();
  }
  std::error_code error;
  if (arguments.tables.empty() && std::filesystem::exists(shipped / "manifest.json", error)) {
    arguments.tables = shipped.string();
  }
  Diagnostics diagnostics;
  const auto snapshot = LoadSnapshot(arguments.rulesets, arguments.tables, diagnostics);
  err << ToString(diagnostics);
  if (!snapshot.ok()) {
    err << "error: " << snapshot.status().message() << "\n";
    return kUnusable;
  }
  const ResolvedRulesets& rulesets = (*snapshot)->rulesets();
  const Quiz quiz = MakeQuiz(**snapshot, arguments.quiz);
  if (quiz.rules == 0 && !arguments.quiz.rule.empty()) {
    ReportUnknownRule(arguments.quiz.rule, rulesets, err);
    return kUnusable;
  }
  out << Encode(quiz, rulesets, arguments);
  ReportSkipped(quiz, rulesets, err);
  const auto asked = static_cast<size_t>(std::max(arguments.quiz.count, 0));
  if (!quiz.cases.empty() && quiz.cases.size() < asked) {
    err << "note: " << quiz.cases.size() << " of " << asked
        << " cases: the rules give no more that are about something else\n";
  }
  if (!quiz.cases.empty()) return kMade;
  err << "error: no rule gives a case\nhint: examples are what cases are made of; `scrub test` "
         "runs them\n";
  return kNoCase;
}

}  // namespace

void AddQuizCommand(CLI::App& app, int& exit_code, std::ostream& out, std::ostream& err) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* quiz = app.add_subcommand("quiz", "Make training cases from rules and their examples");
  quiz->add_option("--rulesets", arguments->rulesets, "Folder of rulesets (default: as shipped)");
  quiz->add_option("--tables", arguments->tables, "Folder of packed tables (default: as shipped)");
  quiz->add_option("--rule,--family", arguments->quiz.rule, "Only this rule or family");
  quiz->add_option("--count", arguments->quiz.count, "Number of cases (default: one for each rule)")
      ->check(CLI::Range(1, kMostCases));
  quiz->add_option("--seed", arguments->quiz.seed,
                   "Which cases, of many: equal seeds, equal cases (default: 1)");
  AddChoice(*quiz, "--format", arguments->format,
            {{"text", Format::kText}, {"json", Format::kJson}, {"html", Format::kHtml}},
            "Form of the quiz (default: text)");
  quiz->add_flag("--answers", arguments->sheet.answers, "With the answer key");
  quiz->callback([arguments, &exit_code, &out, &err] { exit_code = Run(*arguments, out, err); });
}

}  // namespace scrubline
