"""The pipeline's roles can make what the stacks have, and nothing that would let them out of their bounds."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from deployment.render_template import render, render_stage
from deployment.template import read_template
from tests.architecture.template_rules import many

ROOT = Path(__file__).parents[2]
PIPELINE = render("pipeline")["Resources"]
BOUNDARY = PIPELINE["PipelineBoundary"]["Properties"]["PolicyDocument"]["Statement"]
EVERYTHING = {"Stage": "prod", "Canary": "true", "ReservedConcurrency": "true"}

# What a handler of CloudFormation's asks for and the stack's role may not do: why.
WITHHELD = {
    "amplify:*": "the firewall stands before an API of API Gateway alone",
    "apprunner:*": "the same",
    "appsync:*": "the same",
    "bedrock-agentcore:*": "the same",
    "cloudfront:*ConnectionGroup": "the distribution has one tenant",
    "cloudfront:CreateDistributionWithTags": "IAM knows no such action: CreateDistribution and TagResource",
    "cloudfront:GetVpcOrigin": "its origin is a bucket",
    "cloudfront:UpdateDistributionWithStagingConfig": "it has no staging copy",
    "ec2:*": "functions are in no network of their own, and the firewall as above",
    "elasticfilesystem:*": "functions have no file system",
    "elasticloadbalancing:*": "the firewall as above",
    "firehose:*": "logs stay where they are",
    "iam:DeleteRolePermissionsBoundary": "the boundary denies it: no role is without",
    "iam:ListRoles": "lists the account's; a deployment reads its own by name",
    "kinesis:*": "the table's changes go through its own stream",
    "kms:CreateGrant": "what is encrypted is so with AWS's own keys, which let their services",
    "kms:Decrypt": "the same",
    "kms:Encrypt": "the same",
    "kms:GenerateDataKey*": "the same",
    "kms:ListAliases": "the same",
    "kms:ReEncrypt*": "the same",
    "kms:RevokeGrant": "the same",
    "kms:DisableKey*": "the receipts' key stays in use, and is rotated",
    "kms:EnableKey": "the same",
    "kms:ListKeys": "lists the account's; a deployment reads its own by name",
    "kms:ScheduleKeyDeletion": "the boundary denies it: what holds data does not end here",
    "payments:*": "the firewall's rules are free ones",
    "s3files:*": "functions have no file system",
    "s3tables:*": "buckets keep no inventory of themselves",
    "secretsmanager:DeleteSecret": "the boundary denies it: what holds data does not end here",
    "secretsmanager:ListSecrets": "lists the account's; a deployment reads its own by name",
    "secretsmanager:R*Region*": "secrets are in one region",
}

# What the stack's role may do and no handler needs: why.
SURPLUS = {
    "cloudformation:CreateChangeSet": "the transforms are run with it",
}
# Of these services every action: written out, what handlers ask for is longer than the 10,240 characters that the policies
# in a role may have (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). The boundary keeps what
# holds data, roles and other regions from them.
SERVICE_WILDCARDS = {
    *("apigateway:*", "codedeploy:*", "cognito-idp:*", "dynamodb:*", "events:*", "lambda:*", "logs:*", "s3:*", "sns:*"),
    *("sqs:*", "wafv2:*"),
}


def allowed(statements: list[dict[str, Any]]) -> list[str]:
    return [
        action for statement in statements if statement["Effect"] == "Allow" for action in many(statement["Action"])
    ]


def denied(sid: str) -> dict[str, Any]:
    (found,) = [each for each in BOUNDARY if each.get("Sid") == sid]
    return dict(found)


@pytest.fixture(scope="module")
def needed() -> dict[str, set[str]]:
    """The actions that CloudFormation takes for what the stacks have, and for its tags, by the type of the resource."""
    kinds = {each["Type"] for each in render_stage(**EVERYTHING)["Resources"].values()}
    return {kind: set(_permissions(kind)) for kind in kinds}


def _permissions(kind: str, *, to_delete: bool = True) -> Iterator[str]:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("sa-east-1", kind).schema
    for name, handler in schema["handlers"].items():
        if name != "delete" or to_delete:
            yield from handler["permissions"]
    yield from schema.get("tagging", {}).get("permissions", [])


def beyond(needed: dict[str, set[str]], statements: list[dict[str, Any]]) -> set[str]:
    may = allowed(statements)
    return {
        action
        for actions in needed.values()
        for action in actions
        if not any(fnmatchcase(action.lower(), pattern.lower()) for pattern in may)
    }


def test_cloudformations_role_may_do_all_that_its_handlers_ask_for(needed: dict[str, set[str]]) -> None:
    (policy,) = PIPELINE["StackRole"]["Properties"]["Policies"]
    lacking = beyond(needed, policy["PolicyDocument"]["Statement"])
    unexplained = {action for action in lacking if not any(fnmatchcase(action, pattern) for pattern in WITHHELD)}
    assert unexplained == set()
    stale = {pattern for pattern in WITHHELD if not any(fnmatchcase(action, pattern) for action in lacking)}
    assert stale == set(), "no longer withheld, or no longer asked for"


def test_it_may_do_nothing_beyond_that_without_a_reason(needed: dict[str, set[str]]) -> None:
    (policy,) = PIPELINE["StackRole"]["Properties"]["Policies"]
    granted = set(allowed(policy["PolicyDocument"]["Statement"]))
    assert {action for action in granted if "*" in action} == SERVICE_WILDCARDS
    wanted = {action for actions in needed.values() for action in actions}
    assert granted - wanted - SERVICE_WILDCARDS == SURPLUS.keys()


def test_of_the_secrets_it_reads_the_distributions_key_alone() -> None:
    (policy,) = PIPELINE["StackRole"]["Properties"]["Policies"]
    reading = [
        each
        for each in policy["PolicyDocument"]["Statement"]
        if "secretsmanager:GetSecretValue" in many(each["Action"])
    ]
    assert [each["Resource"]["Fn::Sub"].rpartition(":")[2] for each in reading] == [
        "bytemeburger-${Stage}/distribution-*"
    ]


def test_the_boundary_lets_it(needed: dict[str, set[str]]) -> None:
    lacking = beyond(needed, BOUNDARY)
    assert {action for action in lacking if not any(fnmatchcase(action, pattern) for pattern in WITHHELD)} == set()


def test_what_the_boundary_denies_is_asked_for_to_delete_alone(needed: dict[str, set[str]]) -> None:
    wanted = {action for kind in needed for action in _permissions(kind, to_delete=False)}
    assert {
        each
        for each in wanted & set(denied("NothingThatHoldsData")["Action"])
        if not any(fnmatchcase(each, pattern) for pattern in WITHHELD)
    } == set()


def test_the_role_does_nothing_in_a_service_that_the_stacks_do_not_have(needed: dict[str, set[str]]) -> None:
    (policy,) = PIPELINE["StackRole"]["Properties"]["Policies"]
    services = {action.partition(":")[0] for actions in needed.values() for action in actions}
    granted = {action.partition(":")[0] for action in allowed(policy["PolicyDocument"]["Statement"])}
    # cfn-lint's schemas of these name no permissions, or the transform is no resource.
    assert granted - services <= {"cloudformation"}


def test_the_pipeline_can_never_end_what_holds_data() -> None:
    assert {
        "cognito-idp:DeleteUserPool",
        "dynamodb:DeleteTable",
        "kms:ScheduleKeyDeletion",
        "s3:DeleteBucket",
        "secretsmanager:DeleteSecret",
    } <= set(denied("NothingThatHoldsData")["Action"])


def test_who_is_bounded_cannot_write_the_bound() -> None:
    """The functions' boundary is the pipeline's, which its own boundary lets nobody of it change; and no role is created
    with another one."""
    name = PIPELINE["FunctionBoundary"]["Properties"]["ManagedPolicyName"]["Fn::Sub"]
    assert name == "bytemeburger-${Stage}-pipeline-functions"
    denial = denied("NotItself")
    assert {"iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:SetDefaultPolicyVersion"} <= set(denial["Action"])
    assert any("policy/bytemeburger-${Stage}-pipeline-*" in each["Fn::Sub"] for each in denial["Resource"])
    bound = denied("NoRoleWithoutBoundary")["Condition"]
    assert bound == {"StringNotEquals": {"iam:PermissionsBoundary": {"Ref": "FunctionBoundary"}}}
    (policy,) = PIPELINE["StackRole"]["Properties"]["Policies"]
    assert not {each for each in allowed(policy["PolicyDocument"]["Statement"]) if each.startswith("iam:CreatePolicy")}
    assert [
        name for name, each in render_stage()["Resources"].items() if each["Type"] == "AWS::IAM::ManagedPolicy"
    ] == []


def test_what_an_account_has_once_is_in_no_stack_of_a_stage() -> None:
    once = {"AWS::ApiGateway::Account", "AWS::IAM::OIDCProvider"}
    stage = PIPELINE | render_stage(**EVERYTHING)["Resources"]
    assert {each["Type"] for each in stage.values()} & once == set()
    assert {each["Type"] for each in render("account")["Resources"].values()} >= once


def test_what_was_deployed_can_be_deployed_again_however_old_it_is() -> None:
    for rule in PIPELINE["Artefacts"]["Properties"]["LifecycleConfiguration"]["Rules"]:
        assert "ExpirationInDays" not in rule or rule["Prefix"] == "preview/"


@pytest.mark.parametrize("repository", ["octocat/my-repo", "octocat@123456/my-repo@456789"])
def test_a_repository_is_trusted_by_the_subject_of_its_tokens(repository: str) -> None:
    """The second form is that of repositories created or renamed since 2026-07-15 (GitHub, "immutable subject claims")."""
    assert re.fullmatch(read_template("pipeline")["Parameters"]["Repository"]["AllowedPattern"], repository)
    for role, whom in {"DeployRole": "environment:${Stage}", "PreviewRole": "pull_request"}.items():
        (statement,) = PIPELINE[role]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        subject = statement["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"]
        assert subject == {"Fn::Sub": f"repo:${{Repository}}:{whom}"}


def test_a_run_sees_the_variables_that_it_uses() -> None:
    """A job without an environment sees the repository's alone."""
    outputs = read_template("pipeline")["Outputs"].values()
    described = {"environment": "", "repository": ""}
    for text in (each["Description"] for each in outputs):
        for part in text.split(";"):
            described["repository" if "of the repository" in " ".join(part.split()) else "environment"] += part
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        for job in yaml.safe_load(path.read_text())["jobs"].values():
            scope = "environment" if "environment" in job else "repository"
            used = set(re.findall(r"vars\.(\w+)", str(job)))
            assert {name for name in used if not re.search(rf"\b{name}\b", described[scope])} == set(), path.name


def test_a_preview_writes_where_it_may() -> None:
    job = yaml.safe_load((ROOT / ".github" / "workflows" / "pull-request.yml").read_text())["jobs"]["changeset"]
    (policy,) = PIPELINE["PreviewRole"]["Properties"]["Policies"]
    (written,) = [
        each["Resource"] for each in policy["PolicyDocument"]["Statement"] if "s3:PutObject" in many(each["Action"])
    ]
    assert written == {"Fn::Sub": f"${{Artefacts.Arn}}/{job['env']['ARTEFACT_PREFIX']}/*"}
