#!/usr/bin/env bash
# What `./dev bench` runs once the programs are built: every number of docs/benchmarks.md, each with
# the machine, rows and rules it was taken on. What is missing (data, node) is said and passed over.
#
#   tests/bench/run.sh [PART...]     parts: peers import start evaluate rules rpc files x12peers; all by default
#
# SCRUBLINE_DATA   published data (default ../shared/data); without it the sample tables serve
# SCRUBLINE_PEERS  the comparison with other engines (default ../shared/bench/peers)
# BENCH_CPU        the processor that single-thread parts are pinned to (default: the last one)
# BENCH_SECONDS    time for each number (default 2)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly BIN=build/release/bin SHARE=build/release/share/scrubline WORK=build/bench
readonly DATA=${SCRUBLINE_DATA:-../shared/data} PEERS=${SCRUBLINE_PEERS:-../shared/bench/peers}
readonly CPU=${BENCH_CPU:-$(($(nproc) - 1))} SECONDS_EACH=${BENCH_SECONDS:-2}
readonly PEERS_ROUNDS=3
TABLES=$SHARE/tables

title() { printf '\n== %s\n' "$*"; }
skip() { printf 'skipped: %s\n' "$*"; }
pinned() { taskset -c "$CPU" "$@"; }

published_files() {
  find "$DATA/cms" \( -path '*/ptp/cci*' -o -path '*/mue/MCR_MUE_*.csv' -o \
    -path '*/aoc/AOC_*.csv' -o -path '*/mpfs/PPRRVU*' -o -path '*/hcpcs/HCPC*_ANWEB.txt' -o \
    -path '*/hcpcs/hcpcs_level2_*' -o -path '*/hcpcs/rbcs_*' -o -path '*/opps/*addendum_b*' -o \
    -path '*/asp/*crosswalk*' -o -path '*/icd10cm/cms_*_dx.zip' -o -path '*/icd10cm/mce_*_code_*' -o -path '*/icd10cm/icd10cm_tabular_*' -o \
    -path '*/taxonomy/*.csv' -o -path '*/codesets/*_codes.csv' -o -path '*/codesets/place_*' -o \
    -path '*/codesets/carc_*' \) | sort
}

# The published tables where they are to be had, packed once; else those shipped.
choose_tables() {
  if [[ ! -d $DATA/cms ]]; then
    echo "note: $DATA is absent (SCRUBLINE_DATA names it): what follows is over the sample tables"
    return
  fi
  # Absent, of an older build's format, or of fewer files.
  local files
  mapfile -t files < <(published_files)
  if ! "$BIN/scrub" tables list --tables "$WORK/tables" >/dev/null 2>&1 ||
    [[ $(printf '%s\n' "${files[@]}") != "$(cat "$WORK/tables.files" 2>/dev/null)" ]]; then
    rm -rf "$WORK/tables"
    "$BIN/scrub" tables import --into "$WORK/tables" "${files[@]}" >/dev/null
    local own
    for own in tests/bench/tables/*.csv; do
      "$BIN/scrub" tables import --into "$WORK/tables" --as "$(basename "$own" .csv)" "$own" >/dev/null
    done
    printf '%s\n' "${files[@]}" >"$WORK/tables.files"
  fi
  TABLES=$WORK/tables
}

# median KEY: of the numbers after KEY in the notes of the rounds.
median() {
  awk -v key="$1" '$1 == key { print $2 }' "$WORK/peers.numbers" | sort -n |
    awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# Both engines once, one after the other on one processor.
peers_round() {
  local result numbers ours options="{\"seconds\": $SECONDS_EACH}"
  result=$(cd "$WORK/peers" && pinned node --expose-gc --max-old-space-size=8000 worker.mjs \
    js-packed data results/tmp "$options" | sed -n 's/^RESULT //p')
  read -ra numbers < <(node -e 'const r = JSON.parse(process.argv[1]);
    const cpu = Math.round(1e6 / r.cpuUsPerClaim);
    console.log(r.claimsPerSec, cpu, r.p50us, r.p99us, r.sha256)' "$result")
  printf 'js-packed   %s/s (by processor time %s/s), p50 %s us, p99 %s us; sha256 %.12s\n' \
    "${numbers[@]}"
  ours=$(pinned "$BIN/peers_bench" "$WORK/peers/data") || { echo "$ours"; exit 1; }
  sed -n -e 's/^evaluate  *\(.*\)/scrubline   \1/p' \
    -e 's/^findings .*\(sha256 .\{12\}\).*/            \1/p' \
    -e 's/^expected.txt  *\(.*\)/            findings: \1/p' -e '/^machine/p' <<<"$ours"
  {
    printf 'js %s\njs_cpu %s\n' "${numbers[@]:0:2}"
    tr -d , <<<"$ours" |
      sed -n 's|^evaluate  *\([0-9]*\)/s (by processor time \([0-9]*\)/s.*|ours \1\nours_cpu \2|p'
  } >>"$WORK/peers.numbers"
}

bench_peers() {
  title "peers: a tuned hash table in JavaScript and scrubline in turns on processor $CPU"
  command -v node >/dev/null || { skip "node is not installed"; return; }
  [[ -d $WORK/peers || -d $PEERS ]] || { skip "$PEERS is absent (SCRUBLINE_PEERS names it)"; return; }
  if [[ ! -d $WORK/peers ]]; then
    mkdir -p "$WORK"
    cp -r "$PEERS" "$WORK/peers"
    chmod -R u+w "$WORK/peers"
  fi
  # Generates the data and has the reference write what all must find. Neither of the two engines
  # needs a package from npm.
  if [[ ! -f $WORK/peers/data/expected.txt ]]; then
    echo "making the data and the expected findings (minutes, once)"
    (cd "$WORK/peers" && node run.mjs --only js-packed --rounds 1 --cpu "$CPU") >"$WORK/peers.log" 2>&1 ||
      { skip "the comparison could not be prepared; $WORK/peers.log says why"; return; }
  fi
  local data=$WORK/peers/data round
  echo "$(($(wc -l <"$data/ptp.csv") - 1)) PTP rows, $(($(wc -l <"$data/claims.csv") - 1)) claims," \
    "6 built-in rules"
  rm -f "$WORK/peers.numbers"
  for ((round = 0; round < PEERS_ROUNDS; ++round)); do peers_round; done
  awk -v js="$(median js)" -v ours="$(median ours)" -v js_cpu="$(median js_cpu)" \
    -v ours_cpu="$(median ours_cpu)" 'BEGIN {
      printf "ratio       %.2f (by processor time, best pass to mean, %.2f); middle of the rounds\n",
             ours / js, ours_cpu / js_cpu }'
}

bench_import() {
  title "import: all published tables from text"
  [[ -d $DATA/cms ]] || { skip "$DATA is absent (SCRUBLINE_DATA names it)"; return; }
  local files
  mapfile -t files < <(published_files)
  "$BIN/import_bench" "$WORK/import" "${files[@]}"
}

bench_start() {
  title "start: a process with everything loaded, to its first answer"
  "$BIN/start_bench" "$SHARE/rulesets" "$TABLES"
}

bench_evaluate() {
  title "evaluate: generated claims, one thread, on processor $CPU"
  pinned "$BIN/evaluate_bench" "$SHARE/rulesets" "$TABLES" "$SECONDS_EACH"
}

bench_rules() {
  title "rules: time against rules that do not concern the claims, one thread, on processor $CPU"
  pinned "$BIN/rules_bench" "$SHARE/rulesets" "$TABLES" "$SECONDS_EACH"
}

bench_rpc() {
  title "rpc: a unary call beside an echo of the same messages, and the batched stream"
  "$BIN/rpc_bench" --rulesets "$SHARE/rulesets" --tables "$TABLES"
}

bench_files() {
  title "files: an 837P from its bytes to findings, one thread, on processor $CPU"
  local rules
  rm -rf "$WORK/national"
  mkdir -p "$WORK/national"
  cp -r "$SHARE/rulesets/national" "$WORK/national/"
  for rules in "$WORK/national" "$SHARE/rulesets"; do
    pinned "$BIN/files_bench" speed "$rules" "$TABLES" "$SECONDS_EACH"
  done
  title "files: memory of scrub check on 10 MB and on 1 GB"
  local size
  for size in 10 1000; do
    [[ -f $WORK/$size.837 ]] || "$BIN/files_bench" write "$WORK/$size.837" "$size" "$TABLES"
  done
  for size in jsonl 277ca; do
    echo "--format $size"
    "$BIN/files_bench" memory "$WORK/10.837" "$WORK/1000.837" \
      "$BIN/scrub" check --rulesets "$WORK/national" --tables "$TABLES" --format "$size"
  done
}

bench_x12peers() {
  title "x12peers: one 837 file, read and answered by node-x12, x12-parser, pyx12 and scrub, on processor $CPU"
  if ! command -v node >/dev/null || ! command -v npm >/dev/null || ! tests/peers/install.sh; then
    skip "the peers come from npm and PyPI, by node, npm and python3 with venv"
    return
  fi
  pinned python3 tests/peers/speed.py "$BIN/scrub" "$BIN/reader_bench"
}

main() {
  local part parts_known=(peers import start evaluate rules rpc files x12peers)
  local parts=("${parts_known[@]}")
  (($# == 0)) || parts=("$@")
  for part in "${parts[@]}"; do
    if [[ $(type -t "bench_$part") != function ]]; then
      echo "no part '$part'; the parts are ${parts_known[*]}" >&2
      exit 2
    fi
  done
  mkdir -p "$WORK"
  choose_tables
  for part in "${parts[@]}"; do "bench_$part"; done
}

main "$@"
