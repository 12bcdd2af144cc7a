"""What a clearinghouse does with claims it holds as messages: one stream, many claims a message.

    python3 batch_stream.py 127.0.0.1:50051 claims.json

Messages are answered one by one and in order, and the server reads the next only when it has
written an answer: gRPC takes messages from the generator while answers are read here. A claim at
fault gets a status of its own; the others go on. Exits 1 when a claim must not be sent, 2 when one
could not be checked.
"""

import itertools
import sys

import grpc

import client
from stubs import scrub_service_pb2

CLAIMS_PER_MESSAGE = 200  # the server takes 1,000 and 4 MiB
DEADLINE_SECONDS = 600


def messages(path):
    numbered = enumerate(client.read_claims(path), start=1)  # our own number of the claim
    while chunk := list(itertools.islice(numbered, CLAIMS_PER_MESSAGE)):
        request = scrub_service_pb2.ScrubClaimsRequest()
        for sequence, claim in chunk:
            request.items.add(sequence=sequence, claim=claim)
        yield request


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    tally = client.Tally()
    with client.connect(arguments[0]) as channel:
        answers = client.service(channel).ScrubClaims(
            messages(arguments[1]), timeout=DEADLINE_SECONDS
        )
        try:
            for answer in answers:
                for item in answer.items:
                    if item.WhichOneof("outcome") == "result":
                        verdict = client.Verdict.Name(item.result.verdict)
                        print(f"{item.sequence} {item.result.claim_id}: {verdict}")
                        tally.add(item.result)
                    else:
                        client.show_status(f"claim {item.sequence}", item.status)
                        tally.add(None)
        except grpc.RpcError as error:
            # Of a line that is no claim gRPC says only that the generator failed; its trace, with
            # the line's number, is in the log.
            client.show_error("the stream", error)
            return 2
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
