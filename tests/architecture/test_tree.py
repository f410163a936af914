"""The tree tells the truth: one name for a use case's folder, resource, sample event and test."""

import ast
import json
import re
import string
from collections import defaultdict
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from bytemeburger.texts import PROBLEMS, detail
from deployment.template import functions, read_template
from tests.access import MAY

ROOT = Path(__file__).parents[2]
CORE = ROOT / "layers" / "core" / "bytemeburger"
FOLDERS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/app.py"))
OWN_CODE = [
    path
    for top in ("deployment", "functions", "layers", "local", "scripts", "tests")
    for path in (ROOT / top).rglob("*.py")
]

APP_LINES = 70
FILE_LINES = 450
# What API Gateway alone answers.
GATEWAY_ONLY = {"unauthorized", "refused"}


def camel(folder: str) -> str:
    return "".join(word.capitalize() for word in folder.split("_"))


def test_every_folder_is_a_function_of_the_template_under_its_name(template: dict[str, Any]) -> None:
    declared = {
        name: resource["Properties"]["CodeUri"]
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    expected = {f"{camel(folder)}Function": f"functions/{folder}" for folder in FOLDERS}
    assert declared == expected, (
        f"in template.yaml or in functions/, not in both: {declared.items() ^ expected.items()}"
    )


def test_every_function_has_its_sample_event_and_its_test() -> None:
    events = {path.stem for path in (ROOT / "events").glob("*.json")}
    tests = {path.stem.removeprefix("test_") for path in (ROOT / "tests/functions").glob("test_*.py")}
    for found, path_format in ((events, "events/{}.json"), (tests, "tests/functions/test_{}.py")):
        lacking = [path_format.format(name) for name in sorted(set(FOLDERS) - found)]
        assert lacking == [], f"add {lacking}"
        stray = [path_format.format(name) for name in sorted(found - set(FOLDERS))]
        assert stray == [], f"of no function: {stray}"


def test_it_is_said_of_every_route_who_may_call_it() -> None:
    routes = {name for name, _, _, _ in functions(read_template())}
    assert routes - set(MAY) == set(), "say in tests/access.py who may call them"
    assert set(MAY) - routes == set(), "no longer a route: take it out of tests/access.py"


def test_a_functions_folder_holds_its_app_and_nothing_else() -> None:
    found = {path.name for path in (ROOT / "functions").glob("*/*")} - {"__pycache__"}
    assert found == {"app.py"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_an_app_is_short_says_what_it_is_and_has_a_handler(folder: str) -> None:
    source = (ROOT / "functions" / folder / "app.py").read_text()
    module = ast.parse(source)
    assert len(source.splitlines()) <= APP_LINES
    assert ast.get_docstring(module)
    assert "handler" in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}


def test_an_apps_docstring_names_its_route(template: dict[str, Any]) -> None:
    for resource in template["Resources"].values():
        if resource["Type"] != "AWS::Serverless::Function":
            continue
        for event in resource["Properties"].get("Events", {}).values():
            if event["Type"] == "Api":
                api = event["Properties"]
                source = (ROOT / resource["Properties"]["CodeUri"] / "app.py").read_text()
                route = f"{api['Method'].upper()} {api['Path']}"
                names_route = (ast.get_docstring(ast.parse(source)) or "").startswith(f"{route}: ")
                assert names_route, (
                    f"the docstring of {resource['Properties']['CodeUri']}/app.py begins with `{route}: `"
                )


def test_package_files_are_empty_so_that_an_import_costs_what_it_names() -> None:
    assert [path for path in CORE.rglob("__init__.py") if path.read_text()] == []


def test_nothing_is_called_utils_or_common() -> None:
    vague = re.compile(r"^(utils?|commons?|helpers?|misc|shared|base)$")
    assert [path for path in OWN_CODE for part in path.relative_to(ROOT).parts if vague.match(Path(part).stem)] == []


def defined_types() -> Iterator[tuple[str, str]]:
    """(name, definition) of every class and type of what is not a test. Aliases that say the same are one definition."""
    for path in [*OWN_CODE, *(ROOT / "benchmarks").rglob("*.py")]:
        if not path.is_relative_to(ROOT / "tests"):
            for node in ast.walk(ast.parse(path.read_text())):
                match node:
                    case ast.ClassDef():
                        yield node.name, f"{path.relative_to(ROOT)}:{node.lineno}"
                    case ast.TypeAlias():
                        yield node.name.id, ast.unparse(node.value)


def test_a_type_has_a_name_of_its_own() -> None:
    found = defaultdict[str, set[str]](set)
    for name, definition in defined_types():
        found[name].add(definition)
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_files_stay_small() -> None:
    assert [path for path in OWN_CODE if len(path.read_text().splitlines()) >= FILE_LINES] == []


def raised_problems() -> Iterator[tuple[str, ast.Call]]:
    """(place, call) of every problem that is raised."""
    errors = ast.parse((CORE / "errors.py").read_text())
    kinds = {node.name for node in errors.body if isinstance(node, ast.ClassDef)}
    for path in [*CORE.rglob("*.py"), *(ROOT / "functions").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node
            if (
                isinstance(node, ast.ClassDef)
                and {ast.unparse(base) for base in node.bases} & kinds
                and path.stem != "errors"
            ):
                for call in ast.walk(node):
                    if isinstance(call, ast.Call) and ast.unparse(call.func) == "super().__init__":
                        yield f"{path.relative_to(ROOT)}:{call.lineno}", call


def test_every_problem_has_its_texts_and_every_text_its_problem() -> None:
    unnamed, used = [], set()
    for place, problem in raised_problems():
        match problem.args:
            case [ast.Constant(value=str(code))]:
                used.add(code)
            case _:
                unnamed.append(place)
    assert unnamed == [], "a problem's code is written where it is raised"
    assert used | GATEWAY_ONLY == set(PROBLEMS)


def test_a_problems_texts_speak_only_of_the_members_it_carries() -> None:
    for place, problem in raised_problems():
        members = {keyword.arg for keyword in problem.keywords}
        for text in PROBLEMS[ast.literal_eval(problem.args[0])]:
            wanted = {name for _, name, _, _ in string.Formatter().parse(text) if name}
            assert wanted <= members or None in members, f"{place}: {wanted - members}"


def test_what_the_gateway_refuses_is_a_problem_of_ours_with_its_text(template: dict[str, Any]) -> None:
    for kind, response in template["Resources"]["Api"]["Properties"]["GatewayResponses"].items():
        problem = json.loads(response["ResponseTemplates"]["application/json"])
        members = {name: value for name, value in problem.items() if name not in ("type", "title", "status", "detail")}
        code = problem["type"].removeprefix("urn:bytemeburger:problem:")
        assert problem["detail"] == detail(code, members, "en"), kind
        assert problem["title"] == HTTPStatus(problem["status"]).phrase, kind
