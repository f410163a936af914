"""The commands that `make run` prints do the complete job when they are copied into a shell."""

import subprocess

from local import tour
from local.settings import ROOT
from local.system import System


def test_the_tour_takes_an_order_to_its_end(system: System) -> None:
    process = subprocess.run(
        ["bash", "-eu", "local/tour.sh"],
        cwd=ROOT,
        env=system.stack.settings.environment() | tour.variables(system),
        capture_output=True,
        text=True,
    )

    assert process.returncode == 0, process.stderr
    printed = process.stdout.splitlines()
    advanced = [line for line in printed if '"status":"COMPLETED"' in line]
    assert len(advanced) == 1, process.stdout
    assert all(line in tour.text(system) for line in (ROOT / "local" / "tour.sh").read_text().splitlines()[1:])
