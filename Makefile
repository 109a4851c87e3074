# Everything that is done with the project: see the README.

PORT ?= 8080

# Recipes run where the tools and the compiler for wasm32 are found.
wasm := tools/wasm

.PHONY: run build dev check test soak bench conformance setup-build setup-test release release-check backend clean

run: build backend
	@target/release/reference-backend --port $(PORT) --dist dist

build: setup-build
	@echo '==> Building the release bundle into dist/ (2 min from nothing, seconds when nothing changed)'
	@$(wasm) trunk build --release --cargo-profile bundle --offline --skip-version-check --log warn
	@$(wasm) node tools/package-picker.mjs
	@echo '==> dist/ is ready'

backend:
	@echo '==> Building the reference backend (1 to 2 min from nothing)'
	@cargo build --quiet --release --package reference-backend

dev: setup-build backend
	@target/release/reference-backend --port $(PORT) --dist dist & backend=$$!; \
	trap "kill $$backend" EXIT; $(wasm) trunk watch --offline --skip-version-check

check: setup-build
	@tests/run.sh check

test: setup-test
	@tests/run.sh all

# Ten minutes of random clicks under random faults; not part of the tests.
soak: build backend setup-test
	@node tests/e2e/soak.mjs $(MINUTES) $(SEED)

# Ours beside the floor in one run, the picker beside React Aria's ComboBox, the bundle by part: a quarter of
# an hour, on a machine that does nothing else.
bench: build backend setup-test
	@node tests/bench/compare.mjs $(COMPARE)
	@node tests/bench/picker-start.mjs
	@node tests/bench/bundle-report.mjs

# Any backend against the contract: docs/integrate-a-backend.md.
conformance:
	@node tests/conformance/run.mjs $(URL)

# Of the last commit, in a clone of its own, so that what is not committed has no part in it: see docs/release.md.
release: setup-build
	@echo '==> Building the release (4 min from nothing, 1 min when little changed)'
	@tools/release/build.sh HEAD target/release-clone release

# Twice from nothing, in two places: the same bytes?
release-check: setup-build
	@tools/release/check.sh

setup-build:
	@tools/setup.sh build

setup-test:
	@tools/setup.sh test

clean:
	rm -rf target dist
