"""What a change does to what AWS is asked for, as Markdown: the rendered templates of a stage against another revision's.

Exit code 1 when the change would replace a table, a user pool or anything else that holds data.
"""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from deployment.render_template import render
from deployment.template import ROOT, STAGE_STACKS, TEMPLATES
from scripts.release.replacement import holding_data, replacements
from scripts.release.revision import read_at

# Their logical ids carry a digest of the API or of a layer's build; a new one is what a change looks like.
NAMED_BY_CONTENT = ("AWS::ApiGateway::Deployment", "AWS::Lambda::LayerVersion", "AWS::Lambda::Version")


type StageTemplates = dict[str, dict[str, Any]]
"""The resources of each stack."""


def changes(old: StageTemplates, new: StageTemplates) -> Iterator[tuple[str, str, str, list[str]]]:
    """(stack, added|removed|changed, logical id, changed properties) of each resource that differs."""
    for stack in STAGE_STACKS:
        before, after = _comparable(old.get(stack, {})), _comparable(new.get(stack, {}))
        for name in sorted(before.keys() | after.keys()):
            if name not in before:
                yield stack, "added", name, []
            elif name not in after:
                yield stack, "removed", name, []
            elif before[name] != after[name]:
                was, now = (_flat(each[name]) for each in (before, after))
                paths = sorted(path for path in was.keys() | now.keys() if was.get(path) != now.get(path))
                yield stack, "changed", name, paths


def report(old: StageTemplates, new: StageTemplates) -> tuple[str, list[str]]:
    """The Markdown, and what would be lost."""
    rows = list(changes(old, new))
    lost = [
        each for stack in STAGE_STACKS for each in replacements(holding_data(old.get(stack, {})), new.get(stack, {}))
    ]
    lines = ["### What this changes on AWS", ""]
    lines += [f"**Would lose data:** {each}" for each in lost]
    if rows:
        lines += ["| stack | change | resource | properties |", "|---|---|---|---|"]
        lines += [f"| {part} | {kind} | {name} | {_summary(paths)} |" for part, kind, name, paths in sorted(rows)]
    else:
        lines.append("No resource changes; code may.")
    return "\n".join(lines) + "\n", lost


def _comparable(resources: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in resources.items() if each["Type"] not in NAMED_BY_CONTENT}


def _flat(value: Any, path: str = "") -> dict[str, Any]:
    """Every leaf of a nested value under its dotted path."""
    match value:
        case dict():
            pairs = list(value.items())
        case list():
            pairs = list(enumerate(value))
        case _:
            return {path: value}
    return {key: leaf for name, each in pairs for key, leaf in _flat(each, f"{path}.{name}".lstrip(".")).items()}


def _summary(paths: list[str], most: int = 5) -> str:
    return ", ".join(f"`{path}`" for path in paths[:most]) + (f" and {len(paths) - most} more" if paths[most:] else "")


def stage_at(revision: str) -> StageTemplates:
    """A revision's stage; a template that it has not is a stack without resources. Raises ValueError."""
    texts = {stack: read_at(revision, str(TEMPLATES[stack].relative_to(ROOT))) for stack in STAGE_STACKS}
    return {stack: render(stack, text=text)["Resources"] if text else {} for stack, text in texts.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision", help="of git")
    old = stage_at(parser.parse_args().revision)
    markdown, lost = report(old, {stack: render(stack)["Resources"] for stack in STAGE_STACKS})
    sys.stdout.write(markdown)
    sys.exit(bool(lost))


if __name__ == "__main__":
    main()
