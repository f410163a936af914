"""What a deployment ships of layers, zipped."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import make_archive

from benchmarks.handlers import LAYERS
from benchmarks.results import Row

ALLOWED_MB = 7.0


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        sizes = [
            Path(make_archive(f"{folder}/{path.parent.name}", "zip", path.parent)).stat().st_size for path in LAYERS
        ]
    total = sum(sizes) / 1e6
    yield Row("both layers", "zipped", total, "MB", total / ALLOWED_MB, f"the {ALLOWED_MB:.1f} MB allowed")
