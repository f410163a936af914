"""Take out of an installed set of packages what no function reads: a smaller layer loads faster.

botocore describes every AWS service; only those that it calls stay, also in its list of endpoints, which it parses
for the first client. PynamoDB loads botocore's clients to create one, and to name their types; it gets another, so it loads
none: docs/decisions/client.md. Package metadata goes too, and with it pydantic's search for plugins; pydantic_core describes its
schemas by ninety typed dictionaries, which only a type checker reads: plain classes are made in a fifth of the time. What the
licences ask to be kept stays, in a folder of its own beside the packages.
"""

import gzip
import json
import shutil
import sys
from pathlib import Path
from typing import Any

ENDPOINT_NAMES = {
    "apigatewaymanagementapi": "execute-api",
    "cognito-idp": "cognito-idp",
    "kms": "kms",
    "s3": "s3",
    "sesv2": "email",
}
"""The services that botocore calls, with their names in its list of endpoints."""


USED_UTILITIES = {"__init__.py", "jmespath_utils", "typing"}
"""Those that Powertools' logger and metrics, which are what we use of it, stand on."""

UNCHECKED_DICT = """\
    class TypedDict:
        def __init_subclass__(cls, total=True): pass
        def __new__(cls, **members): return members
"""

LIGHTER = {
    "pynamodb/connection/base.py": (
        ("\nimport sys\n", "\nfrom __future__ import annotations\nimport sys\n"),
        ("import botocore.config\nimport botocore.client\n", ""),
        ("from botocore.client import ClientError\n", "from botocore.exceptions import ClientError\n"),
        ("from botocore.session import get_session\n", ""),
    ),
    "pynamodb/connection/_botocore_private.py": (
        *(
            (f"import botocore.{name}\n", "")
            for name in ("client", "credentials", "endpoint", "hooks", "model", "signers")
        ),
        ("from typing import Dict\n", "from __future__ import annotations\n"),
        *((f"(botocore.{name})", "") for name in ("endpoint.Endpoint", "signers.RequestSigner", "client.BaseClient")),
    ),
    "pydantic/plugin/_loader.py": (
        ("from importlib.metadata import entry_points\n", ""),
        ("entry_points(group=PYDANTIC_ENTRY_POINT_GROUP)", "()"),
    ),
    "pydantic_core/core_schema.py": (("else:\n    from typing import TypedDict\n", f"else:\n{UNCHECKED_DICT}"),),
}
"""In which files of the locked version what is written otherwise."""

LICENCE_FILES = ("LICEN[CS]E*", "NOTICE*", "COPYING*", "AUTHORS*")


def keep_licences(packages: Path) -> None:
    for pattern in LICENCE_FILES:
        for text in packages.glob(f"*.dist-info/**/{pattern}"):
            if text.is_file():
                package = text.relative_to(packages).parts[0].partition("-")[0]
                folder = packages.parent / "licences" / package
                folder.mkdir(parents=True, exist_ok=True)
                shutil.copy(text, folder / text.name)


def lighten(packages: Path) -> None:
    for name, changes in LIGHTER.items():
        file = packages / name
        text = file.read_text()
        for before, after in changes:
            if text.count(before) != 1:
                raise SystemExit(f"{name} has changed: look again what it loads, and whether it needs to ({before!r})")
            text = text.replace(before, after)
        file.write_text(text)


def remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def undocumented(described: Any) -> Any:
    """A description of a service without its prose. botocore asks for some of it, so it is empty and not gone."""
    match described:
        case dict():
            return {
                name: "" if name == "documentation" and isinstance(each, str) else undocumented(each)
                for name, each in described.items()
            }
        case list():
            return [undocumented(each) for each in described]
    return described


def prune(packages: Path) -> None:
    keep_licences(packages)
    lighten(packages)
    data = packages / "botocore" / "data"
    for service in data.iterdir():
        if service.is_dir() and service.name not in ENDPOINT_NAMES:
            shutil.rmtree(service)
    endpoints = data / "endpoints.json"
    described = json.loads(endpoints.read_text())
    for partition in described["partitions"]:
        partition["services"] = {
            name: service for name, service in partition["services"].items() if name in ENDPOINT_NAMES.values()
        }
    endpoints.write_text(json.dumps(described, separators=(",", ":")))
    for service in data.glob("*/*/service-2.json*"):
        opened = gzip.open if service.suffix == ".gz" else open
        with opened(service, "rt") as text:
            described = undocumented(json.load(text))
        service.unlink()
        service.with_name("service-2.json").write_text(json.dumps(described, separators=(",", ":")))
    for pattern in (
        "*.dist-info",
        "bin",
        "share",
        "*/__pycache__",
        "**/swagger_ui/*.js",
        "**/examples-1.json",
        "aws_lambda_powertools/event_handler",
        "dateutil/zoneinfo/*.tar.gz",
        "pydantic/v1",
        "pydantic/deprecated",
        "pydantic/experimental",
        "pydantic/mypy.py",
        "urllib3/contrib/emscripten",
        "**/*.pyi",
    ):
        for path in list(packages.glob(pattern)):
            remove(path)
    for path in list((packages / "aws_lambda_powertools" / "utilities").iterdir()):
        if path.name not in USED_UTILITIES:
            remove(path)


if __name__ == "__main__":
    prune(Path(sys.argv[1]))
