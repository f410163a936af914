"""The targets of the Makefile and of what it includes."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAKEFILES = [ROOT / "Makefile", *sorted([*ROOT.glob("*/targets.mk"), *ROOT.glob("scripts/*/targets.mk")])]
TEXT = "\n".join(path.read_text() for path in MAKEFILES)
TARGETS = set(re.findall(r"^([a-z-]+):", TEXT, re.MULTILINE))
