"""The manager's campaigns: created, changed, paused and ended, their coupons, and what they brought."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.campaigns import CODES, NO_LIMITS, TARGET, Campaigns
from tests.e2e.manager import Manager
from tests.e2e.rules import Rule
from tests.e2e.stub import Answer, Answers


@pytest.fixture
def campaigns(manager: Manager) -> Campaigns:
    return Campaigns(manager)


def edit(manager: Manager, campaign_id: str) -> None:
    manager.open(f"campaigns/{campaign_id}")
    expect(manager.page.get_by_label("O que oferece")).to_be_visible()


def saved(manager: Manager, campaign_id: str) -> Any:
    return manager.stub.bodies(f"PUT /campaigns/{campaign_id}")[-1]


OFFERS: list[dict[str, Any]] = [
    {"kind": "percent", "basis_points": 1250, "target": TARGET, "most_units": 2},
    {"kind": "fixed", "amount": 150, "target": TARGET | {"categories": ["drink"]}, "most_units": None},
    {"kind": "unit_price", "price": 0, "target": TARGET, "most_units": None},
    {"kind": "buy_get", "buy": 2, "get": 1, "basis_points": 10_000, "target": TARGET, "reward": TARGET},
    {"kind": "cheapest_free", "take": 3, "free": 1, "target": TARGET},
    {"kind": "free_item", "units": 1, "target": TARGET | {"products": ["pudim"]}},
    {"kind": "combo_price", "price": 3990, "parts": [{"target": TARGET, "units": 1}, {"target": TARGET, "units": 2}]},
    {"kind": "order_percent", "basis_points": 5},
    {"kind": "order_fixed", "amount": 1_000},
]


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer["kind"])
def test_what_is_not_touched_is_sent_as_it_was_read(rule: Rule, offer: dict[str, Any]) -> None:
    limits = {"uses": 100, "uses_per_day": None, "uses_per_person": 1, "budget": 123_456}
    body = {
        "name": {"pt-BR": "a", "en": "b"},
        "offer": offer,
        "starts": "2026-11-27T22:00",
        "ends": None,
        "hours": [{"days": ["fri"], "opens": "22:00", "closes": "02:00"}],
        "dining": None,
        "minimum": 2_050,
        "most_amount": None,
        "first_order": True,
        "with_coupon": False,
        "stackable": True,
        "group": None,
        "priority": 0,
        "hold_out": 1_000,
        "limits": limits,
    }
    draft = rule("rules/campaign", "draftOf", body)
    assert rule("rules/campaign", "bodyOf", draft) == {"body": body, "errors": {}}


def test_a_campaign_is_created_with_every_part_of_it(manager: Manager, campaigns: Campaigns) -> None:
    page = manager.page
    manager.open("campaigns")
    expect(page.get_by_text("Nenhuma campanha ainda.")).to_be_visible()
    manager.link("Nova campanha").click()
    page.get_by_label("Nome (português)").fill("Happy hour!")
    page.get_by_label("Nome (inglês)").fill("Happy hour")
    page.get_by_label("Desconto (%)").fill("dez")
    page.get_by_label("Começa").fill("2026-11-27T18:00")
    page.get_by_label("Termina").fill("2026-11-27T17:00")
    manager.button("Salvar").click()
    expect(page.get_by_label("Desconto (%)")).to_have_accessible_description("Digite uma porcentagem, como 12,5.")
    expect(page.get_by_label("Desconto (%)")).to_be_focused()
    expect(page.get_by_label("Termina")).to_have_accessible_description(
        "Hora da loja. Vazio: sem limite. No fim já não vale. O fim vem antes do começo."
    )
    assert manager.stub.bodies("PUT /campaigns/happy-hour") == []
    page.get_by_label("Desconto (%)").fill("12,5")
    page.get_by_label("Termina").fill("")
    page.get_by_label("Bebida").check()
    page.get_by_label("Verba total (R$)").fill("1.000")
    page.get_by_label("Com cupom").check()
    page.get_by_label("Grupo de controle (%)").fill("10")
    manager.button("Salvar").click()
    expect(page.get_by_label("Grupo de controle (%)")).to_be_focused()
    page.get_by_label("Grupo de controle (%)").fill("")
    manager.button("Salvar").click()
    expect(manager.button("Gerar cupons")).to_be_visible()
    body = saved(manager, "happy-hour")
    offer = {"kind": "percent", "basis_points": 1250, "most_units": None, "target": TARGET | {"categories": ["drink"]}}
    assert (body["offer"], body["starts"], body["ends"]) == (offer, "2026-11-27T18:00", None)
    assert (body["limits"], body["with_coupon"]) == (NO_LIMITS | {"budget": 100_000}, True)
    (request,) = [each for each in manager.stub.requests if each.url.endswith("/campaigns/happy-hour")]
    assert request.headers["if-none-match"] == "*"


def test_what_the_api_refuses_of_an_offer_stands_beside_its_field(manager: Manager, campaigns: Campaigns) -> None:
    campaigns.campaign("week", "Semana")
    errors = [{"pointer": "/offer/percent/basis_points", "code": "less_than_equal", "detail": "x"}]
    refused: Answer = (422, {"type": "urn:bytemeburger:problem:body-invalid", "errors": errors})
    first: dict[str, Answer | Answers] = {"PUT /campaigns/week": refused}
    manager.stub.answers = first | manager.stub.answers
    edit(manager, "week")
    manager.page.get_by_label("Desconto (%)").fill("101")
    manager.button("Salvar").click()
    expect(manager.page.get_by_label("Desconto (%)")).to_have_accessible_description("O valor é alto demais.")


def test_coupons_are_shown_once_to_be_copied_or_kept(manager: Manager, campaigns: Campaigns) -> None:
    campaigns.campaign("week", "Semana", with_coupon=True)
    edit(manager, "week")
    page = manager.page
    page.get_by_label("Quantos").fill("2")
    page.get_by_label("Usos de cada um").fill("5")
    manager.button("Gerar cupons").click()
    expect(page.locator(".codes li")).to_have_text(CODES)
    assert manager.stub.bodies("POST /campaigns/week/coupons") == [{"count": 2, "uses": 5}]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    manager.button("Copiar").click()
    expect(manager.button("Copiado")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "\n".join(CODES)
    with page.expect_download() as download:
        manager.button("Baixar CSV").click()
    assert download.value.suggested_filename == "cupons-week.csv"
    assert download.value.path().read_text() == "\ufeffCódigos;Usos\n7KX2M-94QRT;5\n0JNVA-1B2C3;5\n"
    page.get_by_label("Ou uma palavra escolhida").fill("semana")
    manager.button("Gerar cupons").click()
    expect(page.locator(".codes li")).to_have_text(["SEMANA"])
    assert manager.stub.bodies("POST /campaigns/week/coupons")[-1] == {"word": "semana", "uses": 5}
    page.reload()
    expect(manager.button("Gerar cupons")).to_be_visible()
    expect(page.locator(".codes")).to_have_count(0)


def test_a_campaign_is_paused_and_ended_after_a_question(manager: Manager, campaigns: Campaigns) -> None:
    campaigns.campaign("week", "Semana", limits=NO_LIMITS | {"uses": 100}, uses=40)
    manager.open("campaigns")
    row = manager.page.locator("#campaigns tbody tr")
    for text in ("porcentagem por unidade · 12,5%", "ativa", "sem data", "40 de 100"):
        expect(row).to_contain_text(text)
    manager.button("Pausar: Semana").click()
    expect(manager.dialog).to_contain_text("Pausar Semana?")
    manager.confirm("Pausar")
    expect(row).to_contain_text("em pausa")
    campaigns.known["week"]["version"] = 9
    manager.button("Encerrar: Semana").click()
    manager.confirm("Encerrar")
    expect(manager.notice).to_have_text("Alguém mudou esta campanha.")
    manager.button("Encerrar: Semana").click()
    manager.confirm("Encerrar")
    expect(row).to_contain_text("encerrada")
    expect(row.get_by_role("button")).to_have_count(0)
    manager.link("Semana").click()
    expect(manager.page.get_by_text("Esta campanha foi encerrada")).to_be_visible()
    expect(manager.button("Salvar")).to_be_hidden()


def test_what_two_managers_changed_is_asked_about(manager: Manager, campaigns: Campaigns) -> None:
    campaigns.campaign("week", "Semana")
    edit(manager, "week")
    manager.page.get_by_label("Pedido mínimo (R$)").fill("20")
    campaigns.known["week"] |= {"minimum": 3_000, "stackable": True, "version": 5}
    manager.button("Salvar").click()
    expect(manager.dialog).to_contain_text("Outra pessoa mudou isto nesse meio-tempo")
    manager.dialog.get_by_label("O que você escreveu").check()
    manager.confirm("Salvar assim")
    expect(manager.page.get_by_text("Salvo", exact=True)).to_be_visible()
    assert (saved(manager, "week")["minimum"], saved(manager, "week")["stackable"]) == (2_000, True)


def test_the_report_has_a_chart_and_a_table_and_a_file(manager: Manager, campaigns: Campaigns) -> None:
    campaigns.campaign("week", "Semana")
    campaigns.campaign("happy", "Happy hour")
    campaigns.used("2026-11-23", "week", 3, 1_500)
    campaigns.used("2026-11-24", "week", 1, 500)
    campaigns.used("2026-11-24", "happy", 2, 250)
    campaigns.compared("week", 99)
    campaigns.compared("happy", 100)
    manager.open("campaigns")
    manager.link("Resultados").click()
    page = manager.page
    compared = page.locator("#hold-outs tbody tr")
    for words in ("Semana", "891", "R$\xa042,10", "99", "R$\xa038,90", "R$\xa03,20", "de R$\xa00,95 a R$\xa05,45"):
        expect(compared.first).to_contain_text(words)
    expect(compared.first).to_contain_text("poucos pedidos")
    expect(compared.last).not_to_contain_text("poucos pedidos")
    expect(page.locator("#uses tbody tr")).to_have_count(3)
    expect(page.locator("bar-chart canvas")).to_be_visible()
    expect(page.locator("#uses tfoot")).to_contain_text("R$\xa022,50")
    page.get_by_label("Campanha", exact=True).select_option("week")
    expect(page.locator("#uses tbody tr")).to_have_count(2)
    expect(page.locator("#uses tfoot")).to_contain_text("R$\xa020,00")
    with page.expect_download() as download:
        manager.button("Baixar CSV").click()
    lines = download.value.path().read_text().splitlines()
    assert lines[1] == "23/11/2026;Semana;3;1;135,00;15,00;120,00"


def test_what_it_would_have_cost_is_worked_out_of_what_stands_in_the_fields(
    manager: Manager, campaigns: Campaigns
) -> None:
    campaigns.campaign("week", "Semana")
    edit(manager, "week")
    share = manager.page.get_by_label("Desconto (%)")
    share.fill("x")
    manager.button("Calcular").click()
    expect(share).to_be_focused()
    share.fill("20")
    manager.button("Calcular").click()
    shown = manager.page.get_by_role("region", name="Quanto teria custado ontem")
    for words in ("23/11/2026: 57 pedidos pagos.", "Teria custado", "R$\xa060,00"):
        expect(shown).to_contain_text(words)
    (body,) = manager.stub.bodies("POST /campaigns/week/estimate")
    assert body["offer"]["basis_points"] == 2000
    share.fill("30")
    expect(shown).not_to_contain_text("57")
    campaigns.estimate |= {"orders": 0}
    manager.button("Calcular").click()
    expect(shown).to_contain_text("Não houve pedidos pagos em 23/11/2026.")
    assert manager.stub.bodies("PUT /campaigns/week") == []
