"""The body of a request."""

import base64
import binascii
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bytemeburger.errors import Invalid, Malformed, TooLarge
from bytemeburger.parameters import short_name

if TYPE_CHECKING:
    from pydantic import BaseModel

BODY_LIMIT_BYTES = 64 * 1024


def parse_body[Model: BaseModel](event: Mapping[str, Any], model: type[Model]) -> Model:
    """The body as a schema. Raises TooLarge, Malformed (no JSON) and Invalid (with a pointer per error)."""
    from pydantic import ValidationError

    try:
        return model.model_validate_json(_raw(event) or b"null")
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        if found[0]["type"] == "json_invalid":
            raise Malformed("body-malformed") from None
        raise Invalid(
            "body-invalid",
            errors=[
                {
                    "pointer": "".join(f"/{short_name(str(part))}" for part in each["loc"]),
                    "code": each["type"],
                    "detail": each["msg"],
                }
                for each in found[:20]
            ],
        ) from None


def _raw(event: Mapping[str, Any]) -> bytes:
    text = event.get("body") or ""
    if len(text) > BODY_LIMIT_BYTES * 2:
        raise TooLarge("body-too-large", limit_bytes=BODY_LIMIT_BYTES)
    try:
        raw = base64.b64decode(text, validate=True) if event.get("isBase64Encoded") else text.encode()
        raw.decode()
    except (binascii.Error, ValueError):
        raise Malformed("body-malformed") from None
    if len(raw) > BODY_LIMIT_BYTES:
        raise TooLarge("body-too-large", limit_bytes=BODY_LIMIT_BYTES)
    return raw
