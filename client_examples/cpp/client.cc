#include "client.h"

#include <google/protobuf/util/json_util.h>

#include <iostream>

#include "google/rpc/error_details.pb.h"

namespace client {
namespace {

// Scrubbing changes nothing on the server, so a call may be repeated. UNAVAILABLE is a server that
// restarts, RESOURCE_EXHAUSTED one with too much to do; anything else would fail again.
constexpr char kServiceConfig[] = R"({
  "methodConfig": [{
    "name": [{"service": "scrubline.v1.ScrubService", "method": "ScrubClaim"}],
    "retryPolicy": {
      "maxAttempts": 4, "initialBackoff": "0.05s", "maxBackoff": "0.5s", "backoffMultiplier": 3,
      "retryableStatusCodes": ["UNAVAILABLE", "RESOURCE_EXHAUSTED"]
    }
  }]
})";

// Clean claims and mere warnings go out; blocked ones go back to the biller, and one that was not
// checked in full waits for a person.
bool MaySubmit(const v1::ScrubResult& result) {
  return result.verdict() == v1::ScrubResult::CLEAN ||
         result.verdict() == v1::ScrubResult::FINDINGS;
}

}  // namespace

std::unique_ptr<v1::ScrubService::Stub> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kServiceConfig);
  return v1::ScrubService::NewStub(
      grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
}

ClaimFile::ClaimFile(const std::string& path) : path_(path), file_(path) {
  if (!file_) error_ = path_ + ": cannot be opened";
}

bool ClaimFile::Next(v1::Claim& claim) {
  for (std::string line; ok() && std::getline(file_, line);) {
    ++line_;
    if (line.empty()) continue;
    claim.Clear();
    if (google::protobuf::util::JsonStringToMessage(line, &claim).ok()) return true;
    // The parser's own message may repeat the text, which is a patient's.
    error_ = path_ + ":" + std::to_string(line_) + ": is no claim in JSON form";
  }
  return false;
}

void Show(const v1::ScrubResult& result) {
  std::cout << result.claim_id() << ": " << v1::ScrubResult::Verdict_Name(result.verdict()) << "\n";
  for (const v1::Finding& finding : result.findings()) {
    std::cout << "  [" << v1::Finding::Severity_Name(finding.severity()) << "]";
    for (const int line : finding.line_numbers()) std::cout << " line " << line;
    std::cout << ": " << finding.message() << "\n      rule " << finding.rule_id() << "\n";
    for (int i = 0; i < finding.fixes_size(); ++i) {  // the buttons of the screen, best first
      std::cout << "      " << i + 1 << ". " << finding.fixes(i).text()
                << (finding.fixes(i).requires_documentation() ? " (only if documented)" : "")
                << "\n";
    }
  }
}

void ShowStatus(const std::string& claim, const google::rpc::Status& problem) {
  std::cout << claim << ": not checked: code " << problem.code() << ": " << problem.message()
            << "\n";
  for (const auto& detail : problem.details()) {
    google::rpc::BadRequest bad_request;
    if (!detail.UnpackTo(&bad_request)) continue;
    for (const auto& violation : bad_request.field_violations()) {
      std::cout << "  " << violation.field() << " " << violation.description() << "\n";
    }
  }
}

void ShowError(const std::string& claim, const grpc::Status& error) {
  google::rpc::Status problem;
  if (error.error_details().empty() || !problem.ParseFromString(error.error_details())) {
    problem.set_code(error.error_code());
    problem.set_message(error.error_message());
  }
  ShowStatus(claim, problem);
}

void Tally::Add(const v1::ScrubResult& result) {
  ++answered_;
  if (!MaySubmit(result)) ++held_;
}

int Tally::Finish() const {
  std::cout << answered_ << " claims answered, " << held_ << " of them held back, " << unchecked_
            << " not checked\n";
  if (unchecked_ > 0) return 2;
  return held_ > 0 ? 1 : 0;
}

}  // namespace client
