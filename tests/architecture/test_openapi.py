import ast
import inspect
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from bytemeburger.api import Request
from scripts import openapi

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text())
    return read


def test_it_is_what_the_sources_say() -> None:
    checked = subprocess.run(
        [sys.executable, ROOT / "scripts" / "openapi.py", "--check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_a_query_parameter_is_told_as_the_function_reads_it() -> None:
    source = """
from bytemeburger.orders.rules import Status
MOST, OTHER = 30, 4
def handler(request):
    day = request.day("day")
    if day is None:
        raise Malformed("parameter-invalid", parameter="day")
    request.choice("status", Status); request.whole("number", MOST); request.limit(20, MOST)
    request.identifiers("products", OTHER); request.query("cursor"); request.identifier("store")
"""
    found = {
        each["name"]: each for each in openapi.parameters(ast.parse(source), {"Status": "bytemeburger.orders.rules"})
    }

    assert [name for name, each in found.items() if each.get("required")] == ["day", "products"]
    assert found["day"]["schema"] == {"type": "string", "format": "date"}
    assert found["status"]["schema"]["enum"][:2] == ["AWAITING_PAYMENT", "RECEIVED"]
    assert found["number"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 30}
    assert found["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 30, "default": 20}
    assert found["products"]["schema"]["maxItems"] == 4
    assert found.keys() == {"day", "status", "number", "limit", "products", "cursor", "store"}


def test_what_the_api_can_read_from_a_query_the_generator_can_tell() -> None:
    readers = {
        name for name, member in inspect.getmembers(Request, inspect.isfunction) if "query" in inspect.getsource(member)
    }
    assert readers - {"__init__"} <= openapi.QUERY_SCHEMAS.keys()


def test_every_problem_has_an_example_of_the_documented_shape(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    content = answer["content"]["application/problem+json"]
                    assert content["schema"] == {"$ref": "#/components/schemas/Problem"}, (path, method)
                    jsonschema.validate(content["example"], document["components"]["schemas"]["Problem"])
                    assert content["example"]["status"] == int(status)
