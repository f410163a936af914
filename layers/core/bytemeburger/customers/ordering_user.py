"""The shared ordering user, whose session everybody at a kiosk orders with."""

import base64
import json
import math
import time
from dataclasses import dataclass

from bytemeburger import aws, secrets, settings
from bytemeburger.errors import Unavailable
from bytemeburger.telemetry import count, logger

FRESH_SECONDS = 600
"""How long before its end a session is renewed."""
PAUSE_SECONDS = 10
"""Pause before the next sign-in after a failure: Cognito locks a user who keeps trying an old password, and answers
late when it answers late."""


@dataclass(frozen=True)
class Session:
    """An ID token and when it ends, in Unix time."""

    id_token: str
    ends: float

    @property
    def seconds(self) -> int:
        """How much longer it is good."""
        return int(self.ends - time.time())


class OrderingUser:
    """Its session is cached until shortly before it expires, so that a warm call makes no request. When it cannot be
    renewed, it is as good as ever until its end."""

    def __init__(self) -> None:
        self._session = Session("", 0.0)
        self._pause_ends = 0.0

    def session(self) -> Session:
        """Raises Unavailable when there is none and none can be had."""
        if self._session.seconds <= FRESH_SECONDS and time.time() >= self._pause_ends:
            try:
                self._session = _signed_in()
            except Exception:
                logger.exception("ordering user not signed in")
                count("OrderingSignInFailed")
                self._pause_ends = time.time() + PAUSE_SECONDS
        if self._session.seconds <= 0:
            raise Unavailable("busy", retry_after=max(1, math.ceil(self._pause_ends - time.time())))
        return self._session


def _signed_in() -> Session:
    """The access token that comes with it would open Cognito's own user API, so it goes nowhere."""
    user = secrets.read(settings.ordering_user_secret())
    answer = aws.client("cognito-idp").admin_initiate_auth(
        UserPoolId=settings.ordering_pool(),
        ClientId=settings.ordering_client(),
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user["username"], "PASSWORD": user["password"]},
    )
    id_token: str = answer["AuthenticationResult"]["IdToken"]
    return Session(id_token, _claims(id_token)["exp"])


def _claims(token: str) -> dict[str, int]:
    """What a token of Cognito's own answer says (RFC 7519); `ExpiresIn` beside it is the access token's life."""
    claims: dict[str, int] = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    return claims
