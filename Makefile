# Everything a user or contributor does with this folder. `make help` lists it.
#
# Needs Python 3.11-3.13 with its headers, a C compiler (durable_rules comes as C source only) and make.
# Choose an interpreter with `make setup PYTHON=/path/to/python3.12`.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3 python3.13 python3.12 python3.11
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
# --no-compile halves the time of an installation: only the modules really used are compiled, when first imported.
# The pinned setuptools builds durable_rules and this package, so that no unpinned build tool is ever fetched.
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --no-compile --require-hashes
UV := $(BIN)/python -m uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-emit-index-url --annotation-style line --custom-compile-command "make lock"

DEMO_SCENARIO ?= scenarios/keeping_up.yaml
DEMO_REPLICATIONS ?= 2000

.PHONY: help
help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: $(VENV)/.ready-to-run  ## install what is needed to run, compare strategies on a bundled scenario, write the report
	$(BIN)/kam compare $(DEMO_SCENARIO) --replications $(DEMO_REPLICATIONS)

.PHONY: setup
setup: $(VENV)/.ready-to-develop  ## install everything, development tools included, into .venv

.PHONY: test
test: setup  ## run every check: format, types, import contracts, and all tests
	@$(MAKE) --no-print-directory --jobs $(WORKERS) --output-sync lint kernels
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

# Beside the lint, so that the workers of the tests do not each compile the same.
.PHONY: kernels
kernels: setup  ## compile the model for this machine, a minute or two; found again by whatever runs afterwards
	@$(BIN)/python -c 'from engine import compare, read_scenario; compare(read_scenario("kam:keeping_up"), ["playbook"], replications=2, workers=1)'

.PHONY: lint
lint: setup  ## check format, lint, types (mypy strict) and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

.PHONY: format
format: setup  ## put the code into its standard format and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: bench
bench: $(VENV)/rivals  ## run the benchmarks, other rule engines among them, and print their ratios
	$(BIN)/python -m tests.benchmarks

.PHONY: notebook
notebook: setup  ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks

.PHONY: golden
golden: setup  ## record the golden runs anew, on purpose (then say "results change" in CHANGELOG.md)
	$(BIN)/python tests/golden/record.py

.PHONY: schema
schema: setup  ## write the JSON Schemas that editors complete scenarios and rulebooks with
	$(BIN)/python -m engine.situation scenarios/scenario.schema.json
	$(BIN)/python -m engine.rules.language.rulebook_schema engine/rules/books/rulebook.schema.json

.PHONY: lock
lock: setup  ## choose the newest allowed versions and write the lock files anew
	$(PIP) install --quiet 'uv>=0.13'
	echo 'setuptools>=77' | $(LOCK) --upgrade --output-file requirements-build.lock -
	$(LOCK) --upgrade pyproject.toml --output-file requirements.lock
	$(LOCK) --upgrade --all-extras --constraints requirements.lock pyproject.toml --output-file requirements-dev.lock
	printf '%s\n' business-rules clipspy rule-engine zen-engine | $(LOCK) --upgrade --output-file requirements-bench.lock -

.PHONY: clean
clean:  ## remove the environment and every cache; run folders are kept
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------------------------------------------------------------

# An existing environment is kept when its interpreter still works.
$(VENV)/.interpreter:
	@suits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'; \
	if [ -x $(BIN)/python ] && $(BIN)/python -c "$$suits" 2>/dev/null; then touch $@; exit 0; fi; \
	chosen=; \
	for candidate in $(PYTHON); do \
		if "$$candidate" -c "$$suits" >/dev/null 2>&1; then chosen=$$candidate; break; fi; \
	done; \
	if [ -z "$$chosen" ]; then \
		echo "kam needs Python 3.11, 3.12 or 3.13; none of these is one: $(PYTHON)." >&2; \
		echo "Install one, or name it: make $(or $(MAKECMDGOALS),setup) PYTHON=/path/to/python3.12" >&2; exit 1; \
	fi; \
	if ! "$$chosen" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$chosen cannot make a virtual environment (on Debian or Ubuntu: apt install python3-venv)." >&2; exit 1; \
	fi; \
	if ! "$$chosen" -c 'import sys, sysconfig, pathlib; sys.exit(not (pathlib.Path(sysconfig.get_paths()["include"]) / "Python.h").exists())'; then \
		echo "$$chosen has no C headers, which durable_rules is built with (on Debian or Ubuntu: apt install python3-dev)." >&2; exit 1; \
	fi; \
	if ! command -v $${CC:-cc} >/dev/null && ! command -v gcc >/dev/null; then \
		echo "No C compiler found, which durable_rules is built with (on Debian or Ubuntu: apt install gcc; on macOS: xcode-select --install)." >&2; exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$chosen" --version)"; \
	"$$chosen" -m venv --clear $(VENV); \
	touch $@

# durable_rules 2.0.28 calls a C function that Python 3.13 no longer has; its successor takes the same arguments.
$(VENV)/.ready-to-run: $(VENV)/.interpreter requirements-build.lock requirements.lock pyproject.toml
	@echo "Installing the locked packages (once; a minute or so)"
	@$(INSTALL) -r requirements-build.lock
	@renamed=$$($(BIN)/python -c 'import sys; print("-DPyEval_CallObject=PyObject_CallObject" if sys.version_info >= (3, 13) else "")'); \
	CPPFLAGS="$${CPPFLAGS-} $$renamed" $(INSTALL) --no-build-isolation --use-pep517 -r requirements.lock
	@PYTHONWARNINGS=ignore $(PIP) install --quiet --no-compile --no-deps --no-build-isolation -e .
	@touch $@

# Other rule engines stay out of the environment itself: they pin older versions of what a run needs.
$(VENV)/rivals: $(VENV)/.ready-to-develop requirements-bench.lock
	@echo "Installing the locked rule engines to compare with (once)"
	@$(INSTALL) --upgrade --target $@ -r requirements-bench.lock
	@touch $@

$(VENV)/.ready-to-develop: $(VENV)/.ready-to-run requirements-dev.lock
	@echo "Installing the locked development tools (once; a minute or so)"
	@$(INSTALL) -r requirements-dev.lock
	@touch $@
