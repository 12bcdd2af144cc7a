// What a practice-management system calls when the biller presses "submit".
//
//   node dist/pre_submission_hook.js 127.0.0.1:50051 [claims.json]
//
// Scrubs each claim of the file (one claim a line, as JSON) in a call of its own and shows what the
// biller would see; without a file, a claim made here. Exits 1 when a claim must not be sent, 2
// when one could not be checked.
import { Metadata, ServiceError } from "@grpc/grpc-js";

import { connect, deadlineIn, readClaims, run, show, showError, Tally } from "./client";
import { Claim, Claim_Type, Payer_LineOfBusiness } from "./generated/scrubline/v1/claim";
import { ScrubResult } from "./generated/scrubline/v1/result";
import { ScrubServiceClient } from "./generated/scrubline/v1/scrub_service";

// The biller is waiting: an answer later than this is no answer.
const DEADLINE_MS = 2000;

// An error means "not checked", never "clean".
function scrub(service: ScrubServiceClient, claim: Claim): Promise<ScrubResult | undefined> {
  return new Promise((resolve, reject) => {
    service.scrubClaim(
      { claim, includeBypassed: false, today: "" },
      new Metadata(),
      deadlineIn(DEADLINE_MS),
      (error, response) => (error ? reject(error) : resolve(response.result)),
    );
  });
}

// An office visit with a joint injection on the same day, without modifier 25.
function exampleClaim(): Claim {
  return Claim.fromPartial({
    claimId: "EXAMPLE-1",
    type: Claim_Type.PROFESSIONAL,
    payer: { lineOfBusiness: Payer_LineOfBusiness.MEDICARE },
    patient: { birthDate: "1951-09-30" },
    placeOfService: "11",
    diagnoses: [{ code: "M25.561" }],
    billing: { npi: "1234567893" },
    rendering: { npi: "1245319599" },
    serviceLines: ["99213", "20610"].map((procedureCode, i) => ({
      lineNumber: i + 1,
      procedureCode,
      serviceDate: "2024-05-10",
      units: 1,
      chargeCents: 12_000,
      diagnosisPointers: [1],
    })),
  });
}

run(async () => {
  const [address, file] = process.argv.slice(2);
  if (address === undefined) throw new Error("usage: pre_submission_hook ADDRESS [CLAIMS.json]");
  const service = connect(address);
  const tally = new Tally();
  for await (const claim of file === undefined ? [exampleClaim()] : readClaims(file)) {
    let result: ScrubResult | undefined;
    try {
      result = await scrub(service, claim);
      if (result !== undefined) show(result);
    } catch (error) {
      showError(claim.claimId, error as ServiceError);
    }
    tally.add(result);
  }
  service.close();
  tally.finish();
});
