"""What the pages say: the same in both languages, and nothing that is asked for is missing."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bytemeburger.texts import detail
from deployment.template import read_template
from tests.browser import page_in

WEB = Path(__file__).parents[2] / "web"
PAGES = ("account", "board", "counter", "kiosk", "kitchen", "manager", "menu-board", "order", "unsubscribe")
SHAPES = """
async (url) => {
  const { TEXTS } = await import(url);
  const shape = (value) => typeof value === "function" ? `function of ${value.length}`
    : typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shape(each)]))
    : value.trim() === value && value !== "" ? "text" : `"${value}"`;
  return shape(TEXTS);
}
"""


@pytest.fixture(scope="module")
def shapes(browser: Browser, pages_url: str) -> Iterator[dict[str, Any]]:
    with page_in(browser) as page:
        page.goto(f"{pages_url}/config.json")
        yield page.evaluate(SHAPES, f"{pages_url}/texts/index.js")


@pytest.mark.parametrize("page", [*PAGES, "start"])
def test_a_page_says_the_same_in_both_languages(shapes: dict[str, Any], page: str) -> None:
    assert sorted(shapes[page]) == ["en", "pt-BR"]
    assert shapes[page]["en"] == shapes[page]["pt-BR"]


def test_the_list_of_the_pages_is_read_in_either_language(page: Page, pages_url: str) -> None:
    page.goto(f"{pages_url}/")
    expect(page.get_by_role("link", name="Totem O cliente escolhe")).to_have_attribute("href", "kiosk/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="Kiosk Customers choose")).to_have_attribute("href", "kiosk/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(f"{pages_url}/?language=en")
    expect(page.get_by_role("button", name="Português")).to_be_visible()


def test_what_the_gateway_refuses_is_said_in_portuguese_as_the_functions_say_it(
    browser: Browser, pages_url: str
) -> None:
    refusals = read_template()["Resources"]["Api"]["Properties"]["GatewayResponses"].values()
    problems = [json.loads(each["ResponseTemplates"]["application/json"]) for each in refusals]
    with page_in(browser) as page:
        page.goto(f"{pages_url}/config.json")
        said = page.evaluate("async (url) => (await import(url)).GATEWAY", f"{pages_url}/texts/gateway.js")
    codes = {each["type"].rpartition(":")[2]: each for each in problems}
    assert said == {"pt-BR": {code: detail(code, problem, "pt-BR") for code, problem in codes.items()}}


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_asks_for_is_there(shapes: dict[str, Any], page: str) -> None:
    source = "".join(path.read_text() for path in (WEB / page).glob("*.js"))
    used = set(re.findall(r"\btexts\.([a-z_]+)", source))
    assert used - shapes[page]["en"].keys() == set()
    assert len(used) >= 3
