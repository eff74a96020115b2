# make demo: build the example graph, validate it, serve it.   make test: install what tests need, and test.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STORE ?= $(VENV)/demo-store
PORT ?= 8000
SOURCES := pyproject.toml README.md
PACKAGE := $(wildcard graph/*.py graph/*/*.py api/*.py api/*/* api/*/*/* ontology/* ontology/schemes/* shapes/*)

.PHONY: demo test lint bench clean

demo: $(VENV)/demo.stamp
	$(BIN)/releasegraph build examples/sources --store $(STORE)
	$(BIN)/releasegraph validate --store $(STORE) --fail-on never
	@echo "Serving http://localhost:$(PORT)/ (stop with Ctrl-C)"
	$(BIN)/releasegraph serve --store $(STORE) --port $(PORT)

test: $(VENV)/test.stamp
	$(BIN)/python -m pytest

lint: $(VENV)/lint.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	rm -rf build/lib build/typed && $(BIN)/pip install --quiet --no-deps --target build/typed .
	MYPYPATH=build/typed $(BIN)/mypy --strict -p releasegraph.graph -p releasegraph.api
	$(BIN)/lint-imports

bench: $(VENV)/test.stamp
	$(BIN)/python tests/benchmarks/measure.py

clean:
	rm -rf $(VENV) build dist *.egg-info

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip

$(VENV)/demo.stamp: $(BIN)/python $(SOURCES) $(PACKAGE)
	rm -rf build/lib && $(BIN)/pip install --quiet .
	touch $@

$(VENV)/test.stamp: $(BIN)/python $(SOURCES)
	$(BIN)/pip install --quiet -e '.[test]'
	touch $@

$(VENV)/lint.stamp: $(BIN)/python $(SOURCES)
	$(BIN)/pip install --quiet -e '.[test,lint]'
	touch $@
