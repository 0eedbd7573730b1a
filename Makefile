# Every task makes the virtual environment that it needs first, in .venv, with make and python3 only.
# Another Python: make test PYTHON=python3.13

PYTHON ?= python3
BIN := .venv/bin
DIST := dist

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test servers lint compiled ontology release page mappings notebooks benchmark stores virtuoso fuzz wheel clean

help: ## List the tasks
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' \
		| awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

demo: .venv/.demo ## Add the demonstration reports to a store, ask about them, write linked data
	@$(BIN)/spinekg demo

test: .venv/.test ## Run all tests but those that want a server of their own
	@$(BIN)/python -m pytest -q -n auto --dist loadfile -m "not server"

servers: .venv/.test ## Run the tests of stores on servers, with Virtuoso when it is installed
	@$(BIN)/python -m pytest -q -n auto --dist loadfile -m server

lint: .venv/.lint ## Check style, format and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

compiled: .venv/.compiled ## Build the reader as C, in .venv/compiled, and test it (needs a C compiler)
	@$(BIN)/python -m pytest -q tests/reading/test_compiled.py
	@echo "the compiled command is .venv/compiled/bin/spinekg"

ontology: .venv/.ontology ## Check the ontology with a reasoner and write what is generated from it
	@$(BIN)/python -m kg.vocabulary.build

release: .venv/.ontology ## Write the ontology's release files into dist/ontology
	@$(BIN)/python -m kg.vocabulary.release $(DIST)/ontology

page: .venv/.docs ## Write docs/ontology.html with pyLODE
	@$(BIN)/python -m kg.vocabulary.page docs/ontology.html

mappings: .venv/.sssom ## Validate the mappings with sssom-py
	@.venv/sssom/bin/python -m pytest -q tests/ontology/test_mappings.py

notebooks: .venv/.test ## Run the notebooks
	@$(BIN)/python -m pytest -q tests/notebooks

benchmark: .venv/.benchmark .venv/.medspacy .venv/.compiled ## Measure how fast reports are read, beside medspaCy
	@$(BIN)/python benchmarks/reading.py

stores: .venv/.benchmark ## Measure the stores beside other engines and Virtuoso, if it is installed
	@$(BIN)/python benchmarks/stores.py

virtuoso: ## Install Virtuoso 7 from Debian, for the tests of remote stores (as root)
	@apt-get update -qq
	@DEBIAN_FRONTEND=noninteractive apt-get install -y -qq virtuoso-opensource-7 virtuoso-opensource-7-bin

fuzz: .venv/.fuzz ## Fuzz the reader for five minutes
	@mkdir -p .fuzz && cd .fuzz && ../$(BIN)/python ../tests/fuzzing/fuzz_reader.py \
		-len_control=0 -max_len=400 -max_total_time=300

wheel: .venv/.test ## Build the wheel into dist/
	@$(BIN)/python -m hatchling build -t wheel -d $(DIST)

clean: ## Remove the virtual environment and everything built
	@rm -rf .venv .fuzz $(DIST) build .mypy_cache .pytest_cache .ruff_cache .hypothesis

# One mark per set of extras; installed again only when pyproject.toml has changed.
EXTRAS_demo :=
EXTRAS_test := [test]
EXTRAS_lint := [lint,test]
EXTRAS_ontology := [ontology]
EXTRAS_benchmark := [benchmark]
EXTRAS_docs := [docs]
EXTRAS_fuzz := [fuzz]

# medspaCy has an environment of its own: it needs other versions than spinekg.
.venv/.medspacy: benchmarks/requirements-medspacy.txt | .venv/bin/python
	@echo "installing medspaCy into .venv/medspacy" >&2
	@$(PYTHON) -m venv .venv/medspacy
	@.venv/medspacy/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# The compiled reader has an environment of its own. It is built from a source archive, in a folder
# that pip throws away: compiled files beside their sources would hide later changes. With these
# flags it calls the interpreter directly, which takes 3 % less time.
COMPILED_FLAGS ?= -fno-plt -fno-semantic-interposition

.venv/.compiled: pyproject.toml $(wildcard kg/*/*.py ontology/*.ttl) | .venv/.test
	@echo "compiling the reader into .venv/compiled (two minutes)" >&2
	@rm -rf .venv/compiled .venv/source && $(PYTHON) -m venv .venv/compiled
	@$(BIN)/python -m hatchling build -t sdist -d .venv/source >&2
	@CFLAGS="$(COMPILED_FLAGS)" HATCH_BUILD_HOOKS_ENABLE=1 .venv/compiled/bin/python -m pip install --quiet \
		--disable-pip-version-check .venv/source/*.tar.gz
	@touch $@

# sssom-py has an environment of its own: it brings linkml, which spinekg does not need.
.venv/.sssom: pyproject.toml | .venv/bin/python
	@echo "installing sssom-py into .venv/sssom" >&2
	@$(PYTHON) -m venv .venv/sssom
	@.venv/sssom/bin/python -m pip install --quiet --disable-pip-version-check --editable . 'sssom==0.4.21' pytest
	@touch $@

.venv/.%: pyproject.toml | .venv/bin/python
	@echo "installing spinekg$(EXTRAS_$*) into .venv" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.$(EXTRAS_$*)'
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "spinekg needs Python 3.11 or newer: make PYTHON=python3.11 ..." >&2; exit 1; }
	@echo "making .venv" >&2
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
