"""`make account pipeline deploy` brings a stage up on an empty account, as docs/deploy.md says; build, rollout, publish and
smoke are what the workflow does."""

import os
import subprocess
from pathlib import Path

import boto3
import pytest

from local import ministack
from local.processes import free_port
from local.settings import ROOT, Settings


@pytest.mark.full
def test_a_stage_comes_up_is_asked_and_a_second_deployment_changes_nothing(tmp_path: Path) -> None:
    settings = Settings(tmp_path, free_port(), free_port(), free_port())
    environment = os.environ | settings.environment()

    def make(*words: str) -> None:
        done = subprocess.run(
            ["make", "--silent", *words, "STAGE=dev"],
            cwd=ROOT,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]

    def functions() -> dict[str, str]:
        client = boto3.client(
            "lambda",
            endpoint_url=settings.endpoint,
            region_name="sa-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        names = [
            each["FunctionName"]
            for page in client.get_paginator("list_functions").paginate()
            for each in page["Functions"]
        ]
        return {name: client.get_alias(FunctionName=name, Name="live")["FunctionVersion"] for name in names}

    with ministack.running(settings):
        make("account", "PROVIDER=exists")  # the emulator has no identity providers
        make("pipeline", "REPOSITORY=octocat@123456/my-repo@456789")
        make("deploy")
        first = functions()
        assert set(first.values()) == {"1"}
        make("rollout", "publish", "smoke")
        assert functions() == first
