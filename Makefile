# Everything a person or CI does has one target here; `make help` lists them.
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

.PHONY: help
help: ## Show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

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
.venv/.ready .venv-sam/.ready .venv-ministack/.ready .venv-audit/.ready: | .uv/.ready
	@echo "Preparing $(@D)" >&2
	@[ -x $(@D)/bin/python ] || $(UV) venv --quiet --clear --python $(PYTHON) $(@D)
	@$(UV) pip sync --quiet --require-hashes --python $(@D)/bin/python $<
	@touch $@

.PHONY: setup lock
setup: .venv/.ready .venv-sam/.ready .venv-ministack/.ready ## Create the environments (uv, hashed locks)

COMPILE := $(UV) pip compile --quiet --universal --python-version 3.13 --generate-hashes --no-emit-index-url --custom-compile-command "make lock"
lock: .uv/.ready ## Compile the locks again from the .in files (UPGRADE=--upgrade for newer versions)
	$(COMPILE) $(UPGRADE) requirements/uv.in -o requirements/uv.txt
	$(COMPILE) $(UPGRADE) layers/dependencies/requirements.in -o layers/dependencies/requirements.txt
	$(COMPILE) $(UPGRADE) requirements/dev.in -c layers/dependencies/requirements.txt -o requirements/dev.txt
	$(COMPILE) $(UPGRADE) requirements/sam.in -o requirements/sam.txt
	$(COMPILE) $(UPGRADE) requirements/ministack.in -o requirements/ministack.txt
	$(COMPILE) $(UPGRADE) requirements/audit.in -o requirements/audit.txt

## --- proof ------------------------------------------------------------------

SAM := PATH="$(CURDIR)/$(BIN):$$PATH" UV="$(CURDIR)/$(UV)" .venv-sam/bin/sam
PYTEST := $(BIN)/python -m pytest -q
RENDERED := .aws-sam/rendered.json
RENDERED_PROD := .aws-sam/rendered-prod.json

.PHONY: check render browser test test-fast test-architecture test-full audit
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

render: setup ## The application as CloudFormation sees it, in .aws-sam/rendered.json
	@mkdir -p .aws-sam
	@$(BIN)/python -m scripts.render_template application > $(RENDERED)
	@$(BIN)/python -m scripts.render_template application Stage=prod Canary=true > $(RENDERED_PROD)

# What functions ask of AWS in their tests is compared with their policies in tests/architecture.
RECORDED := $(CURDIR)/.pytest_cache/calls
test-fast: export RECORD_CALLS := $(RECORDED)
test-fast: setup ## The tests that need no running system
	@rm -rf "$(RECORD_CALLS)"
	$(PYTEST) -n 2 $(wildcard tests/unit tests/records tests/functions)
	@$(MAKE) --no-print-directory test-architecture

test-architecture: export RECORD_CALLS := $(RECORDED)
test-architecture: setup ## The rules alone, against what the last test-fast recorded
	$(PYTEST) -n 2 tests/architecture

browser: setup ## A browser for the tests: this machine's, or one that is fetched
	@$(BIN)/python -m tests.browser

test: browser test-fast ## All tests but the long ones (marker `full`)
	$(PYTEST) tests/crashes
	$(PYTEST) $(wildcard tests/integration tests/e2e)

test-full: ## All tests
	$(MAKE) test PYTEST='$(PYTEST) -m "full or not full"'

# A package that nobody could look up is a failure (--strict): "no known vulnerabilities" must mean that somebody looked.
LOCKS := layers/dependencies/requirements.txt $(wildcard requirements/*.txt)
audit: .venv-audit/.ready ## Known vulnerabilities of what is locked
	@for lock in $(LOCKS); do echo "$$lock"; \
		.venv-audit/bin/pip-audit --strict --disable-pip --require-hashes $(AUDIT_OPTIONS) --requirement $$lock \
			|| { echo "error: $$lock has vulnerabilities, or was not audited" >&2; exit 1; }; done

## --- on this machine --------------------------------------------------------

export LOCAL_STATE ?= .local

.PHONY: run order trace invoke watch reset
run: setup ## The whole system here, until Ctrl-C (MINISTACK_PORT, SIMULATOR_PORT, PAGES_PORT, LOCAL_STATE)
	@exec $(BIN)/python -m local.run

order: setup ## One whole order over HTTP against the running system
	@exec $(BIN)/python -m local.order

trace: setup ## One order's whole story: history, events and the log lines of all functions: make trace ORDER=...
	@PYTHONPATH=layers/core exec $(BIN)/python -m local.trace "$(ORDER)"

invoke: setup ## Run one deployed function with its sample event: make invoke FUNCTION=create_order
	@exec $(BIN)/python -m local.invoke "$(FUNCTION)"

watch: setup ## Build and deploy to the running system whenever a source changes
	@exec $(BIN)/python -m local.watch

reset: ## Forget everything the local system holds
	rm -rf "$(LOCAL_STATE)"

## --- on AWS -----------------------------------------------------------------

# A stage is an environment of samconfig.toml. AWS_ENDPOINT_URL makes any of these talk to an emulator instead.
STAGE ?= dev
# An emulator runs what is built on this machine, so it shares the folders of local artefacts.
ON_HOST := $(or $(AWS_ENDPOINT_URL),$(filter local,$(STAGE)))
export ARCHITECTURE ?= $(if $(ON_HOST),host,arm64)
BUILT := .aws-sam/$(if $(ON_HOST),local,build)
CACHE := .aws-sam/$(if $(ON_HOST),local-cache,cache)
# Set by the pipeline (outputs of stacks/pipeline.yaml); by hand SAM's own bucket and one's own rights do.
export ARTEFACT_BUCKET ARTEFACT_PREFIX CLOUDFORMATION_ROLE
# What is deployed once and by hand, by somebody who may make roles.
BY_HAND = $(SAM) deploy --config-file $(CURDIR)/samconfig.toml --config-env $(STAGE) --no-resolve-s3 --capabilities CAPABILITY_NAMED_IAM

PROVIDER ?= make
.PHONY: account pipeline preflight build deploy rollout publish smoke changeset store credentials menu open staff redrive
account: setup ## What an account has once: make account [STAGE=...] [PROVIDER=exists]
	$(BY_HAND) --stack-name bytemeburger-account --template-file stacks/account.yaml --parameter-overrides GitHubProvider=$(PROVIDER)

pipeline: setup ## Who may deploy a stage, and what its functions may do at most: make pipeline STAGE=... REPOSITORY=owner/name
	$(BY_HAND) --stack-name bytemeburger-$(STAGE)-pipeline --template-file stacks/pipeline.yaml \
		--parameter-overrides Stage=$(STAGE) Repository=$(REPOSITORY)

build: setup ## Build what AWS runs (arm64)
	$(SAM) build --config-env $(STAGE) --build-dir $(BUILT) --cache-dir $(CACHE)

preflight: setup ## Ask the account for what a deployment trips over: make preflight STAGE=...
	@$(BIN)/python -m scripts.stage.preflight $(STAGE)

deploy: preflight build rollout publish smoke ## Build, deploy and try a stage: make deploy STAGE=dev|prod

rollout: setup ## Deploy what is built: storage, application, operations
	$(BIN)/python -m scripts.rollout $(STAGE) $(BUILT)
	$(BIN)/python -m scripts.ordering_user $(STAGE)

publish: setup ## Put the pages of web/ where a stage serves them
	$(BIN)/python -m scripts.publish $(STAGE)

smoke: setup ## Ask a deployed stage whether it is alive
	$(BIN)/python -m scripts.smoke $(STAGE)

store: setup ## Add a store: make store STAGE=... NAME=... TITLE="..." COPY=... POS=... USER_ID=... [HOURS="..."]
	@NAME="$(NAME)" TITLE="$(TITLE)" COPY="$(COPY)" POS="$(POS)" USER_ID="$(USER_ID)" HOURS="$(HOURS)" \
		TIME_ZONE="$(TIME_ZONE)" PYTHONPATH=layers/core $(BIN)/python -m scripts.add_store $(STAGE)

credentials: setup ## Give a store its provider's account, or change it: make credentials STAGE=... NAME=... [DROP_OLD=1]
	@NAME="$(NAME)" DROP_OLD="$(DROP_OLD)" PYTHONPATH=layers/core $(BIN)/python -m scripts.store_credentials $(STAGE)

menu: setup ## Bring a menu to what a file says, with GO=1 really: make menu STAGE=... FILE=menu.yaml [NAME=...] [GO=1]
	@PYTHONPATH=layers/core $(BIN)/python -m scripts.stage.menu $(STAGE) "$(FILE)" $(if $(NAME),--store "$(NAME)") $(if $(GO),--go)

open: setup ## Let a store take orders: make open STAGE=... NAME=...
	@PYTHONPATH=layers/core $(BIN)/python -m scripts.stage.open_store $(STAGE) "$(NAME)"

staff: setup ## Invite a person to a store: make staff STAGE=... NAME=... USER=ana@example.com GROUP=kitchen
	@NAME="$(NAME)" USER="$(USER)" GROUP="$(GROUP)" PYTHONPATH=layers/core $(BIN)/python -m scripts.add_staff $(STAGE)

redrive: setup ## What consumers gave up; with GO=1 back to them: make redrive STAGE=dev GO=1
	@$(BIN)/python -m scripts.redrive $(STAGE) $(if $(GO),--go)

changeset: setup ## What CloudFormation would do with what is built, as Markdown
	@$(BIN)/python -m scripts.rollout $(STAGE) $(BUILT) --preview

## --- a change and a release -------------------------------------------------

BASE ?= origin/main
export BASE

.PHONY: contract release release-files ruleset
contract: setup ## What differs from BASE on AWS and for callers; fails when data would be lost or callers break
	@$(BIN)/python -m scripts.template_diff $(BASE)
	@$(BIN)/python -m scripts.openapi_breaks $(BASE)

release: setup ## Write a release down, to be committed and tagged: make release VERSION=1.2.3
	$(BIN)/python -m scripts.release prepare "$(VERSION)"
	$(BIN)/python scripts/openapi.py

release-files: build render ## What a release publishes, in dist/
	rm -rf dist && mkdir dist
	$(BIN)/python -m scripts.release notes "$(VERSION)" > dist/NOTES.md
	cp $(RENDERED) dist/template.json
	$(BIN)/cyclonedx-py requirements layers/dependencies/requirements.txt --pyproject pyproject.toml --output-reproducible -o dist/sbom.cdx.json
	cd .aws-sam/build && $(PYTHON) -m zipfile -c $(CURDIR)/dist/bytemeburger-$(VERSION).zip .

ruleset: setup ## Protect main and the releases' tags: make ruleset REPOSITORY=owner/name
	$(BIN)/python -m scripts.apply_ruleset "$(REPOSITORY)" $(RULESET_OPTIONS)

.PHONY: document openapi examples licences access-patterns
document: export RECORD_EXAMPLES := $(FUNCTION)
document: export RECORD_CALLS := $(CURDIR)/.pytest_cache/one
document: setup ## Write what docs/ generate of one function, from its test: make document FUNCTION=create_order
	@[ -f "functions/$(FUNCTION)/app.py" ] || { echo "error: there is no functions/$(FUNCTION)/app.py: make document FUNCTION=create_order" >&2; exit 1; }
	@rm -rf "$(RECORD_CALLS)"
	$(PYTEST) "tests/functions/test_$(FUNCTION).py"
	@$(BIN)/python -m scripts.access_patterns "$(RECORD_CALLS)" "$(FUNCTION)"
	@$(MAKE) --silent openapi

openapi: setup ## Write docs/openapi.yaml and the generated part of docs/architecture.md anew
	@$(BIN)/python scripts/openapi.py
	@$(BIN)/python -m scripts.architecture

examples: setup ## Record all answers of docs/examples/ anew, then write docs/openapi.yaml
	@rm -f docs/examples/*.json
	@RECORD_EXAMPLES=all $(PYTEST) tests/functions
	@$(MAKE) --silent openapi

licences: setup ## Write docs/licences.md from what is locked and vendored
	@$(BIN)/python -m scripts.licences

access-patterns: setup ## Write all of docs/access-patterns.md from what the last test-fast recorded
	@$(BIN)/python -m scripts.access_patterns "$(RECORDED)"
