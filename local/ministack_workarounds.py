"""What MiniStack 1.5.33 leaves out when it deploys a template, put in through its API.

It ignores the permissions boundary of a role, and of the API's OpenAPI document the gateway responses and the CORS
answers of the OPTIONS methods. AWS does all three by itself, and so does the API of MiniStack. Where MiniStack is laxer than
AWS, local/fidelity makes it stricter.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

type Json = dict[str, Any]

ACCOUNT = "000000000000"


def apply(client: Callable[[str], Any], stack_name: str) -> None:
    """Bring a deployed stack to what its template says. It may be repeated."""
    cloudformation = client("cloudformation")
    template = cloudformation.get_template(StackName=stack_name, TemplateStage="Processed")["TemplateBody"]
    # A template without a transform comes as the text that it is; it has no functions and no API.
    resources = template["Resources"] if isinstance(template, dict) else {}
    listed = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack_name)
    found = [resource for page in listed for resource in page["StackResourceSummaries"]]
    physical = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in found}
    parameters = {
        each["ParameterKey"]: each["ParameterValue"]
        for each in cloudformation.describe_stacks(StackName=stack_name)["Stacks"][0].get("Parameters", [])
    }
    values = physical | parameters | {"AWS::Partition": "aws", "AWS::AccountId": ACCOUNT, "AWS::StackName": stack_name}
    for each in found:
        name, kind = each["LogicalResourceId"], each["ResourceType"]
        properties = resources.get(name, {}).get("Properties", {})
        if kind == "AWS::IAM::Role" and "PermissionsBoundary" in properties:
            boundary = _text(properties["PermissionsBoundary"], values)
            client("iam").put_role_permissions_boundary(RoleName=physical[name], PermissionsBoundary=boundary)
        elif kind == "AWS::ApiGateway::RestApi":
            _correct_api(client("apigateway"), physical[name], properties["Body"], values)


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
    return {name: _text(value, parameters) for name, value in values.items()}


def _text(value: Any, parameters: Mapping[str, str]) -> str:
    """A value with the stack's own in the place of `!Ref Name` and `${Name}`."""
    match value:
        case {"Ref": name}:
            return parameters[name]
        case {"Fn::Sub": text}:
            return re.sub(r"\$\{([\w:]+)\}", lambda found: parameters[found[1]], text)
        case _:
            return str(value)
