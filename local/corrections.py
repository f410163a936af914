"""What MiniStack 1.5.33 leaves out when it deploys a template, put in through its API.

It ignores the permissions boundary of a role, and of the API's OpenAPI document the gateway responses and the CORS
answers of the OPTIONS methods. AWS does all three by itself, and so does the API of MiniStack. And it asks for leave to
send an e-mail with no resource in mind, so that a policy which names the sender's identity never suffices.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

type Json = dict[str, Any]


def apply(client: Callable[[str], Any], stack_name: str) -> None:
    """Bring a deployed stack to what its template says. It may be repeated."""
    cloudformation = client("cloudformation")
    template = cloudformation.get_template(StackName=stack_name, TemplateStage="Processed")["TemplateBody"]
    listed = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack_name)
    physical = {
        resource["LogicalResourceId"]: resource["PhysicalResourceId"]
        for page in listed
        for resource in page["StackResourceSummaries"]
    }
    parameters = {
        each["ParameterKey"]: each["ParameterValue"]
        for each in cloudformation.describe_stacks(StackName=stack_name)["Stacks"][0]["Parameters"]
    }
    for name, resource in template["Resources"].items():
        if name not in physical:
            continue  # its condition does not hold
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::IAM::Role" and "PermissionsBoundary" in properties:
            boundary = physical[properties["PermissionsBoundary"]["Ref"]]
            client("iam").put_role_permissions_boundary(RoleName=physical[name], PermissionsBoundary=boundary)
            _let_role_send_mail(client("iam"), physical[name])
        elif resource["Type"] == "AWS::IAM::ManagedPolicy":
            _let_boundary_send_mail(client("iam"), physical[name])
        elif resource["Type"] == "AWS::ApiGateway::RestApi":
            _correct_api(client("apigateway"), physical[name], properties["Body"], parameters)


def _let_role_send_mail(iam: Any, role: str) -> None:
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        if _without_senders(document):
            iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document))


def _let_boundary_send_mail(iam: Any, arn: str) -> None:
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    document = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]
    if _without_senders(document):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=json.dumps(document), SetAsDefault=True)


def _without_senders(document: Json) -> bool:
    """Let the policy's statements about e-mail name no sender; whether one did."""
    changed = False
    for statement in document["Statement"]:
        if statement["Action"] == "ses:SendEmail" and statement["Resource"] != "*":
            statement["Resource"] = "*"
            changed = True
    return changed


def _correct_api(gateway: Any, api: str, body: Json, parameters: Mapping[str, str]) -> None:
    for kind, response in body.get("x-amazon-apigateway-gateway-responses", {}).items():
        status = {"statusCode": str(response["statusCode"])} if "statusCode" in response else {}
        gateway.put_gateway_response(
            restApiId=api,
            responseType=kind,
            responseParameters=_texts(response.get("responseParameters", {}), parameters),
            responseTemplates=_texts(response.get("responseTemplates", {}), parameters),
            **status,
        )
    for page in gateway.get_paginator("get_resources").paginate(restApiId=api):
        for resource in page["items"]:
            options = body["paths"].get(resource["path"], {}).get("options")
            if options:
                method = {"restApiId": api, "resourceId": resource["id"], "httpMethod": "OPTIONS"}
                _answer_preflight(gateway, method, options, parameters)
    for stage in gateway.get_stages(restApiId=api)["item"]:
        gateway.create_deployment(restApiId=api, stageName=stage["stageName"])


def _answer_preflight(gateway: Any, method: Json, options: Json, parameters: Mapping[str, str]) -> None:
    answer = options["x-amazon-apigateway-integration"]["responses"]["default"]
    headers = _texts(answer["responseParameters"], parameters)
    gateway.put_method_response(**method, statusCode="200", responseParameters=dict.fromkeys(headers, False))
    gateway.put_integration_response(**method, statusCode="200", responseParameters=headers)


def _texts(values: Mapping[str, Any], parameters: Mapping[str, str]) -> dict[str, str]:
    """The values with the stack's parameters in the place of `${Name}`."""
    return {
        name: re.sub(r"\$\{(\w+)\}", lambda found: parameters[found[1]], value["Fn::Sub"])
        if isinstance(value, dict)
        else value
        for name, value in values.items()
    }
