#include "ingest/fhir/reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "ingest/fhir/claim_mapper.h"
#include "ingest/fhir/references.h"

namespace scrubline {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsBlank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

// Whether brackets that were opened on this line are closed on it, as on a line of NDJSON. A line
// that is no JSON may be taken for either, and is refused as both.
bool IsWhole(std::string_view line) {
  int64_t open = 0;
  bool in_string = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++open;
    } else if (c == '}' || c == ']') {
      --open;
    }
  }
  return open <= 0;
}

FhirProblem ProblemOf(JsonFault fault) {
  switch (fault) {
    case JsonFault::kDuplicateKey:
      return FhirProblem::kDuplicateKey;
    case JsonFault::kTooDeep:
      return FhirProblem::kTooDeep;
    case JsonFault::kStringTooLong:
      return FhirProblem::kStringTooLong;
    case JsonFault::kTooManyValues:
      return FhirProblem::kTooManyValues;
    case JsonFault::kSyntax:
    case JsonFault::kNone:
      break;
  }
  return FhirProblem::kNotJson;
}

// A resource type as it may stand in a message: letters only, and no longer than one is.
std::string PrintableType(JsonValue resource) {
  constexpr size_t kMaxLength = 40;
  const std::string_view type = resource["resourceType"].text();
  const bool is_name =
      type.size() <= kMaxLength && std::all_of(type.begin(), type.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      });
  return is_name ? std::string(type) : std::string();
}

bool MayHoldClaims(std::string_view bundle_type) {
  constexpr std::string_view kTypes[] = {"",      "collection", "transaction",
                                         "batch", "searchset",  "message"};
  return std::find(std::begin(kTypes), std::end(kTypes), bundle_type) != std::end(kTypes);
}

}  // namespace

FhirReader::FhirReader(const Options& options, ClaimSink sink)
    : options_(options), sink_(std::move(sink)) {
  options_.max_document_bytes = std::min(options_.max_document_bytes, JsonDocument::kMaxBytes);
}

void FhirReader::Feed(std::string_view bytes) {
  while (!bytes.empty()) {
    const size_t end = bytes.find('\n');
    const std::string_view part = bytes.substr(0, end == bytes.npos ? end : end + 1);
    bytes.remove_prefix(part.size());
    too_long_ = too_long_ || text_.size() + part.size() > options_.max_document_bytes;
    if (too_long_) {
      text_.clear();
    } else {
      text_ += part;
    }
    if (end != bytes.npos) EndLine();
  }
}

void FhirReader::EndLine() {
  if (form_ == Form::kUndecided && (too_long_ || !IsBlank(text_))) {
    form_ = too_long_ || IsWhole(text_) ? Form::kLines : Form::kDocument;
  }
  ++line_;
  if (form_ == Form::kDocument) return;
  ReadDocument();
}

absl::Status FhirReader::Finish() {
  ReadDocument();
  if (totals_.claims > 0) return absl::OkStatus();
  if (issues_.empty()) return absl::InvalidArgumentError("the input is empty; send a FHIR Claim");
  return absl::InvalidArgumentError("no claim was read; " + issues_.front().ToString());
}

void FhirReader::Issue(FhirProblem problem, const FhirPlace& place, std::string detail) {
  if (issues_.size() >= options_.max_issues) {
    ++issues_dropped_;
    return;
  }
  issues_.push_back({problem, place, {}, std::move(detail)});
}

// What was received since the last one; blank lines are none.
void FhirReader::ReadDocument() {
  FhirPlace place{.line = std::exchange(document_line_, line_)};
  if (std::exchange(too_long_, false)) {
    ++totals_.documents;
    return Issue(FhirProblem::kTooLarge, place);
  }
  std::string_view text = text_;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (IsBlank(text)) {
    text_.clear();
    return;
  }
  ++totals_.documents;
  const JsonFault fault = document_.Parse(text);
  if (fault != JsonFault::kNone) {
    const bool xml = text[text.find_first_not_of(" \t\r\n")] == '<';
    const std::string_view read = text.substr(0, document_.fault_offset());
    place.line += static_cast<uint64_t>(std::count(read.begin(), read.end(), '\n'));
    Issue(xml ? FhirProblem::kXml : ProblemOf(fault), place);
  } else if (const JsonValue resource = document_.root(); resource["resourceType"].text().empty()) {
    Issue(FhirProblem::kNoResource, place);
  } else if (resource["resourceType"].text() == "Bundle") {
    ReadBundle(resource, place);
  } else if (resource["resourceType"].text() == "Claim") {
    ReadClaim(resource, References(resource), place);
  } else {
    ReportOther(resource, place);
  }
  text_.clear();
}

void FhirReader::ReadBundle(JsonValue bundle, FhirPlace place) {
  if (!MayHoldClaims(bundle["type"].text())) return Issue(FhirProblem::kBundleType, place);
  size_t entries = 0;
  for ([[maybe_unused]] JsonValue entry : bundle["entry"].Items()) ++entries;
  if (entries > options_.max_bundle_entries) return Issue(FhirProblem::kTooManyEntries, place);
  const References references(bundle);
  const FhirPlace whole = place;
  std::optional<FhirPlace> benefits;  // the first of each
  std::optional<FhirPlace> response;
  bool claims = false;
  for (JsonValue entry : bundle["entry"].Items()) {
    const JsonValue resource = entry["resource"];
    const std::string_view type = resource["resourceType"].text();
    place.entry = static_cast<int>(entry.index());
    if (type == "Claim") {
      claims = true;
      ReadClaim(resource, references, place);
    } else if (type == "Bundle") {
      claims = true;
      Issue(FhirProblem::kBundleInBundle, place);
    } else if (type == "ExplanationOfBenefit" && !benefits) {
      benefits = place;
    } else if (type == "ClaimResponse" && !response) {
      response = place;
    }
  }
  if (benefits) {
    Issue(FhirProblem::kFeedbackOnly, *benefits, "ExplanationOfBenefit");
  } else if (response && !claims) {
    Issue(FhirProblem::kFeedbackOnly, *response, "ClaimResponse");
  } else if (!claims) {
    Issue(FhirProblem::kNoClaim, whole, "Bundle");
  }
}

void FhirReader::ReadClaim(JsonValue claim, const References& references, const FhirPlace& place) {
  if (const std::optional<FhirProblem> refusal = WhyNotRead(claim)) return Issue(*refusal, place);
  FhirClaim out;
  MapClaim(claim, references, place, out);
  ++totals_.claims;
  totals_.service_lines += static_cast<uint64_t>(out.message.service_lines_size());
  sink_(out);
}

void FhirReader::ReportOther(JsonValue resource, const FhirPlace& place) {
  const std::string type = PrintableType(resource);
  const bool decision = type == "ExplanationOfBenefit" || type == "ClaimResponse";
  Issue(decision ? FhirProblem::kFeedbackOnly : FhirProblem::kNoClaim, place, type);
}

}  // namespace scrubline
