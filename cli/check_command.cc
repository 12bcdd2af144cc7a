#include "cli/check_command.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "cli/check_run.h"
#include "cli/choice.h"
#include "cli/claim_input.h"
#include "cli/input_files.h"
#include "cli/progress.h"
#include "cli/serve_folder.h"
#include "cli/watch.h"
#include "rules_engine/date.h"
#include "server/defaults.h"

namespace scrubline {
namespace {

constexpr int kBadInput = 2;
constexpr int kInterrupted = 130;
constexpr size_t kUsualWidth = 120;  // where no terminal says

struct CheckArguments {
  std::vector<std::string> files;
  std::string out_folder;
  std::string watched;
  double settle_seconds = 2;
  CheckSettings settings;
};

size_t TerminalWidth() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* columns = std::getenv("COLUMNS");
  const int width = columns == nullptr ? 0 : std::atoi(columns);
  return width > 0 ? static_cast<size_t>(width) : kUsualWidth;
}

int Serve(const CheckArguments& arguments, CheckRun& run, std::ostream& err) {
  ServeSettings settings;
  settings.settle = absl::Seconds(arguments.settle_seconds);
  return ServeFolder(arguments.watched, run, settings, err, InterruptFlag());
}

int CheckFiles(const CheckArguments& arguments, CheckRun& run, std::ostream& out,
               std::ostream& err) {
  const absl::StatusOr<std::vector<InputFile>> files =
      FindInputFiles(arguments.files, arguments.out_folder, err);
  if (!files.ok()) {
    err << "error: " << files.status().message() << "\n";
    return kBadInput;
  }
  const bool to_folder = !arguments.out_folder.empty();
  Progress progress(err, &err == &std::cerr && isatty(STDERR_FILENO) != 0 &&
                             (to_folder || isatty(STDOUT_FILENO) == 0));
  progress.SetTotal(TotalBytes(*files));
  // Without a folder there is nothing that could be left half done.
  const std::atomic<bool>* stop = to_folder ? &InterruptFlag() : nullptr;
  const CheckOutcome outcome = run.Check(*files, arguments.out_folder, out, err, progress, stop);
  if (outcome.status.ok() || outcome.tally.claims() > 0) err << outcome.tally.Summary() << "\n";
  const bool table = arguments.settings.formats.front() == OutputFormat::kTable;
  if (const std::string optional = outcome.tally.Optional(); table && !optional.empty()) {
    err << optional << "\n";
  }
  if (absl::IsCancelled(outcome.status)) {
    err << "interrupted: the answers of files that were finished are in " << arguments.out_folder
        << ", of others there is nothing\n";
    return kInterrupted;
  }
  return outcome.exit_code();
}

// What the options say together; empty: they agree.
std::string Disagreement(const CheckArguments& arguments) {
  const bool watching = !arguments.watched.empty();
  if (watching == !arguments.files.empty()) {
    return watching ? "--watch serves a folder; name no files beside it"
                    : "name the files to check, or a folder to serve with --watch";
  }
  if (watching && !arguments.out_folder.empty()) {
    return "--watch puts answers into the folder it serves; leave --out away";
  }
  if (arguments.settings.formats.size() > 1 && !watching && arguments.out_folder.empty()) {
    return "several formats go into files of their own: name a folder with --out";
  }
  return "";
}

int Check(const CheckArguments& arguments, std::ostream& out, std::ostream& err) {
  if (const std::string problem = Disagreement(arguments); !problem.empty()) {
    err << "error: " << problem << "\n";
    return kBadInput;
  }
  absl::StatusOr<CheckRun> run = CheckRun::Create(arguments.settings, err);
  if (!run.ok()) {
    err << "error: " << run.status().message() << "\n";
    return kBadInput;
  }
  return arguments.watched.empty() ? CheckFiles(arguments, *run, out, err)
                                   : Serve(arguments, *run, err);
}

std::string CheckDate(const std::string& text) {
  return text.size() == 10 && Date::Parse(text).has_value() ? "" : "must be a date, YYYY-MM-DD";
}

// How 277CA and 999 are written.
void AddAnswerOptions(CLI::App& check, WriterSettings& settings) {
  using Settings = ClaimAcknowledgmentSettings;
  Settings& claims = settings.claims;
  const std::string group = "277CA and 999";
  check
      .add_option("--answer-id", claims.id, "who answers; otherwise as the 837 names its receiver")
      ->group(group);
  check.add_option("--answer-name", claims.name, "the name that goes with it")->group(group);
  check.add_flag("--answer-as-payer", claims.is_payer, "the payer answers, not a clearinghouse")
      ->group(group);
  AddChoice(
      check, "--tell-accepted", claims.accepted,
      {{"a1", Settings::Accepted::kReceived}, {"a2", Settings::Accepted::kAcceptedForAdjudication}},
      "a claim without objections: A1:19 received, or A2:20 accepted (the default)")
      ->group(group);
  AddChoice(check, "--tell-incomplete", claims.incomplete,
            {{"received", Settings::Incomplete::kReceived},
             {"accepted", Settings::Incomplete::kAccepted},
             {"rejected", Settings::Incomplete::kRejected}},
            "a claim that was not fully checked: received but in review (the default), or so")
      ->group(group);
  AddChoice(check, "--reject-from", claims.reject_from,
            {{"reject", v1::Finding::REJECT}, {"deny", v1::Finding::DENY}},
            "the least grave finding that rejects a claim; deny unless given")
      ->group(group);
  check
      .add_option("--control-number", settings.envelope.first_control_number,
                  "of the first answering interchange, 100,000,000 more in a 277CA, which must not "
                  "share a 999's; otherwise taken from the clock")
      ->check(CLI::Range(1u, 999'999'999u))
      ->group(group);
}

}  // namespace

void AddCheckCommand(CLI::App& app, int& exit_code, std::ostream& out, std::ostream& err) {
  auto arguments = std::make_shared<CheckArguments>();
  CheckSettings& settings = arguments->settings;
  settings.rulesets = DefaultRulesets();
  settings.tables = DefaultTables();
  settings.jobs = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  settings.writer.table_width = TerminalWidth();
  settings.writer.envelope.first_control_number = ControlNumberOfNow();
  if (&out == &std::cout && isatty(STDOUT_FILENO) != 0) settings.formats = {OutputFormat::kTable};
  CLI::App& check = *app.add_subcommand("check", "claims in, findings out");
  check.add_option("FILE", arguments->files,
                   "837 files, FHIR or claims in JSON, folders of them; `-` is standard input");
  AddChoice(check, "--input", settings.input,
            {{"claim-json", InputFormat::kClaimJson},
             {"jsonl", InputFormat::kJsonLines},
             {"837", InputFormat::kX12},
             {"fhir", InputFormat::kFhir}},
            "form of the files; told from their content unless given");
  check.add_flag("--strict", settings.strict,
                 "reject 837 transactions that break their implementation guide");
  AddChoices(check, "--format", settings.formats,
             {{"table", OutputFormat::kTable},
              {"jsonl", OutputFormat::kJsonLines},
              {"csv", OutputFormat::kCsv},
              {"277ca", OutputFormat::k277ca},
              {"999", OutputFormat::k999},
              {"fhir", OutputFormat::kFhir},
              {"operation-outcome", OutputFormat::kOperationOutcome}},
             "form of the answers, several with commas; table on a terminal, jsonl otherwise");
  check.add_option("--out", arguments->out_folder,
                   "folder for the answers, a file each: FILE.277ca, FILE.jsonl ...");
  check.add_flag("--show-values", settings.writer.show_values,
                 "show the claims' own values in the CSV, which masks them otherwise");
  check.add_option("--watch", arguments->watched,
                   "serve this drop folder: files in, answers in its `answers`, until ctrl-C");
  check
      .add_option("--settle", arguments->settle_seconds,
                  "with --watch: seconds for which a file must not change to count as complete")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 3600.0));
  CLI::Option* rulesets = check.add_option("--rulesets", settings.rulesets, "folder of rulesets")
                              ->capture_default_str();
  CLI::Option* tables = check.add_option("--tables", settings.tables, "folder of packed tables")
                            ->capture_default_str();
  CLI::Option* jobs = check.add_option("--jobs", settings.jobs, "threads that evaluate")
                          ->capture_default_str()
                          ->check(CLI::Range(1, 256));
  check.add_option("--server", settings.server, "address of a running scrubd to ask instead")
      ->excludes(rulesets)
      ->excludes(tables)
      ->excludes(jobs);
  AddAnswerOptions(check, settings.writer);
  check.add_option("--tenant", settings.tenant_id,
                   "tenant of claims that name none, whose layers of rules apply");
  check.add_option("--today", settings.today, "the day to check as of")
      ->check(CLI::Validator(CheckDate, "YYYY-MM-DD"));
  check.add_flag("--include-bypassed", settings.include_bypassed,
                 "also show rules whose exception applied");
  check.footer(
      "Exit codes: 0 nothing blocking, 1 a claim is blocked, 2 bad usage or unreadable input,\n"
      "3 a claim could not be checked completely, 130 interrupted.");
  check.callback([arguments, &exit_code, &out, &err] { exit_code = Check(*arguments, out, err); });
}

}  // namespace scrubline
