"""Has the peers read 837 files that `scrub convert` wrote.

    check_837.py SOURCE=WRITTEN...

node-x12 (strict), x12-parser and pyx12 must read the same segments, pyx12 find nothing against the guide, and the claims be those
of the source: one after the other, with their numbers and charges.
"""

import logging
import sys

import compare


def claims_of(segments):
    return [claim for _, _, held in compare.read_source(segments) for claims in held.values() for claim in claims]


def main():
    logging.disable(logging.CRITICAL)
    failures = compare.Failures()
    pairs = [pair.split("=") for pair in sys.argv[1:]]
    written = [pair[1] for pair in pairs]
    strict = compare.by_npm("node-x12", written)
    streamed = compare.by_npm("x12-parser", written)
    claims = 0
    for source, file in pairs:
        segments = compare.by_pyx12(file)
        failures.check(strict[file] == segments, file, "node-x12 and pyx12 read other segments")
        failures.check(streamed[file] == segments, file, "x12-parser and pyx12 read other segments")
        for error in compare.guide_errors(file, "837")[:5]:
            failures.check(False, file, f"pyx12: {error}")
        expected = claims_of(compare.by_pyx12(source))
        failures.check(claims_of(segments) == expected, file, f"holds other claims than {source}")
        claims += len(expected)
    print(f"{len(pairs)} written 837 files with {claims} claims: {failures.count} disagreements")
    return 1 if failures.count or not claims else 0


if __name__ == "__main__":
    sys.exit(main())
