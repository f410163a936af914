"""From the kitchen's tap to the screen: how long after `POST /kitchen/orders/{id}/advance` is sent its frame arrives at
a WebSocket client, over the whole local system: API, table, stream, poller, bus, function, WebSocket.

    python -m benchmarks.live_updates [steps]        (starts a system of its own; default 210 steps)

Steps come one at a time and at random moments, so that they meet the poller's interval anywhere.
"""

import json
import platform
import random
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from local import caller, staff
from local.caller import Caller
from local.processes import free_port
from local.settings import Settings
from local.system import System, running

STEPS = ("IN_PREPARATION", "READY", "COMPLETED")
WARM_UP_ORDERS = 4
PATIENCE_SECONDS = 30


class LiveScreen:
    """A WebSocket client that notes when it hears of each version of an order."""

    def __init__(self, socket: ClientConnection):
        self._socket = socket
        self._arrivals: dict[tuple[str, int], float] = {}
        self._news = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            for message in self._socket:
                at = time.perf_counter()
                frame = json.loads(message)
                with self._news:
                    self._arrivals.setdefault((frame["order_id"], frame["version"]), at)
                    self._news.notify_all()
        except ConnectionClosed:
            return

    def wait_for_version(self, order_id: str, version: int) -> float:
        """When its frame arrived; waits for it."""
        with self._news:
            if not self._news.wait_for(lambda: (order_id, version) in self._arrivals, PATIENCE_SECONDS):
                sys.exit(f"no frame within {PATIENCE_SECONDS} s")
            return self._arrivals[order_id, version]


def measure(system: System, steps: int) -> tuple[list[float], list[float]]:
    """Milliseconds from sending each step to its answer and to its frame."""
    stack = system.stack
    answered, displayed = [], []
    with (
        caller.connect(stack.api_url) as api,
        caller.connect(system.simulator_url) as simulator,
    ):
        kiosk = Caller(api, Caller(api)("POST", "/identify", json={})["id_token"])
        kitchen = Caller(api, staff.sign_in(stack, "kitchen"))
        ticket = kitchen("POST", "/kitchen/live-ticket")["ticket"]
        with connect(f"{stack.live_url}?ticket={ticket}", proxy=None) as socket:
            screen = LiveScreen(socket)
            for position in range(WARM_UP_ORDERS + -(-steps // len(STEPS))):
                order_id, key = caller.place(kiosk, "guarana")
                caller.pay(kiosk, simulator, order_id, key)
                for to in STEPS:
                    time.sleep(random.uniform(0.05, 0.4))
                    began = time.perf_counter()
                    advanced = kitchen("POST", f"/kitchen/orders/{order_id}/advance", json={"to": to})
                    ended = time.perf_counter()
                    shown = screen.wait_for_version(order_id, advanced["version"])
                    if position >= WARM_UP_ORDERS:
                        answered.append((ended - began) * 1000)
                        displayed.append((shown - began) * 1000)
    return answered, displayed


def row(name: str, durations: list[float]) -> str:
    cuts: Any = statistics.quantiles(durations, n=100, method="inclusive")
    return f"| {name} | {len(durations)} | {cuts[49]:.0f} | {cuts[89]:.0f} | {cuts[98]:.0f} | {max(durations):.0f} |"


def main() -> None:
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 210
    with tempfile.TemporaryDirectory() as state:
        settings = Settings(Path(state), free_port(), free_port(), free_port())
        with running(settings, lambda text: print(text, file=sys.stderr)) as system:
            answered, displayed = measure(system, steps)
    print(f"{platform.machine()}, Python {platform.python_version()}")
    print("| from `advance` sent to | steps | p50 ms | p90 ms | p99 ms | max ms |\n|---|---|---|---|---|---|")
    print(row("its answer", answered))
    print(row("its frame on the kitchen's screen", displayed))


if __name__ == "__main__":
    main()
