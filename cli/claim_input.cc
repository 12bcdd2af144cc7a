#include "cli/claim_input.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "ingest/proto/claim_json.h"
#include "ingest/proto/encode_claim.h"
#include "ingest/proto/json_scanner.h"
#include "ingest/x12/reader.h"

namespace scrubline {
namespace {

constexpr size_t kChunkBytes = 256 * 1024;
constexpr size_t kDetectBytes = 1024 * 1024;  // a line longer than this is not looked through
constexpr size_t kToldBytes = 1024;           // where --input says what it is

// A file or standard input, read in pieces; the first may be looked at before it is consumed.
class ByteSource {
 public:
  static absl::StatusOr<ByteSource> Open(const std::string& path) {
    FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
    if (file == nullptr) {
      return absl::NotFoundError(absl::StrCat(path, ": cannot be opened: ", std::strerror(errno)));
    }
    struct stat info {};
    if (fstat(fileno(file), &info) == 0 && S_ISDIR(info.st_mode)) {
      std::fclose(file);
      return absl::InvalidArgumentError(absl::StrCat(path, ": is a folder; name the files in it"));
    }
    return ByteSource(path, file);
  }

  // Up to `bytes` bytes from the start; not consumed.
  std::string_view Peek(size_t bytes) {
    while (buffer_.size() < bytes && Fill()) {
    }
    return std::string_view(buffer_).substr(0, bytes);
  }
  // The next piece; empty at the end.
  std::string Read() {
    if (buffer_.empty()) Fill();
    return std::exchange(buffer_, {});
  }
  absl::Status status() const {
    if (std::ferror(file_.get()) == 0) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat(path_, ": cannot be read to its end"));
  }

 private:
  struct Close {
    void operator()(FILE* file) const {
      if (file != stdin) std::fclose(file);
    }
  };
  ByteSource(std::string path, FILE* file) : path_(std::move(path)), file_(file) {}
  bool Fill() {
    const size_t old = buffer_.size();
    buffer_.resize(old + kChunkBytes);
    const size_t read = std::fread(buffer_.data() + old, 1, kChunkBytes, file_.get());
    buffer_.resize(old + read);
    return read > 0;
  }

  std::string path_;
  std::unique_ptr<FILE, Close> file_;
  std::string buffer_;
};

bool IsBlank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

std::string_view WithoutByteOrderMark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.substr(0, kMark.size()) == kMark ? text.substr(kMark.size()) : text;
}

std::optional<InputFormat> Detect(std::string_view start) {
  start = WithoutByteOrderMark(start);
  const size_t first = start.find_first_not_of(" \t\r\n");
  if (first == start.npos) return std::nullopt;
  start.remove_prefix(first);
  if (start.substr(0, 3) == "ISA") return InputFormat::kX12;
  if (start[0] != '{') return std::nullopt;
  const std::string_view line = start.substr(0, start.find('\n'));
  // A whole object on the first line: one claim a line. Otherwise the file is one claim.
  return CheckJson(line).has_value() && line.size() < start.size() && line.size() < kDetectBytes
             ? InputFormat::kClaimJson
             : InputFormat::kJsonLines;
}

void ReadJson(const std::string& file, std::string text, int line,
              const std::function<void(InputClaim)>& sink) {
  InputClaim input;
  input.file = file;
  input.place = absl::StrCat(line);
  input.json_line = line;
  if (std::optional<ClaimJsonError> error = ParseClaimJson(text, input.claim)) {
    input.place = absl::StrCat(line + error->line - 1, ":", error->column);
    input.error = std::move(error->message);
  }
  input.json = std::move(text);
  sink(std::move(input));
}

void ReportTooLong(const std::string& file, int line, const std::function<void(InputClaim)>& sink) {
  InputClaim input;
  input.file = file;
  input.place = absl::StrCat(line);
  input.error = absl::StrCat("is longer than a claim may be, ", kMaxClaimJsonBytes, " bytes");
  sink(std::move(input));
}

absl::Status ReadOneJson(const std::string& file, ByteSource& source,
                         const std::function<void(InputClaim)>& sink) {
  const std::string text(WithoutByteOrderMark(source.Peek(kMaxClaimJsonBytes + 1)));
  if (absl::Status status = source.status(); !status.ok()) return status;
  if (text.size() > kMaxClaimJsonBytes) {
    ReportTooLong(file, 1, sink);
  } else {
    ReadJson(file, text, 1, sink);
  }
  return absl::OkStatus();
}

absl::Status ReadJsonLines(const std::string& file, ByteSource& source,
                           const std::function<void(InputClaim)>& sink) {
  std::string line;
  int number = 1;
  bool too_long = false;
  const auto end_line = [&] {
    std::string_view text = number == 1 ? WithoutByteOrderMark(line) : std::string_view(line);
    if (too_long) {
      ReportTooLong(file, number, sink);
    } else if (!IsBlank(text)) {
      ReadJson(file, std::string(text), number, sink);
    }
    line.clear();
    too_long = false;
    ++number;
  };
  for (std::string piece = source.Read(); !piece.empty(); piece = source.Read()) {
    std::string_view rest = piece;
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
  if (!line.empty() || too_long) end_line();
  return source.status();
}

// The claims of an 837 file.
class X12Claims final : public X12Sink {
 public:
  X12Claims(const std::string& file, const std::function<void(InputClaim)>& sink)
      : file_(file), sink_(sink) {}

  void OnClaim(Claim& claim, X12ClaimSource& source) override {
    InputClaim input;
    input.file = file_;
    input.place = absl::StrCat("claim ", source.claim, ", transaction ", source.at.transaction,
                               ", segment ", source.at.segment);
    EncodeClaim(claim, input.claim);
    sink_(std::move(input));
  }

 private:
  const std::string& file_;
  const std::function<void(InputClaim)>& sink_;
};

absl::Status ReadX12(const std::string& file, ByteSource& source,
                     const std::function<void(InputClaim)>& sink, std::ostream& diagnostics) {
  X12Claims claims(file, sink);
  X12Reader reader({}, claims);
  for (std::string piece = source.Read(); !piece.empty(); piece = source.Read()) reader.Feed(piece);
  if (absl::Status status = source.status(); !status.ok()) return status;
  const absl::Status finished = reader.Finish();
  bool lost = false;
  for (const X12Issue& issue : reader.issues()) {
    diagnostics << file << ": " << issue.ToString() << "\n";
    lost = lost || issue.level() == X12Issue::Level::kError;
  }
  if (reader.issues_dropped() > 0) {
    diagnostics << file << ": and " << reader.issues_dropped() << " more\n";
  }
  if (!finished.ok()) {
    return absl::Status(finished.code(), absl::StrCat(file, ": ", std::string(finished.message())));
  }
  if (lost) {
    return absl::DataLossError(
        absl::StrCat(file, ": parts of it could not be read, as listed above"));
  }
  return absl::OkStatus();
}

}  // namespace

std::string DescribePlace(const InputClaim& input, const std::string& field) {
  if (input.json.empty() || field.empty()) return absl::StrCat(input.file, ":", input.place);
  const LineAndColumn at = LineAndColumnOf(input.json, FindJsonField(input.json, field));
  return absl::StrCat(input.file, ":", input.json_line + at.line - 1, ":", at.column);
}

absl::Status ReadClaims(const std::string& path, InputFormat format,
                        const std::function<void(InputClaim)>& sink, std::ostream& diagnostics) {
  absl::StatusOr<ByteSource> source = ByteSource::Open(path);
  if (!source.ok()) return source.status();
  const std::string file = path == "-" ? "standard input" : path;
  const bool told = format != InputFormat::kDetect;
  const std::string_view start = source->Peek(told ? kToldBytes : kDetectBytes);
  if (absl::Status status = source->status(); !status.ok()) return status;
  const std::optional<InputFormat> detected = Detect(start);
  if (told && format != InputFormat::kX12 && detected == InputFormat::kX12) {
    return absl::InvalidArgumentError(
        absl::StrCat(file, ": is an 837 file (`ISA...`), no claims in JSON; leave --input out"));
  }
  if (!told) {
    if (IsBlank(WithoutByteOrderMark(start))) {
      return absl::InvalidArgumentError(absl::StrCat(file, ": is empty"));
    }
    if (!detected.has_value()) {
      return absl::InvalidArgumentError(absl::StrCat(
          file,
          ": is neither an 837 file (`ISA...`) nor claims in JSON (`{...`); if it is one, say "
          "which with --input"));
    }
    format = *detected;
  }
  switch (format) {
    case InputFormat::kX12:
      return ReadX12(file, *source, sink, diagnostics);
    case InputFormat::kJsonLines:
      return ReadJsonLines(file, *source, sink);
    case InputFormat::kClaimJson:
    case InputFormat::kDetect:
      return ReadOneJson(file, *source, sink);
  }
  return absl::InternalError("no such input format");
}

}  // namespace scrubline
