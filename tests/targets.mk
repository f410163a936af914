#: Parts of the tests, and all of them
.PHONY: browser test-second-engine screenshots test-architecture test-deployed test-pages test-full

test-architecture: export RECORD_CALLS := $(RECORDED)
test-architecture: setup ## The rules alone, against what the last test-fast recorded
	$(PYTEST) -n 2 tests/architecture

# `make test` runs these two at once: the first waits for a deployment, schedules and retries for most of its time.
# Tests run make too, which would ask this one's jobs for leave.
test-deployed: setup .venv-client/.ready ## On the emulator: functions that die at any call, and the deployed system
	env -u MAKEFLAGS $(PYTEST) tests/crashes
	env -u MAKEFLAGS $(PYTEST) $(wildcard tests/integration)

test-pages: browser ## Every page in a browser, against a stub of the API
	$(PYTEST) -n 2 $(wildcard tests/e2e)

browser: setup ## A browser for the tests: this machine's, or one that is fetched
	@$(BIN)/python -m tests.browser

screenshots: browser ## Photograph every page in every state into .screenshots/, and the README's into docs/screenshots/
	@PYTHONPATH=layers/core $(BIN)/python -m tests.screenshots $(PAGES)

test-second-engine: setup ## The table's tests on DynamoDB Local, whose licence asks for an AWS account: DYNAMODB_LOCAL=<folder of its jar>
	@[ -n "$${DYNAMODB_LOCAL:-}" ] || { echo "error: DYNAMODB_LOCAL is the folder with DynamoDBLocal.jar" >&2; exit 1; }
	$(PYTEST) tests/records

test-full: ## All tests
	$(MAKE) test PYTEST='$(PYTEST) -m "full or not full"'
