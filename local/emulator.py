"""MiniStack, as strict as AWS (local/fidelity), and with layers that are unpacked once, not again for each environment of a
function.

It is run by `.venv-ministack`, so it knows nothing of ours. A layer has two thousand files, and a run of the tests a hundred
environments: unpacking took a second of each cold start, and removing all of it most of a minute. Nobody writes where a
layer lies: on Lambda it cannot be written to.
"""

import os
import sys
import tempfile
import threading
import zipfile
from pathlib import Path
from typing import Any

from ministack.app import main

_unpack = zipfile.ZipFile.extractall
_one_at_a_time = threading.Lock()


def _unpack_once(archive: zipfile.ZipFile, path: Any = None, *rest: Any, **more: Any) -> None:
    """In the place of `ZipFile.extractall`: a layer's folder becomes a link to the copy that all share."""
    if path is None or not Path(path).name.startswith("layer_"):
        return _unpack(archive, path, *rest, **more)
    digest = f"{hash(tuple((each.filename, each.CRC) for each in archive.infolist())):x}"
    copy = Path(tempfile.gettempdir()) / "layers" / digest
    with _one_at_a_time:
        if not copy.exists():
            _unpack(archive, copy.with_suffix(".new"))
            copy.with_suffix(".new").rename(copy)
    os.rmdir(path)
    return os.symlink(copy, path, target_is_directory=True)


zipfile.ZipFile.extractall = _unpack_once  # type: ignore[assignment, method-assign]

sys.path.append(str(Path(__file__).parents[1]))
import local.fidelity  # noqa: E402, F401 - importing it is what it is for

if __name__ == "__main__":
    main()
