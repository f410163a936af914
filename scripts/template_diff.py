"""What a change does to what AWS is asked for, as Markdown: the rendered template against another revision's.

    python -m scripts.template_diff REVISION

Exit code 1 when the change would replace a table, a user pool or anything else that holds data.
"""

import sys
from collections.abc import Iterator
from typing import Any

from scripts.components import component_of
from scripts.render_template import render
from scripts.replacement import holding_data, replacements
from scripts.revision import read_at

# Their logical ids carry a digest of the API or of a layer's build; a new one is what a change looks like.
NAMED_BY_CONTENT = ("AWS::ApiGateway::Deployment", "AWS::Lambda::LayerVersion", "AWS::Lambda::Version")


def changes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, str, str, list[str]]]:
    """(component, added|removed|changed, logical id, changed properties) of each resource that differs."""
    before, after = _comparable(old), _comparable(new)
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            yield component_of(after[name]["Type"]), "added", name, []
        elif name not in after:
            yield component_of(before[name]["Type"]), "removed", name, []
        elif before[name] != after[name]:
            was, now = (_flat(each[name]) for each in (before, after))
            paths = sorted(path for path in was.keys() | now.keys() if was.get(path) != now.get(path))
            yield component_of(after[name]["Type"]), "changed", name, paths


def report(old: dict[str, Any], new: dict[str, Any]) -> tuple[str, list[str]]:
    """The Markdown, and what would be lost."""
    rows = list(changes(old, new))
    lost = list(replacements(holding_data(old), new["Resources"]))
    lines = ["### What this changes on AWS", ""]
    lines += [f"**Would lose data:** {each}" for each in lost]
    if rows:
        lines += ["| component | change | resource | properties |", "|---|---|---|---|"]
        lines += [f"| {part} | {kind} | {name} | {_shown(paths)} |" for part, kind, name, paths in sorted(rows)]
    else:
        lines.append("No resource changes; code may.")
    return "\n".join(lines) + "\n", lost


def _comparable(template: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in template["Resources"].items() if each["Type"] not in NAMED_BY_CONTENT}


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


def _shown(paths: list[str], most: int = 5) -> str:
    return ", ".join(f"`{path}`" for path in paths[:most]) + (f" and {len(paths) - most} more" if paths[most:] else "")


def main() -> None:
    match sys.argv[1:]:
        case [revision]:
            text = read_at(revision, "template.yaml")
        case _:
            sys.exit("usage: template_diff.py REVISION")
    markdown, lost = report(render(text) if text else {"Resources": {}}, render())
    sys.stdout.write(markdown)
    sys.exit(bool(lost))


if __name__ == "__main__":
    main()
