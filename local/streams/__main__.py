"""`python -m local.streams`: follow the table's stream for every mapping of template.yaml, until SIGTERM.

MiniStack's own mapping goes on behind a batch whatever the function answers, so a failed record would be lost.
"""

import argparse
import logging
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event

from deployment.template import read_template
from local.errors import LocalError
from local.settings import Settings
from local.stack import Stack, describe
from local.streams import destinations, functions, permissions
from local.streams.checkpoints import Checkpoints
from local.streams.deployed import mappings
from local.streams.mapping import Mapping
from local.streams.poller import Poller, run
from local.streams.shard import FIRST_BACKOFF_SECONDS, Ports
from local.streams.sources import TableStream


def main() -> None:
    parser = argparse.ArgumentParser(prog="local.streams", description="Follow the table's stream until SIGTERM.")
    parser.add_argument("--first-backoff", type=float, default=FIRST_BACKOFF_SECONDS)
    first_backoff = parser.parse_args().first_backoff
    stop = Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO)
    stack = describe(Settings.from_environment())
    pollers = [poller(mapping, stack, first_backoff) for mapping in mappings(read_template(), stack)]
    with ThreadPoolExecutor(max_workers=len(pollers)) as threads:
        running = [threads.submit(run, each, time.time, stop.wait) for each in pollers]
        try:
            for ended in as_completed(running):
                ended.result()
        finally:
            stop.set()


def poller(mapping: Mapping, stack: Stack, first_backoff: float) -> Poller:
    """One that reads the real stream and invokes the real function. Raises LocalError when its role does not allow it."""
    to = mapping.on_failure_arn
    function = stack.client("lambda").get_function_configuration(FunctionName=mapping.function_arn)
    permissions.require(stack.client("iam"), function["Role"], mapping)
    return Poller(
        mapping,
        Ports(
            source=TableStream(stack.client("dynamodbstreams"), mapping.stream_arn),
            invoke=functions.deployed(stack.client("lambda"), mapping.function_arn),
            park=destinations.bucket(stack.client("s3"), to) if to else None,
            checkpoints=Checkpoints(mapping.stream_arn, stack.settings.state / "streams" / f"{mapping.name}.json"),
            now=time.time,
            first_backoff=first_backoff,
        ),
    )


if __name__ == "__main__":
    try:
        main()
    except LocalError as error:
        sys.exit(f"error: {error}")
