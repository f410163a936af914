"""docs/architecture.md shows the functions that are deployed, their callers and what they may touch."""

from typing import Any

from deployment.template import read_template
from scripts.documents.architecture import OUTPUT, generated, render
from tests.architecture.test_tree import FOLDERS


def test_the_document_is_fresh(template: dict[str, Any]) -> None:
    assert OUTPUT.read_text() == render(OUTPUT.read_text(), template), "run make openapi"


def test_every_function_is_in_it_with_a_caller(template: dict[str, Any]) -> None:
    text = generated(template)
    for folder in FOLDERS:
        (row,) = [line for line in text.splitlines() if line.startswith(f"| `{folder}` |")]
        caller = row.split("|")[2].strip()
        assert caller, row


def test_a_new_permission_and_a_new_route_make_it_stale() -> None:
    for change in ("Path", "Policies"):
        template = read_template()
        function = template["Resources"]["GetMenuFunction"]["Properties"]
        if change == "Path":
            function["Events"]["Api"]["Properties"]["Path"] = "/card"
        else:
            statement = {"Effect": "Allow", "Action": "ses:SendEmail", "Resource": "x"}
            function["Policies"][0]["Statement"].append(statement)
        assert render(OUTPUT.read_text(), template) != OUTPUT.read_text()
