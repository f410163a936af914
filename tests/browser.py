"""A page in a real browser: the first Chromium of this machine that starts.

A headless shell, which has no windows, before a full one: that spends a third to a half of a test's time on them.

python -m tests.browser    # before the tests: get one where there is none, or say how
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

SHELL = "chromium-headless-shell"
FULL = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
OWN = (sys.executable, "-m", "playwright", "install", "--only-shell", "chromium")
"""Playwright's download, into the person's own cache."""
MISSING = f"""error: the tests in a browser need Chromium, and none here starts. Get one, then try again:
  a package of the system, such as Debian's:   apt-get install {SHELL}
  or Playwright's download:                    {" ".join(OWN)}
  or Google Chrome, on the PATH as google-chrome
The tests that need no browser: make test-fast"""


@contextmanager
def chromium(*, shell_only: bool = False) -> Iterator[Browser]:
    """A browser; one process has one at a time."""
    with sync_playwright() as playwright:
        browser = _start(playwright, shell_only)
        yield browser
        browser.close()


@contextmanager
def page_in(browser: Browser, language: str = "en-US") -> Iterator[Page]:
    """A page without a past, in a context of its own, whose person reads `language` and lives where the stores are."""
    # Service workers pass by what a test answers.
    with browser.new_context(locale=language, timezone_id="America/Sao_Paulo", service_workers="block") as context:
        yield context.new_page()


def _start(playwright: Playwright, shell_only: bool) -> Browser:
    playwrights_own = None
    shells = [*filter(None, [shutil.which(SHELL)]), playwrights_own]
    full = [] if shell_only else filter(None, map(shutil.which, FULL))
    for executable in (*shells, *full):
        try:
            return playwright.chromium.launch(executable_path=executable, args=OPTIONS)
        except Error:
            continue
    raise AssertionError(MISSING)


def starts(*, shell_only: bool = False) -> bool:
    """Whether this machine has a browser for the tests."""
    try:
        with chromium(shell_only=shell_only):
            return True
    except AssertionError:
        return False


def get() -> None:
    """Have a headless shell, or else the full browser that is there. Ends the process where neither is to be had."""
    if starts(shell_only=True):
        return
    ways: dict[str, Sequence[Sequence[str]]] = {"Playwright's download": [OWN]}
    if os.geteuid() == 0 or not starts():  # nobody's own system is changed for speed alone
        ways["Debian's package"] = _debian()
    for source, commands in ways.items():
        if commands:
            sys.stderr.write(f"Getting a browser for the tests: {source}, which takes a minute\n")
            all(subprocess.run(command, check=False, capture_output=True).returncode == 0 for command in commands)
            if starts(shell_only=True):
                return
    if not starts():
        sys.exit(MISSING)


def _debian() -> list[Sequence[str]]:
    """The commands that install its package; none where that is not for us to do."""
    if not shutil.which("apt-get"):
        return []
    root: list[str] = []
    if os.geteuid() != 0:
        root = ["sudo", "--non-interactive"]
        if not shutil.which("sudo") or subprocess.run([*root, "true"], check=False, capture_output=True).returncode:
            return []
    install = ["apt-get", "install", "--quiet=2", "--yes", "--no-install-recommends", SHELL]
    return [[*root, "apt-get", "update", "--quiet=2"], [*root, *install]]


if __name__ == "__main__":
    get()
