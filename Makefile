# Everything runs in a local virtual environment; only Python >= 3.11 and make are needed.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -q -c constraints.txt

.PHONY: table test lint types format docs docs-check site smoke golden slides bench witness programs verified clean check page browser

table: $(VENV)/.core  ## set up and print GoogLeNet's table
	@$(BIN)/archcalc table googlenet

test: $(VENV)/.dev  ## set up and run the tests
	$(BIN)/python -m pytest -n auto

check: test lint types docs-check smoke  ## all that has to pass

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.dev  ## rewrite what is generated: docs, README's tables, the specs' JSON Schema
	$(BIN)/python docs/generate.py

docs-check: $(VENV)/.dev  ## fail if something generated is stale
	$(BIN)/python docs/generate.py --check

site: $(VENV)/.site  ## build the documentation site, every network's report with it, into site/
	$(BIN)/python docs/_site/make_site.py

golden: $(VENV)/.dev  ## rewrite the golden results; review every changed number
	$(BIN)/python -m pytest -q tests/golden --overwrite

smoke: $(VENV)/.dev  ## build the wheel and run it in a clean environment without torch
	$(BIN)/python tests/smoke_wheel.py

witness: $(VENV)/.dev  ## add PyTorch, fvcore and torchvision, so that the tests which hold numbers against them run
	$(PIP) torch==2.13.0 numpy fvcore
	$(PIP) --no-deps torchvision pillow || echo "torchvision could not be installed; its tests skip"

verified: witness  ## hold every network against PyTorch, fvcore and torchvision; renew docs/verified.md
	$(BIN)/archcalc verify --all --published -f json -o docs/verified.json
	$(BIN)/python docs/generate.py

programs: $(VENV)/.dev  ## add what opens decks and diagrams: nbformat and, by npm, Marp and Mermaid
	$(PIP) nbformat
	npm install --silent --no-fund --no-audit --prefix $(VENV)/npm @marp-team/marp-cli@4 mermaid@11

slides: $(VENV)/.dev  ## write the course decks anew and print them: Marp, LaTeX, Typst, Chromium, LibreOffice
	$(BIN)/python examples/slides/render.py

page: $(VENV)/.dev  ## minify the report's scripts and style after a change; needs npm
	$(BIN)/python -m archcalc.report.bundle

browser:  ## axe-core, for the accessibility test of the report; needs npm. Chromium is the system's
	npm install --no-save --no-package-lock --silent axe-core@4.14.1

bench: $(VENV)/.dev  ## measure; peers are compared where they are installed (make peers)
	$(BIN)/python benchmarks/run.py

peers: witness
	$(PIP) fvcore thop ptflops torchinfo

clean:
	rm -rf $(VENV) dist build site .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("archcalc needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.core

$(VENV)/.site: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) -e '.[dev,site]'
	@touch $@ $(VENV)/.dev $(VENV)/.core
