"""The e-mails of a service day against its orders."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

ABOUT_NUMBER = re.compile(r"Pedido (\d+) (confirmado|pronto)")
REFUND = re.compile(r"Devolução de R\$ ([\d.]+),(\d\d)")
PREPARATION = ("RECEIVED", "IN_PREPARATION")


class Mail(NamedTuple):
    to: str
    subject: str


def expected_to_customer(
    subjects: Sequence[str], orders: Sequence[Mapping[str, Any]], patience: float
) -> Iterator[str]:
    """A line for each mail too many or too few to whoever placed these orders. `patience`: seconds after which the system has
    told of a change; what no longer holds by then it need not tell."""
    about = Counter(found.groups() for each in subjects if (found := ABOUT_NUMBER.match(each)))
    for order in orders:
        number = str(order["number"])
        stays = list(_stays(order["timeline"]))
        paid, ready = about.pop((number, "confirmado"), 0), about.pop((number, "pronto"), 0)
        preparing = sum(seconds for status, seconds in stays if status in PREPARATION)
        if not (order["paid_at"] is not None and preparing > patience) <= paid <= (order["paid_at"] is not None):
            yield f"{order['order_id']}: {paid} mails about its payment"
        in_ready = [seconds for status, seconds in stays if status == "READY"]
        if not sum(seconds > patience for seconds in in_ready) <= ready <= len(in_ready):
            yield f"{order['order_id']}: {ready} mails that it is ready, which it became {len(in_ready)} times"
    yield from (f"number {number}: a mail about another's order" for number, _ in about)
    returned = Counter(
        each["amount"] for order in orders for each in order["refunds"] if each["status"] == "DONE" and each["amount"]
    )
    refunds = Counter(int(found[1].replace(".", "") + found[2]) for each in subjects if (found := REFUND.match(each)))
    if refunds != returned:
        yield f"mails about refunds of {sorted(refunds.elements())}, given back were {sorted(returned.elements())}"


def _stays(timeline: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, float]]:
    """Each state and for how many seconds; the last, in which nothing is told any more, for none."""
    at = [datetime.fromisoformat(step["at"]) for step in timeline]
    for step, since, until in zip(timeline, at, [*at[1:], at[-1]], strict=True):
        yield step["status"], (until - since).total_seconds()
