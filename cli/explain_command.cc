#include "cli/explain_command.h"

#include <google/protobuf/util/json_util.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/choice.h"
#include "cli/claim_input.h"
#include "ingest/proto/decode_claim.h"
#include "render/explanation_encoder.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/explain/explain.h"
#include "rules_engine/explain/explain_text.h"
#include "rules_engine/load.h"
#include "server/claim_scrubber.h"
#include "server/defaults.h"

namespace scrubline {
namespace {

constexpr int kExplained = 0;
constexpr int kUnusable = 2;
constexpr size_t kMaxIdsShown = 10;

enum class Format { kText, kJson };

struct Arguments {
  std::string file;
  InputFormat input = InputFormat::kDetect;
  std::string claim_id;
  std::vector<std::string> rules;
  int line = 0;
  bool all = false;
  Format format = Format::kText;
  std::string rulesets = DefaultRulesets();
  std::string tables = DefaultTables();
  std::string today;
};

// The claim to explain, of those in the file; nullopt when there is none, which is on `err`.
std::optional<InputClaim> ReadOne(const Arguments& arguments, std::ostream& err) {
  std::optional<InputClaim> chosen;
  std::vector<std::string> ids;
  int matching = 0;
  const absl::Status read = ReadClaims(
      arguments.file, arguments.input,
      [&](InputClaim input) {
        ids.push_back(input.claim.claim_id());
        const bool wanted = arguments.claim_id.empty() || ids.back() == arguments.claim_id;
        if (wanted && ++matching == 1) chosen = std::move(input);
      },
      err);
  if (!read.ok()) {
    err << "error: " << read.message() << "\n";
    return std::nullopt;
  }
  if (matching == 1) return chosen;
  if (matching > 1) {
    err << "error: " << arguments.file << " holds " << matching << " claims"
        << (arguments.claim_id.empty() ? "" : " with this id") << "\nhint: name one with --claim:";
    for (size_t i = 0; i < ids.size() && i < kMaxIdsShown; ++i) err << " " << ids[i];
    err << (ids.size() > kMaxIdsShown ? " ...\n" : "\n");
    return std::nullopt;
  }
  if (arguments.claim_id.empty()) {
    err << "error: " << arguments.file << " holds no claim\n";
    return std::nullopt;
  }
  err << "error: no claim " << arguments.claim_id << " in " << arguments.file << "\n";
  const std::string_view nearest = NearestWord(arguments.claim_id, {ids.begin(), ids.end()});
  if (!nearest.empty()) err << "hint: did you mean " << nearest << "?\n";
  return std::nullopt;
}

bool HasLine(const Claim& claim, int number) {
  for (const ServiceLine& line : claim.service_lines) {
    if (line.line_number == number) return true;
  }
  return false;
}

std::string_view Words(Verdict verdict) {
  constexpr std::string_view kWords[] = {"clean", "findings", "blocked", "incomplete"};
  return kWords[static_cast<size_t>(verdict)];
}

// What a claim from outside says must not steer a terminal.
std::string Printable(std::string text) {
  for (char& c : text) {
    if (c != '\n' && (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)) c = '?';
  }
  return text;
}

int Run(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  Diagnostics diagnostics;
  const auto snapshot = LoadSnapshot(arguments.rulesets, arguments.tables, diagnostics);
  err << ToString(diagnostics);
  if (!snapshot.ok()) {
    err << "error: " << snapshot.status().message() << "\n";
    return kUnusable;
  }
  const auto rules = SelectRules((*snapshot)->rulesets(), arguments.rules);
  if (!rules.ok()) {
    err << "error: " << rules.status().message() << "\n";
    return kUnusable;
  }
  const std::optional<InputClaim> input = ReadOne(arguments, err);
  if (!input.has_value()) return kUnusable;
  if (!input->error.empty()) {
    err << "error: " << DescribePlace(*input, "") << ": " << input->error << "\n";
    return kUnusable;
  }
  Claim claim;
  std::vector<FieldViolation> violations;
  if (!DecodeClaim(input->claim, claim, violations).ok()) {
    for (const FieldViolation& violation : violations) {
      err << "error: " << DescribePlace(*input, violation.field) << ": " << violation.field << ": "
          << violation.problem << "\n";
    }
    return kUnusable;
  }
  if (arguments.line != 0 && !HasLine(claim, arguments.line)) {
    err << "error: the claim has no line " << arguments.line << "\n";
    return kUnusable;
  }
  const Date today = arguments.today.empty() ? Today() : *Date::Parse(arguments.today);
  Scratch scratch;
  const Explanation why = Explain(
      **snapshot, claim, {.today = today},
      {.rules = *rules, .line_number = arguments.line, .everything = arguments.all}, scratch);
  if (arguments.format == Format::kJson) {
    v1::Explanation message;
    EncodeExplanation(**snapshot, claim, why, message);
    google::protobuf::util::JsonPrintOptions options;
    options.add_whitespace = true;
    std::string json;
    if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) {
      err << "error: the explanation could not be written as JSON\n";
      return kUnusable;
    }
    out << json;
  } else {
    out << "claim " << Printable(std::string(claim.claim_id)) << ": " << Words(why.verdict)
        << "\n\n"
        << Printable(ExplainText(why, {.everything = arguments.all || !arguments.rules.empty()}));
  }
  out.flush();
  if (out) return kExplained;
  err << "error: the explanation could not be written\n";
  return kUnusable;
}

std::string CheckDate(const std::string& text) {
  return text.size() == 10 && Date::Parse(text).has_value() ? "" : "must be a date, YYYY-MM-DD";
}

}  // namespace

void AddExplainCommand(CLI::App& app, int& exit_code, std::ostream& out, std::ostream& err) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App& explain = *app.add_subcommand("explain", "why a claim comes out as it does");
  explain
      .add_option("CLAIM", arguments->file,
                  "file with the claim: 837 or JSON, as `scrub check` takes; `-` is standard input")
      ->required();
  explain.add_option("--claim", arguments->claim_id, "id of the claim, where the file has several");
  explain.add_option("--rule", arguments->rules,
                     "this rule, or family of rules, on every line; may be given again");
  explain.add_option("--line", arguments->line, "this line alone")->check(CLI::PositiveNumber);
  explain.add_flag("--all", arguments->all,
                   "every rule in detail, also those with nothing to tell");
  AddChoice(explain, "--format", arguments->format,
            {{"text", Format::kText}, {"json", Format::kJson}},
            "form of the explanation (default: text)");
  AddChoice(explain, "--input", arguments->input,
            {{"claim-json", InputFormat::kClaimJson},
             {"jsonl", InputFormat::kJsonLines},
             {"837", InputFormat::kX12}},
            "form of the file; told from its content unless given");
  explain.add_option("--rulesets", arguments->rulesets, "folder of rulesets")
      ->capture_default_str();
  explain.add_option("--tables", arguments->tables, "folder of packed tables")
      ->capture_default_str();
  explain.add_option("--today", arguments->today, "the day to explain as of")
      ->check(CLI::Validator(CheckDate, "YYYY-MM-DD"));
  explain.footer("Exit codes: 0 explained, whatever the verdict; 2 bad usage or unreadable input.");
  explain.callback([arguments, &exit_code, &out, &err] { exit_code = Run(*arguments, out, err); });
}

}  // namespace scrubline
