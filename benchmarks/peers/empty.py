"""A handler that does nothing: the interpreter's start."""

from typing import Any


def handler(_event: Any, _context: Any) -> dict[str, Any]:
    return {"statusCode": 200}
