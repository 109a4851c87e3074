#!/usr/bin/env bash
# Runs the tests and ends with one line: N passed, N failed.
#   tests/run.sh check   formatting, lints, native tests
#   tests/run.sh all     the above, then audits, the contract and the end-to-end tests on the release build
set -uo pipefail
cd "$(dirname "$0")/.."

passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }

# A step that counts as one test.
one() {
  local name=$1
  shift
  say "$name"
  if "$@"; then passed=$((passed + 1)); else
    failed=$((failed + 1))
    echo "FAILED: $name"
  fi
}

# A step that prints its own counts, which `counts` turns into "passed failed".
many() {
  local name=$1 counts=$2
  shift 2
  say "$name"
  "$@" 2>&1 | tee "$log"
  local status=${PIPESTATUS[0]} ok bad
  read -r ok bad < <("$counts" "$log")
  # A run that ends in an error without saying which test failed is a failure all the same.
  if [ "$status" != 0 ] && [ "${bad:-0}" = 0 ]; then bad=1; fi
  passed=$((passed + ${ok:-0}))
  failed=$((failed + ${bad:-0}))
}

cargo_counts() {
  awk '/^test result:/ { ok += $4; bad += $6 } END { print ok + 0, bad + 0 }' "$1"
}

node_counts() {
  awk '/^# pass / { ok = $3 } /^# fail / { bad = $3 } /^# cancelled / { bad += $3 } END { print ok + 0, bad + 0 }' "$1"
}

check() {
  one 'Formatting' cargo fmt --check
  one 'Lints, native' cargo clippy --quiet --workspace --all-targets -- -D warnings
  one 'Lints, wasm32' tools/wasm cargo clippy --quiet --target wasm32-unknown-unknown --workspace --exclude reference-backend --lib --bins -- -D warnings
  many 'Native tests' cargo_counts cargo test --quiet --workspace --no-fail-fast
}

all() {
  check
  one 'Audits of all that is used' tests/audits/run.sh
  one 'Release bundle' make --no-print-directory build
  one 'Reference backend' make --no-print-directory backend
  one 'The contract, from outside' tests/contract/run.sh
  many 'The conformance kit' node_counts node --test --test-reporter=tap tests/conformance/*.test.mjs
  many 'End to end, in Chromium' node_counts \
    node --test --test-reporter=tap --test-concurrency=2 tests/e2e/*.test.mjs
  many 'On nginx and Caddy' node_counts node --test --test-reporter=tap --test-concurrency=2 tests/servers/*.test.mjs
  many 'The smoke in each engine' node_counts node --test --test-reporter=tap tests/engines/*.test.mjs
}

"${1:-all}"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
