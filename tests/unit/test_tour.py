"""What `make run` prints, and the list of its pages."""

import re
from pathlib import Path

from local.tour import TEXT

WEB = Path(__file__).parents[2] / "web"
NOT_LISTED = {"order", "unsubscribe"}
"""Opened by a QR code or a mail's link: without one there is nothing to be seen there."""


def test_the_seven_pages_are_printed_and_listed() -> None:
    pages = {path.parent.name for path in WEB.glob("*/index.html")} - {"design"} - NOT_LISTED
    assert len(pages) == 7
    assert set(re.findall(r"/web/([a-z-]+)/", TEXT)) == pages
    listed = re.findall(r'^ {6}"?([a-z-]+)"?: \["', (WEB / "texts" / "start.js").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted([*pages, *pages])  # in both languages
