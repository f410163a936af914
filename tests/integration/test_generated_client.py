"""Whoever generates a client from docs/openapi.yaml gets one that mypy believes, and that takes a complete order."""

import importlib
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.caller import approve
from local.settings import ROOT
from local.stack import Stack
from tests.integration.waiting import eventually

GENERATOR = ROOT / ".venv-client" / "bin" / "openapi-python-client"
PACKAGE = "byte_me_burger_client"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the client's package."""
    assert GENERATOR.exists(), "run make .venv-client/.ready"
    folder = tmp_path_factory.mktemp("client")
    package, config = folder / PACKAGE, folder / "config.yaml"
    config.write_text("post_hooks: []\n")  # nobody reads it: it need not be formatted
    options = {"--path": "docs/openapi.yaml", "--output-path": package, "--config": config, "--meta": "none"}
    arguments = [str(each) for pair in options.items() for each in pair]
    process = subprocess.run(
        [GENERATOR, "generate", "--fail-on-warning", *arguments], cwd=ROOT, capture_output=True, text=True
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return package


def test_it_is_typed(generated: Path) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "", "--ignore-missing-imports", generated],
        cwd=generated.parent,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout


def test_it_takes_an_order_to_its_end(
    stack: Stack,
    simulator: httpx.Client,
    staff_token: Callable[[str], str],
    generated: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(generated.parent)
    client, models = importlib.import_module(PACKAGE), importlib.import_module(f"{PACKAGE}.models")

    def ask(token: str, operation: str, *path: str, **parts: Any) -> Any:
        """What an operation answers."""
        (source,) = (generated / "api").glob(f"*/{operation}.py")  # in the folder of its tag
        module = importlib.import_module(f"{PACKAGE}.api.{source.parent.name}.{operation}")
        caller = client.AuthenticatedClient(
            stack.api_url, token, prefix="", httpx_args={"trust_env": False}, timeout=httpx.Timeout(30)
        )
        answer = module.sync(*path, client=caller, **parts)
        assert not isinstance(answer, models.Problem), answer
        return answer

    menu = ask("", "get_menu")
    burger = next(each for each in menu.products if each.category == models.Category.BURGER and each.available)
    session = ask("", "identify_customer", body=models.Identify(cpf="529.982.247-25"))
    wanted = models.NewOrder(
        lines=[models.NewLine(product_id=burger.product_id, quantity=2)], customer_ref=session.customer_ref
    )
    order = ask(session.id_token, "create_order", body=wanted, idempotency_key=str(uuid.uuid4()))
    assert (order.status, order.total) == (models.Status.AWAITING_PAYMENT, 2 * burger.price)

    code = ask(session.id_token, "checkout_order", order.order_id, order_key=order.order_key)
    approve(simulator, code.qr_data)

    def state() -> Any:
        return ask(session.id_token, "get_order", order.order_id, order_key=order.order_key)

    eventually(lambda: bool(state().status == models.Status.RECEIVED))
    kitchen = staff_token("kitchen")
    (card,) = (each for each in ask(kitchen, "list_kitchen_queue").orders if each.order_id == order.order_id)
    assert (card.number, card.lines[0].quantity, card.refunded) == (state().number, 2, False)
    for status in (models.Status.IN_PREPARATION, models.Status.READY, models.Status.COMPLETED):
        advance = models.Advance.from_dict({"to": status.value})
        card = ask(kitchen, "advance_order", order.order_id, body=advance, if_match=f'"{card.version}"')
        assert card.status == status
    assert [step.status for step in state().timeline][-1] == models.Status.COMPLETED
