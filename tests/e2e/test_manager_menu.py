"""The manager's menu: products found, changed, counted, pictured, and what two people changed at once."""

import re
import struct
import zlib
from typing import Any

from playwright.sync_api import Route, expect

from tests.e2e.manager import Manager
from tests.e2e.stub import OPEN_TO_ALL, STORAGE


def png(edge: int) -> bytes:
    """A grey square."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    pixels = b"".join(b"\0" + b"\x80" * edge for _ in range(edge))
    head = struct.pack(">IIBBBBB", edge, edge, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def saved(manager: Manager, product_id: str = "x-burger") -> Any:
    return manager.stub.bodies(f"PUT /products/{product_id}")[-1]


def edit(manager: Manager, product_id: str = "x-burger") -> None:
    manager.open(f"menu/{product_id}")
    expect(manager.page.get_by_label("Preço (R$)")).to_be_visible()


def test_a_product_is_found_without_accents_and_by_category(manager: Manager) -> None:
    manager.open("menu")
    rows = manager.page.locator("#products tbody tr")
    expect(rows).to_have_count(len([each for each in manager.products.values() if not each["removed"]]))
    manager.page.get_by_label("Buscar produto").fill("GUARANA")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Guaraná")
    manager.page.get_by_label("Buscar produto").fill("nada disso")
    expect(manager.page.get_by_text("Nenhum produto com esse nome.")).to_be_visible()
    manager.page.get_by_label("Buscar produto").fill("")
    manager.page.get_by_label("Categoria").select_option("dessert")
    assert all(each == "Sobremesa" for each in rows.locator("td:nth-child(3)").all_inner_texts())


def test_a_price_is_changed_and_what_is_no_price_is_said_beside_it(manager: Manager) -> None:
    edit(manager)
    price = manager.page.get_by_label("Preço (R$)")
    price.fill("12,9O")
    manager.button("Salvar").click()
    expect(price).to_be_focused()
    expect(price).to_have_accessible_description("Digite um valor em reais, como 12,90.")
    assert manager.stub.bodies("PUT /products/x-burger") == []
    price.fill("29,9")
    manager.page.keyboard.press("Enter")
    expect(manager.page.get_by_text("Salvo")).to_be_visible()
    expect(price).to_have_value("29,90")
    assert saved(manager)["price"] == 2990
    was = manager.products["x-burger"]
    assert saved(manager)["name"] == was["name"]


def test_what_the_api_refuses_stands_beside_its_field(manager: Manager) -> None:
    edit(manager)
    errors = [{"pointer": "/name/en", "code": "string_too_short", "detail": "x"}]
    manager.stub.answers["PUT /products/x-burger"] = (
        422,
        {"type": "urn:bytemeburger:problem:body-invalid", "errors": errors},
    )
    manager.stub.answers = {
        "PUT /products/x-burger": manager.stub.answers["PUT /products/x-burger"]
    } | manager.stub.answers
    manager.page.get_by_label("Nome (inglês)").first.fill("")
    manager.button("Salvar").click()
    expect(manager.wrong).to_be_focused()
    expect(manager.page.get_by_label("Nome (inglês)").first).to_have_accessible_description("Preencha este campo.")
    expect(manager.notice).to_have_text("Confira os campos marcados.")


def test_a_new_product_gets_an_id_of_its_name(manager: Manager) -> None:
    manager.open("menu")
    manager.link("Novo produto").click()
    manager.page.get_by_label("Nome (português)").first.fill("Pão de Queijo!")
    manager.page.get_by_label("Nome (inglês)").first.fill("Cheese bread")
    manager.page.get_by_label("Categoria").select_option("side")
    manager.page.get_by_label("Preço (R$)").fill("8")
    manager.page.get_by_label("leite", exact=True).check()
    manager.button("Salvar").click()
    expect(manager.page.get_by_label("Escolher foto")).to_be_visible()
    body = saved(manager, "pao-de-queijo")
    assert (body["price"], body["category"], body["allergens"]) == (800, "side", ["milk"])
    (request,) = [each for each in manager.stub.requests if each.url.endswith("/products/pao-de-queijo")]
    assert request.headers["if-none-match"] == "*"


def test_options_are_added_and_put_in_order(manager: Manager) -> None:
    manager.products["x-burger"]["option_groups"] = []
    edit(manager)
    manager.button("Novo grupo de opções").click()
    manager.page.get_by_label("Nome do grupo (português)").fill("Adicionais")
    manager.page.get_by_label("Nome do grupo (inglês)").fill("Extras")
    for place, (name, price, seconds) in enumerate((("Bacon", "5", "40"), ("Ovo", "3,50", ""))):
        manager.button("Nova opção").click()
        option = manager.page.locator(f'[id="/option_groups/0/options/{place}/name/pt-BR"]')
        option.fill(name)
        manager.page.locator(f'[id="/option_groups/0/options/{place}/name/en"]').fill(name)
        manager.page.locator(f'[id="/option_groups/0/options/{place}/price"]').fill(price)
        manager.page.locator(f'[id="/option_groups/0/options/{place}/make_seconds"]').fill(seconds)
    manager.button("Subir Ovo").click()
    manager.button("Salvar").click()
    expect(manager.page.get_by_text("Salvo")).to_be_visible()
    (group,) = saved(manager)["option_groups"]
    assert (group["min"], group["max"]) == (0, 1)
    options = [(each["name"]["pt-BR"], each["price"], each["make_seconds"]) for each in group["options"]]
    assert options == [("Ovo", 350, None), ("Bacon", 500, 40)]
    assert len({each["option_id"] for each in group["options"]}) == 2


def test_a_product_says_how_long_it_takes(manager: Manager) -> None:
    edit(manager)
    seconds = manager.page.get_by_label("Preparo (segundos)")
    expect(seconds).to_have_value("150")
    seconds.fill("4 min")
    manager.button("Salvar").click()
    expect(seconds).to_have_accessible_description(re.compile("Digite um número inteiro."))
    seconds.fill("240")
    manager.button("Salvar").click()
    expect(manager.page.get_by_text("Salvo")).to_be_visible()
    assert saved(manager)["make_seconds"] == 240


def test_a_combo_has_parts_and_each_its_choices(manager: Manager) -> None:
    edit(manager)
    manager.page.get_by_label("Categoria").select_option("combo")
    manager.button("Nova parte").click()
    manager.page.get_by_label("Nome da parte (português)").fill("Bebida")
    manager.page.get_by_label("Nome da parte (inglês)").fill("Drink")
    manager.button("Novo produto na escolha").click()
    manager.page.locator('[id="/slots/0/choices/0/product_id"]').select_option("guarana")
    manager.page.locator('[id="/slots/0/choices/0/price"]').fill("1,50")
    manager.button("Salvar").click()
    expect(manager.page.get_by_text("Salvo")).to_be_visible()
    (slot,) = saved(manager)["slots"]
    assert slot["choices"] == [{"product_id": "guarana", "price": 150}]


def test_it_is_sold_at_some_hours_alone(manager: Manager) -> None:
    edit(manager)
    manager.button("Novo horário").click()
    for day in ("seg", "sex"):
        manager.page.get_by_label(day, exact=True).check()
    manager.page.get_by_label("Abre às").fill("06:00")
    manager.page.get_by_label("Fecha às").fill("10:30")
    manager.button("Salvar").click()
    expect(manager.page.get_by_text("Salvo")).to_be_visible()
    assert saved(manager)["hours"] == [{"days": ["mon", "fri"], "opens": "06:00", "closes": "10:30"}]


def test_what_two_people_changed_is_decided_member_by_member(manager: Manager) -> None:
    edit(manager)
    manager.page.get_by_label("Preço (R$)").fill("30")
    manager.page.get_by_label("Nome (inglês)").first.fill("Mine")
    other = manager.products["x-burger"]
    other["name"] = {**other["name"], "en": "Theirs"}
    other |= {"price": 3500, "available": False, "version": 7}
    manager.button("Salvar").click()
    expect(manager.dialog).to_contain_text("Outra pessoa mudou isto nesse meio-tempo")
    expect(manager.dialog).to_contain_text("35,00")
    expect(manager.dialog).to_contain_text("À venda: Não")
    manager.confirm("Salvar assim")
    expect(manager.dialog.get_by_text("Escolha um dos dois.").first).to_be_visible()
    manager.dialog.get_by_role("group", name="Preço").get_by_label("O que você escreveu").check()
    manager.dialog.get_by_role("group", name="Nome › inglês").get_by_label("O que a outra pessoa salvou").check()
    manager.dialog.get_by_role("button", name="Salvar assim").click()
    expect(manager.page.get_by_text("Salvo")).to_be_visible()
    body = saved(manager)
    assert (body["price"], body["name"]["en"], body["available"]) == (3000, "Theirs", False)
    assert manager.products["x-burger"]["version"] == 8


def test_a_product_that_somebody_removed_meanwhile_is_not_saved(manager: Manager) -> None:
    edit(manager)
    manager.products["x-burger"] |= {"removed": True, "version": 9}
    manager.button("Salvar").click()
    expect(manager.page.get_by_text("Alguém removeu este produto nesse meio-tempo.")).to_be_visible()


def test_a_picture_is_cut_to_a_square_and_uploaded_as_webp(manager: Manager) -> None:
    uploads: list[Route] = []

    def take(route: Route) -> None:
        uploads.append(route)
        route.fulfill(status=204, headers=OPEN_TO_ALL)

    manager.page.route(f"{STORAGE}/**", take)
    edit(manager)
    manager.page.get_by_label("Escolher foto").set_input_files(
        {"name": "burger.png", "mimeType": "image/png", "buffer": png(80)}
    )
    zoom = manager.page.get_by_label("Aproximar")
    zoom.focus()
    manager.page.keyboard.press("ArrowRight")
    manager.button("Usar esta foto").click()
    expect(manager.page.get_by_text("Foto nova: falta salvar o produto")).to_be_visible()
    (body,) = manager.stub.bodies("POST /products/x-burger/image")
    assert body["content_type"] == "image/webp"
    assert len(uploads) == 1
    manager.button("Salvar").click()
    expect(manager.page.get_by_text("Salvo")).to_be_visible()
    assert saved(manager)["image"] == "products/x-burger/new.webp"


def test_what_is_no_picture_or_is_refused_is_said(manager: Manager) -> None:
    manager.page.route(f"{STORAGE}/**", lambda route: route.fulfill(status=403, headers=OPEN_TO_ALL))
    edit(manager)
    chooser = manager.page.get_by_label("Escolher foto")
    chooser.set_input_files({"name": "x.txt", "mimeType": "text/plain", "buffer": b"x"})
    expect(manager.notice).to_contain_text("não é uma foto")
    chooser.set_input_files({"name": "burger.png", "mimeType": "image/png", "buffer": png(80)})
    manager.button("Usar esta foto").click()
    expect(manager.notice).to_have_text("A foto não foi aceita. Tente outra.")


def test_stock_is_counted_and_no_more(manager: Manager) -> None:
    manager.open("menu")
    manager.button("Estoque de X-Burger: sem contagem").click()
    manager.page.get_by_label("Unidades na prateleira agora").fill("doze")
    manager.confirm("Salvar")
    expect(manager.wrong).to_be_focused()
    manager.page.get_by_label("Unidades na prateleira agora").fill("12")
    manager.page.keyboard.press("Enter")
    expect(manager.dialog).to_be_hidden()
    manager.button("Estoque de X-Burger: 12").click()
    manager.page.get_by_label("Unidades na prateleira agora").fill("")
    manager.confirm("Salvar")
    expect(manager.button("Estoque de X-Burger: sem contagem")).to_be_visible()
    assert [each["units"] for each in manager.stub.bodies("PUT /products/x-burger/stock")] == [12, None]


def test_a_product_is_called_off_by_one_tap_and_removed_by_two(manager: Manager) -> None:
    manager.open("menu")
    manager.button("X-Burger: À venda").click()
    switch = manager.button("X-Burger: Fora do cardápio")
    expect(switch).to_be_visible()
    manager.button("Remover: X-Burger").click()
    manager.confirm("Remover")
    expect(switch).to_have_count(0)
    assert manager.stub.bodies("PUT /products/x-burger/availability") == [{"available": False}]


def test_products_are_put_in_another_order_within_their_category(manager: Manager) -> None:
    manager.stub.answers["PUT /menu/arrangement"] = lambda request: (200, request.post_data_json)
    manager.open("menu")
    manager.page.get_by_label("Categoria").select_option("dessert")
    names = manager.page.locator("#products tbody th")
    expect(names.first).to_be_visible()
    before = names.all_inner_texts()
    later = manager.button(f"Mostrar {before[0]} depois")
    later.focus()
    manager.page.keyboard.press("Enter")
    expect(names).to_have_text([before[1], before[0], *before[2:]])
    expect(later).to_be_focused()
    (body,) = manager.stub.bodies("PUT /menu/arrangement")
    assert len(body["product_ids"]) == len(manager.products)
    ids = [each["product_id"] for each in manager.products.values() if each["name"]["pt-BR"] in before[:2]]
    assert [each for each in body["product_ids"] if each in ids] == list(reversed(ids))
    manager.button(f"Mostrar {before[1]} antes").click()
    assert len(manager.stub.bodies("PUT /menu/arrangement")) == 1
