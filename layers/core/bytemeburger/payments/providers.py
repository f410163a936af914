"""The gateway of a store: its own credentials, from its own secret."""

from datetime import timedelta
from functools import cache

from bytemeburger import clock, secrets, settings
from bytemeburger.payments.gateway import PaymentGateway, ProviderRejected
from bytemeburger.payments.mercadopago import BUDGET_SECONDS, Credentials, MercadoPago
from bytemeburger.telemetry import count, logger

WARNED_AHEAD = timedelta(days=30)


def credentials(store: str) -> Credentials:
    """The store's Mercado Pago credentials: JSON with access_token, external_pos_id, user_id, webhook_secrets and, for
    a token that ends, its last day `ends_on`.

    Raises ProviderRejected for a store that has none.
    """
    try:
        held = secrets.read(settings.provider_secret(store))
    except secrets.NoSecret:
        raise ProviderRejected("no-credentials") from None
    if not held["access_token"]:
        raise ProviderRejected("no-credentials")
    if held.get("ends_on", "9999") < (clock.now() + WARNED_AHEAD).date().isoformat():
        _warn(store, held["ends_on"])
    return Credentials(
        access_token=held["access_token"],
        external_pos_id=held["external_pos_id"],
        webhook_secrets=tuple(held["webhook_secrets"]),
        user_id=held["user_id"],
    )


def share_account(store: str, other: str) -> bool:
    """Whether two stores are paid into one account. Raises ProviderRejected for a store that has none."""
    return credentials(store).user_id == credentials(other).user_id


@cache
def _warn(store: str, ends_on: str) -> None:
    """Once in the life of a function's environment, not with each of its calls."""
    logger.warning("credentials end soon", extra={"store": store, "ends_on": ends_on})
    count("CredentialsEnding")


def gateway(store: str, seconds: float = BUDGET_SECONDS) -> PaymentGateway:
    """For one request: all its calls share these seconds, by default those that a client waits."""
    return MercadoPago(lambda: credentials(store), settings.provider_url(), seconds)
