"""The manager's page."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e.campaigns import NO_LIMITS, SKIPPED, Campaigns
from tests.e2e.manager import COLLEAGUE, Manager
from tests.e2e.stub import Stub

SIZES = [(1920, 1080), (1366, 768)]
README = "today"


def states(page: Page, stub: Stub) -> Iterator[str]:
    manager = Manager(page, stub)
    _work(manager)
    kept = {"orders": 40, "kept": 36, "bias_seconds": 40, "p90_seconds": 600}
    by_hour = [{"hour": hour, **kept} for hour in ("11", "12")]
    manager.day |= {"promises": {**kept, "orders": 80, "kept": 72}, "promises_by_hour": by_hour}
    manager.open()
    expect(page.locator("#late tbody tr")).to_have_count(1)
    yield "today"
    manager.button("Parar pedidos").click()
    yield "stop"
    page.keyboard.press("Escape")
    manager.go("Pedidos")
    expect(page.locator("#orders tbody tr")).to_have_count(10)
    yield "orders"
    manager.link("7").click()
    expect(page.locator("#order")).to_be_visible()
    yield "order"
    manager.go("Cardápio")
    expect(page.locator("#products")).to_be_visible()
    yield "menu"
    manager.link("Combo Byte").click()
    expect(page.get_by_label("Preço (R$)")).to_be_visible()
    yield "product"
    page.get_by_label("Preço (R$)").fill("45")
    manager.products["combo-byte"] |= {"price": 4490, "available": False, "version": 9}
    manager.button("Salvar").click()
    expect(manager.dialog).to_be_visible()
    yield "conflict"
    page.keyboard.press("Escape")
    manager.go("Campanhas")
    expect(page.locator("#campaigns tbody tr")).to_have_count(3)
    yield "campaigns"
    manager.link("Semana do Byte").click()
    manager.button("Gerar cupons").click()
    expect(page.locator(".codes li")).to_have_count(2)
    manager.button("Calcular").click()
    expect(page.get_by_text("Teria custado", exact=True)).to_be_visible()
    page.locator(".codes").scroll_into_view_if_needed()
    yield "coupons"
    page.locator("main").evaluate("main => main.scrollTo(0, 0)")
    yield "campaign"
    manager.go("Campanhas")
    manager.link("Resultados").click()
    expect(page.locator("bar-chart canvas")).to_be_visible()
    yield "campaign-results"
    page.locator("#hold-outs").scroll_into_view_if_needed()
    yield "campaign-hold-outs"
    manager.go("Campanhas")
    manager.link("Mandar por e-mail: Semana do Byte").click()
    page.get_by_label("Último pedido na loja").select_option("not_ordered_within")
    for label in ("Assunto (português)", "Mensagem (português)", "Assunto (inglês)", "Mensagem (inglês)"):
        page.get_by_label(label).fill("Sentimos sua falta: 10% com o código BYTE10")
    manager.button("Mandar teste para mim").click()
    expect(page.locator("#mailings tbody tr")).to_have_count(3)
    yield "mail"
    page.locator("#mailings").scroll_into_view_if_needed()
    yield "mailings"
    manager.go("Vendas")
    expect(page.locator("bar-chart canvas")).to_be_visible()
    yield "sales"
    manager.go("Conciliação")
    manager.button("Conciliar").click()
    expect(page.locator("#findings")).to_be_visible()
    yield "reconciliation"
    for view, state in (("Clientes", "customers"), ("Equipe", "staff"), ("Histórico", "history"), ("Loja", "settings")):
        manager.go(view)
        expect(page.locator("table, form").first).to_be_visible()
        yield state


def _work(manager: Manager) -> None:
    for at in range(9):
        manager.counter.order(f"K7X2J{'234579FJK'[at]}")
    manager.day |= {"late_orders": 1, "late": [manager.counter.paid("W78JYF", waiting_seconds=1_234)]}
    for reference, need in (("K7X2JF", "late-payment-undecided"), ("K7X2JJ", "refund-refused")):
        manager.need(reference, need)
    for day in range(18, 25):
        manager.sold("day", f"2026-11-{day}", 300_000 + day * 1_234 * (day % 4), 4_990)
    campaigns = Campaigns(manager)
    days = [{"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "17:00", "closes": "19:00"}]
    campaigns.campaign("happy", "Happy hour", hours=days, starts="2026-11-01T00:00", ends="2026-12-01T00:00")
    limits = NO_LIMITS | {"uses": 500, "budget": 250_000}
    campaigns.campaign("week", "Semana do Byte", with_coupon=True, limits=limits, uses=112, spent=61_250)
    campaigns.campaign("old", "Inauguração", state="ENDED")
    skipped = dict.fromkeys(SKIPPED, 0) | {"weekly-limit": 31, "consent-revoked": 2}
    outcome = {"chosen": 412, "sent": 378, "uncertain": 1, "skipped": skipped, "bounced": 3, "unsubscribed": 5}
    campaigns.mailing("happy", "Happy hour em dobro", state="DONE", **outcome)
    campaigns.mailing("week", "Semana do Byte: 10% com BYTE10", state="SENDING", chosen=120, sent=120)
    campaigns.compared("happy", 212)
    campaigns.compared("week", 31)
    for day in range(18, 25):
        campaigns.used(f"2026-11-{day}", "happy", day % 5 + 3, 700 * (day % 5 + 2))
        campaigns.used(f"2026-11-{day}", "week", day % 3 + 1, 550 * (day % 4 + 1))
    manager.people.append(manager.person(COLLEAGUE, "bia@example.com", "counter", "kitchen"))
    manager.findings = [{"order_id": "WL4qMZjd", "status": "COMPLETED", "finding": "amounts-differ", "amount": 100}]
    manager.entry("stock", "guarana", COLLEAGUE, units=(None, 40))
    manager.entry("product", "x-burger", price=(1990, 2190), name__en=("Cheeseburger", "Cheese burger"))
    manager.entry("ordering", None, accepts_orders=(True, False))
