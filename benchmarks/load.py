"""A load on the whole local system that goes on, and what of it grows: the robot's Friday lunch at six times its speed, so many
orders a minute, open loop.

    PYTHONPATH=layers/core .venv/bin/python -m benchmarks.load [--minutes 20] [--orders 12] [--write]

It starts a system of its own, lets it warm up for two minutes, measures, and waits until what is open has ended, which takes some
ten minutes more. Coupons, counted shelves and the provider's faults are left out: they change in the course of a day,
and a change in time is what is looked for. Cooks are as many as the orders need. The accounts are drawn up at the end.
"""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect as open_socket

from benchmarks.load_report import Measured, Sample, TimedRequest, report
from local import processes, staff
from local.caller import Caller, connect
from local.day.accounts import settled
from local.day.agenda import WallClock
from local.day.decisions import Cook, Decisions, decide
from local.day.deployed import store_of
from local.day.robot import Robot
from local.settings import STORE, Settings
from local.stack import Stack
from local.system import running

REPORT = Path(__file__).with_name("load.md")
SPEED = 6
WARM_UP_SECONDS = 120
SAMPLE_SECONDS = 10
SHARE_OF_LUNCH = 11.65 / 100 * 16.6 / 100 * 7
"""Of a day's orders in one of its two busiest hours, on a Friday (`local/day/draws.py`)."""
COOK_SECONDS = 220
"""Of store time that an order takes a cook, with some to spare."""
ROLES = {
    "local/emulator.py": "emulator",
    "ministack-lambda-": "functions",
    "local.streams": "stream poller",
}


class KitchenScreen:
    """A kitchen's screen: when it heard first of each order that was paid."""

    def __init__(self, stack: Stack):
        self.heard: dict[str, float] = {}
        self._stack, self._ended = stack, False
        threading.Thread(target=self._listen, daemon=True).start()

    def stop(self) -> None:
        self._ended = True

    def _listen(self) -> None:
        while not self._ended:
            with connect(self._stack.api_url) as http:
                caller = Caller(http, staff.sign_in(self._stack, "kitchen"))
                ticket = caller("POST", "/kitchen/live-ticket")["ticket"]
            try:
                with open_socket(f"{self._stack.live_url}?ticket={ticket}", proxy=None) as socket:
                    for message in socket:
                        self._hear(str(message))
            except ConnectionClosed:
                continue

    def _hear(self, message: str) -> None:
        """A frame has its order as it is by then: a quick cook's is in preparation in the first that the screen hears of it."""
        frame = json.loads(message)
        if frame.get("number"):
            self.heard.setdefault(frame["order_id"], time.time())


class Memory:
    """What the system's processes hold, again and again."""

    def __init__(self) -> None:
        self.samples: list[Sample] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._ended.wait(SAMPLE_SECONDS):
            self.samples.append(Sample(time.time(), os.getloadavg()[0], _resident()))


def _resident() -> dict[str, dict[int, int]]:
    """Bytes of memory by role and process, of all that descend from this one."""
    parents, commands = dict[int, int](), dict[int, str]()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            commands[int(folder.name)] = (folder / "cmdline").read_text()
        except OSError:  # it has ended
            continue
    found: dict[str, dict[int, int]] = {role: {} for role in ROLES.values()}
    for process, command in commands.items():
        role = next((role for name, role in ROLES.items() if name in command), None)
        if role and _descends(process, parents):
            try:
                pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
            except OSError:
                continue
            found[role][process] = pages * os.sysconf("SC_PAGE_SIZE")
    return found


def _descends(process: int, parents: dict[int, int]) -> bool:
    while process in parents:
        if process == os.getpid():
            return True
        process = parents[process]
    return False


def timed(requests: list[TimedRequest], prefix: str) -> dict[str, list[Callable[[Any], None]]]:
    """Hooks for a client that note each request, its path without that prefix."""

    def begin(request: Any) -> None:
        request.extensions["began"] = time.time(), time.perf_counter()

    def end(response: Any) -> None:
        response.read()
        at, began = response.request.extensions["began"]
        path = response.request.url.path.removeprefix(prefix)
        requests.append(
            TimedRequest(at, response.request.method, path, response.status_code, time.perf_counter() - began)
        )

    return {"request": [begin], "response": [end]}


def decisions_of(orders_a_minute: float, minutes: float, seed: int, menu: Iterable[Any]) -> Decisions:
    an_hour = orders_a_minute * 60 / SPEED
    lunch = decide(
        seed,
        list(menu),
        weekday=4,
        opens=12,
        hours=(minutes * 60 + WARM_UP_SECONDS) * SPEED / 3600,
        orders_a_day=an_hour / SHARE_OF_LUNCH,
    )
    cooks = tuple(Cook(f"cook {number}", 1.0, ()) for number in range(1 + round(an_hour * COOK_SECONDS / 3600)))
    visits = tuple(replace(visit, coupon=False) for visit in lunch.visits)
    return replace(lunch, visits=visits, cooks=cooks, faults=(), stocks={})


def measure(options: argparse.Namespace, settings: Settings) -> Measured:
    requests: list[TimedRequest] = []
    with (
        running(settings, lambda text: print(text, file=sys.stderr)) as system,
        connect(system.stack.api_url, event_hooks=timed(requests, urlsplit(system.stack.api_url).path)) as api,
        connect(system.stack.api_url) as unmeasured,
        connect(system.simulator_url) as simulator,
    ):
        stack = system.stack
        menu = Caller(unmeasured)("GET", f"/menu?store={STORE}")
        decisions = decisions_of(options.orders, options.minutes, options.seed, menu["products"])
        kitchen, memory = KitchenScreen(stack), Memory()
        began = time.time()
        clock = WallClock(SPEED, at_once=64)
        robot = Robot(store_of(stack, STORE, api, simulator), clock, decisions, f"load-{options.seed}")
        robot.open()
        clock.run()
        memory.stop()
        kitchen.stop()
        day = datetime.fromtimestamp(began, ZoneInfo(menu["time_zone"])).date().isoformat()
        accounts, differences = settled(store_of(stack, STORE, unmeasured, simulator), robot.played, {}, day)
        return Measured(
            since=began + WARM_UP_SECONDS,
            minutes=options.minutes,
            requests=requests,
            samples=memory.samples,
            lags=_lags(accounts.orders, kitchen.heard),
            late=[(began + at / SPEED, seconds) for at, seconds in clock.late],
            dead_letters=_dead_letters(stack),
            differences=differences,
            orders=len(robot.played.orders),
        )


def _lags(orders: Iterable[Any], heard: dict[str, float]) -> list[tuple[float, float | None]]:
    """Of each order that came to the kitchen when it was paid, and how many seconds later the screen heard of it, if it did."""
    paid = {each["order_id"]: datetime.fromisoformat(each["paid_at"]).timestamp() for each in orders if each["number"]}
    return [(at, heard[order_id] - at if order_id in heard else None) for order_id, at in paid.items()]


def _dead_letters(stack: Stack) -> int:
    sqs, bucket = stack.client("sqs"), stack.outputs["ParkedRecordsBucket"]
    letters = 0
    for queue in sqs.list_queues().get("QueueUrls", []):
        name = ["ApproximateNumberOfMessages"]
        if queue.endswith("DeadLetters"):
            attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=name)["Attributes"]
            letters += int(attributes[name[0]])
    return letters + int(stack.client("s3").list_objects_v2(Bucket=bucket)["KeyCount"])


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.load")
    parser.add_argument("--minutes", type=int, default=20)
    parser.add_argument("--orders", type=float, default=12, help="a minute")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help=f"into {REPORT.name}")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as state:
        measured = measure(
            options, Settings(Path(state), processes.free_port(), processes.free_port(), processes.free_port())
        )
    text = report(measured, datetime.now(UTC))
    print(text)
    if options.write:
        REPORT.write_text(text)
    sys.exit("\n".join(measured.failures()) or 0)


if __name__ == "__main__":
    main()
