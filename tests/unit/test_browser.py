"""The test command has a browser before the first test, or says before it how to get one."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import browser

ROOT = Path(__file__).parents[2]


class Machine:
    """Where commands are only written down; it has a headless shell once one of them `brings` it, or a `full` browser."""

    def __init__(
        self, *, has: bool, full: bool = False, brings: str = "", programs: str = "", user: int = 0, sudo: bool = False
    ):
        self.has, self.full, self.brings = has, full, brings
        self.programs, self.user, self.sudo = programs.split(), user, sudo
        self.ran: list[str] = []

    def starts(self, *, shell_only: bool = False) -> bool:
        return self.has or (self.full and not shell_only)

    def which(self, name: str) -> str | None:
        return f"/usr/bin/{name}" if name in self.programs else None

    def run(self, command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        line = " ".join(map(str, command))
        if line.endswith("sudo --non-interactive true"):
            return subprocess.CompletedProcess(command, 0 if self.sudo else 1)
        self.ran.append(line)
        self.has = self.has or bool(self.brings and self.brings in line)
        return subprocess.CompletedProcess(command, 0 if self.has or "update" in line else 1)


type Standing = Callable[..., Machine]


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> Standing:
    def stand(**properties: Any) -> Machine:
        machine = Machine(**properties)
        monkeypatch.setattr(browser, "starts", machine.starts)
        monkeypatch.setattr(shutil, "which", machine.which)
        monkeypatch.setattr(subprocess, "run", machine.run)
        monkeypatch.setattr(os, "geteuid", lambda: machine.user)
        return machine

    return stand


def test_an_installed_headless_shell_is_used(standing: Standing) -> None:
    machine = standing(has=True, programs="apt-get sudo")
    browser.get()
    assert machine.ran == []


def test_a_full_browser_is_used_where_no_shell_can_be_fetched(standing: Standing) -> None:
    machine = standing(has=False, full=True, programs="apt-get sudo", user=1000, sudo=True)
    browser.get()
    assert [line.partition(" -m ")[2] for line in machine.ran] == ["playwright install --only-shell chromium"]


def test_else_playwrights_own_is_fetched(standing: Standing) -> None:
    machine = standing(has=False, brings="playwright install", programs="apt-get")
    browser.get()
    assert [line.partition(" -m ")[2] for line in machine.ran] == ["playwright install --only-shell chromium"]


@pytest.mark.parametrize(
    ("user", "sudo", "full", "as_root"),
    [(0, False, False, ""), (0, False, True, ""), (1000, True, False, "sudo --non-interactive ")],
)
def test_else_debians_is_installed(standing: Standing, user: int, sudo: bool, full: bool, as_root: str) -> None:
    machine = standing(has=False, full=full, brings="apt-get install", programs="apt-get sudo", user=user, sudo=sudo)
    browser.get()
    assert machine.ran[1:] == [
        f"{as_root}apt-get update --quiet=2",
        f"{as_root}apt-get install --quiet=2 --yes --no-install-recommends chromium-headless-shell",
    ]


@pytest.mark.parametrize("programs", ["", "apt-get", "apt-get sudo"])
def test_else_it_is_said_what_is_missing_and_how_to_get_it(standing: Standing, programs: str) -> None:
    machine = standing(has=False, programs=programs, user=1000)
    with pytest.raises(SystemExit, match="need Chromium, and none here starts") as ended:
        browser.get()
    assert "apt-get install chromium" in str(ended.value)
    assert "playwright install" in str(ended.value)
    assert len(machine.ran) == 1, "nobody is asked for a password, and nothing runs that may not"


def test_a_browser_that_does_not_start_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Such as Ubuntu's chromium-browser, which only says where to find one."""
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\nexit 1\n")
    stub.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    assert not browser.starts()


def test_the_browser_comes_before_the_first_test() -> None:
    planned = subprocess.run(["make", "--dry-run", "test"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert 0 <= planned.index("tests.browser") < planned.index("pytest")
