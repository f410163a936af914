import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
import time_machine

from bytemeburger import table
from bytemeburger.customers import identity
from bytemeburger.customers.protected_cpf import sign_reference
from bytemeburger.orders import records
from bytemeburger.privacy import erasure
from bytemeburger.privacy.records import audit, trail
from bytemeburger.privacy.rules import DeskReason
from functions.finish_erasures.app import handler
from tests.conftest import Context
from tests.functions import people
from tests.functions.fixture_types import Place


@pytest.fixture
def unfinished(ana: dict[str, str]) -> list[dict[str, str]]:
    """Two customers whose erasure was written down and no more."""

    both = [ana, people.register("bia@example.com", "Bia")]
    for each in both:
        erasure.of_account(each["sub"])
    return both


def test_what_was_asked_for_is_done(unfinished: list[dict[str, str]], event: Any, context: Any) -> None:
    assert handler(event("finish_erasures"), context) == {"tried": 2, "finished": 2}
    assert handler(event("finish_erasures"), context) == {"tried": 0, "finished": 0}
    remains = people.dump_table()
    assert [each["sub"] for each in unfinished if each["sub"] in remains] == []
    assert people.users() == []


def test_one_that_fails_holds_up_nobody_and_leaves_no_name_in_the_log(
    unfinished: list[dict[str, str]],
    event: Any,
    context: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    delete = identity.delete

    def fail_for_first(username: str) -> None:
        if username == unfinished[0]["cognito:username"]:
            raise RuntimeError(f"{username} Ana Souza")
        delete(username)

    monkeypatch.setattr(identity, "delete", fail_for_first)
    assert handler(event("finish_erasures"), context) == {"tried": 2, "finished": 1}
    logged = str([record.__dict__ for record in caplog.records])
    assert "not erased" in logged
    assert "Ana" not in logged
    assert unfinished[0]["cognito:username"] not in logged


def test_it_stops_in_time(unfinished: list[dict[str, str]], event: Any) -> None:
    assert handler(event("finish_erasures"), Context(remaining=10_000)) == {"tried": 0, "finished": 0}


def test_a_cpf_typed_at_a_kiosk_too(place: Place, event: Any, context: Any) -> None:
    place(lines=[{"product_id": "pudim", "quantity": 1}], customer_ref=sign_reference("52998224725"))
    erasure_request = erasure.of_cpf("52998224725", "manager", DeskReason.IN_PERSON)
    assert erasure.of_cpf("52998224725", "another", DeskReason.IN_WRITING)["receipt"] == erasure_request["receipt"]
    assert handler(event("finish_erasures"), context) == {"tried": 1, "finished": 0}  # it is still open


def failed(out: str) -> list[float]:
    """The values of the metric that somebody watches, run by run."""
    lines = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    return [value for line in lines for value in line.get("ErasureFailed", [])]


def test_what_fails_and_what_does_not_end_is_counted(
    unfinished: list[dict[str, str]],
    event: Any,
    context: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with monkeypatch.context() as broken:

        def fails(*_: Any, **__: Any) -> None:
            raise RuntimeError("Ana Souza")

        broken.setattr(records, "of_customer", fails)
        handler(event("finish_erasures"), context)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2, hours=1)):
        handler(event("finish_erasures"), Context(remaining=10_000))
    handler(event("finish_erasures"), context)
    assert failed(capsys.readouterr().out) == [2, 2, 0]


def test_an_erasure_of_the_version_before_is_finished(
    unfinished: list[dict[str, str]], event: Any, context: Any
) -> None:
    stored = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])
    for item in stored.scan()["Items"]:
        if item["type"] == "erasure":
            new = ("orders_until", "receipt_of", "receipts_kept_until")
            stored.put_item(Item={name: value for name, value in item.items() if name not in new})
    assert handler(event("finish_erasures"), context) == {"tried": 2, "finished": 2}


def test_what_staff_wrote_about_the_person_goes_too(unfinished: list[dict[str, str]], event: Any, context: Any) -> None:
    sub = unfinished[0]["sub"]
    table.transact([audit("contact_revealed", sub, "bia", reason="order", note="Ana Souza, 11 98765-4321")])
    assert handler(event("finish_erasures"), context) == {"tried": 2, "finished": 2}
    assert "98765" not in people.dump_table()
    assert [(each["action"], each.get("reason")) for each in trail(sub)] == [
        ("contact_revealed", "order"),
        ("customer_erased", None),
    ]
