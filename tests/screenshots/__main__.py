"""Photograph every page in every state, at its real size.

A module of this package is a page: `SIZES`, the screens it stands on, and `states(page, stub)`, which walks it and yields
each state's name. All pictures go to `.screenshots/`; of each page's state `README`, at its first size, a small one goes
to `docs/screenshots/`.

python -m tests.screenshots [page ...]
"""

import base64
import importlib
import pkgutil
import sys
from pathlib import Path
from types import ModuleType

from playwright.sync_api import Page, expect

from tests import screenshots
from tests.browser import chromium
from tests.e2e.stub import NOON, Stub, serving, settle, watch

ROOT = Path(__file__).parents[2]
ALL, SHOWN = ROOT / ".screenshots", ROOT / "docs" / "screenshots"
SHOWN_WIDTH = 640
QUALITY = 82
SETTLED = """
async () => {
  await document.fonts.ready;
  const ending = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < Infinity);
  await Promise.allSettled(ending.map(({ finished }) => finished));
}
"""
PAGES = sorted(module.name for module in pkgutil.iter_modules(screenshots.__path__) if module.name != "__main__")


def show(page: Page, path: Path, width: int, height: int) -> None:
    """A small picture of what the screen shows, as WebP, which Playwright itself does not write."""
    path.parent.mkdir(parents=True, exist_ok=True)
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": min(1, SHOWN_WIDTH / width)}
    parameters = {"format": "webp", "quality": QUALITY, "clip": clip}
    session = page.context.new_cdp_session(page)
    path.write_bytes(base64.b64decode(session.send("Page.captureScreenshot", parameters)["data"]))
    session.detach()


def walk(name: str, module: ModuleType, page: Page, stub: Stub, size: tuple[int, int]) -> None:
    width, height = size
    for state in module.states(page, stub):
        settle(page)
        page.evaluate(SETTLED)
        page.screenshot(path=ALL / name / f"{state}-{width}x{height}.png")
        if state == module.README and size == module.SIZES[0]:
            show(page, SHOWN / f"{name}.webp", width, height)


def main(names: list[str]) -> None:
    with serving() as url, chromium() as browser:
        for name in names:
            module = importlib.import_module(f"{screenshots.__name__}.{name}")
            for width, height in module.SIZES:
                with browser.new_context(locale="pt-BR", viewport={"width": width, "height": height}) as context:
                    page = context.new_page()
                    expect.set_options(timeout=10_000)
                    broken = watch(page)
                    page.clock.install(time=NOON)
                    walk(name, module, page, Stub(url, page), (width, height))
                    assert broken == [], name
                sys.stdout.write(f"{name} {width}x{height}\n")


if __name__ == "__main__":
    main(sys.argv[1:] or PAGES)
