"""The environment file for `sam local invoke`: what the deployed functions see, with MiniStack as a container on this
machine reaches it."""

import json
from pathlib import Path

from local.stack import Stack, client

CONTAINER_HOST = "host.docker.internal"


def write_environment(stack: Stack) -> Path:
    """Write it into the state folder; every function has the same variables."""
    functions = client(stack.settings, "lambda").list_functions()["Functions"]
    variables = max((each.get("Environment", {}).get("Variables", {}) for each in functions), key=len)
    variables_in_container = {name: value.replace("127.0.0.1", CONTAINER_HOST) for name, value in variables.items()}
    path = stack.settings.state / "sam-local.json"
    path.write_text(json.dumps({"Parameters": variables_in_container}, indent=2) + "\n")
    return path
