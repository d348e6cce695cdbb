# Every command of the project. `make` alone lists them.
PORT ?= 4000
WORKERS ?= 2
VENV := .venv
PYTHON := $(VENV)/bin/python
BRASA := $(VENV)/bin/brasa

.DEFAULT_GOAL := help
.PHONY: help run test lint format web dist types screenshots test-web bench bench-server conformance-server soak reconnect fuzz chaos cluster clean

help: ## list the commands
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-20s %s\n", $$1, $$2}'

# ---- what the commands need, installed once and again when a lock changes ----

$(VENV)/runtime: requirements/runtime.lock pyproject.toml
	@test -x $(PYTHON) || python3 -m venv $(VENV)
	@echo "Installing what Brasa runs on (once)..."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements/runtime.lock
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/dev: $(VENV)/runtime requirements/dev.lock
	@echo "Installing the tools of the workshop (once)..."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements/dev.lock
	@touch $@

# ---- the commands ----

run: $(VENV)/runtime ## start Brasa with its demo on http://localhost:4000 (PORT=...)
	@$(PYTHON) tools/build_web.py || echo "Serving without the pages; Socket.IO and the API work."
	@$(BRASA) serve --data data --port $(PORT) --access open --demo

test: $(VENV)/dev web web/node_modules ## run every test (WORKERS=2 side by side, the browser's after them)
	$(PYTHON) -m tools.generate_types --check
	$(PYTHON) tools/build_web.py npm run --silent test
	$(PYTHON) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --ignore tests/e2e
	$(PYTHON) -m pytest tests/e2e

lint: $(VENV)/dev ## check style, types and the direction of imports
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(VENV)/bin/lint-imports

format: $(VENV)/dev ## put the code into its style
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .

# ---- the dashboard ----

web: ## build the dashboard, if it is missing or older than its sources
	@python3 tools/build_web.py

dist: $(VENV)/dev web ## build the wheel, with the dashboard in it
	$(PYTHON) -m build --wheel --no-isolation --outdir dist .

types: $(VENV)/dev web/node_modules ## generate the TypeScript types from the server's schemas
	$(PYTHON) -m tools.generate_types

screenshots: $(VENV)/dev web ## take the pictures of the README (needs chromium)
	$(PYTHON) -m tools.screenshots --readme

test-web: $(VENV)/dev web/node_modules ## test, check and pack the web side
	$(PYTHON) -m tools.generate_types --check
	$(PYTHON) tools/build_web.py npm run --silent check
	$(PYTHON) -m tools.check_consumers

web/node_modules: web/package-lock.json
	@python3 tools/build_web.py npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# ---- measuring ----

bench: $(VENV)/dev ## measure against the peers (ONLY=prefix) and write bench/results/latest.json
	@$(PYTHON) -m bench $(if $(ONLY),--only $(ONLY))

bench-server: $(VENV)/runtime ## serve the workload of the realtime benches (PORT=...)
	@$(PYTHON) -m bench.servers.fanout --port $(PORT)

conformance-server: $(VENV)/runtime ## serve what the official Socket.IO suites expect, on port 3000
	@$(PYTHON) -m bench.servers.conformance

soak: $(VENV)/dev ## churn clients and check that nothing is left of them (SECONDS=60)
	@$(PYTHON) -m bench.soak --seconds $(or $(SECONDS),60)

reconnect: $(VENV)/dev ## cut stock clients at random and compare what they got (CLIENTS=200 CUTS=20)
	@$(PYTHON) -m bench.realtime.reconnect --clients $(or $(CLIENTS),200) --cuts $(or $(CUTS),20)

fuzz: $(VENV)/dev ## fuzz what clients' bytes pass through (SECONDS=30 each)
	@$(PYTHON) -m fuzz $(or $(SECONDS),30)

chaos: $(VENV)/dev ## break a cluster at random and compare the books (KILLS=100)
	@$(PYTHON) -m tools.chaos --kills $(or $(KILLS),20)

cluster: $(VENV)/dev ## run a whole cluster on this machine: two gateways, two workers, a proxy (PORT=...)
	@$(PYTHON) -m tools.cluster --port $(PORT)

clean: ## remove what was built (data/ stays)
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
