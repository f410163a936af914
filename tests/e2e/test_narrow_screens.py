"""Every page in every state on a screen of 320 pixels, with letters as they are and twice as large (WCAG 1.4.4, 1.4.10)."""

import importlib
import pkgutil

import pytest
from playwright.sync_api import Page, ViewportSize

from tests import screenshots
from tests.e2e.stub import Stub, settle

PAGES = [module.name for module in pkgutil.iter_modules(screenshots.__path__) if module.name != "__main__"]
NARROW: ViewportSize = {"width": 320, "height": 640}
ENLARGE = "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%' })"
FIND = """
() => {
  const root = document.documentElement;
  const touched = [...document.querySelectorAll("button, a[href], input, select, textarea, summary, label")];
  const isSeen = (each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest(".scroller, #steps");
  return ["100%", "200%"].flatMap((scale) => {
    root.style.fontSize = scale;
    const beside = touched.filter(isSeen).filter((each) => {
      const { left, right } = each.getBoundingClientRect();
      return left < -1 || right > innerWidth + 1;
    });
    const isWide = document.scrollingElement.scrollWidth > innerWidth;
    return [...(isWide ? [root] : []), ...beside].map((each) => `${scale}: ${each.cloneNode().outerHTML}`);
  });
}
"""
"""What lies beside the screen. Tables and the kiosk's row of steps are to be moved under the finger."""


@pytest.mark.parametrize("name", PAGES)
def test_nothing_lies_beside_a_narrow_screen(page: Page, stub: Stub, name: str) -> None:
    page.set_viewport_size(NARROW)
    page.add_init_script(ENLARGE)
    page.emulate_media(reduced_motion="reduce")
    for state in importlib.import_module(f"{screenshots.__name__}.{name}").states(page, stub):
        settle(page)
        assert page.evaluate(FIND) == [], state
