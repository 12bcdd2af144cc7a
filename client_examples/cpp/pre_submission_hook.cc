// What a practice-management system calls when the biller presses "submit".
//
//   pre_submission_hook 127.0.0.1:50051 [claims.json]
//
// Scrubs each claim of the file (one claim a line, as JSON) in a call of its own and shows what the
// biller would see; without a file, a claim made here. Exits 1 when a claim must not be sent, 2
// when one could not be checked.
#include <google/protobuf/util/json_util.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "scrubline/v1/scrub_service.grpc.pb.h"

namespace {

namespace v1 = scrubline::v1;

// The biller is waiting: an answer later than this is no answer.
constexpr std::chrono::milliseconds kDeadline(2000);

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

// One for the whole process: its channel is shared by all threads and kept open, so that a call
// costs no connection of its own.
class Scrubber {
 public:
  explicit Scrubber(const std::string& address) {
    grpc::ChannelArguments arguments;
    arguments.SetServiceConfigJSON(kServiceConfig);
    stub_ = v1::ScrubService::NewStub(
        grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
  }

  // An error means "not checked", never "clean".
  grpc::Status Scrub(const v1::Claim& claim, v1::ScrubResult& result) {
    v1::ScrubClaimRequest request;
    *request.mutable_claim() = claim;
    v1::ScrubClaimResponse response;
    grpc::ClientContext context;  // one a call
    context.set_deadline(std::chrono::system_clock::now() + kDeadline);
    grpc::Status status = stub_->ScrubClaim(&context, request, &response);
    result.Swap(response.mutable_result());
    return status;
  }

 private:
  std::unique_ptr<v1::ScrubService::Stub> stub_;
};

// The work queue's view of one claim.
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
  for (const v1::NotEvaluated& gap : result.not_evaluated()) {
    std::cout << "  not checked: " << gap.rule_id() << ": " << gap.reason() << "\n";
  }
}

// What is wrong with the request, field by field: a mistake in this program or its data.
void ShowError(const v1::Claim& claim, const grpc::Status& error) {
  std::cout << claim.claim_id() << ": not checked: " << error.error_message() << "\n";
  google::rpc::Status details;
  if (!details.ParseFromString(error.error_details())) return;
  for (const auto& detail : details.details()) {
    google::rpc::BadRequest bad_request;
    if (!detail.UnpackTo(&bad_request)) continue;
    for (const auto& violation : bad_request.field_violations()) {
      std::cout << "  " << violation.field() << " " << violation.description() << "\n";
    }
  }
}

// Clean claims and mere warnings go out; blocked ones go back to the biller, and one that was not
// checked in full waits for a person.
bool MaySubmit(const v1::ScrubResult& result) {
  return result.verdict() == v1::ScrubResult::CLEAN ||
         result.verdict() == v1::ScrubResult::FINDINGS;
}

// An office visit with a joint injection on the same day, without modifier 25.
v1::Claim ExampleClaim() {
  v1::Claim claim;
  claim.set_claim_id("EXAMPLE-1");
  claim.set_type(v1::Claim::PROFESSIONAL);
  claim.mutable_payer()->set_line_of_business(v1::Payer::MEDICARE);
  claim.mutable_patient()->set_birth_date("1951-09-30");
  claim.set_place_of_service("11");
  claim.add_diagnoses()->set_code("M25.561");
  claim.mutable_billing()->set_npi("1234567893");
  claim.mutable_billing()->set_entity_type(v1::Provider::ORGANIZATION);
  claim.mutable_rendering()->set_npi("1245319599");
  for (const char* code : {"99213", "20610"}) {
    v1::ServiceLine& line = *claim.add_service_lines();
    line.set_line_number(claim.service_lines_size());
    line.set_procedure_code(code);
    line.set_service_date("2024-05-10");
    line.set_units(1);
    line.set_charge_cents(12000);
    line.add_diagnosis_pointers(1);
  }
  return claim;
}

// 0: may be submitted; 1: may not; 2: not checked.
int ScrubAndShow(Scrubber& scrubber, const v1::Claim& claim) {
  v1::ScrubResult result;
  const grpc::Status status = scrubber.Scrub(claim, result);
  if (!status.ok()) {
    ShowError(claim, status);
    return 2;
  }
  Show(result);
  return MaySubmit(result) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::cerr << "usage: pre_submission_hook ADDRESS [CLAIMS.json]\n";
    return 2;
  }
  Scrubber scrubber(argv[1]);
  if (argc == 2) return ScrubAndShow(scrubber, ExampleClaim());
  std::ifstream file(argv[2]);
  if (!file) {
    std::cerr << argv[2] << ": cannot be opened\n";
    return 2;
  }
  int worst = 0;
  for (std::string line; std::getline(file, line);) {
    v1::Claim claim;
    if (!google::protobuf::util::JsonStringToMessage(line, &claim).ok()) {
      std::cerr << argv[2] << ": a line is no claim in JSON form\n";
      worst = 2;
      continue;
    }
    worst = std::max(worst, ScrubAndShow(scrubber, claim));
  }
  return worst;
}
