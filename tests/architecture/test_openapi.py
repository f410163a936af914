import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from bytemeburger import parameters
from scripts.documents import openapi

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text())
    return read


def test_it_is_what_the_sources_say() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "scripts.documents.openapi", "--check"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": "layers/core"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_a_query_parameter_is_told_as_the_function_declares_it() -> None:
    assert openapi.query_parameter(parameters.limit(20, most=30)) == {
        "name": "limit",
        "in": "query",
        "description": "How many at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 30, "default": 20},
    }
    cart = openapi.query_parameter(parameters.identifiers("products", 4, "The cart's.").needed())
    assert (cart["required"], cart["explode"], cart["schema"]["maxItems"]) == (True, False, 4)


def test_every_problem_has_an_example_of_the_documented_shape(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    content = answer["content"]["application/problem+json"]
                    assert content["schema"] == {"$ref": "#/components/schemas/Problem"}, (path, method)
                    jsonschema.validate(content["example"], document["components"]["schemas"]["Problem"])
                    assert content["example"]["status"] == int(status)
