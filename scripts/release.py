"""A release: its version, its notes, and what it left on AWS for the next one to respect.

python -m scripts.release prepare VERSION    turns CHANGELOG.md's Unreleased into the version, sets it in
                                             pyproject.toml, and keeps the resources that hold data
python -m scripts.release notes VERSION      prints the version's notes, once all three say the same
"""

import json
import re
import sys
import tomllib
from datetime import date
from pathlib import Path

from scripts.render_template import render
from scripts.replacement import Resources, holding_data

ROOT = Path(__file__).parents[1]
CHANGELOG = ROOT / "CHANGELOG.md"
PROJECT = ROOT / "pyproject.toml"
RELEASES = ROOT / "docs" / "releases"
VERSION = re.compile(r"\d+\.\d+\.\d+")


def prepare(version: str, today: date) -> None:
    """Write a release down, ready to be committed and tagged."""
    CHANGELOG.write_text(titled(CHANGELOG.read_text(), version, today))
    PROJECT.write_text(re.sub(r'^version = ".*"$', f'version = "{version}"', PROJECT.read_text(), flags=re.MULTILINE))
    RELEASES.mkdir(exist_ok=True)
    (RELEASES / f"{version}.json").write_text(json.dumps(holding_data(render("storage")["Resources"]), indent=1) + "\n")


def titled(changelog: str, version: str, today: date) -> str:
    """The changelog with its Unreleased part under the version. Raises ValueError when nothing is unreleased."""
    if not section(changelog, "Unreleased"):
        raise ValueError("CHANGELOG.md has nothing under Unreleased")
    return changelog.replace("## Unreleased\n", f"## Unreleased\n\n## {version} - {today.isoformat()}\n", 1)


def section(changelog: str, title: str) -> str:
    """What a changelog says under a title; empty when it has no such title."""
    found = re.search(rf"^## {re.escape(title)}\b[^\n]*\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def notes(version: str) -> str:
    """Raises ValueError when the project, the changelog or docs/releases does not know the version."""
    if tomllib.loads(PROJECT.read_text())["project"]["version"] != version:
        raise ValueError(f"pyproject.toml is not at {version}")
    if not (RELEASES / f"{version}.json").exists():
        raise ValueError(f"docs/releases/{version}.json is missing")
    text = section(CHANGELOG.read_text(), version)
    if not text:
        raise ValueError(f"CHANGELOG.md has no {version}")
    return text


def latest() -> Resources:
    """The resources holding data as the newest release left them."""
    newest = max(RELEASES.glob("*.json"), key=lambda path: [int(part) for part in path.stem.split(".")])
    resources: Resources = json.loads(newest.read_text())
    return resources


def main() -> None:
    try:
        match sys.argv[1:]:
            case ["prepare", version] if VERSION.fullmatch(version):
                prepare(version, date.today())  # noqa: DTZ011 - the releaser's own calendar
            case ["notes", version] if VERSION.fullmatch(version):
                sys.stdout.write(notes(version) + "\n")
            case _:
                sys.exit("usage: release.py prepare|notes MAJOR.MINOR.PATCH")
    except ValueError as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
