#: What a change does to AWS and to callers, and releases
BASE ?= origin/main

.PHONY: contract release release-files ruleset
contract: setup ## What differs from BASE on AWS and for callers; fails when data would be lost or callers break
	@$(BIN)/python -m scripts.release.template_diff $(BASE)
	@$(BIN)/python -m scripts.release.openapi_breaks $(BASE)

release: setup ## Write a release down, to be committed and tagged: make release VERSION=1.2.3
	$(BIN)/python -m scripts.release.release prepare "$(VERSION)"
	PYTHONPATH=layers/core $(BIN)/python -m scripts.documents.openapi

release-files: build render ## What a release publishes, in dist/
	rm -rf dist && mkdir dist
	$(BIN)/python -m scripts.release.release notes "$(VERSION)" > dist/NOTES.md
	cp $(RENDERED) dist/template.json
	$(BIN)/cyclonedx-py requirements layers/dependencies/requirements.txt --pyproject pyproject.toml --output-reproducible -o dist/sbom.cdx.json
	cd .aws-sam/build && $(PYTHON) -m zipfile -c $(CURDIR)/dist/bytemeburger-$(VERSION).zip .

ruleset: ## Protect main and the releases' tags: make ruleset REPOSITORY=owner/name
	for name in main releases; do \
		id=$$(gh api "repos/$(REPOSITORY)/rulesets" --jq ".[] | select(.name == \"$$name\") | .id"); \
		gh api --method "$$([ "$$id" ] && echo PUT || echo POST)" "repos/$(REPOSITORY)/rulesets$${id:+/$$id}" --input ".github/rulesets/$$name.json"; \
	done
