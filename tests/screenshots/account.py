"""The customer's account on their phone."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e.account import Account
from tests.e2e.phone import SIZES as SIZES
from tests.e2e.stub import Stub

README = None


def states(page: Page, stub: Stub) -> Iterator[str]:
    account = Account(page, stub)
    account.count = 3
    account.open()
    account.title("Seus pedidos, sempre à mão")
    yield "welcome"
    account.button("Criar conta").click()
    account.title("Criar conta")
    yield "sign-up"
    account.sign_in()
    expect(page.locator("#orders li")).to_have_count(3)
    yield "orders"
    account.button("Pedir de novo o pedido 17").click()
    account.title("Pedir de novo")
    yield "again"
    account.button("Meus dados").click()
    expect(page.get_by_label("Nome")).to_be_visible()
    yield "data"
    account.button("Apagar minha conta").click()
    yield "asked"
    account.button("Sim, apagar tudo").click()
    account.title("Seus dados foram apagados")
    yield "erased"
