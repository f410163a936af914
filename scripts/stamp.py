"""Write into a built template what only the deployment knows.

    python -m scripts.stamp STAGE BUILT_FOLDER

Each function gets the digest of all that makes it (AutoPublishCodeSha256): its own files, its layers' files, its
properties and the values that samconfig.toml gives the parameters of the stage. Its version follows from that, and from
nothing else: docs/decisions/versions.md. AWS_ENDPOINT_URL, where it is set, becomes the default of Endpoint.
"""

import hashlib
import json
import os
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
DIGEST = "AutoPublishCodeSha256"

type Template = dict[str, Any]


def stamped(template: Template, settings: Mapping[str, Any], built: Path, endpoint: str = "") -> Template:
    """The built template with its digests. Stamping it again changes nothing. Raises ValueError for an empty folder."""
    template["Parameters"]["Endpoint"]["Default"] = endpoint
    of_all = [settings, template["Parameters"], template["Globals"]["Function"]]
    layers = [
        _content(built / resource["Properties"]["ContentUri"])
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Serverless::LayerVersion"
    ]
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            properties = resource["Properties"]
            properties.pop(DIGEST, None)
            made_of = [of_all, layers, _content(built / properties["CodeUri"]), properties]
            properties[DIGEST] = hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()
    return template


def _content(folder: Path) -> dict[str, str]:
    """The digest of each file in a folder."""
    files = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    if not files:
        raise ValueError(f"nothing is built in {folder}")
    return files


def main(stage: str, built: Path) -> None:
    settings = tomllib.loads((ROOT / "samconfig.toml").read_text())[stage]["deploy"]["parameters"]
    file = built / "template.yaml"
    template = stamped(yaml.safe_load(file.read_text()), settings, built, os.environ.get("AWS_ENDPOINT_URL", ""))
    file.write_text(yaml.safe_dump(template, sort_keys=False, allow_unicode=True))


if __name__ == "__main__":
    match sys.argv[1:]:
        case [stage, built]:
            main(stage, ROOT / built)
        case _:
            sys.exit("usage: stamp.py STAGE BUILT_FOLDER")
