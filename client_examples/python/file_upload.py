"""What a clearinghouse does with an 837 file: its bytes go up, results come back meanwhile, the
acknowledgments at the end.

    python3 file_upload.py 127.0.0.1:50051 claims.837 [OUT_FOLDER]

Writes the acknowledgments to OUT_FOLDER/999.x12 and OUT_FOLDER/277ca.x12. Exits 1 when a claim must
not be sent, 2 when one could not be checked or the file could not be read to its end.
"""

import pathlib
import sys

import grpc

import client
from stubs import scrub_service_pb2

CHUNK_BYTES = 256 * 1024
DEADLINE_SECONDS = 600

Kind = scrub_service_pb2.FileAcknowledgment
FILES = {Kind.X12_999: "999.x12", Kind.X12_277CA: "277ca.x12"}


def messages(path, options):
    yield scrub_service_pb2.ScrubFileRequest(options=options)
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield scrub_service_pb2.ScrubFileRequest(chunk=chunk)


def main(arguments):
    if not 2 <= len(arguments) <= 3:
        print(__doc__, file=sys.stderr)
        return 2
    folder = pathlib.Path(arguments[2]) if len(arguments) == 3 else None
    options = scrub_service_pb2.FileOptions(acknowledgments=FILES if folder else ())
    written = {}
    tally = client.Tally()
    complete = False
    with client.connect(arguments[0]) as channel:
        answers = client.service(channel).ScrubFile(
            messages(arguments[1], options), timeout=DEADLINE_SECONDS
        )
        try:
            for answer in answers:
                for issue in answer.issues:
                    level = scrub_service_pb2.FileIssue.Level.Name(issue.level)
                    print(f"byte {issue.place.byte_offset}: {level}: {issue.message}")
                for claim in answer.claims:
                    if claim.WhichOneof("outcome") == "result":
                        verdict = client.Verdict.Name(claim.result.verdict)
                        print(f"{claim.sequence} {claim.result.claim_id}: {verdict}")
                        tally.add(claim.result)
                    else:
                        client.show_status(f"claim {claim.sequence}", claim.status)
                        tally.add(None)
                for piece in answer.acknowledgments:  # a long one comes in several
                    written.setdefault(piece.kind, bytearray()).extend(piece.content)
                complete = complete or answer.HasField("summary")
        except grpc.RpcError as error:
            client.show_error(arguments[1], error)
            return 2
    if not complete:
        print("the stream ended before the summary: the answer is not whole", file=sys.stderr)
        return 2
    for kind, content in written.items():
        (folder / FILES[kind]).write_bytes(content)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
