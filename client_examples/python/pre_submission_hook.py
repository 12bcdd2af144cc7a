"""What a practice-management system calls when the biller presses "submit".

    python3 pre_submission_hook.py 127.0.0.1:50051 [claims.json]

Scrubs each claim of the file (one claim a line, as JSON) in a call of its own and shows what the
biller would see; without a file, a claim made here. Exits 1 when a claim must not be sent, 2
when one could not be checked.
"""

import sys

import grpc

import client
from stubs import claim_pb2, scrub_service_pb2

# The biller is waiting: an answer later than this is no answer.
DEADLINE_SECONDS = 2.0


def scrub(service, claim):
    """The result, or grpc.RpcError. An error means "not checked", never "clean"."""
    request = scrub_service_pb2.ScrubClaimRequest(claim=claim)
    return service.ScrubClaim(request, timeout=DEADLINE_SECONDS).result


def example_claim():
    """An office visit with a joint injection on the same day, without modifier 25."""
    claim = claim_pb2.Claim(
        claim_id="EXAMPLE-1",
        type=claim_pb2.Claim.PROFESSIONAL,
        payer=claim_pb2.Payer(line_of_business=claim_pb2.Payer.MEDICARE),
        patient=claim_pb2.Patient(birth_date="1951-09-30"),
        place_of_service="11",
        diagnoses=[claim_pb2.Diagnosis(code="M25.561")],
        billing=claim_pb2.Provider(npi="1234567893", entity_type=claim_pb2.Provider.ORGANIZATION),
        rendering=claim_pb2.Provider(npi="1245319599"),
    )
    for number, code in enumerate(("99213", "20610"), start=1):
        claim.service_lines.add(
            line_number=number,
            procedure_code=code,
            service_date="2024-05-10",
            units=1,
            charge_cents=12_000,
            diagnosis_pointers=[1],
        )
    return claim


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    claims = client.read_claims(arguments[1]) if len(arguments) == 2 else [example_claim()]
    tally = client.Tally()
    with client.connect(arguments[0]) as channel:
        service = client.service(channel)
        for claim in claims:
            result = None
            try:
                result = scrub(service, claim)
                client.show(result)
            except grpc.RpcError as error:
                # The claim stays in the queue. The screen shows the fields at fault, if it is our
                # fault, or says that scrubbing is down.
                client.show_error(claim.claim_id, error)
            tally.add(result)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
