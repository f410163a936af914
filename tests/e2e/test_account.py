"""A customer's account on their phone, in a real browser, against an API that answers as a test says."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.e2e.account import CONSENT, Account
from tests.e2e.phone import MAX_BYTES, ORDER_ID
from tests.e2e.stub import COGNITO, Answer, Stub, held_clock, weighed


@pytest.fixture
def account(page: Page, stub: Stub) -> Account:
    page.set_viewport_size({"width": 390, "height": 844})
    return Account(page, stub)


def test_who_has_no_account_gets_one_with_the_code_from_their_mail(account: Account) -> None:
    account.open()
    account.button("Criar conta").click()
    account.page.clock.fast_forward(900)
    account.page.get_by_label("Nome").fill(" Ana Souza ")
    account.page.get_by_role("textbox", name="E-mail").fill("ana@example.com")
    account.page.get_by_text("Quero receber ofertas e novidades por e-mail.").click()
    account.stub.double_tap(account.button("Enviar código por e-mail"))
    account.title("Confira seu e-mail")
    (form,) = account.stub.bodies("POST /customers")
    assert (form["name"], form["email"], form["language"]) == ("Ana Souza", "ana@example.com", "pt-BR")
    assert [(each["purpose"], each["granted"]) for each in form["consents"]] == [
        ("marketing", True),
        ("loyalty", False),
    ]

    account.page.reload()  # a phone forgets a page while somebody reads their mail
    account.title("Confira seu e-mail")
    account.page.get_by_label("Código").fill("1111 1111")
    account.button("Confirmar").click()
    expect(account.notice).to_have_text("O código não confere.")
    account.page.get_by_label("Código").fill("04711815")
    account.button("Confirmar").click()
    account.title("Conta criada. Agora é só entrar.")
    account.button("Entrar").click()
    account.title("Meus pedidos")
    storage = account.page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])")
    assert storage == '[{},{"signed-in":""},""]'


def test_what_is_wrong_is_said_beside_its_field_and_not_sent(account: Account) -> None:
    account.open()
    account.button("Criar conta").click()
    account.page.clock.fast_forward(900)
    account.page.get_by_role("textbox", name="E-mail").fill("ana")
    account.button("Enviar código por e-mail").click()
    expect(account.page.get_by_label("Nome")).to_be_focused()
    expect(account.page.get_by_text("Diga como podemos chamar você.")).to_be_visible()
    expect(account.page.get_by_text("Confira o e-mail.")).to_be_visible()
    assert account.stub.bodies("POST /customers") == []


def test_signing_in_asks_for_what_verifies_the_address_and_a_reload_signs_in_again(account: Account) -> None:
    account.sign_in()
    (address,) = [each.url for each in account.stub.requests if each.url.startswith(f"{COGNITO}/authorize")]
    assert "client_id=customer" in address
    assert re.search(r"redirect_uri=[^&]+account%2F", address)
    assert account.page.url.endswith("/web/account/")
    account.page.reload()
    account.title("Meus pedidos")
    account.button("Sair").click()
    account.title("Seus pedidos, sempre à mão")
    assert [each.url for each in account.stub.requests if each.url.startswith(f"{COGNITO}/logout")]
    account.page.reload()
    account.title("Seus pedidos, sempre à mão")


def test_orders_come_page_by_page_and_one_is_followed_by_its_owner(account: Account) -> None:
    account.count = 45
    account.sign_in()
    expect(account.page.locator("#orders li")).to_have_count(20)
    for count in (40, 45):
        account.stub.double_tap(account.button("Ver mais"))
        expect(account.page.locator("#orders li")).to_have_count(count)
    expect(account.button("Ver mais")).to_be_hidden()
    account.phone.pay()
    account.button("Acompanhar o pedido 17").click()
    account.phone.expect_state("Pedido recebido")
    account.stub.expect_sockets(1)
    account.stub.push(account.phone.become("READY"))
    account.page.clock.fast_forward(1_000)
    account.phone.expect_state("Pronto para retirar!")
    opened = [each for each in account.stub.requests if f"/orders/{ORDER_ID}" in each.url]
    assert not [each for each in opened if "order-key" in each.headers]
    account.button("Voltar").click()
    account.title("Meus pedidos")
    count = len(account.stub.bodies(f"GET /orders/{ORDER_ID}"))
    account.page.clock.fast_forward(60_000)
    assert len(account.stub.bodies(f"GET /orders/{ORDER_ID}")) == count


def test_who_owns_it_pays_renews_and_cancels_once_however_often_they_tap(account: Account) -> None:
    phone = account.phone
    account.follow()
    account.stub.double_tap(account.button("Pagar com Pix"))
    expect(account.button("Copiar código Pix")).to_be_visible()
    phone.code, phone.payment = None, {"status": "LAPSED", "amount": 4990}
    phone.wait(31)
    account.stub.double_tap(account.button("Gerar outro código"))
    expect(account.button("Copiar código Pix")).to_be_visible()
    assert len(account.stub.bodies(f"POST /orders/{ORDER_ID}/checkout")) == 2
    account.stub.double_tap(account.button("Cancelar pedido"))
    assert account.stub.bodies(f"POST /orders/{ORDER_ID}/cancel") == []  # the second tap is not the answer
    account.stub.double_tap(account.button("Sim, cancelar"))
    phone.expect_state("Pedido cancelado")
    assert len(account.stub.bodies(f"POST /orders/{ORDER_ID}/cancel")) == 1


def test_an_answer_about_the_payment_that_a_later_one_has_overtaken_changes_nothing(account: Account) -> None:
    account.follow()
    late: list[Route] = []
    account.page.route("**/payment", lambda route: late.append(route), times=1)
    account.phone.wait(4)
    account.stub.until(lambda: len(late) == 1)
    account.button("Pagar com Pix").click()
    expect(account.button("Copiar código Pix")).to_be_visible()
    with held_clock(account.page):  # so that no further look puts right what this one did
        with account.page.expect_request_finished(lambda request: request == late[0].request):
            late[0].fulfill(json={"payment": None, "refunds": [], "checked": True, "code": None})
        account.stub.let_page_work()
        expect(account.button("Copiar código Pix")).to_be_visible()


def test_what_cannot_be_cancelled_says_why_and_shows_what_is(account: Account) -> None:
    problem = {"type": "urn:bytemeburger:problem:payment-in-progress", "detail": "Há um pagamento em andamento."}
    account.stub.answers[f"POST /orders/{ORDER_ID}/cancel"] = (409, problem)
    account.follow()
    account.button("Cancelar pedido").click()
    account.phone.wait(1)
    account.button("Sim, cancelar").click()
    expect(account.page.get_by_text("Há um pagamento em andamento.")).to_be_visible()
    account.phone.expect_state("Falta pagar")


def test_without_the_provider_the_stores_own_pix_is_offered(account: Account) -> None:
    account.stub.answers[f"GET /orders/{ORDER_ID}/pix"] = (200, {"qr_data": "static-pix"})
    away = (503, {"type": "urn:bytemeburger:problem:payment-unavailable"})
    account.stub.answers[f"POST /orders/{ORDER_ID}/checkout"] = away
    account.follow()
    account.button("Pagar com Pix").click()
    expect(account.page.get_by_label("Código Pix", exact=True)).to_have_value("static-pix")
    expect(account.page.get_by_text("mostre o comprovante no balcão")).to_be_visible()


def test_an_order_is_cancelled_with_a_keyboard_alone(account: Account) -> None:
    account.follow()
    account.phone.wait(1)

    def reach(name: str) -> None:
        for _ in range(20):
            account.page.keyboard.press("Tab")
            if account.page.evaluate("document.activeElement.textContent.trim()") == name:
                return
        pytest.fail(f"{name} cannot be reached")

    reach("Cancelar pedido")
    account.page.keyboard.press("Enter")
    expect(account.page.locator("#sure")).to_be_focused()
    account.phone.wait(1)
    reach("Sim, cancelar")
    account.page.keyboard.press("Enter")
    account.phone.expect_state("Pedido cancelado")


def test_an_order_is_repeated_once_however_often_it_is_tapped_and_whatever_is_lost(account: Account) -> None:
    keys: list[str | None] = []

    def lose_first(request: Request) -> Answer:
        keys.append(request.headers.get("idempotency-key"))
        return (0, None) if len(keys) == 1 else (201, account.phone.order | {"order_key": "key"})

    account.stub.answers["POST /orders"] = lose_first
    account.sign_in()
    account.button("Pedir de novo o pedido 17").click()
    account.title("Pedir de novo")
    expect(account.page.get_by_text("Pudim")).to_be_visible()
    expect(account.page.get_by_text(re.compile(r"antes R\$\s45,90"))).to_be_visible()
    account.page.get_by_text("Para viagem").click()
    order = account.page.get_by_role("button", name=re.compile("^Pedir e pagar"))
    account.stub.double_tap(order)
    expect(account.notice).to_contain_text("Não recebemos resposta.")
    account.stub.double_tap(order)
    expect(account.page.get_by_label("Código Pix", exact=True)).to_be_visible()
    assert len(keys) == 2
    assert len(set(keys)) == 1
    body = account.stub.bodies("POST /orders")[-1]
    line = {"product_id": "combo-byte", "options": [], "choices": {}, "quantity": 2}
    assert body == {"store": "centro", "dining": "take_away", "lines": [line]}
    account.button("Cancelar pedido").click()
    account.page.clock.fast_forward(900)
    account.button("Sim, cancelar").click()
    account.phone.expect_state("Pedido cancelado")


CHANGED = "Seus dados mudaram em outro lugar. O que você digitou continua aqui: confira e salve de novo."


def test_data_is_changed_with_the_version_that_was_seen(account: Account) -> None:
    account.sign_in()
    account.button("Meus dados").click()
    expect(account.page.get_by_label("Nome")).to_have_value("Ana Souza")
    expect(account.page.get_by_role("checkbox", name="Quero receber ofertas")).to_be_checked()
    problem = {"type": "urn:bytemeburger:problem:profile-changed", "detail": "O cadastro mudou."}
    save, account.stub.answers["PUT /me"] = account.stub.answers["PUT /me"], (412, problem)
    account.page.get_by_label("Nome").fill("Ana S.")
    account.page.clock.fast_forward(900)
    account.button("Salvar").click()
    expect(account.notice).to_have_text(CHANGED)
    account.stub.answers["PUT /me"] = save
    account.page.get_by_role("checkbox", name="Quero receber ofertas").uncheck()
    account.stub.double_tap(account.button("Salvar"))
    expect(account.page.get_by_text("Salvo.")).to_be_visible()
    requests = [each for each in account.stub.requests if each.method == "PUT"]
    assert len(requests) == 2
    assert all(each.headers["if-match"].startswith('"') for each in requests)
    assert [each["granted"] for each in account.stub.bodies("PUT /me")[-1]["consents"]] == [False, False]


def test_what_was_typed_stays_while_the_data_is_read_anew_and_the_rest_is_as_it_is_now(account: Account) -> None:
    account.sign_in()
    account.button("Meus dados").click()
    expect(account.page.get_by_label("Nome")).to_have_value("Ana Souza")
    problem = {"type": "urn:bytemeburger:problem:profile-changed", "detail": "O cadastro mudou."}
    save, account.stub.answers["PUT /me"] = account.stub.answers["PUT /me"], (412, problem)
    account.profile |= {"name": "Ana Lima", "language": "en", "consents": {"marketing": None, "loyalty": CONSENT}}
    account.page.get_by_label("Nome").fill("Ana S.")
    account.page.clock.fast_forward(900)
    account.button("Salvar").click()
    expect(account.notice).to_have_text(CHANGED)
    expect(account.page.get_by_label("Nome")).to_have_value("Ana S.")
    expect(account.page.get_by_label("Idioma")).to_have_value("en")
    expect(account.page.get_by_role("checkbox", name="Quero receber ofertas")).not_to_be_checked()
    account.stub.answers["PUT /me"] = save
    account.button("Salvar").click()
    expect(account.page.get_by_text("Saved.")).to_be_visible()
    sent = account.stub.bodies("PUT /me")[-1]
    assert (sent["name"], sent["language"], [each["granted"] for each in sent["consents"]]) == (
        "Ana S.",
        "en",
        [False, True],
    )


def test_all_pages_of_the_export_come_as_one_file(account: Account, tmp_path: Path) -> None:
    account.sign_in()
    account.button("Meus dados").click()
    account.page.clock.fast_forward(900)
    with account.page.expect_download() as download:
        account.button("Baixar meus dados").click()
    saved = tmp_path / "export.json"
    download.value.save_as(saved)
    exported = json.loads(saved.read_text())
    assert (exported["profile"]["email"], len(exported["orders"])) == ("ana@example.com", 2)
    expect(account.page.get_by_text("Arquivo baixado.")).to_be_visible()


def test_erasing_is_asked_once_more_and_nothing_of_the_person_stays(account: Account) -> None:
    account.sign_in()
    account.button("Meus dados").click()
    account.stub.double_tap(account.button("Apagar minha conta"))
    assert account.stub.bodies("DELETE /me") == []
    account.stub.double_tap(account.button("Sim, apagar tudo"))
    account.title("Seus dados foram apagados")
    assert len(account.stub.bodies("DELETE /me")) == 1
    expect(account.page.get_by_text("80719116934d4a6d")).to_be_visible()
    expect(account.page.get_by_text("até 25/11/2031")).to_be_visible()
    assert "Ana" not in account.page.content()
    account.page.clock.fast_forward(900)
    account.button("Concluir").click()
    account.title("Seus pedidos, sempre à mão")
    assert account.page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])") == "[{},{}]"


def test_an_api_that_is_away_is_asked_again(account: Account) -> None:
    answer, account.stub.answers["GET /me/orders"] = account.stub.answers["GET /me/orders"], (503, {})
    account.sign_in()
    expect(account.notice).to_have_text("Sem conexão com o sistema. Tentando de novo…")
    account.stub.answers["GET /me/orders"] = answer
    account.page.clock.fast_forward(3_000)
    expect(account.page.locator("#orders li")).to_have_count(1)
    expect(account.notice).to_be_empty()


def test_who_is_not_let_in_reads_so(account: Account) -> None:
    account.page.goto(f"{account.stub.pages_url}/account/?error=access_denied")
    expect(account.notice).to_have_text("Não foi possível entrar. Tente de novo em instantes.")
    expect(account.button("Entrar")).to_be_visible()


def test_it_weighs_little(account: Account) -> None:
    weigh = weighed(account.page, account.stub.pages_url)
    account.open()
    account.title("Seus pedidos, sempre à mão")
    assert 40_000 < sum(weigh().values()) <= MAX_BYTES
