#include "server/request_error.h"

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"

namespace scrubline {

void SetRequestError(grpc::StatusCode code, std::string_view reason, std::string_view message,
                     const std::vector<FieldViolation>& violations, google::rpc::Status& status) {
  status.Clear();
  status.set_code(code);
  status.set_message(std::string(message));
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain("scrubline");
  if (!violations.empty()) {
    (*info.mutable_metadata())["violations"] = absl::StrCat(violations.size());
  }
  status.add_details()->PackFrom(info);
  if (violations.empty()) return;
  google::rpc::BadRequest bad_request;
  size_t bytes = 0;
  for (const FieldViolation& violation : violations) {
    bytes += violation.field.size() + violation.problem.size();
    if (bytes > kMaxDetailBytes) break;
    google::rpc::BadRequest::FieldViolation& to = *bad_request.add_field_violations();
    to.set_field(violation.field);
    to.set_description(violation.problem);
  }
  status.add_details()->PackFrom(bad_request);
}

grpc::Status RequestError(grpc::StatusCode code, std::string_view reason, std::string_view message,
                          const std::vector<FieldViolation>& violations) {
  google::rpc::Status status;
  SetRequestError(code, reason, message, violations, status);
  return grpc::Status(code, std::string(message), status.SerializeAsString());
}

grpc::Status Overloaded(std::string_view what) {
  return RequestError(
      grpc::StatusCode::RESOURCE_EXHAUSTED, "OVERLOADED",
      absl::StrCat("too many ", std::string(what), " at once; retry with back-off"));
}

grpc::Status NotReady() {
  return RequestError(grpc::StatusCode::UNAVAILABLE, "NOT_READY",
                      "the rules are not loaded yet; retry with back-off");
}

grpc::Status BadToday(std::string_view field) {
  constexpr char kProblem[] = "must be a day of the calendar, written YYYY-MM-DD";
  return RequestError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_REQUEST",
                      absl::StrCat(std::string(field), ": ", kProblem),
                      {{std::string(field), kProblem}});
}

}  // namespace scrubline
