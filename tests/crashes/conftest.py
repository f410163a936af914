"""Crashes happen on MiniStack, whose transactions are all or nothing, as DynamoDB's are; moto's are not.

The functions run in this process, so that they can die at any call. It must be a process of its own: a client of AWS that
was created before MiniStack runs would call another endpoint.
"""

import os
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bytemeburger import table
from local import ministack
from local.processes import free_port
from local.settings import Settings
from tests.conftest import furnish
from tests.functions.conftest import call, cold, on, place, shop, unmeasured  # noqa: F401


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """MiniStack with nothing deployed; its address."""
    assert table._connection.cache_info().currsize == 0, "run tests/crashes by itself"
    settings = Settings(tmp_path_factory.mktemp("crashes"), free_port(), free_port(), free_port())
    with ministack.running(settings):
        os.environ["AWS_ENDPOINT_URL"] = settings.endpoint
        yield settings.endpoint
        del os.environ["AWS_ENDPOINT_URL"]


@pytest.fixture
def aws(engine: str, storage: dict[str, Any]) -> None:
    """An empty AWS: the table of the storage, the pepper and the first store's credentials."""
    httpx.post(f"{engine}/_ministack/reset", trust_env=False).raise_for_status()
    furnish(storage)
