"""What a rollout does around the SAM CLI: whose value a parameter takes, and the way back from a creation that failed."""

import os
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, WaiterError

from deployment import stacks
from deployment.template import STAGE_STACKS, read_template
from scripts.stage.deployed import deployed
from scripts.stage.rollout import Rollout, remove_failed_creation


def test_a_parameter_takes_the_stages_value_before_an_output_and_an_output_before_nothing() -> None:
    outputs = {
        name: f"out-{name}"
        for name in ("TableName", "DistributionKeyArn", "ParkedRecordsBucket", "Application", "ApiId", "MailSender")
    }
    outputs |= {f"{each}FunctionName": each for each in ("PublishDomainEvents", "RecordSales")}
    chosen = stacks.overrides("operations", {"Stage": "dev", "Canary": "true", "ApiId": "mine"}, outputs)
    assert chosen["Stage"] == "dev"
    assert chosen["ApiId"] == "mine"
    assert chosen["TableName"] == "out-TableName"
    assert "MonthlyBudget" not in chosen, "a default stays the template's"
    assert "Canary" not in chosen, "of another stack"


def test_a_parameter_without_a_value_stops_before_anything_is_deployed() -> None:
    with pytest.raises(ValueError, match=r"application: .* TableArn, TableName"):
        stacks.overrides("application", {}, {})


def test_the_stages_are_those_that_can_be_deployed() -> None:
    assert stacks.stages() == ["local", "dev", "prod"]


def test_a_stage_that_is_not_deployed_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stacks, "outputs_of", lambda _cloudformation, _name: None)
    with pytest.raises(SystemExit, match="dev is not deployed: make deploy STAGE=dev"):
        deployed("dev")


def test_commands_use_the_table_that_the_stacks_were_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """A restored one: the storage's output is still the table that was lost."""
    overrides = ["Stage=dev", "TableName=restored"]
    written = {
        "global": {"parameters": {"region": "sa-east-1"}},
        "deploy": {"parameters": {"parameter_overrides": overrides}},
    }
    monkeypatch.setattr(stacks, "settings", lambda _stage: written)
    monkeypatch.setattr(stacks, "outputs_of", lambda _cloudformation, _name: {"TableName": "lost", "ApiId": "api"})
    monkeypatch.setenv("TABLE_NAME", "")
    assert deployed("dev").outputs == {"TableName": "restored", "ApiId": "api"}
    assert os.environ["TABLE_NAME"] == "restored"


def test_no_stage_is_created_without_a_sender() -> None:
    """Who registers would be answered that a code is on its way, and none would ever come."""
    with pytest.raises(ValueError, match=r"storage: .* MailSender$"):
        stacks.overrides("storage", {"Stage": "dev"}, {})


def test_a_misspelt_parameter_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    written = {"deploy": {"parameters": {"parameter_overrides": ["Stage=dev", "AlarmMail=a@example.com"]}}}
    monkeypatch.setattr(stacks, "settings", lambda _stage: written)
    with pytest.raises(ValueError, match="AlarmMail"):
        stacks.configured("dev")


PARAMETERS = {name for stack in STAGE_STACKS for name in read_template(stack)["Parameters"]}


class CloudFormation:
    """One stack, of which some resources cannot be deleted."""

    def __init__(self, status: str | None, protected: list[str]):
        self.status, self._protected = status, protected
        self.deleted: list[list[str]] = []

    class exceptions:  # noqa: N801 - boto3's
        ClientError = ClientError

    def describe_stacks(self, StackName: str) -> Any:  # noqa: N803
        if self.status is None:
            raise ClientError({"Error": {"Code": "ValidationError", "Message": "does not exist"}}, "DescribeStacks")
        return {"Stacks": [{"StackStatus": self.status}]}

    def describe_stack_resources(self, StackName: str) -> Any:  # noqa: N803
        failed = [{"LogicalResourceId": name, "ResourceStatus": "DELETE_FAILED"} for name in self._protected]
        return {"StackResources": [*failed, {"LogicalResourceId": "Images", "ResourceStatus": "DELETE_COMPLETE"}]}

    def delete_stack(self, StackName: str, RetainResources: list[str] | None = None) -> None:  # noqa: N803
        self.deleted.append(RetainResources or [])

    def get_waiter(self, _name: str) -> Any:
        return self

    def wait(self, StackName: str, WaiterConfig: Any) -> None:  # noqa: N803
        if self._protected and self.deleted[-1] != self._protected:
            raise WaiterError("stack_delete_complete", "DELETE_FAILED", {})


@pytest.mark.parametrize(
    ("status", "canary"),
    [
        (None, "false"),
        ("REVIEW_IN_PROGRESS", "false"),
        ("ROLLBACK_COMPLETE", "false"),
        ("CREATE_COMPLETE", "true"),
        ("UPDATE_ROLLBACK_COMPLETE", "true"),
    ],
)
def test_traffic_moves_bit_by_bit_once_the_alarms_that_it_goes_back_on_are_there(
    status: str | None, canary: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`Canary=true` may stand in samconfig.toml from the first deployment on."""
    deployed: list[list[str]] = []
    monkeypatch.setattr("scripts.stage.rollout.boto3.client", lambda *_, **__: CloudFormation(status, protected=[]))
    monkeypatch.setattr(
        stacks, "configured", lambda _: {"Stage": "prod", "Canary": "true", "MailSender": "a@example.com"}
    )
    monkeypatch.setattr(stacks, "outputs_of", lambda *_: dict.fromkeys(PARAMETERS, "x"))
    monkeypatch.setattr("scripts.stage.rollout.stamp.write", lambda *_: None)
    monkeypatch.setattr("scripts.stage.rollout.subprocess.run", lambda command, check: deployed.append(command))
    Rollout("prod", tmp_path).deploy()
    assert f"Canary={canary}" in deployed[1]


@pytest.mark.parametrize(
    ("pages", "before", "deployments"),
    [
        ({"PagesBucket": "pages"}, {}, ["storage", "application", "operations", "storage"]),
        ({"PagesBucket": "pages"}, {"ApiHost": "old"}, ["storage", "application", "operations", "storage"]),
        ({"PagesBucket": "pages"}, {"ApiHost": "api", "LiveHost": "live"}, ["storage", "application", "operations"]),
        ({}, {}, ["storage", "application", "operations"]),
    ],
)
def test_the_distribution_leads_to_the_api_that_stands_after_the_deployment(
    pages: dict[str, str],
    before: dict[str, str],
    deployments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    commands: list[list[str]] = []

    def outputs_of(_cloudformation: Any, name: str) -> dict[str, str]:
        if name == stacks.stack_name("dev", "application"):
            return {"ApiHost": "api", "LiveHost": "live"} if commands else before
        return dict.fromkeys(PARAMETERS - {"PagesUrl", "ApiHost", "LiveHost"}, "x") | pages

    monkeypatch.setattr("scripts.stage.rollout.boto3.client", lambda *_, **__: CloudFormation("CREATE_COMPLETE", []))
    monkeypatch.setattr(stacks, "configured", lambda _: {"Stage": "dev", "MailSender": "a@example.com"})
    monkeypatch.setattr(stacks, "outputs_of", outputs_of)
    monkeypatch.setattr("scripts.stage.rollout.stamp.write", lambda *_: None)
    monkeypatch.setattr("scripts.stage.rollout.subprocess.run", lambda command, check: commands.append(command))
    Rollout("dev", tmp_path).deploy()
    names = {stacks.stack_name("dev", stack): stack for stack in STAGE_STACKS}
    assert [names[command[command.index("--stack-name") + 1]] for command in commands] == deployments
    last = next(command for command in reversed(commands) if "bytemeburger-dev-storage" in command)
    assert ("ApiHost=api" in last) == (bool(pages) or bool(before))


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"])
def test_a_stack_that_was_never_created_goes_before_it_is_tried_again(status: str) -> None:
    cloudformation = CloudFormation(status, protected=[])
    remove_failed_creation(cloudformation, "bytemeburger-dev-storage")
    assert cloudformation.deleted == [[]]


def test_what_is_protected_stays_behind_without_a_stack() -> None:
    cloudformation = CloudFormation("ROLLBACK_FAILED", protected=["Table", "StaffPool"])
    remove_failed_creation(cloudformation, "bytemeburger-dev-storage")
    assert cloudformation.deleted == [[], ["Table", "StaffPool"]]


@pytest.mark.parametrize(
    "status", [None, "CREATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED", "DELETE_FAILED"]
)
def test_a_stack_that_was_ever_created_is_never_removed(status: str | None) -> None:
    cloudformation = CloudFormation(status, protected=[])
    remove_failed_creation(cloudformation, "bytemeburger-dev-storage")
    assert cloudformation.deleted == []
