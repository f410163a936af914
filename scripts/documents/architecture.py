"""Write the generated part of docs/architecture.md from template.yaml: who calls which function, and what it may touch."""

import argparse
import re
from collections.abc import Iterator
from typing import Any

from deployment.template import ROOT, folder, read_template
from deployment.template import functions as routes

OUTPUT = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- generated: make openapi -->\n", "<!-- end -->\n"

# What a statement of a policy reaches, by the prefix of its actions.
REACHED = {
    "cognito-idp": "Cognito",
    "dynamodb": "table",
    "events": "bus",
    "execute-api": "WebSocket",
    "kms": "receipt key",
    "s3": "pictures",
    "ses": "e-mail",
    "sqs": "queue",
}
# What Lambda itself does in a function's role: reading the stream, keeping what failed.
BY_LAMBDA = re.compile(r"dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)|s3:ListBucket")
CALLERS = {
    "open": "anybody",
    "CustomerAuthorizer": "customers",
    "StaffAuthorizer": "staff",
    "stream": "table's stream",
    "bus": "bus",
    "clock": "clock",
    "websocket": "WebSocket",
    "pool": "Cognito",
    "other": "other functions",
}

type Template = dict[str, Any]


def triggers(template: Template) -> Iterator[tuple[str, str, str]]:
    """(function's folder, kind of caller, what it is called for)."""
    for name, path, method, authorizer in routes(template):
        yield name, authorizer or "open", f"{method.upper()} {path}"
    for name, resource in template["Resources"].items():
        for event in resource["Properties"].get("Events", {}).values():
            match event["Type"]:
                case "EventBridgeRule":
                    yield folder(name), "bus", ", ".join(event["Properties"]["Pattern"]["detail-type"])
                case "Schedule":
                    yield folder(name), "clock", event["Properties"]["Schedule"]
        kind = {
            "AWS::Lambda::EventSourceMapping": "stream",
            "AWS::ApiGatewayV2::Integration": "websocket",
            "AWS::Cognito::UserPool": "pool",
            "AWS::Events::Rule": "bus",
            "AWS::Scheduler::Schedule": "clock",
        }.get(resource["Type"])
        if schedule := resource["Properties"].get("ScheduleExpression"):
            kind, name = "clock", schedule
        if kind:
            for called in sorted(set(re.findall(r"(\w+Function)\b", str(resource["Properties"])))):
                if called in template["Resources"]:
                    yield folder(called), kind, name


def touched(function: dict[str, Any]) -> list[str]:
    """What a function's policy lets it reach, in plain words."""
    found = set()
    for policy in function["Properties"].get("Policies", []):
        for statement in policy["Statement"]:
            actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
            for action in actions:
                prefix = action.partition(":")[0]
                resource = str(statement["Resource"])
                if BY_LAMBDA.match(action) or "ParkedRecords" in resource:
                    continue
                if prefix == "secretsmanager":
                    if "StoreSecretsArn" in resource:
                        found.add("Mercado Pago")
                    if "PepperArn" in resource or "OrderingUserArn" in resource:
                        found.add("secrets")
                elif "ArchiveArn" in resource:
                    found.add("archive")
                else:
                    found.add(REACHED.get(prefix, prefix))
    return sorted(found)


def generated(template: Template) -> str:
    rows: dict[str, list[tuple[str, str]]] = {}
    for name, kind, trigger in dict.fromkeys(triggers(template)):
        rows.setdefault(name, []).append((kind, trigger))
    functions = {
        folder(name): resource
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    for name in functions:
        rows.setdefault(name, [("other", "")])
    groups: dict[str, list[str]] = {}
    for name in sorted(functions):
        groups.setdefault(rows[name][0][0], []).append(name)
    return "\n".join([*_diagram(groups, functions), "", *_table(rows, functions), ""])


def _diagram(groups: dict[str, list[str]], functions: dict[str, Any]) -> Iterator[str]:
    yield "```mermaid"
    yield "flowchart LR"
    kinds = [kind for kind in CALLERS if kind in groups]
    for kind in kinds:
        names = "<br/>".join(groups[kind])
        yield f'  {kind}(["{CALLERS[kind]}"]) --> {kind}_functions["{names}"]'
    reached = sorted({place for function in functions.values() for place in touched(function)})
    for place in reached:
        shape = f'[("{place}")]' if place == "table" else f'["{place}"]'
        yield f"  {_id(place)}{shape}"
    for kind in kinds:
        for place in sorted({place for name in groups[kind] for place in touched(functions[name])}):
            yield f"  {kind}_functions --> {_id(place)}"
    if "stream" in groups:
        yield "  table -.-> stream"
    if "bus" in reached:
        yield "  to_bus -.-> bus"
    yield "```"


def _id(place: str) -> str:
    return "table" if place == "table" else "to_" + re.sub(r"\W", "_", place.lower())


def _table(rows: dict[str, list[tuple[str, str]]], functions: dict[str, Any]) -> Iterator[str]:
    yield "| function | called by | for | may reach |"
    yield "|---|---|---|---|"
    for name in sorted(functions):
        by = ", ".join(dict.fromkeys(CALLERS[kind] for kind, _ in rows[name]))
        trigger = ", ".join(f"`{trigger}`" for _, trigger in rows[name] if trigger)
        yield f"| `{name}` | {by} | {trigger} | {', '.join(touched(functions[name]))} |"


def render(text: str, template: Template) -> str:
    """The document with its generated part anew. Raises ValueError when its marks are gone."""
    head, begin, remainder = text.partition(BEGIN)
    _, end, tail = remainder.partition(END)
    if not begin or not end:
        raise ValueError(f"{OUTPUT.name} has lost its marks")
    return head + begin + generated(template) + end + tail


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    OUTPUT.write_text(render(OUTPUT.read_text(), read_template()))
