"""Problems that an answer can report: one class per HTTP status (RFC 9110).

`code` is the stable, machine-readable end of the problem's `type`; its texts stand in `texts.py`. Anything
that is not a `Problem` is a fault of ours and answers 500 without a text.
"""

from typing import Any


class Problem(Exception):
    status = 500

    def __init__(self, code: str, **members: Any):
        """`members` are the problem's extension members (RFC 9457, section 3.2); never personal data."""
        super().__init__(code)
        self.code = code
        self.members = members
        self.headers: dict[str, str] = {}


class Malformed(Problem):
    status = 400


class Unauthorized(Problem):
    status = 401


class Forbidden(Problem):
    status = 403


class NotFound(Problem):
    status = 404


class Conflict(Problem):
    status = 409


class PreconditionFailed(Problem):
    status = 412


class TooLarge(Problem):
    status = 413


class Invalid(Problem):
    status = 422


class PreconditionRequired(Problem):
    status = 428


class _RetryLater(Problem):
    """Try again later: always answered with `Retry-After`, in seconds."""

    def __init__(self, code: str, *, retry_after: int = 5, **members: Any):
        super().__init__(code, **members)
        self.headers["Retry-After"] = str(retry_after)


class TooMany(_RetryLater):
    status = 429


class Unavailable(_RetryLater):
    status = 503
