"""What is shipped and not ours may be shipped: under which licences, and with their texts."""

import re
import runpy
from importlib.metadata import distribution
from pathlib import Path

from scripts.documents import licences

ROOT = Path(__file__).parents[2]
PERMISSIVE = {
    "Apache Software License",
    "Apache-2.0",
    "BSD License",
    "BSD-3-Clause",
    "MIT",
    "MIT License",
    "MIT No Attribution License (MIT-0)",
    "OFL-1.1",
    "PSF-2.0",
}


def test_the_document_is_what_is_locked_and_vendored() -> None:
    assert licences.OUTPUT.read_text() == licences.text(), "run make licences"


def test_every_licence_is_a_permissive_one() -> None:
    shipped = {name: licence for name, _, licence in licences.packages()} | dict(licences.vendored())
    assert len(shipped) > 10
    for name, licence in shipped.items():
        assert set(re.split(r" or | and ", licence)) <= PERMISSIVE, name


def test_the_layer_keeps_the_text_of_each_licence(tmp_path: Path) -> None:
    keep = runpy.run_path(str(ROOT / "layers" / "dependencies" / "prune.py"))["keep_licences"]
    names = [name for name, _, _ in licences.packages()]
    for name in names:
        for file in distribution(name).files or []:
            if ".dist-info/" in str(file):
                copied = tmp_path / "python" / file
                copied.parent.mkdir(parents=True, exist_ok=True)
                copied.write_bytes(Path(str(file.locate())).read_bytes())
    keep(tmp_path / "python")
    for name in names:
        texts = list((tmp_path / "licences" / name.replace("-", "_")).iterdir())
        assert any(re.match("LICEN[CS]E", path.name) and path.stat().st_size for path in texts), name
    assert (tmp_path / "licences" / "botocore" / "NOTICE").exists(), "Apache-2.0, section 4 (d)"


def test_vendored_code_brings_its_licence() -> None:
    for name, _ in licences.vendored():
        assert list((licences.VENDOR / name).glob("LICEN[CS]E*")), name
