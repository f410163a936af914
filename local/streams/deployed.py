"""The mappings of template.yaml in a deployed stack: with its functions, its stream and its bucket."""

from typing import Any

from local.stack import Stack
from local.streams.mapping import Mapping, parse


def mappings(template: dict[str, Any], stack: Stack) -> list[Mapping]:
    """Every mapping of a table's stream, whatever its condition: where that does not hold, we poll."""

    def resolve(value: Any) -> Any:
        match value:
            case {"Ref": str(name)}:
                return stack.outputs.get(name) or stack.physical_id(name)
            case dict():
                return {name: resolve(each) for name, each in value.items()}
            case list():
                return [resolve(each) for each in value]
        return value

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
