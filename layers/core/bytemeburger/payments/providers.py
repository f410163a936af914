"""The gateway of a store: its own credentials, from its own secret."""

from datetime import timedelta
from functools import cache

from bytemeburger import clock, secrets, settings
from bytemeburger.payments.gateway import PaymentGateway, ProviderRejected
from bytemeburger.payments.mercadopago import BUDGET_SECONDS, MercadoPago, ProviderCredentials
from bytemeburger.telemetry import count, logger

EXPIRY_WARNING = timedelta(days=30)


def credentials(store: str) -> ProviderCredentials:
    """The store's Mercado Pago credentials: JSON with access_token, external_pos_id, user_id, webhook_secrets and, for
    a token that ends, its last day `ends_on`.

    Raises ProviderRejected for a store that has none.
    """
    try:
        secret = secrets.read(settings.provider_secret(store))
    except secrets.NoSecret:
        raise ProviderRejected("no-credentials") from None
    if not secret["access_token"]:
        raise ProviderRejected("no-credentials")
    if secret.get("ends_on", "9999") < (clock.now() + EXPIRY_WARNING).date().isoformat():
        _warn(store, secret["ends_on"])
    return ProviderCredentials(
        access_token=secret["access_token"],
        external_pos_id=secret["external_pos_id"],
        webhook_secrets=tuple(secret["webhook_secrets"]),
        user_id=secret["user_id"],
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
