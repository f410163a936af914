"""`make trace ORDER=<id>`: one order's whole story, in the order of time: its history, the events it made, and what the
functions logged for the requests that touched it."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from bytemeburger.attributes import plain_item
from local import logs
from local.errors import LocalError
from local.settings import STACK_NAME, Settings
from local.stack import Stack, describe

GROUP = f"/bytemeburger/{STACK_NAME}"
SHOWN_IN_COLUMNS = {
    *("correlation_id", "level", "location", "message", "service", "timestamp", "xray_trace_id"),
    *("cold_start", "function_arn", "function_memory_size", "function_name", "function_request_id"),
}

type LogLine = Mapping[str, Any]


class TraceEntry(NamedTuple):
    """One thing that happened: when (UTC), where, what, and for which request."""

    at: datetime
    where: str
    text: str
    cause: str


def story(order: Mapping[str, Any], lines: Iterable[LogLine], functions: Mapping[str, str]) -> list[TraceEntry]:
    """The steps of an order: of its history, and of each log line that names it or serves a request that did. `functions`:
    their folders by their deployed names."""
    lines = list(lines)
    order_id = order["order_id"]
    naming = [line for line in lines if order_id in json.dumps(line)]
    causes = {line.get("correlation_id") for line in naming} | {order.get("correlation_id")}
    belonging = [line for line in lines if line in naming or (line.get("correlation_id") or "") in causes]
    steps = [*_history(order), *(_step(line, functions) for line in belonging)]
    return sorted(dict.fromkeys(steps), key=lambda step: step.at)


def _history(order: Mapping[str, Any]) -> Iterator[TraceEntry]:
    for entry in order["history"]:
        reason = f": {entry['reason']}" if entry.get("reason") else ""
        yield TraceEntry(
            datetime.fromisoformat(entry["at"]), "order", f"{entry['status']} by {entry['by']}{reason}", ""
        )


def _step(line: LogLine, functions: Mapping[str, str]) -> TraceEntry:
    more = "  ".join(f"{name}={value}" for name, value in line.items() if name not in SHOWN_IN_COLUMNS)
    level = "" if line["level"] == "INFO" else f"{line['level']} "
    at = datetime.strptime(line["timestamp"], "%Y-%m-%d %H:%M:%S,%f%z")
    where = functions.get(line.get("function_name") or "", "?")
    return TraceEntry(at, where, f"{level}{line['message']}  {more}".rstrip(), _short(line))


def _short(line: LogLine) -> str:
    return str(line.get("correlation_id") or "")[:14]


def logged(stack: Stack, since: str) -> Iterator[LogLine]:
    """The lines that the functions themselves wrote since an instant (UTC text)."""
    milliseconds = int(datetime.fromisoformat(since).timestamp() * 1000)
    for message in logs.messages(stack, GROUP, milliseconds):
        try:
            line = json.loads(message)
        except ValueError:
            continue  # a line of Lambda's
        if isinstance(line, dict) and "level" in line:
            yield line


def read(stack: Stack, order_id: str) -> dict[str, Any]:
    """Raises LocalError for no such order."""
    key = {"PK": {"S": f"ORDER#{order_id}"}, "SK": {"S": "ORDER"}}
    item = stack.client("dynamodb").get_item(TableName=stack.outputs["TableName"], Key=key, ConsistentRead=True)
    if "Item" not in item:
        raise LocalError(f"there is no order {order_id!r}: make trace ORDER=<id>")
    return plain_item(item["Item"])


def text(order: Mapping[str, Any], steps: Iterable[TraceEntry]) -> str:
    paid = f", number {order['number']}" if order.get("number") else ""
    head = f"order {order['order_id']}  {order['status']}{paid}  {order['total'] / 100:.2f} BRL  {order['store']}"
    rows = [
        f"{step.at.astimezone(UTC):%H:%M:%S.%f}"[:-3] + f"  {step.where:28}{step.cause:16}{step.text}" for step in steps
    ]
    return "\n".join([head, f"{'UTC':14}{'where':28}{'request':16}what", *rows])


def main(order_id: str) -> None:
    stack = describe(Settings.from_environment())
    order = read(stack, order_id)
    print(text(order, story(order, logged(stack, order["created_at"]), stack.functions())))


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except LocalError as error:
        sys.exit(f"error: {error}")
