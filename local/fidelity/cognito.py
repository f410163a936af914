"""What Cognito refuses, and what it puts into a token."""

import json
import secrets
import time
from dataclasses import dataclass
from typing import Any

from ministack.core.responses import error_response_json
from ministack.services import cognito

from local.fidelity.patching import Function, replaces

type Json = dict[str, Any]

FREE_ATTEMPTS = 5
MAX_LOCK_SECONDS = 15 * 60


# --- making people ----------------------------------------------------------------------------------------------------


@replaces(cognito, "_admin_create_user")
def check_admin_create_user(create: Function, data: Json) -> Any:
    """API reference, AdminCreateUser: where one can sign in with codes, a user without a password has an address (the
    emulator invents a password); nobody has an attribute that the pool does not know, nor a confirmed address that is the
    alias of somebody else."""
    pool, _ = cognito._resolve_pool(data.get("UserPoolId"))
    attributes = cognito._attr_list_to_dict(data.get("UserAttributes", []))
    if pool is None or data.get("MessageAction") == "RESEND":
        return create(data)
    if unknown := unknown_attribute(pool, attributes):
        return _invalid(
            f"Attributes did not conform to the schema: Type for attribute {{{unknown}}} could not be determined"
        )
    is_passwordless = not data.get("TemporaryPassword") and _allows_codes(pool)
    named = data.get("Username", "")
    if is_passwordless and not ({"email", "phone_number"} & attributes.keys() or "@" in named):
        return _invalid("User must have an email or phone number, or a TemporaryPassword")
    if not data.get("ForceAliasCreation") and (alias := _alias_in_use(pool, named, attributes)):
        return error_response_json("AliasExistsException", f"An account with the {alias} already exists.", 400)
    status, headers, body = create(data)
    if status == 200 and is_passwordless:
        user = pool["_users"][json.loads(body)["User"]["Username"]]
        user["_password"] = secrets.token_hex(32)  # nobody's: the emulator takes every password for an empty one
        user["UserStatus"] = "CONFIRMED"
        body = json.dumps({"User": cognito._user_out(user)}).encode()
    return status, headers, body


def unknown_attribute(pool: Json, attributes: Json) -> str | None:
    """The first attribute that is not in a pool's schema."""
    known = {each["Name"] for each in cognito._ensure_schema_attributes(pool)["SchemaAttributes"]}
    return next((name for name in attributes if name not in known), None)


def _alias_in_use(pool: Json, name: str, attributes: Json) -> str | None:
    """The alias of a new user that is confirmed as another user's."""
    for alias in pool.get("AliasAttributes") or []:
        verified = {alias: attributes.get(alias), f"{alias}_verified": "true"}.items()
        others = (user for user in pool["_users"].values() if user["Username"] != name)
        if verified <= attributes.items() and any(verified <= _attributes(user).items() for user in others):
            return str(alias)
    return None


def _attributes(user: Json) -> Json:
    found: Json = cognito._attr_list_to_dict(user.get("Attributes", []))
    return found


def _allows_codes(pool: Json) -> bool:
    factors = pool.get("Policies", {}).get("SignInPolicy", {}).get("AllowedFirstAuthFactors", [])
    return bool({"EMAIL_OTP", "SMS_OTP"} & set(factors))


def _invalid(text: str) -> Any:
    return error_response_json("InvalidParameterException", text, 400)


# --- what a client may read and write ---------------------------------------------------------------------------------


@replaces(cognito, "_fake_token")
def limit_token_claims(
    make: Function, sub: str, pool: str, client: str, kind: str = "access", *rest: Any, **more: Any
) -> Any:
    """Developer guide, "Attribute permissions and scopes": the ID token tells what the client may read. A token that is
    renewed tells the person's groups as the first one did."""
    user = cognito._get_pool_unscoped(pool)["_users"].get(more.get("username") or "")
    if more.get("trigger_source") == "TokenGeneration_RefreshTokens" and user and not more.get("groups"):
        more["groups"] = user.get("_groups", [])
    if kind == "id" and more.get("user_attrs"):
        more["user_attrs"] = _readable(pool, client, more["user_attrs"])
    return make(sub, pool, client, kind, *rest, **more)


@replaces(cognito, "_get_user")
def limit_profile(get: Function, data: Json) -> Any:
    """The same page: GetUser answers what the client may read."""
    status, headers, body = get(data)
    if status != 200:
        return status, headers, body
    found, claims = json.loads(body), cognito._token_claims(data["AccessToken"])
    pool = claims["iss"].rpartition("/")[2]
    readable = _readable(pool, claims["client_id"], cognito._attr_list_to_dict(found["UserAttributes"]))
    return status, headers, json.dumps(found | {"UserAttributes": cognito._dict_to_attr_list(readable)}).encode()


@replaces(cognito, "_update_user_attributes")
def check_attribute_update(update: Function, data: Json) -> Any:
    """The same page: an access token changes what its client may write."""
    claims = cognito._token_claims(data.get("AccessToken", ""))
    pool = str(claims.get("iss", "")).rpartition("/")[2]
    if _writes_forbidden(pool, str(claims.get("client_id", "")), data.get("UserAttributes", [])):
        return _unauthorized_write()
    return update(data)


@replaces(cognito, "_sign_up")
def check_sign_up(sign_up: Function, data: Json) -> Any:
    """The same page: so does a sign-up."""
    found = cognito._find_pool_by_client_id(data.get("ClientId"))
    if found[0] and _writes_forbidden(found[0], data["ClientId"], data.get("UserAttributes", [])):
        return _unauthorized_write()
    return sign_up(data)


def _readable(pool: str, client: str, attributes: Json) -> Json:
    listed = _client(pool, client).get("ReadAttributes")
    if listed:
        return {name: value for name, value in attributes.items() if name == "sub" or name in listed}
    return {name: value for name, value in attributes.items() if not name.startswith("custom:")}


def _writes_forbidden(pool: str, client: str, attributes: list[Json]) -> bool:
    listed = _client(pool, client).get("WriteAttributes")
    named = [each["Name"] for each in attributes]
    return any(name not in listed if listed else name.startswith("custom:") for name in named)


def _client(pool: str, client: str) -> Json:
    found: Json = ((cognito._get_pool_unscoped(pool) or {}).get("_clients") or {}).get(client) or {}
    return found


def _unauthorized_write() -> Any:
    return error_response_json("NotAuthorizedException", "A client attempted to write unauthorized attribute", 400)


# --- guessing ---------------------------------------------------------------------------------------------------------


@dataclass
class Attempts:
    """The wrong passwords of one user: how many, and until when no other is looked at (seconds of the monotonic clock)."""

    failed: int = 0
    last: float = 0.0
    locked_until: float = 0.0

    def is_locked(self, now: float) -> bool:
        return now < self.locked_until

    def record_failure(self, now: float) -> None:
        if now - max(self.last, self.locked_until) > MAX_LOCK_SECONDS:
            self.failed = 0
        self.failed, self.last = self.failed + 1, now
        if self.failed >= FREE_ATTEMPTS:
            self.locked_until = now + min(2 ** (self.failed - FREE_ATTEMPTS), MAX_LOCK_SECONDS)


_attempts: dict[tuple[str, str], Attempts] = {}


@replaces(cognito, "_initiate_auth")
@replaces(cognito, "_admin_initiate_auth")
def lock_after_failures(sign_in: Function, data: Json) -> Any:
    """Developer guide, "Lockout behavior for failed sign-in attempts": after the fifth wrong password the user is locked for
    2^(n-5) seconds, at most some 15 minutes, for every client of the pool; a right one afterwards, or 15 quiet minutes,
    begin anew."""
    pool = cognito._find_pool_by_client_id(data.get("ClientId"))[0]
    parameters = data.get("AuthParameters", {})
    if not pool or "PASSWORD" not in parameters:
        return sign_in(data)
    attempts = _attempts.setdefault((pool, str(parameters.get("USERNAME"))), Attempts())
    if attempts.is_locked(time.monotonic()):
        return error_response_json("NotAuthorizedException", "Password attempts exceeded", 400)
    status, headers, body = sign_in(data)
    if status == 200:
        del _attempts[pool, str(parameters.get("USERNAME"))]
    elif b"Incorrect username or password" in body:
        attempts.record_failure(time.monotonic())
    return status, headers, body


@replaces(cognito, "_authenticate_hosted_ui_user")
def lock_on_sign_in_page(authenticate: Function, pool: Json, username: str, password: str) -> Any:
    """The same page: the sign-in page counts as well."""
    attempts = _attempts.setdefault((pool["Id"], username), Attempts())
    if attempts.is_locked(time.monotonic()):
        return None, "Password attempts exceeded"
    user, error = authenticate(pool, username, password)
    if user:
        del _attempts[pool["Id"], username]
    elif error == "Incorrect username or password.":
        attempts.record_failure(time.monotonic())
    return user, error
