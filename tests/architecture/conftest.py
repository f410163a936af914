"""What the functions were seen to do, for the tests that compare it with what is said of them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recording of this test run (`make test`), or of a run of the function tests for this purpose."""
    folder = Path(os.environ.get("RECORD_CALLS") or tmp_path_factory.mktemp("calls"))
    if not list(folder.glob("*.json")):
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", "2", "tests/functions"],
            cwd=ROOT,
            env=os.environ | {"RECORD_CALLS": str(folder)},
            check=False,  # a test that fails is reported by its own run
            capture_output=True,
        )
    return folder
