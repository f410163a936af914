"""One id runs from a client's request through every function, item, event and call of the provider it causes."""

import ast
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BY_ITSELF = {"each", "endpoint", "publish_each"}
"""What already follows the request for its caller: the API's handlers and the stream's."""


def test_every_function_says_which_request_it_works_for(template: dict[str, Any]) -> None:
    silent = []
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            app = ROOT / resource["Properties"]["CodeUri"] / "app.py"
            called = {
                getattr(node.func, "id", None) or getattr(node.func, "attr", None)
                for node in ast.walk(ast.parse(app.read_text()))
                if isinstance(node, ast.Call)
            }
            if not called & (BY_ITSELF | {"follow"}):
                silent.append(app.parent.name)
    assert silent == [], "call telemetry.follow with the event's correlation_id, or the run's own id"
