"""One client's id is found again in every function that worked for it: what `make trace` shows of a complete order."""

import time

from local import trace
from local.order import place
from local.system import System

LAST = "OrderStatusChanged"


def test_an_order_tells_its_complete_story(system: System) -> None:
    order_id = place(system.stack, system.simulator_url, lambda _: None)
    functions = system.stack.functions()
    end = time.monotonic() + 30
    while True:
        order = trace.read(system.stack, order_id)
        steps = trace.story(order, trace.logged(system.stack, order["created_at"]), functions)
        events = [step.text for step in steps if f"event_id={order_id}.{order['version']}.{LAST}" in step.text]
        where = {step.where for step in steps}
        if (events and "receive_payment_notification" in where) or time.monotonic() > end:
            break
        time.sleep(0.2)
    assert {"order", "create_order", "checkout_order", "advance_order", "get_order", "publish_domain_events"} <= where
    assert "receive_payment_notification" in where, "though its deployed name is cut"
    assert "?" not in where
    assert events, [(step.where, step.text) for step in steps]
    visit = order["correlation_id"]
    assert visit.startswith("order-")
    traced = [step for step in steps if step.where in ("create_order", "advance_order", "publish_domain_events")]
    assert {step.cause for step in traced if not step.text.startswith("event published")} == {visit[:14]}
