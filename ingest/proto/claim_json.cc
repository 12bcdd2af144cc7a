#include "ingest/proto/claim_json.h"

#include <google/protobuf/util/json_util.h>

#include "absl/strings/str_cat.h"
#include "ingest/proto/json_scanner.h"

namespace scrubline {
namespace {

ClaimJsonError ErrorAt(std::string_view text, size_t offset, std::string message) {
  const LineAndColumn place = LineAndColumnOf(text, offset);
  return {place.line, place.column, std::move(message)};
}

std::string ExpectedOf(std::string_view type) {
  if (type.find("BOOL") != type.npos) return "expected true or false";
  if (type.find("STRING") != type.npos) return "expected a text in double quotes";
  if (type.find("INT") != type.npos) return "expected a whole number";
  if (type.find("DOUBLE") != type.npos) return "expected a number";
  if (type.find("scrubline.v1.") != type.npos) {
    return "expected one of the words that proto/scrubline/v1/claim.proto lists for this field";
  }
  return "has a value of the wrong kind";
}

// The protobuf library reports `(PATH): invalid value VALUE for type TYPE` and `(PATH) NAME: Cannot
// find field.`; PATH and TYPE are ours to show, VALUE is not.
ClaimJsonError FromLibrary(std::string_view text, std::string_view report) {
  const size_t open = report.find('(');
  const size_t close = report.find(')');
  if (report.find("UTF-8") != report.npos) return ErrorAt(text, 0, "a text is not valid UTF-8");
  if (open != 0 || close == report.npos) {
    const std::string_view kUnknown = ": Cannot find field";
    const size_t end = report.find(kUnknown);
    if (end == report.npos) return ErrorAt(text, 0, "this is not a claim in JSON form");
    std::string name(report.substr(0, end));
    const size_t offset = FindJsonField(text, name);
    return ErrorAt(text, offset, absl::StrCat("`", name, "` is not a field of a claim"));
  }
  std::string path(report.substr(1, close - 1));
  const std::string_view rest = report.substr(close + 1);
  const size_t unknown = rest.find(": Cannot find field");
  if (unknown != rest.npos) {
    absl::StrAppend(&path, path.empty() ? "" : ".", std::string(rest.substr(1, unknown - 1)));
    return ErrorAt(text, FindJsonField(text, path), path + ": there is no such field");
  }
  const size_t type = rest.rfind(" for type ");
  const std::string expected = ExpectedOf(type == rest.npos ? "" : rest.substr(type));
  return ErrorAt(text, FindJsonField(text, path), absl::StrCat(path, ": ", expected));
}

}  // namespace

std::optional<ClaimJsonError> ParseClaimJson(std::string_view text, v1::Claim& claim) {
  claim.Clear();
  if (text.size() > kMaxClaimJsonBytes) {
    return ErrorAt(text, 0, absl::StrCat("a claim of more than ", kMaxClaimJsonBytes, " bytes"));
  }
  if (std::optional<JsonError> fault = CheckJson(text)) {
    return ErrorAt(text, fault->offset, std::move(fault->problem));
  }
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(text.data(), text.size()), &claim);
  if (status.ok()) return std::nullopt;
  const std::string report = status.message().ToString();
  return FromLibrary(text, report);
}

}  // namespace scrubline
