# Everything that is done to this repository has a target here; `make` alone prints them.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON ?= python3
# processes for the tests
JOBS ?= 2

BIN := .venv/bin
# A stamp says that a step of the set-up is done; a change of what it was made from undoes it.
STAMPS := .venv/stamps
VENDOR := app/screens/vendor/versions.json
SAY := @echo →
export PYTHONUNBUFFERED := 1

##  To use it

.PHONY: setup
setup: $(STAMPS)/runtime $(STAMPS)/package $(VENDOR)  ## install everything it needs into .venv and node_modules
	@$(if $(filter setup,$(MAKECMDGOALS)),echo "→ Ready: make run",:)

.PHONY: run
run: setup  ## a dialogue that plays by itself, in the browser (ARGS="--port 9000")
	$(SAY) "Starting the demonstration; Ctrl-C ends it"
	@$(BIN)/doithoai demo --play $(ARGS) || [ $$? -eq 130 ]

##  To work on it

.PHONY: setup-dev
setup-dev: setup $(STAMPS)/dev node_modules/.dev  ## also install what the checks and tests need
	@$(if $(filter setup-dev,$(MAKECMDGOALS)),echo "→ Ready: make check",:)

.PHONY: check
check: format-check lint types imports screens-types test  ## all of the following; what CI does

.PHONY: format-check
format-check: setup-dev  ## is everything formatted? (`make fmt` does it)
	$(SAY) "Formatting: ruff format --check"
	@$(BIN)/ruff format --check --quiet --diff .

.PHONY: lint
lint: setup-dev  ## rules for Python: ruff
	$(SAY) "Rules: ruff check"
	@$(BIN)/ruff check --quiet .

.PHONY: types
types: setup-dev  ## types of Python: mypy --strict
	$(SAY) "Types: mypy"
	@$(BIN)/mypy $(wildcard app tests tools bench)

.PHONY: imports
imports: setup-dev  ## imports go down only: import-linter
	$(SAY) "Imports: lint-imports"
	@$(BIN)/lint-imports --no-logo

.PHONY: screens-types
screens-types: setup-dev  ## types of the screens' JavaScript: tsc
	$(SAY) "Types of the screens: tsc"
	@if [ -n "$$(find app/screens/static -name '*.js' ! -name sw.js 2>/dev/null)" ]; then \
	  node_modules/.bin/tsc --project jsconfig.json; fi
	@if [ -n "$$(find app/screens/static -name sw.js 2>/dev/null)" ]; then \
	  node_modules/.bin/tsc --project jsconfig.worker.json; fi

.PHONY: test
test: test-main test-screens  ## all tests

.PHONY: test-main
test-main: setup-dev  ## all tests but the browser's (ARGS="-k floor", JOBS=4)
	$(SAY) "Tests"
	@$(BIN)/pytest -n $(JOBS) --dist loadgroup $(ARGS)

# In a process of their own: Playwright's event loop would break the tests that run after it.
.PHONY: test-screens
test-screens: setup-dev  ## the tests that look at the screens in Chromium
	@if [ -d tests/screens ]; then $(MAKE) chromium-tests; fi

.PHONY: chromium-tests
chromium-tests:
	$(SAY) "Tests of the screens in Chromium"
	@CHROMIUM="$$($(BIN)/python -m tools.chromium)" && export CHROMIUM && \
	  $(BIN)/pytest tests/screens -n $(JOBS) --dist loadfile

.PHONY: fmt
fmt: setup-dev  ## format everything and mend what ruff can mend
	$(SAY) "Formatting"
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

.PHONY: bench
bench: setup-dev  ## benchmarks (ARGS=…)
	$(SAY) "Benchmarks"
	@$(BIN)/python -m bench $(ARGS)

.PHONY: pictures
pictures: setup-dev  ## take the pictures in docs/ from a demo of their own (ARGS="--only hall")
	$(SAY) "Taking pictures of the screens"
	@CHROMIUM="$$($(BIN)/python -m tools.chromium)" && export CHROMIUM && \
	  $(BIN)/python -m tools.pictures $(ARGS)

.PHONY: wheel
wheel: setup  ## build dist/doi_thoai-….whl, front-end files included
	$(SAY) "Building the wheel"
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	@ls dist/*.whl

LOCK = $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
  --custom-compile-command 'make lock' $(ARGS) pyproject.toml

.PHONY: lock
lock: setup  ## after a change of dependencies: make the lock files again (ARGS=--upgrade for newest)
	$(SAY) "Locking requirements.lock, requirements-dev.lock, package-lock.json"
	@$(LOCK) --output-file requirements.lock
	@$(LOCK) --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	@PATH="$$PATH:$(BIN)" npm install --package-lock-only --ignore-scripts --silent

.PHONY: clean
clean:  ## remove what builds and tests left; .venv and the data in var/ stay
	$(SAY) "Removing caches, builds, test output, node_modules"
	@rm -rf dist build htmlcov .coverage test-results schemathesis-report .schemathesis \
	  .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache \
	  node_modules app/screens/vendor bench/.rivals bench/rivals_node/node_modules
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

.PHONY: help
help:  ## this list
	@awk -F ' +## ' '/^##  /{print "\n" substr($$0, 5) ":"} \
	  /^[a-z-]+:.*  ## /{split($$1, name, ":"); printf "  make %-14s %s\n", name[1], $$2}' Makefile

# --- the steps of the set-up ---------------------------------------------------------------------

.venv/pyvenv.cfg:
	$(SAY) "Making a Python environment in .venv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	  "Python 3.11 or newer is needed. Is there one? make setup PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo "  (Debian and Ubuntu have venv in a package: apt-get install python3-venv)"; exit 1; }

$(STAMPS)/runtime: requirements.lock | .venv/pyvenv.cfg
	$(SAY) "Installing libraries (requirements.lock)"
	@$(BIN)/python tools/install.py requirements.lock
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/package: pyproject.toml $(STAMPS)/runtime
	$(SAY) "Installing the command doithoai (.venv/bin/doithoai)"
	@$(BIN)/python tools/install.py --editable .
	@touch $@

$(STAMPS)/dev: requirements-dev.lock | $(STAMPS)/package
	$(SAY) "Installing tools for checks and tests (requirements-dev.lock)"
	@$(BIN)/python tools/install.py requirements-dev.lock
	@touch $@

$(VENDOR): package-lock.json tools/frontend.py | .venv/pyvenv.cfg
	$(SAY) "Fetching front-end files (package-lock.json)"
	@$(BIN)/python tools/frontend.py

node_modules/.dev: package-lock.json tools/frontend.py $(VENDOR)
	$(SAY) "Fetching the type checker for the screens (package-lock.json)"
	@$(BIN)/python tools/frontend.py --dev
	@touch $(VENDOR) $@
