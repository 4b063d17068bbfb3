# Plain `make` lists the targets. All that is made lies in .venv; nothing is installed elsewhere but by `make peers`.
.DEFAULT_GOAL := help
.PHONY: help setup demo up down test test-peers peers check format lint types layers wheel bench lock clean
SHELL := /bin/bash

WORDS ?= Build me a CRM with contacts and leads
export WORDS
ARGS ?=
# How many processes run the tests: one more than two processors, since most of a test with a server is waiting.
PROCESSES ?= 3
PYTEST = $(BIN)/python -m pytest -n $(PROCESSES) --dist loadgroup --no-loadscope-reorder
# What `test-peers` runs: all that `make test` may have left out.
MARKS ?= peers or browser
PEERS := bubblewrap ceph-common ceph-mon ceph-osd chromium docker.io ffmpeg fonts-dejavu-core iptables postgresql \
  radosgw

BIN := .venv/bin
SOURCES := praetorium flows tasks blocks deployments benchmarks tests conftest.py
# A Chromium of our own, where the machine has none: see .venv/.browser.
CHROMIUM := .venv/browsers/chromium-*/chrome-linux*/chrome

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: .venv/.ready ## an environment in .venv with everything pinned by requirements.lock

demo: setup ## build something and run it: make demo WORDS="a library with books and loans"
	@$(BIN)/praetorium run "$$WORDS"
	@printf '\nTo stop Praetorium and all it started: make down\n'

up: setup ## start Praetorium in the background
	@$(BIN)/praetorium up --detach

down: setup ## stop it
	@$(BIN)/praetorium down

test: setup .venv/.browser ## all tests that need no real peer; tells what was skipped (needs no root)
	@own=$$(ls -d "$$PWD"/$(CHROMIUM) 2>/dev/null | head -1); \
	[ -z "$$own" ] || export PRAETORIUM_BROWSER="$${PRAETORIUM_BROWSER:-$$own}"; \
	$(PYTEST) $(ARGS)

test-peers: setup peers ## install real peers (Debian packages, as root or by sudo) and run the tests that need them
	@$(BIN)/python -m pytest --peers -m "$(MARKS)" $(ARGS) || { code=$$?; \
	  [ $$code -ne 5 ] || echo "no test is marked '$(MARKS)', so nothing was proven" >&2; exit $$code; }

peers: ## install the Debian packages that tests use as peers, where they are missing
	@missing=$$(for package in $(PEERS); do \
	    dpkg-query -W -f '$${db:Status-Status}' $$package 2>/dev/null | grep -qx installed || echo $$package; done); \
	[ -z "$$missing" ] && exit; \
	command -v apt-get >/dev/null || { echo "these are Debian packages, and there is no apt-get: $$missing" >&2; exit 1; }; \
	root=$$([ "$$(id -u)" = 0 ] || echo sudo); set -e; \
	$$root apt-get update -q; \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing

check: format lint types layers test ## everything that must hold before a commit

format: setup ## layout of the source
	@$(BIN)/ruff format --check .

lint: setup ## habits and likely faults
	@$(BIN)/ruff check .

types: setup ## types, strictly
	@$(BIN)/mypy $(filter-out tests conftest.py,$(wildcard $(SOURCES)))

layers: setup ## who may import whom, and the rules of the house
	@$(BIN)/python -m pytest -q tests/test_layers.py tests/test_house_rules.py

wheel: setup ## the installable wheel, in dist
	@$(BIN)/python -m build --wheel --no-isolation

bench: setup ## measure; each prints a ratio (docs/performance.md has the figures)
	@set -e; for file in $(shell grep -l __main__ benchmarks/*.py); do \
	  name=$${file##*/}; echo "== $${name%.py}"; $(BIN)/python -m benchmarks.$${name%.py} $(ARGS); done

lock: setup ## resolve the dependencies anew into requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --quiet \
	  --no-header --no-emit-index-url --no-emit-find-links --no-annotate --upgrade -o requirements.lock

clean: ## remove what was made here; what Praetorium keeps in its home stays
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Written when all is installed, so that a second run does nothing and an interrupted one starts again.
.venv/.ready: requirements.lock pyproject.toml
	@python=$$(for name in "$(PYTHON)" python3 python3.13 python3.12 python3.11 python; do \
	    "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done); \
	[ -n "$$python" ] || { echo "Python 3.11 or newer is needed; name one: make PYTHON=/path/to/python3" >&2; exit 1; }; \
	[ -x $(BIN)/python ] || { echo "setting up .venv with $$($$python --version), once"; \
	  rm -rf .venv; "$$python" -m venv .venv; } || { rm -rf .venv; \
	  echo "$$python cannot make environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r .venv/uv.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

# A machine without a Chromium gets one of its own below .venv, where that can be fetched; else its tests are skipped.
.venv/.browser: .venv/.ready
	@for name in "$$PRAETORIUM_BROWSER" chromium chromium-browser google-chrome google-chrome-stable; do \
	    command -v "$$name" >/dev/null 2>&1 && touch $@ && exit; done; \
	echo "fetching a Chromium for the tests, once"; \
	PLAYWRIGHT_BROWSERS_PATH="$$PWD/.venv/browsers" timeout 300 $(BIN)/playwright install chromium >.venv/browser.log 2>&1 \
	  && "$$(ls -d $(CHROMIUM) | head -1)" --version >>.venv/browser.log 2>&1 && touch $@ \
	  || { rm -rf .venv/browsers; echo "no Chromium could be had (.venv/browser.log): its tests will be skipped"; }
