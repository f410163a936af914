"""A creation that fails after any kind of resource is repeated as if it had never been tried."""

import io
import json
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, WaiterError

from deployment import stacks
from deployment.render_template import render
from deployment.template import STAGE_STACKS, read_template
from local import ministack
from local.processes import free_port
from local.settings import Settings
from local.stack import client
from scripts.stage.rollout import remove_failed_creation

BUCKET = "templates"
ARTEFACT = f"s3://{BUCKET}/built"
# Without AlarmEmail, as the emulator makes no budgets from templates.
VALUES = {"Stage": "dev", "MailSender": "pedidos@example.com", "Architecture": "x86_64"}
# A group of a pool that is not there.
BROKEN = {
    "Type": "AWS::Cognito::UserPoolGroup",
    "Properties": {"UserPoolId": "sa-east-1_nowhere", "GroupName": "nobody"},
}
QUICKLY = {"Delay": 1, "MaxAttempts": 120}


class Account:
    """An emulated one, to which stacks are given as CloudFormation takes them."""

    def __init__(self, settings: Settings):
        self.cloudformation = client(settings, "cloudformation")
        self._s3 = client(settings, "s3")
        self._s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "sa-east-1"})
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as archive:
            archive.writestr("app.py", "def handler(event, context): ...")
        self._s3.put_object(Bucket=BUCKET, Key="built", Body=code.getvalue())
        self._values = VALUES | {"Endpoint": settings.endpoint}
        self.outputs: dict[str, str] = {}

    def create(self, stack: str, template: dict[str, Any]) -> None:
        """Raises WaiterError for a creation that fails."""
        key = f"{uuid.uuid4()}.json"
        self._s3.put_object(Bucket=BUCKET, Key=key, Body=json.dumps(template, default=str).encode())
        name = stacks.stack_name("dev", stack)
        values = stacks.overrides(stack, self._values, self.outputs)
        self.cloudformation.create_stack(
            StackName=name,
            TemplateURL=f"https://s3.sa-east-1.amazonaws.com/{BUCKET}/{key}",
            Capabilities=["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
            Parameters=[
                {"ParameterKey": name, "ParameterValue": value}
                for name, value in values.items()
                if name in template["Parameters"]
            ],
        )
        self.cloudformation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig=QUICKLY)


def rendered(stack: str) -> dict[str, Any]:
    """With one artefact for all functions and layers."""
    return render(stack, text=None, artefacts=dict.fromkeys(read_template(stack)["Resources"], ARTEFACT), **VALUES)


def kinds(template: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Each kind of resource with the names of its resources."""
    for kind in sorted({each["Type"] for each in template["Resources"].values()}):
        yield kind, [name for name, each in template["Resources"].items() if each["Type"] == kind]


@pytest.mark.full
def test_a_creation_that_failed_anywhere_is_repeated(tmp_path: Path) -> None:
    settings = Settings(tmp_path, free_port(), free_port(), free_port())
    with ministack.running(settings):
        account = Account(settings)
        for stack in STAGE_STACKS:
            template, name = rendered(stack), stacks.stack_name("dev", stack)
            for kind, dependency in kinds(template):
                broken = template["Resources"] | {"Broken": BROKEN | {"DependsOn": dependency}}
                with pytest.raises(WaiterError):
                    account.create(stack, template | {"Resources": broken})
                remove_failed_creation(account.cloudformation, name)
                try:
                    account.create(stack, template)
                except (ClientError, WaiterError) as error:
                    events = account.cloudformation.describe_stack_events(StackName=name)["StackEvents"]
                    why = [each.get("ResourceStatusReason") for each in events if "FAILED" in each["ResourceStatus"]]
                    raise AssertionError(f"{stack}, after {kind}: {why}") from error
                stacks.delete(account.cloudformation, name)
            account.create(stack, template)
            account.outputs |= stacks.outputs_of(account.cloudformation, name) or {}
