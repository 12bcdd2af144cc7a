#include "server/request_error.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"

namespace scrubline {
namespace {

TEST(RequestError, CarriesOneErrorInfoAndOneBadRequest) {
  const grpc::Status error =
      RequestError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_CLAIM", "two fields are wrong",
                   {{"claim_id", "is too long"}, {"service_lines[2].units", "is not a number"}});
  EXPECT_EQ(error.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  google::rpc::Status status;
  ASSERT_TRUE(status.ParseFromString(error.error_details()));
  EXPECT_EQ(status.code(), 3);
  EXPECT_EQ(status.message(), "two fields are wrong");
  ASSERT_EQ(status.details_size(), 2);
  EXPECT_EQ(status.details(0).type_url(), "type.googleapis.com/google.rpc.ErrorInfo");
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "INVALID_CLAIM");
  EXPECT_EQ(info.domain(), "scrubline");
  EXPECT_EQ(info.metadata().at("violations"), "2");
  EXPECT_EQ(status.details(1).type_url(), "type.googleapis.com/google.rpc.BadRequest");
  google::rpc::BadRequest bad_request;
  ASSERT_TRUE(status.details(1).UnpackTo(&bad_request));
  ASSERT_EQ(bad_request.field_violations_size(), 2);
  EXPECT_EQ(bad_request.field_violations(1).field(), "service_lines[2].units");
  EXPECT_EQ(bad_request.field_violations(1).description(), "is not a number");
}

TEST(RequestError, HasNoBadRequestWhereNoFieldIsAtFault) {
  google::rpc::Status status;
  SetRequestError(grpc::StatusCode::RESOURCE_EXHAUSTED, "OVERLOADED", "too much", {}, status);
  EXPECT_EQ(status.details_size(), 1);
}

TEST(RequestError, FitsATrailerHoweverMuchIsWrong) {
  std::vector<FieldViolation> violations(1000, {"service_lines[998].place_of_service", "is wrong"});
  const grpc::Status error =
      RequestError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_CLAIM", "much", violations);
  EXPECT_LT(error.error_details().size(), 6000u) << "8 KiB, in base 64 and with the other trailers";
  google::rpc::Status status;
  ASSERT_TRUE(status.ParseFromString(error.error_details()));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status.details(0).UnpackTo(&info));
  EXPECT_EQ(info.metadata().at("violations"), "1000") << "what was left out is still counted";
}

}  // namespace
}  // namespace scrubline
