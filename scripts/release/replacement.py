"""Which changes of a resource make CloudFormation replace it, which for a table or a user pool means losing it.

AWS says so itself, in the resource schemas that cfn-lint carries: `createOnlyProperties` are fixed for the life of a
resource, `conditionalCreateOnlyProperties` for most of it. The user pool's schema is silent about its own.
"""

from collections.abc import Iterator
from typing import Any

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

REGION = "sa-east-1"
# Cognito takes these when the pool is created and never again (CloudFormation user guide, AWS::Cognito::UserPool).
UNDECLARED = {"AWS::Cognito::UserPool": ["AliasAttributes", "UsernameAttributes", "UsernameConfiguration"]}

# Kept for a rollback, under names that follow from their content.
RECREATED = {"AWS::Lambda::LayerVersion", "AWS::Lambda::Version"}

RETAINED = ("Retain", "RetainExceptOnCreate")

type Resource = dict[str, Any]
type Resources = dict[str, Resource]


def holding_data(resources: Resources) -> Resources:
    """The resources that are retained, because their contents cannot be recreated."""
    return {
        name: each
        for name, each in resources.items()
        if each.get("DeletionPolicy") in RETAINED and each["Type"] not in RECREATED
    }


def replacements(old: Resources, new: Resources) -> Iterator[str]:
    """A line for each resource of `old` that an update to `new` would replace or leave behind."""
    for name, resource in old.items():
        if name not in new:
            yield f"{name} is gone from the template"
        elif new[name]["Type"] != resource["Type"]:
            yield f"{name} is no {resource['Type']} any more"
        else:
            for path in fixed(resource["Type"]):
                if _at(resource, path) != _at(new[name], path):
                    yield f"{name}: {'.'.join(path)} cannot change in place"


def fixed(kind: str) -> list[tuple[str, ...]]:
    """The properties of a kind of resource, as paths, that make it another resource when they change."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, kind).schema
    declared = [*schema.get("createOnlyProperties", []), *schema.get("conditionalCreateOnlyProperties", [])]
    paths = [tuple(pointer.removeprefix("/properties/").split("/")) for pointer in declared]
    return paths + [(name,) for name in UNDECLARED.get(kind, [])]


def _at(resource: Resource, path: tuple[str, ...]) -> Any:
    value: Any = resource.get("Properties", {})
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
