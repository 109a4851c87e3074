#!/usr/bin/env bash
# Holds every lock file against what is known of its packages: vulnerabilities, licences, sources. What could not
# be checked here is said, in a line that begins with NOT CHECKED or CHECKED AGAINST.
set -uo pipefail
cd "$(dirname "$0")/../.."
export PATH=$PWD/.tools/bin:$PATH GIT_TERMINAL_PROMPT=0
status=0

# The advisories of RustSec are a git repository. Without a way there, what was fetched before will do, and else the
# snapshot beside this file, which git is told to find at the same address.
database=https://github.com/RustSec/advisory-db
snapshot=$(echo tests/audits/advisory-db-*.tar.gz)
offline=()
if ! timeout 20 git ls-remote --quiet --exit-code "$database" HEAD >/dev/null 2>&1; then
  if compgen -G '.tools/advisory-dbs/advisory-db-*/.git' >/dev/null; then
    offline=(--offline)
  else
    day=${snapshot#*-db-}
    day=${day%.tar.gz}
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    tar -xzf "$snapshot" -C "$work"
    git -C "$work" init --quiet --initial-branch=main
    git -C "$work" add --all
    GIT_AUTHOR_DATE=${day}T00:00Z GIT_COMMITTER_DATE=${day}T00:00Z \
      git -C "$work" -c user.name=RustSec -c user.email=info@rustsec.org commit --quiet --message="Snapshot of $day"
    export GIT_CONFIG_COUNT=2
    export GIT_CONFIG_KEY_0=url.file://$work.insteadOf GIT_CONFIG_VALUE_0=$database
    export GIT_CONFIG_KEY_1=protocol.file.allow GIT_CONFIG_VALUE_1=always
  fi
fi
deny() {
  echo "$1:"
  cargo deny --locked "${offline[@]}" --config "$PWD/deny.toml" --manifest-path "$1" check --hide-inclusion-graph "${@:2}" || status=1
}
deny Cargo.toml
# Runs here and goes nowhere, so its licences ask nothing of us.
deny tools/wasm-bindgen/Cargo.toml advisories bans sources
known=$(git -C .tools/advisory-dbs/advisory-db-* log -1 --format=%cs) || status=1
echo "CHECKED AGAINST the Rust advisories known on $known"

node tests/audits/npm.mjs || status=1
exit $status
