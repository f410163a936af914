"""What a rollout does around the SAM CLI: whose value a parameter takes, and the way back from a creation that failed."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, WaiterError

from deployment import stacks
from scripts.stage.deployed import deployed
from scripts.stage.rollout import remove_failed_creation


def test_a_parameter_takes_the_stages_value_before_an_output_and_an_output_before_nothing() -> None:
    outputs = {
        name: f"out-{name}" for name in ("TableName", "ParkedRecordsBucket", "Application", "ApiId", "MailSender")
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


def test_a_stage_that_is_not_deployed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stacks, "outputs_of", lambda _cloudformation, _name: None)
    with pytest.raises(SystemExit, match="dev is not deployed: make deploy STAGE=dev"):
        deployed("dev")


def test_no_stage_is_made_without_a_sender() -> None:
    """Who registers would be answered that a code is on its way, and none would ever come."""
    with pytest.raises(ValueError, match=r"storage: .* MailSender$"):
        stacks.overrides("storage", {"Stage": "dev"}, {})


def test_a_misspelt_parameter_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    written = {"deploy": {"parameters": {"parameter_overrides": ["Stage=dev", "AlarmMail=a@example.com"]}}}
    monkeypatch.setattr(stacks, "settings", lambda _stage: written)
    with pytest.raises(ValueError, match="AlarmMail"):
        stacks.configured("dev")


class CloudFormation:
    """One stack, of which some resources cannot be deleted."""

    def __init__(self, status: str | None, protected: list[str]):
        self.status, self._protected = status, protected
        self.deleted: list[list[str]] = []

    class exceptions:  # noqa: N801 - boto3's
        ClientError = ClientError

    def describe_stacks(self, StackName: str) -> Any:  # noqa: N803
        if self.status is None:
            raise ClientError({"Error": {"Code": "ValidationError"}}, "DescribeStacks")
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


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"])
def test_a_stack_that_never_came_up_goes_before_it_is_tried_again(status: str) -> None:
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
def test_a_stack_that_ever_came_up_is_never_removed(status: str | None) -> None:
    cloudformation = CloudFormation(status, protected=[])
    remove_failed_creation(cloudformation, "bytemeburger-dev-storage")
    assert cloudformation.deleted == []
