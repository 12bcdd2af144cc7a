"""Has fhir.resources (PyPI; R4B, in which the resources we write are those of R4) read our FHIR: it refuses elements that the
specification does not have, values of another type, and required elements that are absent.

    check_fhir.py FILE...             resources as JSON: one, or one a line
"""

import json
import sys

from fhir.resources import construct_fhir_element


def resources(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    return [json.loads(line) for line in text.splitlines()] if path.endswith(".ndjson") else [json.loads(text)]


def main():
    read = refused = 0
    for path in sys.argv[1:]:
        for number, resource in enumerate(resources(path), 1):
            read += 1
            try:
                construct_fhir_element(resource["resourceType"], resource)
            except ValueError as error:  # pydantic's are
                refused += 1
                print(f"{path}:{number}: fhir.resources: {error}")
    # A reader that takes everything would prove nothing.
    try:
        construct_fhir_element("ClaimResponse", {"resourceType": "ClaimResponse", "outcom": "error"})
        print("fhir.resources takes a ClaimResponse without its required elements")
        refused += 1
    except ValueError:
        pass
    print(f"{read} FHIR resources: {refused} refused")
    return 1 if refused or not read else 0


if __name__ == "__main__":
    sys.exit(main())
