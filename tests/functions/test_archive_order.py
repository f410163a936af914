"""An order that has ended goes to the archive without its person, and is found there when the table has it no more."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from bytemeburger import settings, table
from bytemeburger.customers.protected_cpf import sign_reference
from bytemeburger.orders import archive as orders
from bytemeburger.orders import records
from bytemeburger.orders.rules import legal_retention_end
from bytemeburger.payments.settlement import settle
from functions.archive_order.app import handler
from tests.aws_gates import Ask, guard
from tests.fake_gateway import Provider
from tests.functions.fixture_types import Call, On, Paid, Place
from tests.functions.shop import change_store

CPF = "529.982.247-25"
NOTE = "a da Ana, sem cebola"


@pytest.fixture
def archive(archive_bucket: Any, event: Callable[[str], dict[str, Any]], context: Any) -> Callable[[str], None]:
    """Tell the function that something happened to an order."""

    def tell(order_id: str) -> None:
        changed = event("archive_order")
        changed["detail"]["order_id"] = order_id
        handler(changed, context)

    return tell


def archived(bucket: Any) -> dict[str, dict[str, Any]]:
    found = bucket.list_objects_v2(Bucket=settings.archive_bucket()).get("Contents", [])
    return {
        each["Key"]: json.loads(bucket.get_object(Bucket=settings.archive_bucket(), Key=each["Key"])["Body"].read())
        for each in found
    }


@pytest.fixture
def completed(on: On, paid: Paid) -> Callable[..., str]:
    def make(**body: Any) -> str:
        order_id = paid(**body)
        for to in ("IN_PREPARATION", "READY", "COMPLETED"):
            on("advance_order", order_id, body={"to": to})
        return order_id

    return make


@pytest.fixture
def old(completed: Callable[..., str], archive: Callable[[str], None]) -> list[str]:
    """Three orders of a day of more than 400 days ago that the table has no more, in the order of the staff's list."""
    with time_machine.travel(datetime.now(UTC) - timedelta(days=401)):
        made = [completed() for _ in range(3)]
        for order_id in made:
            archive(order_id)
    for order_id in made:  # as its time to live does
        table.transact([table.delete_action(records.key(order_id))])
    return made[::-1]


def day() -> str:
    return (datetime.now(UTC) - timedelta(days=401, hours=3)).date().isoformat()


def test_an_order_is_kept_without_its_person(
    archive_bucket: Any, archive: Callable[[str], None], completed: Callable[..., str], on: On
) -> None:
    lines = [{"product_id": "x-burger", "quantity": 1, "note": NOTE}]
    order_id = completed(lines=lines, customer_ref=sign_reference("52998224725"), receipt_cpf=CPF)
    on("refund_order", order_id, body={"reason": "other", "note": NOTE})
    before = records.read(order_id)
    archive(order_id)
    ((key, kept),) = archived(archive_bucket).items()
    assert key == f"{day_of(before)[:4]}/centro/{day_of(before)}/{before.created_at}/{order_id}/{before.version}.json"
    assert before.customer
    assert before.receipt_cpf
    assert before.receipt_of
    for personal in (NOTE, CPF, "52998224725", before.customer, before.receipt_cpf, before.receipt_of):
        assert personal not in json.dumps(kept, ensure_ascii=False)
    assert (kept["total"], kept["number"], kept["payment"]["payment_id"]) == (
        before.total,
        before.number,
        before.payment and before.payment.payment_id,
    )
    assert records.from_item(kept).lines[0].unit_price == before.lines[0].unit_price


def day_of(order: records.Order) -> str:
    return str(order.business_day)


def test_told_twice_it_is_kept_once_and_a_later_state_beside_it(
    archive_bucket: Any, archive: Callable[[str], None], completed: Callable[..., str], on: On
) -> None:
    order_id = completed()
    archive(order_id)
    archive(order_id)
    assert len(archived(archive_bucket)) == 1
    on("refund_order", order_id, body={"reason": "customer-wish"})
    archive(order_id)
    assert len(archived(archive_bucket)) == 2
    assert [bool(kept.get("refunds")) for _, kept in sorted(archived(archive_bucket).items())] == [False, True]


def test_what_is_open_or_was_never_paid_is_not_kept(
    archive_bucket: Any, archive: Callable[[str], None], paid: Paid, place: Place, expire: Callable[[str], None]
) -> None:
    archive(paid())
    unpaid = place()["order_id"]
    expire(unpaid)
    archive(unpaid)
    assert archived(archive_bucket) == {}


def seconds_in_table(order_id: str) -> float:
    order = records.read(order_id)
    assert order.expires_at
    return (order.expires_at - datetime.fromisoformat(order.created_at)).total_seconds()


def test_the_table_has_what_the_archive_has_for_400_days(completed: Callable[..., str], paid: Paid) -> None:
    of_nobody = {"lines": [{"product_id": "pudim", "quantity": 1}]}
    assert seconds_in_table(completed(**of_nobody)) == pytest.approx(400 * 86_400, abs=1)
    longer = 5 * 365 * 86_400
    assert seconds_in_table(completed(**of_nobody, receipt_cpf=CPF)) > longer  # it is found by the CPF on its receipt
    assert seconds_in_table(paid(**of_nobody)) > longer  # still open
    of_before = records.read(completed(**of_nobody))
    of_before.archivable = None  # nobody has told the archive of it
    table.save(of_before)
    assert seconds_in_table(of_before.order_id) > longer


def paid_three_days_late(place: Place, expire: Callable[[str], None], on: On) -> str:
    """An expired order whose money a person found later, and accepted."""
    order_id = str(place()["order_id"])
    expire(order_id)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=3)):
        assert on("receive_counter_payment", order_id, body={"method": "pix"})[0] == 200
        assert on("accept_late_payment", order_id)[0] == 200
        for to in ("IN_PREPARATION", "READY", "COMPLETED"):
            assert on("advance_order", order_id, body={"to": to})[0] == 200
    return order_id


@pytest.mark.parametrize("time_zone", ["America/Rio_Branco", "Pacific/Kiritimati"])
@pytest.mark.parametrize("is_late", [False, True])
def test_an_order_is_in_its_day_the_moment_the_table_lets_it_go(
    completed: Callable[..., str],
    archive: Callable[[str], None],
    place: Place,
    expire: Callable[[str], None],
    on: On,
    call: Call,
    time_zone: str,
    is_late: bool,
) -> None:
    change_store(time_zone=time_zone)
    with time_machine.travel(datetime(2025, 12, 30, 10, 5, tzinfo=UTC)):  # the first minutes of a day on Kiritimati
        order_id = paid_three_days_late(place, expire, on) if is_late else completed()
        archive(order_id)
    order = records.read(order_id)
    assert order.expires_at
    table.transact([table.delete_action(records.key(order_id))])
    with time_machine.travel(order.expires_at + timedelta(seconds=1)):
        status, page = call("list_orders", queryStringParameters={"day": order.business_day})
    assert (status, [each["order_id"] for each in page["orders"]]) == (200, [order_id])


def test_what_lost_events_left_out_is_archived_by_its_day(
    archive_bucket: Any,
    archive: Callable[[str], None],
    completed: Callable[..., str],
    paid: Paid,
    on: On,
    provider: Provider,
) -> None:
    kept, lost, changed = completed(), completed(), completed()
    archive(kept)
    archive(changed)
    on("refund_order", changed, body={"reason": "customer-wish"})
    paid()  # still to be made
    today = records.read(kept).business_day
    assert orders.complete_day("centro", today) == 2
    assert {each["order_id"] for each in archived(archive_bucket).values()} == {kept, lost, changed}
    assert len(archived(archive_bucket)) == 4
    assert (orders.complete_day("centro", today), orders.complete_day("norte", today)) == (0, 0)


def test_an_order_with_money_to_give_back_stays_in_the_table(
    completed: Callable[..., str], on: On, provider: Provider
) -> None:
    order_id = completed()
    provider.refund_stuck = True
    on("refund_order", order_id, body={"reason": "customer-wish"})
    assert records.read(order_id).refunds[-1].status == "REQUESTED"
    assert seconds_in_table(order_id) > 5 * 365 * 86_400
    provider.refund_stuck = False
    settle("centro", provider.refund(str(records.read(order_id).paid_with)), provider)
    assert seconds_in_table(order_id) == pytest.approx(400 * 86_400, abs=1)


def test_a_day_of_long_ago_is_listed_page_by_page(call: Call, old: list[str]) -> None:
    found, query, sizes = [], {"day": day(), "limit": "2"}, []
    while True:
        status, page = call("list_orders", queryStringParameters=query)
        assert status == 200
        sizes.append(len(page["orders"]))
        found += [order["order_id"] for order in page["orders"]]
        if page["cursor"] is None:
            break
        query["cursor"] = page["cursor"]
    assert (found, sizes) == (old, [2, 1])
    numbered = call("list_orders", queryStringParameters={"day": day(), "number": "1"})[1]
    assert [order["order_id"] for order in numbered["orders"]] == [old[-1]]
    for cursor in (
        "archive.x",
        "archive.",
        "archive.99999999",
        "archive.20261124/x",
        "archive.1",
        "archive.0001-01-01T00:00:00.000+14:00/x",
    ):
        assert call("list_orders", queryStringParameters={"day": day(), "cursor": cursor})[0] == 400


def test_a_page_of_a_busy_day_lists_its_own_hours_and_no_others(
    call: Call, archive_bucket: Any, old: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (key, order), *_ = archived(archive_bucket).items()
    folder, at = key[: key.index("T") - len("2026-11-24")], day()
    for key in archived(archive_bucket):
        archive_bucket.delete_object(Bucket=settings.archive_bucket(), Key=key)
    made = [
        (f"{at}T{hour:02d}:{minute:02d}:00.000Z", f"o{hour}-{minute}") for hour in range(11, 17) for minute in range(4)
    ]
    for created_at, order_id in made:
        for version in (3, 4):
            body = json.dumps(order | {"order_id": order_id, "created_at": created_at, "version": version}).encode()
            key = f"{folder}{created_at}/{order_id}/{version}.json"
            archive_bucket.put_object(Bucket=settings.archive_bucket(), Key=key, Body=body)
    listed = 0

    def gate(_service: str, operation: str, parameters: dict[str, Any], ask: Ask) -> Any:
        nonlocal listed
        answer = ask(operation, parameters)
        if operation == "ListObjectsV2":
            listed += len(answer.get("Contents", []))
        return answer

    guard(monkeypatch, gate)
    found, query = [], {"day": at, "limit": "5"}
    while True:
        listed = 0
        page = call("list_orders", queryStringParameters=query)[1]
        assert listed <= 3 * 8, "of 48"
        found += [each["order_id"] for each in page["orders"]]
        if page["cursor"] is None:
            break
        query["cursor"] = page["cursor"]
    assert found == [order_id for _, order_id in reversed(made)]


def test_what_the_table_still_has_is_not_listed_twice(
    call: Call, completed: Callable[..., str], archive: Callable[[str], None], old: list[str]
) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(days=401)):
        late = completed()
        archive(late)
    first = call("list_orders", queryStringParameters={"day": day()})[1]
    assert [order["order_id"] for order in first["orders"]] == [late]
    rest = call("list_orders", queryStringParameters={"day": day(), "cursor": first["cursor"]})[1]
    assert ([order["order_id"] for order in rest["orders"]], rest["cursor"]) == (old, None)
    assert call("report_day", queryStringParameters={"day": day()})[1]["orders"]["COMPLETED"] == 4


def test_a_day_of_long_ago_has_its_reports(call: Call, old: list[str], provider: Provider) -> None:
    report = call("report_day", queryStringParameters={"day": day()})[1]
    assert (report["orders"]["COMPLETED"], report["sold"] > 0) == (3, True)
    compared = call("report_reconciliation", queryStringParameters={"day": day()})[1]
    assert (compared["orders"], compared["paid"], compared["exceptions"]) == (3, report["sold"], [])


def test_an_order_of_long_ago_is_opened_with_its_day(on: On, old: list[str]) -> None:
    status, order = on("get_staff_order", old[0], queryStringParameters={"day": day()})
    assert (status, order["status"], order["staff_notes"]) == (200, "COMPLETED", [])
    assert on("get_staff_order", old[0])[0] == 404
    assert on("get_staff_order", "another", queryStringParameters={"day": day()})[0] == 404
    norte = {"custom:store": "norte"}
    assert on("get_staff_order", old[0], queryStringParameters={"day": day()}, claims=norte)[0] == 404


def test_the_archive_lets_each_year_go_when_the_law_does(storage: dict[str, Any]) -> None:
    rules = storage["Resources"]["OrderArchive"]["Properties"]["LifecycleConfiguration"]["Rules"]
    ends = {rule["Prefix"]: rule["ExpirationDate"] for rule in rules if rule["Status"] == "Enabled"}
    assert set(ends) == {f"{year}/" for year in range(2025, 2046)}
    for prefix, end in ends.items():
        paid_in = datetime(int(prefix[:4]), 12, 31, tzinfo=UTC)
        assert datetime.fromisoformat(end) == legal_retention_end(paid_in)
