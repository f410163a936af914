"""The application on MiniStack: built and deployed by the real SAM CLI, and only when something changed."""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local import corrections
from local.errors import LocalError
from local.settings import REGION, ROOT, STACK_NAME, Settings

SOURCES = ("template.yaml", "samconfig.toml", "functions", "layers")
BUILT = ROOT / ".aws-sam" / "local.built"
DEPLOYED = f"/{STACK_NAME}/local/deployed"


@dataclass(frozen=True)
class Stack:
    """A deployed stack: its outputs by name, and where its API answers."""

    settings: Settings
    outputs: dict[str, str]
    api_url: str

    @property
    def live_url(self) -> str:
        """The WebSocket of live updates."""
        return self.api_url.replace("http", "ws", 1).replace(self.outputs["ApiId"], self.outputs["LiveApiId"])

    def client(self, service: str) -> Any:
        """A boto3 client that acts as the account's root."""
        return client(self.settings, service)

    def function(self, name: str) -> str:
        """The deployed name of the function in `functions/<name>`."""
        resource = self.client("cloudformation").describe_stack_resource(
            StackName=STACK_NAME, LogicalResourceId=logical_id(name)
        )
        physical: str = resource["StackResourceDetail"]["PhysicalResourceId"]
        return physical


def logical_id(function: str) -> str:
    """The name in the template of the function in `functions/<function>`."""
    return "".join(word.capitalize() for word in function.split("_")) + "Function"


def deploy(settings: Settings, say: Callable[[str], None]) -> Stack:
    """Bring MiniStack to what the sources say; nothing is built or deployed twice. Raises LocalError."""
    with _one_at_a_time():
        overrides = _overrides(settings)
        sources = fingerprint()
        if not BUILT.exists() or BUILT.read_text() != sources:
            say("building (sam build)")
            BUILT.unlink(missing_ok=True)
            _sam(settings, "build", [])
            BUILT.write_text(sources)
        wanted = hashlib.sha256(f"{sources} {overrides}".encode()).hexdigest()
        if _deployed(settings) != wanted:
            say("deploying (sam deploy)")
            _sam(settings, "deploy", ["--parameter-overrides", *overrides])
            corrections.apply(lambda service: client(settings, service), STACK_NAME)
            # Kept in MiniStack's own state, so that it is lost when what it speaks of is lost.
            client(settings, "ssm").put_parameter(Name=DEPLOYED, Value=wanted, Type="String", Overwrite=True)
    return describe(settings)


def describe(settings: Settings) -> Stack:
    """The stack that runs now. Raises LocalError when there is none."""
    try:
        stack = client(settings, "cloudformation").describe_stacks(StackName=STACK_NAME)["Stacks"][0]
    except (BotoCoreError, ClientError):
        raise LocalError(
            f"nothing runs on port {settings.ministack_port}: "
            "start it with `make run`, or set MINISTACK_PORT as it was set for that"
        ) from None
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}
    stage = next(each["ParameterValue"] for each in stack["Parameters"] if each["ParameterKey"] == "Stage")
    return Stack(settings, outputs, f"{settings.endpoint}/_aws/execute-api/{outputs['ApiId']}/{stage}")


def fingerprint() -> str:
    """One digest of all that `sam build` and `sam deploy` read."""
    digest = hashlib.sha256()
    for path in sorted(_source_files()):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _source_files() -> Iterator[Path]:
    for source in SOURCES:
        path = ROOT / source
        files = path.rglob("*") if path.is_dir() else (path,)
        yield from (each for each in files if each.is_file() and "__pycache__" not in each.parts)


def _overrides(settings: Settings) -> list[str]:
    """The template's parameters as samconfig.toml has them, with the ports of these settings."""
    config = tomllib.loads((ROOT / "samconfig.toml").read_text())
    configured = config["local"]["deploy"]["parameters"]["parameter_overrides"]
    return [
        *(each for each in configured if not each.startswith(("Endpoint=", "MercadoPagoUrl=", "PagesUrl="))),
        f"Endpoint={settings.endpoint}",
        f"MercadoPagoUrl={settings.simulator_url}",
        f"PagesUrl={settings.pages_url}/web",
    ]


def _deployed(settings: Settings) -> str | None:
    ssm = client(settings, "ssm")
    try:
        value: str = ssm.get_parameter(Name=DEPLOYED)["Parameter"]["Value"]
    except ssm.exceptions.ParameterNotFound:
        return None
    return value


def _sam(settings: Settings, command: str, arguments: Sequence[str]) -> None:
    log = settings.state / f"{command}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = settings.environment() | {
        "ARCHITECTURE": "host",
        "PATH": f"{ROOT / '.venv/bin'}{os.pathsep}{os.environ['PATH']}",
        "SAM_CLI_POLL_DELAY": "0.2",
        "SAM_CLI_TELEMETRY": "0",
        "UV": str(ROOT / ".uv/bin/uv"),
    }
    sam = [str(ROOT / ".venv-sam/bin/sam"), command, "--config-env", "local", *arguments]
    began = datetime.now(UTC)
    with log.open("wb") as output:
        done = subprocess.run(
            sam, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    if done.returncode:
        reason = _failed_resource(settings, began) if command == "deploy" else None
        raise LocalError(f"sam {command} failed: {reason or _last_line(log)} (all of it in {log})")


def _failed_resource(settings: Settings, since: datetime) -> str | None:
    """The resource at which the deployment failed, and why."""
    try:
        events = client(settings, "cloudformation").describe_stack_events(StackName=STACK_NAME)["StackEvents"]
    except ClientError:
        return None
    failed = (event for event in events if event["ResourceStatus"].endswith("_FAILED") and event["Timestamp"] >= since)
    event = next(failed, None)
    return event and f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason given')}"


def _last_line(log: Path) -> str:
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return next((line for line in reversed(lines) if "Error" in line), lines[-1] if lines else "no output")


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """All local runs share one folder of built artefacts."""
    BUILT.parent.mkdir(exist_ok=True)
    with BUILT.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def client(settings: Settings, service: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=settings.endpoint,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(proxies={}, retries={"total_max_attempts": 1}),
    )
