#: What docs/ generate
.PHONY: openapi examples licences access-patterns
openapi: setup ## Write docs/openapi.yaml, docs/events/ and the generated part of docs/architecture.md anew
	@PYTHONPATH=layers/core $(BIN)/python -m scripts.documents.openapi
	@PYTHONPATH=layers/core $(BIN)/python -m scripts.documents.events
	@$(BIN)/python -m scripts.documents.architecture

examples: setup ## Record all answers of docs/examples/ anew, then write docs/openapi.yaml
	@rm -f docs/examples/*.json
	@RECORD_EXAMPLES=all $(PYTEST) tests/functions
	@$(MAKE) --silent openapi

licences: setup ## Write docs/licences.md from what is locked and vendored
	@$(BIN)/python -m scripts.documents.licences

access-patterns: setup ## Write all of docs/access-patterns.md from what the last test-fast recorded
	@$(BIN)/python -m scripts.documents.access_patterns "$(RECORDED)"
