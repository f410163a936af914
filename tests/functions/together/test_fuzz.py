"""Whatever a client sends, each function answers below 500, and only with what the API's document says."""

import base64
import copy
import importlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from scripts.documents.openapi import document
from tests.conftest import Context
from tests.fake_gateway import Provider

pytestmark = pytest.mark.usefixtures("unmeasured")

ROOT = Path(__file__).parents[3]
OPERATIONS = {
    operation["operationId"]: (method, path, operation)
    for path, methods in document()["paths"].items()
    for method, operation in methods.items()
}
NEEDS_THE_PROVIDER = {"identify_customer"}
"""Signs in at Cognito, which moto does not know how to; its own test sends it nonsense."""

LONG = ["a" * 30_000, "1." * 15_000, "eyJ" * 10_000]
"""What a pattern that goes back looks at for minutes."""
texts = st.text(max_size=80) | st.sampled_from(
    ["", "0", "-1", "1e9", "9" * 5000, "a" * 70, "../x", "2026-02-30", "\0", "é", "💥", *LONG]
)
plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4))


@st.composite
def bodies(draw: Any, sample: Any) -> dict[str, Any]:
    """The body of a request: the sample with some of it replaced, any JSON, or any bytes."""
    kind = draw(st.sampled_from(["sample", "changed", "changed", "json", "text", "bytes", "none"]))
    match kind:
        case "bytes":
            return {"body": base64.b64encode(draw(st.binary(max_size=200))).decode(), "isBase64Encoded": True}
        case "text":
            return {"body": draw(texts), "isBase64Encoded": draw(st.booleans())}
        case "none":
            return {"body": None}
        case "json":
            return {"body": json.dumps(draw(values))}
    body = copy.deepcopy(sample)
    if kind == "changed" and isinstance(body, dict) and body:
        _change(draw, body)
    return {"body": json.dumps(body)}


def _change(draw: Any, body: Any) -> None:
    """Replace or add one member, at any depth."""
    name = draw(st.sampled_from(list(body) if isinstance(body, dict) else list(range(len(body)))))
    inner = body[name]
    if isinstance(inner, dict | list) and inner and draw(st.booleans()):
        _change(draw, inner)
    elif isinstance(body, dict) and draw(st.booleans()):
        body[draw(texts)] = draw(values)
    else:
        body[name] = draw(values)


@st.composite
def requests(draw: Any, name: str) -> dict[str, Any]:
    """The function's sample event with parts of it replaced."""
    event = json.loads((ROOT / "events" / f"{name}.json").read_text())
    _, _, operation = OPERATIONS[name]
    for parameter in operation.get("parameters", []):
        field = {"path": "pathParameters", "query": "queryStringParameters", "header": "headers"}[parameter["in"]]
        event[field] = event.get(field) or {}
        match draw(st.sampled_from(["keep", "keep", "drop", "change"])):
            case "drop" if parameter["in"] != "path":
                event[field].pop(parameter["name"], None)
            case "change":
                event[field][parameter["name"]] = draw(texts)
    sample = json.loads(event["body"]) if "requestBody" in operation else None
    sent: dict[str, Any] = event | draw(bodies(sample))
    return sent


@pytest.fixture
def ready(shop: None, customer_pool: str, staff_pool: str, mailbox: Any, provider: Provider) -> None:
    """A shop, a provider and a pool of customers, for all the requests of a test."""


def attack(name: str, examples: int, **more: Any) -> None:
    handler = importlib.import_module(f"functions.{name}.app").handler
    documented = {int(status) for status in OPERATIONS[name][2]["responses"]}

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck), **more)
    @given(requests(name))
    def send(request: dict[str, Any]) -> None:
        answer = handler(request, Context())
        assert answer["statusCode"] < 500, answer["body"]
        assert answer["statusCode"] in documented
        if answer["statusCode"] >= 400:
            assert answer["headers"]["Content-Type"] == "application/problem+json"
            assert json.loads(answer["body"])["type"].startswith("urn:bytemeburger:problem:")

    send()


@pytest.mark.parametrize("name", sorted(OPERATIONS.keys() - NEEDS_THE_PROVIDER))
def test_nonsense_is_answered_as_documented(ready: None, name: str) -> None:
    attack(name, 12, derandomize=True, phases=[Phase.generate])


@pytest.mark.full
@pytest.mark.parametrize("name", sorted(OPERATIONS.keys() - NEEDS_THE_PROVIDER))
def test_much_nonsense_is_answered_as_documented(ready: None, name: str) -> None:
    attack(name, 400)


def places(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all maps in a body, with a new name, and of all its texts."""
    if isinstance(body, dict):
        yield (*path, None)
    for name, inner in body.items() if isinstance(body, dict) else enumerate(body):
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, name))
        elif isinstance(inner, str):
            yield (*path, name)


def put(body: Any, path: tuple[Any, ...], text: str) -> str:
    """The body with a text there, or a member of that name."""
    body = inner = copy.deepcopy(body)
    for name in path[:-1]:
        inner = inner[name]
    if path[-1] is None:
        inner[text] = {"product_id": "x"}
    else:
        inner[path[-1]] = text
    return json.dumps(body)


WITH_BODY = sorted(name for name, (_, _, operation) in OPERATIONS.items() if "requestBody" in operation)


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_long_text_anywhere_costs_as_many_times_more_as_it_is_longer(ready: None, event: Any, name: str) -> None:
    """The most expensive of all bodies of 60 KB against that of 4 KB: a pattern that goes back makes it 225 times as much."""
    handler = importlib.import_module(f"functions.{name}.app").handler
    request = event(name)
    sample = json.loads(request["body"])

    def cost(length: int) -> float:
        def once(body: str) -> float:
            began = time.thread_time()
            assert handler(request | {"body": body}, Context())["statusCode"] < 500
            return time.thread_time() - began

        bodies = [put(sample, path, part[:3] * (length // 3)) for path in places(sample) for part in LONG]
        return max(min(once(body) for _ in range(2)) for body in bodies)

    assert cost(60_000) < 60 * cost(4_000)
