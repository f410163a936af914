"""What is too large for AWS."""

import base64
import json
from typing import Any

from ministack.core.responses import error_response_json
from ministack.services import apigateway_v1, eventbridge, kms, lambda_svc, secretsmanager
from ministack.services.cloudformation import provisioners

from local.fidelity.patching import Function, replaces

type Json = dict[str, Any]

SYNCHRONOUS_BYTES = 6 * 1024 * 1024
ASYNCHRONOUS_BYTES = 256 * 1024
ENVIRONMENT_BYTES = 4 * 1024
BUS_BYTES = 256 * 1024
PLAINTEXT_BYTES = 4096
SECRET_BYTES = 65_536


@replaces(lambda_svc, "_invoke")
async def limit_invocation(invoke: Function, name: str, event: Json, headers: Json, *rest: Any, **more: Any) -> Any:
    """Lambda Developer Guide, "Lambda quotas": 6 MB with an answer, 256 KB without (1 MB since October 2025, in some regions
    first; what fits here fits both)."""
    lowered = {key.lower(): value for key, value in headers.items()}
    limit = ASYNCHRONOUS_BYTES if lowered.get("x-amz-invocation-type") == "Event" else SYNCHRONOUS_BYTES
    if int(lowered.get("content-length") or 0) > limit:
        text = f"{lowered['content-length']} byte payload is too large for the Invoke operation (limit {limit} bytes)"
        return error_response_json("RequestTooLargeException", text, 413)
    return await invoke(name, event, headers, *rest, **more)


@replaces(lambda_svc, "_execute_function_with_config_scope")
def limit_response(execute: Function, function: Json, event: Json) -> Json:
    """The same page: 6 MB for an answer too. What is larger is the function's error."""
    result: Json = execute(function, event)
    body = result.get("body")
    if len(body if isinstance(body, str | bytes) else json.dumps(body)) <= SYNCHRONOUS_BYTES:
        return result
    text = f"Response payload size exceeded maximum allowed payload size ({SYNCHRONOUS_BYTES} bytes)."
    error = {"errorMessage": text, "errorType": "Function.ResponseSizeTooLarge"}
    return result | {"body": error, "error": True, "function_error": "Unhandled"}


@replaces(provisioners._RESOURCE_HANDLERS["AWS::Lambda::Function"], "create")
def limit_environment(create: Function, logical_id: str, properties: Json, stack: str) -> Any:
    """The same page: 4 KB for all variables of a function together."""
    variables = properties.get("Environment", {}).get("Variables", {})
    if len(json.dumps(variables, separators=(",", ":")).encode()) > ENVIRONMENT_BYTES:
        raise ValueError(
            "Lambda was unable to configure your environment variables because the environment variables you have "
            "provided exceeded the 4KB limit."
        )
    return create(logical_id, properties, stack)


@replaces(apigateway_v1, "_invoke_lambda_proxy_v1")
async def limit_request(invoke: Function, *place: Any, **more: Any) -> Any:
    """API Gateway Developer Guide, "Quotas": 10 MB, of which Lambda takes 6."""
    body = place[8]
    if body and len(body) > SYNCHRONOUS_BYTES:
        return apigateway_v1._gw_error("REQUEST_TOO_LARGE", "Request Too Long")
    return await invoke(*place, **more)


@replaces(eventbridge, "_put_events")
def limit_events(put: Function, data: Json, *rest: Any, **more: Any) -> Any:
    """EventBridge User Guide, "Calculating PutEvents event entry size": 256 KB for all entries of a request together (1 MB
    since January 2026; what fits here fits both). API reference, PutEvents: a detail is a JSON object."""
    entries = data.get("Entries", [])
    size = sum(len(str(value).encode()) for entry in entries for name, value in entry.items() if name != "EventBusName")
    if size > BUS_BYTES:
        return error_response_json(
            "ValidationException", "Total size of the entries in the request is over the limit.", 400
        )
    good = [_is_object(entry.get("Detail", "{}")) for entry in entries]
    status, headers, body = put(
        {**data, "Entries": [entry for entry, is_good in zip(entries, good, strict=True) if is_good]}, *rest, **more
    )
    if status >= 400 or all(good):
        return status, headers, body
    answer = json.loads(body)
    accepted = iter(answer["Entries"])
    malformed = {"ErrorCode": "MalformedDetail", "ErrorMessage": "Detail is malformed."}
    answer["Entries"] = [next(accepted) if ok else malformed for ok in good]
    answer["FailedEntryCount"] += good.count(False)
    return status, headers, json.dumps(answer).encode()


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


@replaces(kms, "_encrypt")
def limit_plaintext(encrypt: Function, data: Json) -> Any:
    """KMS API reference, Encrypt: 4,096 bytes under a symmetric key."""
    if len(base64.b64decode(data.get("Plaintext", ""))) > PLAINTEXT_BYTES:
        text = "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: "
        return error_response_json(
            "ValidationException", f"{text}Member must have length less than or equal to {PLAINTEXT_BYTES}", 400
        )
    return encrypt(data)


@replaces(secretsmanager, "_create_secret")
@replaces(secretsmanager, "_put_secret_value")
def limit_secret(write: Function, data: Json) -> Any:
    """Secrets Manager User Guide, "Quotas": 65,536 bytes."""
    if len((data.get("SecretString") or "").encode()) > SECRET_BYTES:
        text = "1 validation error detected: Value at 'secretString' failed to satisfy constraint: "
        return error_response_json(
            "ValidationException", f"{text}Member must have length less than or equal to {SECRET_BYTES}", 400
        )
    return write(data)
