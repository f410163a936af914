#: A stage on AWS: what it is made of, and what its operators do with it

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

# What speaks with a deployed stage; the one on this machine is never looked for on AWS.
IN_STAGE = $(if $(filter local,$(STAGE)),$(BIN)/python -m local.environment )env PYTHONPATH=layers/core $(BIN)/python -m

RENDERED := .aws-sam/rendered.json
RENDERED_PROD := .aws-sam/rendered-prod.json
PROVIDER ?= make
.PHONY: render account pipeline preflight build rollout publish smoke changeset store credentials menu open staff backfill-mailing-list archive-day redrive teardown
account: setup ## What an account has once: make account [STAGE=...] [PROVIDER=exists]
	$(BY_HAND) --stack-name bytemeburger-account --template-file stacks/account.yaml --parameter-overrides GitHubProvider=$(PROVIDER)

pipeline: setup ## Who may deploy a stage, and what its functions may do at most: make pipeline STAGE=... REPOSITORY=owner/name
	$(BY_HAND) --stack-name bytemeburger-$(STAGE)-pipeline --template-file stacks/pipeline.yaml \
		--parameter-overrides Stage=$(STAGE) Repository=$(REPOSITORY)

render: setup ## The application as CloudFormation sees it, in .aws-sam/rendered.json
	@mkdir -p .aws-sam
	@$(BIN)/python -m deployment.render_template application > $(RENDERED)
	@$(BIN)/python -m deployment.render_template application Stage=prod Canary=true > $(RENDERED_PROD)

build: setup ## Build what AWS runs (arm64)
	$(SAM) build --config-env $(STAGE) --build-dir $(BUILT) --cache-dir $(CACHE)

preflight: setup ## Ask the account for what a deployment trips over: make preflight STAGE=...
	@$(IN_STAGE) scripts.stage.preflight $(STAGE)

rollout: setup ## Deploy what is built: storage, application, operations
	$(IN_STAGE) scripts.stage.rollout $(STAGE) $(BUILT)
	$(IN_STAGE) scripts.stage.ordering_user $(STAGE)

publish: setup ## Put the pages of web/ where a stage serves them
	$(IN_STAGE) scripts.stage.publish $(STAGE)

smoke: setup ## Ask a deployed stage whether it is alive
	$(IN_STAGE) scripts.stage.smoke $(STAGE)

store: setup ## Add a store: make store STAGE=... NAME=... TITLE="..." COPY=... POS=... USER_ID=... [HOURS="..."]
	@$(IN_STAGE) scripts.stage.add_store $(STAGE) "$(NAME)" --title "$(TITLE)" --copy "$(COPY)" --pos "$(POS)" \
		--user-id "$(USER_ID)" --hours "$(HOURS)" --time-zone "$(TIME_ZONE)"

credentials: setup ## Give a store its provider's account, or change it: make credentials STAGE=... NAME=... [DROP_OLD=1]
	@$(IN_STAGE) scripts.stage.store_credentials $(STAGE) "$(NAME)" $(if $(DROP_OLD),--drop-old)

menu: setup ## Bring a menu to what a file says, with GO=1 really: make menu STAGE=... FILE=menu.yaml [NAME=...] [GO=1]
	@$(IN_STAGE) scripts.stage.menu $(STAGE) "$(FILE)" $(if $(NAME),--store "$(NAME)") $(if $(GO),--go)

open: setup ## Let a store take orders: make open STAGE=... NAME=...
	@$(IN_STAGE) scripts.stage.open_store $(STAGE) "$(NAME)"

# USER is who it was at first; of the shell it is somebody else.
EMAIL ?= $(if $(filter command,$(firstword $(origin USER))),$(USER))
staff: setup ## Invite a person to a store: make staff STAGE=... NAME=... EMAIL=ana@example.com GROUP=kitchen
	@$(IN_STAGE) scripts.stage.add_staff $(STAGE) "$(NAME)" "$(EMAIL)" "$(GROUP)"

backfill-mailing-list: setup ## Have mailings reach who agreed to them before there was their list, once: make backfill-mailing-list STAGE=...
	@$(IN_STAGE) scripts.stage.backfill_mailing_list $(STAGE)

archive-day: setup ## Archive what a day's lost events left out: make archive-day STAGE=... NAME=... DAY=2026-11-26
	@$(IN_STAGE) scripts.stage.archive_day $(STAGE) "$(NAME)" "$(DAY)"

redrive: setup ## What consumers gave up; with GO=1 back to them: make redrive STAGE=dev GO=1
	@$(IN_STAGE) scripts.stage.redrive $(STAGE) $(if $(GO),--go)

teardown: setup ## Delete a stage for good, with all its data (asks twice; not prod): make teardown STAGE=...
	@$(IN_STAGE) scripts.stage.teardown $(STAGE)

changeset: setup ## What CloudFormation would do with what is built, as Markdown
	@$(IN_STAGE) scripts.stage.rollout $(STAGE) $(BUILT) --preview
