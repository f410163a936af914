"""How many instructions a handler costs, cold and warm: counted by cachegrind, which repeats within 0.01 %, where times
drift by 30 % with what else the machine does."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import scene
from local.caller import Caller, connect

WARM = 5
MEASURED = Path(__file__).with_name("measured.py")
CACHEGRIND = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
_COUNTED = re.compile(r"I\s+refs:\s+([\d,]+)")


@dataclass(frozen=True)
class Cost:
    """Millions of instructions. `cold`: the interpreter's start, import and first invocation; `warm`: each one after it.
    `answered`: what came of it, such as a status."""

    cold: float
    warm: float
    answered: str


@contextmanager
def stub() -> Iterator[str]:
    """AWS and the payment provider in a process of their own; their address."""
    command = [sys.executable, "-m", "benchmarks.stub"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        json.dump(scene.items(), process.stdin)
        process.stdin.close()
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


def measure(address: str, path: Sequence[Path], event: Any, module: str = "app") -> Cost:
    """Of `module.handler`, which finds its packages along `path` and nowhere else."""
    _run((), address, path, event, module, 0)  # what has no bytecode gets it
    process = _run(CACHEGRIND, address, path, event, module, WARM)
    counted = [int(each.replace(",", "")) / 1e6 for each in _COUNTED.findall(process.stderr)]
    if len(counted) != 3:
        sys.exit(f"{path[0]} cannot be measured:\n{process.stdout}{process.stderr}")
    first, second, _ = counted
    answers = [line for line in process.stdout.splitlines() if line.startswith(("answered", "raised"))]
    answered = answers[-1].removeprefix("answered ")
    if not answered.startswith(("2", "3", "None")):
        sys.exit(f"{path[0]}: a refusal is not what is to be measured: {answered}\n{process.stdout}")
    return Cost(first, (second - first) / WARM, answered)


def requests_of(address: str, path: Sequence[Path], event: Any) -> list[dict[str, Any]]:
    """What a handler that is warm sends for an event."""
    _run((), address, path, event, "app", 1, before_last=f"{address}/requests")
    with connect(address) as http:
        found: list[dict[str, Any]] = Caller(http)("GET", "/requests")
    return found


def _run(
    under: Sequence[str],
    address: str,
    path: Sequence[Path],
    event: Any,
    module: str,
    warm: int,
    before_last: str | None = None,
) -> subprocess.CompletedProcess[str]:
    arguments = {"path": list(map(str, path)), "module": module, "event": event, "warm": warm} | {
        "before_last": before_last
    }
    services = dict.fromkeys(("AWS_ENDPOINT_URL", "MERCADOPAGO_URL", "LIVE_CONNECTIONS_URL"), address)
    return subprocess.run(
        [*under, f"{sys.base_prefix}/bin/python3.13", "-s", "-P", "-S", str(MEASURED), json.dumps(arguments)],
        env=scene.ENVIRONMENT | services,
        capture_output=True,
        text=True,
        check=False,
    )
