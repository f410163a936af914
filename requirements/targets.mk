#: What is locked, and whether it is known to be vulnerable
.PHONY: lock audit

COMPILE := $(UV) pip compile --quiet --universal --python-version 3.13 --generate-hashes --no-emit-index-url --custom-compile-command "make lock"
lock: .uv/.ready ## Compile the locks again from the .in files (UPGRADE=--upgrade for newer versions)
	$(COMPILE) $(UPGRADE) requirements/uv.in -o requirements/uv.txt
	$(COMPILE) $(UPGRADE) layers/dependencies/requirements.in -o layers/dependencies/requirements.txt
	$(COMPILE) $(UPGRADE) requirements/dev.in -c layers/dependencies/requirements.txt -o requirements/dev.txt
	$(COMPILE) $(UPGRADE) requirements/sam.in -o requirements/sam.txt
	$(COMPILE) $(UPGRADE) requirements/ministack.in -o requirements/ministack.txt
	$(COMPILE) $(UPGRADE) requirements/audit.in -o requirements/audit.txt
	$(COMPILE) $(UPGRADE) requirements/client.in -o requirements/client.txt

# A package that nobody could look up is a failure (--strict): "no known vulnerabilities" must mean that somebody looked.
LOCKS := layers/dependencies/requirements.txt $(wildcard requirements/*.txt)
audit: .venv-audit/.ready ## Known vulnerabilities of what is locked
	@for lock in $(LOCKS); do echo "$$lock"; \
		.venv-audit/bin/pip-audit --strict --disable-pip --require-hashes $(AUDIT_OPTIONS) --requirement $$lock \
			|| { echo "error: $$lock has vulnerabilities, or was not audited" >&2; exit 1; }; done
