"""A release: its version, its notes, and what it left on AWS for the next one to respect."""

import argparse
import json
import re
import sys
import tomllib
from datetime import date

from deployment.render_template import render
from deployment.template import ROOT
from scripts.release.replacement import Resources, holding_data

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


def version_number(text: str) -> str:
    """Raises ArgumentTypeError."""
    if not VERSION.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not MAJOR.MINOR.PATCH")
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    doing = parser.add_subparsers(dest="doing", required=True)
    preparing = "turn CHANGELOG.md's Unreleased into the version, set it in pyproject.toml, keep what holds data"
    doing.add_parser("prepare", help=preparing).add_argument("version", type=version_number)
    printing = "print the version's notes, once all three say the same"
    doing.add_parser("notes", help=printing).add_argument("version", type=version_number)
    arguments = parser.parse_args()
    try:
        if arguments.doing == "prepare":
            prepare(arguments.version, date.today())  # noqa: DTZ011 - the releaser's own calendar
        else:
            sys.stdout.write(notes(arguments.version) + "\n")
    except ValueError as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
