#!/usr/bin/env bash
# Holds the reference backend against openapi.yaml with schemathesis, which `tools/setup.sh test` installs. Exits
# non-zero when it finds anything.
set -euo pipefail
cd "$(dirname "$0")/../.."

python=.tools/python
cargo build --quiet --package reference-backend
target="${CARGO_TARGET_DIR:-target}"
work="$(mktemp -d)"
"$target/debug/reference-backend" --port 0 >"$work/backend" &
backend=$!
trap 'kill "$backend" 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 100); do
    grep -q listening "$work/backend" && break
    sleep 0.1
done
url="$(sed 's/^listening on //' "$work/backend")"

# Sign in, as the whole of the contract concerns somebody.
eval "$("$python/bin/python" - "$url" <<'SIGN_IN'
import json, sys, urllib.request

class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None

browser = urllib.request.build_opener(Stay)
try:
    browser.open(sys.argv[1] + "/sign-in", b"person=p-1")
except urllib.error.HTTPError as redirect:
    cookie = redirect.headers["Set-Cookie"].split(";")[0]
session = json.load(browser.open(urllib.request.Request(sys.argv[1] + "/api/session", headers={"Cookie": cookie})))
print(f"export SESSION={cookie.split('=')[1]} CSRF_TOKEN={session['csrfToken']}")
SIGN_IN
)"

# In a folder of its own: schemathesis keeps notes where it runs.
root="$PWD"
cd "$work"
"$root/$python/bin/schemathesis" --config-file "$root/tests/contract/schemathesis.toml" \
    run "$root/tests/contract/openapi.yaml" --url "$url" --no-color | tee report || found=$?
sed -n 's/^ *\([0-9]*\) generated, \(.*\)/contract: \1 test cases, \2/p' report
exit "${found:-0}"
