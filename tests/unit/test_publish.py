"""`make publish`: the pages are where the stage serves them, with its addresses, and nothing else is."""

import hashlib
import json
from typing import Any

import boto3
import moto
import pytest

from scripts.stage.deployed import Deployed
from scripts.stage.publish import WEB, config, publish

OUTPUTS = {
    "CustomerClientId": "customers",
    "CustomerSignIn": "https://customers.auth.example",
    "ApiUnderPages": "/api",
    "ApiUrl": "https://api.example/dev",
    "DefaultStore": "centro",
    "LiveUrl": "wss://live.example/dev",
    "PagesBucket": "pages",
    "StaffClientId": "client",
    "StaffSignIn": "https://staff.auth.example",
}


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with moto.mock_aws():
        s3 = boto3.client("s3", region_name="sa-east-1")
        s3.create_bucket(Bucket="pages", CreateBucketConfiguration={"LocationConstraint": "sa-east-1"})
        s3.put_object(Bucket="pages", Key="old.js", Body=b"")
        publish(Deployed("bytemeburger-dev", "sa-east-1", OUTPUTS))
        yield s3


def test_all_of_web_is_there_and_what_was_there_is_gone(published: Any) -> None:
    keys = {each["Key"] for each in published.list_objects_v2(Bucket="pages")["Contents"]}
    assert keys == {str(path.relative_to(WEB)) for path in WEB.rglob("*") if path.is_file()} | {
        "config.json",
        "kiosk/shell.json",
    }


@pytest.mark.parametrize(
    ("key", "kind"),
    [("board/index.html", "text/html"), ("core/live.js", "text/javascript"), ("config.json", "application/json")],
)
def test_a_browser_knows_what_it_gets_and_asks_whether_it_is_still_the_same(
    published: Any, key: str, kind: str
) -> None:
    page = published.get_object(Bucket="pages", Key=key)
    assert (page["ContentType"], page["CacheControl"]) == (kind, "no-cache")


def test_the_pages_know_their_stage(published: Any) -> None:
    config = json.load(published.get_object(Bucket="pages", Key="config.json")["Body"])
    assert config == {
        "api_url": "/api",
        "live_url": "wss://live.example/dev",
        "store": "centro",
        "staff_sign_in": {
            "authorize_url": "https://staff.auth.example/oauth2/authorize",
            "token_url": "https://staff.auth.example/oauth2/token",
            "logout_url": "https://staff.auth.example/logout",
            "client_id": "client",
            "scope": "openid",
        },
        "customer_sign_in": {
            "authorize_url": "https://customers.auth.example/oauth2/authorize",
            "token_url": "https://customers.auth.example/oauth2/token",
            "logout_url": "https://customers.auth.example/logout",
            "client_id": "customers",
            "scope": "openid email",
        },
    }


def test_pages_of_an_address_without_the_api_know_the_apis_own() -> None:
    outputs = {name: value for name, value in OUTPUTS.items() if name != "ApiUnderPages"}
    assert config(outputs, "https://api.example/dev")["api_url"] == "https://api.example/dev"


def test_a_kiosk_keeps_exactly_what_is_published_until_a_release_says_to_keep_nothing(published: Any) -> None:
    cached = json.load(published.get_object(Bucket="pages", Key="kiosk/shell.json")["Body"])
    for path, digest in cached["files"].items():
        content = published.get_object(Bucket="pages", Key=path)["Body"].read()
        assert hashlib.sha256(content).hexdigest() == digest, path
    reached = {"kiosk/index.html", "kiosk/kiosk.js", "kiosk/view.js", "core/api.js", "design/tokens.css", "config.json"}
    assert (
        reached | {"vendor/gabarito/gabarito-latin-wght-normal.woff2", "vendor/lean-qr/nano.mjs"}
        <= cached["files"].keys()
    )
    assert not [path for path in cached["files"] if path.startswith(("counter/", "kitchen/", "manager/"))]

    publish(Deployed("bytemeburger-dev", "sa-east-1", OUTPUTS), keeps_shell=False)
    cached = json.load(published.get_object(Bucket="pages", Key="kiosk/shell.json")["Body"])
    assert cached == {"version": "", "files": {}}
