// What a clearinghouse does with an 837 file: its bytes go up, results come back meanwhile, the
// acknowledgments at the end.
//
//   node dist/file_upload.js 127.0.0.1:50051 claims.837 [OUT_FOLDER]
//
// Writes the acknowledgments to OUT_FOLDER/999.x12 and OUT_FOLDER/277ca.x12. Exits 1 when a claim
// must not be sent, 2 when one could not be checked or the file could not be read to its end.
import { Metadata } from "@grpc/grpc-js";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { completion, connect, deadlineIn, run, showStatus, Tally } from "./client";
import { ScrubResult_Verdict } from "./generated/scrubline/v1/result";
import {
  FileAcknowledgment_Kind,
  FileIssue_Level,
  FileOptions,
  FileSummary,
  ScrubFileResponse,
} from "./generated/scrubline/v1/scrub_service";

const CHUNK_BYTES = 256 * 1024;
const DEADLINE_MS = 10 * 60 * 1000;

const FILES = new Map([
  [FileAcknowledgment_Kind.X12_999, "999.x12"],
  [FileAcknowledgment_Kind.X12_277CA, "277ca.x12"],
]);

run(async () => {
  const [address, file, folder] = process.argv.slice(2);
  if (file === undefined) throw new Error("usage: file_upload ADDRESS CLAIMS.837 [OUT_FOLDER]");
  const service = connect(address);
  const stream = service.scrubFile(new Metadata(), deadlineIn(DEADLINE_MS));
  const tally = new Tally();
  const pieces = new Map<FileAcknowledgment_Kind, Uint8Array[]>();
  let summary: FileSummary | undefined;
  stream.on("data", (response: ScrubFileResponse) => {
    for (const issue of response.issues) {
      console.log(`byte ${issue.place?.byteOffset}: ${FileIssue_Level[issue.level]}: ${issue.message}`);
    }
    for (const claim of response.claims) {
      if (claim.status !== undefined) showStatus(`claim ${claim.sequence}`, claim.status);
      if (claim.result !== undefined) {
        const { claimId, verdict } = claim.result;
        console.log(`${claim.sequence} ${claimId}: ${ScrubResult_Verdict[verdict]}`);
      }
      tally.add(claim.result);
    }
    for (const { kind, content } of response.acknowledgments) {
      // a long one comes in several
      pieces.set(kind, [...(pieces.get(kind) ?? []), content]);
    }
    summary = response.summary ?? summary;
  });
  const ended = completion(stream);
  const sent = (async () => {
    const acknowledgments = folder === undefined ? [] : [...FILES.keys()];
    stream.write({ options: FileOptions.fromPartial({ acknowledgments }) });
    for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
      if (!stream.write({ chunk })) await once(stream, "drain");
    }
    stream.end();
  })();
  try {
    await Promise.all([sent, ended]);
    if (summary === undefined) {
      throw new Error("the stream ended before the summary: the answer is not whole");
    }
    for (const [kind, content] of pieces) {
      await writeFile(join(folder, FILES.get(kind) ?? "unknown.x12"), Buffer.concat(content));
    }
    tally.finish();
  } finally {
    stream.cancel(); // what is left of it, where something failed
    service.close();
  }
});
