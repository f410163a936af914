"""Local systems side by side: each on ports of its own."""

import os
from pathlib import Path

import pytest

from local.processes import free_port, require_free
from local.settings import Settings


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
        require_free(port, "PORT")
