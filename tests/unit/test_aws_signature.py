"""Signatures are those of AWS's own test suite, and those that botocore makes of whatever we send."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import botocore.session
import pytest
from botocore import auth, signers
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import ReadOnlyCredentials
from hypothesis import given, settings
from hypothesis import strategies as st

from bytemeburger.aws_signature import Credentials, sign, sign_form

KEYS = ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
TOKEN = (
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7"
    "mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d"
    "+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="
)
FORM = "application/x-www-form-urlencoded"
AT = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "body", "token", "signed", "signature"),
    [
        ({}, b"", None, "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        (
            {"my-header1": "value1"},
            b"",
            None,
            "host;my-header1;x-amz-date",
            "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
        ),
        (
            {"my-header1": "VALUE1"},
            b"",
            None,
            "host;my-header1;x-amz-date",
            "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
        ),
        (
            {},
            b"",
            TOKEN,
            "host;x-amz-date;x-amz-security-token",
            "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
        ),
        (
            {"content-type": FORM},
            b"Param1=value1",
            None,
            "content-type;host;x-amz-date",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        ),
        (
            {"content-type": f"{FORM}; charset=utf8"},
            b"Param1=value1",
            None,
            "content-type;host;x-amz-date",
            "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe",
        ),
    ],
    ids=["vanilla", "header-key-sort", "header-value-case", "sts-header-before", "form", "form-parameters"],
)
def test_posts_of_awss_own_test_suite(
    headers: dict[str, str], body: bytes, token: str | None, signed: str, signature: str
) -> None:
    sent = sign(
        Credentials(*KEYS, token), ("us-east-1", "service"), AT, "/", {"host": "example.amazonaws.com", **headers}, body
    )
    assert sent["authorization"] == (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        f"SignedHeaders={signed}, Signature={signature}"
    )


@settings(deadline=None)
@given(
    body=st.binary(max_size=200),
    token=st.none() | st.text("abcXYZ0189+/=", min_size=1),
    path=st.sampled_from(["/", "/local", "/local/aws"]),
)
def test_botocore_signs_the_same(body: bytes, token: str | None, path: str) -> None:
    now = datetime.now(UTC)  # botocore's clock cannot be turned here
    headers = {"host": "dynamodb.sa-east-1.amazonaws.com", "content-type": "application/x-amz-json-1.0"}
    sent = sign(Credentials(*KEYS, token), ("sa-east-1", "dynamodb"), now, path, headers, body)
    request = AWSRequest("POST", f"https://{headers['host']}{path}", headers, body)
    request.context["timestamp"] = now.strftime("%Y%m%dT%H%M%SZ")
    signer = SigV4Auth(ReadOnlyCredentials(*KEYS, token), "dynamodb", "sa-east-1")
    for name in ("x-amz-date", "x-amz-security-token"):
        if name in sent:
            request.headers[name] = sent[name]
    signature = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    assert sent["authorization"].endswith(f"Signature={signature}")


@pytest.mark.parametrize("token", [None, TOKEN])
def test_botocore_makes_the_same_form(token: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (auth, signers):
        monkeypatch.setattr(module, "get_current_datetime", lambda: AT.replace(tzinfo=None))
    storage: Any = botocore.session.get_session().create_client(
        "s3",
        region_name="sa-east-1",
        aws_access_key_id=KEYS[0],
        aws_secret_access_key=KEYS[1],
        aws_session_token=token,
        config=Config(signature_version="s3v4"),
    )
    headers, size = {"Content-Type": "image/png", "Cache-Control": "public, max-age=1"}, ["content-length-range", 1, 9]
    theirs = storage.generate_presigned_post(
        "bucket", "products/a.png", headers, [size, *({name: headers[name]} for name in headers)], 300
    )["fields"]
    ours = sign_form(
        Credentials(*KEYS, token),
        ("sa-east-1", "s3"),
        AT,
        AT + timedelta(seconds=300),
        headers | {"key": "products/a.png"},
        [size, {"bucket": "bucket"}],
    )
    assert parts(ours) == parts(theirs)
    request = AWSRequest("POST", "https://bucket.s3.sa-east-1.amazonaws.com/")
    request.context["timestamp"] = ours["x-amz-date"]
    signer = SigV4Auth(ReadOnlyCredentials(*KEYS, token), "s3", "sa-east-1")
    assert ours["x-amz-signature"] == signer.signature(ours["policy"], request)


def parts(form: dict[str, str]) -> tuple[object, ...]:
    """A form's fields without its policy and what follows from that, and the policy, whose conditions may stand in any order."""
    policy = json.loads(base64.b64decode(form["policy"]))
    fields = {name: value for name, value in form.items() if name not in ("policy", "x-amz-signature")}
    return fields, policy["expiration"], sorted(map(json.dumps, policy["conditions"]))
