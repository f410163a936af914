"""Take out of an installed set of packages what no function reads: a smaller layer loads faster.

botocore describes every AWS service; only those called stay, also in its list of endpoints, which it parses whole
for the first client. Package metadata goes too: pydantic would search it for plugins at import. What the licences ask to
be kept stays, in a folder of its own beside the packages.
"""

import json
import shutil
import sys
from pathlib import Path

ENDPOINT_NAMES = {
    "apigatewaymanagementapi": "execute-api",
    "cognito-idp": "cognito-idp",
    "dynamodb": "dynamodb",
    "events": "events",
    "kms": "kms",
    "s3": "s3",
    "secretsmanager": "secretsmanager",
    "sesv2": "email",
}
"""The services called, with their names in botocore's list of endpoints."""


LICENCE_FILES = ("LICEN[CS]E*", "NOTICE*", "COPYING*", "AUTHORS*")


def keep_licences(packages: Path) -> None:
    for pattern in LICENCE_FILES:
        for text in packages.glob(f"*.dist-info/**/{pattern}"):
            if text.is_file():
                package = text.relative_to(packages).parts[0].partition("-")[0]
                kept = packages.parent / "licences" / package
                kept.mkdir(parents=True, exist_ok=True)
                shutil.copy(text, kept / text.name)


def prune(packages: Path) -> None:
    keep_licences(packages)
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
    for pattern in (
        "*.dist-info",
        "bin",
        "share",
        "*/__pycache__",
        "**/swagger_ui/*.js",
        "**/examples-1.json",
    ):
        for path in list(packages.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


if __name__ == "__main__":
    prune(Path(sys.argv[1]))
