# Everything a person or CI does has one target: what is done every day here, the rest in the targets.mk of its folder.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

export UV_PYTHON_DOWNLOADS := never
export SAM_CLI_TELEMETRY := 0
# Bytecode caching must not depend on the caller's shell.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3.13
UV := .uv/bin/uv
BIN := .venv/bin

LISTED := sed -nE 's/^([a-z-]+):.* \#\# /  \1\t/p; s/^\#: /\n/p'
.PHONY: help help-all
help: ## Show what is done every day
	@$(LISTED) Makefile | expand -t 20

help-all: ## Show all targets: of documents, releases, a stage's operation, too
	@$(LISTED) $(MAKEFILE_LIST) | expand -t 20

## --- environments -----------------------------------------------------------

.uv/.ready: requirements/uv.txt
	@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || { echo "error: $(PYTHON) with venv is missing: install Python 3.13 and try again" >&2; exit 1; }
	@echo "Preparing uv" >&2
	@[ -x .uv/bin/python ] || $(PYTHON) -m venv .uv
	@.uv/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

# One environment per tool that pins its own botocore: ours, the SAM CLI's and the emulator's.
.venv/.ready: requirements/dev.txt
.venv-sam/.ready: requirements/sam.txt
.venv-ministack/.ready: requirements/ministack.txt
.venv-audit/.ready: requirements/audit.txt
.venv-client/.ready: requirements/client.txt
.venv/.ready .venv-sam/.ready .venv-ministack/.ready .venv-audit/.ready .venv-client/.ready: | .uv/.ready
	@echo "Preparing $(@D)" >&2
	@[ -x $(@D)/bin/python ] || $(UV) venv --quiet --clear --python $(PYTHON) $(@D)
	@$(UV) pip sync --quiet --require-hashes --python $(@D)/bin/python $<
	@touch $@

.PHONY: setup
setup: .venv/.ready .venv-sam/.ready .venv-ministack/.ready ## Create the environments (uv, hashed locks)

## --- proof ------------------------------------------------------------------

SAM := PATH="$(CURDIR)/$(BIN):$$PATH" UV="$(CURDIR)/$(UV)" .venv-sam/bin/sam
PYTEST := $(BIN)/python -m pytest -q

.PHONY: check test test-fast
check: setup render ## Style, types, workflows and templates (the raw one and what AWS makes of it)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=layers/core $(BIN)/lint-imports
	for template in template.yaml stacks/*.yaml; do AWS_DEFAULT_REGION=sa-east-1 $(SAM) validate --lint --template-file $$template; done
	$(BIN)/cfn-lint template.yaml stacks/*.yaml
	$(BIN)/cfn-lint --ignore-checks W2001 -- $(RENDERED) $(RENDERED_PROD) # some parameters end with the transform
	$(BIN)/actionlint
	@if [ -x $(BIN)/biome ]; then $(BIN)/biome lint web; else echo "the pages are not linted: no Biome for this machine" >&2; fi
	$(BIN)/zizmor --offline --quiet .

# What functions ask of AWS in their tests is compared with their policies in tests/architecture.
RECORDED := $(CURDIR)/.pytest_cache/calls
test-fast: export RECORD_CALLS := $(RECORDED)
test-fast: setup ## The tests that need no running system
	@rm -rf "$(RECORD_CALLS)"
	$(PYTEST) -n 2 $(wildcard tests/unit tests/records tests/functions)
	@$(MAKE) --no-print-directory test-architecture

test: browser test-fast .venv-client/.ready ## All tests but the long ones (marker `full`)
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target test-deployed test-pages

## --- on this machine --------------------------------------------------------

export LOCAL_STATE ?= .local

.PHONY: run order day trace invoke watch reset
run: setup ## The whole system here, until Ctrl-C (MINISTACK_PORT=4566 SIMULATOR_PORT=4580 PAGES_PORT=4590 LOCAL_STATE=.local)
	@exec $(BIN)/python -m local.run

order: setup ## One whole order over HTTP against the running system
	@exec $(BIN)/python -m local.order

day: setup ## A robot plays a service day against the running system and draws up the accounts: make day [STORE=...] [SEED=...] [SPEED=...] [HOURS=...]
	@exec $(BIN)/python -m local.day $(if $(STORE),--store "$(STORE)") $(if $(SEED),--seed "$(SEED)") $(if $(SPEED),--speed "$(SPEED)") $(if $(HOURS),--hours "$(HOURS)")

trace: setup ## One order's whole story: history, events and the log lines of all functions: make trace ORDER=...
	@PYTHONPATH=layers/core exec $(BIN)/python -m local.trace "$(ORDER)"

invoke: setup ## Run one deployed function with its sample event: make invoke FUNCTION=create_order
	@exec $(BIN)/python -m local.invoke "$(FUNCTION)"

watch: setup ## Build and deploy to the running system whenever a source changes
	@exec $(BIN)/python -m local.watch

reset: ## Forget everything the local system holds
	rm -rf "$(LOCAL_STATE)"

## --- a use case, and a stage on AWS ------------------------------------------

.PHONY: document deploy
document: export RECORD_EXAMPLES := $(FUNCTION)
document: export RECORD_CALLS := $(CURDIR)/.pytest_cache/one
document: setup ## Write what docs/ generate of one function, from its test: make document FUNCTION=create_order
	@[ -f "functions/$(FUNCTION)/app.py" ] || { echo "error: there is no functions/$(FUNCTION)/app.py: make document FUNCTION=create_order" >&2; exit 1; }
	@rm -rf "$(RECORD_CALLS)"
	$(PYTEST) "tests/functions/test_$(FUNCTION).py"
	@$(BIN)/python -m scripts.documents.access_patterns "$(RECORD_CALLS)" "$(FUNCTION)"
	@$(MAKE) --silent openapi

deploy: preflight build rollout publish smoke ## Build, deploy and try a stage: make deploy STAGE=dev|prod

# Each beside what it runs.
include $(sort $(wildcard */targets.mk scripts/*/targets.mk))
