# `make demo` and `make test` work on a fresh machine with Python 3.11 or later and make; all else is set up here.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo test check format bench lock licences sbom audit docs soak soak-faults soak-hostile clean

setup: .venv/ready

# An old pip cannot check the set, so it is brought up to date first. Everything else is installed only where its hash is
# that of requirements.lock; the project itself, and what builds it, from the same set. Compiled, so that the first run
# is as fast as the next, and every one where Python may not write.
.venv/ready: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Readouts needs Python 3.11 or later; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src
	touch $@

demo: setup
	$(BIN)/readouts demo

test: setup
	$(BIN)/python -m pytest -n auto --dist worksteal

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist worksteal

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# What the bench sets beside Readouts, in an environment of its own. Where it cannot be had, the bench says so.
.venv/peers/ready: bench/peers.txt | setup
	-$(PYTHON) -m venv .venv/peers && .venv/peers/bin/python -m pip install --quiet --requirement bench/peers.txt && touch $@

bench: setup .venv/peers/ready
	$(BIN)/python bench/speed.py $(DATA)
	$(BIN)/python bench/quality.py $(DATA) $(SCORER)

# The lock: every package that pyproject.toml asks for, for every Python from 3.11 and every platform, with its hashes.
# It keeps the versions that it has; `make lock UPGRADE=--upgrade` takes the newest.
lock:
	$(PYTHON) supply/lock.py $(UPGRADE)

licences: setup
	$(BIN)/python supply/licences.py > docs/licences.md

sbom: setup
	$(BIN)/python supply/sbom.py > sbom.cdx.json

audit: setup
	$(BIN)/python supply/audit.py

# The reference of the code, from its docstrings; every warning is an error.
docs: setup
	$(BIN)/python supply/reference.py

soak-hostile: setup
	OMP_NUM_THREADS=1 $(BIN)/python bench/soak_hostile.py $(SOAK)

# Kills at random moments, for long: make soak-faults KILLS=200 REPORT=soak.json
soak-faults: setup
	$(BIN)/python bench/soak.py --kills $(or $(KILLS),200) --report $(or $(REPORT),soak.json)

soak: soak-faults soak-hostile

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
