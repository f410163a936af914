# Everything a person or CI does has one target here; `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

export UV_PYTHON_DOWNLOADS := never
# Bytecode caching must not depend on the caller's shell.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3.13
UV := .uv/bin/uv
BIN := .venv/bin

.PHONY: help
help: ## Show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

## --- environments -----------------------------------------------------------

$(UV):
	@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || { echo "error: $(PYTHON) with venv is missing: install Python 3.13 and try again" >&2; exit 1; }
	@echo "Preparing uv"
	@$(PYTHON) -m venv .uv
	@.uv/bin/pip install --quiet --disable-pip-version-check uv==0.13.9

# One environment per tool that pins its own botocore: ours, the SAM CLI's and the emulator's.
.venv/.ready: requirements/dev.txt
.venv-sam/.ready: requirements/sam.txt
.venv-ministack/.ready: requirements/ministack.txt
.venv/.ready .venv-sam/.ready .venv-ministack/.ready: | $(UV)
	@echo "Preparing $(@D)"
	@[ -x $(@D)/bin/python ] || $(UV) venv --quiet --clear --python $(PYTHON) $(@D)
	@$(UV) pip sync --quiet --require-hashes --python $(@D)/bin/python $<
	@touch $@

.PHONY: setup lock
setup: .venv/.ready .venv-sam/.ready .venv-ministack/.ready ## Create the environments (uv, hashed locks)

COMPILE := $(UV) pip compile --quiet --universal --python-version 3.13 --generate-hashes --no-emit-index-url --custom-compile-command "make lock"
lock: | $(UV) ## Compile the locks again from the .in files (UPGRADE=--upgrade for newer versions)
	$(COMPILE) $(UPGRADE) layers/dependencies/requirements.in -o layers/dependencies/requirements.txt
	$(COMPILE) $(UPGRADE) requirements/dev.in -c layers/dependencies/requirements.txt -o requirements/dev.txt
	$(COMPILE) $(UPGRADE) requirements/sam.in -o requirements/sam.txt
	$(COMPILE) $(UPGRADE) requirements/ministack.in -o requirements/ministack.txt

## --- proof ------------------------------------------------------------------

SAM := PATH="$(CURDIR)/$(BIN):$$PATH" UV="$(CURDIR)/$(UV)" SAM_CLI_TELEMETRY=0 .venv-sam/bin/sam
PYTEST := $(BIN)/python -m pytest -q
RENDERED := .aws-sam/rendered.json

.PHONY: check render test test-fast test-full
check: setup render ## Style, types and templates (the raw one and what AWS makes of it)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	AWS_DEFAULT_REGION=sa-east-1 $(SAM) validate --lint
	$(BIN)/cfn-lint template.yaml $(RENDERED)

render: setup ## The template as CloudFormation sees it, in .aws-sam/rendered.json
	@mkdir -p .aws-sam
	@$(BIN)/python -m scripts.render_template > $(RENDERED)

# What functions ask of AWS in their tests is compared with their policies in tests/architecture.
test-fast: export RECORD_CALLS := $(CURDIR)/.pytest_cache/calls
test-fast: setup ## The tests that need no running system
	@rm -rf "$(RECORD_CALLS)"
	$(PYTEST) -n 2 $(wildcard tests/unit tests/records tests/functions)
	$(PYTEST) -n 2 tests/architecture

test: test-fast ## All tests but the long ones (marker `full`)
	$(PYTEST) $(wildcard tests/integration tests/e2e)

test-full: ## All tests
	$(MAKE) test PYTEST='$(PYTEST) -m "full or not full"'

## --- on this machine --------------------------------------------------------

export LOCAL_STATE ?= .local

.PHONY: run order invoke watch reset
run: setup ## The whole system here, until Ctrl-C (MINISTACK_PORT, SIMULATOR_PORT, LOCAL_STATE)
	@exec $(BIN)/python -m local.run

order: setup ## One whole order over HTTP against the running system
	@exec $(BIN)/python -m local.order

invoke: setup ## Run one deployed function with its sample event: make invoke FUNCTION=create_order
	@exec $(BIN)/python -m local.invoke "$(FUNCTION)"

watch: setup ## Build and deploy to the running system whenever a source changes
	@exec $(BIN)/python -m local.watch

reset: ## Forget everything the local system holds
	rm -rf "$(LOCAL_STATE)"

## --- on AWS -----------------------------------------------------------------

.PHONY: build deploy
build: setup ## Build what AWS runs (arm64)
	$(SAM) build

CONFIG ?= dev
deploy: build ## Deploy to AWS: make deploy CONFIG=dev|prod
	$(SAM) deploy --config-env $(CONFIG)

.PHONY: openapi examples
openapi: setup ## Write docs/openapi.yaml anew
	@$(BIN)/python scripts/openapi.py

examples: setup ## Record the answers of docs/examples/ anew, then write docs/openapi.yaml
	@RECORD_EXAMPLES=1 $(BIN)/pytest -q tests/functions
	@$(BIN)/python scripts/openapi.py
