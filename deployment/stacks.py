"""How a stack of a stage is deployed by the SAM CLI, on AWS and on one machine.

A parameter takes the value that samconfig.toml has for the stage, else the output of its name of a stack deployed
before, else its default. The templates, in their order, are in deployment/template.py; why it is so is in
docs/decisions/stacks.md.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import WaiterError

from deployment.template import ROOT, STAGE_STACKS, TEMPLATES, read_template

NEVER_CREATED = ("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")
"""What a stack is when its first creation failed."""

POLL_SECONDS = 5
SAM = ROOT / ".venv-sam" / "bin" / "sam"


def stack_name(stage: str, stack: str) -> str:
    """The application has the stage's own name, the others' begin with it."""
    return f"bytemeburger-{stage}" if stack == "application" else f"bytemeburger-{stage}-{stack}"


def settings(stage: str) -> dict[str, Any]:
    """What samconfig.toml says of a stage. Raises KeyError for a stage that it does not have."""
    found: dict[str, Any] = tomllib.loads((ROOT / "samconfig.toml").read_text())[stage]
    return found


def stages() -> list[str]:
    """Those that samconfig.toml says how to deploy."""
    found = tomllib.loads((ROOT / "samconfig.toml").read_text())
    return [name for name, value in found.items() if isinstance(value, dict) and "deploy" in value]


def region(stage: str) -> str:
    named: str = settings(stage)["global"]["parameters"]["region"]
    return named


def configured(stage: str) -> dict[str, str]:
    """The values that samconfig.toml gives to parameters. Raises ValueError for one that no template has."""
    values = dict(each.split("=", 1) for each in settings(stage)["deploy"]["parameters"]["parameter_overrides"])
    known = {name for stack in STAGE_STACKS for name in read_template(stack)["Parameters"]}
    if stray := values.keys() - known:
        raise ValueError(f"samconfig.toml: no template has the parameter {', '.join(sorted(stray))}")
    return values


def faults(values: Mapping[str, str]) -> Iterator[str]:
    """What the templates would not take of a stage's values, each a text: one that is missing, or has another form."""
    outputs: set[str] = set()
    found: dict[str, None] = {}
    for stack in STAGE_STACKS:
        template = read_template(stack)
        for name, parameter in template["Parameters"].items():
            if name not in values:
                if "Default" not in parameter and name not in outputs:
                    found[f"{name} is missing"] = None
            elif not re.fullmatch(parameter.get("AllowedPattern", ".*"), values[name]):
                found[f"{name} is not like {parameter['AllowedPattern']}"] = None
            elif values[name] not in parameter.get("AllowedValues", [values[name]]):
                found[f"{name} is one of {', '.join(parameter['AllowedValues'])}"] = None
        outputs |= template.get("Outputs", {}).keys()
    yield from found


def overrides(stack: str, values: Mapping[str, str], outputs: Mapping[str, str]) -> dict[str, str]:
    """The values of a stack's parameters, but for defaults. Raises ValueError for a parameter without a value."""
    parameters = read_template(stack)["Parameters"]
    required = {name for name, parameter in parameters.items() if "Default" not in parameter}
    if missing := required - values.keys() - outputs.keys():
        raise ValueError(f"{stack}: samconfig.toml, or an earlier stack, has to say {', '.join(sorted(missing))}")
    provided = {name: outputs[name] for name in required & outputs.keys()} | dict(values)
    return {name: provided[name] for name in parameters if name in provided}


def sam_deploy(stage: str, stack: str, template: Path, values: Mapping[str, str]) -> list[str]:
    """The command that deploys a stack. ARTEFACT_BUCKET, ARTEFACT_PREFIX and CLOUDFORMATION_ROLE are the pipeline's;
    without them it is SAM's own bucket and the rights of whoever calls."""
    command = [str(SAM), "deploy", "--config-file", str(ROOT / "samconfig.toml"), "--config-env", stage]
    command += ["--stack-name", stack_name(stage, stack), "--template-file", str(template)]
    if read_template(stack).get("Transform") == "AWS::LanguageExtensions":
        command.append("--language-extensions")
    if stack == "pipeline":
        command += ["--capabilities", "CAPABILITY_NAMED_IAM"]
    if bucket := os.environ.get("ARTEFACT_BUCKET"):
        command += ["--no-resolve-s3", "--s3-bucket", bucket]
        command += ["--s3-prefix", os.environ.get("ARTEFACT_PREFIX") or stage]
    elif stack != "application":
        command.append("--no-resolve-s3")  # there is nothing to upload
    if role := os.environ.get("CLOUDFORMATION_ROLE"):
        command += ["--role-arn", role]
    return [*command, "--parameter-overrides", *(f"{name}={value}" for name, value in values.items())]


def source(stack: str, built: Path) -> Path:
    """The file that is deployed: the application's is the output of `sam build`."""
    return built / "template.yaml" if stack == "application" else TEMPLATES[stack]


def describe(cloudformation: Any, name: str) -> dict[str, Any] | None:
    """A stack as CloudFormation describes it; None when it is not there."""
    try:
        (stack,) = cloudformation.describe_stacks(StackName=name)["Stacks"]
    except cloudformation.exceptions.ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    found: dict[str, Any] = stack
    return found


def outputs_of(cloudformation: Any, name: str) -> dict[str, str] | None:
    """The outputs of a stack; None before it is created."""
    stack = describe(cloudformation, name)
    return stack and {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}


def stage_outputs(cloudformation: Any, stage: str) -> dict[str, str]:
    """The outputs of all stacks of a stage that are there. A value of samconfig.toml counts before the output of its name, as
    it does for parameters: a restored table is named there."""
    found: dict[str, str] = {}
    for stack in STAGE_STACKS:
        found |= outputs_of(cloudformation, stack_name(stage, stack)) or {}
    return found | {name: value for name, value in configured(stage).items() if name in found}


def was_created(stack: Mapping[str, Any] | None) -> bool:
    """Whether a stack was ever created completely, and exists."""
    status = str(stack["StackStatus"]) if stack else "REVIEW"
    return status not in NEVER_CREATED and not status.startswith("REVIEW")


def exists(cloudformation: Any, name: str) -> bool:
    return outputs_of(cloudformation, name) is not None


def delete(cloudformation: Any, name: str) -> list[str]:
    """Delete a stack, if need be without the resources that cannot be deleted: those. Raises WaiterError."""
    deleted = cloudformation.get_waiter("stack_delete_complete")
    often = {"Delay": POLL_SECONDS, "MaxAttempts": 3600 // POLL_SECONDS}
    cloudformation.delete_stack(StackName=name)
    try:
        deleted.wait(StackName=name, WaiterConfig=often)
    except WaiterError:
        listed = cloudformation.describe_stack_resources(StackName=name)["StackResources"]
        stuck = [each["LogicalResourceId"] for each in listed if each["ResourceStatus"] == "DELETE_FAILED"]
        cloudformation.delete_stack(StackName=name, RetainResources=stuck)
        deleted.wait(StackName=name, WaiterConfig=often)
        return stuck
    return []
