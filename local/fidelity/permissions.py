"""Who may call a function, and what a function's role has to allow so that Lambda can work for it."""

import json
import logging
from email.utils import parseaddr
from typing import Any

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import error_response_json
from ministack.services import apigateway, apigateway_v1, eventbridge, iam, lambda_svc, ses_v2, sqs
from ministack.services.cloudformation import provisioners

from local.fidelity.patching import Function, replaces

type Json = dict[str, Any]

STREAM = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
QUEUE = ("DeleteMessage", "GetQueueAttributes", "ReceiveMessage")
SENDING = {"sqs": "sqs:SendMessage", "sns": "sns:Publish", "s3": "s3:PutObject", "events": "events:PutEvents"}


def may_be_invoked(function: str, service: str, source: str) -> bool:
    """Whether the policy of a function, or of its alias, has a statement for a service that calls on behalf of a source."""
    *_, region, account, _, name = function.split(":")[:7]
    record = lambda_svc._functions.get_scoped(account, region, name)
    context = iam_evaluator.EvalContext(
        principal_arn="*",
        principal_type="Service",
        principal_account="",
        action="lambda:InvokeFunction",
        resource_arn=function,
        region=region,
        service_context={"aws:sourcearn": source, "aws:sourceaccount": account},
    )
    policy = record["policy"] if record else None
    return bool(iam_evaluator.evaluate_resource_policy(policy, context, service=service).decision == "Allow")


def role_may(role: str, action: str, resource: str) -> bool:
    """Whether a role's policies, and its boundary if it has one, allow it."""
    account, name = role.split(":")[4], role.rpartition("/")[2]
    context = iam_evaluator.EvalContext(
        principal_arn=f"arn:aws:sts::{account}:assumed-role/{name}/lambda",
        principal_type="AssumedRole",
        principal_account=account,
        action=action,
        resource_arn=resource,
        region=resource.split(":")[3],
    )
    limits = iam_evaluator._permissions_boundary(iam._roles, name, account)
    return bool(
        iam_evaluator.evaluate(context, iam_evaluator._gather_role_policies(name, account), *limits).decision == "Allow"
    )


@replaces(apigateway_v1, "_invoke_lambda_proxy_v1")
async def check_gateway_permission(
    invoke: Function, integration: Json, api: str, stage: str, *place: Any, **more: Any
) -> Any:
    """API Gateway Developer Guide, "Set up Lambda proxy integrations": the function's policy has to name the method, else
    the caller gets a 500."""
    function = apigateway_v1._extract_lambda_ref_from_integration_uri(integration.get("uri", ""))
    resource, method = place[1], place[3]
    source = f"arn:aws:execute-api:{more['owner_region']}:{more['owner_account_id']}:{api}/{stage}/{method}{resource['path']}"
    if not may_be_invoked(function, "apigateway.amazonaws.com", source):
        return apigateway_v1._gw_error("API_CONFIGURATION_ERROR", "Internal server error")
    return await invoke(integration, api, stage, *place, **more)


@replaces(apigateway, "_invoke_ws_lambda")
async def check_websocket_permission(
    invoke: Function, api: str, account: str, region: str, route: Json, stage: str, *rest: Any, **more: Any
) -> Any:
    """The same for a WebSocket's route."""
    integration = apigateway._integrations.get(api, {}).get(route.get("target", "").rpartition("/")[2], {})
    function = apigateway._extract_lambda_ref_from_integration_uri(integration.get("integrationUri", ""))
    source = f"arn:aws:execute-api:{region}:{account}:{api}/{stage}/{route['routeKey']}"
    if ":function:" in function and not may_be_invoked(function, "apigateway.amazonaws.com", source):
        return {"statusCode": 500, "body": ""}
    return await invoke(api, account, region, route, stage, *rest, **more)


@replaces(eventbridge, "_invoke_target")
def check_bus_permission(invoke: Function, target: Json, event: Json, rule: Any, *rest: Any, **more: Any) -> Any:
    """EventBridge User Guide, "Using resource-based policies": a function and a queue have to let the rule in, else the
    event is lost to them."""
    arn, source = target["Arn"], eventbridge._rule_arn(rule["Name"], rule["EventBusName"])
    service = arn.split(":")[2]
    if service == "lambda" and not may_be_invoked(arn, "events.amazonaws.com", source):
        return logging.getLogger(__name__).warning("%s may not call %s", source, arn)
    if service == "sqs" and not sqs.queue_policy_allows(arn, "events.amazonaws.com", source, source.split(":")[4]):
        return logging.getLogger(__name__).warning("%s may not send to %s", source, arn)
    return invoke(target, event, rule, *rest, **more)


@replaces(iam_actions, "_ses_v2_resource_arn")
def sender_identity(resource: Function, method: str, path: str, body: bytes, region: str, account: str) -> str:
    """Service Authorization Reference, "Amazon Simple Email Service v2": SendEmail is asked of the identity that sends, an
    address or its domain. The emulator asks it of everything."""
    if method != "POST" or not path.rstrip("/").endswith("/outbound-emails"):
        return str(resource(method, path, body, region, account))
    sender = parseaddr(json.loads(body).get("FromEmailAddress", ""))[1]
    identity = sender if sender in ses_v2._identities else sender.rpartition("@")[2]
    return f"arn:aws:ses:{region}:{account}:identity/{identity}"


@replaces(lambda_svc, "_put_event_invoke_config")
def check_destination_permission(put: Function, name: str, qualifier: str | None, data: Json) -> Any:
    """Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations": the function's role sends them."""
    function = lambda_svc._functions.get(name)
    for each in data.get("DestinationConfig", {}).values() if function else ():
        destination = each.get("Destination", "")
        action = SENDING.get(destination.split(":")[2]) if destination else None
        if action and not role_may(function["config"]["Role"], action, destination):
            operation = action.partition(":")[2]
            text = f"The function's execution role does not have permissions to call {operation} on {destination}"
            return error_response_json("InvalidParameterValueException", text, 400)
    return put(name, qualifier, data)


@replaces(lambda_svc, "_create_esm")
def check_source_permission(create: Function, data: Json) -> Any:
    """Lambda Developer Guide, "Process Amazon DynamoDB records with Lambda" and "Using Lambda with Amazon SQS"."""
    missing = missing_source_permission(data)
    return error_response_json("InvalidParameterValueException", missing, 400) if missing else create(data)


@replaces(provisioners._RESOURCE_HANDLERS["AWS::Lambda::EventSourceMapping"], "create")
def check_source_permission_in_stack(create: Function, logical_id: str, properties: Json, stack: str) -> Any:
    """The same for a mapping in a template."""
    if missing := missing_source_permission(properties):
        raise ValueError(missing)
    return create(logical_id, properties, stack)


def missing_source_permission(mapping: Json) -> str:
    """What a function's role does not allow of that which its mapping does; empty when nothing is missing."""
    name = lambda_svc._resolve_name_and_qualifier(mapping.get("FunctionName", ""))[0]
    source, function = mapping.get("EventSourceArn", ""), lambda_svc._functions.get(name)
    if function is None:
        return ""
    service, role = source.split(":")[2], function["config"]["Role"]
    actions = {"dynamodb": STREAM, "sqs": QUEUE}.get(service, ())
    for action in actions:
        # ListStreams knows no single stream: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
        if not role_may(role, f"{service}:{action}", source):
            if service == "sqs":
                return f"The function execution role does not have permissions to call {action} on SQS"
            return (
                "Cannot access stream. Please ensure the role can perform the GetRecords, GetShardIterator, "
                "DescribeStream, and ListStreams Actions on your stream in IAM."
            )
    if service == "sqs":
        queue, seconds = sqs._queue_by_arn(source), int(function["config"]["Timeout"])
        visible = int(queue["attributes"].get("VisibilityTimeout", 30)) if queue else seconds
        if visible < seconds:
            return f"Queue visibility timeout: {visible} seconds is less than Function timeout: {seconds} seconds"
    return ""
