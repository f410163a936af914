"""The components that are deployed, and which of them a change touches.

    python -m scripts.components [REVISION]

Without a revision nothing has been deployed yet. Prints one `name=true|false` line per component, as a GitHub Actions
step takes its outputs. All but the web pages are one stack: an update changes only the resources that differ, in the
order in which they refer to each other (storage and people, then functions and their API, then what calls them for an
event), and goes back as a whole.
"""

import fnmatch
import sys
from typing import Any

from scripts.render_template import render
from scripts.revision import changed_since, read_at

COMPONENTS = ("database", "users", "functions", "events", "operations", "web")
"""`operations` is what watches over the rest: alarms, dashboards, budgets."""

_TYPES = {
    "database": ["AWS::DynamoDB::*", "AWS::S3::*", "AWS::SecretsManager::*"],
    "users": ["AWS::Cognito::*"],
    "events": ["AWS::Events::*", "AWS::SQS::*", "AWS::Lambda::EventSourceMapping", "AWS::Lambda::EventInvokeConfig"],
    "operations": ["AWS::CloudWatch::*", "AWS::Budgets::*", "AWS::SNS::*"],
}
# Sources that reach AWS without a resource of the template looking different.
_PATHS = {
    "functions": ["functions/*", "layers/*"],
    "web": ["web/*"],
}


def component_of(kind: str) -> str:
    """The component that a type of resource belongs to; what no other claims is the functions' and their API's."""
    for component, patterns in _TYPES.items():
        if any(fnmatch.fnmatchcase(kind, pattern) for pattern in patterns):
            return component
    return "functions"


def touched(paths: list[str], old: dict[str, Any], new: dict[str, Any]) -> set[str]:
    """The components that changed paths or changed resources belong to."""
    found = {
        component
        for component, patterns in _PATHS.items()
        for path in paths
        if any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)
    }
    before, after = old["Resources"], new["Resources"]
    for name in before.keys() | after.keys():
        if before.get(name) != after.get(name):
            found.add(component_of((after.get(name) or before[name])["Type"]))
    return found


def main() -> None:
    match sys.argv[1:]:
        case []:
            changed = set(COMPONENTS)
        case [revision]:
            text = read_at(revision, "template.yaml")
            changed = touched(changed_since(revision), render(text) if text else {"Resources": {}}, render())
        case _:
            sys.exit("usage: components.py [REVISION]")
    for component in COMPONENTS:
        sys.stdout.write(f"{component}={str(component in changed).lower()}\n")
    sys.stdout.write(f"stack={str(bool(changed - {'web'})).lower()}\n")


if __name__ == "__main__":
    main()
