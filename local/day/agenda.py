"""Who does what when: actors take steps, each after a pause of store time that the one before it names."""

import heapq
import itertools
import threading
import time
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

type Actor = Generator[float]
"""Yields for how many seconds of store time it waits before its next step."""


class Agenda(Protocol):
    def now(self) -> float:
        """Seconds of store time since the opening."""
        ...

    def start(self, actor: Actor, at: float) -> None:
        """Let it take its first step then."""
        ...

    def run(self) -> None:
        """Until every actor has ended; raises what one of them raised."""
        ...


class WallClock:
    """Store time passes `speed` times as fast as real time. No step waits for another actor's: what the system delays it does
    not slow down. `late`: of each step when it was due (store time), and how many real seconds after that it was done."""

    def __init__(self, speed: float, at_once: int = 24):
        self.late: list[tuple[float, float]] = []
        self._speed = speed
        self._began = time.monotonic()
        self._due: list[tuple[float, int, Actor]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._running = 0
        self._workers = ThreadPoolExecutor(at_once, thread_name_prefix="actor")
        self._failure: BaseException | None = None

    def now(self) -> float:
        return (time.monotonic() - self._began) * self._speed

    def start(self, actor: Actor, at: float) -> None:
        with self._changed:
            heapq.heappush(self._due, (at, next(self._numbers), actor))
            self._changed.notify()

    def run(self) -> None:
        with self._workers, self._changed:
            while (self._due or self._running) and not self._failure:
                wait = (self._due[0][0] - self.now()) / self._speed if self._due else None
                if wait is None or wait > 0:
                    self._changed.wait(wait)
                    continue
                at, _, actor = heapq.heappop(self._due)
                self._running += 1
                self._workers.submit(self._step, actor, at).add_done_callback(self._done)
        if self._failure:
            raise self._failure

    def _step(self, actor: Actor, at: float) -> None:
        pause = next(actor, None)
        self.late.append((at, max(0.0, self.now() - at) / self._speed))
        if pause is not None:
            self.start(actor, self.now() + pause)

    def _done(self, step: Future[None]) -> None:
        with self._changed:
            self._running -= 1
            self._failure = self._failure or step.exception()
            self._changed.notify()
