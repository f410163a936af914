from typing import Any

import pytest

ANOTHER_KEY = {"Idempotency-Key": "7b9f5a3e-6d3c-4f1b-9a77-2a0d5b8f1c45"}


def test_an_order_is_placed_at_the_menus_prices(placed: dict[str, Any]) -> None:
    assert placed["status"] == "AWAITING_PAYMENT"
    assert placed["total"] == 2590 + 2 * 1200
    assert {line["product_id"]: line["unit_price"] for line in placed["lines"]} == {
        "x-burger": 2590,
        "batata-frita": 1200,
    }
    assert placed["order_key"]


def test_a_retry_answers_the_same_even_when_the_menu_has_changed(call: Any, placed: dict[str, Any]) -> None:
    from bytemeburger import table
    from bytemeburger.menu import records as menu

    product = menu.Product.get(*menu.key("centro", "x-burger"))
    product.available = False
    table.save(product)
    assert call("create_order") == (201, placed)


def test_of_two_at_once_the_slower_answers_the_order_of_the_faster(
    call: Any, placed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bytemeburger import table

    seen = table.fetch
    monkeypatch.setattr(
        table, "fetch", lambda keys: {key: item for key, item in seen(keys).items() if key[1] != "ORDER"}
    )
    assert call("create_order") == (201, placed)


def test_another_body_under_the_same_key_is_refused(call: Any, placed: dict[str, Any]) -> None:
    status, problem = call("create_order", body={"lines": [{"product_id": "pudim", "quantity": 1}]})
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:idempotency-key-reused")


def test_another_person_under_the_same_key_gets_an_order_of_their_own(call: Any, placed: dict[str, Any]) -> None:
    status, order = call("create_order", claims={"sub": "somebody-else"})
    assert status == 201
    assert order["order_id"] != placed["order_id"]


@pytest.mark.parametrize("key", ["", "abc", "0b9f5a3e6d3c4f1b9a772a0d5b8f1c44"])
def test_without_an_idempotency_key_there_is_no_order(call: Any, shop: None, key: str) -> None:
    assert call("create_order", headers={"Idempotency-Key": key})[0] == 400


@pytest.mark.parametrize(
    "lines",
    [
        [{"product_id": "unknown", "quantity": 1}],
        [{"product_id": "x-burger", "quantity": 0}],
        [{"product_id": "x-burger", "quantity": -1}],
        [{"product_id": "x-burger", "quantity": 1.5}],
        [{"product_id": "x-burger", "quantity": 10**9}],
        [{"product_id": "x-burger", "quantity": "1"}],
        [{"product_id": "x-burger", "quantity": 1, "unit_price": 1}],
        [{"product_id": "x-burger", "quantity": 1}] * 200,
        [],
        "x-burger",
        None,
    ],
)
def test_a_bad_order_is_refused_and_nothing_is_written(call: Any, shop: None, lines: Any) -> None:
    from bytemeburger.table import client

    before = client.scan(TableName="bytemeburger")["Count"]
    status, problem = call("create_order", body={"lines": lines})
    assert status == 422
    assert problem["type"].startswith("urn:bytemeburger:problem:")
    assert client.scan(TableName="bytemeburger")["Count"] == before


def test_a_closed_store_takes_no_orders(call: Any, shop: None) -> None:
    from bytemeburger import table
    from bytemeburger.stores import records as stores

    store = stores.Store.get(*stores.key("centro"))
    store.accepts_orders = False
    table.save(store)
    assert call("create_order")[0] == 409


def test_an_unknown_store_is_named_as_such(call: Any, shop: None) -> None:
    status, problem = call("create_order", body={"store": "nowhere", "lines": [{"product_id": "pudim", "quantity": 1}]})
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:store-unknown")


def test_the_order_holds_the_pseudonym_and_never_the_cpf(call: Any, shop: None) -> None:
    from bytemeburger.customers.pseudonym import pseudonym, reference
    from bytemeburger.table import client

    body = {"customer_ref": reference("52998224725"), "lines": [{"product_id": "pudim", "quantity": 1}]}
    status, order = call("create_order", body=body)
    assert status == 201
    stored = client.get_item(
        TableName="bytemeburger", Key={"PK": {"S": f"ORDER#{order['order_id']}"}, "SK": {"S": "ORDER"}}
    )["Item"]
    assert stored["customer"]["S"] == pseudonym("52998224725")
    assert "52998224725" not in str(stored)


def test_a_changed_customer_reference_is_refused(call: Any, shop: None) -> None:
    from bytemeburger.customers.pseudonym import reference

    forged = reference("52998224725").replace("h1-", "h1-0", 1)
    status, problem = call(
        "create_order", body={"customer_ref": forged, "lines": [{"product_id": "pudim", "quantity": 1}]}
    )
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:customer-reference-invalid")
