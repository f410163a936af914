import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, NoCredentialsError, UnknownServiceError

from bytemeburger.aws import is_busy


def client_error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code}}, "GetItem")


@pytest.mark.parametrize(
    "error", [client_error("ThrottlingException"), ConnectTimeoutError(endpoint_url="https://aws.example")]
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
        NoCredentialsError(),
        UnknownServiceError(service_name="kms", known_service_names=""),
    ],
)
def test_a_fault_of_ours_is_not(error: Exception | None) -> None:
    assert not is_busy(error)
