"""MiniStack, the AWS emulator: bound to this machine, IAM enforced, its state kept from one run to the next."""

import shutil

import httpx

from local.processes import Process, require_free
from local.settings import REGION, ROOT, Settings

START_SECONDS = 60


def start(settings: Settings) -> Process:
    """Start MiniStack and wait until it answers. Stop it by SIGTERM: only then does it write its state.

    Raises LocalError for a busy port or when it does not come up.
    """
    require_free(settings.ministack_port, "MINISTACK_PORT")
    scratch = settings.state / "tmp"
    shutil.rmtree(scratch, ignore_errors=True)  # the unpacked functions of the last run
    scratch.mkdir(parents=True)
    process = Process(
        "MiniStack",
        [str(ROOT / ".venv-ministack/bin/ministack")],
        environment=settings.environment()
        | {
            "AUTH": "true",
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(settings.ministack_port),
            "IOT_MTLS_ENABLED": "0",
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
    except BaseException:
        process.stop()
        raise
    return process


def _healthy(settings: Settings) -> bool:
    try:
        return httpx.get(f"{settings.endpoint}/_ministack/health", trust_env=False).is_success
    except httpx.TransportError:
        return False
