"""The use case that CONTRIBUTING.md builds works as it is written there: applied to a copy of the tree, its own test
passes, and so does what holds every use case to the rules."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = (
    "deployment",
    "docs",
    "events",
    "functions",
    "layers",
    "local",
    "scripts",
    "tests",
    "pyproject.toml",
    "samconfig.toml",
)
BLOCK = re.compile(
    r"^```\w+ (?P<path>[\w./]+)(?: before (?P<before>\w+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
NAME = "get_product"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository with the blocks of CONTRIBUTING.md in their places."""
    copy = tmp_path_factory.mktemp("tree")
    for name in (*NEEDED, "stacks", "template.yaml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)
    blocks = list(BLOCK.finditer((ROOT / "CONTRIBUTING.md").read_text()))
    assert [block["path"] for block in blocks] == [
        f"functions/{NAME}/app.py",
        "template.yaml",
        f"events/{NAME}.json",
        f"tests/functions/test_{NAME}.py",
        "tests/access.py",
    ]
    for block in blocks:
        target = copy / block["path"]
        if block["before"]:
            text = target.read_text()
            (line,) = re.finditer(rf'^ *"?{block["before"]}"?:', text, re.MULTILINE)
            apart = "\n" if target.suffix == ".yaml" else ""
            target.write_text(text[: line.start()] + block["text"] + apart + text[line.start() :])
        else:
            assert not target.exists(), f"{block['path']} is there already: the example needs another use case"
            target.parent.mkdir(exist_ok=True)
            target.write_text(block["text"])
    return copy


def run(tree: Path, *command: str) -> None:
    process = subprocess.run(
        [sys.executable, *command],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": "layers/core", "RECORD_CALLS": str(tree / "calls"), "RECORD_EXAMPLES": NAME},
        check=False,
        capture_output=True,
        text=True,
    )
    assert process.returncode == 0, process.stdout[-4000:] + process.stderr[-2000:]


def test_the_worked_example_works(tree: Path) -> None:
    # As `make document` does.
    run(tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"tests/functions/test_{NAME}.py")
    run(tree, "-m", "scripts.documents.access_patterns", "calls", NAME)
    run(tree, "-m", "scripts.documents.openapi")
    run(tree, "-m", "scripts.documents.architecture")
    assert f"\n## {NAME}\n" in (tree / "docs" / "access-patterns.md").read_text()
    architecture = ["test_tree", "test_imports", "test_template", "test_openapi", "test_permissions"]
    concerned = f"({NAME} and not loads) or test_tree or test_template or test_openapi"
    paths = [f"tests/architecture/{each}.py" for each in architecture]
    run(tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "2", "-k", concerned, *paths)


def test_what_it_adds_keeps_to_the_style(tree: Path) -> None:
    files = [f"functions/{NAME}/app.py", f"tests/functions/test_{NAME}.py"]
    run(tree, "-m", "ruff", "check", *files)
    run(tree, "-m", "ruff", "format", "--check", *files)
