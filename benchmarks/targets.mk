#: Benchmarks
BENCH := .aws-sam/bench

.PHONY: bench valgrind
valgrind: ## What counts instructions: this machine's, or Debian's package
	@command -v valgrind > /dev/null || { command -v apt-get > /dev/null && sudo --non-interactive apt-get install --quiet=2 --yes valgrind > /dev/null; } \
		|| { echo "error: the benchmarks count instructions with valgrind: apt-get install valgrind" >&2; exit 1; }

bench: setup valgrind ## Measure, write benchmarks/RESULTS.md, fail when a ratio got 5 % worse (half an hour)
	rm -rf $(BENCH)
	$(MAKE) --silent -C layers/core build-CoreLayer ARTIFACTS_DIR=$(CURDIR)/$(BENCH)/core PATH="$(CURDIR)/$(BIN):$(PATH)"
	mkdir -p $(BENCH)/dependencies/python
	$(MAKE) --silent -C layers/dependencies build-DependenciesLayer ARTIFACTS_DIR=$(CURDIR)/$(BENCH)/dependencies ARCHITECTURE=host UV=$(CURDIR)/$(UV) PATH="$(CURDIR)/$(BIN):$(PATH)"
	PYTHONPATH=layers/core $(BIN)/python -m benchmarks

STORES ?= 1
ORDERS ?= 1000
.PHONY: cost
cost: setup ## What a month costs: make cost STORES=1000 ORDERS=1000000 (a day); writes the tables of docs/cost.md too
	@$(BIN)/python -m benchmarks.cost --write --stores $(STORES) --orders $(ORDERS)

.PHONY: order-units
order-units: setup ## What one order costs in DynamoDB's units, step by step and consumer by consumer
	POWERTOOLS_METRICS_NAMESPACE=ByteMeBurger PYTHONPATH=layers/core $(BIN)/python -m benchmarks.order_units | grep '^|\|^$$\|paid at once'

.PHONY: service-week
service-week: setup ## A week of three stores played by the robot in one process; writes benchmarks/service_week.md (a quarter of an hour)
	RECORD_WEEK=1 $(BIN)/python -m pytest -q -m full -k week tests/crashes/test_service_day.py
