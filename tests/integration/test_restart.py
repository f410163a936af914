"""`make run` stopped and started again: nothing is lost, nothing is built or deployed twice."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local import order
from local.processes import free_port, listens
from local.settings import ROOT, Settings
from local.stack import describe


@contextmanager
def make_run(settings: Settings) -> Iterator[str]:
    """What `make run` printed until it was ready; in the end it gets SIGINT, as by Ctrl-C."""
    process = subprocess.Popen(
        [sys.executable, "-m", "local.run"],
        cwd=ROOT,
        env=settings.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    printed = ""
    try:
        while "Ctrl-C stops everything" not in printed:
            line = process.stdout.readline()
            assert line, printed
            printed += line
        yield printed
    finally:
        process.send_signal(signal.SIGINT)
        output = process.stdout.read()
        assert process.wait() == 0, output


def test_state_survives_a_restart(tmp_path: Path) -> None:
    settings = Settings(tmp_path, free_port(), free_port(), free_port())
    with make_run(settings) as printed:
        assert "deploying" in printed
        stack = describe(settings)
        order_id = order.place(stack, settings.simulator_url, print)

    assert not any(map(listens, (settings.ministack_port, settings.simulator_port, settings.pages_port)))

    with make_run(settings) as printed:
        assert "deploying" not in printed
        again = describe(settings)
        assert again.outputs == stack.outputs
        order.place(again, settings.simulator_url, print)
        stored = again.client("dynamodb").get_item(
            TableName=again.outputs["TableName"], Key={"PK": {"S": f"ORDER#{order_id}"}, "SK": {"S": "ORDER"}}
        )
        assert stored["Item"]["status"] == {"S": "COMPLETED"}
