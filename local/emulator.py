"""MiniStack, as strict as AWS (local/fidelity), and with functions that start sooner.

It is run by `.venv-ministack`, so it knows nothing of ours. MiniStack unpacks every layer again for each environment of a
function, two thousand files, and loads botocore into it, to count how often functions invoke each other: ours never do. A
run of the tests has a hundred environments.
"""

import io
import os
import sys
import tempfile
import threading
import zipfile
from functools import cache
from pathlib import Path

from ministack.app import main
from ministack.core import lambda_runtime
from ministack.services import lambda_svc

_spawn = lambda_runtime.Worker._spawn
_unpacking = threading.Lock()


def _spawn_with_shared_layers(worker: lambda_runtime.Worker) -> None:
    """In the place of `Worker._spawn`: the function finds its layers where they were unpacked first. Nobody writes there: on
    Lambda nobody can."""
    config = worker.config
    with _unpacking:
        folders = [_unpacked(lambda_svc._resolve_layer_zip(layer)) for layer in config.get("Layers", [])]
    variables = config.get("Environment", {}).get("Variables", {}) | {"_LAMBDA_LAYERS_DIRS": os.pathsep.join(folders)}
    worker.config = config | {"Layers": [], "Environment": {"Variables": variables}}
    try:
        _spawn(worker)
    finally:
        worker.config = config


@cache
def _unpacked(layer: bytes) -> str:
    folder = tempfile.mkdtemp(prefix="layer-")
    zipfile.ZipFile(io.BytesIO(layer)).extractall(folder)
    return folder


lambda_runtime.Worker._spawn = _spawn_with_shared_layers
lambda_runtime._PYTHON_WORKER_SCRIPT = lambda_runtime._PYTHON_WORKER_SCRIPT.replace(
    "_ms_install_invoke_depth()\n", "pass\n"
)

sys.path.append(str(Path(__file__).parents[1]))
import local.fidelity  # noqa: E402, F401 - importing it is what it is for

if __name__ == "__main__":
    main()
