"""The whole system on this machine: MiniStack with the deployed stack and its seed, the Mercado Pago simulator and
the stream poller. Started in that order, stopped in the opposite one."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from local import ministack, sam_local
from local.errors import LocalError
from local.processes import Process, listens, require_free
from local.settings import ROOT, Settings
from local.stack import Stack, deploy, deploy_operations
from local.streams.shard import FIRST_BACKOFF_SECONDS

START_SECONDS = 20


@dataclass(frozen=True)
class System:
    stack: Stack
    simulator_url: str
    pages_url: str
    processes: tuple[Process, ...]


@contextmanager
def running(
    settings: Settings, report: Callable[[str], None], first_backoff: float = FIRST_BACKOFF_SECONDS
) -> Iterator[System]:
    """Everything up, from here to the end of the block; `report` is called with each step. What a consumer of the stream
    fails at it gets again after `first_backoff` seconds, then ever later. Raises LocalError."""
    require_free(settings.ports)
    with ExitStack() as started:

        def start(process: Process) -> Process:
            started.callback(process.stop)
            return process

        report("starting MiniStack")
        emulator = started.enter_context(ministack.running(settings))
        stack = deploy(settings, report)
        operations = started.enter_context(ThreadPoolExecutor(max_workers=1)).submit(
            deploy_operations, settings, report
        )
        sam_local.write_environment(stack)
        environment = settings.environment() | {
            "PYTHONPATH": "layers/core",
            "TABLE_NAME": stack.outputs["TableName"],
        }
        report("seeding")
        _seed(settings, environment)
        report("starting the Mercado Pago simulator and the stream poller")
        simulator = start(_module(settings, environment, "mercadopago", *_simulator_options(settings, stack)))
        poller = start(_module(settings, environment, "streams", f"--first-backoff={first_backoff}"))
        simulator.wait_until(lambda: listens(settings.simulator_port), START_SECONDS)
        poller.require_alive()
        pages = start(_module(settings, environment, "pages", *_pages_options(settings, stack)))
        pages.wait_until(lambda: listens(settings.pages_port), START_SECONDS)
        operations.result()
        yield System(stack, settings.simulator_url, settings.pages_url, (emulator, simulator, poller, pages))


def _simulator_options(settings: Settings, stack: Stack) -> list[str]:
    return [
        f"--port={settings.simulator_port}",
        f"--webhook-url={stack.api_url}/webhooks/mercadopago",
        f"--state={settings.state / 'mercadopago.json'}",
    ]


def _pages_options(settings: Settings, stack: Stack) -> list[str]:
    return [
        f"--port={settings.pages_port}",
        f"--api-url={stack.api_url}",
        f"--distribution-key={stack.outputs['DistributionKeyArn']}",
        f"--live-url={stack.live_url}",
        f"--cognito={settings.endpoint}",
        f"--staff-client={stack.outputs['StaffClientId']}",
        f"--customer-client={stack.outputs['CustomerClientId']}",
    ]


def _module(settings: Settings, environment: Mapping[str, str], name: str, *options: str) -> Process:
    return Process(
        f"local.{name}",
        [sys.executable, "-m", f"local.{name}", *options],
        environment=environment,
        log=settings.state / f"{name}.log",
    )


def _seed(settings: Settings, environment: Mapping[str, str]) -> None:
    log = settings.state / "seed.log"
    with log.open("wb") as output:
        process = subprocess.run(
            [sys.executable, "-m", "local.seed"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    if process.returncode:
        raise LocalError(f"seeding failed: see {log}")
