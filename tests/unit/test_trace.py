"""The story that `make trace` tells of an order."""

from typing import Any

from local.trace import folder, story, text

ORDER = {
    "order_id": "Yb2vG3q0T1mK5n8R4s6W7A",
    "status": "CANCELLED",
    "store": "centro",
    "total": 4470,
    "correlation_id": "kiosk-2",
    "history": [
        {"status": "AWAITING_PAYMENT", "at": "2026-11-24T12:00:00.000Z", "by": "customer"},
        {"status": "CANCELLED", "at": "2026-11-24T12:00:09.000Z", "by": "manager", "reason": "sold out"},
    ],
}


def line(at: str, message: str, function: str, correlation_id: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "level": "INFO",
        "location": "handler:1",
        "message": message,
        "timestamp": f"2026-11-24 {at},000+0000",
        "function_name": f"bytemeburger-{function}Function-1A2B",
        **({"correlation_id": correlation_id} if correlation_id else {}),
        **more,
    }


LINES = [
    line(
        "12:00:10",
        "event published",
        "PublishDomainEvents",
        "kiosk-2",
        event_id="Yb2vG3q0T1mK5n8R4s6W7A.2.OrderCancelled",
    ),
    line("12:00:01", "answered", "CreateOrder", "kiosk-1", status=201),
    line(
        "12:00:02",
        "event published",
        "PublishDomainEvents",
        "kiosk-1",
        event_id="Yb2vG3q0T1mK5n8R4s6W7A.1.OrderCreated",
    ),
    line("12:00:03", "answered", "GetMenu", "kiosk-9", status=200),
    line("12:00:04", "out of time", "ReconcilePayments"),
]


def test_it_holds_the_history_and_the_lines_of_every_request_that_touched_the_order_in_time_order() -> None:
    steps = [(step.where, step.text.split("  ")[0]) for step in story(ORDER, LINES)]
    assert steps == [
        ("order", "AWAITING_PAYMENT by customer"),
        ("create_order", "answered"),
        ("publish_domain_events", "event published"),
        ("order", "CANCELLED by manager: sold out"),
        ("publish_domain_events", "event published"),
    ]


def test_a_line_of_no_request_belongs_to_no_order() -> None:
    nameless = {**ORDER, "correlation_id": None}
    assert "reconcile_payments" not in {step.where for step in story(nameless, LINES)}


def test_it_reads_like_a_list() -> None:
    rows = text(ORDER, story(ORDER, LINES)).splitlines()
    assert rows[0] == "order Yb2vG3q0T1mK5n8R4s6W7A  CANCELLED  44.70 BRL  centro"
    assert rows[3].split() == ["12:00:01.000", "create_order", "kiosk-1", "answered", "status=201"]


def test_a_functions_name_is_its_folder() -> None:
    assert folder("bytemeburger-ReceivePaymentNotificationFunction-D074") == "receive_payment_notification"
    assert folder("") == "?"
