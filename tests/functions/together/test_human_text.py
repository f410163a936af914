"""What people type is kept by one rule, wherever it is typed."""

from collections.abc import Iterator
from typing import Any

import pytest

from scripts.documents.openapi import document
from tests.functions.fixture_types import Call

pytestmark = pytest.mark.usefixtures("unmeasured")

TEXTS = {"pt-BR": "x", "en": "x"}
OPTION = {"option_id": "bacon", "name": TEXTS}
GROUP = {"group_id": "extras", "name": TEXTS, "options": [OPTION]}
SLOT = {"slot_id": "drink", "name": TEXTS, "choices": [{"product_id": "guarana"}]}
PRODUCT = {"category": "combo", "name": TEXTS, "description": TEXTS, "price": 1, "allergens": []}
CAMPAIGN = {"name": TEXTS, "offer": {"kind": "order_fixed", "amount": 1}}
ORDER = {"lines": [{"product_id": "x-burger", "quantity": 1, "note": "x"}]}
BODIES: dict[str, dict[str, Any]] = {
    "register_customer": {"name": "x", "email": "ana@example.com"},
    "update_profile": {"name": "x", "language": "en"},
    "create_order": ORDER,
    "create_staff_order": ORDER | {"note": "x"},
    "preview_discounts": ORDER,
    "preview_discounts_by_staff": ORDER,
    "invite_staff": {"name": "x", "email": "bia@example.com", "group": "counter"},
    "cancel_order_by_staff": {"reason": "ordered-twice", "note": "x"},
    "refund_order": {"reason": "ordered-twice", "note": "x"},
    "reveal_contact": {"reason": "order", "note": "x"},
    "save_product": PRODUCT | {"option_groups": [GROUP], "slots": [SLOT]},
    "save_campaign": CAMPAIGN,
    "estimate_campaign": CAMPAIGN,
    "test_mailing": {"audience": {}, "messages": {each: {"subject": "x", "text": "x"} for each in TEXTS}},
    "save_store_settings": {
        "name": "x",
        "hours": [],
        "pix": {"key": "123e4567-e89b-12d3-a456-426614174000", "name": "x", "city": "x"},
    },
}
"""A good body of each function that takes text; what a person types is `x`."""


def typed(body: Any, text: str) -> Iterator[tuple[str, Any]]:
    """For each place where a person types: where it is, and the body with this text there."""
    for name, inner in list(body.items() if isinstance(body, dict) else enumerate(body)):
        if inner == "x":
            yield f"/{name}", ({**body, name: text} if isinstance(body, dict) else [text])
        elif isinstance(inner, dict | list):
            for pointer, changed in typed(inner, text):
                body_copy: Any = dict(body) if isinstance(body, dict) else list(body)
                body_copy[name] = changed
                yield f"/{name}{pointer}", body_copy


@pytest.fixture
def refused(call: Call, shop: None) -> Any:
    """The places of a body where this text is refused, and those where it is not."""

    def ask(name: str, text: str) -> dict[bool, set[str]]:
        found: dict[bool, set[str]] = {True: set(), False: set()}
        for pointer, body in typed(BODIES[name], text):
            status, answer = call(name, body=body)
            is_refused = status == 422 and [each["pointer"] for each in answer.get("errors", [])] == [pointer]
            found[is_refused].add(pointer)
        return found

    return ask


@pytest.mark.parametrize("name", sorted(BODIES))
@pytest.mark.parametrize("text", ["a\0b", "\x1b[31mAna\x1b[0m", "a\u2028b"])
def test_control_characters_are_refused(refused: Any, name: str, text: str) -> None:
    found = refused(name, text)
    assert found[True]
    assert found[False] == set()


@pytest.mark.parametrize("name", sorted(BODIES))
@pytest.mark.parametrize("text", ["   ", " \u200b", "\u3164"])
def test_blanks_are_refused(refused: Any, name: str, text: str) -> None:
    may_be_empty = {"/description/pt-BR", "/description/en"} if name == "save_product" else set()
    assert refused(name, text)[False] == may_be_empty


def test_what_is_kept_is_composed_and_trimmed(call: Call, shop: None) -> None:
    body = BODIES["save_product"] | {"name": {"pt-BR": " Pa\u0303o\u202e ", "en": "Bread"}}
    answer = call("save_product", body=body)[1]
    assert answer["name"]["pt-BR"] == "Pão"


def test_a_note_of_two_lines_is_kept_as_one(call: Call, shop: None) -> None:
    line = {"product_id": "x-burger", "quantity": 1, "note": "sem cebola\nbem passado"}
    status, order = call("create_order", body={"lines": [line]})
    assert (status, order["lines"][0]["note"]) == (201, "sem cebola bem passado")


def test_everything_that_a_person_types_is_tried(event: Any) -> None:
    """Every member of a request body that is neither bound to a form nor a number is in the bodies above."""

    openapi = document()
    free = set()

    def walk(schema: dict[str, Any], pointer: str) -> None:
        if "$ref" in schema:
            schema = openapi["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if schema.get("type") == "string" and not {"enum", "const", "pattern"} & schema.keys():
            free.add(pointer)
        for name, inner in schema.get("properties", {}).items():
            walk(inner, f"{pointer}/{name}")
        for inner in (*schema.get("anyOf", []), *filter(None, [schema.get("items")])):
            walk(inner, pointer)
        if isinstance(schema.get("additionalProperties"), dict):
            walk(schema["additionalProperties"], pointer)

    for methods in openapi["paths"].values():
        for operation in methods.values():
            if body := operation.get("requestBody"):
                walk(body["content"]["application/json"]["schema"], operation["operationId"])
    ours = {
        name + "".join(f"/{part}" for part in pointer.split("/") if part and not part.isdigit())
        for name, body in BODIES.items()
        for pointer, _ in typed(body, "y")
    }
    formatted = {"coupon", "word", "cpf", "receipt_cpf", "email", "customer_ref", "key"}
    """Checked by rules of their own, or generated by us."""
    assert {each for each in free if each.rpartition("/")[2] not in formatted} - ours == set()
