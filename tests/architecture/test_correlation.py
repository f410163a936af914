"""One id runs from a client's request through every function, item, event and call of the provider it causes."""

import ast
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BY_ITSELF = {"consumer", "each", "endpoint", "publish_each"}
"""What already follows the request for its caller: the handlers of the API, the bus and the stream."""


def test_every_function_says_which_request_it_works_for(template: dict[str, Any]) -> None:
    silent = []
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            app = ROOT / resource["Properties"]["CodeUri"] / "app.py"
            nodes = list(ast.walk(ast.parse(app.read_text())))
            used = [node.func for node in nodes if isinstance(node, ast.Call)]
            used += [each for node in nodes if isinstance(node, ast.FunctionDef) for each in node.decorator_list]
            called = {getattr(node, "id", None) or getattr(node, "attr", None) for node in used}
            if not called & (BY_ITSELF | {"follow"}):
                silent.append(app.parent.name)
    assert silent == [], "decorate it with bus.consumer, or call telemetry.follow with the run's own id"
