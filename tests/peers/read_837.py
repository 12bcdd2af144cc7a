"""pyx12 at work on one 837 file, for speed.py.

    read_837.py segments|validate FILE
"""

import io
import logging
import sys

import pyx12.params
import pyx12.x12file
import pyx12.x12n_document


def main():
    logging.disable(logging.CRITICAL)
    if sys.argv[1] == "segments":
        with open(sys.argv[2], encoding="ascii") as file:
            print(sum(1 for _ in pyx12.x12file.X12Reader(file)))
        return
    answer = io.StringIO()
    print(pyx12.x12n_document.x12n_document(pyx12.params.ParamsBase(), sys.argv[2], answer, None))


if __name__ == "__main__":
    main()
