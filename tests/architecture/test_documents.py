"""What the documents point at is there."""

import re
from pathlib import Path

import pytest

from tests.architecture.makefiles import TARGETS

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
TARGET = re.compile(r"`make ([a-z-]+)")
CODE = re.compile(r"`((?:tests|deployment|scripts|local|functions|layers|docs|\.github)/[\w./-]+)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_its_links_files_and_targets_exist(document: Path) -> None:
    text = document.read_text()
    assert [link for link in LINK.findall(text) if not (document.parent / link).exists()] == []
    assert [path for path in CODE.findall(text) if not (ROOT / path).exists()] == []
    assert set(TARGET.findall(text)) <= TARGETS


def test_every_weakness_of_the_original_has_its_answer() -> None:
    text = (ROOT / "docs" / "origins.md").read_text()
    rows = re.findall(r"^\| ([SCM]\d+) \| .+ \| .+ \|$", text, re.MULTILINE)
    assert rows == [
        f"{part}{number}" for part, last in (("S", 8), ("C", 19), ("M", 10)) for number in range(1, last + 1)
    ]


def test_the_data_model_knows_every_kind_of_key() -> None:
    text = (ROOT / "docs" / "data-model.md").read_text()
    for path in (ROOT / "layers" / "core" / "bytemeburger").rglob("records.py"):
        for kind in set(re.findall(r"""["'#]([A-Z]{2,})#""", path.read_text())):
            assert f"{kind}#" in text, f"{path.parent.name}: {kind}# is not in docs/data-model.md"


def test_the_tree_in_the_readme_has_every_folder_of_the_core() -> None:
    text = (ROOT / "README.md").read_text()
    folders = {path.parent.name for path in (ROOT / "layers" / "core" / "bytemeburger").glob("*/__init__.py")}
    assert {folder for folder in folders if f"{folder}/`" not in text} == set()
