"""An order that is put together at the counter, until it is paid."""

from typing import Any

import pytest
from playwright.sync_api import Request, expect

from tests.e2e.counter import Counter
from tests.e2e.rules import Rule
from tests.e2e.stub import Answer, menu, settle

PLACE = "POST /staff/orders"


class Keyboard:
    """Counts what is pressed on it."""

    def __init__(self, counter: Counter):
        self.counter, self.presses = counter, 0

    def press(self, *keys: str) -> None:
        self.presses += len(keys)
        self.counter.press(*keys)

    def type(self, text: str) -> None:
        self.presses += len(text)
        self.counter.page.keyboard.type(text)


def test_two_orders_are_placed_and_paid_with_the_keyboard_alone(counter: Counter) -> None:
    counter.open()
    expect(counter.page.locator("#none")).to_be_visible()
    keyboard = Keyboard(counter)

    keyboard.press("F3")
    expect(counter.page.locator("#product")).to_be_focused()
    keyboard.type("2 x-b")
    expect(counter.page.get_by_role("option", selected=True)).to_contain_text("X-Burger")
    keyboard.press("Enter")
    keyboard.type("cola")
    keyboard.press("Enter")
    expect(counter.chosen).to_have_count(2)
    keyboard.press("F4")
    expect(counter.form).to_contain_text("Receber R$ 49,90 em dinheiro")
    keyboard.type("100")
    keyboard.press("Enter")
    expect(counter.page.locator("#received")).to_contain_text("Troco: R$ 50,10")

    counter.stub.answers["GET /menu"] = (-1, None)  # the menu is known: nobody waits for a newer one
    keyboard.press("F3")
    keyboard.type("combo byte")
    keyboard.press("Enter", "F7")
    expect(counter.form).to_contain_text("no cartão")
    keyboard.press("Enter")
    expect(counter.shown).to_contain_text("Recebido")

    assert keyboard.presses <= 34
    first, second = counter.stub.bodies(PLACE)
    assert [(line["product_id"], line["quantity"]) for line in first["lines"]] == [("x-burger", 2), ("cola", 1)]
    assert second["lines"][0]["choices"].keys() == {"burger", "side", "drink"}
    keys = [each.headers["idempotency-key"] for each in counter.stub.requests if each.url.endswith("/staff/orders")]
    keys = [key for key in keys if key]
    assert len(set(keys)) == 2
    paid = [counter.stub.bodies(f"POST /staff/orders/{order_id}/payment") for order_id in counter.placed.values()]
    assert paid == [[{"method": "cash"}], [{"method": "card"}]]


def test_it_is_put_together_by_touch(counter: Counter) -> None:
    counter.open()
    counter.button("Novo pedido").click()
    counter.page.get_by_role("radio", name="Bebidas").check()
    options = counter.page.get_by_role("option")
    expect(options.first).to_contain_text("R$")
    options.filter(has_text="Guaraná").first.click()
    counter.page.get_by_role("button", name="Mais: Guaraná").click()
    expect(counter.chosen).to_contain_text("2 × Guaraná")
    counter.page.get_by_role("radio", name="Para viagem").check()
    counter.page.get_by_label("CPF na nota").fill("529.982.247-25")
    counter.page.get_by_label("Observação (só a equipe lê)").fill("mesa 4")
    counter.stub.tap(counter.button("Pix"), times=3, apart_ms=200)
    expect(counter.form).to_contain_text("Pix de R$ 49,90")
    (body,) = counter.stub.bodies(PLACE)
    assert (body["dining"], body["receipt_cpf"], body["note"]) == ("take_away", "52998224725", "mesa 4")
    assert "store" not in body


def test_a_line_is_changed_with_the_keyboard(counter: Counter) -> None:
    counter.begin()
    counter.page.keyboard.type("x-burger")
    counter.press("Enter")
    counter.page.keyboard.type("cola")
    counter.press("Enter", "ArrowRight")
    expect(counter.chosen.nth(1)).to_be_focused()
    counter.press("4")
    expect(counter.chosen.nth(1)).to_contain_text("4 ×")
    counter.press("-")
    expect(counter.chosen.nth(1)).to_contain_text("3 ×")
    counter.press("ArrowUp", "Enter")
    expect(counter.form.get_by_role("heading")).to_have_text("X-Burger")
    counter.form.get_by_label("Sem cebola").check()
    counter.form.get_by_label("Observação para a cozinha").fill(" bem passado ")
    counter.press("Enter")
    expect(counter.form).to_be_hidden()
    expect(counter.page.locator("#chosen > li").first).to_contain_text("Sem cebola")
    counter.press("Delete")
    expect(counter.chosen).to_have_count(1)
    counter.press("ArrowLeft")
    expect(counter.page.locator("#product")).to_be_focused()


def test_the_components_of_a_combo_can_be_changed(counter: Counter) -> None:
    counter.begin()
    counter.page.keyboard.type("combo byte")
    counter.press("Enter")
    counter.chosen.click()
    settle(counter.page)
    counter.form.get_by_label("Byte Duplo").check()
    counter.press("Enter")
    expect(counter.page.locator("#chosen > li")).to_contain_text("Byte Duplo")
    counter.press("F7")
    expect(counter.form).to_contain_text("no cartão")
    (body,) = counter.stub.bodies(PLACE)
    assert body["lines"][0]["choices"]["burger"]["product_id"] == "byte-duplo"


def test_what_is_sold_out_is_said_so_and_not_added(counter: Counter) -> None:
    sold = menu()
    sold["products"][1]["available"] = False
    name = sold["products"][1]["name"]["pt-BR"]
    counter.stub.answers["GET /menu"] = (200, sold)
    counter.begin()
    settle(counter.page)
    counter.page.get_by_role("option").nth(1).click(force=True)  # it is marked as what cannot be chosen
    expect(counter.page.get_by_role("alert")).to_have_text(f"{name} está em falta.")
    expect(counter.chosen).to_have_count(0)


def test_an_order_of_nothing_and_a_cpf_that_is_none_are_not_placed(counter: Counter) -> None:
    counter.begin()
    counter.press("F4")
    expect(counter.page.get_by_role("alert")).to_have_text("Nada no pedido ainda.")
    counter.page.keyboard.type("cola")
    counter.press("Enter")
    counter.page.get_by_label("CPF na nota").fill("52998224726")
    counter.press("F4")
    expect(counter.page.get_by_role("alert")).to_have_text("Este CPF não existe. Confira os números.")
    assert counter.stub.bodies(PLACE) == []


def test_an_order_of_which_nobody_knows_is_asked_for_again_under_the_same_key(counter: Counter) -> None:
    counter.begin()
    counter.page.keyboard.type("cola")
    counter.press("Enter")
    placed = counter.stub.answers[PLACE]

    def lost(request: Request) -> Answer:
        counter.place(request)
        return 0, None

    counter.stub.answers[PLACE] = lost
    counter.press("F4")
    expect(counter.page.get_by_role("alert")).to_contain_text("ele não será feito duas vezes")
    counter.stub.answers[PLACE] = placed
    counter.press("F4")
    expect(counter.form).to_contain_text("em dinheiro")
    assert len(counter.placed) == 1
    assert len(counter.stub.bodies(PLACE)) == 2


def test_what_the_store_refuses_is_said_and_the_order_stays(counter: Counter) -> None:
    problem = {"type": "urn:bytemeburger:problem:store-stopped", "detail": "A loja não está recebendo pedidos agora."}
    counter.stub.answers[PLACE] = (409, problem)
    counter.begin()
    counter.page.keyboard.type("cola")
    counter.press("Enter", "F4")
    expect(counter.page.get_by_role("alert")).to_have_text(problem["detail"])
    expect(counter.chosen).to_have_count(1)


def test_half_an_order_is_thrown_away_by_the_second_time(counter: Counter) -> None:
    counter.begin()
    counter.page.keyboard.type("cola")
    counter.press("Enter")
    counter.page.keyboard.type("x")
    counter.press("Escape")
    expect(counter.page.locator("#product")).to_have_value("")
    counter.press("Escape")
    expect(counter.page.get_by_role("alert")).to_contain_text("O pedido não foi feito.")
    counter.press("Escape")
    expect(counter.page.locator("#search")).to_be_focused()
    assert counter.stub.bodies(PLACE) == []


@pytest.mark.parametrize("wait", ["", "await new Promise((next) => setTimeout(next, 200));"])
def test_escape_twice_discards_whatever_a_closing_dialog_says_meanwhile(counter: Counter, wait: str) -> None:
    counter.begin()
    counter.page.keyboard.type("x-b")
    counter.press("Enter")
    counter.chosen.first.click()
    expect(counter.form).to_be_visible()
    escape = 'document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));'
    counter.page.evaluate(f'async () => {{ document.getElementById("line").close(); {escape} {wait} {escape} }}')
    expect(counter.page.locator("#search")).to_be_focused()
    expect(counter.page.locator("#draft")).to_have_count(0)


def test_a_code_is_shown_until_it_is_paid(counter: Counter) -> None:
    counter.order("W78JYF")
    counter.look_at("W78JYF")
    counter.press("F6")
    expect(counter.form.locator("img.qr")).to_be_visible()
    counter.paid("W78JYF", version=4)
    counter.page.clock.fast_forward(2_100)
    expect(counter.form).to_be_hidden()
    expect(counter.notice).to_have_text("Pago.")


def test_a_code_that_has_ended_is_renewed_with_one_key_and_one_whose_time_is_over_is_not_shown(
    counter: Counter,
) -> None:
    counter.order("W78JYF")
    counter.look_at("W78JYF")
    counter.press("F6")
    code = counter.form.locator("img.qr")
    expect(code).to_be_visible()
    counter.lapse("W78JYF")
    counter.page.clock.fast_forward(2_100)
    expect(counter.form).to_contain_text("O código venceu sem pagamento.")
    expect(code).to_have_count(0)
    expect(counter.button("Gerar outro código")).to_be_focused()
    counter.press("Enter")
    expect(code).to_be_visible()
    assert counter.orders["oW78JYF"]["payment"]["attempt"] == 2
    counter.page.clock.fast_forward(901_000)
    expect(counter.form).to_contain_text("Conferindo se foi pago…")
    expect(code).to_have_count(0)
    expect(counter.button("Gerar outro código")).to_have_count(0)


def test_a_provider_that_is_down_is_said_so_where_the_code_would_be(counter: Counter) -> None:
    counter.stub.answers["POST /staff/orders/*/checkout"] = (503, {"detail": "O pagamento por QR Code não responde."})
    counter.order("W78JYF")
    counter.look_at("W78JYF")
    counter.press("F6")
    expect(counter.form.get_by_role("alert")).to_have_text("O pagamento por QR Code não responde.")
    counter.press("Escape")
    expect(counter.form).to_be_hidden()


def test_the_kitchen_places_no_orders_here(counter: Counter) -> None:
    counter.stub.person["cognito:groups"] = ["kitchen"]
    counter.open()
    expect(counter.button("Novo pedido")).to_have_count(0)
    counter.press("F3")
    expect(counter.page.locator("#product")).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "quantity", "wanted"),
    [
        ("cola", 1, "cola"),
        ("2 cola", 2, "cola"),
        ("2*Cola", 2, "cola"),
        ("12", 1, "12"),
        ("3 12", 3, "12"),
        ("3*12", 3, "12"),
        ("0 cola", 1, "cola"),
        ("GUARANÁ", 1, "guarana"),
        ("", 1, ""),
        ("2 ", 2, ""),
    ],
)
def test_how_many_of_what_is_read_from_one_line(rule: Rule, typed: str, quantity: int, wanted: str) -> None:
    assert rule("rules/search", "parse", typed) == {"quantity": quantity, "wanted": wanted}


def test_the_likeliest_product_comes_first(rule: Rule) -> None:
    names = ["Cola Zero", "Suco de Acerola", "Pé de Moleque com Cola", "Cola"]
    products = [
        {"product_id": str(number), "number": number, "category": "drink", "name": {"pt-BR": name}}
        for number, name in enumerate(names, 1)
    ]

    def found(typed: str, category: str = "") -> list[Any]:
        wanted = {"quantity": 1, "wanted": typed}
        return [each["number"] for each in rule("rules/search", "search", products, wanted, category, "pt-BR")]

    assert found("cola") == [1, 4, 3]
    assert found("2") == [2]
    assert found("pe col") == [3]
    assert found("") == [1, 2, 3, 4]
    assert found("", "side") == []
    assert found("nada") == []


def test_what_is_chosen_is_seen_where_a_person_has_set_all_colours(counter: Counter) -> None:
    counter.page.emulate_media(forced_colors="active")
    counter.open()
    counter.press("F3")
    edges = "chosen => chosen.map((each) => getComputedStyle(each).outlineStyle)"
    chosen = counter.page.locator('[aria-pressed="true"]:visible, .chip:has(:checked) span:visible')
    expect(chosen.first).to_be_visible()
    assert set(chosen.evaluate_all(edges)) == {"solid"}
