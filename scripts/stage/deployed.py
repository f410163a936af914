"""A stage as it is deployed: its stacks' outputs, and where its API answers.

The SDK's environment says which AWS that is; AWS_ENDPOINT_URL makes it an emulator on this machine.
"""

import argparse
import os
import sys
from dataclasses import dataclass
from typing import Any

import boto3

from deployment import stacks


class CommandError(Exception):
    """A command cannot do what is asked of it; the text says why."""


@dataclass(frozen=True)
class Deployed:
    stack_name: str
    """The application's."""
    region: str
    outputs: dict[str, str]

    @property
    def api_url(self) -> str:
        if endpoint := os.environ.get("AWS_ENDPOINT_URL"):
            stage = self.outputs["ApiUrl"].rpartition("/")[2]
            return f"{endpoint}/_aws/execute-api/{self.outputs['ApiId']}/{stage}"
        return self.outputs["ApiUrl"]

    @property
    def api_addresses(self) -> list[str]:
        """The API's own, and that under the pages' where a distribution serves both."""
        if (
            "ApiUnderPages" not in self.outputs or "AWS_ENDPOINT_URL" in os.environ
        ):  # an emulator serves no distribution
            return [self.api_url]
        return [self.api_url, self.outputs["PagesAddress"] + self.outputs["ApiUnderPages"]]

    def client(self, service: str) -> Any:
        return boto3.client(service, region_name=self.region)


def deployed(stage: str) -> Deployed:
    """From here on `bytemeburger` reads and writes this stage's table, if there is one. Raises KeyError for a stage that
    samconfig.toml does not have."""
    if stage == "local" and not os.environ.get("AWS_ENDPOINT_URL"):
        sys.exit("error: the stage `local` is never on AWS: use make, or set AWS_ENDPOINT_URL")
    region = stacks.region(stage)
    outputs = stacks.stage_outputs(boto3.client("cloudformation", region_name=region), stage)
    os.environ |= {"AWS_DEFAULT_REGION": region, "TABLE_NAME": outputs.get("TableName", "")}
    if not outputs:
        sys.exit(f"error: {stage} is not deployed: make deploy STAGE={stage}")
    return Deployed(stacks.stack_name(stage, "application"), region, outputs)


def stage_parser(description: str | None) -> argparse.ArgumentParser:
    """Of a command whose first argument is a stage."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=stacks.stages(), help="an environment of samconfig.toml")
    return parser
