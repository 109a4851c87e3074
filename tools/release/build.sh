#!/usr/bin/env bash
# Builds the release of a commit, in a clone of its own: what lies about in this checkout has no part in it.
#   tools/release/build.sh COMMIT CLONE OUT   leaves the archive and its checksum in the folder OUT
# A clone that is there already is brought to the commit, and what it holds of earlier builds is used.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
commit=$(git -C "$here" rev-parse "$1^{commit}")
clone=$2 out=$(mkdir -p "$3" && cd "$3" && pwd)

[ -d "$clone/.git" ] || git clone --quiet --no-checkout "$here" "$clone"
git -C "$clone" fetch --quiet "$here" "$commit"
git -C "$clone" checkout --quiet --force --detach "$commit"
git -C "$clone" clean --quiet -d --force
cd "$clone"
ln -sfn "$here/.tools" .tools
tools/setup.sh build
# None of what a session has set may reach the build.
unset CARGO_TARGET_DIR RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
export CARGO_INCREMENTAL=0 LC_ALL=C TZ=UTC
tools/wasm trunk build --release --cargo-profile bundle --offline --skip-version-check --log warn
tools/wasm node tools/package-picker.mjs
tools/wasm node tools/release/assemble.mjs --out="$out"
