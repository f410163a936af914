"""A verified customer of the local system, as a browser would make one: the form, the code from the e-mail, and Cognito's
managed login (authorization code + PKCE) with the code that it sends.

MiniStack shows what it sent at /_ministack/ses/messages.
"""

import base64
import hashlib
import re
import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from local.caller import Caller, connect
from local.errors import LocalError
from local.stack import Stack

CODE = re.compile(r"\b\d{6,8}\b")
_HIDDEN = re.compile(r'name="(\w+)" value="([^"]*)"')


def register(stack: Stack, token: str, form: dict[str, Any]) -> None:
    """Register and confirm with the code from the e-mail; `token` is that of POST /identify."""
    with connect(stack.api_url) as http:
        api = Caller(http, token)
        registration = api("POST", "/customers", 202, json=form)
        code = mailed_code(stack, form["email"])
        confirmed = {"registration": registration["registration"], "code": code}
        api("POST", "/customers/confirm", 201, json=confirmed)


def mailed_code(stack: Stack, email: str) -> str:
    """The code in the last e-mail to an address. Raises LocalError when there is none."""
    for message in reversed(mails(stack, email)):
        if found := CODE.search(message["BodyText"] or ""):
            return found[0]
    raise LocalError("no code was sent to that address")


def mails(stack: Stack, email: str) -> list[dict[str, Any]]:
    """All e-mails to an address, the oldest first."""
    found = [message for message in all_mails(stack.settings.endpoint) if email in message["To"]]
    return sorted(found, key=lambda message: message["Timestamp"])


def all_mails(endpoint: str) -> list[dict[str, Any]]:
    """What MiniStack has sent, to anybody."""
    sent = httpx.get(f"{endpoint}/_ministack/ses/messages", trust_env=False).json()["messages"]
    return [message for account in sent.values() for message in account]


def sign_in(stack: Stack, email: str) -> str:
    """The ID token of a customer. Raises LocalError when the pages do not lead there."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    client = {
        "client_id": stack.outputs["CustomerClientId"],
        "redirect_uri": f"{stack.settings.pages_url}/web/account/",
    }
    registration = {
        **client,
        "response_type": "code",
        "scope": "openid email",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    with connect(stack.settings.endpoint) as browser:
        page = browser.get("/oauth2/authorize", params=registration)
        for typed in ({"username": email}, {"challenge": "EMAIL_OTP"}, None):
            typed = typed or {"code": mailed_code(stack, email)}
            page = browser.post("/login", data=dict(_HIDDEN.findall(page.text)) | typed)
        code = parse_qs(urlsplit(page.headers.get("Location", "")).query).get("code")
        if not code:
            raise LocalError("the sign-in pages gave no authorization code")
        grant = {"grant_type": "authorization_code", "code": code[0], "code_verifier": verifier, **client}
        token: str = browser.post("/oauth2/token", data=grant).raise_for_status().json()["id_token"]
    return token
