"""Deploy the stacks of a stage in their order, each by the SAM CLI.

An unchanged stack stays as it is. A stack whose first creation failed is removed before it is tried again: CloudFormation updates no such stack, and it holds
nothing but what its template retains.
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import boto3

from deployment import stacks, stamp
from deployment.template import ROOT, STAGE_STACKS
from scripts.stage.deployed import stage_parser

API_HOSTS = ("ApiHost", "LiveHost")
"""Outputs of the application that the stack before it takes: where its distribution finds the API."""
CHANGES = re.compile(r"^CloudFormation stack changeset.*?(?=^Changeset created)", re.MULTILINE | re.DOTALL)


class Rollout:
    """One stage; AWS_ENDPOINT_URL makes AWS an emulator."""

    def __init__(self, stage: str, built: Path):
        self._stage, self._built = stage, built
        self._values = stacks.configured(stage)
        if endpoint := os.environ.get("AWS_ENDPOINT_URL"):
            self._values["Endpoint"] = endpoint
        self._cloudformation = boto3.client("cloudformation", region_name=stacks.region(stage))
        application = stacks.outputs_of(self._cloudformation, stacks.stack_name(stage, "application"))
        self._values |= _api_hosts(application or {})
        alarms = stacks.describe(self._cloudformation, stacks.stack_name(stage, "operations"))
        if not stacks.was_created(alarms):
            self._values["Canary"] = "false"  # there is no version to move traffic from, and no alarm to go back on

    def deploy(self) -> None:
        """The storage a second time where its distribution does not lead to this API yet. Raises CalledProcessError when
        the SAM CLI fails."""
        outputs: dict[str, str] = {}
        for stack in STAGE_STACKS:
            self._deploy(stack, outputs)
        api = _api_hosts(outputs)
        if "PagesBucket" in outputs and not api.items() <= self._values.items():
            self._values |= api
            self._deploy("storage", outputs)

    def _deploy(self, stack: str, outputs: dict[str, str]) -> None:
        """Deploy a stack, and add its outputs."""
        name = stacks.stack_name(self._stage, stack)
        remove_failed_creation(self._cloudformation, name)
        subprocess.run(self._command(stack, outputs), check=True)  # noqa: S603
        outputs |= stacks.outputs_of(self._cloudformation, name) or {}

    def preview(self) -> str:
        """What a deployment would change. A stack that needs an output which is not there yet is left out."""
        text, outputs = f"### Change set for {self._stage}\n", dict[str, str]()
        for stack in STAGE_STACKS:
            text += f"\n{stack}\n\n```\n{self._changes(stack, outputs)}\n```\n"
            outputs |= stacks.outputs_of(self._cloudformation, stacks.stack_name(self._stage, stack)) or {}
        return text

    def _changes(self, stack: str, outputs: dict[str, str]) -> str:
        try:
            command = [*self._command(stack, outputs), "--no-execute-changeset"]
        except ValueError as missing:
            return f"Not before the others are deployed: {missing}"
        process = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
        found = CHANGES.search(process.stdout)
        return found[0].strip() if found else "Nothing changes."

    def _command(self, stack: str, outputs: dict[str, str]) -> Sequence[str]:
        values = stacks.overrides(stack, self._values, outputs)
        if stack == "application":
            stamp.write(self._built, values)
        return stacks.sam_deploy(self._stage, stack, stacks.source(stack, self._built), values)


def _api_hosts(outputs: Mapping[str, str]) -> dict[str, str]:
    return {name: outputs[name] for name in API_HOSTS if name in outputs}


def remove_failed_creation(cloudformation: Any, name: str) -> None:
    """Let the stack go that never came up, so that it can be created anew. What cannot be deleted (a table or a pool with its
    protection, empty as it is) stays behind without a stack."""
    try:
        status = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
    except cloudformation.exceptions.ClientError:
        return  # there is none, or the SAM CLI says what is wrong
    if status not in stacks.NEVER_CREATED:
        return
    sys.stderr.write(f"{name}: its first creation failed ({status}); it is removed and made again\n")
    stacks.delete(cloudformation, name)


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("built", help="the output folder of `sam build`")
    parser.add_argument("--preview", action="store_true", help="only print, as Markdown, what CloudFormation would do")
    arguments = parser.parse_args()
    rollout = Rollout(arguments.stage, ROOT / arguments.built)
    if arguments.preview:
        sys.stdout.write(rollout.preview())
    else:
        rollout.deploy()


if __name__ == "__main__":
    try:
        main()
    except ValueError as error:
        sys.exit(f"error: {error}")
    except subprocess.CalledProcessError as failed:
        sys.exit(failed.returncode)
