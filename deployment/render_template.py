"""The CloudFormation template that AWS makes of a stack's template, rendered here without AWS.

What a policy or a rule finds in this form is what will be deployed: every role, every method, every mapping.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Mapping
from typing import Any

from cfnlint.decode import decode_str
from cfnlint.template import Template
from cfnlint.template.transforms._language_extensions import language_extension
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from deployment.template import STAGE_STACKS, TEMPLATES

# Stands for an artefact that `sam build` and `sam deploy` would have uploaded.
ARTEFACT = "s3://artefacts/built"


class _NoManagedPolicies:
    """Our policies are written out, so no name of a managed policy has to be looked up in IAM."""

    def load(self) -> dict[str, str]:
        return {}


def render(
    stack: str = "application",
    *,
    text: str | None = None,
    artefacts: Mapping[str, str] | None = None,
    **parameters: str,
) -> dict[str, Any]:
    """The rendered form of a stack's template, or of the text given in its place. `artefacts` says where the artefact of
    a function or layer was uploaded to, by logical id."""
    source = TEMPLATES[stack].read_text() if text is None else text
    template = yaml_parse(source)
    match template.get("Transform"):
        case "AWS::Serverless-2016-10-31":
            return _of_sam(template, artefacts or {}, parameters)
        case "AWS::LanguageExtensions":
            return _of_loops(source)
        case _:
            return dict(template)


def render_stage(**parameters: str) -> dict[str, Any]:
    """The resources of all stacks of a stage in one template: a logical id stands in one of them alone."""
    resources: dict[str, Any] = {}
    for stack in STAGE_STACKS:
        rendered = render(stack, text=None, artefacts=None, **parameters)["Resources"]
        if twice := resources.keys() & rendered.keys():
            raise ValueError(f"in two stacks: {twice}")
        resources |= rendered
    return {"Resources": resources}


def _of_sam(template: dict[str, Any], artefacts: Mapping[str, str], parameters: dict[str, str]) -> dict[str, Any]:
    os.environ.setdefault("AWS_DEFAULT_REGION", "sa-east-1")
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    for name, resource in template["Resources"].items():
        match resource["Type"]:
            case "AWS::Serverless::Function":
                resource["Properties"]["CodeUri"] = artefacts.get(name, ARTEFACT)
            case "AWS::Serverless::LayerVersion":
                resource["Properties"]["ContentUri"] = artefacts.get(name, ARTEFACT)
    rendered: dict[str, Any] = transform(template, parameters, _NoManagedPolicies())
    return rendered


def _of_loops(source: str) -> dict[str, Any]:
    """The template with its `Fn::ForEach` written out."""
    template, _ = decode_str(source)
    _, expanded = language_extension(Template("", template, [os.environ.get("AWS_DEFAULT_REGION", "sa-east-1")]))
    plain: dict[str, Any] = json.loads(json.dumps(expanded))
    return plain


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stack", choices=TEMPLATES)
    parser.add_argument("parameters", nargs="*", metavar="PARAMETER=VALUE")
    arguments = parser.parse_args()
    parameters = dict(each.split("=", 1) for each in arguments.parameters)
    json.dump(render(arguments.stack, text=None, artefacts=None, **parameters), sys.stdout, indent=1)
    sys.stdout.write("\n")
