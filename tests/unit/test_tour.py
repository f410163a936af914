"""What `make run` prints, and where its pages are told."""

import re
from pathlib import Path

from local.tour import TEXT

WEB = Path(__file__).parents[2] / "web"
NOT_TOLD = {"order"}
"""Opened by a QR code: without one there is nothing to be seen there."""


def test_the_seven_pages_are_printed_and_told() -> None:
    pages = {path.parent.name for path in WEB.glob("*/index.html")} - {"design"} - NOT_TOLD
    assert len(pages) == 7
    assert set(re.findall(r"/web/([a-z-]+)/", TEXT)) == pages
    told = re.findall(r'href="([a-z-]+)/"><b>[^<]+</b> <span>[^<]+\.</span>', (WEB / "index.html").read_text())
    assert sorted(told) == sorted(pages)
