"""What each function costs cold, beside a botocore client, and warm, beside the bare requests that it sends; and what
others' handlers cost."""

import hmac
import json
import os
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import scene
from benchmarks.instructions import Cost, measure, requests_of
from benchmarks.results import Row
from bytemeburger import secrets
from bytemeburger.mailings import unsubscribing
from bytemeburger.orders import keys

ROOT = scene.ROOT
LAYERS = [ROOT / ".aws-sam" / "bench" / layer / "python" for layer in ("core", "dependencies")]
PACKAGES = [ROOT, Path(sysconfig.get_path("purelib"))]
UNIT = "botocore client"
PEERS = {
    "empty handler": "empty",
    UNIT: "botocore_client",
    "usual Powertools stack": "powertools",
    "the same with idempotency": "powertools_idempotent",
}
COLD, WARM = "cold start", "warm invocation"


def event(name: str) -> Any:
    """A function's sample event, about an order that is as it needs it and from somebody who may ask."""
    sample = json.loads((ROOT / "events" / f"{name}.json").read_text())
    headers, path = sample.get("headers") or {}, sample.get("pathParameters") or {}
    if "order_id" in path:
        path["order_id"] = next((order for order, names in scene.ORDERS.items() if name in names), scene.RECEIVED)
    if "campaign_id" in path and name != "save_campaign":  # that makes a new one
        path["campaign_id"] = scene.CAMPAIGN
    os.environ["PEPPER_SECRET"] = scene.ENVIRONMENT["PEPPER_SECRET"]
    secrets._cache[scene.ENVIRONMENT["PEPPER_SECRET"]] = (time.monotonic(), {"pepper": scene.PEPPER})
    if "token" in path:
        path["token"] = unsubscribing.token(scene.MAIL)
    if "If-Match" in headers:
        headers["If-Match"] = "*"
    if "Order-Key" in headers:
        headers["Order-Key"] = keys.order_key(path.get("order_id", scene.RECEIVED))
    if "X-Signature" in headers:
        notified = sample["queryStringParameters"]["data.id"]
        manifest = f"id:{notified};request-id:{headers['X-Request-Id']};ts:{int(time.time())};"
        signature = hmac.digest(scene.WEBHOOK_SECRET.encode(), manifest.encode(), "sha256").hex()
        headers["X-Signature"] = f"ts={int(time.time())},v1={signature}"
    return sample


def rows(address: str) -> Iterator[Row]:
    costs = {
        title: measure(address, PACKAGES, event("create_order"), f"benchmarks.peers.{module}")
        for title, module in PEERS.items()
    }
    unit = costs[UNIT]
    for title, cost in costs.items():
        yield _cold(title, cost, unit)
    for folder in sorted(path.parent for path in (ROOT / "functions").glob("*/app.py")):
        sample, path = event(folder.name), [folder, *LAYERS]
        cost = measure(address, path, sample)
        yield _cold(f"`{folder.name}` ({cost.answered})", cost, unit)
        if sent := requests_of(address, path, sample):
            raw = measure(address, PACKAGES, sent, "benchmarks.peers.raw")
            to = f"its {len(sent)} bare request{'s' if len(sent) > 1 else ''}"
            yield Row(f"`{folder.name}` ({cost.answered})", WARM, cost.warm, "M", cost.warm / raw.warm, to)


def _cold(subject: str, cost: Cost, unit: Cost) -> Row:
    return Row(subject, COLD, cost.cold, "M", cost.cold / unit.cold, UNIT)
