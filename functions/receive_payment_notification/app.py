"""POST /webhooks/mercadopago: something happened to a payment. Only a hint: the truth is asked for and settled.

Anything but a wrong signature is answered 200, or the provider would repeat it for days; when the truth cannot be had
now, 503 asks for exactly that repetition.
"""

from bytemeburger import clock, settings
from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.errors import NotFound, Unauthorized
from bytemeburger.parameters import IDENTIFIER, STORE, text
from bytemeburger.payments import providers, signature
from bytemeburger.payments.gateway import ProviderOrderNotFound, ProviderRejected
from bytemeburger.payments.settlement import settle
from bytemeburger.telemetry import count, logger

DATA_ID = text("data.id", "The provider's id of what the notification is about.")
TOLERANCE_SECONDS = 24 * 3600


@endpoint(query=(STORE, DATA_ID), strict=False)  # the provider may say more one day
def handler(request: Request) -> Reply:
    store = request.query(STORE) or settings.default_store()
    provider_order_id = request.query(DATA_ID) or ""
    if not signature.verify(
        _webhook_secrets(store),
        request.header("X-Signature") or "",
        request.header("X-Request-Id") or "",
        provider_order_id,
        clock.now(),
        TOLERANCE_SECONDS,
    ):
        logger.warning("notification forged", extra={"store": store})
        count("NotificationForged")
        raise Unauthorized("notification-unsigned")
    if not IDENTIFIER.fullmatch(provider_order_id):
        logger.warning("notification of nothing")
        return Reply({"received": True})
    gateway = providers.gateway(store)
    try:
        order = settle(store, gateway.get(provider_order_id), gateway)
        logger.info("settled", extra={"order_id": order.order_id, "order_status": order.status})
    except (ProviderOrderNotFound, ProviderRejected, NotFound):
        logger.warning("notification of an unknown order")
        count("NotificationUnknown")
    return Reply({"received": True})


def _webhook_secrets(store: str) -> tuple[str, ...]:
    """None for a store that is none of ours, or that has no account: nobody can sign for it."""
    try:
        return providers.credentials(store).webhook_secrets
    except ProviderRejected:
        return ()
