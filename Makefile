# The two commands of the README: `make demo` and `make test`. With uv where it is installed, venv and pip otherwise.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SHARED ?= ../shared

.PHONY: demo test check evaluate benchmark docs clean help
help: ; @sed -n 's/^\([a-z]*\):.*## /make \1	/p' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml
	@echo "Installing into $(VENV): about two minutes, once."
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing $(VENV) && uv pip install --quiet --python $(BIN)/python -e '.[dev]'; \
	elif $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
	  $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'; \
	else \
	  $(PYTHON) -m venv --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install --quiet -e '.[dev]'; \
	fi
	@touch $@

demo: $(STAMP) ## brief the bundled example in the terminal and as demo.html
	@$(BIN)/twicetold demo --html demo.html

test: $(STAMP) check ## lint, types and all tests
	@$(BIN)/python -m pytest -q -n auto

check: $(STAMP) ## lint and types only
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/codespell
	@$(BIN)/mypy

evaluate: $(STAMP) ## accuracy on the development families, against the floors
	@$(BIN)/python -m evaluation.families --shared $(SHARED)

benchmark: $(STAMP) ## time and memory of the whole program as the corpus grows
	@$(BIN)/python -m benchmarks.growth --shared $(SHARED)

clean: ## remove what make made
	@rm -rf $(VENV) demo.html
