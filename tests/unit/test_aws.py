from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    IncompleteReadError,
    NoCredentialsError,
    UnknownServiceError,
)
from botocore.parsers import ResponseParserError

from bytemeburger.aws import is_busy


def client_error(code: str, status: int = 400) -> ClientError:
    answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "GetItem")


@pytest.mark.parametrize(
    "error",
    [
        client_error("ThrottlingException"),
        client_error("SlowDown", 503),
        client_error("RequestTimeout"),  # S3
        client_error("InternalServiceError", 500),  # Secrets Manager
        client_error("KMSInternalException", 500),
        client_error("DependencyTimeoutException", 503),  # KMS
        client_error("InternalErrorException", 500),  # Cognito
        client_error("InternalServiceErrorException", 500),  # SES
        client_error("502", 502),  # a page without a code
        client_error("NobodyKnowsThis", 599),
        client_error("NobodyKnowsThis", 429),
        ConnectTimeoutError(endpoint_url="https://aws.example"),
        IncompleteReadError(actual_bytes=1, expected_bytes=2),
        ResponseParserError("<html>"),
    ],
)
def test_who_asks_to_come_back_later_or_gives_no_answer_is_busy(error: Exception) -> None:
    wrapped = ValueError()
    wrapped.__cause__ = error
    assert is_busy(error)
    assert is_busy(wrapped)


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError(),
        client_error("AccessDeniedException"),
        client_error("ValidationException"),
        client_error("KMSInvalidStateException", 409),
        ClientError({"Error": {"Code": "NobodyKnowsThis"}}, "GetItem"),
        NoCredentialsError(),
        UnknownServiceError(service_name="kms", known_service_names=""),
    ],
)
def test_a_fault_of_ours_is_not(error: Exception | None) -> None:
    assert not is_busy(error)
