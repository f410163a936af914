"""Who asks: the claims of Cognito's ID token, as API Gateway hands them on."""

from collections.abc import Collection, Mapping
from typing import Any

from bytemeburger import settings
from bytemeburger.errors import Forbidden, Unauthorized
from bytemeburger.parameters import IDENTIFIER


class Principal:
    """Of a route for anybody it has no claims. Raises Unauthorized for another token than an ID token."""

    def __init__(self, claims: Mapping[str, Any]):
        if claims and claims.get("token_use") != "id":
            # Without scopes API Gateway lets access tokens through; only ID tokens carry our claims.
            raise Unauthorized("token-not-accepted")
        self.claims = claims

    @property
    def subject(self) -> str:
        """The `sub` of the token's user."""
        return str(self.claims["sub"])

    @property
    def groups(self) -> set[str]:
        """The Cognito groups; API Gateway hands them on as one text, `a,b` or `[a b]`."""
        groups = self.claims.get("cognito:groups") or ""
        return set(groups.strip("[]").replace(",", " ").split())

    @property
    def staff_store(self) -> str:
        """The only store whose data this member of staff may touch. Raises Forbidden for staff of none."""
        store = str(self.claims.get("custom:store") or "")
        if not IDENTIFIER.fullmatch(store):
            raise Forbidden("store-missing")
        return store

    def admit(self, groups: Collection[str]) -> None:
        """Raises Unauthorized and Forbidden for anybody but staff of a store in one of these groups."""
        if self.claims.get("aud") not in settings.staff_clients():
            raise Unauthorized("token-not-accepted")
        if not self.groups.intersection(groups):
            raise Forbidden("group-required", groups=list(groups))
        _ = self.staff_store

    @property
    def verified_customer(self) -> str | None:
        """The `sub` of a customer who signed in and whose e-mail address is confirmed; None for the shared ordering
        user. `aud` distinguishes them; API Gateway passes claims as texts."""
        verified = str(self.claims.get("email_verified")).lower() == "true"
        return self.subject if self.claims.get("aud") == settings.customer_client() and verified else None

    @property
    def customer(self) -> str:
        """The `sub` of the verified customer who asks. Raises Forbidden for the shared ordering user."""
        customer = self.verified_customer
        if customer is None:
            raise Forbidden("sign-in-required")
        return customer
