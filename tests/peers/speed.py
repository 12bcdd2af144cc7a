"""One 837 file, read and answered by the peers and by us, one after the other on one processor.

    speed.py SCRUB READER_BENCH [CLAIMS]     claims of four lines; 5,000 by default

Processor time of whole processes, starts included: the best of three runs (of pyx12's validation, which is long, one). What
each does is not the same, and is said. The claims' rate of each is divided into ours.
"""

import os
import re
import subprocess
import sys

FOLDER = "build/peers"
PYTHON = f"{FOLDER}/venv/bin/python"


def measured(command):
    """Processor seconds and peak memory in MB."""
    with open(os.devnull, "w", encoding="ascii") as nothing:
        process = subprocess.Popen(command, stdout=nothing, stderr=nothing)
        _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1, 3):  # of scrub: answers
        sys.exit(f"{' '.join(command)} ended with {code}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    scrub, reader_bench = sys.argv[1:3]
    claims = int(sys.argv[3]) if len(sys.argv) > 3 else 5000
    file = f"{FOLDER}/speed.837"
    subprocess.run([sys.executable, "tests/peers/generate_837.py", file, str(claims)], check=True)
    size = os.path.getsize(file) / 1e6
    print(f"{claims:,} claims of 4 lines, {size:.1f} MB")

    def show(name, seconds, memory, ours):
        ratio = f"  scrub is {seconds / ours:,.0f} x as fast" if ours else ""
        print(f"  {name:52} {claims / seconds:>11,.0f} claims/s {size / seconds:>7.1f} MB/s"
              f"{f' {memory:>5.0f} MB' if memory else ' ' * 9}{ratio}")

    print("read:")
    bench = subprocess.run([reader_bench, file, "64"], stdout=subprocess.PIPE, check=True)
    ours = size / float(re.match(rb"(\d+) MB/s", bench.stdout).group(1))
    show("scrub: claims (reader_bench)", ours, None, None)
    for name, command in (
            ("node-x12: segments in a tree",
             ["node", "tests/peers/read_x12.mjs", "node-x12", "--count", file]),
            ("x12-parser: segments",
             ["node", "tests/peers/read_x12.mjs", "x12-parser", "--count", file]),
            ("pyx12: segments", [PYTHON, "tests/peers/read_837.py", "segments", file])):
        show(name, *min(measured(command) for _ in range(3)), ours)

    print("answered:")
    seconds, memory = min(
        measured([scrub, "check", "--jobs", "1", "--today", "2024-05-14", "--format", "999,277ca",
                  "--out", f"{FOLDER}/speed", file]) for _ in range(3))
    show("scrub check: form, all rules; 999 and 277CA", seconds, memory, None)
    show("pyx12: form; 999", *measured([PYTHON, "tests/peers/read_837.py", "validate", file]), seconds)


if __name__ == "__main__":
    main()
