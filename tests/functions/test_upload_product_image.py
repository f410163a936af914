import base64
import json
from typing import Any

import pytest

from tests.functions.fixture_types import Call


def test_the_form_takes_one_name_one_type_and_the_size_asked_for(call: Call, event: Any, shop: None) -> None:
    status, form = call("upload_product_image")
    assert status == 201
    assert form["image"].startswith("products/x-burger/")
    assert form["image"].endswith(".jpg")
    conditions = json.loads(base64.b64decode(form["fields"]["policy"]))["conditions"]
    size = json.loads(event("upload_product_image")["body"])["bytes"]
    assert [each for each in conditions if "content-length-range" in each] == [["content-length-range", 1, size]]
    assert {"Content-Type": "image/jpeg"} in conditions
    assert {"key": form["image"]} in conditions


def test_a_product_can_be_saved_with_the_image_answered(call: Call, event: Any, shop: None) -> None:
    image = call("upload_product_image")[1]["image"]
    product = json.loads(event("save_product")["body"]) | {"image": image}
    assert call("save_product", body=product)[1]["image_url"] == f"https://images.example/{image}"


@pytest.mark.parametrize(
    "body", [{"content_type": "image/svg+xml", "bytes": 1}, {"content_type": "image/png", "bytes": 3_000_000}, {}]
)
def test_other_types_and_sizes_are_refused(call: Call, shop: None, body: Any) -> None:
    assert call("upload_product_image", body=body)[0] == 422


@pytest.mark.parametrize("region", ["sa-east-1", "us-east-1", "eu-south-2"])
def test_the_form_is_signed_and_addressed_as_buckets_of_today_ask(
    call: Call, shop: None, region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signature version 2 is refused by them, and the global host answers 307, which a form's browser cannot follow (S3 user
    guide, "Browser-based uploads using POST (AWS signature version 4)", "Virtual hosting of buckets")."""
    call("upload_product_image")  # what asks the table has its region from here on
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    form = call("upload_product_image")[1]
    assert form["url"] == f"https://bytemeburger-images.s3.{region}.amazonaws.com/"
    fields = form["fields"]
    assert fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    assert fields["x-amz-credential"].split("/")[2:] == [region, "s3", "aws4_request"]
    assert not {"AWSAccessKeyId", "signature"} & set(fields)


def test_an_emulator_is_addressed_by_path(call: Call, shop: None, monkeypatch: pytest.MonkeyPatch) -> None:
    call("upload_product_image")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    assert call("upload_product_image")[1]["url"] == "http://127.0.0.1:4566/bytemeburger-images"


def test_a_picture_of_a_product_that_does_not_exist_is_refused(call: Call, shop: None) -> None:
    assert call("upload_product_image", pathParameters={"product_id": "no-such-product"})[0] == 404
    assert call("upload_product_image", claims={"custom:store": "norte"})[0] == 404
    call("remove_product")
    assert call("upload_product_image")[0] == 404
