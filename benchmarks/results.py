"""benchmarks/RESULTS.md: one table, written by one run, and compared with the one that was committed."""

import platform
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
GOALS = Path(__file__).with_name("goals.md")
WORSE = 1.05
"""A ratio may grow so much before a run fails."""
PACKAGES = ("botocore", "boto3", "pynamodb", "pydantic", "aws-lambda-powertools")
_ROW = re.compile(r"^\| (?P<subject>[^|]+) \| (?P<figure>[^|]+) \| [^|]* \| (?P<ratio>[\d.]+) \| [^|]* \|$", re.M)


@dataclass(frozen=True)
class Row:
    """A measured figure of a subject, in its `unit`. `ratio` is what runs are compared by: the figure over that of the same run
    which `to` names."""

    subject: str
    figure: str
    value: float
    unit: str
    ratio: float
    to: str

    def __str__(self) -> str:
        return f"| {self.subject} | {self.figure} | {self.value:,.2f} {self.unit} | {self.ratio:.3f} | {self.to} |"


def write(rows: Iterable[Row]) -> None:
    lines = "\n".join(map(str, rows))
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=RESULTS.parent, check=True, capture_output=True, text=True
    ).stdout.strip()
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    RESULTS.write_text(
        "# Results\n\n"
        "Written by `make bench`; what the figures mean: [README](README.md).\n\n"
        f"{datetime.now(UTC):%Y-%m-%d}, commit {commit}; {platform.machine()}, Python {platform.python_version()}, {packages}.\n\n"
        f"| subject | figure | value | ratio | to |\n|---|---|---:|---:|---|\n{lines}\n\n#{GOALS.read_text()}"
    )


def committed() -> dict[tuple[str, str], float]:
    """The ratios of the table as it is, by subject and figure."""
    text = RESULTS.read_text().partition("\n## Goals")[0] if RESULTS.exists() else ""
    return {(row["subject"], row["figure"]): float(row["ratio"]) for row in _ROW.finditer(text)}


def worse(rows: Iterable[Row], before: dict[tuple[str, str], float]) -> Iterator[str]:
    """What grew by more than it may. A subject that is new, or gone, is none of it."""
    for row in rows:
        was = before.get((row.subject, row.figure))
        if was is not None and row.ratio > was * WORSE:
            yield f"{row.subject}, {row.figure}: {row.ratio:.3f}, was {was:.3f}"
