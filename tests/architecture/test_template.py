"""Rules over the rendered templates of a stage, and a template that breaks each of them."""

import ast
import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deployment.render_template import render, render_stage
from deployment.template import STAGE_STACKS, functions, read_template
from scripts.release.replacement import RECREATED, RETAINED
from tests.architecture import template_rules as rules
from tests.architecture.template_rules import RULES, Rule, Template

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def rendered() -> Template:
    """All stacks of a stage, with the boundary that is deployed before them."""
    stage = render_stage()
    boundary = render("pipeline")["Resources"]["FunctionBoundary"]
    return stage | {"Resources": stage["Resources"] | {"FunctionBoundary": boundary}}


@pytest.fixture(scope="module")
def checked(rendered: Template, template: Template) -> Template:
    """Rendered, with the functions as they are written beside what became of them."""
    written = {
        f"{name} (written)": resource
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    return rendered | {"Resources": rendered["Resources"] | written}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_template_keeps_the_rule(checked: Template, rule: Rule) -> None:
    assert list(rule(checked)) == []


type Spoil = Callable[[dict[str, Any]], Any]


def _role(resources: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = resources["GetMenuFunctionRole"]["Properties"]
    return properties


def _statement(resources: dict[str, Any]) -> dict[str, Any]:
    statement: dict[str, Any] = _role(resources)["Policies"][0]["PolicyDocument"]["Statement"][0]
    return statement


def _paths(resources: dict[str, Any]) -> dict[str, Any]:
    paths: dict[str, Any] = resources["Api"]["Properties"]["Body"]["paths"]
    return paths


BROKEN: list[tuple[Rule, Spoil]] = [
    (
        rules.every_method_has_an_authorizer,
        lambda resources: _paths(resources)["/orders"]["post"].update(security=[{"NONE": []}]),
    ),
    (rules.every_method_has_an_authorizer, lambda resources: _paths(resources)["/orders"]["post"].pop("security")),
    (rules.every_method_has_an_authorizer, lambda resources: _paths(resources).pop("/menu")),
    (
        rules.no_method_stands_for_any_other,
        lambda resources: _paths(resources)["/menu"].update(
            {"x-amazon-apigateway-any-method": _paths(resources)["/menu"]["get"]}
        ),
    ),
    (rules.no_action_is_a_wildcard, lambda resources: _statement(resources).update(Action="dynamodb:*")),
    (rules.a_policy_allows_and_names_what, lambda resources: _statement(resources).update(NotResource="x")),
    (
        rules.only_what_aws_cannot_scope_is_allowed_on_everything,
        lambda resources: _statement(resources).update(Resource="*"),
    ),
    (
        rules.roles_are_bounded_and_take_no_other_managed_policy,
        lambda resources: _role(resources).pop("PermissionsBoundary"),
    ),
    (
        rules.roles_are_bounded_and_take_no_other_managed_policy,
        lambda resources: _role(resources)["ManagedPolicyArns"].append(
            "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"
        ),
    ),
    (
        rules.functions_cannot_be_called_around_the_api,
        lambda resources: resources.update(Url={"Type": "AWS::Lambda::Url"}),
    ),
    (
        rules.an_api_function_ends_before_its_caller_gives_up,
        lambda resources: resources["GetMenuFunction"]["Properties"].update(Timeout=30),
    ),
    (
        rules.functions_log_to_a_group_that_forgets,
        lambda resources: resources["GetMenuFunction"]["Properties"].pop("LoggingConfig"),
    ),
    (
        rules.functions_log_to_a_group_that_forgets,
        lambda resources: resources["FunctionLogs"]["Properties"].pop("RetentionInDays"),
    ),
    (
        rules.the_environment_holds_no_secret,
        lambda resources: resources["GetMenuFunction"]["Properties"]["Environment"]["Variables"].update(
            KEY="APP_USR-1234567-010203-" + "0" * 32
        ),
    ),
    (rules.what_holds_data_outlives_the_stack, lambda resources: resources["Table"].pop("DeletionPolicy")),
    (
        rules.what_holds_data_outlives_the_stack,
        lambda resources: resources["CustomerPool"].update(UpdateReplacePolicy="Delete"),
    ),
    (rules.what_holds_data_outlives_the_stack, lambda resources: resources["Images"].update(DeletionPolicy="Delete")),
    (
        rules.what_is_retained_leaves_no_name_taken,
        lambda resources: resources["PepperSecret"]["Properties"].update(Name="pepper"),
    ),
    (
        rules.what_is_retained_leaves_no_name_taken,
        lambda resources: resources["Images"]["Properties"].update(BucketName="images"),
    ),
    (
        rules.what_is_protected_from_deletion_is_not_deleted_by_a_rollback,
        lambda resources: resources["Table"].update(DeletionPolicy="RetainExceptOnCreate"),
    ),
    (
        rules.the_table_is_encrypted_protected_and_can_be_restored,
        lambda resources: resources["Table"]["Properties"].pop("PointInTimeRecoverySpecification"),
    ),
    (
        rules.the_pools_are_protected,
        lambda resources: resources["StaffPool"]["Properties"].update(DeletionProtection="INACTIVE"),
    ),
    (
        rules.the_pools_are_protected,
        lambda resources: resources["StaffPool"]["Properties"]["Policies"]["PasswordPolicy"].update(MinimumLength=8),
    ),
    (
        rules.clients_hide_who_exists_and_their_tokens_end_soon,
        lambda resources: resources["StaffClient"]["Properties"].pop("PreventUserExistenceErrors"),
    ),
    (
        rules.clients_hide_who_exists_and_their_tokens_end_soon,
        lambda resources: resources["StaffClient"]["Properties"]["ExplicitAuthFlows"].append(
            "ALLOW_USER_PASSWORD_AUTH"
        ),
    ),
    (
        rules.clients_hide_who_exists_and_their_tokens_end_soon,
        lambda resources: resources["StaffClient"]["Properties"]["TokenValidityUnits"].update(IdToken="hours"),
    ),
    (
        rules.a_user_that_the_server_signs_in_cannot_be_tried_by_the_public,
        lambda resources: resources["OrderingClient"]["Properties"].update(UserPoolId={"Ref": "CustomerPool"}),
    ),
    (
        rules.a_user_that_the_server_signs_in_cannot_be_tried_by_the_public,
        lambda resources: resources["OrderingClient"]["Properties"]["ExplicitAuthFlows"].append("ALLOW_USER_SRP_AUTH"),
    ),
    (
        rules.a_user_that_the_server_signs_in_cannot_be_tried_by_the_public,
        lambda resources: resources["OrderingClient"]["Properties"].update(AllowedOAuthFlowsUserPoolClient=True),
    ),
    (
        rules.a_client_names_what_its_tokens_hold_and_what_its_users_change,
        lambda resources: resources["CustomerClient"]["Properties"].pop("ReadAttributes"),
    ),
    (
        rules.a_client_names_what_its_tokens_hold_and_what_its_users_change,
        lambda resources: resources["StaffClient"]["Properties"]["ReadAttributes"].remove("custom:store"),
    ),
    (
        rules.a_client_names_what_its_tokens_hold_and_what_its_users_change,
        lambda resources: resources["StaffClient"]["Properties"]["WriteAttributes"].append("custom:store"),
    ),
    (
        rules.an_alarm_on_a_percentile_waits_for_enough_to_judge,
        lambda resources: resources["SlowAlarm"]["Properties"].pop("EvaluateLowSampleCountPercentile"),
    ),
    (
        rules.an_alarm_on_requests_of_a_bucket_waits_for_figures_that_come_late,
        lambda resources: resources["ParkedRecordsAlarm"]["Properties"].update(EvaluationPeriods=1),
    ),
    *(
        (
            rules.a_poison_record_blocks_nobody_and_is_kept,
            lambda resources, name=name: resources["PublishDomainEventsMapping"]["Properties"].pop(name),
        )
        for name in (
            "BisectBatchOnFunctionError",
            "MaximumRetryAttempts",
            "MaximumRecordAgeInSeconds",
            "FunctionResponseTypes",
            "DestinationConfig",
            "FilterCriteria",
        )
    ),
    (
        rules.the_stream_has_at_most_two_readers,
        lambda resources: resources.update(
            {f"Mapping{number}": resources["PublishDomainEventsMapping"] for number in range(2)}
        ),
    ),
    (
        rules.an_event_that_nobody_could_consume_is_kept,
        lambda resources: resources["OnOrderReadyFunctionOrderReady"]["Properties"]["Targets"][0].pop(
            "DeadLetterConfig"
        ),
    ),
    (
        rules.an_event_that_nobody_could_consume_is_kept,
        lambda resources: resources.pop("OnOrderReadyFunctionEventInvokeConfig"),
    ),
    (
        rules.queues_are_encrypted_and_patient,
        lambda resources: resources["OnOrderReadyDeadLetters"]["Properties"].pop("SqsManagedSseEnabled"),
    ),
    (
        rules.buckets_are_private,
        lambda resources: resources["ParkedRecords"]["Properties"]["PublicAccessBlockConfiguration"].update(
            BlockPublicAcls=False
        ),
    ),
    (
        rules.the_stage_is_throttled_and_never_logs_bodies,
        lambda resources: resources["ApiStage"]["Properties"]["MethodSettings"][0].update(DataTraceEnabled=True),
    ),
    (
        rules.the_stage_is_throttled_and_never_logs_bodies,
        lambda resources: resources["ApiStage"]["Properties"]["MethodSettings"][0].pop("ThrottlingRateLimit"),
    ),
    (
        rules.the_stage_is_throttled_and_never_logs_bodies,
        lambda resources: resources["ApiStage"]["Properties"]["MethodSettings"][1].update(ResourcePath="/identify"),
    ),
    (
        rules.the_live_stage_is_throttled_and_never_logs_bodies,
        lambda resources: resources["LiveStage"]["Properties"]["DefaultRouteSettings"].update(DataTraceEnabled=True),
    ),
    (
        rules.the_live_stage_is_throttled_and_never_logs_bodies,
        lambda resources: resources["LiveStage"]["Properties"]["DefaultRouteSettings"].pop("ThrottlingRateLimit"),
    ),
    (
        rules.policies_are_written_out,
        lambda resources: resources["GetMenuFunction (written)"]["Properties"]["Policies"].append(
            {"DynamoDBCrudPolicy": {"TableName": "x"}}
        ),
    ),
]


@pytest.mark.parametrize(("rule", "spoil"), BROKEN, ids=[rule.__name__ for rule, _ in BROKEN])
def test_the_rule_bites(checked: Template, rule: Rule, spoil: Spoil) -> None:
    spoilt = copy.deepcopy(checked)
    spoil(spoilt["Resources"])
    assert list(rule(spoilt)) != []


def test_every_rule_has_been_seen_to_bite() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)


def test_a_function_asks_for_a_staff_group_exactly_when_its_method_asks_for_a_staff_token(template: Template) -> None:
    """A group's name in a customer's token would mean nothing: the pools differ, so the authorizers must."""
    for folder, path, method, authorizer in functions(template):
        module = ast.parse((ROOT / "functions" / folder / "app.py").read_text())
        handler = next(node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == "handler")
        endpoint = handler.decorator_list[0]
        assert isinstance(endpoint, ast.Call), f"{folder} is no endpoint"
        assert bool(endpoint.args) == (authorizer == "StaffAuthorizer"), f"{method} {path}"


def test_the_boundary_covers_what_the_roles_allow(rendered: Template) -> None:
    """An action the boundary lacks would be denied on AWS, though the role allows it; one no role has is dead."""
    bounded, allowed = set[str](), set[str]()
    for name, statement in rules.statements(rendered):
        (bounded if name == "FunctionBoundary" else allowed).update(rules.many(statement["Action"]))
    assert bounded - rules.UNSCOPABLE - {"logs:CreateLogStream", "logs:PutLogEvents"} == allowed


MAX_RESOURCES = 350
"""CloudFormation takes 500 in a stack. What comes here is split before it has to be: docs/decisions/stacks.md, "Room"."""
EVERYTHING = {
    "AlarmEmail": "ops@example.com",
    "Canary": "true",
    "CodeSender": "ses",
    "DomainName": "api.example.com",
    "ReservedConcurrency": "true",
    "Stage": "prod",
}


@pytest.mark.parametrize("stack", STAGE_STACKS)
def test_a_stack_has_room(stack: str) -> None:
    assert len(render(stack, text=None, artefacts=None, **EVERYTHING)["Resources"]) <= MAX_RESOURCES


def test_data_is_apart_from_code() -> None:
    """What no change of the application can replace, for it is in another stack."""
    for stack in ("application", "operations"):
        template = render(stack)
        with_data = [name for kind in rules.HOLDING_DATA for name, _ in rules.of_type(template, kind)]
        retained = [name for name, each in template["Resources"].items() if each.get("DeletionPolicy") in RETAINED]
        assert with_data + [name for name in retained if template["Resources"][name]["Type"] not in RECREATED] == [], (
            stack
        )


def test_customers_are_sent_back_to_the_stages_own_pages(storage: dict[str, Any]) -> None:
    client = storage["Resources"]["CustomerClient"]["Properties"]
    assert storage["Parameters"]["SignedInUrls"]["Default"] == ""
    for urls in (client["CallbackURLs"], client["LogoutURLs"]):
        assert urls["If"][0] == "SignedInOnPages"
        assert "PagesDistribution.DomainName}/account/" in str(urls["If"][1])


def test_a_stack_takes_what_an_earlier_one_gives() -> None:
    provided: dict[str, Any] = {"MailSender": {}}  # what samconfig.toml has to say
    for stack in STAGE_STACKS:
        template = read_template(stack)
        required = {name for name, each in template["Parameters"].items() if "Default" not in each}
        lacking = required - provided.keys()
        assert lacking == set(), f"{stack}: no earlier stack has an output of that name"
        conditional = {name for name in required if "Condition" in provided[name]}
        assert conditional == set(), f"{stack}: the output is not always there"
        assert not provided.keys() & template["Outputs"].keys() if "Outputs" in template else True
        provided |= template.get("Outputs", {})


def test_a_parameter_means_the_same_in_every_stack() -> None:
    declared: dict[str, Any] = {}
    for stack in STAGE_STACKS:
        for name, parameter in read_template(stack)["Parameters"].items():
            assert declared.setdefault(name, parameter) == parameter, f"{name} in {stack}"
