"""Processes that run beside us, each with its output in a file, stopped in order."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from local.errors import LocalError
from local.settings import ROOT

STOP_SECONDS = 20


class Process:
    """A process in a session of its own, so that Ctrl-C reaches it through us, in order, and not from the terminal."""

    def __init__(
        self, name: str, command: Sequence[str], *, environment: Mapping[str, str], log: Path, folder: Path = ROOT
    ):
        self.name = name
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def require_alive(self) -> None:
        """Raises LocalError when the process has ended."""
        code = self._process.poll()
        if code is not None:
            raise LocalError(f"{self.name} ended with exit code {code}: see {self.log}")

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Return when `ready` says so. Raises LocalError when the process ends first or the time is up."""
        end = time.monotonic() + seconds
        while not ready():
            self.require_alive()
            if time.monotonic() > end:
                raise LocalError(f"{self.name} was not ready within {seconds:.0f} s: see {self.log}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to stop and wait until it has; whatever it left behind is killed."""
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


def require_free(ports: Mapping[str, int]) -> None:
    """Raises LocalError when something listens on one of these ports already; each has the name of the variable that sets it.
    It names all that are busy, and others that are free."""
    busy = {variable: port for variable, port in ports.items() if not _is_free(port)}
    if not busy:
        return
    numbers = " and ".join(map(str, busy.values()))
    subject, used = (f"port {numbers} is", "it") if len(busy) == 1 else (f"ports {numbers} are", "them")
    others = " ".join(f"{variable}={free_port()}" for variable in busy)
    raise LocalError(
        f"{subject} busy: stop what uses {used}, or set others, such as {others}; beside another `make run` LOCAL_STATE too"
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nothing listens on now. None of those that systems give to connections which ask for any, so that it is
    free still when somebody comes to use it."""
    while listens(port := random.randrange(10_000, 32_768)):
        pass
    return port


def listens(port: int) -> bool:
    """Whether something answers on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
