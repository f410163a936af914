"""MiniStack, the AWS emulator: bound to this machine, IAM enforced, its state kept from one run to the next."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from local.processes import Process, require_free
from local.settings import REGION, ROOT, Settings

START_SECONDS = 60
CONCURRENCY = 16
"""Invocations at once, of all functions together; what comes on top is throttled, as on AWS. More cold starts at once than
this, and a small machine answers none of them in time."""
KEYS_SECONDS = 60
"""For a pool's public keys, which the authorizer asks of MiniStack itself, once for each of the first requests. When those
come all at once with the functions' cold starts, five seconds are too few, and a good token is answered 401."""


@contextmanager
def running(settings: Settings) -> Iterator[Process]:
    """MiniStack, answering. At the end it gets SIGTERM and time: only so does it write its state.

    Raises LocalError for a busy port or when it does not come up.
    """
    require_free({"MINISTACK_PORT": settings.ministack_port})
    scratch = settings.state / "tmp"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    process = Process(
        "MiniStack",
        # -P: its own package goes by the name of this module
        [str(ROOT / ".venv-ministack/bin/python"), "-P", str(ROOT / "local/emulator.py")],
        # Functions inherit it, so it is as bare as on AWS: what the template does not set is not there.
        environment={name: os.environ[name] for name in ("HOME", "LANG", "PATH") if name in os.environ}
        | {
            "AUTH": "true",
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(settings.ministack_port),
            "IOT_MTLS_ENABLED": "0",
            "LAMBDA_ACCOUNT_CONCURRENCY": str(CONCURRENCY),
            "MINISTACK_APIGW_JWKS_TIMEOUT_SECONDS": str(KEYS_SECONDS),
            "MINISTACK_REGION": REGION,
            "PERSIST_STATE": "1",
            "S3_DATA_DIR": str(settings.state / "s3"),
            "S3_PERSIST": "1",
            "STATE_DIR": str(settings.state / "ministack"),
            "TMPDIR": str(scratch),
        },
        log=settings.state / "ministack.log",
    )
    try:
        process.wait_until(lambda: _healthy(settings), START_SECONDS)
        yield process
    finally:
        process.stop()
        shutil.rmtree(scratch, ignore_errors=True)  # unpacked functions and layers


def _healthy(settings: Settings) -> bool:
    try:
        return httpx.get(f"{settings.endpoint}/_ministack/health", trust_env=False).is_success
    except httpx.TransportError:
        return False
