"""Where and how a browser uploads a file straight to a bucket. Signed without botocore: docs/decisions/client.md.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingHTTPPOST.html
"""

from datetime import timedelta
from typing import NamedTuple

from bytemeburger import clock
from bytemeburger.aws_json import credentials, other_endpoint, region
from bytemeburger.aws_signature import Fields, sign_form


class UploadForm(NamedTuple):
    url: str
    fields: Fields


def upload_form(bucket: str, key: str, headers: Fields, max_bytes: int, seconds: int) -> UploadForm:
    """A form that takes one file of 1 to `max_bytes` bytes under this key and these headers, for so many seconds."""
    now, where = clock.now(), region()
    conditions = [{"bucket": bucket}, ["content-length-range", 1, max_bytes]]
    until = now + timedelta(seconds=seconds)
    fields = sign_form(credentials(), (where, "s3"), now, until, headers | {"key": key}, conditions)
    # The global host would send a browser's form elsewhere; an emulator has no host per bucket.
    emulator = other_endpoint("s3")
    return UploadForm(f"{emulator}/{bucket}" if emulator else f"https://{bucket}.s3.{where}.amazonaws.com/", fields)
