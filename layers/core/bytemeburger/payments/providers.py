"""The gateway of a store: its own credentials, from its own secret."""

from bytemeburger import secrets, settings
from bytemeburger.payments.gateway import PaymentGateway, ProviderRejected
from bytemeburger.payments.mercadopago import Credentials, MercadoPago


def credentials(store: str) -> Credentials:
    """The store's Mercado Pago credentials: JSON with access_token, external_pos_id, user_id, webhook_secrets.

    Raises ProviderRejected for a store that has none.
    """
    try:
        held = secrets.read(settings.provider_secret(store))
    except secrets.NoSuchSecret:
        raise ProviderRejected("no_account") from None
    return Credentials(
        access_token=held["access_token"],
        external_pos_id=held["external_pos_id"],
        webhook_secrets=tuple(held["webhook_secrets"]),
        user_id=held["user_id"],
    )


def gateway(store: str) -> PaymentGateway:
    """For one request: all its calls share the time that a client waits."""
    return MercadoPago(lambda: credentials(store), settings.provider_url())
