#!/usr/bin/env bash
# The independent readers, in the versions their outcomes were looked at with, into build/peers.
set -euo pipefail
readonly FOLDER=build/peers
readonly NODE=(node-x12@1.7.1 x12-parser@1.3.0)
readonly PYTHON=(pyx12==4.0.0 fhir.resources==6.5.0 pydantic==1.10.24)
readonly STAMP="${NODE[*]} ${PYTHON[*]}"
[[ -f $FOLDER/versions && $(<"$FOLDER/versions") == "$STAMP" ]] && exit
mkdir -p "$FOLDER"
npm install --prefix "$FOLDER" --no-save --no-audit --no-fund --silent "${NODE[@]}"
python3 -m venv "$FOLDER/venv"
"$FOLDER/venv/bin/pip" install --quiet --disable-pip-version-check "${PYTHON[@]}"
echo "$STAMP" >"$FOLDER/versions"
