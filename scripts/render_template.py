"""The CloudFormation template that AWS makes of template.yaml, rendered here without AWS.

    python -m scripts.render_template [parameter=value ...] > rendered.json

What a policy or a rule finds in this form is what will be deployed: every role, every method, every mapping.
"""

import json
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from scripts.template import TEMPLATE

# Stands for an artefact that `sam build` and `sam deploy` would have uploaded.
ARTEFACT = "s3://artefacts/built"


class _NoManagedPolicies:
    """Our policies are written out, so no name of a managed policy has to be looked up in IAM."""

    def load(self) -> dict[str, str]:
        return {}


def render(text: str | None = None, artefacts: Mapping[str, str] | None = None, **parameters: str) -> dict[str, Any]:
    """The rendered form of a SAM template, template.yaml unless its text is given. `artefacts` says where the artefact
    of a function or layer was uploaded to, by logical id."""
    uploaded = artefacts or {}
    os.environ.setdefault("AWS_DEFAULT_REGION", "sa-east-1")
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    template = yaml_parse(Path(TEMPLATE).read_text() if text is None else text)
    for name, resource in template["Resources"].items():
        match resource["Type"]:
            case "AWS::Serverless::Function":
                resource["Properties"]["CodeUri"] = uploaded.get(name, ARTEFACT)
            case "AWS::Serverless::LayerVersion":
                resource["Properties"]["ContentUri"] = uploaded.get(name, ARTEFACT)
    rendered: dict[str, Any] = transform(template, parameters, _NoManagedPolicies())
    return rendered


if __name__ == "__main__":
    json.dump(render(None, None, **dict(each.split("=", 1) for each in sys.argv[1:])), sys.stdout, indent=1)
    sys.stdout.write("\n")
