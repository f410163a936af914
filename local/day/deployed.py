"""A store of the running system, as the robot reaches it."""

import threading
import time
from collections.abc import Callable

import httpx

from local import customers, staff
from local.caller import Caller
from local.day.mails import Mail
from local.day.robot import StoreAccess
from local.stack import Stack

TOKEN_SECONDS = 600
PATIENCE_SECONDS = 20


class SignIn:
    """The token of a group of staff, or of a customer, a new one every ten minutes."""

    def __init__(self, sign_in: Callable[[str], str]):
        self._sign_in = sign_in
        self._tokens: dict[str, tuple[float, str]] = {}
        self._one_at_a_time = threading.Lock()

    def __call__(self, name: str) -> str:
        with self._one_at_a_time:
            until, token = self._tokens.get(name, (0.0, ""))
            if time.monotonic() > until:
                token = self._sign_in(name)
                self._tokens[name] = time.monotonic() + TOKEN_SECONDS, token
            return token


def store_of(stack: Stack, name: str, api: httpx.Client, simulator: httpx.Client) -> StoreAccess:
    """A store of the running system."""
    registered = set[str]()

    def sign_in_customer(address: str) -> str:
        if address not in registered:
            token = Caller(api)("POST", "/identify", json={})["id_token"]
            customers.register(stack, token, {"name": "Cliente do Dia", "email": address})
            registered.add(address)
        return customers.sign_in(stack, address)

    def mails() -> list[Mail]:
        return [Mail(to, each["Subject"]) for each in customers.all_mails(stack.settings.endpoint) for to in each["To"]]

    def backlog() -> dict[str, int]:
        key = {"PK": {"S": f"STORE#{name}"}, "SK": {"S": "BACKLOG"}}
        item = stack.client("dynamodb").get_item(TableName=stack.outputs["TableName"], Key=key).get("Item", {})
        return {station: int(value["N"]) for station, value in item.items() if "N" in value}

    return StoreAccess(
        name,
        api,
        simulator,
        SignIn(lambda group: staff.sign_in(stack, group)),
        SignIn(sign_in_customer),
        mails,
        backlog,
        PATIENCE_SECONDS,
    )
