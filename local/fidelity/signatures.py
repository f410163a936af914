"""How S3 wants to be asked."""

from typing import Any

from ministack.services import s3

from local.fidelity.patching import Function, replaces

REFUSED = "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."


@replaces(s3, "_enforce_signed_post_policy")
def refuse_old_form_signature(
    enforce: Function, fields: dict[str, str], bucket: str, region: str, size: int, is_sigv4: bool
) -> Any:
    """S3 User Guide, "Authenticating requests": buckets created since 24 June 2020 take Signature Version 4 alone, as do all
    in regions that came after January 2014."""
    if not is_sigv4:
        return s3._error("InvalidRequest", REFUSED, 400)
    return enforce(fields, bucket, region, size, is_sigv4)


@replaces(s3, "_verify_presigned_sigv4")
def refuse_old_presigned_signature(
    verify: Function, method: str, path: str, headers: Any, query: dict[str, Any]
) -> Any:
    """The same for a presigned address."""
    if {"AWSAccessKeyId", "Signature"} <= query.keys():
        return s3._error("InvalidRequest", REFUSED, 400, path)
    return verify(method, path, headers, query)
