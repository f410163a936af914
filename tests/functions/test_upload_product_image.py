import base64
import json
from typing import Any

import pytest


def test_the_form_takes_one_name_one_type_and_a_bounded_size(call: Any, shop: None) -> None:
    status, form = call("upload_product_image")
    assert status == 201
    assert form["image"].startswith("products/x-burger/")
    assert form["image"].endswith(".jpg")
    conditions = json.loads(base64.b64decode(form["fields"]["policy"]))["conditions"]
    assert ["content-length-range", 1, 2 * 1024 * 1024] in conditions
    assert {"Content-Type": "image/jpeg"} in conditions
    assert {"key": form["image"]} in conditions


def test_a_product_can_be_saved_with_the_image_answered(call: Any, event: Any, shop: None) -> None:
    image = call("upload_product_image")[1]["image"]
    product = json.loads(event("save_product")["body"]) | {"image": image}
    assert call("save_product", body=product)[1]["image_url"] == f"https://images.example/{image}"


@pytest.mark.parametrize(
    "body", [{"content_type": "image/svg+xml", "bytes": 1}, {"content_type": "image/png", "bytes": 3_000_000}, {}]
)
def test_other_types_and_sizes_are_refused(call: Any, shop: None, body: Any) -> None:
    assert call("upload_product_image", body=body)[0] == 422
