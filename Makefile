# What one does in a checkout of digov; `make` alone lists it. Needs Python 3.11 or newer, git and make.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

# The interpreter that makes the virtual environment; empty: the first that fits (see scripts/make-venv).
PYTHON ?=
PORT ?= 8000
# Arguments for pytest, for instance: make test PYTEST_ARGS="-k deadlines"
PYTEST_ARGS ?=
# Arguments for the locks, for instance: make lock LOCK_ARGS=--upgrade
LOCK_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
BENCH_VENV := .venv-bench
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --no-input
COMPILE := --universal --python-version 3.11 --fork-strategy fewest --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" --quiet $(LOCK_ARGS)
LOCK := $(BIN)/uv pip compile pyproject.toml $(COMPILE)

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

# --- use ---------------------------------------------------------------------------------------------------------

.PHONY: up
up: install ## Install, build the graph, check it, and serve it at http://127.0.0.1:8000 (PORT=8000)
	$(BIN)/digov build
	$(BIN)/digov serve --port $(PORT)

.PHONY: install
install: $(VENV)/.run ## Make .venv with the command .venv/bin/digov, and build the parts of its pages
	@$(MAKE) --no-print-directory web || { echo "The SPARQL editor and the OpenAPI viewer could not be built in (see above);"; \
		echo "  the pages do without: a plain text field and a plain list. Try again with: make web"; }

.PHONY: web
web: $(VENV)/.web ## Bring the SPARQL editor and the OpenAPI viewer for the pages, by the lock in web/

# --- work on it --------------------------------------------------------------------------------------------------

.PHONY: install-dev
install-dev: $(VENV)/.dev $(VENV)/.web ## Add what the checks and the tests need

.PHONY: test
test: check ## Install what the tests need, run the checks and every test
	$(BIN)/python -m pytest -n auto --dist loadgroup $(PYTEST_ARGS)

.PHONY: check
check: install-dev ## Check format, lint, types, import contracts and documentation
	$(BIN)/ruff format --check --quiet --output-format concise .
	$(BIN)/ruff check --quiet --output-format concise .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --config pyproject.toml
	$(MAKE) --no-print-directory docs

.PHONY: format
format: install-dev ## Format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: docs
docs: install-dev ## Build the documentation into build/docs; a warning is an error
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --doctree-dir build/doctrees docs build/docs

.PHONY: bench
bench: $(BENCH_VENV)/.bench ## Measure speed and memory beside named alternatives
	$(BENCH_VENV)/bin/python benchmarks/run.py

.PHONY: lock
lock: install-dev ## Resolve the dependencies anew into requirements/ (LOCK_ARGS=--upgrade for newer ones)
	$(LOCK) --group build --output-file requirements/run.txt
	$(LOCK) --group dev --constraints requirements/run.txt --output-file requirements/dev.txt
	$(LOCK) --group bench --constraints requirements/run.txt --output-file requirements/bench.txt
	$(BIN)/uv pip compile --group web $(COMPILE) --output-file requirements/web.txt

.PHONY: clean
clean: ## Remove everything that was made, but for releases
	rm -rf $(VENV) $(BENCH_VENV) build dist src/digov/server/assets .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

# --- stamps ------------------------------------------------------------------------------------------------------

$(VENV)/bin/python:
	@PYTHON="$(PYTHON)" sh scripts/make-venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing digov into $(VENV) (about a minute the first time) ..."
	$(BIN)/python $(PIP_INSTALL) --require-hashes -r requirements/run.txt
	$(BIN)/python $(PIP_INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Installing what the checks and the tests need ..."
	$(BIN)/python $(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.web: web/package-lock.json scripts/build-web | $(VENV)/bin/python
	@echo "Building in the SPARQL editor and the OpenAPI viewer ..."
	@sh scripts/build-web $(BIN)/python
	@touch $@

$(BENCH_VENV)/bin/python:
	@PYTHON="$(PYTHON)" sh scripts/make-venv $(BENCH_VENV)

$(BENCH_VENV)/.bench: requirements/bench.txt pyproject.toml | $(BENCH_VENV)/bin/python
	@echo "Installing digov and what it is measured against into $(BENCH_VENV) ..."
	$(BENCH_VENV)/bin/python $(PIP_INSTALL) --require-hashes -r requirements/bench.txt
	$(BENCH_VENV)/bin/python $(PIP_INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@
