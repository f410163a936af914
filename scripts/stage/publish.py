"""Put the pages of web/ where a stage's distribution serves them, with the addresses of the stage's API.

Browsers ask each time whether a page is still the same (`no-cache`), so a kiosk has the new ones with its next reload.
What is in web/ no more goes. A stage whose pages are served by somebody else (PagesUrl) is left alone.
"""

import json
import mimetypes
import sys
from typing import Any

from deployment.shell import shell
from deployment.sign_in import sign_in
from deployment.template import ROOT
from scripts.stage.deployed import Deployed, deployed, stage_parser

WEB = ROOT / "web"


def config(outputs: dict[str, str], api_url: str) -> dict[str, Any]:
    """What the pages know of their stage; local/pages.py says the same of one machine."""
    return {
        "api_url": outputs.get("ApiUnderPages", api_url),
        "live_url": outputs["LiveUrl"],
        "store": outputs["DefaultStore"],
        "staff_sign_in": sign_in(outputs["StaffSignIn"], outputs["StaffClientId"], "openid"),
        "customer_sign_in": sign_in(outputs["CustomerSignIn"], outputs["CustomerClientId"], "openid email"),
    }


def publish(stage: Deployed, *, keeps_shell: bool = True) -> None:
    """Without `keeps_shell` browsers give up the pages that they keep for a reload without a network."""
    s3, bucket = stage.client("s3"), stage.outputs["PagesBucket"]
    files = {str(path.relative_to(WEB)): path.read_bytes() for path in WEB.rglob("*") if path.is_file()}
    generated = {"config.json": json.dumps(config(stage.outputs, stage.api_url)).encode()}
    manifest = shell("kiosk", generated) if keeps_shell else {"version": "", "files": {}}
    files |= generated | {"kiosk/shell.json": json.dumps(manifest).encode()}
    for key, content in files.items():
        kind = mimetypes.guess_type(key)[0] or "application/octet-stream"
        s3.put_object(Bucket=bucket, Key=key, Body=content, ContentType=kind, CacheControl="no-cache")
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for each in page.get("Contents", []):
            if each["Key"] not in files:
                s3.delete_object(Bucket=bucket, Key=each["Key"])


if __name__ == "__main__":
    parser = stage_parser(__doc__)
    parser.add_argument("--without-shell", action="store_true", help="have browsers give up the pages that they keep")
    options = parser.parse_args()
    stage = deployed(options.stage)
    if "PagesBucket" in stage.outputs:
        publish(stage, keeps_shell=not options.without_shell)
    sys.stdout.write(f"the pages are at {stage.outputs['PagesAddress']}\n")
