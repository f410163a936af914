import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def document() -> dict[str, object]:
    read: dict[str, object] = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text())
    return read


def test_it_is_what_the_sources_say() -> None:
    checked = subprocess.run(
        [sys.executable, ROOT / "scripts" / "openapi.py", "--check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


def test_it_is_openapi_3_1(document: dict[str, object]) -> None:
    OpenAPIV31SpecValidator(document).validate()
