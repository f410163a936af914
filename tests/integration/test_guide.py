"""docs/deploy.md as it stands: its commands in their order, from an empty account to the first paid order and back to an
empty account.

What is done otherwise here, and why:

- `git clone`: the tree is a copy of this one, with its environments.
- `aws`: no environment of ours has the AWS CLI; botocore sends what it would send, and `aws sso login` has nothing to do.
- `make account` gets PROVIDER=exists: the emulator knows no AWS::IAM::OIDCProvider.
- The provider is the simulator, so `MercadoPagoUrl` stands in samconfig.toml too, and its store's credentials are typed.
- The emulator mails no invitations: the manager's first password is set for them.
"""

import base64
import fcntl
import hashlib
import os
import pty
import re
import secrets
import shutil
import subprocess
import sys
import termios
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest

from deployment.stacks import stack_name
from deployment.template import STAGE_STACKS
from local import ministack
from local.credentials import MERCADO_PAGO
from local.processes import Process, free_port, listens
from local.settings import ROOT, Settings
from local.stack import client
from scripts.stage.store_credentials import QUESTIONS

GUIDE = (ROOT / "docs" / "deploy.md").read_text()
BLOCK = re.compile(r"^```(?P<kind>sh|toml samconfig\.toml)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
APART = (".venv*", ".uv", ".git", ".aws-sam", ".local", "*cache*", "node_modules")
PASSWORD = "Centro-2026-ok"
AWS = """#!{python}
import sys
import boto3
from botocore import xform_name
service, operation, *options = sys.argv[1:]
if service != "sso":
    given = dict(zip(options[::2], options[1::2], strict=True))
    client = boto3.client(service, region_name=given.pop("--region"))
    method = operation.replace("-", "_")
    name = client.meta.method_to_api_mapping[method]
    members = client.meta.service_model.operation_model(name).input_shape.members
    getattr(client, method)(**{{
        member: given.pop("--" + xform_name(member, "-")) for member in members if "--" + xform_name(member, "-") in given
    }})
    assert not given, given
"""
SECONDS = 600


class Guide:
    """A copy of the tree, and a person who types what the guide says."""

    def __init__(self, tree: Path, settings: Settings):
        self._tree, self._settings = tree, settings
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*APART))
        for environment in (".uv", ".venv", ".venv-sam"):
            (tree / environment).symlink_to((ROOT / environment).resolve())
        tools = tree / ".tools"
        tools.mkdir()
        (tools / "aws").write_text(AWS.format(python=sys.executable))
        (tools / "aws").chmod(0o755)
        self._environment = os.environ | settings.environment() | {"SAM_CLI_POLL_DELAY": "0.2"}
        self._environment["PATH"] = f"{tools}{os.pathsep}{self._environment['PATH']}"
        self.seconds: list[tuple[float, str]] = []

    def settle(self, block: str) -> None:
        """Put a block of samconfig.toml in the place of what stands there."""
        section, line = block.strip().split("\n")
        line = line.removesuffix("]") + f', "MercadoPagoUrl={self._settings.simulator_url}"]'
        file = self._tree / "samconfig.toml"
        before, head, after = file.read_text().partition(f"{section}\n")
        after, changed = re.subn(r"^parameter_overrides = \[.*$", line, after, count=1, flags=re.MULTILINE)
        assert changed == 1
        file.write_text(before + head + after)

    def type(self, command: str, answers: dict[str, str]) -> str:
        """Run a command on a terminal, and answer what it asks; what it printed."""
        began = time.monotonic()
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            ["bash", "-ec", command],
            cwd=self._tree,
            env=self._environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        printed, answered_up_to = "", 0
        for text in _read(ours):
            printed += text
            for question, answer in answers.items():
                if printed[answered_up_to:].rstrip().endswith(question.rstrip()):
                    answered_up_to = len(printed)
                    os.write(ours, f"{answer}\n".encode())
        assert process.wait(SECONDS) == 0, f"{command}\n{printed[-4000:]}"
        os.close(ours)
        self.seconds.append((time.monotonic() - began, command))
        return printed


def _read(terminal: int) -> Iterator[str]:
    while True:
        try:
            data = os.read(terminal, 4096)
        except OSError:  # Linux's way to say that nobody writes any more
            return
        if not data:
            return
        yield data.decode(errors="replace")


def commands() -> Iterator[tuple[str, str]]:
    """(kind, text) of each block of samconfig.toml and of each command, in the guide's order."""
    for block in BLOCK.finditer(GUIDE):
        if block["kind"] == "sh":
            for line in block["text"].replace("\\\n", "").strip().split("\n"):
                yield "sh", line
        else:
            yield "toml", block["text"]


def outputs(settings: Settings) -> dict[str, str]:
    found: dict[str, str] = {}
    for stack in STAGE_STACKS:
        (described,) = client(settings, "cloudformation").describe_stacks(StackName=stack_name("dev", stack))["Stacks"]
        found |= {each["OutputKey"]: each["OutputValue"] for each in described.get("Outputs", [])}
    return found


def revisions(settings: Settings) -> dict[str, str]:
    functions = client(settings, "lambda")
    pages = functions.get_paginator("list_functions").paginate()
    return {each["FunctionName"]: each["RevisionId"] for page in pages for each in page["Functions"]}


def simulator(settings: Settings, api: str) -> Process:
    """Mercado Pago, which knows where to send the store's notifications."""
    options = [f"--port={settings.simulator_port}", f"--webhook-url={api}/webhooks/mercadopago"]
    return Process(
        "local.mercadopago",
        [sys.executable, "-m", "local.mercadopago", *options, f"--state={settings.state / 'mercadopago.json'}"],
        environment=settings.environment() | {"PYTHONPATH": "layers/core"},
        log=settings.state / "mercadopago.log",
    )


def order_and_pay(api: httpx.Client, provider: httpx.Client) -> dict[str, Any]:
    """A customer at the kiosk: the order as it is once it is paid."""
    identified = api.post("/identify", json={}).raise_for_status().json()
    menu = api.get("/menu").raise_for_status().json()
    burger = next(each for each in menu["products"] if each["category"] == "burger" and each["available"])
    customer = {"Authorization": identified["id_token"]}
    placed = api.post(
        "/orders",
        headers=customer | {"Idempotency-Key": str(uuid.uuid4())},
        json={"store": menu["store"], "lines": [{"product_id": burger["product_id"], "quantity": 1}]},
    )
    assert placed.status_code == 201, placed.text
    order = placed.json()
    holder = customer | {"Order-Key": order["order_key"]}
    payment = api.post(f"/orders/{order['order_id']}/checkout", headers=holder).raise_for_status().json()
    provider.post(f"/simulator/orders/{quote(payment['qr_data'], safe='')}/approve").raise_for_status()
    end = time.monotonic() + 60
    while (order := api.get(f"/orders/{order['order_id']}", headers=holder).json())["status"] == "AWAITING_PAYMENT":
        assert time.monotonic() < end, order
        time.sleep(0.5)
    return dict(order)


def sign_in(settings: Settings, found: dict[str, str], user: str) -> str:
    """The ID token that the kitchen's page gets: authorization code + PKCE on Cognito's pages."""
    cognito = client(settings, "cognito-idp")
    cognito.admin_set_user_password(UserPoolId=found["StaffPoolId"], Username=user, Password=PASSWORD, Permanent=True)
    described = cognito.describe_user_pool_client(UserPoolId=found["StaffPoolId"], ClientId=found["StaffClientId"])
    callback = described["UserPoolClient"]["CallbackURLs"][0]
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    whom = {"client_id": found["StaffClientId"], "redirect_uri": callback}
    with httpx.Client(base_url=settings.endpoint, trust_env=False, timeout=30) as browser:
        page = browser.get(
            "/oauth2/authorize",
            params=whom
            | {"response_type": "code", "scope": "openid"}
            | {"code_challenge": challenge, "code_challenge_method": "S256"},
        )
        hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
        page = browser.post("/login", data=hidden | {"username": user, "password": PASSWORD})
        (code,) = parse_qs(urlsplit(page.headers["Location"]).query)["code"]
        grant = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier, **whom}
        return str(browser.post("/oauth2/token", data=grant).raise_for_status().json()["id_token"])


def remains(settings: Settings) -> dict[str, list[str]]:
    """What the account has that could be of a stage."""
    layers = client(settings, "lambda").list_layers()["Layers"]
    pools = client(settings, "cognito-idp").list_user_pools(MaxResults=60)["UserPools"]
    keys = client(settings, "kms")
    groups = client(settings, "logs").describe_log_groups()["logGroups"]
    stacks = client(settings, "cloudformation").describe_stacks()["Stacks"]
    found = {
        "alarms": [each["AlarmName"] for each in client(settings, "cloudwatch").describe_alarms()["MetricAlarms"]],
        "apis": [each["name"] for each in client(settings, "apigateway").get_rest_apis()["items"]],
        "buckets": [each["Name"] for each in client(settings, "s3").list_buckets()["Buckets"]],
        "functions": [each["FunctionName"] for each in client(settings, "lambda").list_functions()["Functions"]],
        "keys": [
            each["KeyId"]
            for each in keys.list_keys()["Keys"]
            if keys.describe_key(KeyId=each["KeyId"])["KeyMetadata"]["KeyState"] != "PendingDeletion"
        ],
        "layers": [each["LayerName"] for each in layers],
        "logs": [each["logGroupName"] for each in groups if each["logGroupName"].startswith("/bytemeburger")],
        "pools": [each["Name"] for each in pools],
        "queues": client(settings, "sqs").list_queues().get("QueueUrls", []),
        "roles": [each["RoleName"] for each in client(settings, "iam").list_roles()["Roles"]],
        "secrets": [each["Name"] for each in client(settings, "secretsmanager").list_secrets()["SecretList"]],
        "stacks": [each["StackName"] for each in stacks if each["StackStatus"] != "DELETE_COMPLETE"],
        "tables": client(settings, "dynamodb").list_tables()["TableNames"],
    }
    return {kind: names for kind, names in found.items() if names}


@pytest.mark.full
def test_the_guide_leads_from_an_empty_account_to_a_paid_order_and_back(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "state", free_port(), free_port(), free_port())
    with ministack.running(settings):
        _follow(settings, Guide(tmp_path / "tree", settings))


def _follow(settings: Settings, guide: Guide) -> None:
    answers = {f"{question}: ": "" for question in QUESTIONS.values()} | {
        f"{QUESTIONS['access_token']}: ": MERCADO_PAGO["access_token"],
        f"{QUESTIONS['webhook_secret']}: ": MERCADO_PAGO["webhook_secrets"][0],
    }
    steps = list(commands())
    *to_the_order, (_, down) = steps
    assert down.startswith("make teardown")
    for kind, text in to_the_order:
        if kind == "toml":
            guide.settle(text)
        elif not text.startswith("git clone"):
            # the words of the comment that follows are none of make's
            command = text.partition("#")[0].strip()
            guide.type(command + (" PROVIDER=exists" if command.startswith("make account") else ""), answers)

    found = outputs(settings)
    api_url = f"{settings.endpoint}/_aws/execute-api/{found['ApiId']}/dev"
    provider = simulator(settings, api_url)
    try:
        provider.wait_until(lambda: listens(settings.simulator_port), 20)
        with (
            httpx.Client(base_url=api_url, trust_env=False, timeout=60) as api,
            httpx.Client(base_url=settings.simulator_url, trust_env=False, timeout=30) as panel,
        ):
            paid = order_and_pay(api, panel)
            assert (paid["status"], bool(paid["number"])) == ("RECEIVED", True)
            kitchen = {"Authorization": sign_in(settings, found, "you@example.com")}
            queue = api.get("/kitchen/queue", headers=kitchen).raise_for_status().json()
            assert [each["order_id"] for each in queue["orders"]] == [paid["order_id"]]
    finally:
        provider.stop()

    first = revisions(settings)
    guide.type("make deploy STAGE=dev", {})
    assert revisions(settings) == first, "a second deployment changes nothing"

    guide.type(down.partition("#")[0], {"Type the stage's name: ": "dev", "Type it again: ": "dev"})
    remaining = remains(settings)
    assert set(remaining["stacks"]) <= {"bytemeburger-account", "aws-sam-cli-managed-default"}
    assert all("aws-sam-cli" in name for name in remaining.pop("buckets", []))
    assert [name for name in remaining.pop("roles", []) if not name.startswith("bytemeburger-account")] == []
    assert remaining.keys() == {"stacks"}, remaining
    sys.stdout.write("".join(f"{seconds:6.0f} s  {command}\n" for seconds, command in guide.seconds))


def test_the_guide_fits_on_two_screens_and_shows_every_command_once() -> None:
    assert len(GUIDE.splitlines()) <= 100
    shown = [text for kind, text in commands() if kind == "sh"]
    assert len(shown) == len(set(shown))
