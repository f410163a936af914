"""`make day STORE=.. SEED=.. SPEED=..`: a robot plays a service day against the running system and draws up the accounts. It
fails with a line for each difference.

Nobody else should use the store meanwhile: what it counts on its shelves is what was there in the morning.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from local.caller import Caller, connect
from local.day.accounts import Accounts, settled
from local.day.agenda import WallClock
from local.day.decisions import decide
from local.day.deployed import store_of
from local.day.robot import Played, Robot
from local.errors import LocalError
from local.settings import STORE, Settings
from local.stack import Stack, describe


def play(stack: Stack, simulator_url: str, options: argparse.Namespace) -> list[str]:
    """Play the day, print its report; the differences."""
    with connect(stack.api_url) as api, connect(simulator_url) as simulator:
        store = store_of(stack, options.store, api, simulator)
        menu = Caller(api)("GET", f"/menu?store={options.store}")
        decisions = decide(options.seed, menu["products"], weekday=4, hours=options.hours)
        began = datetime.now(UTC)
        clock = WallClock(options.speed)
        robot = Robot(store, clock, decisions, began.strftime("%Y%m%d-%H%M%S"))
        robot.open()
        clock.run()
        day = began.astimezone(ZoneInfo(menu["time_zone"])).date().isoformat()
        accounts, differences = settled(store, robot.played, decisions.stocks, day)
    print("\n".join([*decisions.report(), *outcome(robot.played, clock, accounts)]))
    return differences


def outcome(played: Played, clock: WallClock, accounts: Accounts) -> Iterator[str]:
    """What came of it, a line each."""
    yield from (f"{subject}: {figure}" for subject, figure in accounts.summary().items())
    for (request, status), times in sorted(played.answers.items()):
        yield f"  {times:5} {request} {status}"
    late = sorted(late for _, late in clock.late)
    at = {rank: late[min(len(late) - 1, int(rank * len(late)))] * 1000 for rank in (0.5, 0.9, 0.99)}
    yield "from when a step was due until it was done: " + ", ".join(
        f"p{rank * 100:g} {ms:.0f} ms" for rank, ms in at.items()
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="make day")
    parser.add_argument("--store", default=STORE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", type=float, default=60, help="store time for real time")
    parser.add_argument("--hours", type=float, default=12)
    options = parser.parse_args()
    settings = Settings.from_environment()
    try:
        differences = play(describe(settings), settings.simulator_url, options)
    except LocalError as error:
        sys.exit(f"error: {error}")
    sys.exit("\n".join(f"difference: {each}" for each in differences) or 0)


if __name__ == "__main__":
    main()
