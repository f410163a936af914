"""The stacks on MiniStack: built and deployed by the real SAM CLI, each only when something of it changed."""

import contextlib
import fcntl
import hashlib
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from deployment import stacks, stamp
from deployment.template import TEMPLATES, folder
from local import ministack_workarounds
from local.errors import LocalError
from local.settings import REGION, ROOT, STACK_NAME, STAGE, Settings

SOURCES = ("template.yaml", "stacks", "samconfig.toml", "functions", "layers")
BUILD = ROOT / ".aws-sam" / "local"
BUILT = ROOT / ".aws-sam" / "local.built"
DEPLOYED = f"/{STACK_NAME}/local/"
REPOSITORY = "bytemeburger/bytemeburger"
"""Nobody deploys here from GitHub, but the stack of those who may wants its name."""


@dataclass(frozen=True)
class Stack:
    """A deployed stage: its stacks' outputs by name, and where its API answers."""

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
        return self.physical_id(logical_id(name))

    def functions(self) -> dict[str, str]:
        """By the deployed name of each function, which may be cut in the middle of a word: its folder in `functions/`."""
        listing = self.client("cloudformation").get_paginator("list_stack_resources")
        pages = listing.paginate(StackName=stacks.stack_name(STAGE, "application"))
        return {
            each["PhysicalResourceId"]: folder(each["LogicalResourceId"])
            for page in pages
            for each in page["StackResourceSummaries"]
            if each["ResourceType"] == "AWS::Lambda::Function"
        }

    def physical_id(self, name: str, stack: str = "application") -> str:
        """The deployed name of a resource, by its logical id."""
        resource = self.client("cloudformation").describe_stack_resource(
            StackName=stacks.stack_name(STAGE, stack), LogicalResourceId=name
        )
        physical: str = resource["StackResourceDetail"]["PhysicalResourceId"]
        return physical


def logical_id(function: str) -> str:
    """The name in the template of the function in `functions/<function>`."""
    return "".join(word.capitalize() for word in function.split("_")) + "Function"


def deploy(settings: Settings, report: Callable[[str], None]) -> Stack:
    """Bring MiniStack to what the sources say, but for the operations; nothing is built or deployed twice. Raises
    LocalError."""
    with _build_lock(), ThreadPoolExecutor(max_workers=1) as beside:
        values = _values(settings)
        sources = fingerprint()

        def bring(*names: str) -> None:
            for stack in names:
                _deploy_stack(settings, report, stack, values, sources)

        before = beside.submit(bring, "pipeline", "storage")
        if not BUILT.exists() or BUILT.read_text() != sources:
            report("building (sam build)")
            BUILT.unlink(missing_ok=True)
            _sam(settings, "build", ["build", "--config-env", STAGE])
            BUILT.write_text(sources)
        before.result()
        bring("application")
    return describe(settings)


def deploy_operations(settings: Settings, report: Callable[[str], None]) -> None:
    """Bring what watches over the application to what its template says: nothing waits for it. Raises LocalError."""
    with _build_lock():
        _deploy_stack(settings, report, "operations", _values(settings), fingerprint())


def _deploy_stack(
    settings: Settings, report: Callable[[str], None], stack: str, values: Mapping[str, str], sources: str
) -> None:
    """Deploy one stack, when it is not as it should be. Raises LocalError."""
    chosen = stacks.overrides(stack, values, stacks.stage_outputs(client(settings, "cloudformation"), STAGE))
    sources_text = sources if stack == "application" else TEMPLATES[stack].read_text()
    digest = hashlib.sha256(f"{sources_text} {chosen}".encode()).hexdigest()
    if _deployed(settings, stack) == digest:
        return
    report(f"deploying {stack} (sam deploy)")
    if stack == "application":
        stamp.write(BUILD, chosen)
    name = stacks.stack_name(STAGE, stack)
    began = datetime.now(UTC)
    try:
        _sam(settings, f"deploy-{stack}", stacks.sam_deploy(STAGE, stack, stacks.source(stack, BUILD), chosen)[1:])
    except LocalError as error:
        reason = _failed_resource(settings, name, began)
        raise LocalError(f"{stack}: {reason}") if reason else error from None
    ministack_workarounds.apply(lambda service: client(settings, service), name)
    # Kept in MiniStack's own state, so that it is lost when what it speaks of is lost.
    client(settings, "ssm").put_parameter(Name=DEPLOYED + stack, Value=digest, Type="String", Overwrite=True)


def describe(settings: Settings) -> Stack:
    """The stage that runs now. Raises LocalError when there is none."""
    try:
        outputs = stacks.stage_outputs(client(settings, "cloudformation"), STAGE)
        api = outputs["ApiId"]
    except (BotoCoreError, KeyError):
        raise LocalError(
            f"nothing runs on port {settings.ministack_port}: "
            "start it with `make run`, or set MINISTACK_PORT as it was set for that"
        ) from None
    return Stack(settings, outputs, f"{settings.endpoint}/_aws/execute-api/{api}/{STAGE}")


def fingerprint() -> str:
    """One digest of all that `sam build` reads."""
    digest = hashlib.sha256()
    for path in sorted(_source_files()):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _source_files() -> Iterator[Path]:
    for source in SOURCES:
        path = ROOT / source
        files = path.rglob("*") if path.is_dir() else (path,)
        yield from (each for each in files if each.is_file() and "__pycache__" not in each.parts)


def _values(settings: Settings) -> dict[str, str]:
    """The parameters as samconfig.toml has them, with the ports of these settings."""
    return stacks.configured(STAGE) | {
        "Endpoint": settings.endpoint,
        "MercadoPagoUrl": settings.simulator_url,
        "PagesUrl": f"{settings.pages_url}/web",
        "Repository": REPOSITORY,
    }


def _deployed(settings: Settings, stack: str) -> str | None:
    ssm = client(settings, "ssm")
    try:
        value: str = ssm.get_parameter(Name=DEPLOYED + stack)["Parameter"]["Value"]
    except ssm.exceptions.ParameterNotFound:
        return None
    return value


def _sam(settings: Settings, name: str, arguments: Sequence[str]) -> None:
    """Run the SAM CLI, its output in the log of that name. Raises LocalError."""
    log = settings.state / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = settings.environment() | {
        "ARCHITECTURE": "host",
        "PATH": f"{ROOT / '.venv/bin'}{os.pathsep}{os.environ['PATH']}",
        "SAM_CLI_POLL_DELAY": "0.2",
        "SAM_CLI_TELEMETRY": "0",
        "UV": str(ROOT / ".uv/bin/uv"),
    }
    with log.open("wb") as output:
        process = subprocess.run(
            [str(stacks.SAM), *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    if process.returncode:
        raise LocalError(f"sam {arguments[0]} failed: {_last_line(log)} (all of it in {log})")


def _failed_resource(settings: Settings, stack: str, since: datetime) -> str | None:
    """The resource at which a stack's deployment failed, and why."""
    try:
        events = client(settings, "cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
    except ClientError:
        return None
    failed = (event for event in events if event["ResourceStatus"].endswith("_FAILED") and event["Timestamp"] >= since)
    event = next(failed, None)
    return event and f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason given')}"


def _last_line(log: Path) -> str:
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return next((line for line in reversed(lines) if "Error" in line), lines[-1] if lines else "no output")


@contextlib.contextmanager
def _build_lock() -> Iterator[None]:
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
