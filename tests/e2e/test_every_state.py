"""Every page in every state as people set their screens: 320 pixels wide, letters twice as large, colours of their own
(WCAG 1.4.4, 1.4.10, 1.4.11)."""

import importlib
import pkgutil

import pytest
from playwright.sync_api import Page, ViewportSize

from tests import screenshots
from tests.e2e.stub import LETTERS, Stub, settle

PAGES = [module.name for module in pkgutil.iter_modules(screenshots.__path__) if module.name != "__main__"]
NARROW: ViewportSize = {"width": 320, "height": 640}
ENLARGE = "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%' })"
BESIDE = """
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

UNMARKED = """
() => {
  const marked = `button[aria-pressed="true"], [role="option"][aria-selected="true"], [aria-current], .chip :checked + span,
    .choice:has(:checked), .fresh, .unseen, .age:is(.warning, .late), .badge`;
  const isMarked = (look) => look.outlineStyle !== "none" || look.borderTopStyle !== "none";
  return [...document.querySelectorAll(marked)].filter((each) => each.checkVisibility() && !isMarked(getComputedStyle(each)))
    .map((each) => each.cloneNode().outerHTML);
}
"""
"""What is chosen, pressed, new or late, and shows it by nothing but a colour."""


@pytest.mark.parametrize("name", PAGES)
def test_it_is_complete_on_a_narrow_screen_and_legible_without_colours(page: Page, stub: Stub, name: str) -> None:
    page.set_viewport_size(NARROW)
    page.add_init_script(ENLARGE)
    page.emulate_media(reduced_motion="reduce")
    for state in importlib.import_module(f"{screenshots.__name__}.{name}").states(page, stub):
        settle(page)
        page.evaluate(LETTERS)
        assert page.evaluate(BESIDE) == [], state
        page.emulate_media(forced_colors="active")
        assert page.evaluate(UNMARKED) == [], state
        page.emulate_media(forced_colors="none")
