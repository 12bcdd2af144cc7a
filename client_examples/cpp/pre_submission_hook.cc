// What a practice-management system calls when the biller presses "submit".
//
//   pre_submission_hook 127.0.0.1:50051 [claims.json]
//
// Scrubs each claim of the file (one claim a line, as JSON) in a call of its own and shows what the
// biller would see; without a file, a claim made here. Exits 1 when a claim must not be sent, 2
// when one could not be checked.
#include <chrono>
#include <iostream>
#include <string>

#include "client.h"

namespace {

namespace v1 = scrubline::v1;

// The biller is waiting: an answer later than this is no answer.
constexpr std::chrono::milliseconds kDeadline(2000);

// An error means "not checked", never "clean".
grpc::Status Scrub(v1::ScrubService::Stub& service, const v1::Claim& claim,
                   v1::ScrubResult& result) {
  v1::ScrubClaimRequest request;
  *request.mutable_claim() = claim;
  v1::ScrubClaimResponse response;
  grpc::ClientContext context;  // one a call
  context.set_deadline(std::chrono::system_clock::now() + kDeadline);
  grpc::Status status = service.ScrubClaim(&context, request, &response);
  result.Swap(response.mutable_result());
  return status;
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

void ScrubAndShow(v1::ScrubService::Stub& service, const v1::Claim& claim, client::Tally& tally) {
  v1::ScrubResult result;
  const grpc::Status status = Scrub(service, claim, result);
  if (!status.ok()) {
    client::ShowError(claim.claim_id(), status);
    tally.AddUnchecked();
    return;
  }
  client::Show(result);
  tally.Add(result);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::cerr << "usage: pre_submission_hook ADDRESS [CLAIMS.json]\n";
    return 2;
  }
  const auto service = client::Connect(argv[1]);
  client::Tally tally;
  if (argc == 2) {
    ScrubAndShow(*service, ExampleClaim(), tally);
    return tally.Finish();
  }
  client::ClaimFile claims(argv[2]);
  for (v1::Claim claim; claims.Next(claim);) ScrubAndShow(*service, claim, tally);
  const int exit_code = tally.Finish();
  if (claims.ok()) return exit_code;
  std::cerr << claims.error() << "\n";
  return 2;
}
