"""Add a store to a deployed stage: its settings, the menu of another store, and a place for its credentials.

The store is closed for orders until its manager opens it. What is there already stays as it is, so
the command may be repeated: it ends with what is still missing.
"""

import contextlib
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from bytemeburger import table
from bytemeburger.errors import NotFound
from bytemeburger.hours.schemas import OpenHours
from bytemeburger.menu import records as menu
from bytemeburger.stores import records as stores
from scripts.stage.deployed import CommandError, Deployed, deployed, stage_parser

STORE = re.compile(r"[a-z][a-z0-9-]{1,31}")
COPIED = (
    "category",
    "name",
    "description",
    "price",
    "allergens",
    "image",
    "option_groups",
    "slots",
    "hours",
    "counted",
)


@dataclass(frozen=True)
class NewStore:
    name: str
    title: str
    copy: str
    hours: list[dict[str, Any]] | None
    time_zone: str | None
    pos: str
    user_id: str


def new_store(
    name: str,
    *,
    title: str = "",
    copy: str = "",
    hours: str = "",
    time_zone: str = "",
    pos: str = "",
    user_id: str = "",
) -> NewStore:
    """Raises CommandError."""
    if not STORE.fullmatch(name):
        raise CommandError("NAME is the store's id: 2 to 32 lower-case letters, digits and hyphens")
    title = title or name
    if len(title) > 60:
        raise CommandError("TITLE has at most 60 characters")
    return NewStore(name, title, copy, opening(hours) if hours else None, time_zone or None, pos, user_id)


def opening(text: str) -> list[dict[str, Any]]:
    """`mon,tue 11:00-22:00; sat 11:00-01:00` as a store's hours. Raises CommandError."""
    hours = []
    for part in text.split(";"):
        days, _, times = part.strip().partition(" ")
        opens, _, closes = times.strip().partition("-")
        try:
            entry = OpenHours.model_validate({"days": days.split(","), "opens": opens, "closes": closes})
        except ValidationError:
            raise CommandError(f'HOURS: {part.strip()!r} is not like "mon,tue 11:00-22:00"') from None
        hours.append(entry.model_dump())
    return hours


def add_store(stage: Deployed, new: NewStore) -> list[str]:
    """Add what is not there yet; what is still missing, a line each. Raises CommandError."""
    copied, products = menu.read_menu(new.copy) if new.copy else (None, [])
    if new.copy and copied is None:
        raise CommandError(f"COPY: there is no store {new.copy!r}")
    try:
        stores.read(new.name)
    except NotFound:
        like: Mapping[str, Any] = copied or {}
        store = stores.new(new.name)
        store.name, store.accepts_orders = new.title, False
        store.time_zone = new.time_zone or like.get("time_zone", "America/Sao_Paulo")
        store.hours = like.get("hours") or [] if new.hours is None else new.hours
        table.save(store)
    for product in products:
        if not product["removed"]:
            copy = menu.new(new.name, product["product_id"])
            for name in COPIED:
                setattr(copy, name, product.get(name))
            with contextlib.suppress(table.VersionConflict):  # it was there
                table.save(copy)
    _create_secret(stage, new)
    return [*missing(stage, new.name), *_closed(new.name)]


def secret_name(stage: Deployed, store: str) -> str:
    return f"{stage.stack_name}/mercadopago/{store}"


def _create_secret(stage: Deployed, new: NewStore) -> None:
    secrets = stage.client("secretsmanager")
    empty = {"access_token": "", "external_pos_id": new.pos, "user_id": new.user_id, "webhook_secrets": []}
    with contextlib.suppress(secrets.exceptions.ResourceExistsException):
        secrets.create_secret(
            Name=secret_name(stage, new.name),
            Description=f"Mercado Pago credentials of the store {new.name}",
            SecretString=json.dumps(empty),
        )


def missing(stage: Deployed, store: str) -> list[str]:
    """What a store still lacks to sell, a line each."""
    return list(_missing(stage, store))


def _missing(stage: Deployed, store: str) -> Iterator[str]:
    _, products = menu.read_menu(store)
    secret = stage.client("secretsmanager").get_secret_value(SecretId=secret_name(stage, store))
    stored = json.loads(secret["SecretString"])
    if not any(not product["removed"] for product in products):
        yield f"a menu: make menu NAME={store} FILE=<JSON or YAML>, or this command again with COPY=<another store>"
    if not (stored["access_token"] and stored["webhook_secrets"] and stored["external_pos_id"]):
        yield f"credentials: make credentials NAME={store}"
        yield f"notifications: in the provider's panel, {stage.api_url}/webhooks/mercadopago?store={store}"
    pool = stage.outputs["StaffPoolId"]
    pages = stage.client("cognito-idp").get_paginator("list_users").paginate(UserPoolId=pool)
    people = [person for page in pages for person in page["Users"]]
    if not any({"Name": "custom:store", "Value": store} in person["Attributes"] for person in people):
        yield f"people: make staff NAME={store} EMAIL=<address> GROUP=manager"


def _closed(store: str) -> Iterator[str]:
    if not stores.read(store).accepts_orders:
        yield f"opening it: make open NAME={store}"


if __name__ == "__main__":
    parser = stage_parser(__doc__)
    parser.add_argument("name", help="the store's id")
    parser.add_argument("--title", default="", help="what customers read; the id, unless given")
    parser.add_argument("--copy", default="", help="the store whose menu, hours and time zone it takes over")
    example = "mon,tue,wed,thu,fri 11:00-22:00; sat,sun 11:00-01:00"
    parser.add_argument("--hours", default="", help=f'in local time: "{example}"')
    parser.add_argument("--time-zone", default="", help="such as America/Manaus")
    parser.add_argument("--pos", default="", help="the provider's external_pos_id")
    parser.add_argument("--user-id", default="", help="of the provider's account")
    options = vars(parser.parse_args())
    stage = deployed(options.pop("stage"))
    try:
        new = new_store(**options)
        missing_steps = add_store(stage, new)
    except CommandError as error:
        sys.exit(f"error: {error}")
    sys.stdout.write(f"the store {new.name} is there\n" + "".join(f"still missing: {each}\n" for each in missing_steps))
