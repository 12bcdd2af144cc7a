// server/request_error.h — what is wrong with a request, as gRPC callers get it: a
// google.rpc.Status with one ErrorInfo (domain `scrubline`, a reason to branch on) and, where
// fields are at fault, one BadRequest that names them. The same status goes out as
// `grpc-status-details-bin` of a call and inside a batch's answer. Reasons:
// proto/scrubline/v1/scrub_service.proto.
//
// Trailers are small by nature (8 KiB by default for every gRPC peer): violations beyond
// kMaxDetailBytes are left out, and ErrorInfo's metadata `violations` says how many there were.
// Tested by request_error_test.cc.
#ifndef SCRUBLINE_SERVER_REQUEST_ERROR_H_
#define SCRUBLINE_SERVER_REQUEST_ERROR_H_

#include <grpcpp/support/status.h>

#include <string>
#include <string_view>
#include <vector>

#include "google/rpc/status.pb.h"
#include "ingest/proto/decode_claim.h"

namespace scrubline {

inline constexpr size_t kMaxDetailBytes = 3000;

void SetRequestError(grpc::StatusCode code, std::string_view reason, std::string_view message,
                     const std::vector<FieldViolation>& violations, google::rpc::Status& status);

// For a whole call.
grpc::Status RequestError(grpc::StatusCode code, std::string_view reason, std::string_view message,
                          const std::vector<FieldViolation>& violations = {});

// RESOURCE_EXHAUSTED: too many of `what` are open.
grpc::Status Overloaded(std::string_view what);
// UNAVAILABLE: no rules are loaded yet.
grpc::Status NotReady();
// The day to scrub as of is none.
grpc::Status BadToday(std::string_view field = "today");

}  // namespace scrubline

#endif  // SCRUBLINE_SERVER_REQUEST_ERROR_H_
