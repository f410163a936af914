"""What must hold of the rendered templates of a stage. A rule is a function that yields a finding for each breach."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from scripts.release.replacement import RETAINED

type Template = dict[str, Any]
type Rule = Callable[[Template], Iterator[str]]

OPEN_TO_ALL = {
    ("get", "/unsubscribe/{token}"),
    ("post", "/unsubscribe/{token}"),
    ("post", "/identify"),
    ("get", "/menu"),
    ("get", "/board"),
    ("post", "/webhooks/mercadopago"),
}
# What SAM attaches for logs and traces; each role's boundary narrows both to this application.
MANAGED = {"AWSLambdaBasicExecutionRole", "AWSXrayWriteOnlyAccess"}
# Of stacks/pipeline.yaml, so that the application cannot write a new version of it.
BOUNDARY = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/${AWS::StackName}-pipeline-functions"}
# Actions that AWS cannot confine to a resource.
UNSCOPABLE = {"xray:PutTelemetryRecords", "xray:PutTraceSegments"}
SECRET = re.compile(r"APP_USR-|TEST-\d{6}|AKIA[A-Z0-9]{12}|eyJ[\w-]{10}|[0-9a-f]{32}|-----BEGIN", re.IGNORECASE)
API_TIMEOUT_SECONDS = 10
HOLDING_DATA = ("AWS::DynamoDB::Table", "AWS::Cognito::UserPool", "AWS::KMS::Key", "AWS::S3::Bucket")
# Of what may be retained: the property with a name that the account, or all of AWS, has only once.
UNIQUE_NAMES = {
    "AWS::DynamoDB::Table": "TableName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SecretsManager::Secret": "Name",
}
TOKEN_MINUTES = 60
LATE_SECONDS = 1800

RULES: list[Rule] = []


def rule(function: Rule) -> Rule:
    RULES.append(function)
    return function


def of_type(template: Template, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, resource in template["Resources"].items():
        if resource["Type"] == kind:
            yield name, resource


def many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statements(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """What any identity of the application is allowed: roles' policies and the boundary."""
    for name, role in of_type(template, "AWS::IAM::Role"):
        for policy in role["Properties"].get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield name, statement
    for name, policy in of_type(template, "AWS::IAM::ManagedPolicy"):
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            yield name, statement


def methods(template: Template) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for _, api in of_type(template, "AWS::ApiGateway::RestApi"):
        for path, operations in api["Properties"]["Body"]["paths"].items():
            for method, operation in operations.items():
                yield method, path, operation


def function_of(operation: dict[str, Any]) -> str:
    """The logical id of the function a method calls."""
    uri = operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
    found = re.search(r"\$\{(\w+?)(?:Aliaslive|\.Arn)\}/invocations", uri)
    assert found, uri
    return found[1]


@rule
def every_method_has_an_authorizer(template: Template) -> Iterator[str]:
    found = set()
    for method, path, operation in methods(template):
        named = [name for scheme in operation.get("security", []) for name in scheme if name != "NONE"]
        if not named and method != "options":
            found.add((method, path))
    yield from (f"{method} {path} is open" for method, path in sorted(found - OPEN_TO_ALL))
    yield from (f"{method} {path} is listed as open but is not" for method, path in sorted(OPEN_TO_ALL - found))


@rule
def no_method_stands_for_any_other(template: Template) -> Iterator[str]:
    yield from (path for method, path, _ in methods(template) if method == "x-amazon-apigateway-any-method")


@rule
def no_action_is_a_wildcard(template: Template) -> Iterator[str]:
    for name, statement in statements(template):
        yield from (f"{name}: {action}" for action in many(statement.get("Action", "*")) if "*" in action)


@rule
def a_policy_allows_and_names_what(template: Template) -> Iterator[str]:
    for name, statement in statements(template):
        if statement["Effect"] != "Allow" or {"NotAction", "NotResource"} & set(statement):
            yield name


@rule
def only_what_aws_cannot_scope_is_allowed_on_everything(template: Template) -> Iterator[str]:
    for name, statement in statements(template):
        if "*" in many(statement["Resource"]) and not set(many(statement["Action"])) <= UNSCOPABLE:
            yield name


@rule
def roles_are_bounded_and_take_no_other_managed_policy(template: Template) -> Iterator[str]:
    for name, role in of_type(template, "AWS::IAM::Role"):
        properties = role["Properties"]
        if properties.get("PermissionsBoundary") != BOUNDARY:
            yield f"{name} has no boundary"
        for arn in properties.get("ManagedPolicyArns", []):
            if str(arn).rpartition("/")[2] not in MANAGED:
                yield f"{name}: {arn}"


@rule
def functions_cannot_be_called_around_the_api(template: Template) -> Iterator[str]:
    yield from (name for name, _ in of_type(template, "AWS::Lambda::Url"))


@rule
def an_api_function_ends_before_its_caller_gives_up(template: Template) -> Iterator[str]:
    called = {function_of(operation) for method, _, operation in methods(template) if method != "options"}
    for name in called:
        if template["Resources"][name]["Properties"]["Timeout"] > API_TIMEOUT_SECONDS:
            yield name


@rule
def functions_log_to_a_group_that_forgets(template: Template) -> Iterator[str]:
    for name, function in of_type(template, "AWS::Lambda::Function"):
        if function["Properties"].get("LoggingConfig", {}).get("LogGroup") != {"Ref": "FunctionLogs"}:
            yield name
    for name, group in of_type(template, "AWS::Logs::LogGroup"):
        if not group["Properties"].get("RetentionInDays"):
            yield name


@rule
def the_environment_holds_no_secret(template: Template) -> Iterator[str]:
    for name, function in of_type(template, "AWS::Lambda::Function"):
        for variable, value in function["Properties"]["Environment"]["Variables"].items():
            if SECRET.search(str(value)) or "resolve:secretsmanager" in str(value):
                yield f"{name}: {variable}"


@rule
def what_holds_data_outlives_the_stack(template: Template) -> Iterator[str]:
    for kind in HOLDING_DATA:
        for name, resource in of_type(template, kind):
            if resource.get("DeletionPolicy") not in RETAINED or resource.get("UpdateReplacePolicy") != "Retain":
                yield name


@rule
def what_is_retained_leaves_no_name_taken(template: Template) -> Iterator[str]:
    """A creation that failed leaves it behind, and the next one would find its name in use."""
    for kind, named in UNIQUE_NAMES.items():
        for name, resource in of_type(template, kind):
            physical_name = resource["Properties"].get(named)
            if (
                resource.get("DeletionPolicy") in RETAINED
                and physical_name
                and "AWS::StackId" not in str(physical_name)
            ):
                yield f"{name}: {named}"


@rule
def what_is_protected_from_deletion_is_not_deleted_by_a_rollback(template: Template) -> Iterator[str]:
    """A rollback that has to delete it, and may not, ends as ROLLBACK_FAILED."""
    for name, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        protected = properties.get("DeletionProtectionEnabled") or properties.get("DeletionProtection") == "ACTIVE"
        if protected and resource.get("DeletionPolicy") != "Retain":
            yield name


@rule
def the_table_is_encrypted_protected_and_can_be_restored(template: Template) -> Iterator[str]:
    for name, table in of_type(template, "AWS::DynamoDB::Table"):
        properties = table["Properties"]
        if not (
            properties.get("DeletionProtectionEnabled")
            and properties.get("SSESpecification", {}).get("SSEEnabled")
            and properties.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled")
        ):
            yield name


@rule
def the_pools_are_protected(template: Template) -> Iterator[str]:
    for name, pool in of_type(template, "AWS::Cognito::UserPool"):
        if pool["Properties"].get("DeletionProtection") != "ACTIVE":
            yield name
        if pool["Properties"]["Policies"]["PasswordPolicy"]["MinimumLength"] < 12:
            yield name


@rule
def clients_hide_who_exists_and_their_tokens_end_soon(template: Template) -> Iterator[str]:
    for name, client in of_type(template, "AWS::Cognito::UserPoolClient"):
        if client.get("Condition") == "OnOneMachine":
            continue
        properties = client["Properties"]
        if properties.get("PreventUserExistenceErrors") != "ENABLED" or not properties.get("EnableTokenRevocation"):
            yield name
        if "ALLOW_USER_PASSWORD_AUTH" in properties.get("ExplicitAuthFlows", []):
            yield f"{name} takes a bare password from anybody"
        for token in ("IdToken", "AccessToken"):
            unit = properties.get("TokenValidityUnits", {}).get(token)
            if unit != "minutes" or properties[f"{token}Validity"] > TOKEN_MINUTES:
                yield f"{name}: {token}"


@rule
def a_user_that_the_server_signs_in_cannot_be_tried_by_the_public(template: Template) -> Iterator[str]:
    """Cognito locks a user after five wrong passwords, for every client of its pool."""
    pools: dict[str, list[str]] = {}
    for name, client in of_type(template, "AWS::Cognito::UserPoolClient"):
        pools.setdefault(client["Properties"]["UserPoolId"]["Ref"], []).append(name)
    for clients in pools.values():
        client_properties = {name: template["Resources"][name]["Properties"] for name in clients}
        servers = {
            name for name in clients if "ALLOW_ADMIN_USER_PASSWORD_AUTH" in client_properties[name]["ExplicitAuthFlows"]
        }
        for name in clients if servers else ():
            if client_properties[name]["ExplicitAuthFlows"] != ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]:
                yield f"{name} is open to the public beside {', '.join(sorted(servers))}"
            if client_properties[name].get("AllowedOAuthFlowsUserPoolClient"):
                yield f"{name} has pages to sign in on"


@rule
def a_client_names_what_its_tokens_hold_and_what_its_users_change(template: Template) -> Iterator[str]:
    """Without lists, which custom attributes a token carries is left to a default that AWS's documents disagree about."""
    for name, client in of_type(template, "AWS::Cognito::UserPoolClient"):
        properties = client["Properties"]
        read, write = properties.get("ReadAttributes"), properties.get("WriteAttributes")
        if not read or not write:
            yield f"{name} leaves them to a default"
        elif properties["UserPoolId"] == {"Ref": "StaffPool"} and "custom:store" not in read:
            yield f"{name}: its tokens tell no store"
        elif any(attribute.startswith("custom:") for attribute in write):
            yield f"{name}: a person may change {write}"


@rule
def an_alarm_on_a_percentile_waits_for_enough_to_judge(template: Template) -> Iterator[str]:
    """A few cold starts in a quiet minute are a 99th percentile too, and would roll a canary back."""
    for name, alarm in of_type(template, "AWS::CloudWatch::Alarm"):
        properties = alarm["Properties"]
        if "ExtendedStatistic" in properties and properties.get("EvaluateLowSampleCountPercentile") != "ignore":
            yield name


@rule
def an_alarm_on_requests_of_a_bucket_waits_for_figures_that_come_late(template: Template) -> Iterator[str]:
    """S3 promises its request metrics neither complete nor in time; an alarm looks at its evaluation periods alone."""
    for name, alarm in of_type(template, "AWS::CloudWatch::Alarm"):
        properties = alarm["Properties"]
        if properties.get("Namespace") == "AWS/S3" and (
            properties["Period"] * properties["EvaluationPeriods"] < LATE_SECONDS
            or properties["DatapointsToAlarm"] != 1
        ):
            yield name


@rule
def a_poison_record_blocks_nobody_and_is_kept(template: Template) -> Iterator[str]:
    for name, mapping in of_type(template, "AWS::Lambda::EventSourceMapping"):
        properties = mapping["Properties"]
        if "StreamArn" not in str(properties["EventSourceArn"]):
            continue
        if not (
            properties.get("BisectBatchOnFunctionError")
            and 0 <= properties.get("MaximumRetryAttempts", -1) <= 10
            and 0 < properties.get("MaximumRecordAgeInSeconds", -1) <= 86_400
            and properties.get("FunctionResponseTypes") == ["ReportBatchItemFailures"]
            and properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
            and properties.get("FilterCriteria", {}).get("Filters")
        ):
            yield name


@rule
def the_stream_has_at_most_two_readers(template: Template) -> Iterator[str]:
    readers = [
        name
        for name, mapping in of_type(template, "AWS::Lambda::EventSourceMapping")
        if "StreamArn" in str(mapping["Properties"]["EventSourceArn"])
    ]
    if len(readers) > 2:
        yield str(readers)


@rule
def an_event_that_nobody_could_consume_is_kept(template: Template) -> Iterator[str]:
    for name, each in of_type(template, "AWS::Events::Rule"):
        for target in each["Properties"]["Targets"]:
            if "EventPattern" in each["Properties"] and not {"DeadLetterConfig", "RetryPolicy"} <= set(target):
                yield f"{name} delivers without a dead-letter queue"
    client_properties = {
        config["Properties"]["FunctionName"]["Ref"]
        for _, config in of_type(template, "AWS::Lambda::EventInvokeConfig")
        if config["Properties"].get("DestinationConfig", {}).get("OnFailure")
    }
    for name, each in of_type(template, "AWS::Events::Rule"):
        for target in each["Properties"]["Targets"]:
            called = target["Arn"].get("Fn::GetAtt", [""])[0]
            if "EventPattern" in each["Properties"] and called.endswith("Function") and called not in client_properties:
                yield f"{name}: {called} fails without a trace"


@rule
def queues_are_encrypted_and_patient(template: Template) -> Iterator[str]:
    for name, queue in of_type(template, "AWS::SQS::Queue"):
        properties = queue["Properties"]
        if not properties.get("SqsManagedSseEnabled") or properties.get("MessageRetentionPeriod", 0) < 1_209_600:
            yield name


PUBLIC_BUCKETS = {"Images"}
"""The pictures of the menu: everybody who orders looks at them."""


@rule
def buckets_are_private(template: Template) -> Iterator[str]:
    for name, bucket in of_type(template, "AWS::S3::Bucket"):
        block = bucket["Properties"].get("PublicAccessBlockConfiguration", {})
        if name not in PUBLIC_BUCKETS and (len(block) != 4 or not all(block.values())):
            yield name


@rule
def the_stage_is_throttled_and_never_logs_bodies(template: Template) -> Iterator[str]:
    for name, stage in of_type(template, "AWS::ApiGateway::Stage"):
        settings = stage["Properties"].get("MethodSettings", [])
        if any(each.get("DataTraceEnabled") is not False for each in settings if each["ResourcePath"] == "/*"):
            yield f"{name} logs bodies"
        if not any(each.get("ThrottlingRateLimit") for each in settings if each["ResourcePath"] == "/*"):
            yield f"{name} has no throttle"
        for each in settings:
            if not re.fullmatch(r"/\*|/~1[^/]*", each["ResourcePath"]):
                yield f"{name}: {each['ResourcePath']} is not a path as CloudFormation wants it (/~1menu)"


@rule
def the_live_stage_is_throttled_and_never_logs_bodies(template: Template) -> Iterator[str]:
    for name, stage in of_type(template, "AWS::ApiGatewayV2::Stage"):
        settings = stage["Properties"].get("DefaultRouteSettings", {})
        if settings.get("DataTraceEnabled") is not False:
            yield f"{name} logs bodies"
        if not settings.get("ThrottlingRateLimit") or not settings.get("ThrottlingBurstLimit"):
            yield f"{name} has no throttle"


@rule
def policies_are_written_out(template: Template) -> Iterator[str]:
    """Of the source, too: a SAM policy template such as DynamoDBCrudPolicy allows ten actions where one is used."""
    for name, function in of_type(template, "AWS::Serverless::Function"):
        for policy in function["Properties"].get("Policies", []):
            if "Statement" not in policy:
                yield f"{name}: {policy}"
