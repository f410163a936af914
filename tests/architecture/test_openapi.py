import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from bytemeburger import parameters
from bytemeburger.campaigns.views import CampaignOffer
from scripts.documents import openapi
from tests import contract

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text())
    return read


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from methods.values()


def schemas(part: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Each schema of a document, with where it stands; what an example says is none."""
    match part:
        case dict():
            for name, each in part.items():
                if name in ("properties", "schemas"):
                    yield from ((f"{place}/{member}", schema) for member, schema in each.items())
                elif name in ("schema", "items", "additionalProperties"):
                    yield f"{place}/{name}", each
                if name not in ("example", "examples", "default"):
                    yield from schemas(each, f"{place}/{name}")
        case list():
            for number, each in enumerate(part):
                yield from schemas(each, f"{place}/{number}")


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


def test_a_parameter_is_documented_as_the_function_declares_it() -> None:
    assert openapi.parameter(parameters.limit(20, maximum=30), "query") == {
        "name": "limit",
        "in": "query",
        "description": "How many at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 30, "default": 20},
    }
    cart = openapi.parameter(parameters.identifiers("products", 4, "The cart's.").needed(), "query")
    assert (cart["required"], cart["explode"], cart["schema"]["maxItems"]) == (True, False, 4)


def test_every_operation_has_a_summary_of_its_own_and_a_tag(document: dict[str, Any]) -> None:
    summaries = [each["summary"] for each in operations(document)]
    assert len(set(summaries)) == len(summaries)
    assert [each for each in summaries if not 10 <= len(each) <= 110] == []
    tags = [each["name"] for each in document["tags"]]
    assert {tag for each in operations(document) for tag in each["tags"]} == set(tags)
    assert all(len(each["tags"]) == 1 for each in operations(document))
    assert all(each["description"] for operation in operations(document) for each in operation["parameters"])


def test_every_schema_says_something(document: dict[str, Any]) -> None:
    assert [place for place, schema in schemas(document) if schema in ({}, True)] == []


def test_an_answer_says_which_of_its_members_are_always_there(document: dict[str, Any]) -> None:
    """All, but for the name of a sales report's row, which is one of five, and what only some of them count; and what an offer
    is about, which follows from its kind."""
    request_bodies = {json.dumps(each["requestBody"]) for each in operations(document) if "requestBody" in each}
    for name, schema in document["components"]["schemas"].items():
        if "additionalProperties" in schema or f"#/components/schemas/{name}" in "".join(request_bodies):
            continue  # a body
        absent = schema.get("properties", {}).keys() - set(schema.get("required", []))
        sometimes = {
            "SalesRow": {"day", "product", "category", "hour", "method", "units_in_combos"},
            "Problem": {"errors"},
            "CampaignOffer": set(CampaignOffer.__optional_keys__),
        }
        assert absent == sometimes.get(name, set()), name


def test_every_answer_of_an_operation_has_its_schema(document: dict[str, Any]) -> None:
    for operation in operations(document):
        for status, answer in operation["responses"].items():
            if status not in ("204", "303", "304"):
                assert all(media["schema"] for media in answer["content"].values()), operation["operationId"]


@pytest.mark.parametrize("name", sorted(contract.OPERATIONS))
def test_every_example_is_an_answer_as_documented(name: str) -> None:
    example = json.loads((ROOT / "docs" / "examples" / f"{name}.json").read_text())
    contract.validate(name, example["status"], example["content_type"], example["body"])


def test_every_problem_has_an_example_of_the_documented_shape(document: dict[str, Any]) -> None:
    for operation in operations(document):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                content = answer["content"]["application/problem+json"]
                schema = {**content["schema"], "components": document["components"]}
                jsonschema.validate(content["example"], schema)
                assert content["example"]["status"] == int(status)
