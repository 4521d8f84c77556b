# Every command a developer or operator needs. `make help` lists them.

UV_VERSION := 0.13.9
PORT ?= 5005
BIN := .venv/bin
MODEL := models/lupus.tar.gz
TRAINED_FROM := config.yml domain.yml $(shell find data bot/nlu bot/policies bot/*.py -name '*.yml' -o -name '*.py')

export PORT
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 2
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

.PHONY: help setup train run shell test lint widget pictures lock

help:            ## what each command does
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

setup: .venv/ready  ## Python environment in .venv, exactly as locked

train: $(MODEL)  ## train the model if its data changed

run: $(MODEL)    ## set up, train if needed, serve the chat page; Ctrl-C stops
	@$(BIN)/python -m bot run

shell: $(MODEL)  ## talk to the assistant in the terminal
	@$(BIN)/python -m bot shell

test: $(MODEL) widget/node_modules/ready  ## all tests
	$(BIN)/python -m pytest

lint: .venv/ready  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

widget: widget/node_modules/ready  ## check and build the chat's script; only whoever changes it needs Node
	cd widget && npm run --silent check && npm run --silent build

pictures: $(MODEL)  ## take the pictures of the chat in docs/ anew
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

# The importer refuses unfit pages; `rasa data validate`, which CI runs, would only cost time here.
$(MODEL): .venv/ready $(TRAINED_FROM)
	@echo "Training the model (about a minute)"
	@$(BIN)/rasa train --skip-validation --augmentation 0 --fixed-model-name $(basename $(basename $(notdir $@)))
	@touch $@
