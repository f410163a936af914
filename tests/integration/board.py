"""The pick-up board, as somebody who waits before it reads it."""

import re

from playwright.sync_api import Locator, Page


def place_of(number: int, part: Page | Locator) -> Locator:
    """Where a part of the board shows an order's number, its promised time beside it or not."""
    return part.get_by_role("listitem").filter(has_text=re.compile(rf"^\s*{number}\b"))
