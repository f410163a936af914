"""Write into the built template what only the deployment knows: of each function with an alias the digest of all that makes it.

AutoPublishCodeSha256 covers its own files, its layers' files, its properties and the values of the stack's parameters. Its
version follows from that, and from nothing else: docs/decisions/versions.md.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

DIGEST = "AutoPublishCodeSha256"

type Template = dict[str, Any]


def stamped(template: Template, values: Mapping[str, str], built: Path) -> Template:
    """The built template with its digests. Stamping it again changes nothing. Raises ValueError for an empty folder."""
    # How traffic gets to a version is nothing that makes it.
    lasting = {name: value for name, value in values.items() if name != "Canary"}
    of_all = [lasting, template["Parameters"], template["Globals"]["Function"]]
    layers = [
        _content(built / resource["Properties"]["ContentUri"])
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Serverless::LayerVersion"
    ]
    for resource in template["Resources"].values():
        properties = resource["Properties"]
        if resource["Type"] == "AWS::Serverless::Function" and "AutoPublishAlias" in properties:
            properties.pop(DIGEST, None)
            contents = [of_all, layers, _content(built / properties["CodeUri"]), properties]
            properties[DIGEST] = hashlib.sha256(json.dumps(contents, sort_keys=True).encode()).hexdigest()
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


def write(built: Path, values: Mapping[str, str]) -> None:
    """Stamp a built template in its place."""
    file = built / "template.yaml"
    template = stamped(yaml.safe_load(file.read_text()), values, built)
    file.write_text(yaml.safe_dump(template, sort_keys=False, allow_unicode=True))
