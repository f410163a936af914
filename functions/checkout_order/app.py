"""POST /orders/{order_id}/checkout: the QR code that pays the order, the same one however often it is asked for."""

from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.errors import Unavailable
from bytemeburger.orders import keys, records
from bytemeburger.payments import providers, qr
from bytemeburger.payments.gateway import ProviderRejected, ProviderUnavailable
from bytemeburger.payments.settlement import request_payment
from bytemeburger.telemetry import count, logger


@endpoint()
def handler(request: Request) -> Reply:
    order_id = request.path("order_id")
    keys.require(order_id, request.header("Order-Key"))
    store = records.read(order_id).store
    try:
        order = request_payment(order_id, providers.gateway(store))
    except ProviderUnavailable as error:
        raise Unavailable("payment-unavailable", retry_after=error.retry_after or 5) from error
    except ProviderRejected as error:
        logger.error("checkout refused", extra={"code": error.code})
        count("CheckoutRefused")
        raise Unavailable("payment-unavailable", retry_after=30) from error
    payment = order.payment or {}
    return Reply(
        {
            "order_id": order_id,
            "amount": payment["amount"],
            "currency": "BRL",
            "qr_data": payment["qr_data"],
            "qr_svg": qr.svg(payment["qr_data"]),
            "expires_at": payment["expires_at"],
        }
    )
