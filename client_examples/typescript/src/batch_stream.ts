// What a clearinghouse does with claims it holds as messages: one stream, many claims a message.
//
//   node dist/batch_stream.js 127.0.0.1:50051 claims.json
//
// Messages are answered one by one and in order, and the server reads the next only when it has
// written an answer: answers are taken while messages go out. A claim at fault gets a status of its
// own; the others go on. Exits 1 when a claim must not be sent, 2 when one could not be checked.
import { Metadata } from "@grpc/grpc-js";
import { once } from "node:events";

import { completion, connect, deadlineIn, readClaims, run, showStatus, Tally } from "./client";
import { ScrubResult_Verdict } from "./generated/scrubline/v1/result";
import { ScrubClaimsRequest, ScrubClaimsResponse } from "./generated/scrubline/v1/scrub_service";

const CLAIMS_PER_MESSAGE = 200; // the server takes 1,000 and 4 MiB
const DEADLINE_MS = 10 * 60 * 1000;

async function* messages(path: string): AsyncGenerator<ScrubClaimsRequest> {
  let request = ScrubClaimsRequest.fromPartial({});
  let sequence = 0; // our own number of the claim
  for await (const claim of readClaims(path)) {
    request.items.push({ sequence: ++sequence, claim });
    if (request.items.length < CLAIMS_PER_MESSAGE) continue;
    yield request;
    request = ScrubClaimsRequest.fromPartial({});
  }
  if (request.items.length > 0) yield request;
}

run(async () => {
  const [address, file] = process.argv.slice(2);
  if (file === undefined) throw new Error("usage: batch_stream ADDRESS CLAIMS.json");
  const service = connect(address);
  const stream = service.scrubClaims(new Metadata(), deadlineIn(DEADLINE_MS));
  const tally = new Tally();
  stream.on("data", (response: ScrubClaimsResponse) => {
    for (const item of response.items) {
      if (item.status !== undefined) showStatus(`claim ${item.sequence}`, item.status);
      if (item.result !== undefined) {
        const { claimId, verdict } = item.result;
        console.log(`${item.sequence} ${claimId}: ${ScrubResult_Verdict[verdict]}`);
      }
      tally.add(item.result);
    }
  });
  const ended = completion(stream);
  const sent = (async () => {
    for await (const message of messages(file)) {
      if (!stream.write(message)) await once(stream, "drain");
    }
    stream.end();
  })();
  try {
    await Promise.all([sent, ended]);
    tally.finish();
  } finally {
    stream.cancel(); // what is left of it, where something failed
    service.close();
  }
});
