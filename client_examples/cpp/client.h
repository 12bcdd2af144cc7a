// client_examples/cpp/client.h — what the examples share: the connection, claims from a file, and
// how a result is shown.
#ifndef SCRUBLINE_CLIENT_EXAMPLES_CPP_CLIENT_H_
#define SCRUBLINE_CLIENT_EXAMPLES_CPP_CLIENT_H_

#include <grpcpp/grpcpp.h>

#include <fstream>
#include <memory>
#include <string>

#include "google/rpc/status.pb.h"
#include "scrubline/v1/scrub_service.grpc.pb.h"

namespace client {

namespace v1 = scrubline::v1;

// One for the whole process: its channel is shared by all threads and kept open, so that a call
// costs no connection of its own. Across a network, take SslCredentials inside.
std::unique_ptr<v1::ScrubService::Stub> Connect(const std::string& address);

// The claims of a file, one JSON object a line.
class ClaimFile {
 public:
  explicit ClaimFile(const std::string& path);
  // False at the end, or when a line is no claim: ok() tells.
  bool Next(v1::Claim& claim);
  bool ok() const { return error_.empty(); }
  const std::string& error() const { return error_; }

 private:
  std::string path_;
  std::ifstream file_;
  int line_ = 0;
  std::string error_;
};

// The work queue's view of one claim.
void Show(const v1::ScrubResult& result);

// Why a claim was not checked: the fields at fault where the request is at fault. From within an
// answer, and of a call that failed.
void ShowStatus(const std::string& claim, const google::rpc::Status& problem);
void ShowError(const std::string& claim, const grpc::Status& error);

// Counts answers and makes the exit code of an example: 0 all may be sent, 1 one may not, 2 one was
// not checked.
class Tally {
 public:
  void Add(const v1::ScrubResult& result);
  void AddUnchecked() { ++unchecked_; }
  int Finish() const;

 private:
  int answered_ = 0;
  int held_ = 0;
  int unchecked_ = 0;
};

}  // namespace client

#endif  // SCRUBLINE_CLIENT_EXAMPLES_CPP_CLIENT_H_
