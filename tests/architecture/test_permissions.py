"""Least privilege, both ways: what a function calls in its tests against what its role allows."""

import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from deployment.render_template import render
from tests.architecture.template_rules import many
from tests.architecture.test_tree import FOLDERS, camel
from tests.aws_call_recorder import HERE, Need, needs, recorded

ROOT = Path(__file__).parents[2]

# The names of tests/conftest.py, where a resource's physical name matters to a call.
KNOWN = {
    "AWS::AccountId": "000000000000",
    "AWS::Partition": "aws",
    "AWS::Region": "sa-east-1",
    "AWS::StackName": "bytemeburger",
    "Stage": "local",
    "CampaignMail": "bytemeburger-campaigns",
    "LiveApi": "live",
    "CustomerPoolArn": f"arn:aws:cognito-idp:{HERE}:userpool/customers",
    "OrderingPoolArn": f"arn:aws:cognito-idp:{HERE}:userpool/ordering",
    "EventBus.Arn": f"arn:aws:events:{HERE}:event-bus/bytemeburger-events",
    "OrderingUserArn": f"arn:aws:secretsmanager:{HERE}:secret:bytemeburger/ordering-user-*",
    "DistributionKeyArn": f"arn:aws:secretsmanager:{HERE}:secret:bytemeburger/distribution-*",
    "ArchiveArn": "arn:aws:s3:::bytemeburger-archive",
    "PepperArn": f"arn:aws:secretsmanager:{HERE}:secret:bytemeburger/pepper-*",
    "ReceiptKeyArn": f"arn:aws:kms:{HERE}:key/receipts",
    "StaffPoolArn": f"arn:aws:cognito-idp:{HERE}:userpool/staff",
    "StoreSecretsArn": f"arn:aws:secretsmanager:{HERE}:secret:bytemeburger/mercadopago/*",
    "TableArn": f"arn:aws:dynamodb:{HERE}:table/bytemeburger",
}

# `table.save` asks with it whose write stands there, when it lost a race or the answer to its own write.
AFTER_A_LOST_WRITE = ("dynamodb:BatchGetItem", KNOWN["TableArn"])

# Allowed though no function test shows it in use: (function, action, part of the resource): why.
EXPLAINED: dict[tuple[str, str, str], str] = {
    (
        "cancel_order",
        "secretsmanager:GetSecretValue",
        "mercadopago/",
    ): "read by the gateway, which the tests replace",
    ("cancel_order_by_staff", "secretsmanager:GetSecretValue", "mercadopago/"): "the same",
    ("checkout_order_by_staff", "secretsmanager:GetSecretValue", "mercadopago/"): "the same",
    ("refund_order", "secretsmanager:GetSecretValue", "mercadopago/"): "the same",
    ("receive_counter_payment", "secretsmanager:GetSecretValue", "mercadopago/"): "the same",
    ("get_payment_status", "secretsmanager:GetSecretValue", "mercadopago/"): "the same",
    ("report_reconciliation", "secretsmanager:GetSecretValue", "mercadopago/"): "the same",
    ("upload_product_image", "s3:PutObject", "products/"): "what the holder of the presigned form may do",
    ("publish_domain_events", "events:PutEvents", "event-bus/"): "the tests listen to a bus of their own",
}


def resolved(value: Any) -> str:
    """A resource of a policy as an ARN pattern."""

    def known(name: str) -> str:
        return KNOWN.get(name, f"<{name}>")

    match value:
        case str():
            return value
        case {"Ref": name}:
            return known(name)
        case {"Fn::GetAtt": [name, attribute]}:
            return known(f"{name}.{attribute}")
        case {"Fn::Sub": text}:
            return re.sub(r"\$\{([\w.:]+)\}", lambda found: known(found[1]), text)
    raise ValueError(value)


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    resources: dict[str, Any] = render()["Resources"]
    return resources


@pytest.fixture(scope="module")
def allowed(template: dict[str, Any]) -> dict[str, set[Need]]:
    return {
        folder: {
            (action, resolved(resource))
            for policy in template[f"{camel(folder)}FunctionRole"]["Properties"].get("Policies", [])
            for statement in policy["PolicyDocument"]["Statement"]
            for action in many(statement["Action"])
            for resource in many(statement["Resource"])
        }
        for folder in FOLDERS
    }


@pytest.fixture(scope="module")
def used(recording: Path) -> dict[str, set[Need]]:
    return recorded(recording)


def implied(template: dict[str, Any], folder: str) -> set[str]:
    """Actions that Lambda itself takes in the function's role: reading the stream, keeping what failed."""
    function = {"Ref": f"{camel(folder)}Function"}
    actions = set()
    for resource in template.values():
        properties = resource.get("Properties", {})
        if properties.get("FunctionName") != function:
            continue
        if resource["Type"] == "AWS::Lambda::EventSourceMapping":
            actions |= {
                "dynamodb:DescribeStream",
                "dynamodb:GetRecords",
                "dynamodb:GetShardIterator",
                "dynamodb:ListStreams",
                "s3:ListBucket",
                "s3:PutObject",
            }
        elif resource["Type"] == "AWS::Lambda::EventInvokeConfig":
            actions.add("sqs:SendMessage")
    return actions


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_function_is_allowed_all_it_asks_for(
    folder: str, used: dict[str, set[Need]], allowed: dict[str, set[Need]]
) -> None:
    denied = {
        need
        for need in used.get(folder, set())
        if not any(need[0] == action and fnmatchcase(need[1], pattern) for action, pattern in allowed[folder])
    }
    assert denied == set(), f"{folder} asks for what its Policies in template.yaml do not allow: add it there"


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_function_asks_for_all_it_is_allowed(
    folder: str, used: dict[str, set[Need]], allowed: dict[str, set[Need]], template: dict[str, Any]
) -> None:
    unused = {
        (action, pattern)
        for action, pattern in allowed[folder]
        if action not in implied(template, folder)
        and not any(action == called and fnmatchcase(arn, pattern) for called, arn in used.get(folder, set()))
        and not any((folder, action) == why[:2] and why[2] in pattern for why in EXPLAINED)
    }
    if any(action == "dynamodb:PutItem" for action, _ in used.get(folder, set())):
        unused.discard(AFTER_A_LOST_WRITE)
    assert unused == set(), f"no test makes {folder} ask for it: take it out, test it, or say why in EXPLAINED"


def test_what_is_explained_still_stands(used: dict[str, set[Need]], allowed: dict[str, set[Need]]) -> None:
    for folder, action, part in EXPLAINED:
        assert any(action == each and part in pattern for each, pattern in allowed[folder])
        assert not any(action == each and part in arn for each, arn in used.get(folder, set()))


def test_a_transaction_needs_the_actions_of_its_parts() -> None:
    parts = [{"Put": {"TableName": "t"}}, {"ConditionCheck": {"TableName": "t"}}]
    needed = {action for action, _ in needs(("dynamodb", "TransactWriteItems", {"TransactItems": parts}))}
    assert needed == {"dynamodb:PutItem", "dynamodb:ConditionCheckItem"}


def test_an_unknown_call_is_refused_so_that_the_map_cannot_rot() -> None:
    with pytest.raises(ValueError, match="sqs SendMessage"):
        list(needs(("sqs", "SendMessage", {})))
