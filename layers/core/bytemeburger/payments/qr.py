"""A QR code as a picture, and the one that pays an order."""

import io

import segno

from bytemeburger.orders.records import Order
from bytemeburger.orders.views import Checkout, seconds_until


def svg(data: str) -> str:
    """An SVG document of the code; it scales, and a screen can show it at any size (6 cm or more is easy to scan)."""
    picture = io.BytesIO()
    segno.make(data, error="m").save(picture, kind="svg", scale=8, xmldecl=False)
    return picture.getvalue().decode()


def checkout(order: Order) -> Checkout:
    """What pays an order that has a code (`settlement.request_payment`)."""
    payment = order.payment
    assert payment is not None
    assert payment.qr_data is not None
    assert payment.expires_at is not None
    return {
        "order_id": order.order_id,
        "amount": payment.amount,
        "currency": "BRL",
        "qr_data": payment.qr_data,
        "qr_svg": svg(payment.qr_data),
        "expires_at": payment.expires_at,
        "expires_in": seconds_until(payment.expires_at),
    }
