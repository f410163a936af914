"""Fill a fresh stack: a store with its menu, the staff, the ordering user and the store's Mercado Pago credentials.

Run by the other modules as `python -m local.seed`. What is there already stays as it is, whoever changed it.
"""

import contextlib
import hashlib
import json
import sys
from typing import Any

from bytemeburger import table
from bytemeburger.menu import records as menu
from bytemeburger.menu.schemas import SaveProduct
from bytemeburger.stores import records as stores
from local import staff
from local.credentials import MERCADO_PAGO
from local.errors import LocalError
from local.settings import ROOT, STACK_NAME, STORE, Settings
from local.stack import Stack, describe

MENU = ROOT / "local" / "menu.json"
PICTURES = ROOT / "local" / "pictures"


def seed(stack: Stack) -> None:
    """Needs the environment of a function that uses the table: see `local.system`."""
    _add_store()
    _add_menu(stack)
    _add_ordering_user(stack)
    for group in staff.GROUPS:
        _add_person(stack, group)
    _add_credentials(stack)
    _add_sender(stack)


def _add_store() -> None:
    store = stores.new(STORE)
    store.name, store.time_zone = "ByteMeBurger Centro", "America/Sao_Paulo"
    store.pix = {"key": "123e4567-e89b-12d3-a456-426614174000", "name": "BYTEMEBURGER", "city": "SAO PAULO"}
    store.kitchen_places = {"burger": 2, "side": 2, "drink": 2, "dessert": 1}
    _add(store)


def _add_menu(stack: Stack) -> None:
    for described in json.loads(MENU.read_text()):
        product = menu.new(STORE, described.pop("product_id"))
        described["image"] = _add_picture(stack, product.product_id)
        for name, value in SaveProduct.model_validate(described).model_dump(by_alias=True).items():
            setattr(product, name, value)
        _add(product)


def _add_picture(stack: Stack, product_id: str) -> str:
    """As a browser uploads one with the form of POST /products/{product_id}/image; the `image` of the product."""
    content = (PICTURES / f"{product_id}.webp").read_bytes()
    image = f"products/{product_id}/{hashlib.sha256(content).hexdigest()[:32]}.webp"
    stack.client("s3").put_object(
        Bucket=stack.outputs["ImagesBucket"],
        Key=image,
        Body=content,
        ContentType="image/webp",
        CacheControl="public, max-age=31536000, immutable",
    )
    return image


def _add(item: table.Item) -> None:
    with contextlib.suppress(table.VersionConflict):  # it was there
        table.save(item)


def _add_ordering_user(stack: Stack) -> None:
    secret = stack.client("secretsmanager").get_secret_value(SecretId=stack.outputs["OrderingUserArn"])
    user = json.loads(secret["SecretString"])
    _add_user(stack, stack.outputs["OrderingPoolId"], user["username"], user["password"], {})


def _add_person(stack: Stack, group: str) -> None:
    pool = stack.outputs["StaffPoolId"]
    address = {"email": f"{group}@bytemeburger.example", "email_verified": "true"}
    _add_user(stack, pool, group, staff.PASSWORD, {"custom:store": STORE, **address})
    stack.client("cognito-idp").admin_add_user_to_group(UserPoolId=pool, Username=group, GroupName=group)


def _add_user(stack: Stack, pool: str, name: str, password: str, attributes: dict[str, str]) -> None:
    cognito = stack.client("cognito-idp")
    listed = [{"Name": key, "Value": value} for key, value in attributes.items()]
    try:
        cognito.admin_create_user(
            UserPoolId=pool,
            Username=name,
            TemporaryPassword=password,
            MessageAction="SUPPRESS",
            UserAttributes=listed,
        )
    except cognito.exceptions.UsernameExistsException:
        return
    cognito.admin_set_user_password(UserPoolId=pool, Username=name, Password=password, Permanent=True)


def _add_credentials(stack: Stack) -> None:
    secrets: Any = stack.client("secretsmanager")
    try:
        secrets.create_secret(Name=f"{STACK_NAME}/mercadopago/{STORE}", SecretString=json.dumps(MERCADO_PAGO))
    except secrets.exceptions.ResourceExistsException:
        return


def _add_sender(stack: Stack) -> None:
    """The domain of the template's MailSender, which somebody has verified on AWS."""
    ses: Any = stack.client("sesv2")
    with contextlib.suppress(ses.exceptions.AlreadyExistsException):
        ses.create_email_identity(EmailIdentity="bytemeburger.example")


if __name__ == "__main__":
    try:
        seed(describe(Settings.from_environment()))
    except LocalError as error:
        sys.exit(f"error: {error}")
