#!/usr/bin/env python3
"""What the schema of the rule language accepts and refuses.

usage: schema_test.py SCRUB ROOT

Every file of the shipped rulesets must pass, and of those that tests load without an error. Files
that are wrong in what a schema can know must not: those of WRONG below, each with the place of the
mistake.
"""

import json
import pathlib
import re
import subprocess
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """YAML 1.2, as editors read it: `on` and `no` are text. Days stay text, as in JSON."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in pairs
            if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), "tf")

# Forms that the shipped rules do not have.
SOUND = [
    "conditions: {c: {accident.auto: true}}",
    "conditions: {c: {accident.auto: no}}",
    "conditions: {c: {with_line: {earlier: true, procedure_code: '99213'}}}",
    "conditions: {c: {with_history: {in_calendar_year: true, days_before: {between: [-1, 5]}}}}",
    "conditions: {c: {count_lines: {history: true, more_than: 2}}}",
    "conditions: {c: {units: {more_than: administered_quantity}}}",
    "conditions: {c: {service_date: {after: patient.birth_date + 1 year}}}",
    "conditions: {c: {procedure_code: [99213, J9*, $codes, evaluation_and_management]}}",
]

# (what is wrong, the file, the path to the mistake)
WRONG = [
    ("unknown key of a file", "rule: []", []),
    ("unknown key of a rule", "rules: [{id: A.B, title: t, severity: warn, message: m, wen: {}}]",
     ["rules", 0]),
    ("no severity", "rules: [{id: A.B, title: t, message: m}]", ["rules", 0]),
    ("unknown severity", "rules: [{id: A.B, title: t, severity: wrn, message: m}]",
     ["rules", 0, "severity"]),
    ("id in small letters", "rules: [{id: a.b, title: t, severity: warn, message: m}]",
     ["rules", 0, "id"]),
    ("unknown field", "conditions: {c: {place_of_servce: ['11']}}", ["conditions", "c"]),
    ("unknown list", "conditions: {c: {procedure_code: no_such_list}}",
     ["conditions", "c", "procedure_code"]),
    ("unknown word", "conditions: {c: {patient.sex: femal}}", ["conditions", "c", "patient.sex"]),
    ("unknown comparison", "conditions: {c: {units: {atleast: 3}}}", ["conditions", "c", "units"]),
    ("no number", "conditions: {c: {units: many}}", ["conditions", "c", "units"]),
    ("no date", "conditions: {c: {service_date: {before: tomorrow}}}",
     ["conditions", "c", "service_date"]),
    ("empty condition", "conditions: {c: {}}", ["conditions", "c"]),
    ("age without a day", "conditions: {c: {age: {under: 18}}}", ["conditions", "c", "age"]),
    ("unknown key for lines", "conditions: {c: {with_line: {same: [service_dat]}}}",
     ["conditions", "c", "with_line", "same"]),
    ("unknown rule", "overrides: [{id: a, reason: r, owner: o, select: {rule: NO.SUCH.RULE}}]",
     ["overrides", 0, "select", "rule"]),
    ("no reason", "overrides: [{id: a, owner: o, select: {all: true}}]", ["overrides", 0]),
    ("unknown key of a list", "lists: {visits: {code: ['99213']}}", ["lists", "visits"]),
    ("unknown parameter", "rules: [{id: NCCI.MUE, use: NCCI.MUE, title: t, severity: warn, "
     "message: m, parameters: {provider_scop: tax_id}}]", ["rules", 0, "parameters"]),
    ("unknown value of a parameter", "rules: [{id: NCCI.MUE, use: NCCI.MUE, title: t, severity: "
     "warn, message: m, parameters: {provider_scope: tax}}]",
     ["rules", 0, "parameters", "provider_scope"]),
    ("unknown fix", "rules: [{id: A.B, title: t, severity: warn, message: m, fix: "
     "{add_modfier: '25'}}]", ["rules", 0, "fix"]),
    ("unknown key of a claim", "rules: [{id: A.B, title: t, severity: warn, message: m, examples: "
     "[{fires: {lnes: []}}]}]", ["rules", 0, "examples"]),
    ("ruleset without a layer", "{id: a, version: '1', language: 1, title: t}", []),
    ("unknown layer", "{id: a, version: '1', language: 1, title: t, layer: nation}", ["layer"]),
    ("rules in a ruleset.yaml", "{id: a, version: '1', language: 1, title: t, layer: national, "
     "rules: []}", []),
    ("unknown line of business", "{id: a, version: '1', language: 1, title: t, layer: national, "
     "scope: {line_of_business: [comercial]}}", ["scope", "line_of_business"]),
    ("unknown rule in a test", "tests: [{name: n, claim: {}, findings: [{rule: NO.SUCH}]}]",
     ["tests", 0, "findings", 0, "rule"]),
    ("unknown verdict", "tests: [{name: n, claim: {}, verdict: ok}]", ["tests", 0, "verdict"]),
]


def schema_of(scrub, rulesets):
    text = subprocess.run([scrub, "schema", "--rulesets", rulesets], check=True,
                          capture_output=True, text=True).stdout
    schema = json.loads(text)
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def deepest(error):
    """The path of the innermost mistake."""
    paths = [list(error.absolute_path)]
    for inner in error.context or []:
        paths.append(deepest(inner))
    return max(paths, key=len)


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


def main():
    scrub, root = sys.argv[1], pathlib.Path(sys.argv[2])
    failures = []
    shipped = schema_of(scrub, str(root / "rulesets"))
    files = sorted((root / "rulesets").rglob("*.yaml"))
    if len(files) < 15:
        failures.append(f"only {len(files)} shipped files")
    checked = [(shipped, path) for path in files]
    # Rulesets that tests load: a folder, or a folder of folders.
    for header in sorted((root / "tests").rglob("ruleset.yaml")):
        if "golden" in header.parts:
            continue
        folder = header.parent
        siblings = list(folder.parent.glob("*/ruleset.yaml"))
        schema = schema_of(scrub, str(folder.parent if len(siblings) > 1 else folder))
        checked += [(schema, path) for path in sorted(folder.rglob("*.yaml"))]
    for schema, path in checked:
        for error in schema.iter_errors(load(path)):
            failures.append(f"{path}: refused at {deepest(error)}: {error.message[:200]}")

    for text in SOUND:
        for error in shipped.iter_errors(yaml.load(text, Loader)):
            failures.append(f"{text}: refused at {deepest(error)}: {error.message[:200]}")
    for what, text, place in WRONG:
        errors = list(shipped.iter_errors(yaml.load(text, Loader)))
        if not errors:
            failures.append(f"{what}: not refused: {text}")
        elif not any(deepest(error)[: len(place)] == place for error in errors):
            failures.append(f"{what}: refused at {[deepest(e) for e in errors]}, not {place}")

    for failure in failures:
        print(failure)
    print(f"{len(checked)} files, {len(WRONG)} mistakes, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
