# Every target with a ## comment is listed by `make help`. The logic is in scripts/, not here.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
ifeq ($(shell command -v $(PYTHON)),)
$(error $(PYTHON) is missing: install Python 3.11 or newer (apt-get install python3 python3-venv), then run make again)
endif
.NOTPARALLEL:
.PHONY: help setup run dev test checks lint test-client test-python journeys bench fuzz lock openapi third-party clean

help: ## List the targets
	@$(PYTHON) scripts/targets.py $(MAKEFILE_LIST)

setup: ## Bring and build all that is needed; leaves the program at .venv/bin/folkmoot
	@$(PYTHON) scripts/setup.py

run: setup ## Set up, then start Folkmoot on this machine; LAN=1 serves the local network; Ctrl-C stops it
	@exec $(BIN)/folkmoot run $(if $(LAN),--lan $(filter-out 1,$(LAN)))

dev: ## Set up with what the tests need
	@$(PYTHON) scripts/setup.py --dev

test: checks test-python ## Run every check and every test, real browsers included

checks: dev ## Lint, with the client's unit tests beside it
	@$(BIN)/python scripts/lint.py --with-client-tests

lint: dev ## Check style, types, import arrows, lock files, notices and the OpenAPI description
	@$(BIN)/python scripts/lint.py

test-client: dev ## Run the client's unit tests
	@$(BIN)/python scripts/client.py test

test-python: dev ## Run the Python tests and the browser journeys
	@$(BIN)/python scripts/python_tests.py

journeys: dev ## Run only the journeys: the whole service with real browsers
	@$(BIN)/python scripts/python_with_node.py -m pytest tests/journeys

bench: dev ## Measure what browsers see; results in bench/ (keep the machine otherwise idle)
	@$(BIN)/python scripts/python_with_node.py -m bench

fuzz: dev ## Give everything that reads others' bytes ten million inputs each (hours); counts in tests/fuzz/runs.csv
	@$(BIN)/python scripts/python_with_node.py -m tests.fuzz

lock: dev ## Renew the lock files from pyproject.toml
	@$(BIN)/python scripts/lock.py

openapi: setup ## Write docs/openapi.json from the Python types
	@$(BIN)/folkmoot openapi --write

third-party: dev ## Write THIRD_PARTY.md from what is installed
	@$(BIN)/python scripts/third_party.py

clean: ## Remove all that was built (not var/, which holds data)
	@$(PYTHON) scripts/clean.py
