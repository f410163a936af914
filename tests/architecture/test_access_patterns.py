"""docs/access-patterns.md says what the functions really ask of the table."""

from pathlib import Path

from scripts.documents import access_patterns
from tests import capacity_units


def test_the_document_lists_the_recorded_requests(recording: Path) -> None:
    written, current = access_patterns.OUTPUT.read_text(), access_patterns.document(recording)
    stale = {_patterns(each) for each in _sections(written)} ^ {_patterns(each) for each in _sections(current)}
    assert stale == set(), "docs/access-patterns.md is stale: make document FUNCTION=..., or make access-patterns"


def _sections(document: str) -> list[str]:
    return document.split("\n## ")[1:]


def _patterns(section: str) -> tuple[str, ...]:
    """The section's name and its rows, without the figures."""
    name, *lines = section.splitlines()
    return (name, *(" |".join(line.split(" |")[:4]) for line in lines if line.startswith("| ")))


def test_sizes_and_units_follow_the_guide() -> None:
    order = {"PK": {"S": "ORDER#1"}, "SK": {"S": "ORDER"}, "GSI1PK": {"S": "STORE#1#UNPAID"}, "GSI1SK": {"S": "1"}}
    paid = order | {"GSI1PK": {"S": "STORE#1#QUEUE"}}
    assert capacity_units.size({"name": {"S": "á"}, "n": {"N": "-120"}, "is": {"BOOL": True}}) == 6 + 4 + 3
    assert capacity_units.size({"m": {"M": {"a": {"L": [{"S": "xy"}]}}}}) == 1 + 3 + 1 + 1 + 3 + 1 + 2
    assert [capacity_units.read_units(size, True) for size in (0, 4096, 4097)] == [1, 1, 2]
    assert capacity_units.read_units(4097, False) == 1
    assert capacity_units.write_units(None, order, transaction=False) == 2  # the table and one index
    assert capacity_units.write_units(order, paid, transaction=False) == 3  # it leaves one place and takes another
    assert capacity_units.write_units(order, order | {"x": {"S": "y" * 1024}}, transaction=True) == 2 * 2 + 2
    assert capacity_units.pattern("STORE#centro#DAY#2026-11-24") == "STORE#*#DAY#*"
