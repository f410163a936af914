"""Domain events of customers: that somebody signed up, never who. The schemas stand in docs/events/."""

from bytemeburger.events import DomainEvent, domain_event
from bytemeburger.stream import Change

VERSION = 1


def of_change(change: Change) -> list[DomainEvent]:
    """The events of one change of a customer. The id is the stream's own name of the change: one that followed from
    the customer would name a person."""
    if change.old is not None or change.new is None or change.new["type"] != "customer":
        return []
    return [domain_event("CustomerRegistered", VERSION, change.event_id, change.at)]
