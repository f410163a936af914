"""POST /identify: an ordering session for whoever stands at the kiosk, with a CPF or without.

The same shape by the same work for a known CPF, an unknown one and none: nothing is looked up. The token is that of
the shared ordering user, kept until shortly before it ends, so that a warm call makes no request.
"""

import time

from bytemeburger import aws, secrets, settings
from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.customers import pseudonym
from bytemeburger.customers.rules import cpf_digits
from bytemeburger.customers.schemas import Identify
from bytemeburger.errors import Invalid

FRESH_SECONDS = 600

_session: dict[str, tuple[str, float]] = {}


@endpoint()
def handler(request: Request) -> Reply:
    body = request.parse(Identify)
    id_token, ends = _ordering_token()
    answer = {"id_token": id_token, "expires_in": int(ends - time.time())}
    if body.cpf is not None:
        try:
            cpf = cpf_digits(body.cpf)
        except ValueError:
            raise Invalid("cpf-invalid") from None
        answer["customer_ref"] = pseudonym.reference(cpf)
    return Reply(answer)


def _ordering_token() -> tuple[str, float]:
    """The ordering user's ID token and when it ends. Its access token would open Cognito's own user API, so it
    never leaves this function."""
    token, ends = _session.get("ordering", ("", 0.0))
    if ends - time.time() > FRESH_SECONDS:
        return token, ends
    user = secrets.read(settings.ordering_user_secret())
    answer = aws.client("cognito-idp").admin_initiate_auth(
        UserPoolId=settings.customer_pool(),
        ClientId=settings.ordering_client(),
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user["username"], "PASSWORD": user["password"]},
    )["AuthenticationResult"]
    _session["ordering"] = answer["IdToken"], time.time() + answer["ExpiresIn"]
    return _session["ordering"]
