"""The seeded store's account at the simulated Mercado Pago: what the stack's secret holds and the simulator accepts."""

from typing import TypedDict


class Account(TypedDict):
    access_token: str
    external_pos_id: str
    user_id: str
    webhook_secrets: list[str]


MERCADO_PAGO: Account = {
    "access_token": "APP_USR-local-centro",
    "external_pos_id": "CENTRO001",
    "user_id": "100200300",
    "webhook_secrets": ["local-webhook-secret-of-centro"],
}
