"""What a practice-management system calls when the biller presses "submit".

    python3 pre_submission_hook.py 127.0.0.1:50051 [claims.json]

Scrubs each claim of the file (one claim a line, as JSON) in a call of its own and shows what the
biller would see; without a file, a claim made here. Exits 1 when a claim must not be sent, 2
when one could not be checked.
"""

import json
import pathlib
import sys

import grpc
from google.protobuf import json_format

from stubs import claim_pb2, error_details_pb2, result_pb2, scrub_service_pb2
from stubs import scrub_service_pb2_grpc, status_pb2

# The biller is waiting: an answer later than this is no answer.
DEADLINE_SECONDS = 2.0

# Scrubbing changes nothing on the server, so a call may be repeated. UNAVAILABLE is a server that
# restarts, RESOURCE_EXHAUSTED one with too much to do; anything else would fail again.
SERVICE_CONFIG = {
    "methodConfig": [
        {
            "name": [{"service": "scrubline.v1.ScrubService", "method": "ScrubClaim"}],
            "retryPolicy": {
                "maxAttempts": 4,
                "initialBackoff": "0.05s",
                "maxBackoff": "0.5s",
                "backoffMultiplier": 3,
                "retryableStatusCodes": ["UNAVAILABLE", "RESOURCE_EXHAUSTED"],
            },
        }
    ]
}

Verdict = result_pb2.ScrubResult.Verdict
Severity = result_pb2.Finding.Severity


class Scrubber:
    """One for the whole process: its channel is shared by all threads and kept open, so that a call
    costs no connection of its own."""

    def __init__(self, address):
        self._channel = grpc.insecure_channel(
            address,
            options=[
                ("grpc.service_config", json.dumps(SERVICE_CONFIG)),
                ("grpc.enable_retries", 1),
                ("grpc.keepalive_time_ms", 300_000),
            ],
        )
        self._stub = scrub_service_pb2_grpc.ScrubServiceStub(self._channel)

    def scrub(self, claim):
        """The result, or grpc.RpcError. An error means "not checked", never "clean"."""
        request = scrub_service_pb2.ScrubClaimRequest(claim=claim)
        return self._stub.ScrubClaim(request, timeout=DEADLINE_SECONDS).result

    def close(self):
        self._channel.close()


def violations(error):
    """The fields at fault, from the details of INVALID_ARGUMENT: [(path, what is wrong)]."""
    for key, value in error.trailing_metadata() or ():
        if key != "grpc-status-details-bin":
            continue
        for detail in status_pb2.Status.FromString(value).details:
            bad_request = error_details_pb2.BadRequest()
            if detail.Unpack(bad_request):
                return [(v.field, v.description) for v in bad_request.field_violations]
    return []


def show(result):
    """The work queue's view of one claim."""
    print(f"{result.claim_id}: {Verdict.Name(result.verdict)}")
    for finding in result.findings:
        lines = ", ".join(str(number) for number in finding.line_numbers)
        where = f"line {lines}" if lines else "claim"
        print(f"  [{Severity.Name(finding.severity)}] {where}: {finding.message}")
        print(f"      rule {finding.rule_id}")
        for number, fix in enumerate(finding.fixes, start=1):
            mark = " (only if documented)" if fix.requires_documentation else ""
            print(f"      {number}. {fix.text}{mark}")
    for gap in result.not_evaluated:
        print(f"  not checked: {gap.rule_id or 'the claim'}: {gap.reason}")


def may_submit(result):
    """Clean claims and mere warnings go out; blocked ones go back to the biller, and one that was
    not checked in full waits for a person."""
    return result.verdict in (Verdict.Value("CLEAN"), Verdict.Value("FINDINGS"))


def example_claim():
    """An office visit with a joint injection on the same day, without modifier 25."""
    return claim_pb2.Claim(
        claim_id="EXAMPLE-1",
        type=claim_pb2.Claim.PROFESSIONAL,
        payer=claim_pb2.Payer(id="SMPLB", line_of_business=claim_pb2.Payer.MEDICARE),
        patient=claim_pb2.Patient(birth_date="1951-09-30"),
        place_of_service="11",
        diagnoses=[claim_pb2.Diagnosis(code="M25.561")],
        billing=claim_pb2.Provider(
            npi="1234567893", entity_type=claim_pb2.Provider.ORGANIZATION
        ),
        rendering=claim_pb2.Provider(npi="1245319599"),
        service_lines=[
            claim_pb2.ServiceLine(
                line_number=1,
                procedure_code="99213",
                service_date="2024-05-10",
                units=1,
                charge_cents=12_000,
                diagnosis_pointers=[1],
            ),
            claim_pb2.ServiceLine(
                line_number=2,
                procedure_code="20610",
                service_date="2024-05-10",
                units=1,
                charge_cents=9_500,
                diagnosis_pointers=[1],
            ),
        ],
    )


def read_claims(path):
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json_format.Parse(line, claim_pb2.Claim())


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    claims = read_claims(arguments[1]) if len(arguments) == 2 else [example_claim()]
    scrubber = Scrubber(arguments[0])
    exit_code = 0
    for claim in claims:
        try:
            result = scrubber.scrub(claim)
        except grpc.RpcError as error:
            # The claim stays in the queue. The screen shows the fields at fault, if it is our
            # fault, or says that scrubbing is down.
            print(f"{claim.claim_id}: not checked: {error.code().name}: {error.details()}")
            for field, description in violations(error):
                print(f"  {field}: {description}")
            exit_code = 2
            continue
        show(result)
        if not may_submit(result):
            exit_code = max(exit_code, 1)
    scrubber.close()
    return exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
