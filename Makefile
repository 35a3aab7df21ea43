# Every way to build, try, test and measure Third Friday. `make` alone lists them.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
TABLES ?= ../shared/facts
BENCHES := load_speed plan_speed optimiser_speed matching_speed market_speed bank_speed
KERNELS := $(shell grep -rlE '@(_?compiled|inlined|njit)' src --include=*.py)
CASE ?= examples/img_internal_medicine.toml
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
unexport PYTHONDONTWRITEBYTECODE  # compiled modules and kernels are kept between runs

.PHONY: help setup demo test check bench data calibrate bank lock clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/ready $(VENV)/kernels  ## make .venv with everything pinned in requirements.lock

# A compiled function's cache does not notice a change in a function that it calls.
$(VENV)/kernels: $(KERNELS)
	@find src -name '*.nb[ic]' -delete
	@touch $@

$(VENV)/ready: requirements.lock pyproject.toml
	@echo "Setting up .venv (once; pinned versions from requirements.lock) ..."
	@command -v $(PYTHON) >/dev/null || { echo "Third Friday needs Python 3.11: install it or give PYTHON=..."; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@echo "Compiling the search (once, about 20 s) ..."
	@$(BIN)/python -m thirdfriday.optimiser.warm_up
	@$(BIN)/thirdfriday plan $(CASE) --json >/dev/null
	@touch $@ $(VENV)/kernels
	@echo "Ready: $$(du -sh $(VENV) | cut -f1) in .venv"

demo: setup  ## set up, then make a real plan from an example case
	@echo "Planning for $(CASE) ..."
	@mkdir -p out
	@$(BIN)/thirdfriday plan $(CASE) --html out/plan.html
	@echo "The whole report, with map, reasons and sources: out/plan.html"

test: setup  ## set up, then all the checks and tests
	@echo "Checking format, types, room contracts and facts ..."
	@$(MAKE) --no-print-directory check
	@echo "Running the tests ..."
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: setup  ## format, lint, types, room contracts, facts audit
	@$(BIN)/ruff format --check --quiet . || { echo "Run: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-timing 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/thirdfriday facts audit

bench: setup  ## speed and memory, as ratios against named peers in one run
	@for bench in $(BENCHES); do echo "== $$bench"; $(BIN)/python -m benchmarks.$$bench || exit 1; done

data: setup  ## rebuild the packaged data from published tables: make data TABLES=../shared/facts
	@$(BIN)/python -m builders --tables $(TABLES)

calibrate: setup  ## go on with the fit of the simulated season: make calibrate TABLES=../shared/facts
	@$(BIN)/python -m builders.calibrate_market $(TABLES) --go-on
	@$(MAKE) bank

bank: setup  ## fill the bank of cutoffs and fit standing against it: make bank TABLES=../shared/facts
	@$(BIN)/python -m builders.bank_build
	@$(BIN)/python -m builders.match_chain_build --tables $(TABLES)
	@$(BIN)/python -m builders.score_build --tables $(TABLES)
	@$(BIN)/python -m builders.standing_chain_build --tables $(TABLES)
	@$(BIN)/python -m builders.second_specialty_build --tables $(TABLES)
	@$(BIN)/python -m builders.low_scores_build --tables $(TABLES)

lock:  ## resolve requirements.lock afresh from pyproject.toml
	@$(BIN)/python -m pip install --quiet uv && $(BIN)/uv pip compile pyproject.toml --extra dev --extra postgres --extra research --quiet --no-header --no-annotate -o requirements.lock

clean:  ## remove what the other targets made
	@rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .hypothesis
