"""The stacks' templates as plain data: CloudFormation's short functions become one-key mappings."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
STAGE_STACKS = ("storage", "application", "operations")
"""Those of a stage, in the order in which they are deployed: each takes outputs of the ones before it."""
TEMPLATES = {
    "account": ROOT / "stacks" / "account.yaml",
    "pipeline": ROOT / "stacks" / "pipeline.yaml",
    "storage": ROOT / "stacks" / "storage.yaml",
    "application": ROOT / "template.yaml",
    "operations": ROOT / "stacks" / "operations.yaml",
}


class _Loader(yaml.CSafeLoader):
    pass


def _short_function(loader: yaml.Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    match node:
        case yaml.ScalarNode():
            value: Any = loader.construct_scalar(node)
        case yaml.SequenceNode():
            value = loader.construct_sequence(node, deep=True)
        case yaml.MappingNode():
            value = loader.construct_mapping(node, deep=True)
    return {suffix: value}


_Loader.add_multi_constructor("!", _short_function)


def read_template(stack: str = "application") -> dict[str, Any]:
    template: dict[str, Any] = yaml.load(TEMPLATES[stack].read_text(), Loader=_Loader)  # noqa: S506 - a safe loader
    return template


def folder(function: str) -> str:
    """Of a function's name in the template: `GetMenuFunction` -> `get_menu`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", function.removesuffix("Function")).lower()


def functions(template: dict[str, Any]) -> Iterator[tuple[str, str, str, str | None]]:
    """(folder, path, method, authorizer) of every function behind the REST API; no authorizer is None."""
    default = template["Resources"]["Api"]["Properties"]["Auth"]["DefaultAuthorizer"]
    for resource in template["Resources"].values():
        if resource["Type"] != "AWS::Serverless::Function":
            continue
        for event in resource["Properties"].get("Events", {}).values():
            if event["Type"] != "Api":
                continue
            api = event["Properties"]
            authorizer = api.get("Auth", {}).get("Authorizer", default)
            folder = re.sub(r"^functions/", "", resource["Properties"]["CodeUri"])
            yield folder, api["Path"], api["Method"], None if authorizer == "NONE" else authorizer
