"""The manager's mails of a campaign: written, tested, started, stopped, and what became of them."""

import pytest
from playwright.sync_api import expect

from tests.e2e.campaigns import SKIPPED, Campaigns
from tests.e2e.manager import Manager


@pytest.fixture
def campaigns(manager: Manager) -> Campaigns:
    found = Campaigns(manager)
    found.campaign("happy", "Happy hour")
    found.campaign("old", "Inauguração", state="ENDED")
    return found


def test_a_mail_is_written_tested_and_then_started(manager: Manager, campaigns: Campaigns) -> None:
    manager.open("campaigns")
    expect(manager.page.get_by_role("link", name="Mandar por e-mail")).to_have_count(1)
    manager.link("Mandar por e-mail: Happy hour").click()
    manager.button("Mandar teste para mim").click()
    expect(manager.wrong.first).to_be_focused()
    typed = {"pt-BR": ("português", "Volte", "Em dobro.\nAté domingo."), "en": ("inglês", "Back", "Two for one.")}
    for language, subject, text in typed.values():
        manager.page.get_by_label(f"Assunto ({language})").fill(subject)
        manager.page.get_by_label(f"Mensagem ({language})").fill(text)
    manager.page.get_by_label("Último pedido na loja").select_option("not_ordered_within")
    manager.page.get_by_label("Dias", exact=True).fill("60")
    manager.page.get_by_label("Bebida").check()
    paused = {"type": "urn:bytemeburger:problem:test-mail-unavailable", "detail": "O Amazon SES pausou os e-mails."}
    answers, path = manager.stub.answers, "POST /campaigns/*/mailings"
    take, answers[path] = answers[path], (503, paused)
    manager.button("Mandar teste para mim").click()
    expect(manager.notice).to_have_text("O Amazon SES pausou os e-mails.")
    answers[path] = take
    manager.button("Mandar teste para mim").click()
    expect(manager.page.get_by_text("O teste foi para o seu e-mail.")).to_be_visible()
    _, sent = manager.stub.bodies("POST /campaigns/happy/mailings")
    assert sent == {
        "audience": {"not_ordered_within": 60, "products": [], "categories": ["drink"]},
        "messages": {each: {"subject": subject, "text": text} for each, (_, subject, text) in typed.items()},
    }
    manager.button("Começar o envio: Volte").click()
    manager.confirm("Começar o envio")
    expect(manager.page.locator("#mailings .badge")).to_have_text("enviando")
    assert [each["state"] for each in campaigns.mailings] == ["SENDING"]


def test_who_got_nothing_and_why_stands_in_the_list(manager: Manager, campaigns: Campaigns) -> None:
    skipped = dict.fromkeys(SKIPPED, 0) | {"weekly-limit": 2, "consent-revoked": 1}
    mailing = campaigns.mailing("happy", "Volte", state="SENDING", chosen=9, sent=5, uncertain=1, skipped=skipped)
    manager.open("campaigns/@")
    cells = manager.page.locator("#mailings tbody td")
    expect(cells.nth(3)).to_have_text("4retirou a autorização: 1limite da semana: 2sem resposta: 1")
    mailing |= {"sent": 8, "chosen": 12}
    manager.button("Atualizar").click()
    expect(cells.nth(2)).to_have_text("8")
    manager.stub.answers["PUT /mailings/*/state"] = (409, {"detail": "O envio já terminou."})
    manager.button("Parar: Volte").click()
    manager.confirm("Parar")
    expect(manager.notice).to_have_text("O envio já terminou.")


def test_a_stores_hours_for_mails_are_both_or_none(manager: Manager) -> None:
    manager.open("settings")
    opens, closes = (manager.page.get_by_label(label) for label in ("Das (HH:MM)", "Até as (HH:MM)"))
    expect(opens).to_be_visible()
    opens.fill("10:00")
    manager.button("Salvar").click()
    expect(manager.wrong).to_be_focused()
    closes.fill("19:00")
    manager.button("Salvar").click()
    expect(manager.page.get_by_text("Salvo", exact=False).first).to_be_visible()
    assert manager.stub.bodies("PUT /store")[-1]["mail_hours"] == {"opens": "10:00", "closes": "19:00"}
