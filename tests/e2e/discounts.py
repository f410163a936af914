"""Priced carts as POST /cart/discounts answers them."""

from typing import Any

from tests.e2e.stub import Answer

NAME = {"pt-BR": "Semana do X", "en": "Week of the X"}
REFUSED: Answer = (
    422,
    {"type": "urn:bytemeburger:problem:coupon-refused", "detail": "Este cupom não pode ser usado neste pedido."},
)


def discount(off: int) -> dict[str, Any]:
    return {"campaign_id": "week", "name": NAME, "kind": "order_fixed", "amount": off, "lines": []}


def discounted(subtotal: int, *off: int) -> dict[str, Any]:
    """What an order holds of so many discounts."""
    return {"subtotal": subtotal, "discounts": [discount(each) for each in off], "total": subtotal - sum(off)}


def priced(subtotal: int, off: int = 0, *skipped: tuple[str, int | None]) -> Answer:
    """A discount of so much, and why others do not count, with what is missing for them."""
    others = [
        {"campaign_id": reason, "name": {"pt-BR": f"Oferta {reason}", "en": reason}, "reason": reason, "missing": lacks}
        for reason, lacks in skipped
    ]
    cart = {"store": "centro", "lines": [], "subtotal": subtotal, "total": subtotal - off, "currency": "BRL"}
    return 200, cart | {"discounts": [discount(off)] if off else [], "skipped": others}


def changed_total(total: int) -> Answer:
    """What POST /orders answers where another total was expected."""
    about: dict[str, Any] = {"total": total, "discounts": [], "skipped": []}
    return 409, {"type": "urn:bytemeburger:problem:total-changed", "detail": "x"} | about
