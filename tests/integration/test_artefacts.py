"""The output of `sam build` is complete: it loads in a clean process, with its bytecode."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from local.settings import ROOT
from local.stack import Stack

BUILD = ROOT / ".aws-sam" / "local"
LAYERS = [BUILD / "CoreLayer" / "python", BUILD / "DependenciesLayer" / "python"]
UNCHECKED_HASH = 0b01


@pytest.fixture
def functions(stack: Stack) -> dict[str, Any]:
    """The functions of the built template, by logical id; `stack` has built it."""
    resources = yaml.safe_load((BUILD / "template.yaml").read_text())["Resources"]
    return {name: each for name, each in resources.items() if each["Type"] == "AWS::Serverless::Function"}


# Each handler is loaded in a fork of an interpreter that has loaded what the layers hold, and nothing else.
_FORKS = """
import json, os, sys, traceback

layers, *artefacts = sys.argv[1:]
sys.path[:0] = layers.split(os.pathsep)
import botocore.session, pydantic, pynamodb.models, aws_lambda_powertools.logging

def failure(artefact):
    read, write = os.pipe()
    if os.fork() == 0:
        os.close(read)
        with os.fdopen(write, "w") as pipe:
            try:
                sys.path.insert(0, artefact)
                from app import handler
                assert callable(handler)
            except BaseException:
                pipe.write(traceback.format_exc())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        output = pipe.read()
    os.wait()
    return output

json.dump({artefact: failure(artefact) for artefact in artefacts}, sys.stdout)
"""


def test_every_handler_loads_with_its_artefact_and_layers_alone(functions: dict[str, Any]) -> None:
    loaded = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _FORKS, os.pathsep.join(map(str, LAYERS)), *functions],
        cwd=BUILD,
        env={"AWS_DEFAULT_REGION": "sa-east-1", "TABLE_NAME": "any", "HOME": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    assert loaded.returncode == 0, loaded.stderr
    assert json.loads(loaded.stdout) == dict.fromkeys(functions, "")


def test_all_environments_of_the_emulator_share_one_copy_of_each_layer(stack: Stack) -> None:
    for name in ("get_menu", "get_pickup_board"):
        event = (ROOT / "events" / f"{name}.json").read_bytes()
        stack.client("lambda").invoke(FunctionName=stack.function(name), Payload=event)
    unpacked = stack.settings.state / "tmp"
    assert len(list(unpacked.glob("ministack-lambda-*"))) >= 2
    assert list(unpacked.glob("ministack-lambda-*/layer*")) == []
    assert len(list(unpacked.glob("layer-*"))) == len(LAYERS)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.parent.name)
def test_the_layers_carry_bytecode_that_a_zip_cannot_make_stale(functions: dict[str, Any], layer: Path) -> None:
    sources = list(layer.rglob("*.py"))
    assert sources
    for source in sources:
        compiled = Path(importlib.util.cache_from_source(str(source))).read_bytes()
        assert compiled[:4] == importlib.util.MAGIC_NUMBER
        assert int.from_bytes(compiled[4:8], "little") == UNCHECKED_HASH, source
        assert compiled[8:16] == importlib.util.source_hash(source.read_bytes()), f"{source} is stale"
