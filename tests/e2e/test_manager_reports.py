"""The manager's sales, reconciliation and history: charts with their tables, files for a spreadsheet, who changed what."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.manager import COLLEAGUE, Manager


def downloaded(manager: Manager, button: str) -> tuple[str, str]:
    """The name of the file that the button gives, and its text."""
    with manager.page.expect_download() as download:
        manager.button(button).click()
    path = download.value.path()
    return download.value.suggested_filename, path.read_bytes().decode()


def test_sales_have_a_chart_and_a_table_that_says_the_same(manager: Manager) -> None:
    manager.sold("day", "2026-11-23", 100_050, 4_990)
    manager.sold("day", "2026-11-24", 250_000)
    manager.open("sales")
    rows = manager.page.locator("#sales tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("23/11/2026")
    expect(rows.first).to_contain_text("1.050,40")
    expect(manager.page.locator("#sales tfoot")).to_contain_text("3.500,50")
    expect(manager.page.locator("bar-chart canvas")).to_be_visible()
    expect(manager.page.locator("bar-chart")).to_have_attribute("aria-hidden", "true")
    painted = "canvas => { const all = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data; return all.some((each) => each) }"
    manager.stub.until(lambda: manager.page.locator("bar-chart canvas").evaluate(painted))


@pytest.mark.parametrize(
    ("by", "name", "shown"),
    [
        ("hour", "19", "19 h"),
        ("product", "guarana", "Guaraná"),
        ("category", "drink", "Bebida"),
        ("method", "cash", "Dinheiro"),
    ],
)
def test_sales_by_everything_else(manager: Manager, by: str, name: str, shown: str) -> None:
    manager.sold("day", "2026-11-24", 250_000)
    manager.sold(by, name, 7_500, units_in_combos=2)
    manager.open("sales")
    manager.page.get_by_label("Por").select_option(by)
    expect(manager.page.locator("#sales tbody tr")).to_contain_text(shown)
    expect(manager.page.locator("bar-chart canvas")).to_be_visible()


def test_a_file_for_a_spreadsheet_of_brazil(manager: Manager) -> None:
    manager.products["x-burger"]["name"] = {"pt-BR": '=SUM(A1);"x"', "en": "x"}
    manager.sold("product", "x-burger", -1_250, 2_500, units_in_combos=0)
    manager.sold("product", "-1+1", 990, units_in_combos=1)
    manager.open("sales")
    manager.page.get_by_label("De", exact=True).fill("2026-11-20")
    manager.page.get_by_label("Até", exact=True).fill("2026-11-24")
    manager.page.get_by_label("Por").select_option("product")
    expect(manager.page.locator("#sales tbody tr")).to_have_count(2)
    name, text = downloaded(manager, "Baixar CSV")
    assert name == "vendas-product-2026-11-20-2026-11-24.csv"
    assert text.splitlines() == [
        "\ufeffProduto;Pedidos;Itens;Em combos;Vendido;Devolvido;Líquido",
        '"\'=SUM(A1);""x""";3;5;0;12,50;25,00;-12,50',
        "'-1+1;3;5;1;9,90;0,00;9,90",
    ]


CELLS = ["=1", "+1", "-1", "@x", "\tx", "\rx", "a;b", 'a"b', "ok", "a=b"]


def test_no_cell_is_a_formula(manager: Manager, page: Page) -> None:
    page.goto(f"{manager.stub.pages_url}/config.json")
    script = """
    async ([url, cells]) => {
      const { csv } = await import(url);
      return csv([{ title: "t", of: (cell) => cell }], cells);
    }
    """
    text = page.evaluate(script, [f"{manager.stub.pages_url}/rules/csv.js", CELLS])
    lines = "t", "'=1", "'+1", "'-1", "'@x", "'\tx", '"\'\rx"', '"a;b"', '"a""b"', "ok", "a=b"
    assert text == "\ufeff" + "".join(f"{line}\r\n" for line in lines)


def test_days_that_cannot_be_are_said_beside_them(manager: Manager) -> None:
    manager.open("sales")
    expect(manager.page.get_by_text("Nada vendido nesses dias.")).to_be_visible()
    manager.page.get_by_label("De", exact=True).fill("2026-11-24")
    manager.page.get_by_label("Até", exact=True).fill("2026-11-20")
    expect(manager.page.get_by_label("Até", exact=True)).to_have_accessible_description(
        "O último dia vem antes do primeiro."
    )


def test_a_day_is_compared_with_the_provider_page_by_page(manager: Manager) -> None:
    finding = {"order_id": "o1234567890", "status": "COMPLETED", "finding": "amounts-differ", "amount": 100}
    manager.findings = [finding]
    manager.open("reconciliation")
    manager.button("Conciliar").click()
    expect(manager.page.locator("#findings")).to_contain_text("Valores diferentes")
    expect(manager.page.locator(".figures")).to_contain_text("R$\xa01.996,00")
    assert len(manager.stub.bodies("GET /reports/reconciliation")) == 2
    name, text = downloaded(manager, "Baixar CSV")
    assert name.startswith("conciliacao-20")
    assert text.splitlines()[1] == "o1234567890;Entregue;Valores diferentes;1,00"


def test_a_day_that_agrees_says_so_and_a_provider_that_is_away_too(manager: Manager) -> None:
    manager.open("reconciliation")
    manager.button("Conciliar").click()
    expect(manager.page.get_by_text("Tudo confere.")).to_be_visible()
    manager.stub.answers["GET /reports/reconciliation"] = (503, {})
    manager.button("Conciliar").click()
    expect(manager.notice).not_to_be_empty()
    expect(manager.page.get_by_text("Tudo confere.")).to_have_count(0)


def test_who_changed_what_from_what_to_what(manager: Manager) -> None:
    manager.people.append(manager.person(COLLEAGUE, "bia@example.com", "kitchen", name="Bia"))
    manager.entry("stock", "guarana", COLLEAGUE, units=(None, 40))
    manager.entry("product", "x-burger", price=(2590, 2990), name__en=("Cheeseburger", "X"))
    manager.entry("ordering", None, "77777777-1a44-4c0e-8a8e-31d6a3f6b702", accepts_orders=(True, False))
    manager.open("trail")
    rows = manager.page.locator("#trail tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("Equipe (7777)")
    expect(rows.nth(0)).to_contain_text("Recebe pedidos: Sim → Não")
    expect(rows.nth(1)).to_contain_text("Você")
    expect(rows.nth(1)).to_contain_text("X-Burger")
    expect(rows.nth(1)).to_contain_text("Preço: R$\xa025,90 → R$\xa029,90")
    expect(rows.nth(1)).to_contain_text("Nome › inglês: Cheeseburger → X")
    expect(rows.nth(1)).to_contain_text("24/11/2026, 12:00")
    expect(rows.nth(2)).to_contain_text("Bia")
    expect(rows.nth(2)).to_contain_text("Guaraná")
    manager.page.get_by_label("O que mudou").select_option("stock")
    expect(rows).to_have_count(1)


def test_what_changed_of_a_stores_hours_is_shown_in_words(manager: Manager) -> None:
    mornings = {"days": ["mon", "tue"], "opens": "08:00", "closes": "12:00"}
    manager.entry("settings", None, hours=([], [mornings]), mail_hours=(None, {"opens": "09:00", "closes": "20:00"}))
    manager.open("trail")
    row = manager.page.locator("#trail tbody tr")
    expect(row).to_contain_text("seg ter 08:00–12:00")
    expect(row).to_contain_text("Horário dos e-mails: nada → 09:00–20:00")


def test_what_changed_of_a_campaign_is_shown_in_words(manager: Manager) -> None:
    manager.entry("campaign", "lunch", state=("ACTIVE", "PAUSED"), offer__basis_points=(1000, 1250), minimum=(0, 3000))
    manager.entry("campaign", "lunch", coupons=(None, {"codes": 20, "uses": 1}))
    manager.open("trail")
    rows = manager.page.locator("#trail tbody tr")
    expect(rows.nth(0)).to_contain_text("Cupons: nada → Códigos: 20; Usos: 1")
    for text in ("ativa → em pausa", "Oferta › Desconto: 10% → 12,5%", "Pedido mínimo: R$\xa00,00 → R$\xa030,00"):
        expect(rows.nth(1)).to_contain_text(text)


def test_older_changes_come_when_they_are_asked_for(manager: Manager) -> None:
    for price in range(25):
        manager.entry("product", "x-burger", price=(price, price + 1))
    manager.open("trail")
    expect(manager.page.locator("#trail tbody tr")).to_have_count(20)
    manager.button("Mais antigos").click()
    expect(manager.page.locator("#trail tbody tr")).to_have_count(25)
    expect(manager.button("Mais antigos")).to_have_count(0)


def test_a_history_without_names_is_shown_by_ids(manager: Manager) -> None:
    manager.entry("product", "x-burger", COLLEAGUE, price=(1, 2))
    manager.stub.answers["GET /staff/people"] = (503, {})
    manager.stub.answers["GET /products"] = (503, {})
    manager.open("trail")
    expect(manager.page.locator("#trail tbody tr")).to_contain_text("Equipe (9999)")
    expect(manager.page.locator("#trail tbody tr")).to_contain_text("x-burger")
