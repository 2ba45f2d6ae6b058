.DEFAULT_GOAL := help
PYTHON := .venv/bin/python

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

fast: ## unit tests only, under a minute
	$(PYTHON) -m pytest tests/unit tests/access tests/guards tests/regulations -n 2 --dist loadfile

lint: ## format, lint, types, import contracts
	.venv/bin/ruff format --check . && .venv/bin/ruff check . && .venv/bin/mypy woms config && .venv/bin/lint-imports --no-cache

fix: ## format and repair what can be repaired
	.venv/bin/ruff format . && .venv/bin/ruff check --fix .

check: ## everything, as ./test
	./test

bench: ## measure pages, live updates, import and sample on this machine (ARGS="--only pages")
	@set -eu; . tools/setup.sh; woms_setup run; exec $(PYTHON) -m tools.bench $(ARGS)

docs: ## rewrite the generated pages
	./run docs

pictures: ## take the pictures of the README again
	WOMS_KEEP_PICTURES=1 $(PYTHON) -m pytest tests/browser/test_pictures.py

messages: ## renew the English catalogue, list what has no English yet
	$(PYTHON) -m tools.messages

lock: ## renew the hashed requirements from the .in files
	for set in uv run test; do .tools/bin/uv pip compile -q --generate-hashes --python-version 3.11 --no-header requirements/$$set.in -o requirements/$$set.txt; done

.PHONY: help fast lint fix check bench docs pictures messages lock
