"""Local systems side by side: each on ports of its own."""

import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

from local.errors import LocalError
from local.processes import free_port, require_free
from local.settings import ROOT, Settings


def test_what_a_system_starts_finds_that_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing falls back to the ports that a `make run` beside it has."""
    settings = Settings(tmp_path, 10_001, 10_002, 10_003)
    for name in list(os.environ):
        if name.endswith("_PORT"):
            monkeypatch.delenv(name)
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)
    assert Settings.from_environment() == settings


def test_a_free_port_is_none_that_a_connection_could_get() -> None:
    ports = {free_port() for _ in range(50)}
    assert len(ports) > 40
    for port in ports:
        assert 10_000 <= port < 32_768
        require_free({"PORT": port})


def test_all_busy_ports_are_named_at_once_with_a_way_out() -> None:
    with socket.socket() as one, socket.socket() as other:
        for each in (one, other):
            each.bind(("127.0.0.1", 0))
            each.listen()
        first, second = one.getsockname()[1], other.getsockname()[1]
        with pytest.raises(LocalError) as refused:
            require_free({"MINISTACK_PORT": first, "SIMULATOR_PORT": free_port(), "PAGES_PORT": second})
        both = rf"ports {first} and {second} are busy: .* MINISTACK_PORT=\d+ PAGES_PORT=\d+; .*"
        assert re.fullmatch(both, str(refused.value))
        with pytest.raises(LocalError, match=rf"port {second} is busy: stop what uses it, .* PAGES_PORT=\d+; "):
            require_free({"PAGES_PORT": second})


def test_the_help_says_the_ports_that_a_system_has_when_nobody_says_others(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOCAL_STATE", "MINISTACK_PORT", "SIMULATOR_PORT", "PAGES_PORT"):
        monkeypatch.delenv(name, raising=False)
    settings = Settings.from_environment()
    ports = " ".join(f"{variable}={port}" for variable, port in settings.ports.items())
    help_text = subprocess.run(
        ["make", "--silent", "help"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert f"({ports} LOCAL_STATE={settings.state.name})" in help_text
