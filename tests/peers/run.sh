#!/usr/bin/env bash
# What we write, read by independent programs fetched into build/peers: answers to 837 files, and 837 files, by node-x12 and
# x12-parser (npm) and pyx12 (PyPI), FHIR by fhir.resources (PyPI).
# usage: tests/peers/run.sh SCRUB, from the root of the repository; needs node, npm and python3 with venv.
#
# SCRUBLINE_DATA   sample files besides the generated ones (default ../shared/data), where they are at hand
set -euo pipefail
readonly SCRUB=$1 FOLDER=build/peers DATA=${SCRUBLINE_DATA:-../shared/data}/x12
# The day after the generated claims were sent.
readonly TODAY=2024-05-14

tests/peers/install.sh

# answer SOURCES ANSWERS [OPTION...]: 0, 1 and 3 are answers, and 2 tells of a file that holds no claim of ours.
answer() {
  local code=0
  rm -rf "$2"
  "$SCRUB" check --format 999,277ca,jsonl --today "$TODAY" --out "$2" "${@:3}" "$1" 2>"$FOLDER/check.log" || code=$?
  ((code <= 3)) || { tail -n 20 "$FOLDER/check.log"; exit "$code"; }
}

failed=0
compare() { "$FOLDER/venv/bin/python" tests/peers/compare.py "$@" || failed=1; }

rm -rf "$FOLDER/generated"
mkdir -p "$FOLDER/generated"
python3 tests/peers/generate_837.py "$FOLDER/generated"
cp sample_data/claims/sample_837p.txt "$FOLDER/generated"
answer "$FOLDER/generated" "$FOLDER/answers"
compare "$FOLDER/generated" "$FOLDER/answers"
answer "$FOLDER/generated" "$FOLDER/answers_strict" --strict
compare "$FOLDER/generated" "$FOLDER/answers_strict"

for kind in 837p 837i malformed; do
  if [[ ! -d $DATA/$kind ]]; then
    echo "skipped: no $DATA/$kind; SCRUBLINE_DATA names the data folder"
    continue
  fi
  answer "$DATA/$kind" "$FOLDER/answers_$kind"
  compare "$DATA/$kind" "$FOLDER/answers_$kind"
done

# 837 files of ours, from others.
rm -rf "$FOLDER/written"
mkdir -p "$FOLDER/written"
pairs=()
for source in "$FOLDER"/generated/{plain,institutional,several,one_line}.837 sample_data/claims/sample_837p.txt; do
  written=$FOLDER/written/$(basename "$source")
  "$SCRUB" convert --to 837 "$source" >"$written" 2>"$FOLDER/convert.log" || { cat "$FOLDER/convert.log"; failed=1; }
  pairs+=("$source=$written")
done
"$FOLDER/venv/bin/python" tests/peers/check_837.py "${pairs[@]}" || failed=1

# ClaimResponses and OperationOutcomes, kept and fresh, and the sample.
inputs=(sample_data/claims)
[[ ! -d $DATA/../fhir ]] || inputs+=("$DATA/../fhir")
rm -rf "$FOLDER/fhir"
"$SCRUB" check --format fhir,operation-outcome --today "$TODAY" --out "$FOLDER/fhir" "${inputs[@]}" \
  2>"$FOLDER/check.log" || (($? <= 3)) || { tail -n 20 "$FOLDER/check.log"; exit 1; }
mapfile -t answers < <(find "$FOLDER/fhir" -name '*.ndjson')
"$FOLDER/venv/bin/python" tests/peers/check_fhir.py tests/golden/fhir/answers.ndjson \
  sample_data/claims/sample_fhir_claim.json "${answers[@]}" || failed=1
exit "$failed"
