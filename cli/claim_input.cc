#include "cli/claim_input.h"

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/byte_source.h"
#include "ingest/fhir/reader.h"
#include "ingest/proto/admitted.h"
#include "ingest/proto/claim_json.h"
#include "ingest/proto/encode_claim.h"
#include "ingest/proto/json_scanner.h"
#include "ingest/x12/reader.h"

namespace scrubline {
namespace {

constexpr size_t kDetectBytes = 1024 * 1024;  // a line longer than this is not looked through
constexpr int kShownWarnings = 20;            // of an 837
constexpr size_t kX12SearchBytes = 64 * 1024;
constexpr size_t kToldBytes = 1024;  // where --input says what it is

using Sink = std::function<void(InputItem)>;

bool IsBlank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

std::string_view WithoutByteOrderMark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.substr(0, kMark.size()) == kMark ? text.substr(kMark.size()) : text;
}

// Whether an interchange begins in `start`: at once, behind a few words, or in UTF-16; or its parts
// without the ISA. The reader says which of these it takes.
bool LooksLikeX12(std::string_view start) {
  const auto separator = [](char c) {
    return c != '\0' && !absl::ascii_isalnum(static_cast<unsigned char>(c)) &&
           !absl::ascii_isspace(static_cast<unsigned char>(c));
  };
  if (start.substr(0, 2) == "\xFF\xFE" || start.substr(0, 2) == "\xFE\xFF") return true;
  for (const std::string_view wide :
       {std::string_view("I\0S\0A\0", 6), std::string_view("\0I\0S\0A", 6)}) {
    if (start.substr(0, wide.size()) == wide) return true;
  }
  for (const std::string_view name : {"GS", "ST"}) {
    if (start.substr(0, 2) == name && start.size() > 2 && separator(start[2])) return true;
  }
  for (size_t at = start.find("ISA"); at != start.npos; at = start.find("ISA", at + 3)) {
    const bool word = at == 0 || !absl::ascii_isalnum(static_cast<unsigned char>(start[at - 1]));
    if (word && at + 3 < start.size() && separator(start[at + 3])) return true;
  }
  return false;
}

// Whether the object has the key that every FHIR resource has and no claim of ours.
bool LooksLikeFhir(std::string_view start) {
  constexpr std::string_view kKey = "\"resourceType\"";
  const size_t at = start.find(kKey);
  if (at == start.npos) return false;
  const size_t next = start.find_first_not_of(" \t\r\n", at + kKey.size());
  return next != start.npos && start[next] == ':';
}

std::optional<InputFormat> Detect(std::string_view start) {
  start = WithoutByteOrderMark(start);
  const size_t first = start.find_first_not_of(" \t\r\n");
  if (first == start.npos) return std::nullopt;
  start.remove_prefix(first);
  if (start[0] != '{') {
    return LooksLikeX12(start.substr(0, kX12SearchBytes)) ? std::optional(InputFormat::kX12)
                                                          : std::nullopt;
  }
  if (LooksLikeFhir(start)) return InputFormat::kFhir;
  const std::string_view line = start.substr(0, start.find('\n'));
  // A whole object on the first line: one claim a line. Otherwise the file is one claim.
  return CheckJson(line).has_value() && line.size() < start.size() && line.size() < kDetectBytes
             ? InputFormat::kClaimJson
             : InputFormat::kJsonLines;
}

// One reading of one file.
class FileReader {
 public:
  FileReader(std::string file, const ReadOptions& options, const Sink& sink,
             std::ostream& diagnostics)
      : file_(std::move(file)), options_(options), sink_(sink), diagnostics_(diagnostics) {}

  // Of the input as a whole, once it was read.
  std::vector<FhirIssue> TakeFhirIssues() { return std::move(fhir_issues_); }

  absl::Status Read(InputFormat format, ByteSource& source) {
    switch (format) {
      case InputFormat::kX12:
        return ReadX12(source);
      case InputFormat::kFhir:
        return ReadFhir(source);
      case InputFormat::kJsonLines:
        return ReadJsonLines(source);
      case InputFormat::kClaimJson:
      case InputFormat::kDetect:
        return ReadOneJson(source);
    }
    return absl::InternalError("no such input format");
  }

 private:
  class X12ToItems;

  // The next piece of the source; empty at its end and when told to stop.
  std::string_view NextPiece(ByteSource& source) {
    if (stopped()) return {};
    const std::string_view piece = source.Read();
    bytes_ += piece.size();
    if (options_.on_bytes && !piece.empty()) options_.on_bytes(bytes_);
    return piece;
  }
  bool stopped() const { return options_.stop != nullptr && *options_.stop; }
  absl::Status Ended(const ByteSource& source) const {
    if (stopped()) return absl::CancelledError(absl::StrCat(file_, ": interrupted"));
    return source.status();
  }

  void HandOn(InputClaim claim) {
    claim.file = file_;
    claim.ordinal = ++claims_;
    if (claim.read == nullptr && !options_.tenant_id.empty() && claim.claim.tenant_id().empty()) {
      claim.claim.set_tenant_id(options_.tenant_id);
    }
    sink_(std::move(claim));
  }

  void ReadJson(std::string text, int line);
  void ReportTooLong(int line);
  absl::Status ReadOneJson(ByteSource& source);
  absl::Status ReadJsonLines(ByteSource& source);
  absl::Status ReadX12(ByteSource& source);
  absl::Status ReadFhir(ByteSource& source);

  const std::string file_;
  const ReadOptions& options_;
  const Sink& sink_;
  std::ostream& diagnostics_;
  uint64_t bytes_ = 0;
  uint64_t claims_ = 0;
  std::vector<FhirIssue> fhir_issues_;
};

void FileReader::ReadJson(std::string text, int line) {
  InputClaim input;
  input.place = absl::StrCat(line);
  input.json_line = line;
  if (std::optional<ClaimJsonError> error = ParseClaimJson(text, input.claim)) {
    input.place = absl::StrCat(line + error->line - 1, ":", error->column);
    input.error = std::move(error->message);
  }
  input.json = std::move(text);
  HandOn(std::move(input));
}

void FileReader::ReportTooLong(int line) {
  InputClaim input;
  input.place = absl::StrCat(line);
  input.error = absl::StrCat("is longer than a claim may be, ", kMaxClaimJsonBytes, " bytes");
  HandOn(std::move(input));
}

absl::Status FileReader::ReadOneJson(ByteSource& source) {
  const std::string text(WithoutByteOrderMark(source.Peek(kMaxClaimJsonBytes + 1)));
  if (absl::Status status = Ended(source); !status.ok()) return status;
  if (text.size() > kMaxClaimJsonBytes) {
    ReportTooLong(1);
  } else {
    ReadJson(text, 1);
  }
  return absl::OkStatus();
}

absl::Status FileReader::ReadJsonLines(ByteSource& source) {
  std::string line;
  int number = 1;
  bool too_long = false;
  const auto end_line = [&] {
    std::string_view text = number == 1 ? WithoutByteOrderMark(line) : std::string_view(line);
    if (too_long) {
      ReportTooLong(number);
    } else if (!IsBlank(text)) {
      ReadJson(std::string(text), number);
    }
    line.clear();
    too_long = false;
    ++number;
  };
  for (std::string_view rest = NextPiece(source); !rest.empty(); rest = NextPiece(source)) {
    while (!rest.empty()) {
      const size_t end = rest.find('\n');
      const std::string_view part = rest.substr(0, end);
      too_long = too_long || line.size() + part.size() > kMaxClaimJsonBytes;
      if (too_long) {
        line.clear();
      } else {
        line += part;
      }
      if (end == rest.npos) break;
      end_line();
      rest.remove_prefix(end + 1);
    }
  }
  if (absl::Status status = Ended(source); !status.ok()) return status;
  if (!line.empty() || too_long) end_line();
  return absl::OkStatus();
}

class FileReader::X12ToItems final : public X12Sink {
 public:
  explicit X12ToItems(FileReader& reader) : reader_(reader) {}

  void OnClaim(Claim& claim, X12ClaimSource& source) override {
    InputClaim input;
    input.place = absl::StrCat("claim ", source.claim, ", transaction ", source.at.transaction,
                               ", segment ", source.at.segment);
    claim.tenant_id = reader_.options_.tenant_id;
    if (reader_.options_.keep_read && IsAdmitted(claim)) {
      claim.tenant_id = claim.Keep(claim.tenant_id);  // it may outlive the reading
      input.read = std::make_unique<Claim>(std::move(claim));
      claim = Claim();
    } else {
      EncodeClaim(claim, input.claim);
    }
    if (reader_.options_.keep_source) {
      input.x12 = std::make_unique<X12ClaimSource>(std::move(source));
    }
    reader_.HandOn(std::move(input));
  }
  void OnEvent(X12Event&& event) override {
    if (reader_.options_.keep_source) reader_.sink_(std::move(event));
  }

 private:
  FileReader& reader_;
};

absl::Status FileReader::ReadX12(ByteSource& source) {
  X12ToItems items(*this);
  X12Options options;
  options.mode = options_.strict ? X12Mode::kStrict : X12Mode::kLenient;
  options.keep_source = options_.keep_source;
  options.check_guide = options_.check_guide || options_.strict;
  X12Reader reader(options, items);
  for (std::string_view piece = NextPiece(source); !piece.empty(); piece = NextPiece(source)) {
    reader.Feed(piece);
  }
  if (absl::Status status = Ended(source); !status.ok()) return status;
  const absl::Status finished = reader.Finish();
  bool lost = false;
  uint64_t not_shown = reader.issues_dropped();
  int warnings = 0;
  for (const X12Issue& issue : reader.issues()) {
    const bool error = issue.level() == X12Issue::Level::kError;
    lost = lost || error;
    if (error || ++warnings <= kShownWarnings) {
      diagnostics_ << file_ << ": " << issue.ToString() << "\n";
    } else {
      ++not_shown;
    }
  }
  if (not_shown > 0) {
    diagnostics_ << file_ << ": and " << not_shown << " more; a 999 (--format 999) has them by "
                 << "transaction\n";
  }
  if (!finished.ok()) {
    return absl::Status(finished.code(),
                        absl::StrCat(file_, ": ", std::string(finished.message())));
  }
  if (lost) {
    return absl::DataLossError(
        absl::StrCat(file_, ": parts of it could not be read, as listed above"));
  }
  return absl::OkStatus();
}

absl::Status FileReader::ReadFhir(ByteSource& source) {
  bool lost = false;
  const auto report = [&](const FhirIssue& issue) {
    diagnostics_ << file_ << ": " << issue.ToString() << "\n";
    lost = lost || issue.level() == FhirIssue::Level::kError;
  };
  FhirReader reader({}, [&](FhirClaim& claim) {
    InputClaim input;
    input.place = claim.source.place.ToString();
    for (const FhirIssue& issue : claim.issues) report(issue);
    input.claim.Swap(&claim.message);
    input.fhir = std::make_unique<FhirClaim>(std::move(claim));
    HandOn(std::move(input));
  });
  for (std::string_view piece = NextPiece(source); !piece.empty(); piece = NextPiece(source)) {
    reader.Feed(piece);
  }
  if (absl::Status status = Ended(source); !status.ok()) return status;
  const absl::Status finished = reader.Finish();
  for (const FhirIssue& issue : reader.issues()) report(issue);
  if (reader.issues_dropped() > 0) {
    diagnostics_ << file_ << ": and " << reader.issues_dropped() << " more\n";
  }
  fhir_issues_ = reader.issues();
  if (!finished.ok()) {
    return absl::Status(finished.code(),
                        absl::StrCat(file_, ": ", std::string(finished.message())));
  }
  if (lost) {
    return absl::DataLossError(
        absl::StrCat(file_, ": parts of it could not be read, as listed above"));
  }
  return absl::OkStatus();
}

// The form of a source whose start has been looked at.
absl::StatusOr<InputFormat> FormOf(const std::string& file, InputFormat told,
                                   std::string_view start) {
  const std::optional<InputFormat> detected = Detect(start);
  if (told != InputFormat::kDetect) {
    if (told != InputFormat::kX12 && detected == InputFormat::kX12) {
      return absl::InvalidArgumentError(
          absl::StrCat(file, ": is an 837 file (`ISA...`), no claims in JSON; leave --input out"));
    }
    return told;
  }
  if (IsBlank(WithoutByteOrderMark(start))) {
    return absl::InvalidArgumentError(absl::StrCat(file, ": is empty"));
  }
  if (!detected.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(file,
                                                   ": is neither an 837 file (`ISA...`) nor FHIR "
                                                   "or claims in JSON (`{...`); if it is one, say "
                                                   "which with --input"));
  }
  return *detected;
}

absl::Status ReadSource(const std::string& file, const ReadOptions& options,
                        absl::StatusOr<ByteSource>& source, const Sink& sink,
                        std::ostream& diagnostics, std::vector<FhirIssue>& fhir_issues) {
  if (!source.ok()) {
    sink(FileBegun{file, options.format});
    return source.status();
  }
  const bool told = options.format != InputFormat::kDetect;
  const std::string_view start = source->Peek(told ? kToldBytes : kDetectBytes);
  absl::Status status = source->status();
  const absl::StatusOr<InputFormat> format = FormOf(file, options.format, start);
  sink(FileBegun{file, format.ok() ? *format : InputFormat::kDetect});
  if (!status.ok()) return status;
  if (!format.ok()) return format.status();
  FileReader reader(file, options, sink, diagnostics);
  status = reader.Read(*format, *source);
  fhir_issues = reader.TakeFhirIssues();
  return status;
}

}  // namespace

std::string DescribePlace(const InputClaim& input, const std::string& field) {
  if (input.json.empty() || field.empty()) return absl::StrCat(input.file, ":", input.place);
  const LineAndColumn at = LineAndColumnOf(input.json, FindJsonField(input.json, field));
  return absl::StrCat(input.file, ":", input.json_line + at.line - 1, ":", at.column);
}

absl::Status ReadFile(const std::string& path, const ReadOptions& options, const Sink& sink,
                      std::ostream& diagnostics) {
  const std::string file = !options.shown_as.empty() ? options.shown_as
                           : path == "-"             ? "standard input"
                                                     : path;
  absl::StatusOr<ByteSource> source = ByteSource::Open(path);
  std::vector<FhirIssue> fhir_issues;
  absl::Status status = ReadSource(file, options, source, sink, diagnostics, fhir_issues);
  sink(FileEnded{file, status, std::move(fhir_issues)});
  return status;
}

absl::Status ReadClaims(const std::string& path, InputFormat format,
                        const std::function<void(InputClaim)>& sink, std::ostream& diagnostics) {
  return ReadFile(
      path, {.format = format},
      [&sink](InputItem item) {
        if (auto* claim = std::get_if<InputClaim>(&item)) sink(std::move(*claim));
      },
      diagnostics);
}

bool LooksLikeClaims(const std::string& path) {
  absl::StatusOr<ByteSource> source = ByteSource::Open(path);
  return source.ok() && Detect(source->Peek(kDetectBytes)).has_value();
}

}  // namespace scrubline
