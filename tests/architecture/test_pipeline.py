"""The pipeline's roles can make every kind of resource that the application has."""

from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from scripts.render_template import render
from tests.architecture.template_rules import many

PIPELINE = yaml_parse((Path(__file__).parents[2] / "pipeline.yaml").read_text())["Resources"]
# The IAM prefix of a service, where it is not the name that CloudFormation gives it.
PREFIX = {"ApiGatewayV2": "apigateway", "Cognito": "cognito-idp", "SES": "ses"}


def allowed(statements: list[dict[str, Any]]) -> set[str]:
    """The services with an allowed action."""
    return {
        action.partition(":")[0]
        for statement in statements
        if statement["Effect"] == "Allow"
        for action in many(statement["Action"])
    }


@pytest.fixture(scope="module")
def services() -> set[str]:
    kinds = {resource["Type"].split("::")[1] for resource in render(Stage="prod", Canary="true")["Resources"].values()}
    return {PREFIX.get(kind, kind.lower()) for kind in kinds}


def test_cloudformations_role_knows_every_service(services: set[str]) -> None:
    (policy,) = PIPELINE["StackRole"]["Properties"]["Policies"]
    assert services - allowed(policy["PolicyDocument"]["Statement"]) == set()


def test_the_boundary_lets_it(services: set[str]) -> None:
    assert services - allowed(PIPELINE["PipelineBoundary"]["Properties"]["PolicyDocument"]["Statement"]) == set()


def test_the_pipeline_can_never_end_what_holds_data() -> None:
    statements = PIPELINE["PipelineBoundary"]["Properties"]["PolicyDocument"]["Statement"]
    (denied,) = [each for each in statements if each.get("Sid") == "NothingThatHoldsData"]
    assert {
        "cognito-idp:DeleteUserPool",
        "dynamodb:DeleteTable",
        "kms:ScheduleKeyDeletion",
        "s3:DeleteBucket",
        "secretsmanager:DeleteSecret",
    } <= set(denied["Action"])
