"""Holds our answers to 837 files (999 with TA1, 277CA) against what independent readers make of them.

    compare.py SOURCES ANSWERS        folders; beside each answer FILE.999 and FILE.277ca, FILE.jsonl

node-x12 and x12-parser (npm) and pyx12 must read the same segments; node-x12 checks control numbers and counts, pyx12 the
implementation guides. What the segments say is then held against the sources, as a peer reads these, and the JSON results.
"""

import collections
import decimal
import io
import json
import logging
import os
import re
import subprocess
import sys
import tempfile

import pyx12.params
import pyx12.x12file
import pyx12.x12n_document

# pyx12 looks for TA1 behind the groups, and ends when it finds fault with what a TA1 repeats; node-x12 takes no TA1 outside
# of a group. X12 has it in front of the first group. Both are shown the answers without it.
#
# X12 asks for a claim's days of service, which a claim without them does not have.
TOLERATED = {("277ca", "DTP", 'Mandatory segment "Claim Level Service Date" (DTP) missing')}


class Failures:
    def __init__(self):
        self.count = 0

    def check(self, holds, file, what):
        if not holds:
            self.count += 1
            print(f"{file}: {what}")


def without_ta1(text):
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("TA1*"))


def by_npm(peer, files):
    """{file: segments} of a peer from npm; the error text where it refuses the file."""
    if not files:
        return {}
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "read_x12.mjs")
    run = subprocess.run(["node", script, peer, *files], stdout=subprocess.PIPE, check=True)
    read = {}
    for line in run.stdout.decode().splitlines():
        entry = json.loads(line)
        read[entry["file"]] = entry.get("error") or trimmed(entry["segments"])
    return read


# node-x12 reads ISA13 as a number.
CONTROL_NUMBER = {"ISA": 13, "IEA": 2, "TA1": 1}


def trimmed(segments):
    """As peers differ in blanks, in empty elements at the end and in the zeros of an interchange's number."""
    rows = []
    for segment in segments:
        row = [(element or "").strip() for element in segment]
        while row and not row[-1]:
            row.pop()
        place = CONTROL_NUMBER.get(row[0], len(row)) if row else 0
        if place < len(row):
            row[place] = row[place].lstrip("0")
        if row:
            rows.append(row)
    return rows


def by_pyx12(path):
    segments = []
    with open(path, encoding="latin-1", newline="") as file:
        text = file.read()
    # pyx12 takes the separators of the first interchange for those of all.
    for interchange in re.split(r"(?=ISA[^A-Za-z0-9 ]\d\d)", text):
        if not interchange.strip():
            continue
        for segment in pyx12.x12file.X12Reader(io.StringIO(interchange)):
            elements = [segment.get_value(f"{i:02}") or "" for i in range(1, len(segment) + 1)]
            segments.append([segment.get_seg_id(), *elements])
    return trimmed(segments)


def guide_errors(path, kind):
    """What pyx12 has to say by the implementation guide."""
    found = io.StringIO()
    if pyx12.x12n_document.x12n_document(pyx12.params.ParamsBase(), path, None, None, fd_json=found):
        return []
    errors = []

    def walk(node, segment):
        if isinstance(node, dict):
            segment = node.get("seg_id", segment)
            for error in node.get("errors", []):
                if (kind, segment, error["err_str"]) not in TOLERATED:
                    errors.append(f"{segment}: {error['err_str']}")
            for child in node.values():
                walk(child, segment)
        elif isinstance(node, list):
            for child in node:
                walk(child, segment)

    walk(json.loads(found.getvalue()), "")
    return errors


def read_source(segments):
    """Interchanges of an 837: [(ISA13, asks, {(GS06, ordinal, ST02): [(CLM01, CLM02)]})]."""
    interchanges = []
    group, key, claims = "", None, True
    for row in segments:
        get = lambda i: row[i] if i < len(row) else ""
        if row[0] == "ISA":
            interchanges.append((get(13), get(14) == "1", collections.OrderedDict()))
        elif row[0] == "GS":
            group, claims = get(6), get(1) != "FA"  # acknowledgments are not acknowledged
        elif row[0] == "ST" and claims:
            key = (group, len(interchanges[-1][2]), get(2))
            interchanges[-1][2][key] = []
        elif row[0] == "CLM":
            interchanges[-1][2][key].append((get(1), decimal.Decimal(get(2) or "0")))
    return interchanges


def check_999(file, segments, source, failures):
    """Every transaction is answered, and AK9 counts what was said of them. Gives the places of the rejected ones."""
    answered, rejected = [], set()
    group, control, codes = "", "", []
    for row in segments:
        if row[0] == "TA1":
            failures.check(row[4] in ("A", "E", "R") and len(row[5]) == 3, file, f"a TA1 says {row[4:]}")
        elif row[0] == "AK1":
            group, codes = row[2], []
        elif row[0] == "AK2":
            control = row[2]
        elif row[0] == "IK5":
            failures.check(row[1] in ("A", "E", "R"), file, f"an IK5 says {row[1]}")
            codes.append(row[1])
            if row[1] == "R":
                rejected.add(len(answered))
            answered.append((group, control))
        elif row[0] == "AK9":
            accepted = sum(code != "R" for code in codes)
            failures.check(row[3] == str(len(codes)), file, f"AK9 received {row[3]} of {len(codes)}")
            failures.check(row[4] == str(accepted), file, f"AK9 accepted {row[4]}, the IK5 {accepted}")
            failures.check((row[1] == "R") == (accepted == 0), file, f"AK9 says {row[1]} of {codes}")
    if source is not None:
        sent = [(key[0], key[2]) for _, _, transactions in source for key in transactions]
        failures.check(answered == sent, file, f"answers {answered}, where {sent} were sent")
        told = [row[1] for row in segments if row[0] == "TA1"]
        asked = [control for control, asks, _ in source if asks]
        failures.check(set(asked) <= set(told), file, f"TA1 asked for {asked}, sent for {told}")
        controls = {control for control, _, _ in source}
        failures.check(set(told) <= controls, file, f"TA1 for {told}, the interchanges are {controls}")
    return rejected


def read_277(segments):
    """The submitter level of each transaction with its providers, these with their claims."""
    transactions, node = [], None
    for row in segments:
        if row[0] == "ST":
            transactions.append({"providers": []})
            node = {}
        elif row[0] == "HL":
            node = {"level": row[3], "refs": {}, "statuses": [], "totals": {}, "claims": []}
            if row[3] == "21":
                transactions[-1]["submitter"] = node
            elif row[3] == "19":
                transactions[-1]["providers"].append(node)
            elif row[3] == "PT":
                transactions[-1]["providers"][-1]["claims"].append(node)
        elif row[0] == "TRN" and node:
            node["id"] = row[2]
        elif row[0] == "STC" and node and "in_line" not in node:
            node["statuses"].append(row)
        elif row[0] == "SVC" and node:
            node["in_line"] = True
        elif row[0] in ("QTY", "AMT") and node:
            node["totals"][row[1]] = decimal.Decimal(row[2])
    return transactions


def rejects(claim):
    return any(len(status) > 3 and status[3] == "U" for status in claim["statuses"])


def check_totals(file, totals, claims, names, failures):
    """Counts and amounts of a level are the sums of its claims."""
    for refused, (count, amount) in ((False, names[0]), (True, names[1])):
        chosen = [claim for claim in claims if rejects(claim) == refused]
        cents = sum(decimal.Decimal(claim["statuses"][0][4]) for claim in chosen)
        failures.check(totals.get(count, 0) == len(chosen), file,
                       f"QTY {count} is {totals.get(count, 0)}, the claims are {len(chosen)}")
        failures.check(totals.get(amount, 0) == cents, file,
                       f"AMT {amount} is {totals.get(amount, 0)}, the claims' sum is {cents}")


def check_277(file, segments, source, rejected, results, failures):
    answered = []
    for transaction in read_277(segments):
        claims = [claim for provider in transaction["providers"] for claim in provider["claims"]]
        check_totals(file, transaction["submitter"]["totals"], claims,
                     (("90", "YU"), ("AA", "YY")), failures)
        for provider in transaction["providers"]:
            check_totals(file, provider["totals"], provider["claims"],
                         (("QA", "YU"), ("QC", "YY")), failures)
        for claim in claims:
            first = claim["statuses"][0]
            wanted = {True: ("A3", "A6", "A7", "A8"), False: ("A1", "A2")}[rejects(claim)]
            failures.check(first[1].split(":")[0] in wanted, file, f"claim status {first[1]} with {first[3]}")
            answered.append((claim["id"], decimal.Decimal(first[4]), rejects(claim)))
    # One after the other, as the claims stand in the file.
    by_id = collections.defaultdict(collections.deque)
    for result in results:
        gaps = result.get("notEvaluated", [])
        unreadable = any(gap["ruleId"] == "INPUT.UNREADABLE" for gap in gaps)
        by_id[result.get("claimId", "")].append(result["verdict"] == "BLOCKED" or unreadable)
    if source is None:
        failures.check(len(answered) <= len(results), file, "more claims are answered than were read")
        return
    expected = []
    transactions = [claims for _, _, held in source for claims in held.values()]
    for place, claims in enumerate(transactions):
        for number, charge in claims:
            blocked = by_id[number].popleft() if by_id[number] else None
            if place not in rejected:
                expected.append((number, charge, blocked))
    failures.check(answered == expected, file,
                   f"{len(answered)} claims are not answered as the results say: "
                   f"{[pair for pair in zip(answered, expected) if pair[0] != pair[1]][:3]}")


def check_control_numbers(read, failures):
    """No two answers of a run may look like one sent twice."""
    seen = {}
    for file, segments in read.items():
        for row in segments:
            if row[0] == "ISA":
                failures.check(row[13] not in seen, file, f"ISA13 is that of {seen.get(row[13])}, too")
                seen[row[13]] = file


def main():
    logging.disable(logging.CRITICAL)
    sources, answers = sys.argv[1:3]
    failures = Failures()
    names = sorted(os.path.relpath(os.path.join(folder, name), answers)[:-len(".999")]
                   for folder, _, files in os.walk(answers) for name in files
                   if name.endswith(".999"))
    with tempfile.TemporaryDirectory() as scratch:
        plain, all_files = {}, []
        for name in names:
            for kind in ("999", "277ca"):
                path = os.path.join(answers, f"{name}.{kind}")
                if not os.path.exists(path):
                    continue  # no interchange we can answer, or no claims: an empty answer is no file
                plain[path] = os.path.join(scratch, f"{len(plain)}.{kind}")
                with open(path, encoding="latin-1", newline="") as whole, \
                        open(plain[path], "w", encoding="latin-1", newline="") as out:
                    out.write(without_ta1(whole.read()))
                all_files.append(path)
        read = by_npm("x12-parser", all_files)
        strict = by_npm("node-x12", [plain[path] for path in all_files])
        claims = 0
        for path in all_files:
            kind = path.rsplit(".", 1)[1]
            failures.check(isinstance(strict[plain[path]], list), path, f"node-x12: {strict[plain[path]]}")
            without = [row for row in read[path] if row[0] != "TA1"]
            failures.check(strict[plain[path]] == without, path, "node-x12 and x12-parser read other segments")
            if any(row[0] == "GS" for row in without):
                failures.check(by_pyx12(plain[path]) == without, path, "pyx12 and x12-parser read other segments")
                for error in guide_errors(plain[path], kind)[:5]:
                    failures.check(False, path, f"pyx12: {error}")
        for name in names:
            try:
                source = read_source(by_pyx12(os.path.join(sources, name)))
            except Exception:  # pylint: disable=broad-except  # pyx12 raises what it likes
                source = None  # not to be read by a peer; the answers have to stand by themselves
            results = []
            if os.path.exists(os.path.join(answers, name + ".jsonl")):
                with open(os.path.join(answers, name + ".jsonl"), encoding="utf-8") as lines:
                    results = [json.loads(line) for line in lines]
            claims += len(results)
            acknowledgment = os.path.join(answers, name + ".999")
            rejected = check_999(acknowledgment, read.get(acknowledgment, []), source, failures)
            business = os.path.join(answers, name + ".277ca")
            check_277(business, read.get(business, []), source, rejected, results, failures)
        check_control_numbers(read, failures)
    print(f"{len(all_files)} answers to {len(names)} files with {claims} claims: {failures.count} disagreements")
    return 1 if failures.count or not all_files else 0


if __name__ == "__main__":
    sys.exit(main())
