"""What a snapshot of a started function would hold, and give to every environment that starts from it: no secret, no session, no
connection, no random state. docs/decisions/snapshots.md"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deployment.render_template import render
from tests.architecture.template_rules import of_type

ROOT = Path(__file__).parents[2]
SOURCES = [*(ROOT / "functions").rglob("*.py"), *(ROOT / "layers" / "core").rglob("*.py")]
START = """
import functools, gc, importlib, json, socket, sys, unittest.mock
import bytemeburger

opened = []
def refuse(*where, **_):
    opened.append(str(where))
    raise OSError("nothing is open before the first call")
socket.socket.connect = socket.getaddrinfo = refuse
ENVIRONMENT = set(json.loads(sys.argv[2]))

class Environment(dict):
    read = []
    def __getitem__(self, name):
        if name in ENVIRONMENT: self.read.append(name)
        return super().__getitem__(name)
    def get(self, name, default=None):
        if name in ENVIRONMENT: self.read.append(name)
        return super().get(name, default)

import os
os.environ = Environment(os.environ)
for folder in json.loads(sys.argv[1]):
    importlib.import_module(f"functions.{folder}.app")
from bytemeburger import secrets
caches = {}
for name, module in sys.modules.items():
    if name.startswith(("bytemeburger", "functions")):
        for value in vars(module).values():
            if hasattr(value, "cache_info") and value.cache_info().currsize:
                caches[f"{value.__module__}.{value.__qualname__}"] = value.cache_info().currsize
clients, connections, sessions = [], 0, []
for each in gc.get_objects():
    names = {base.__name__ for base in type(each).__mro__}
    if names & {"BaseClient", "HTTPConnection", "JsonService"}:
        clients.append(type(each).__qualname__)
    if "PoolManager" in names:
        connections += len(each.pools)
    if "OrderingUser" in names:
        sessions += filter(None, [each._session.id_token])
print(json.dumps({"opened": opened, "read": sorted(set(Environment.read)), "secrets": list(secrets._cache), "caches": caches,
                  "clients": clients, "connections": connections, "sessions": sessions}))
"""


@pytest.fixture(scope="module")
def started() -> dict[str, Any]:
    """What there is after every handler was loaded, and none was called."""
    folders = sorted(path.parent.name for path in (ROOT / "functions").glob("*/app.py"))
    credentials = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]
    names = [*credentials, "PEPPER_SECRET", "ORDERING_USER_SECRET", "DISTRIBUTION_SECRET", "RECEIPT_KEY_ID"]
    answer = subprocess.run(
        [sys.executable, "-c", START, json.dumps(folders), json.dumps(names)],
        cwd=ROOT,
        env={
            "PYTHONPATH": f"{ROOT}:{ROOT / 'layers' / 'core'}",
            "PATH": "/usr/bin:/bin",
            "AWS_DEFAULT_REGION": "sa-east-1",
        },
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def test_nothing_is_opened_and_nothing_kept_before_the_first_call(started: dict[str, Any]) -> None:
    nothing = {"opened": [], "read": [], "secrets": [], "caches": {}, "clients": [], "connections": 0, "sessions": []}
    assert started == nothing


def _seeded() -> Iterator[str]:
    """Files that use the generator of the module `random`, whose state a snapshot would hold."""
    for path in SOURCES:
        text = path.read_text()
        if "import random\n" in text or "random.seed" in text:
            yield str(path.relative_to(ROOT))


def test_chance_comes_from_the_machine_and_not_from_the_snapshot() -> None:
    assert list(_seeded()) == []


def test_what_has_an_alias_starts_from_snapshots_where_they_are_wanted() -> None:
    resources = render(SnapStart="true")
    aliases = {alias["Properties"]["FunctionName"]["Ref"] for _, alias in of_type(resources, "AWS::Lambda::Alias")}
    wanted = {"ApplyOn": {"Fn::If": ["Snapshots", "PublishedVersions", "None"]}}
    functions = of_type(resources, "AWS::Lambda::Function")
    assert {name for name, each in functions if each["Properties"].get("SnapStart") == wanted} == aliases
    assert resources["Parameters"]["SnapStart"]["Default"] == "false"
