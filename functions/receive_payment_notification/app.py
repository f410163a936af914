"""POST /webhooks/mercadopago: hear from Mercado Pago that a payment changed.

Only a hint: the provider is asked, and its answer is settled. It repeats what is not answered 200. So 200 says that it was
settled, or cannot concern us; while the truth cannot be had, be it its fault or our credentials', the answer is 503.
"""

from bytemeburger import clock, settings
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.errors import NotFound, Unauthorized
from bytemeburger.orders.records import Order
from bytemeburger.parameters import IDENTIFIER, STORE, text
from bytemeburger.payments import providers, signature, views
from bytemeburger.payments.gateway import ProviderOrderNotFound, ProviderRejected
from bytemeburger.payments.settlement import OfAnotherStore, settle
from bytemeburger.telemetry import count, logger

DATA_ID = text("data.id", "The provider's id of what the notification is about.")
TOLERANCE_SECONDS = 24 * 3600


@endpoint(
    query=(STORE, DATA_ID),
    headers=(signature.SIGNATURE, signature.REQUEST_ID),
    strict=False,  # the provider may say more one day
    problems={401: ("notification-unsigned",), 503: ("payment-unavailable",)},
)
def handler(request: Request) -> Response[views.Acknowledgement]:
    store = request.query(STORE) or settings.default_store()
    provider_order_id = request.query(DATA_ID) or ""
    if not signature.verify(
        _webhook_secrets(store),
        request.header(signature.SIGNATURE) or "",
        request.header(signature.REQUEST_ID) or "",
        provider_order_id,
        clock.now(),
        TOLERANCE_SECONDS,
    ):
        logger.warning("notification forged", extra={"store": store})
        count("NotificationForged")
        raise Unauthorized("notification-unsigned")
    if not IDENTIFIER.fullmatch(provider_order_id):
        logger.warning("notification of nothing")
        return Response({"received": True})
    try:
        order = _settle(store, provider_order_id)
        logger.info("settled", extra={"order_id": order.order_id, "order_status": order.status})
    except (ProviderOrderNotFound, NotFound):
        logger.warning("notification unknown", extra={"store": store, "provider_order_id": provider_order_id})
        count("NotificationUnknown")
    return Response({"received": True})


def _settle(store: str, provider_order_id: str) -> Order:
    """Stores may share an account, whose notifications then all come to one of them."""
    gateway = providers.gateway(store)
    provider = gateway.get(provider_order_id)
    try:
        return settle(store, provider, gateway)
    except OfAnotherStore as other:
        if not providers.share_account(store, other.store):
            raise
        return settle(other.store, provider, gateway)


def _webhook_secrets(store: str) -> tuple[str, ...]:
    """None for an unknown store, or one without an account: no signature can be valid."""
    try:
        return providers.credentials(store).webhook_secrets
    except ProviderRejected:
        return ()
