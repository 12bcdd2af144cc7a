#!/usr/bin/env bash
# The schema in an editor: gets yaml-language-server from npm and drives it (language_server.mjs).
# usage: tests/editor/run.sh SCRUB, from the root of the repository; needs node and npm.
set -euo pipefail
readonly SERVER_VERSION=1.15.0
folder=build/editor
mkdir -p "$folder"
npm install --prefix "$folder" --no-save --no-audit --no-fund --silent "yaml-language-server@$SERVER_VERSION"
exec node tests/editor/language_server.mjs "$1" "$folder/node_modules/yaml-language-server/bin/yaml-language-server"
