"""What an operator does to a deployed stage: add a store, give it its credentials, invite its people."""

import json
import os
from typing import Any

import boto3
import pytest

from bytemeburger import table
from bytemeburger.errors import NotFound
from bytemeburger.menu import records as menu
from bytemeburger.payments import providers
from bytemeburger.payments.gateway import ProviderRejected
from bytemeburger.staff.rules import GROUPS
from bytemeburger.stores import records as stores
from scripts.stage import add_staff, add_store, open_store, store_credentials
from scripts.stage.deployed import CommandError, Deployed
from tests.functions.conftest import shop  # noqa: F401

PAULISTA = {"name": "paulista", "title": "Paulista", "copy": "centro", "pos": "PAULISTA001", "user_id": "42"}


@pytest.fixture
def stage(shop: None) -> Deployed:  # noqa: F811
    pool = boto3.client("cognito-idp").create_user_pool(
        PoolName="staff", Schema=[{"Name": "store", "AttributeDataType": "String", "Mutable": True}]
    )["UserPool"]["Id"]
    for group in GROUPS:
        boto3.client("cognito-idp").create_group(UserPoolId=pool, GroupName=group)
    outputs = {"StaffPoolId": pool, "TableName": os.environ["TABLE_NAME"], "ApiUrl": "https://api.example/dev"}
    return Deployed("bytemeburger", "sa-east-1", outputs)


def add(stage: Deployed, **options: str) -> list[str]:
    return add_store.add_store(stage, add_store.new_store(**(PAULISTA | options)))


def stored_credentials(store: str) -> dict[str, Any]:
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=f"bytemeburger/mercadopago/{store}")
    return dict(json.loads(secret["SecretString"]))


def give(stage: Deployed, *, drop_old: bool = False, **answers: str) -> None:
    inputs = {f"{question}: ": answers.get(name, "") for name, question in store_credentials.QUESTIONS.items()}
    store_credentials.change(stage, "paulista", inputs.__getitem__, drop_old=drop_old)


def test_a_new_store_has_the_menu_and_is_closed(stage: Deployed) -> None:
    missing = add(stage, hours="mon,tue 11:00-22:00; sat 11:00-01:00")

    store, products = menu.read_menu("paulista")
    assert store is not None
    assert (store["name"], store["time_zone"], store["accepts_orders"]) == ("Paulista", "America/Sao_Paulo", False)
    assert store["hours"] == [
        {"days": ["mon", "tue"], "opens": "11:00", "closes": "22:00"},
        {"days": ["sat"], "opens": "11:00", "closes": "01:00"},
    ]
    assert {each["product_id"] for each in products} == {each["product_id"] for each in menu.read_menu("centro")[1]}
    assert next(each for each in products if each["product_id"] == "combo-x")["slots"]
    assert [each.partition(":")[0] for each in missing] == ["credentials", "notifications", "people", "opening it"]
    assert "https://api.example/dev/webhooks/mercadopago?store=paulista" in missing[1]


def test_repeating_it_changes_nothing_that_is_there(stage: Deployed) -> None:
    add(stage)
    burger = menu.read("paulista", "x-burger")
    burger.price = 2990
    table.save(burger)
    store = stores.read("paulista")
    store.accepts_orders = True
    table.save(store)
    give(stage, access_token="APP_USR-1", webhook_secret="first")

    missing = add(stage, title="Another", pos="OTHER")

    assert menu.read("paulista", "x-burger").price == 2990
    assert (stores.read("paulista").name, stores.read("paulista").accepts_orders) == ("Paulista", True)
    assert stored_credentials("paulista")["external_pos_id"] == "PAULISTA001"
    assert [each.partition(":")[0] for each in missing] == ["people"]


@pytest.mark.parametrize(
    "options",
    [{"name": "Pau lista"}, {"name": ""}, {"copy": "nowhere"}, {"hours": "always"}, {"title": "x" * 61}],
)
def test_what_cannot_be_a_store_is_refused_before_anything_is_written(stage: Deployed, options: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        add(stage, **options)
    assert menu.read_menu("paulista") == (None, [])


def test_a_store_without_credentials_asks_nobody_for_money(stage: Deployed) -> None:
    add(stage)
    with pytest.raises(ProviderRejected):
        providers.credentials("paulista")


def test_a_webhook_secret_changes_without_a_gap(stage: Deployed) -> None:
    add(stage)
    give(stage, access_token="APP_USR-1", webhook_secret="first", ends_on="2027-05-20")
    give(stage, webhook_secret="second")
    assert stored_credentials("paulista") == {
        "access_token": "APP_USR-1",
        "external_pos_id": "PAULISTA001",
        "user_id": "42",
        "webhook_secrets": ["second", "first"],
        "ends_on": "2027-05-20",
    }
    give(stage, drop_old=True)
    assert stored_credentials("paulista")["webhook_secrets"] == ["second"]
    give(stage, access_token="APP_USR-2", ends_on="-")
    assert (stored_credentials("paulista")["access_token"], stored_credentials("paulista").get("ends_on")) == (
        "APP_USR-2",
        None,
    )


def test_credentials_need_a_store_and_a_real_day(stage: Deployed) -> None:
    with pytest.raises(KeyError):
        give(stage, access_token="APP_USR-1")
    add(stage)
    with pytest.raises(ValueError, match="isoformat"):
        give(stage, ends_on="soon")


def answer_invitation(stage: Deployed) -> None:
    boto3.client("cognito-idp").admin_set_user_password(
        UserPoolId=stage.outputs["StaffPoolId"], Username="ana@example.com", Password="Paulista-2026-ok", Permanent=True
    )


def test_who_never_used_the_first_password_is_mailed_another(stage: Deployed) -> None:
    """Cognito's is good for seven days."""
    add(stage)
    add_staff.add_staff(stage, "paulista", "ana@example.com", "manager")
    again = add_staff.add_staff(stage, "paulista", "ana@example.com", "manager")
    assert again == "ana@example.com was invited again to paulista as manager"


def test_a_person_is_of_one_store_and_may_have_several_groups(stage: Deployed) -> None:
    add(stage)
    assert add_staff.add_staff(stage, "paulista", "ana@example.com", "kitchen").endswith("paulista as kitchen")
    answer_invitation(stage)
    again = add_staff.add_staff(stage, "paulista", "ana@example.com", "manager")
    assert again == "ana@example.com is with paulista as manager"
    groups = boto3.client("cognito-idp").admin_list_groups_for_user(
        UserPoolId=stage.outputs["StaffPoolId"], Username="ana@example.com"
    )["Groups"]
    assert {each["GroupName"] for each in groups} == {"kitchen", "manager"}
    with pytest.raises(CommandError, match="another store"):
        add_staff.add_staff(stage, "centro", "ana@example.com", "kitchen")


@pytest.mark.parametrize(
    ("store", "user", "group"),
    [("nowhere", "ana@example.com", "kitchen"), ("centro", "ana", "kitchen"), ("centro", "ana@example.com", "admin")],
)
def test_who_cannot_be_staff_is_refused(stage: Deployed, store: str, user: str, group: str) -> None:
    with pytest.raises(CommandError):
        add_staff.add_staff(stage, store, user, group)


def test_a_store_opens_when_nothing_is_missing_any_more(stage: Deployed) -> None:
    with pytest.raises(NotFound):
        open_store.open_store(stage, "paulista")
    add(stage)
    lacking = open_store.open_store(stage, "paulista")
    assert [each.partition(":")[0] for each in lacking] == ["credentials", "notifications", "people"]
    assert not stores.read("paulista").accepts_orders
    give(stage, access_token="APP_USR-1", webhook_secret="first")
    add_staff.add_staff(stage, "paulista", "ana@example.com", "manager")
    for _ in range(2):
        assert open_store.open_store(stage, "paulista") == []
        assert stores.read("paulista").accepts_orders
    assert add(stage) == []
