"""The mappings of template.yaml in a deployed stack: with its functions, its stream and its bucket."""

from functools import cache
from typing import Any

from local.errors import LocalError
from local.settings import STACK_NAME
from local.stack import Stack
from local.streams.mapping import Mapping, parse


def mappings(template: dict[str, Any], stack: Stack) -> list[Mapping]:
    """Every mapping of a table's stream, whatever its condition: where that does not hold, we poll."""

    @cache
    def physical_id(logical_id: str) -> str:
        resource = stack.client("cloudformation").describe_stack_resource(
            StackName=STACK_NAME, LogicalResourceId=logical_id
        )
        found: str = resource["StackResourceDetail"]["PhysicalResourceId"]
        return found

    def resolve(value: Any) -> Any:
        match value:
            case {"Ref": str(logical_id)}:
                return physical_id(logical_id)
            case {"GetAtt": str(attribute)}:
                return resolve_attribute(*attribute.split("."))
            case dict():
                return {name: resolve(each) for name, each in value.items()}
            case list():
                return [resolve(each) for each in value]
        return value

    def resolve_attribute(logical_id: str, attribute: str) -> Any:
        name = physical_id(logical_id)
        match template["Resources"][logical_id]["Type"], attribute:
            case "AWS::DynamoDB::Table", "StreamArn":
                return stack.client("dynamodb").describe_table(TableName=name)["Table"]["LatestStreamArn"]
            case "AWS::S3::Bucket", "Arn":
                return f"arn:aws:s3:::{name}"
        raise LocalError(f"the stream poller does not know {logical_id}.{attribute}")

    def mapping(name: str, properties: dict[str, Any]) -> Mapping:
        resolved = resolve(properties)
        function = stack.client("lambda").get_function_configuration(FunctionName=resolved["FunctionName"])
        return parse(name, resolved | {"FunctionName": function["FunctionArn"]})

    return [
        mapping(name, resource["Properties"])
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Lambda::EventSourceMapping"
        and "StreamArn" in str(resource["Properties"]["EventSourceArn"])
    ]
