"""A benchmark's ratio that got worse than the committed one by more than 5 % is named; nothing else is."""

from pathlib import Path

import pytest

from benchmarks import results
from benchmarks.results import Row


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "RESULTS.md"
    monkeypatch.setattr(results, "RESULTS", file)
    monkeypatch.setattr("subprocess.run", lambda *_, **__: type("Done", (), {"stdout": "abc1234\n"}))
    return file


def row(ratio: float, subject: str = "`create_order` (201)", figure: str = "cold start") -> Row:
    return Row(subject, figure, 1036.65, "M", ratio, "botocore client")


def test_the_next_run_is_compared_with_what_is_written() -> None:
    assert results.committed() == {}
    results.write([row(1.073), row(6.412, figure="warm invocation"), row(0.979, "both layers", "zipped")])
    assert results.committed() == {
        ("`create_order` (201)", "cold start"): 1.073,
        ("`create_order` (201)", "warm invocation"): 6.412,
        ("both layers", "zipped"): 0.979,
    }


@pytest.mark.parametrize(("ratio", "is_worse"), [(0.5, False), (1.0, False), (1.049, False), (1.051, True), (2, True)])
def test_five_per_cent_are_let_pass(ratio: float, is_worse: bool) -> None:
    results.write([row(1.0)])
    found = list(results.worse([row(ratio)], results.committed()))
    assert found == ([f"`create_order` (201), cold start: {ratio:.3f}, was 1.000"] if is_worse else [])


def test_what_is_new_or_gone_is_not_worse() -> None:
    results.write([row(1.0, "gone")])
    assert list(results.worse([row(9.0, "new")], results.committed())) == []
