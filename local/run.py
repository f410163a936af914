"""`make run`: the whole system on this machine until Ctrl-C or SIGTERM."""

import signal
import sys
import time
from types import FrameType
from typing import Never

from local import tour
from local.errors import LocalError
from local.settings import Settings
from local.system import running


def main() -> None:
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, _interrupt)
    began = time.monotonic()

    def report(message: str) -> None:
        print(f"[{time.monotonic() - began:5.1f} s] {message}", flush=True)

    try:
        with running(Settings.from_environment(), report) as system:
            report("ready")
            print(tour.text(system), flush=True)
            while True:
                for process in system.processes:
                    process.require_alive()
                time.sleep(1)
    except LocalError as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        report("stopped; `make run` goes on from here, `make reset` forgets everything")


def _interrupt(_signal: int, _frame: FrameType | None) -> Never:
    """The first signal stops everything; later ones must not disturb the stopping."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
