"""What the examples share: the connection, claims from a file, and how a result is shown."""

import json
import pathlib

import grpc
from google.protobuf import json_format

from stubs import claim_pb2, error_details_pb2, result_pb2, scrub_service_pb2_grpc, status_pb2

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


def connect(address):
    """The channel that the whole process shares: one per call would cost more than the call.
    Across a network, grpc.secure_channel."""
    return grpc.insecure_channel(
        address,
        options=[
            ("grpc.service_config", json.dumps(SERVICE_CONFIG)),
            ("grpc.enable_retries", 1),
            ("grpc.keepalive_time_ms", 300_000),
        ],
    )


def service(channel):
    return scrub_service_pb2_grpc.ScrubServiceStub(channel)


def read_claims(path):
    """The claims of a file, one JSON object a line."""
    with pathlib.Path(path).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield json_format.Parse(line, claim_pb2.Claim())
            except json_format.ParseError:
                # The parser's own message may repeat the text, which is a patient's.
                raise ValueError(f"{path}:{number}: is no claim in JSON form") from None


def may_submit(result):
    """Clean claims and mere warnings go out; blocked ones go back to the biller, and one that was
    not checked in full waits for a person."""
    return result.verdict in (Verdict.Value("CLEAN"), Verdict.Value("FINDINGS"))


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


def show_status(claim, problem):
    """Why a claim was not checked: the fields at fault where the request is at fault."""
    names = {code.value[0]: code.name for code in grpc.StatusCode}
    print(f"{claim}: not checked: {names.get(problem.code)}: {problem.message}")
    for detail in problem.details:
        bad_request = error_details_pb2.BadRequest()
        if detail.Unpack(bad_request):
            for violation in bad_request.field_violations:
                print(f"  {violation.field}: {violation.description}")


def show_error(claim, error):
    """The same of a call that failed: the fields at fault travel in its trailing metadata."""
    problem = status_pb2.Status(code=error.code().value[0], message=error.details())
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            problem = status_pb2.Status.FromString(value)
    show_status(claim, problem)


class Tally:
    """Counts answers and makes the exit code of an example: 0 all may be sent, 1 one may not, 2 one
    was not checked."""

    def __init__(self):
        self._answered = self._held = self._unchecked = 0

    def add(self, result):
        """`result`: None for a claim that was not checked."""
        if result is None:
            self._unchecked += 1
            return
        self._answered += 1
        self._held += not may_submit(result)

    def finish(self):
        print(
            f"{self._answered} claims answered, {self._held} of them held back,"
            f" {self._unchecked} not checked"
        )
        return 2 if self._unchecked else 1 if self._held else 0
