"""Domain events of customers: a registration, without saying whose."""

from typing import Literal

from bytemeburger.events import DomainEvent, EventDetail
from bytemeburger.stream import Change


class CustomerRegistered(EventDetail):
    """A customer registered. The event does not identify the customer."""

    event_version: Literal[1]


EVENTS = (CustomerRegistered,)


def of_change(change: Change) -> list[DomainEvent]:
    """The events of one change of a customer. The id is the stream's own name of the change: one that followed from
    the customer would name a person."""
    if change.old is not None or change.new is None or change.new["type"] != "customer":
        return []
    detail = CustomerRegistered(event_id=change.event_id, event_version=1, occurred_at=change.at)
    return [("CustomerRegistered", detail)]
