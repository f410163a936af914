"""A page without a mouse."""

import pytest
from playwright.sync_api import Page

FOCUSED = """
() => {
  const { id, ariaLabel, labels, textContent } = document.activeElement;
  return [id, (ariaLabel ?? (labels?.[0]?.textContent || textContent)).trim()];
}
"""


def reach(page: Page, what: str, key: str = "Tab") -> None:
    """Go on until what has that id, or a name that begins so, has the focus."""
    for _ in range(200):
        page.keyboard.press(key)
        element_id, name = page.evaluate(FOCUSED)
        if element_id == what or name.startswith(what):
            return
    pytest.fail(f"{what} cannot be reached")


def enter(page: Page, name: str) -> None:
    """Press what is called so."""
    reach(page, name)
    page.keyboard.press("Enter")
