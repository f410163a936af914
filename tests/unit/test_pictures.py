"""Each product of the local menu has a picture of its own, light enough for a kiosk's first load."""

import hashlib
import json

from local.seed import MENU, PICTURES

MAX_BYTES = 60_000


def test_each_product_has_a_picture_of_its_own() -> None:
    products = {f"{product['product_id']}.webp" for product in json.loads(MENU.read_text())}
    pictures = {path.name: path.read_bytes() for path in PICTURES.iterdir()}
    assert pictures.keys() == products
    assert len({hashlib.sha256(content).hexdigest() for content in pictures.values()}) == len(pictures)
    for name, content in pictures.items():
        assert (content[:4], content[8:12]) == (b"RIFF", b"WEBP"), name
        assert len(content) <= MAX_BYTES, name
