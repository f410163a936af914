"""Whatever is installed is what was locked, by its hash; and an audit that looked at nothing is none."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKS = [ROOT / "layers/dependencies/requirements.txt", *sorted((ROOT / "requirements").glob("*.txt"))]
MAKEFILES = [ROOT / "Makefile", *sorted((ROOT / "layers").glob("*/Makefile"))]


def test_each_pin_of_a_lock_has_its_hashes() -> None:
    for lock in LOCKS:
        pins = re.findall(r"^[\w.\[\]-]+==\S+(.*?)(?=^\S|\Z)", lock.read_text(), re.MULTILINE | re.DOTALL)
        assert pins, lock
        assert all("--hash=sha256:" in pin for pin in pins), lock


def test_each_lock_is_compiled_from_what_people_write_down() -> None:
    compiled = (ROOT / "requirements" / "targets.mk").read_text().partition("\nlock:")[2].partition("\n\n")[0]
    for lock in LOCKS:
        assert f"{lock.relative_to(ROOT).with_suffix('.in')}" in compiled


def test_whatever_installs_asks_for_hashes() -> None:
    installs = [
        line
        for makefile in MAKEFILES
        for line in makefile.read_text().splitlines()
        if re.search(r"pip (--\S+ )*(install|sync) |\$\(INSTALL\) ", line.replace("-m pip", "pip"))
        and not line.startswith("INSTALL =")
    ]
    assert len(installs) >= 3
    options = (ROOT / "layers/dependencies/Makefile").read_text()
    assert "OPTIONS = --quiet --require-hashes" in options
    assert [line for line in installs if "--require-hashes" not in line and "$(OPTIONS)" not in line] == []


def test_an_audit_looks_at_every_lock_and_fails_where_it_could_not_look() -> None:
    planned = subprocess.run(
        ["make", "--dry-run", "audit"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert "pip-audit --strict " in planned
    for lock in LOCKS:
        assert str(lock.relative_to(ROOT)) in planned
