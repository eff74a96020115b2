# make demo: build the example graph, validate it, serve it.   make test: install what tests need, and test.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STORE ?= $(VENV)/demo-store
PORT ?= 8000
SOURCES := pyproject.toml README.md
PACKAGE := $(wildcard graph/*.py graph/*/*.py api/*.py api/*/*.py api/static/* api/templates/* api/templates/*/* ontology/* ontology/*/* shapes/*)
EDITOR := $(if $(shell command -v npm),api/static/editor/editor.js)

.PHONY: demo test lint editor bench clean

demo: $(VENV)/demo.stamp
	$(BIN)/releasegraph build examples/sources --store $(STORE)
	$(BIN)/releasegraph validate --store $(STORE) --fail-on never
	$(if $(EDITOR),,@echo "No npm here: the query page stays a plain form.")
	@echo "Serving http://localhost:$(PORT)/ (stop with Ctrl-C)"
	$(BIN)/releasegraph serve --store $(STORE) --port $(PORT)

test: $(VENV)/test.stamp $(EDITOR)
	$(BIN)/python -m pytest

lint: $(VENV)/lint.stamp $(EDITOR)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	rm -rf build/lib build/typed && $(BIN)/pip install --quiet --no-deps --target build/typed .
	MYPYPATH=build/typed $(BIN)/mypy --strict -p releasegraph.graph -p releasegraph.api
	$(BIN)/lint-imports
	$(if $(EDITOR),npm --prefix api/editor run check)

editor: api/static/editor/editor.js

api/static/editor/editor.js: $(wildcard api/editor/*.ts api/editor/*.mjs api/editor/*.json)
	npm --prefix api/editor ci --no-audit --no-fund
	npm --prefix api/editor run build

bench: $(VENV)/test.stamp
	$(BIN)/python tests/benchmarks/measure.py
	$(BIN)/python tests/benchmarks/validating.py $(if $(FULL),--full)
	$(BIN)/python tests/benchmarks/serve.py $(if $(FULL),--full)

clean:
	rm -rf $(VENV) build dist *.egg-info api/static/editor api/editor/node_modules tests/harvest/ldes/node_modules

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip

$(VENV)/demo.stamp: $(BIN)/python $(SOURCES) $(PACKAGE) $(EDITOR)
	rm -rf build/lib && $(BIN)/pip install --quiet .
	touch $@

$(VENV)/test.stamp: $(BIN)/python $(SOURCES)
	$(BIN)/pip install --quiet -e '.[test]'
	touch $@

$(VENV)/lint.stamp: $(BIN)/python $(SOURCES)
	$(BIN)/pip install --quiet -e '.[test,lint]'
	touch $@
