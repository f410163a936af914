"""Put the pages of web/ where a stage's distribution serves them, with the addresses of the stage's API.

Browsers ask each time whether a page is still the same (`no-cache`), so a kiosk has the new ones with its next reload.
What is in web/ no more goes. A stage whose pages are served by somebody else (PagesUrl) is left alone.
"""

import json
import mimetypes
import sys
from typing import Any

from deployment.sign_in import sign_in
from deployment.template import ROOT
from scripts.stage.deployed import Deployed, deployed, stage_parser

WEB = ROOT / "web"


def config(outputs: dict[str, str], api_url: str) -> dict[str, Any]:
    """What the pages know of their stage; local/pages.py says the same of one machine."""
    return {
        "api_url": api_url,
        "live_url": outputs["LiveUrl"],
        "store": outputs["DefaultStore"],
        "staff_sign_in": sign_in(outputs["StaffSignIn"], outputs["StaffClientId"], "openid"),
        "customer_sign_in": sign_in(outputs["CustomerSignIn"], outputs["CustomerClientId"], "openid email"),
    }


def publish(stage: Deployed) -> None:
    s3, bucket = stage.client("s3"), stage.outputs["PagesBucket"]
    files = {str(path.relative_to(WEB)): path.read_bytes() for path in WEB.rglob("*") if path.is_file()}
    files["config.json"] = json.dumps(config(stage.outputs, stage.api_url)).encode()
    for key, content in files.items():
        kind = mimetypes.guess_type(key)[0] or "application/octet-stream"
        s3.put_object(Bucket=bucket, Key=key, Body=content, ContentType=kind, CacheControl="no-cache")
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for each in page.get("Contents", []):
            if each["Key"] not in files:
                s3.delete_object(Bucket=bucket, Key=each["Key"])


if __name__ == "__main__":
    stage = deployed(stage_parser(__doc__).parse_args().stage)
    if "PagesBucket" in stage.outputs:
        publish(stage)
    sys.stdout.write(f"the pages are at {stage.outputs['PagesAddress']}\n")
