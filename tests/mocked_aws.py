"""Moto: for the requests of bytemeburger/aws_json.py too, and without what takes most of its time.

It answers the same. By itself it serializes the attributes of an item as it does any service's objects: it looks for each of
the ten members that a value may have, under each of some names.
"""

from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import moto  # before any botocore client is created: moto listens in on later ones
from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.cognitoidp import models as cognito
from moto.core import models, responses
from moto.core.config import default_user_config
from moto.core.model import StructureShape
from moto.core.serialize import BaseJSONSerializer
from moto.kms import models as kms

from bytemeburger.aws_json import JsonService
from bytemeburger.aws_signature import Headers

mock_aws = moto.mock_aws
_send = vars(JsonService)["_send"]
_import_key = vars(cognito)["jwk"].RSAKey.import_key
_serialize_structure = BaseJSONSerializer._serialize_type_structure


def _send_to_moto(
    service: JsonService, path: str, headers: Headers, body: bytes
) -> tuple[int, list[tuple[str, str]], bytes]:
    """What JsonService does with a signed request, in tests that run on moto: as moto has botocore do it."""
    request = AWSPreparedRequest("POST", service.endpoint + path, HTTPHeaders.from_dict(headers), body, False)
    answer = models.botocore_stubber("before-send", request)
    if answer is None:
        return cast("tuple[int, list[tuple[str, str]], bytes]", _send(service, path, headers, body))
    return answer.status_code, list(answer.headers.items()), answer.content


def _serialize_value(
    serializer: BaseJSONSerializer, serialized: Any, value: Any, shape: StructureShape, key: str
) -> None:
    """In the place of `_serialize_type_structure`: an attribute's value has the one member that it has."""
    if shape.name == "AttributeValue" and type(value) is dict:
        serialized[key] = _wire(serializer, value)
    else:
        _serialize_structure(serializer, serialized, value, shape, key)


def _wire(serializer: BaseJSONSerializer, value: dict[str, Any]) -> dict[str, Any]:
    ((kind, content),) = value.items()
    match kind:
        case "M":
            content = {name: _wire(serializer, each) for name, each in content.items()}
        case "L":
            content = [_wire(serializer, each) for each in content]
        case "B":
            content = serializer._base64(content)
        case "BS":
            content = [serializer._base64(each) for each in content]
    return {kind: content}


JsonService._send = _send_to_moto  # type: ignore[assignment, method-assign]
BaseJSONSerializer._serialize_type_structure = _serialize_value  # type: ignore[assignment, method-assign]
vars(responses).update(method_names_from_class=cache(vars(responses)["method_names_from_class"]))
default_user_config["core"] |= {"reset_boto3_session": False}  # a new one reads the descriptions of all services again
models.RESPONSES_METHODS.clear()  # a pattern for each address of AWS, compiled again for each test, for a library that nobody uses
# Nor are RSA keys worked out anew: one for each key of KMS, a symmetric one too, in 80 ms; and that of all user pools, which is
# read from moto's own file, for each of them, in 130 ms.
vars(kms).update(generate_private_key=cache(vars(kms)["generate_private_key"]))
_pools_key = cache(lambda: _import_key(vars(cognito)["load_resource"]("cognitoidp/resources/jwks-private.json")))
vars(cognito).update(jwk=SimpleNamespace(RSAKey=SimpleNamespace(import_key=lambda _: _pools_key())))
