"""Table stream: turn each change of an order, a product, a stock or a customer into domain events on the bus, in the
order of the changes, and the orders' into the store's business metrics."""

from bytemeburger.customers import events as customers
from bytemeburger.events import DomainEvent, event_publisher
from bytemeburger.menu import events as menu
from bytemeburger.orders import events as orders
from bytemeburger.orders import metrics
from bytemeburger.stream import Change
from bytemeburger.telemetry import measure


@event_publisher
def handler(change: Change) -> list[DomainEvent]:
    for measured in metrics.of_change(change):
        measure(*measured)
    return orders.of_change(change) + menu.of_change(change) + customers.of_change(change)
