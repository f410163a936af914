"""A second store, from nothing to an order of its own, by the commands that the runbook names."""

import os
import subprocess
import uuid
from collections.abc import Callable

import httpx
import pytest

from local.caller import Caller
from local.credentials import MERCADO_PAGO
from local.settings import ROOT
from local.system import System
from scripts.stage.deployed import Deployed
from scripts.stage.store_credentials import QUESTIONS, change
from tests.integration.waiting import today

STORE = "paulista"


@pytest.fixture
def make(system: System) -> Callable[..., str]:
    """Run a target against the local stage; answers what it printed."""
    environment = os.environ | system.stack.settings.environment()

    def run(target: str, **variables: str) -> str:
        variable_arguments = [
            f"{name}={value}" for name, value in {"STAGE": "local", "NAME": STORE, **variables}.items()
        ]
        process = subprocess.run(
            ["make", "--silent", "--no-print-directory", target, *variable_arguments],
            cwd=ROOT,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert process.returncode == 0, process.stderr
        return process.stdout

    return run


def manager_of(system: System, user: str) -> dict[str, str]:
    """The headers of a person who has answered the invitation."""
    cognito, outputs = system.stack.client("cognito-idp"), system.stack.outputs
    whom = {"UserPoolId": outputs["StaffPoolId"], "Username": user}
    cognito.admin_set_user_password(**whom, Password="Paulista-2026-ok", Permanent=True)
    answer = cognito.initiate_auth(
        ClientId=outputs["LocalStaffClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user, "PASSWORD": "Paulista-2026-ok"},
    )
    return {"Authorization": answer["AuthenticationResult"]["IdToken"]}


def test_a_store_is_added_filled_opened_and_sells(
    system: System,
    api: httpx.Client,
    customer_token: str,
    staff_token: Callable[[str], str],
    make: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    output = make(
        "store", TITLE="ByteMeBurger Paulista", COPY="centro", POS=MERCADO_PAGO["external_pos_id"], USER_ID="42"
    )
    assert "still missing: credentials" in output

    for name, value in system.stack.settings.environment().items():
        monkeypatch.setenv(name, value)
    stage = Deployed("bytemeburger-local", "sa-east-1", system.stack.outputs)
    answers = {
        "access_token": MERCADO_PAGO["access_token"],
        "webhook_secret": MERCADO_PAGO["webhook_secrets"][0],
    }
    inputs = {f"{question}: ": answers.get(field, "") for field, question in QUESTIONS.items()}
    change(stage, STORE, inputs.__getitem__, drop_old=False)
    make("staff", EMAIL="ana@example.com", GROUP="manager")
    assert make("store").splitlines()[1:] == ["still missing: opening it: make open NAME=paulista"]

    def order(**more: str) -> httpx.Response:
        products = api.get("/menu?store=paulista").json()["products"]
        product = next(each for each in products if each["available"] and each["category"] == "drink")
        return api.post(
            "/orders",
            headers={"Authorization": customer_token, "Idempotency-Key": str(uuid.uuid4())},
            json={"store": STORE, "lines": [{"product_id": product["product_id"], "quantity": 1}], **more},
        )

    assert order().json()["type"].endswith("store-stopped")
    campaign = {
        "name": {"pt-BR": "Só no Centro", "en": "Centro alone"},
        "offer": {"kind": "order_percent", "basis_points": 1000},
        "with_coupon": True,
    }
    centro = Caller(api, staff_token("manager"))
    centro("PUT", "/campaigns/centro-alone", json=campaign)
    (code,) = centro("POST", "/campaigns/centro-alone/coupons", 201, json={"count": 1})["codes"]
    manager = manager_of(system, "ana@example.com")
    assert api.put("/store/orders", headers=manager, json={"accepts_orders": True}).status_code == 200
    placed = order()
    assert placed.status_code == 201, placed.text
    of_another_store = order(coupon=code)
    assert (of_another_store.status_code, of_another_store.json()["type"].rpartition(":")[2]) == (422, "coupon-refused")
    holder = {"Authorization": customer_token, "Order-Key": placed.json()["order_key"]}
    assert api.post(f"/orders/{placed.json()['order_id']}/checkout", headers=holder).status_code == 200
    assert make("archive-day", DAY=today()) == "0 states of orders were missing, and are archived\n"
