#!/usr/bin/env bash
# Runs the three client examples of a language against a running server and looks at what they say: every claim was
# answered, those with blocking findings are held back, and the acknowledgments were written.
# usage: tests/end_to_end/client_examples.sh cpp|go|java|python|typescript ADDRESS, from the root of the repository
set -euo pipefail
language=$1 address=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# expect LAST_LINE PROGRAM ARGUMENT...: the program's last line and exit code 1, claims being held back.
expect() {
  local last=$1 code=0
  shift
  ./dev client "$language" "$@" >"$out/said" 2>"$out/errors" || code=$?
  if ((code != 1)) || [[ $(tail -n 1 "$out/said") != "$last" ]]; then
    cat "$out/said" "$out/errors" >&2
    echo "$language: $* ended with $code; 1 was expected, and as the last line: $last" >&2
    exit 1
  fi
}

expect "3 claims answered, 1 of them held back, 0 not checked" \
  pre_submission_hook "$address" sample_data/claims/sample_claims.json
expect "3 claims answered, 1 of them held back, 0 not checked" \
  batch_stream "$address" sample_data/claims/sample_claims.json
expect "8 claims answered, 4 of them held back, 0 not checked" \
  file_upload "$address" sample_data/claims/sample_837p.txt "$out"
for acknowledgment in 999 277ca; do
  grep -q '^ISA' "$out/$acknowledgment.x12" || { echo "$language: no $acknowledgment was written" >&2; exit 1; }
done

# A claim at fault is named with its fields, and not taken for clean.
echo '{"claimId": "WRONG-1", "type": "PROFESSIONAL", "serviceLines": [{"procedureCode": "99213", "units": -1}]}' >"$out/wrong.json"
code=0
./dev client "$language" pre_submission_hook "$address" "$out/wrong.json" >"$out/said" 2>&1 || code=$?
if ((code != 2)) || ! grep -q 'service_lines\[0\].units' "$out/said"; then
  cat "$out/said" >&2
  echo "$language: a claim with units of -1 ended with $code; 2 and the field's name were expected" >&2
  exit 1
fi
echo "$language: all answered"
