"""Adding an order that was placed at a kiosk to the history of a customer who has its key."""

from bytemeburger.customers import protected_cpf
from bytemeburger.customers import records as customers
from bytemeburger.errors import Conflict, Forbidden
from bytemeburger.orders import records
from bytemeburger.orders.records import Order
from bytemeburger.table import TransactionCancelled


def claim(order_id: str, customer: str) -> Order:
    """The order, now in the customer's history and no more in that of the CPF which was typed for it, if any.

    Raises NotFound for no order, Conflict for one in another customer's history, Forbidden for a customer who is gone.
    """

    def decide(order: Order) -> bool:
        if order.customer == customer:
            return False
        if order.customer is not None and not protected_cpf.is_pseudonym(order.customer):
            raise Conflict("order-claimed")
        order.customer, order.claimed = customer, True
        return True

    try:
        return records.change(order_id, decide, [customers.add_order(customer, order_id)])
    except TransactionCancelled:
        raise Forbidden("sign-in-required") from None
