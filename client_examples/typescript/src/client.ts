// What the examples share: the connection, claims from a file, and how a result is shown.
import { ClientDuplexStream, credentials, Metadata, ServiceError, status } from "@grpc/grpc-js";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

import { BadRequest } from "./generated/google/rpc/error_details";
import { Status } from "./generated/google/rpc/status";
import { Claim } from "./generated/scrubline/v1/claim";
import {
  Finding_Severity,
  ScrubResult,
  ScrubResult_Verdict,
} from "./generated/scrubline/v1/result";
import { ScrubServiceClient } from "./generated/scrubline/v1/scrub_service";

// Scrubbing changes nothing on the server, so a call may be repeated. UNAVAILABLE is a server that
// restarts, RESOURCE_EXHAUSTED one with too much to do; anything else would fail again.
const SERVICE_CONFIG = {
  methodConfig: [
    {
      name: [{ service: "scrubline.v1.ScrubService", method: "ScrubClaim" }],
      retryPolicy: {
        maxAttempts: 4,
        initialBackoff: "0.05s",
        maxBackoff: "0.5s",
        backoffMultiplier: 3,
        retryableStatusCodes: ["UNAVAILABLE", "RESOURCE_EXHAUSTED"],
      },
    },
  ],
};

// One for the whole process: a connection per call would cost more than the call. Across a network,
// use credentials.createSsl().
export function connect(address: string): ScrubServiceClient {
  return new ScrubServiceClient(address, credentials.createInsecure(), {
    "grpc.service_config": JSON.stringify(SERVICE_CONFIG),
    "grpc.enable_retries": 1,
  });
}

// The claims of a file, one JSON object a line.
export async function* readClaims(path: string): AsyncGenerator<Claim> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    ++number;
    if (line.trim() === "") continue;
    let json: unknown;
    try {
      json = JSON.parse(line);
    } catch {
      // The parser's own message may repeat the text, which is a patient's.
      throw new Error(`${path}:${number}: is no claim in JSON form`);
    }
    yield Claim.fromJSON(json);
  }
}

// Resolves when the last message of a stream has been taken and the call has succeeded; "end" alone
// comes with a failed call too.
export function completion<Q, A>(stream: ClientDuplexStream<Q, A>): Promise<void> {
  return new Promise((resolve, reject) => {
    let missing = 2;
    const half = () => (--missing === 0 ? resolve() : undefined);
    stream.on("error", reject);
    stream.on("end", half);
    stream.on("status", (end) => (end.code === status.OK ? half() : undefined));
  });
}

export const deadlineIn = (milliseconds: number) => ({ deadline: Date.now() + milliseconds });

// Clean claims and mere warnings go out; blocked ones go back to the biller, and one that was not
// checked in full waits for a person.
export function maySubmit(result: ScrubResult): boolean {
  return (
    result.verdict === ScrubResult_Verdict.CLEAN || result.verdict === ScrubResult_Verdict.FINDINGS
  );
}

// The work queue's view of one claim.
export function show(result: ScrubResult): void {
  console.log(`${result.claimId}: ${ScrubResult_Verdict[result.verdict]}`);
  for (const finding of result.findings) {
    const where = finding.lineNumbers.length > 0 ? `line ${finding.lineNumbers.join(", ")}` : "claim";
    console.log(`  [${Finding_Severity[finding.severity]}] ${where}: ${finding.message}`);
    console.log(`      rule ${finding.ruleId}`);
    finding.fixes.forEach((fix, i) => {
      // the buttons of the screen, best first
      console.log(`      ${i + 1}. ${fix.text}${fix.requiresDocumentation ? " (only if documented)" : ""}`);
    });
  }
}

// Why a claim was not checked: a status from within an answer.
export function showStatus(claim: string, problem: Status): void {
  console.log(`${claim}: not checked: ${status[problem.code]}: ${problem.message}`);
  for (const detail of problem.details) {
    if (!detail.typeUrl.endsWith("/google.rpc.BadRequest")) continue;
    for (const violation of BadRequest.decode(detail.value).fieldViolations) {
      console.log(`  ${violation.field} ${violation.description}`);
    }
  }
}

// The same of a call that failed: the fields at fault travel in its trailing metadata.
export function showError(claim: string, error: ServiceError): void {
  const [bytes] = (error.metadata ?? new Metadata()).get("grpc-status-details-bin");
  const details = Buffer.isBuffer(bytes) ? Status.decode(bytes).details : [];
  showStatus(claim, { code: error.code, message: error.details, details });
}

// Counts answers and makes the exit code of an example: 0 all may be sent, 1 one may not, 2 one was
// not checked.
export class Tally {
  private answered = 0;
  private held = 0;
  private unchecked = 0;

  add(result: ScrubResult | undefined): void {
    if (result === undefined) {
      ++this.unchecked;
      return;
    }
    ++this.answered;
    if (!maySubmit(result)) ++this.held;
  }

  finish(): void {
    console.log(
      `${this.answered} claims answered, ${this.held} of them held back, ${this.unchecked} not checked`,
    );
    process.exitCode = this.unchecked > 0 ? 2 : this.held > 0 ? 1 : 0;
  }
}

// Runs an example; an error is told in a line and ends it with 2.
export function run(main: () => Promise<void>): void {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 2;
  });
}
