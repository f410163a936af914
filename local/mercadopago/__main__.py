"""Mercado Pago's Orders API on this machine: `python -m local.mercadopago --port 4580 --webhook-url URL`."""

import argparse
import signal
import threading
from pathlib import Path

from local.credentials import MERCADO_PAGO
from local.mercadopago.server import Simulator, serving


def main() -> None:
    parser = argparse.ArgumentParser(prog="local.mercadopago", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--webhook-url", required=True)
    parser.add_argument("--state", type=Path, help="where orders are kept between runs")
    options = parser.parse_args()
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    simulator = Simulator(
        access_token=str(MERCADO_PAGO["access_token"]),
        webhook_secret=MERCADO_PAGO["webhook_secrets"][0],
        webhook_url=options.webhook_url,
        state=options.state,
    )
    with serving(simulator, options.port):
        stopped.wait()


if __name__ == "__main__":
    main()
