#include "cli/convert_command.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_join.h"
#include "cli/choice.h"
#include "cli/claim_input.h"
#include "ingest/proto/decode_claim.h"
#include "ingest/proto/encode_claim.h"
#include "ingest/x12/reader.h"
#include "render/field_difference.h"
#include "render/json_lines.h"
#include "render/x12/claim_writer.h"

namespace scrubline {
namespace {

constexpr int kBadInput = 2;
// Of our claims, but not of the model's: an 837 has them all the same.
constexpr std::string_view kPlaceholders =
    "note: names, streets and contacts are not in our claims: the file says UNKNOWN in their "
    "place, 9 for type and source of an admission, and CO 45 for other payers' adjustments\n";

enum class ClaimForm { kX12, kJson };

struct ConvertArguments {
  std::vector<std::string> files;
  ClaimForm to = ClaimForm::kJson;
  ClaimWriterSettings envelope;
};

// Claims as 837, and what becomes of them there.
class X12Output {
 public:
  X12Output(const ClaimWriterSettings& settings, std::ostream& out)
      : settings_(settings), writer_(settings, [&out](std::string_view piece) { out << piece; }) {}

  absl::Status Write(const Claim& claim) {
    if (absl::Status status = writer_.Write(claim); !status.ok()) return status;
    std::string alone;
    ClaimWriter single(settings_, [&alone](std::string_view piece) { alone += piece; });
    absl::Status status = single.Write(claim);
    if (!status.ok()) return status;
    single.Finish();
    const std::optional<v1::Claim> back = ReadBack(alone);
    if (!back.has_value()) return absl::InternalError("what was written cannot be read back");
    v1::Claim message;
    EncodeClaim(claim, message);
    differing_.merge(DifferingFields(message, *back));
    return absl::OkStatus();
  }
  void Finish() { writer_.Finish(); }
  const std::set<std::string>& differing() const { return differing_; }

 private:
  static std::optional<v1::Claim> ReadBack(std::string_view text) {
    class Sink final : public X12Sink {
     public:
      void OnClaim(Claim& claim, X12ClaimSource& /*source*/) override {
        ++count;
        EncodeClaim(claim, message);
      }
      int count = 0;
      v1::Claim message;
    };
    Sink sink;
    X12Reader reader({}, sink);
    reader.Feed(text);
    if (!reader.Finish().ok() || sink.count != 1) return std::nullopt;
    return std::move(sink.message);
  }

  const ClaimWriterSettings& settings_;
  ClaimWriter writer_;
  std::set<std::string> differing_;
};

class Convert {
 public:
  Convert(const ConvertArguments& arguments, std::ostream& out, std::ostream& err)
      : arguments_(arguments), out_(out), err_(err), x12_(arguments.envelope, out) {}

  int Run() {
    for (const std::string& file : arguments_.files) {
      const absl::Status read = ReadClaims(
          file, InputFormat::kDetect, [this](InputClaim input) { Take(input); }, err_);
      if (!read.ok()) {
        err_ << "error: " << read.message() << "\n";
        failed_ = true;
      }
    }
    if (arguments_.to == ClaimForm::kX12) {
      x12_.Finish();
      if (converted_ > 0) err_ << kPlaceholders;
      if (!x12_.differing().empty()) {
        err_ << "note: an 837 does not carry as they are, or had to fill in: "
             << absl::StrJoin(x12_.differing(), ", ") << "\n";
      }
    }
    out_.flush();
    if (!out_) {
      err_ << "error: the claims could not be written\n";
      failed_ = true;
    }
    err_ << converted_ << (converted_ == 1 ? " claim" : " claims") << " converted";
    if (refused_ > 0) err_ << ", " << refused_ << " not";
    err_ << "\n";
    return failed_ ? kBadInput : 0;
  }

 private:
  void Take(const InputClaim& input) {
    const absl::Status status = TakeReadable(input);
    if (status.ok()) {
      ++converted_;
      return;
    }
    if (!status.message().empty()) {
      err_ << DescribePlace(input, "") << ": error: " << status.message() << "\n";
    }
    ++refused_;
    failed_ = true;
  }

  // The error has no text if it was told already.
  absl::Status TakeReadable(const InputClaim& input) {
    if (!input.error.empty()) return absl::InvalidArgumentError(input.error);
    if (arguments_.to == ClaimForm::kJson) {
      text_.clear();
      absl::Status status = AppendJsonLine(input.claim, text_);
      if (status.ok()) out_ << text_;
      return status;
    }
    const absl::Status decoded = DecodeClaim(input.claim, claim_, violations_);
    for (const FieldViolation& violation : violations_) {
      err_ << DescribePlace(input, violation.field) << ": error: " << violation.field << ": "
           << violation.problem << "\n";
    }
    if (!decoded.ok()) return absl::InvalidArgumentError("");
    return x12_.Write(claim_);
  }

  const ConvertArguments& arguments_;
  std::ostream& out_;
  std::ostream& err_;
  X12Output x12_;
  Claim claim_;
  std::vector<FieldViolation> violations_;
  std::string text_;
  uint64_t converted_ = 0;
  uint64_t refused_ = 0;
  bool failed_ = false;
};

}  // namespace

void AddConvertCommand(CLI::App& app, int& exit_code, std::ostream& out, std::ostream& err) {
  auto arguments = std::make_shared<ConvertArguments>();
  CLI::App& convert = *app.add_subcommand("convert", "claims from one form to another");
  convert.add_option("FILE", arguments->files, "claims in any form; `-` is standard input")
      ->required();
  AddChoice(convert, "--to", arguments->to, {{"json", ClaimForm::kJson}, {"837", ClaimForm::kX12}},
            "form to write: a line of JSON a claim, or one 837 file")
      ->required();
  convert.add_option("--sender", arguments->envelope.sender, "ISA06 and GS02 of the 837")
      ->capture_default_str();
  convert.add_option("--receiver", arguments->envelope.receiver, "ISA08 and GS03 of the 837")
      ->capture_default_str();
  convert.add_option("--usage", arguments->envelope.usage, "ISA15: T for test, P for production")
      ->check(OneOf({"T", "P"}))
      ->capture_default_str();
  convert.footer(
      "Names and addresses are not part of our claims: an 837 has UNKNOWN in their place.\n"
      "Exit codes: 0 every claim converted, 2 bad usage, or a claim could not be read or written.");
  convert.callback(
      [arguments, &exit_code, &out, &err] { exit_code = Convert(*arguments, out, err).Run(); });
}

}  // namespace scrubline
