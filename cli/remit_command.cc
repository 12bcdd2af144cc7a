#include "cli/remit_command.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "cli/choice.h"
#include "cli/claim_input.h"
#include "cli/remittance_printer.h"
#include "ingest/remittance/remittance_match.h"
#include "ingest/remittance/remittance_netter.h"
#include "ingest/remittance/remittance_reader.h"

namespace scrubline {
namespace {

constexpr int kDenied = 1;
constexpr int kBadInput = 2;
constexpr int kIncomplete = 3;
constexpr size_t kChunkBytes = 256 * 1024;

struct RemitArguments {
  std::vector<std::string> files;
  std::vector<std::string> claims;
  RemittanceFormat format = RemittanceFormat::kJsonLines;
  bool net = false;
};

absl::Status Feed(std::istream& input, const std::string& name, RemittanceReader& reader) {
  std::string chunk(kChunkBytes, '\0');
  while (input) {
    input.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    reader.Feed(std::string_view(chunk.data(), static_cast<size_t>(input.gcount())));
  }
  if (input.bad()) return absl::DataLossError(absl::StrCat(name, ": cannot be read to its end"));
  const absl::Status finished = reader.Finish();
  return finished.ok() ? finished
                       : absl::Status(finished.code(),
                                      absl::StrCat(name, ": ", std::string(finished.message())));
}

absl::Status FeedFile(const std::string& path, std::istream& standard_input,
                      RemittanceReader& reader) {
  if (path == "-") return Feed(standard_input, "standard input", reader);
  std::error_code none;
  if (std::filesystem::is_directory(path, none)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": is a folder; name the files in it"));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return absl::NotFoundError(absl::StrCat(path, ": cannot be opened; check its name and rights"));
  }
  return Feed(file, path, reader);
}

class Remit {
 public:
  Remit(const RemitArguments& arguments, std::istream& in, std::ostream& out, std::ostream& err)
      : arguments_(arguments),
        in_(in),
        out_(out),
        err_(err),
        printer_(arguments.format, arguments.net, out) {}

  int Run() {
    for (const std::string& file : arguments_.claims) ReadOurs(file);
    printer_.Begin();
    for (const std::string& file : arguments_.files) ReadTheirs(file);
    netter_.ForEach([this](const v1::NetClaimPayment& net) { Take(printer_.Print(net)); });
    out_.flush();
    err_ << printer_.Summary() << "\n";
    if (!arguments_.claims.empty()) {
      err_ << answered_.size() << " of " << index_.size() << " claims answered; " << unmatched_
           << " claim payments answer none of them\n";
    }
    if (!out_) Take(absl::DataLossError("the records could not be written"));
    if (failed_) return kBadInput;
    if (printer_.denied()) return kDenied;
    return printer_.sound() && agrees_ ? 0 : kIncomplete;
  }

 private:
  void Take(const absl::Status& status) {
    if (status.ok()) return;
    err_ << "error: " << status.message() << "\n";
    failed_ = true;
  }

  void ReadOurs(const std::string& file) {
    ReadOptions options;
    options.keep_source = true;  // traces and control numbers
    Take(ReadFile(
        file, options,
        [this](InputItem item) {
          const InputClaim* input = std::get_if<InputClaim>(&item);
          if (input == nullptr) return;
          if (input->error.empty()) {
            index_.Add(KeysOf(input->claim, input->x12.get()));
            return;
          }
          err_ << DescribePlace(*input, "") << ": error: " << input->error << "\n";
          failed_ = true;
        },
        err_));
  }

  void ReadTheirs(const std::string& file) {
    const std::string name = file == "-" ? "standard input" : file;
    RemittanceReader reader({}, [this](v1::RemittanceRecord& record) { TakeRecord(record); });
    const absl::Status read = FeedFile(file, in_, reader);
    for (const RemittanceIssue& issue : reader.issues()) {
      err_ << name << ": " << issue.ToString() << "\n";
      failed_ = failed_ || issue.level() == RemittanceIssue::Level::kError;
      agrees_ = agrees_ && issue.problem != RemittanceProblem::kPaymentBalance;
    }
    if (reader.issues_dropped() > 0) {
      err_ << name << ": and " << reader.issues_dropped() << " more\n";
      agrees_ = false;
    }
    Take(read);
  }

  void TakeRecord(v1::RemittanceRecord& record) {
    printer_.Count(record);
    if (record.has_claim() && !arguments_.claims.empty()) {
      const ClaimKeys* ours = index_.Match(*record.mutable_claim());
      if (ours == nullptr) {
        ++unmatched_;
      } else {
        answered_.insert(ours);
      }
    }
    if (arguments_.net) {
      netter_.Add(record);
    } else {
      Take(printer_.Print(record));
    }
  }

  const RemitArguments& arguments_;
  std::istream& in_;
  std::ostream& out_;
  std::ostream& err_;
  RemittancePrinter printer_;
  RemittanceNetter netter_;
  ClaimIndex index_;
  std::set<const ClaimKeys*> answered_;
  uint64_t unmatched_ = 0;
  bool failed_ = false;
  bool agrees_ = true;
};

}  // namespace

void AddRemitCommand(CLI::App& app, int& exit_code, std::ostream& out, std::ostream& err,
                     std::istream& in) {
  auto arguments = std::make_shared<RemitArguments>();
  if (&out == &std::cout && isatty(STDOUT_FILENO)) arguments->format = RemittanceFormat::kTable;
  CLI::App& remit = *app.add_subcommand("remit", "remittances in, what was paid and denied out");
  remit.add_option("FILE", arguments->files, "835 files; `-` is standard input")->required();
  AddChoice(remit, "--format", arguments->format,
            {{"table", RemittanceFormat::kTable},
             {"jsonl", RemittanceFormat::kJsonLines},
             {"csv", RemittanceFormat::kCsv}},
            "form of the records; table on a terminal, jsonl otherwise");
  CLI::Option* claims = remit.add_option(
      "--claims", arguments->claims,
      "837 files or claims in JSON: each payment names the claim and lines it answers");
  remit
      .add_flag("--net", arguments->net,
                "one record for each claim: what stands after reversals and corrections")
      ->excludes(claims);
  remit.footer(
      "Exit codes: 0 nothing denied, 1 a claim payment is a denial, 2 bad usage or unreadable\n"
      "input, 3 a value could not be read or amounts do not agree.");
  remit.callback([arguments, &exit_code, &out, &err, &in] {
    exit_code = Remit(*arguments, in, out, err).Run();
  });
}

}  // namespace scrubline
