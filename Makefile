# What there is to do in this repository. `make` alone lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Parts follow each other, so that the first failure is the last thing on the screen.
.NOTPARALLEL:

PYTHON ?= python3
BIN := .venv/bin
PAGES := app/web/pages/tv.html
INSTALLED := .venv/.installed
NODE_MODULES := frontend/node_modules/.installed
PAGE_SOURCES := $(shell find frontend \( -name node_modules -o -name tests -o -name dev -o -name screenshots \) -prune -o -type f -print)
CORE := streams/floor/*,streams/kpi/*,streams/alerts/*
CORE_COVERAGE := 100
# Each with servers of its own. A file's tests run in one of them.
TEST_PROCESSES ?= 2
# RECORD=1: what a benchmark prints goes into docs/performance.md. OPTIONS are the benchmark's own.
OPTIONS ?=
SECONDS ?= 600
RECORDED = $(if $(RECORD),| $(BIN)/python -m loadtest.performance)

.PHONY: help
help: ## lists the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.PHONY: install
install: $(INSTALLED) $(PAGES) ## makes .venv with the command tavle in it, and the pages
	@echo "Installed: $(BIN)/tavle"

.PHONY: demo
demo: install ## a live board with a simulated floor
	$(BIN)/tavle demo

.PHONY: test
test: ## everything that CI runs: checks, tests, coverage
	@scripts/prerequisites.sh test
	@$(MAKE) --no-print-directory install
	@$(MAKE) --no-print-directory check
	cd frontend && npm test
	$(BIN)/coverage erase
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile --cov --cov-report=
	$(BIN)/coverage report --skip-covered
	$(BIN)/coverage report --include='$(CORE)' --show-missing --fail-under=$(CORE_COVERAGE)

.PHONY: check
check: install ## style, types, import contracts; changes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy hatch_build.py
	$(BIN)/lint-imports
	cd frontend && npm run check && npm run types:check

.PHONY: format
format: install ## brings everything into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	cd frontend && npm run format

.PHONY: docs
docs: install ## makes the generated pages under docs/ anew
	$(BIN)/python -m app.reference

.PHONY: bench
bench: install ## how fast the main path is, measured against bare getmany
	@scripts/prerequisites.sh test
	$(BIN)/python -m loadtest.bench $(RECORDED)
	@$(MAKE) --no-print-directory bench-site

.PHONY: bench-site
bench-site: install ## what a large site costs: moving its windows, room, loading
	@scripts/prerequisites.sh test
	$(BIN)/python -m loadtest.site_bench $(RECORDED)

.PHONY: bench-alerts
bench-alerts: install ## from the moment a caller is late to the row on a wall, through Kafka, Redis and Chromium
	@scripts/prerequisites.sh test
	$(BIN)/python -m loadtest.alert_delay $(RECORDED)

.PHONY: bench-clients
bench-clients: install ## thousands of clients at one web process, some of them stuck, gone or slow
	@scripts/prerequisites.sh test
	$(BIN)/python -m loadtest.clients $(OPTIONS) $(RECORDED)

.PHONY: bench-peers
bench-peers: install ## other stream processors on the same topic (fetches them), and the worker beside them
	@scripts/prerequisites.sh test
	$(BIN)/python -m loadtest.peers_bench $(OPTIONS) $(RECORDED)

.PHONY: bench-latency
bench-latency: install ## from an accepted event to the frame in a client and the pixel on a wall, under load
	@scripts/prerequisites.sh test
	$(BIN)/python -m loadtest.latency $(OPTIONS) $(RECORDED)

.PHONY: bench-replay
bench-replay: install ## a day replayed, a worker after kill -9, the start of a demo, memory by size
	@scripts/prerequisites.sh test
	$(BIN)/python -m loadtest.replay $(OPTIONS) $(RECORDED)

.PHONY: soak-page
soak-page: install ## 100,000 frames and 50 cuts into the board's page: heap, nodes, figures, long tasks
	@scripts/prerequisites.sh test
	cd frontend && npm run soak

.PHONY: fault
fault: install ## real processes, Kafka and Redis under every fault, on several servers, with TLS and logins: 15 minutes
	@scripts/prerequisites.sh fault
	TAVLE_FAULTS=all $(BIN)/python -m pytest -q -s tests/fault tests/operation --durations=0 --durations-min=30

.PHONY: soak-sim
soak-sim: install ## simulated floors with things going wrong, seed by seed: SEEDS=1000-9999 FOR_S=600
	nice -n 10 $(BIN)/python -m tests.sim.soak --seeds "$(SEEDS)" --seconds $(or $(FOR_S),600)

.PHONY: fault-night
fault-night: install ## the same in a random order: SEED=1 MINUTES=60
	@scripts/prerequisites.sh fault
	$(BIN)/python -m tests.fault.night $(or $(SEED),1) $(or $(MINUTES),60)

.PHONY: fault-drill
fault-drill: install ## kill -9 of worker, broker, Redis and web in a row, under load: EVENTS=5000 BOARDS=1000
	@scripts/prerequisites.sh fault
	$(BIN)/python -m tests.fault.drill $(or $(EVENTS),5000) $(or $(BOARDS),1000)

.PHONY: fuzz
fuzz: install ## hostile input at every door, for SECONDS (600); with atheris where it can be installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
	  -r requirements-fuzz.lock || echo "atheris cannot be installed here"
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

.PHONY: lock
lock: $(INSTALLED) ## pins the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile pyproject.toml --group dev -o requirements.lock --upgrade $(LOCK_OPTIONS)
	$(BIN)/uv pip compile pyproject.toml -c requirements.lock -o requirements-runtime.lock $(LOCK_OPTIONS)
	$(BIN)/uv pip compile --group fuzz -o requirements-fuzz.lock $(LOCK_OPTIONS)

LOCK_OPTIONS := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
  --custom-compile-command 'make lock'

.PHONY: prerequisites
prerequisites: ## installs or names what the tests need from the machine
	@scripts/prerequisites.sh install
	@scripts/prerequisites.sh test

.PHONY: clean
clean: ## removes what was made here, .venv and node_modules included
	rm -rf .venv .cache dist app/web/pages frontend/node_modules frontend/screenshots .coverage \
	  .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# The stamps are made last, so that a step that broke off is done again.

$(INSTALLED): requirements.lock pyproject.toml hatch_build.py
	@PYTHON=$(PYTHON) scripts/prerequisites.sh install
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(NODE_MODULES): frontend/package-lock.json frontend/package.json
	@PYTHON=$(PYTHON) scripts/prerequisites.sh install
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

$(PAGES): $(NODE_MODULES) $(PAGE_SOURCES)
	cd frontend && npm run build
	@touch $@
