"""botocore clients with explicit limits: the defaults wait 60 s, an API function has 10."""

from functools import cache
from typing import Any

from botocore import exceptions

CONNECT_TIMEOUT_SECONDS = 1
READ_TIMEOUT_SECONDS = 2
ATTEMPTS = 3


@cache
def client(service: str, endpoint: str | None = None, attempts: int = ATTEMPTS) -> Any:
    """One client per service and process. `endpoint`: where a service of our own API is, such as its WebSockets;
    `attempts`: one, for what must not be done twice."""
    import botocore.session  # a third of a cold start, which most functions spend without one
    from botocore.config import Config

    return botocore.session.get_session().create_client(
        service,
        endpoint_url=endpoint,
        config=Config(
            connect_timeout=CONNECT_TIMEOUT_SECONDS,
            read_timeout=READ_TIMEOUT_SECONDS,
            retries={"mode": "standard", "total_max_attempts": attempts},
        ),
    )


THROTTLED = frozenset(
    {
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "RequestTimeout",
        "RequestTimeoutException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
"""Codes with which services ask to come back later, under a status of 400 as often as 429."""


def is_busy(error: BaseException | None) -> bool:
    """Whether AWS asked to come back later, failed on its own side, or gave no answer: the error or what it was raised
    from. The status says whose fault it is, whatever a service calls it."""
    while error is not None:
        if isinstance(error, exceptions.ClientError):
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            return status >= 500 or status == 429 or error.response["Error"]["Code"] in THROTTLED
        if isinstance(error, NO_ANSWER) or _is_unreadable(error):
            return True
        error = error.__cause__ or getattr(error, "cause", None)
    return False


NO_ANSWER = (
    exceptions.ConnectionError,
    exceptions.HTTPClientError,
    exceptions.IncompleteReadError,
    exceptions.ResponseStreamingError,
)
"""Among them an answer that breaks off."""


NEVER_ASKED = (exceptions.ConnectTimeoutError, exceptions.EndpointConnectionError)
"""Without an answer too, but nothing reached the service."""


def _is_unreadable(error: BaseException) -> bool:
    """Whether an answer was none of the service's, such as a page of a load balancer's."""
    from botocore.parsers import ResponseParserError

    return isinstance(error, ResponseParserError)
