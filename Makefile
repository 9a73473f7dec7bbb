# `make demo` and `make test` work on a fresh machine with Python 3.11 or later and make; all else is set up here.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo test check format bench soak clean

setup: .venv/ready

# An old pip cannot resolve the set, so it is brought up to date first.
.venv/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Readouts needs Python 3.11 or later; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: setup
	$(BIN)/readouts demo

test: setup
	$(BIN)/python -m pytest -n auto

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup
	$(BIN)/python bench/speed.py $(DATA)
	$(BIN)/python bench/quality.py $(DATA) $(SCORER)

# Kills at random moments, for long: make soak KILLS=200 REPORT=soak.json
soak: setup
	$(BIN)/python bench/soak.py --kills $(or $(KILLS),200) --report $(or $(REPORT),soak.json)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
