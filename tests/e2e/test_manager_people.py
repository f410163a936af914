"""The manager's staff, customers and store: who is let in, whose data is looked at, exported and erased, what the store says."""

import json
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.e2e.manager import COLLEAGUE, Manager

CPF = "529.982.247-25"


def test_somebody_is_invited_and_removed(manager: Manager) -> None:
    manager.open("staff")
    rows = manager.page.locator("#people tbody tr")
    expect(rows).to_have_count(1)
    expect(rows.get_by_role("button")).to_have_count(0)  # nobody removes themselves
    manager.page.get_by_label("E-mail").fill("bia@example.com")
    manager.page.get_by_label("Acesso").select_option("kitchen")
    manager.page.keyboard.press("Tab")
    manager.page.keyboard.press("Enter")
    expect(rows).to_have_count(2)
    expect(rows.nth(1)).to_contain_text("convidada")
    expect(manager.notice).to_have_text("Convite enviado.")
    expect(manager.page.get_by_label("E-mail")).to_have_value("")
    assert manager.stub.bodies("POST /staff/people") == [{"email": "bia@example.com", "group": "kitchen"}]
    manager.button("Remover bia@example.com").click()
    manager.confirm("Remover")
    expect(rows).to_have_count(1)
    assert next(each.url for each in manager.stub.requests if each.method == "DELETE").endswith(COLLEAGUE)


def test_an_invitation_that_cannot_be_says_why_beside_its_field(manager: Manager) -> None:
    manager.open("staff")
    manager.button("Convidar").click()
    expect(manager.page.get_by_label("E-mail")).to_be_focused()
    expect(manager.page.get_by_label("E-mail")).to_have_accessible_description("Preencha este campo.")
    errors = [{"pointer": "/email", "code": "value_error", "detail": "x"}]
    manager.stub.answers["POST /staff/people"] = (422, {"errors": errors})
    manager.page.get_by_label("E-mail").fill("bia")
    manager.button("Convidar").click()
    expect(manager.page.get_by_label("E-mail")).to_have_accessible_description("O valor não é aceito aqui.")
    manager.stub.answers["POST /staff/people"] = (409, {"detail": "Esta pessoa trabalha em outra loja."})
    manager.button("Convidar").click()
    expect(manager.notice).to_have_text("Esta pessoa trabalha em outra loja.")
    expect(manager.page.get_by_label("E-mail")).to_have_value("bia")


def test_taps_on_one_place_invite_once(manager: Manager) -> None:
    manager.open("staff")
    manager.page.get_by_label("E-mail").fill("bia@example.com")
    manager.stub.double_tap(manager.button("Convidar"))
    expect(manager.page.locator("#people tbody tr")).to_have_count(2)
    assert manager.stub.bodies("POST /staff/people")[0]["email"] == "bia@example.com"
    assert len(manager.stub.bodies("POST /staff/people")) == 1


def test_a_contact_is_shown_for_a_reason_and_not_kept(manager: Manager) -> None:
    manager.open("customers")
    row = manager.page.locator("#customers tbody tr")
    expect(row).to_contain_text("A** S****")
    manager.button("Ver contato de A** S****").click()
    manager.confirm("Ver contato")
    expect(manager.wrong).to_be_focused()
    manager.page.get_by_label("Motivo").select_option("lost-property")
    manager.confirm("Ver contato")
    expect(row).to_contain_text("ana@example.com")
    assert manager.stub.bodies("POST /staff/customers/c1/contact") == [{"reason": "lost-property"}]
    manager.go("Hoje")
    manager.go("Clientes")
    expect(row).to_contain_text("A** S****")
    expect(manager.page.get_by_text("ana@example.com")).to_have_count(0)


def test_the_desk_exports_all_pages_into_one_file(manager: Manager) -> None:
    def part(orders: list[str], cursor: str | None) -> dict[str, object]:
        return {"orders": orders, "receipts": ["r"], "audit": [], "searched": [], "cursor": cursor}

    manager.stub.answers["POST /staff/customers/export"] = lambda request: (
        200,
        part(["b"], None) if "cursor" in request.url else part(["a"], "next"),
    )
    manager.open("customers")
    manager.page.get_by_label("CPF").fill(CPF)
    with manager.page.expect_download() as download:
        manager.button("Exportar os dados").click()
    exported = json.loads(download.value.path().read_text())
    assert (exported["orders"], exported["receipts"], exported["cursor"]) == (["a", "b"], ["r", "r"], None)
    expect(manager.page.locator("#desk-outcome")).to_contain_text("2 pedidos e 2 recibos")
    expect(manager.page.get_by_label("CPF")).to_have_value("")
    assert manager.stub.bodies("POST /staff/customers/export")[0] == {"cpf": "52998224725", "reason": "in-person"}
    assert not any("529" in urlsplit(each.url)._replace(netloc="").geturl() for each in manager.stub.requests)


def test_the_desk_erases_after_one_question(manager: Manager) -> None:
    retained = [{"what": "audit", "law": "x", "until": "2031-11-24T12:00:00.000Z"}]
    manager.stub.answers["POST /staff/customers/erase"] = (200, {"receipt": "abc", "done": True, "kept": retained})
    manager.open("customers")
    manager.page.get_by_label("CPF").fill("529.982.247-26")
    manager.button("Apagar os dados").click()
    expect(manager.page.get_by_label("CPF")).to_have_accessible_description("Digite um CPF válido, com 11 números.")
    manager.page.get_by_label("CPF").fill(CPF)
    manager.button("Apagar os dados").click()
    expect(manager.dialog).to_contain_text(CPF)
    assert manager.stub.bodies("POST /staff/customers/erase") == []
    manager.confirm("Apagar os dados")
    expect(manager.page.locator("#desk-outcome")).to_contain_text("Apagado. Comprovante: abc.")
    expect(manager.page.get_by_label("CPF")).to_have_value("")
    expect(manager.page.get_by_text(CPF)).to_have_count(0)


def test_the_stores_hours_and_pix_are_saved(manager: Manager) -> None:
    manager.open("settings")
    manager.page.get_by_label("Nome da loja").fill("Centro Novo")
    manager.page.get_by_label("Fecha às").fill("23:30")
    manager.page.get_by_label("Chave").fill("loja@example.com")
    manager.page.get_by_label("Nome de quem recebe").fill("BYTE LTDA")
    manager.page.get_by_label("Cidade").fill("SAO PAULO")
    manager.page.get_by_label("Atrasado depois de").fill("1O")
    manager.page.get_by_label("Cheia acima de").fill("25")
    manager.button("Salvar").click()
    expect(manager.page.get_by_label("Atrasado depois de")).to_have_accessible_description("Digite um número inteiro.")
    manager.page.get_by_label("Atrasado depois de").fill("12")
    manager.button("Salvar").click()
    burger = manager.page.get_by_label("Hambúrguer")
    expect(burger).to_have_accessible_description("Para haver limite, diga os lugares na cozinha.")
    burger.fill("2")
    manager.button("Salvar").click()
    expect(manager.page.get_by_text("Salvo")).to_be_visible()
    (body,) = manager.stub.bodies("PUT /store")
    assert body == {
        "name": "Centro Novo",
        "hours": [{"days": ["mon", "tue"], "opens": "11:00", "closes": "23:30"}],
        "pix": {"key": "loja@example.com", "name": "BYTE LTDA", "city": "SAO PAULO"},
        "alert_email": None,
        "wait_limits": {"warning_minutes": 8, "late_minutes": 12},
        "kitchen_places": {"burger": 2, "side": 1, "drink": 1, "dessert": 1},
        "throttle": {"busy_minutes": None, "full_minutes": 25},
        "mail_hours": None,
    }


def test_hours_that_cannot_be_are_said_beside_them(manager: Manager) -> None:
    manager.open("settings")
    errors = [{"pointer": "/hours/0/closes", "code": "string_pattern_mismatch", "detail": "x"}]
    manager.stub.answers["PUT /store"] = (422, {"errors": errors})
    manager.page.get_by_label("Fecha às").fill("25")
    manager.button("Salvar").click()
    expect(manager.page.get_by_label("Fecha às")).to_be_focused()
    expect(manager.page.locator('[id="/hours/0/closes-error"]')).to_have_text("Digite uma hora, como 11:00.")


def test_settings_that_somebody_else_changed_are_decided(manager: Manager) -> None:
    manager.open("settings")
    expect(manager.page.get_by_label("Nome da loja")).to_have_value("ByteMeBurger Centro")
    manager.store |= {"name": "Theirs", "alert_email": "a@example.com", "version": 9}
    manager.page.get_by_label("Nome da loja").fill("Mine")
    manager.button("Salvar").click()
    expect(manager.dialog).to_contain_text("Theirs")
    expect(manager.dialog).to_contain_text("a@example.com")
    manager.dialog.get_by_label("O que você escreveu").check()
    manager.confirm("Salvar assim")
    expect(manager.page.get_by_text("Salvo")).to_be_visible()
    assert (manager.store["name"], manager.store["alert_email"]) == ("Mine", "a@example.com")
