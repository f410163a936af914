"""What a customer is told about an order, by e-mail (SES), in their language. Anonymous customers have no address."""

from typing import Any

from bytemeburger import mail
from bytemeburger.customers import records as customers
from bytemeburger.orders import records as orders

READY = {
    "pt-BR": ("Pedido {number} pronto", "O pedido {number} está pronto. Retire no balcão."),
    "en": ("Order {number} is ready", "Order {number} is ready. Please pick it up at the counter."),
}


def order_ready(event: dict[str, Any]) -> bool:
    """Tell the customer of an OrderStatusChanged event; answers whether there was anybody to tell."""
    order = orders.read(event["order_id"])
    profile = customers.find(order.customer) if order.customer else None
    if profile is None:
        return False
    subject, text = (part.format(number=order.number) for part in READY[profile.language])
    mail.send(profile.email, subject, text)
    return True
