#include "cli/check_command.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "cli/choice.h"
#include "cli/claim_checker.h"
#include "cli/claim_input.h"
#include "cli/result_printer.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/load.h"
#include "server/claim_scrubber.h"
#include "server/defaults.h"

namespace scrubline {
namespace {

constexpr int kBadInput = 2;
constexpr size_t kBatchClaims = 200;
constexpr size_t kBatchBytes = 1024 * 1024;
constexpr size_t kUsualWidth = 120;  // where no terminal says

struct CheckArguments {
  std::vector<std::string> files;
  InputFormat input = InputFormat::kDetect;
  OutputFormat format = OutputFormat::kJsonLines;
  std::string rulesets = DefaultRulesets();
  std::string tables = DefaultTables();
  std::string server;
  int jobs = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  std::string today;
  bool include_bypassed = false;
};

size_t TerminalWidth() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* columns = std::getenv("COLUMNS");
  const int width = columns == nullptr ? 0 : std::atoi(columns);
  return width > 0 ? static_cast<size_t>(width) : kUsualWidth;
}

// Counts the claims on a terminal while results go elsewhere.
class Progress {
 public:
  explicit Progress(std::ostream& err)
      : err_(err), shown_(&err == &std::cerr && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO)) {}
  void Show(uint64_t claims) {
    if (shown_) err_ << '\r' << claims << " claims" << std::flush;
  }
  void Clear() {
    if (shown_) err_ << "\r\x1b[K" << std::flush;
  }

 private:
  std::ostream& err_;
  const bool shown_;
};

absl::StatusOr<std::unique_ptr<ClaimChecker>> MakeChecker(const CheckArguments& arguments,
                                                          OnAnswered on_answered,
                                                          std::ostream& err) {
  if (!arguments.server.empty()) {
    return RemoteChecker(arguments.server, arguments.today, arguments.include_bypassed,
                         std::move(on_answered));
  }
  EvaluateOptions options{.today = Today(), .include_bypassed = arguments.include_bypassed};
  if (!arguments.today.empty()) options.today = *Date::Parse(arguments.today);
  Diagnostics diagnostics;
  absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot =
      LoadSnapshot(arguments.rulesets, arguments.tables, diagnostics);
  err << ToString(diagnostics);
  if (!snapshot.ok()) return snapshot.status();
  return LocalChecker(*std::move(snapshot), options, arguments.jobs, std::move(on_answered));
}

// Reads all files into batches for the checker; false when something was wrong, which is on `err`.
bool Feed(const CheckArguments& arguments, ClaimChecker& checker, std::ostream& err) {
  ClaimBatch batch;
  size_t bytes = 0;
  absl::Status checked;
  const auto submit = [&] {
    if (!batch.empty() && checked.ok()) checked = checker.Submit(std::exchange(batch, {}));
    bytes = 0;
  };
  bool sound = true;
  for (const std::string& file : arguments.files) {
    const absl::Status read = ReadClaims(
        file, arguments.input,
        [&](InputClaim input) {
          bytes += input.claim.ByteSizeLong();
          batch.emplace_back().input = std::move(input);
          if (batch.size() >= kBatchClaims || bytes >= kBatchBytes) submit();
        },
        err);
    if (!read.ok()) {
      err << "error: " << read.message() << "\n";
      sound = false;
    }
    if (!checked.ok()) break;
  }
  submit();
  if (checked.ok()) checked = checker.Finish();
  if (!checked.ok()) {
    err << "error: " << checked.message() << "\n";
    sound = false;
  }
  return sound;
}

int Check(const CheckArguments& arguments, std::ostream& out, std::ostream& err) {
  ResultPrinter printer(arguments.format, TerminalWidth(), out, err);
  Progress progress(err);
  absl::StatusOr<std::unique_ptr<ClaimChecker>> checker = MakeChecker(
      arguments,
      [&](ClaimBatch batch) {
        progress.Clear();
        printer.Print(std::move(batch));
        progress.Show(printer.claims());
      },
      err);
  if (!checker.ok()) {
    err << "error: " << checker.status().message() << "\n";
    return kBadInput;
  }
  printer.Begin();
  const bool sound = Feed(arguments, **checker, err);
  progress.Clear();
  out.flush();
  err << printer.Summary() << "\n";
  if (const std::string optional = printer.Optional(); !optional.empty()) err << optional << "\n";
  if (!out) {
    err << "error: the results could not be written\n";
    return kBadInput;
  }
  return sound ? printer.exit_code() : kBadInput;
}

std::string CheckDate(const std::string& text) {
  return text.size() == 10 && Date::Parse(text).has_value() ? "" : "must be a date, YYYY-MM-DD";
}

}  // namespace

void AddCheckCommand(CLI::App& app, int& exit_code, std::ostream& out, std::ostream& err) {
  auto arguments = std::make_shared<CheckArguments>();
  if (&out == &std::cout && isatty(STDOUT_FILENO)) arguments->format = OutputFormat::kTable;
  CLI::App& check = *app.add_subcommand("check", "claims in, findings out");
  check.add_option("FILE", arguments->files, "837 files or claims in JSON; `-` is standard input")
      ->required();
  AddChoice(check, "--input", arguments->input,
            {{"claim-json", InputFormat::kClaimJson},
             {"jsonl", InputFormat::kJsonLines},
             {"837", InputFormat::kX12}},
            "form of the files; told from their content unless given");
  AddChoice(check, "--format", arguments->format,
            {{"table", OutputFormat::kTable},
             {"jsonl", OutputFormat::kJsonLines},
             {"csv", OutputFormat::kCsv}},
            "form of the results; table on a terminal, jsonl otherwise");
  CLI::Option* rulesets = check.add_option("--rulesets", arguments->rulesets, "folder of rulesets")
                              ->capture_default_str();
  CLI::Option* tables = check.add_option("--tables", arguments->tables, "folder of packed tables")
                            ->capture_default_str();
  CLI::Option* jobs = check.add_option("--jobs", arguments->jobs, "threads that evaluate")
                          ->capture_default_str()
                          ->check(CLI::Range(1, 256));
  check.add_option("--server", arguments->server, "address of a running scrubd to ask instead")
      ->excludes(rulesets)
      ->excludes(tables)
      ->excludes(jobs);
  check.add_option("--today", arguments->today, "the day to check as of")
      ->check(CLI::Validator(CheckDate, "YYYY-MM-DD"));
  check.add_flag("--include-bypassed", arguments->include_bypassed,
                 "also show rules whose exception applied");
  check.footer(
      "Exit codes: 0 nothing blocking, 1 a claim is blocked, 2 bad usage or unreadable input,\n"
      "3 a claim could not be checked completely.");
  check.callback([arguments, &exit_code, &out, &err] { exit_code = Check(*arguments, out, err); });
}

}  // namespace scrubline
