"""The story that `make trace` tells of an order."""

from typing import Any

from local.trace import story, text

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


FUNCTIONS = {
    "bytemeburger-local-CreateOrderFunction-1A2B": "create_order",
    "bytemeburger-local-GetMenuFunction-1A2B": "get_menu",
    "bytemeburger-local-PublishDomainEventsFunction-1A2B": "publish_domain_events",
    "bytemeburger-local-ReceivePaymentNotificationFunctiD0748E1F2A3B4": "receive_payment_notification",
    "bytemeburger-local-ReconcilePaymentsFunction-1A2B": "reconcile_payments",
}
"""By their deployed names, of which one is cut at the 64 characters that such a name may have."""


def line(at: str, message: str, function: str, correlation_id: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "level": "INFO",
        "location": "handler:1",
        "message": message,
        "timestamp": f"2026-11-24 {at},000+0000",
        "function_name": next(name for name, folder in FUNCTIONS.items() if folder == function),
        **({"correlation_id": correlation_id} if correlation_id else {}),
        **more,
    }


LINES = [
    line(
        "12:00:10",
        "event published",
        "publish_domain_events",
        "kiosk-2",
        event_id="Yb2vG3q0T1mK5n8R4s6W7A.2.OrderCancelled",
    ),
    line("12:00:01", "answered", "create_order", "kiosk-1", status=201),
    line(
        "12:00:02",
        "event published",
        "publish_domain_events",
        "kiosk-1",
        event_id="Yb2vG3q0T1mK5n8R4s6W7A.1.OrderCreated",
    ),
    line("12:00:03", "answered", "get_menu", "kiosk-9", status=200),
    line("12:00:04", "out of time", "reconcile_payments"),
]


def test_it_holds_the_history_and_the_lines_of_every_request_that_touched_the_order_in_time_order() -> None:
    steps = [(step.where, step.text.split("  ")[0]) for step in story(ORDER, LINES, FUNCTIONS)]
    assert steps == [
        ("order", "AWAITING_PAYMENT by customer"),
        ("create_order", "answered"),
        ("publish_domain_events", "event published"),
        ("order", "CANCELLED by manager: sold out"),
        ("publish_domain_events", "event published"),
    ]


def test_a_line_of_no_request_belongs_to_no_order() -> None:
    nameless = {**ORDER, "correlation_id": None}
    assert "reconcile_payments" not in {step.where for step in story(nameless, LINES, FUNCTIONS)}


def test_it_reads_like_a_list() -> None:
    rows = text(ORDER, story(ORDER, LINES, FUNCTIONS)).splitlines()
    assert rows[0] == "order Yb2vG3q0T1mK5n8R4s6W7A  CANCELLED  44.70 BRL  centro"
    assert rows[3].split() == ["12:00:01.000", "create_order", "kiosk-1", "answered", "status=201"]


def test_a_line_stands_under_its_functions_folder_though_the_deployed_name_is_cut() -> None:
    lines = [line("12:00:05", "settled", name, "kiosk-2") for name in ("receive_payment_notification", "create_order")]
    gone = lines[1] | {"function_name": "bytemeburger-local-OfBeforeFunction-1A2B"}
    where = [step.where for step in story(ORDER, [lines[0], gone], FUNCTIONS) if step.where != "order"]
    assert where == ["receive_payment_notification", "?"]
