#!/usr/bin/env bash
# Installs what the project needs and this machine lacks: into .tools/ and node_modules/, except for
# Debian's packages. Every step is skipped when its result is already there.
#
#   tools/setup.sh build   the wasm32 target, Trunk, wasm-bindgen, the npm packages
#   tools/setup.sh test    the above, and the browsers with their drivers, nginx, Caddy, cargo-deny, schemathesis
set -euo pipefail
cd "$(dirname "$0")/.."

trunk_version=0.21.14
cargo_deny_version=0.20.2
geckodriver_version=0.37.1
tools=$PWD/.tools
mkdir -p "$tools/bin"

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Installs the Debian packages among the arguments that are missing.
debian_packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  say "Installing from Debian (about 30 s): ${missing[*]}"
  as_root apt-get update -qq
  # Debian starts a server that it installs, unless this file says no; it is not ours to leave behind.
  local policy=/usr/sbin/policy-rc.d ours=
  if [ ! -e "$policy" ]; then
    ours=yes
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod +x "$policy"
  fi
  local status=0
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || status=$?
  [ -z "$ours" ] || as_root rm "$policy"
  # Nor at the next start of the machine.
  for package in "${missing[@]}"; do
    case $package in nginx | caddy) as_root systemctl disable --quiet "$package" 2>/dev/null || true ;; esac
  done
  return $status
}

# The standard library for wasm32: from rustup where it can be had; else Debian's compiler for the
# web, for which the library is compiled here from Debian's own sources.
wasm_target() {
  has_wasm_library && return
  if [ -f "$tools/wasm-rust/version" ] && [ "$(/usr/bin/rustc -V 2>/dev/null)" = "$(cat "$tools/wasm-rust/version")" ]; then
    return
  fi
  say "Adding Rust's wasm32 target (some seconds)"
  # What rustup believes to be installed may be gone all the same: so look.
  if timeout 120 rustup target add wasm32-unknown-unknown 2>"$tools/rustup.log" && has_wasm_library; then
    rm -rf "$tools/wasm-rust"
    return
  fi
  say "rustup cannot download it here: using Debian's compiler and building its library (about 90 s)"
  debian_packages rustc-web cargo-web rust-web-src rust-web-clippy lld-22
  debian_wasm_library
}

has_wasm_library() {
  local libdir
  libdir=$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null) || return 1
  compgen -G "$libdir/libstd-*.rlib" >/dev/null
}

debian_wasm_library() {
  local work=$tools/wasm-rust rustc=/usr/bin/rustc
  rm -rf "$work" target/wasm32-unknown-unknown
  mkdir -p "$work/bin" "$work/std/src"
  for program in cargo rustc cargo-clippy clippy-driver; do ln -s "/usr/bin/$program" "$work/bin/$program"; done
  printf '[package]\nname = "std-for-wasm"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n' >"$work/std/Cargo.toml"
  : >"$work/std/src/lib.rs"
  # embed-bitcode: without it a release build with link-time optimisation cannot use the library.
  (cd "$work/std" && PATH=$work/bin:$PATH RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes \
    cargo build --quiet --release --target wasm32-unknown-unknown --target-dir "$work/build" \
    -Z build-std=std,panic_abort,panic_unwind,test)
  local library=$work/sysroot/lib/rustlib/wasm32-unknown-unknown/lib
  mkdir -p "$library"
  cp "$work"/build/wasm32-unknown-unknown/release/deps/*.rlib "$library"
  rm -rf "$work/build" "$work/std"
  "$rustc" -V >"$work/version"
}

# Compiled without optimisation: that is three times faster, and the tools run for a second each.
trunk() {
  "$tools/bin/trunk" --version 2>/dev/null | grep -q " $trunk_version\$" && return
  say "Building Trunk $trunk_version (3 to 4 min)"
  CARGO_PROFILE_DEV_DEBUG=0 cargo install --quiet --locked --debug --force "trunk@$trunk_version" \
    --root "$tools" --target-dir "$tools/build"
}

wasm_bindgen() {
  local sources
  sources=$(cat tools/wasm-bindgen/Cargo.* tools/wasm-bindgen/src/bin/*.rs | sha256sum)
  [ -x "$tools/bin/wasm-bindgen" ] && [ "$(cat "$tools/wasm-bindgen.made-from" 2>/dev/null)" = "$sources" ] && return
  say "Building wasm-bindgen, with what splits the program (1 to 2 min)"
  cargo install --quiet --locked --debug --force --path tools/wasm-bindgen --root "$tools" --target-dir "$tools/build"
  printf '%s\n' "$sources" >"$tools/wasm-bindgen.made-from"
}

npm_packages() {
  cmp -s package-lock.json node_modules/.installed && return
  say "Installing npm packages (about 10 s)"
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/.installed
}

build_tools() {
  wasm_target
  trunk
  wasm_bindgen
  npm_packages
  rm -rf "$tools/build"
}

# A program from crates.io that only the tests use: from_crates NAME VERSION ABOUT [OPTIONS]
from_crates() {
  [[ $("$tools/bin/$1" --version 2>/dev/null) == "$1 $2"* ]] && return
  say "Building $1 $2 ($3)"
  CARGO_PROFILE_DEV_DEBUG=0 cargo install --quiet --locked --debug --force "$1@$2" "${@:4}" \
    --root "$tools" --target-dir "$tools/build"
}

test_tools() {
  debian_packages chromium chromium-driver firefox-esr webkit2gtk-driver xvfb nginx libnginx-mod-http-brotli-static caddy
  from_crates cargo-deny "$cargo_deny_version" 'about 45 s' --no-default-features
  from_crates geckodriver "$geckodriver_version" 'about 40 s'
  rm -rf "$tools/build"
  host_pages
  [ ! -f tests/contract/requirements.txt ] || schemathesis
}

# What the pages that embed the picker are built with, each with its own framework.
host_pages() {
  local host
  for host in tests/hosts/*/; do
    [ -f "$host/package-lock.json" ] || continue
    cmp -s "$host/package-lock.json" "$host/node_modules/.installed" && continue
    say "Installing the npm packages of $host (5 to 30 s)"
    (cd "$host" && npm ci --no-audit --no-fund --loglevel=error)
    cp "$host/package-lock.json" "$host/node_modules/.installed"
  done
}

schemathesis() {
  cmp -s tests/contract/requirements.txt "$tools/python/installed" && return
  # Debian's Python has venv, but not what venv needs.
  python3 -c 'import ensurepip' 2>/dev/null || debian_packages python3-venv
  say "Installing schemathesis (about 20 s)"
  python3 -m venv --clear "$tools/python"
  "$tools/python/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement tests/contract/requirements.txt
  cp tests/contract/requirements.txt "$tools/python/installed"
}

case "${1:-}" in
  build) build_tools ;;
  test) build_tools && test_tools ;;
  *) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
