"""Write docs/licences.md: under which licences stands what is shipped and not ours.

The packages are those of the layer's lock, as their own metadata speak of them; the pages' are the folders of web/vendor.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, distribution

from deployment.template import ROOT

LOCK = ROOT / "layers" / "dependencies" / "requirements.txt"
VENDOR = ROOT / "web" / "vendor"
OUTPUT = ROOT / "docs" / "licences.md"
_PIN = re.compile(r"^([\w.-]+)==([\w.]+)", re.MULTILINE)
_SPDX = re.compile(r"SPDX-License-Identifier: ([\w.+-]+)")
_TITLES = {"MIT License": "MIT", "SIL Open Font License, Version 1.1": "OFL-1.1"}
"""How a licence that no file names by SPDX calls itself, and its name there."""


def packages() -> Iterator[tuple[str, str, str]]:
    """(name, version, licence) of each package of the layer. Raises LookupError where what is locked is not installed."""
    for name, version in _PIN.findall(LOCK.read_text()):
        installed = distribution(name)
        if installed.version != version:
            raise LookupError(f"{name} {version} is locked and {installed.version} installed: make setup")
        yield name, version, licence(installed.metadata)


def licence(metadata: PackageMetadata) -> str:
    """As the package says it: by SPDX's name, else as PyPI classifies it, else in its own words."""
    classified = [each.rpartition(" :: ")[2] for each in metadata.get_all("Classifier") or [] if "License ::" in each]
    expression: str | None = metadata.get("License-Expression")
    return expression or " or ".join(classified) or metadata.get("License") or "unknown"


def vendored() -> Iterator[tuple[str, str]]:
    """(folder, licence) of what the pages bring along."""
    for folder in sorted(VENDOR.iterdir()) if VENDOR.exists() else []:
        found = {name for path in folder.rglob("*.js") for name in _SPDX.findall(path.read_text())}
        texts = "".join(path.read_text() for path in folder.glob("LICEN[CS]E*"))
        found = found or {name for title, name in _TITLES.items() if title in texts}
        yield folder.name, " and ".join(sorted(found)) or "unknown"


def text() -> str:
    rows = [f"| {name} | {version} | {licence} |" for name, version, licence in packages()]
    pages = [f"| {name} | {licence} | `web/vendor/{name}` |" for name, licence in vendored()]
    return "\n".join(
        [
            "# Licences of what is shipped",
            "",
            "ByteMeBurger itself stands under the MIT licence. It ships code of others, under these licences, as `make licences`",
            "writes them down; a test refuses any that is not permissive. Tools of development and tests are not shipped.",
            "",
            "In the functions' layer, with their texts in its folder `licences` (`/opt/licences` on Lambda):",
            "",
            "| package | version | licence |",
            "|---|---|---|",
            *rows,
            *(
                ["", "In the pages:", "", "| code or font | licence | with its text in |", "|---|---|---|", *pages]
                if pages
                else []
            ),
            "",
        ]
    )


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    try:
        OUTPUT.write_text(text())
    except LookupError as error:
        sys.exit(f"error: {error}")
