"""One id runs from a client's request through every function, item, event and call of the provider it causes."""

import ast
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
HANDLERS = {"endpoint", "event_consumer", "event_publisher", "scheduled", "stream_consumer"}
"""The family of handlers: each works for the request, or the run of the clock, that caused what it takes."""


def test_every_function_says_which_request_it_works_for(template: dict[str, Any]) -> None:
    silent = []
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            app = ROOT / resource["Properties"]["CodeUri"] / "app.py"
            handlers = [node for node in ast.parse(app.read_text()).body if getattr(node, "name", "") == "handler"]
            decorators = [each for node in handlers for each in getattr(node, "decorator_list", [])]
            names = {
                getattr(each, "id", None) or getattr(getattr(each, "func", None), "id", None) for each in decorators
            }
            if not names & HANDLERS:
                silent.append(app.parent.name)
    assert silent == [], f"decorate the handler with one of {sorted(HANDLERS)}"
