# Every command a developer or operator needs. `make help` lists them.

UV_VERSION := 0.13.9
PORT ?= 5005
BIN := .venv/bin

export PORT
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 2
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

.PHONY: help setup train run shell check lint fix test widget pictures lock

help:            ## what each command does
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

setup: .venv/ready  ## Python environment in .venv, exactly as locked

train: .venv/ready  ## train the model if anything changed that it depends on
	@$(BIN)/python -m bot train

run: train       ## set up, train if needed, serve the chat page; Ctrl-C stops
	@$(BIN)/python -m bot run

shell: train     ## talk to the assistant in the terminal
	@$(BIN)/python -m bot shell

check: lint      ## lint, and the tests that need no model: less than a minute
	$(BIN)/python -m pytest -q -m "not (model or postgresql or browser or node or slow)"

lint: .venv/ready  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fix: .venv/ready ## mend what ruff can mend by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: train      ## all tests; those that lack a program are skipped by name
	@! command -v npm > /dev/null || $(MAKE) --silent widget/node_modules/ready || echo "No axe: npm could not install it."
	$(BIN)/python -m pytest

widget: widget/node_modules/ready  ## check and build the chat's script; only whoever changes it needs Node
	cd widget && npm run --silent check && npm run --silent build

pictures: train  ## take the pictures of the chat in docs/ anew
	PICTURES=docs $(BIN)/python -m pytest -q tests/widget/test_pictures.py

lock: .tools/bin/uv  ## requirements.in -> requirements.txt
	.tools/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.10 \
		--custom-compile-command 'make lock' --override overrides.in requirements.in -o requirements.txt

.tools/bin/uv:
	@echo "Setting up: uv $(UV_VERSION) into .tools"
	@python3 -m venv .tools && .tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/ready: requirements.txt .python-version | .tools/bin/uv
	@echo "Setting up: the Python environment in .venv (a few minutes the first time)"
	@.tools/bin/uv venv --quiet --allow-existing .venv
	@.tools/bin/uv pip sync --quiet --require-hashes --compile-bytecode requirements.txt
	@touch $@

widget/node_modules/ready: widget/package-lock.json widget/.npmrc
	@echo "Setting up: the tools of the chat's script in widget/node_modules"
	@cd widget && npm ci --silent
	@touch $@
