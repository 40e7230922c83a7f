# The two commands of a newcomer: `make site` builds the sample archive, `make test` runs everything.
# Both make their own environment in .venv from the lock files; CONTRIBUTING.md has the plain commands behind them.

PYTHON ?= python3
PYTEST_ARGS ?=
# Tests of one group share one built site and one browser, so they stay in one process.
WORKERS ?= 2

BIN := .venv/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
NPM_DONE := tests/browser/node_modules/.package-lock.json
CHROMIUM_NAMES := chromium chromium-browser google-chrome google-chrome-stable

.PHONY: site test quick engines lint gates gallery eval fuzz sbom docs lock clean node chromium apt-install

site: .venv/installed
	$(BIN)/disputatio build
	@echo
	@echo "The sample archive is in public/. To read it, open public/index.html in a browser, or run"
	@echo "    $(BIN)/disputatio serve"

test: .venv/installed-for-tests $(NPM_DONE) chromium
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(PYTEST_ARGS)

# A cluster without Java (Sail) and, where there is Java, a real one: a gigabyte to install, so not part of `make test`.
engines: .venv/installed-for-engines
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup tests/engine $(PYTEST_ARGS)

quick: .venv/installed-for-tests
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not browser and not slow" $(PYTEST_ARGS)

lint: .venv/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Every template in every theme, light and dark, narrow and wide, from either side; the table goes into docs/measurements.md.
gates: .venv/installed-for-tests $(NPM_DONE) chromium
	GATES=all $(BIN)/python -m pytest tests/browser/test_gates.py

# Pictures of the themes for the documentation.
gallery: .venv/installed-for-tests chromium
	$(BIN)/python -m tests.browser.gallery

# The whole of the gold beside this checkout takes some minutes; EVAL_ARGS=--limit=20 takes a sample of each set.
eval: .venv/installed-for-tests
	$(BIN)/python bench/evaluate.py $(EVAL_ARGS)

# Breaks dumps of every format at random; FUZZ_ARGS="--seconds 3600 --seed 7 --keep found" runs longer and keeps more.
fuzz: .venv/installed-for-tests
	$(BIN)/python bench/fuzz.py $(FUZZ_ARGS)

# What a release consists of (CycloneDX), and whether all licences are ones that we know to be free; both by tools of their own.
FREE := MIT;BSD;Apache;Python Software Foundation;PSF;ISC;MPL;Mozilla;Zlib;Unlicense;Public Domain;The Unlicense
sbom: .venv/installed
	$(PYTHON) -m venv .venv/sbom
	.venv/sbom/bin/python -m pip install --quiet --disable-pip-version-check cyclonedx-bom pip-licenses
	mkdir -p dist
	.venv/sbom/bin/cyclonedx-py requirements --output-reproducible --of JSON -o dist/sbom.json requirements.lock
	.venv/sbom/bin/pip-licenses --python=$(BIN)/python --partial-match --allow-only="$(FREE)" --ignore-packages disputatio
	@echo "The list of all parts is in dist/sbom.json."

# The documentation's site, in build/docs/; every warning is a fault.
docs: .venv/installed-for-tests
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo "The documentation is in build/docs/; open build/docs/index.html."

# BENCH_ARGS="1000 10000 50000 --peers --write" takes Hugo and others along where they are installed, and some time.
bench: .venv/installed-for-tests
	$(BIN)/python bench/speed.py $(BENCH_ARGS)

clean:
	rm -rf .venv .cache public dist build tests/browser/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment ------------------------------------------------------------------------------------------------

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Disputatio needs Python 3.11 or later; $(PYTHON) is older. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@# Debian and Ubuntu leave venv out of their Python
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(MAKE) --no-print-directory apt-install PACKAGES=python3-venv
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python requirements.lock requirements-build.lock pyproject.toml
	$(INSTALL) --require-hashes -r requirements.lock -r requirements-build.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@# what pip does for every other package: the first command is then as fast as the second
	$(BIN)/python -m compileall -q generator
	@touch $@

.venv/installed-for-tests: .venv/installed requirements-dev.lock
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

.venv/installed-for-engines: .venv/installed-for-tests requirements-engines.lock
	$(INSTALL) --require-hashes -r requirements-engines.lock
	@touch $@

$(NPM_DONE): tests/browser/package-lock.json tests/browser/package.json | node
	cd tests/browser && npm ci --no-audit --no-fund --ignore-scripts
	@touch $@

# What the browser tests need of the machine: installed through apt where it is missing. On Ubuntu, apt's chromium is a
# stub that needs snap; where it does not run, Playwright brings its own.
node:
	@command -v npm >/dev/null && command -v node >/dev/null || $(MAKE) --no-print-directory apt-install PACKAGES="nodejs npm"

RUNS_CHROMIUM := for name in $(CHROMIUM_NAMES); do $$name --version >/dev/null 2>&1 && exit 0; done; exit 1

chromium: .venv/installed-for-tests
	@($(RUNS_CHROMIUM)) || $(MAKE) --no-print-directory apt-install PACKAGES="chromium fonts-dejavu-core" || true
	@($(RUNS_CHROMIUM)) || $(BIN)/playwright install --with-deps chromium

apt-install:
	@command -v apt-get >/dev/null || { echo "Please install: $(PACKAGES)"; exit 2; }
	@echo "Installing $(PACKAGES)"
	$(SUDO) apt-get update -qq
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PACKAGES)

# --- the lock files -------------------------------------------------------------------------------------------------

LOCK := .venv/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: .venv/bin/python
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock
	$(LOCK) pyproject.toml --extra spark --extra engines -c requirements-dev.lock -o requirements-engines.lock
	printf 'hatchling\neditables\n' | $(LOCK) - -c requirements-dev.lock -o requirements-build.lock
