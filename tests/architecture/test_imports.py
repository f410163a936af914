"""Arrows of the code: functions -> bytemeburger -> nothing of ours; and what each function loads when it starts."""

import ast
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pynamodb
import pytest

ROOT = Path(__file__).parents[2]
CORE = ROOT / "layers" / "core" / "bytemeburger"
APPS = sorted((ROOT / "functions").glob("*/app.py"))
MODULES = sorted(CORE.rglob("*.py"))

# A library that only some files may know, by the files' role name.
ROLES = {
    "pydantic": {"schemas.py"},
    "pynamodb": {"records.py", "table.py", "plain_model.py", "item_attributes.py"},
    "urllib3": {"mercadopago.py"},
    "segno": {"qr.py"},
    "aws_lambda_powertools": {"telemetry.py"},
    "botocore": {"aws.py", "aws_json.py", "secrets.py", "table.py"},
}
# 13 % to 90 % of a cold start each, or, for the first, at its end of life: docs/decisions tells the figures.
NEVER = {"aws_xray_sdk", "boto3", "mercadopago", "requests"}


def imports(path: Path, *, top_level_only: bool = False) -> Iterator[str]:
    """The modules a file imports, those for the type checker alone left out."""
    module = ast.parse(path.read_text())
    nodes = list(module.body) if top_level_only else [node for node in ast.walk(module) if not _typing_only(node)]
    typing_only = {id(each) for node in ast.walk(module) if _typing_only(node) for each in ast.walk(node)}
    for node in nodes:
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _typing_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def is_standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("app", APPS, ids=lambda path: path.parent.name)
def test_a_function_knows_the_core_and_the_standard_library_only(app: Path) -> None:
    assert [name for name in imports(app) if not is_standard(name) and not name.startswith("bytemeburger.")] == []


def test_the_core_knows_nothing_above_it() -> None:
    above = re.compile(r"^(deployment|functions|local|scripts|tests)\b")
    assert [(path.name, name) for path in MODULES for name in imports(path) if above.match(name)] == []


@pytest.mark.parametrize(
    ("folder", "above"),
    [
        ("deployment", ("local", "scripts", "tests")),
        ("local", ("scripts", "tests")),
        ("scripts", ("local", "tests")),
    ],
)
def test_tools_know_each_other_in_one_direction(folder: str, above: tuple[str, ...]) -> None:
    files = (ROOT / folder).rglob("*.py")
    assert [(path.name, name) for path in files for name in imports(path) if name.split(".")[0] in above] == []


def test_rules_are_pure() -> None:
    """They know other rules, problems, what values look like, and the port to a payment provider, which is as pure."""
    pure = [path for path in MODULES if path.name in {"rules.py", "model.py", "gateway.py"}]
    for path in pure:
        own = [name for name in imports(path) if not is_standard(name)]
        assert all(
            re.match(r"bytemeburger\.(errors|formats|values|\w+\.(rules|model|gateway))\b", name) for name in own
        ), f"{path}: {own}"


def test_a_library_is_known_only_by_the_files_it_belongs_to() -> None:
    found = [
        f"{path.relative_to(CORE)} imports {name}"
        for path in MODULES
        for name in imports(path, top_level_only=True)
        if path.name not in ROLES.get(name.partition(".")[0], {path.name})
    ]
    assert found == []


def test_keys_are_written_only_where_the_records_are() -> None:
    key = re.compile(r"""["'](STORE|ORDER|PRODUCT|CUSTOMER|CONSENT|CONNECTION|LIVE|DAY|HOUR|WITH|EFFECT)#""")
    for path in [*MODULES, *APPS]:
        if path.name not in {"records.py", "table.py"}:
            assert not key.search(path.read_text()), path


# One process for all: each app is imported in a fork of an interpreter that has imported nothing.
_FORKS = """
import importlib, json, os, sys

def loaded(name):
    read, write = os.pipe()
    if os.fork() == 0:
        try:
            importlib.import_module(f"functions.{name}.app")
            answer = sorted({module for module in sys.modules})
        except BaseException as error:
            answer = repr(error)
        with os.fdopen(write, "w") as pipe:
            json.dump(answer, pipe)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        answer = json.load(pipe)
    os.wait()
    return answer

json.dump({name: loaded(name) for name in sys.argv[1:]}, sys.stdout)
"""


def load(*before: Path) -> dict[str, set[str]]:
    """The modules that a function has loaded once it can answer, where packages are looked for `before` those of here."""
    answer = subprocess.run(
        [sys.executable, "-c", _FORKS, *(app.parent.name for app in APPS)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, [*before, ROOT, ROOT / "layers/core"]))},
        check=True,
        capture_output=True,
        text=True,
    )
    modules: dict[str, Any] = json.loads(answer.stdout)
    broken = {name: error for name, error in modules.items() if isinstance(error, str)}
    assert broken == {}
    return {name: set(found) for name, found in modules.items()}


@pytest.fixture(scope="module")
def loaded() -> dict[str, set[str]]:
    return load()


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """With the packages that the layer has lighter."""
    packages = tmp_path_factory.mktemp("packages")
    prune = runpy.run_path(str(ROOT / "layers" / "dependencies" / "prune.py"))
    for name in {Path(each).parts[0] for each in prune["LIGHTER"]}:
        shutil.copytree(Path(pynamodb.__file__).parents[1] / name, packages / name)
    prune["lighten"](packages)
    return load(packages)


@pytest.mark.parametrize("name", [app.parent.name for app in APPS])
def test_nothing_loads_what_no_function_needs(loaded: dict[str, set[str]], name: str) -> None:
    assert loaded[name] & NEVER == set()


def test_what_reads_or_consumes_loads_no_validation(loaded: dict[str, set[str]], template: dict[str, Any]) -> None:
    light = set()
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            events = list(resource["Properties"].get("Events", {}).values())
            if all(event["Type"] != "Api" or event["Properties"]["Method"] == "get" for event in events):
                light.add(resource["Properties"]["CodeUri"].removeprefix("functions/"))
    assert "get_menu" in light
    assert {name for name in light if "pydantic" in loaded[name]} == set()


def test_the_layer_ships_botocores_data_of_every_service_that_is_called() -> None:
    shipped = set(runpy.run_path(str(ROOT / "layers" / "dependencies" / "prune.py"))["ENDPOINT_NAMES"])
    called = {
        service
        for path in [*MODULES, *APPS]
        for service in re.findall(r"""\bclient\(\s*"([\w-]+)\"""", path.read_text())
    }
    assert called == shipped


_CLIENTS = """
import importlib, sys
import botocore.session
from bytemeburger.aws_json import JsonService

created = []
for kind, maker in ((botocore.session.Session, "create_client"), (JsonService, "__init__")):
    original = getattr(kind, maker)
    setattr(kind, maker, lambda self, name, *args, _original=original, **more: (
        created.append(name), _original(self, name, *args, **more)
    )[1])
for name in sys.argv[1:]:
    importlib.import_module(f"functions.{name}.app")
print(*created)
"""


def clients_created(*names: str, **environment: str) -> list[str]:
    """The services for which importing these functions creates a client, in a process with nothing else loaded."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "layers/core")])
    process = subprocess.run(
        [sys.executable, "-c", _CLIENTS, *names],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return process.stdout.split()


def test_an_order_is_placed_without_botocores_clients_and_a_search_for_plugins(shipped: dict[str, set[str]]) -> None:
    """They are a third of a cold start: docs/decisions/client.md."""
    unneeded = {"botocore.session", "botocore.client", "urllib3", "importlib.metadata"}
    heavy = {name: found & unneeded for name, found in shipped.items()}
    assert [name for name in ("create_order", "get_menu", "advance_order", "get_order") if heavy[name]] == []


def test_nothing_connects_when_a_module_is_imported() -> None:
    assert clients_created(*(app.parent.name for app in APPS)) == []


def test_a_function_has_its_client_once_it_has_started() -> None:
    started = {"AWS_LAMBDA_FUNCTION_NAME": "any", "AWS_DEFAULT_REGION": "sa-east-1", "TABLE_NAME": "any"}
    assert clients_created("create_order", **started) == ["dynamodb"]
