"""A service of AWS over HTTP, against one that answers as a test says: what is asked, what is tried again, what is raised."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from botocore import exceptions

from bytemeburger import aws_json
from bytemeburger.aws import is_busy
from bytemeburger.aws_json import JsonService
from local.processes import free_port

type Reply = tuple[int, Any]
"""A status, 0 for none; an object as JSON, or bytes."""


class Far(ThreadingHTTPServer):
    """Replies in turn, the last of them from then on; notes what comes, and over how many connections."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: list[Reply] = [(200, {})]
        self.delay = 0.0
        self.requests: list[tuple[dict[str, str], Any]] = []
        self.connections = 0
        self.keeps_open = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Far
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def do_POST(self) -> None:
        far = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        far.requests.append(({name.lower(): value for name, value in self.headers.items()}, json.loads(body)))
        status, answer = far.replies.pop(0) if len(far.replies) > 1 else far.replies[0]
        threading.Event().wait(far.delay)
        self.close_connection = not (status and far.keeps_open)
        if status:
            content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("x-amzn-RequestId", "ID")
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Not said."""


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch) -> Iterator[Far]:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with Far() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        os.environ["AWS_ENDPOINT_URL"] = server.url
        yield server
        server.shutdown()


@pytest.fixture
def service(far: Far) -> JsonService:
    return JsonService("dynamodb", "DynamoDB_20120810", "1.0")


THROTTLED = (400, {"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "slow"})
REFUSED = (
    400,
    {"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "message": "no", "Item": {"a": {}}},
)


def test_an_operation_is_asked_for_by_its_name(service: JsonService, far: Far) -> None:
    far.replies = [(200, {"Item": {"PK": {"S": "é"}}})]
    assert service.call("GetItem", {"TableName": "é"}) == {"Item": {"PK": {"S": "é"}}}
    ((headers, body),) = far.requests
    assert body == {"TableName": "é"}
    assert headers["x-amz-target"] == "DynamoDB_20120810.GetItem"
    assert headers["content-type"] == "application/x-amz-json-1.0"
    assert "/sa-east-1/dynamodb/aws4_request, SignedHeaders=" in headers["authorization"]


def test_one_connection_serves_many_requests_and_is_replaced_once_the_other_side_has_closed_it(
    service: JsonService, far: Far
) -> None:
    for _ in range(5):
        service.call("GetItem", {})
    assert far.connections == 1
    far.keeps_open = False
    service.call("GetItem", {})
    service.call("GetItem", {})
    assert len(far.requests) == 7
    assert far.connections == 2


def test_threads_share_it(service: JsonService, far: Far) -> None:
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda number: service.call("GetItem", {"n": number}), range(40))) == [{}] * 40
    assert sorted(body["n"] for _, body in far.requests) == list(range(40))
    assert far.connections <= 8


def test_an_idle_connection_that_another_thread_took_first_is_replaced(service: JsonService, far: Far) -> None:
    class TakenFirst(list[Any]):
        def __bool__(self) -> bool:
            return True

    service._idle = TakenFirst()
    assert service.call("GetItem", {}) == {}


@pytest.mark.parametrize("reply", [THROTTLED, (500, {}), (503, b"<html>"), (429, {}), (0, None), (200, b"<html>")])
def test_what_may_pass_is_asked_again(service: JsonService, far: Far, reply: Reply) -> None:
    far.replies = [reply, reply, (200, {"Item": {}})]
    assert service.call("GetItem", {}) == {"Item": {}}
    assert len(far.requests) == 3


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (THROTTLED, exceptions.ClientError),
        ((500, {}), exceptions.ClientError),
        ((502, b"<html>"), exceptions.ClientError),
        ((0, None), exceptions.ConnectionClosedError),
        ((200, b"<html>"), exceptions.ResponseStreamingError),
    ],
)
def test_three_times_and_no_more(service: JsonService, far: Far, reply: Reply, error: type[Exception]) -> None:
    far.replies = [reply]
    with pytest.raises(error) as raised:
        service.call("GetItem", {})
    assert len(far.requests) == 3
    assert is_busy(raised.value)


def test_a_refusal_is_raised_at_once_as_botocore_raises_it(service: JsonService, far: Far) -> None:
    far.replies = [REFUSED]
    with pytest.raises(exceptions.ClientError) as raised:
        service.call("PutItem", {})
    response: Any = raised.value.response
    assert len(far.requests) == 1
    assert response["Error"] == {"Code": "ConditionalCheckFailedException", "Message": "no"}
    assert response["Item"] == {"a": {}}
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert response["ResponseMetadata"]["RequestId"] == "ID"
    assert raised.value.operation_name == "PutItem"
    assert not is_busy(raised.value)


def test_a_cancelled_transaction_says_why_and_a_conflict_is_left_to_whoever_asked(
    service: JsonService, far: Far
) -> None:
    reasons = [{"Code": "None"}, {"Code": "ConditionalCheckFailed", "Item": {"PK": {"S": "a"}}}]
    far.replies = [(400, {"__type": "x#TransactionCanceledException", "CancellationReasons": reasons})]
    with pytest.raises(exceptions.ClientError) as raised:
        service.call("TransactWriteItems", {})
    assert raised.value.response["CancellationReasons"] == reasons
    far.replies = [(400, {"__type": "x#TransactionConflictException"})]
    with pytest.raises(exceptions.ClientError):
        service.call("PutItem", {})
    assert len(far.requests) == 2


def test_nobody_waits_for_ever(service: JsonService, far: Far, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws_json, "READ_TIMEOUT_SECONDS", 0.05)
    far.delay = 0.3
    with pytest.raises(exceptions.ReadTimeoutError) as raised:
        service.call("GetItem", {})
    assert is_busy(raised.value)


def test_nobody_there(service: JsonService) -> None:
    os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(exceptions.EndpointConnectionError):
        JsonService("dynamodb", "DynamoDB_20120810", "1.0").call("GetItem", {})


def test_where_it_is() -> None:
    of: Callable[[str], str] = lambda name: JsonService(name, "target", "1.1").endpoint  # noqa: E731
    assert of("dynamodb") == "https://dynamodb.sa-east-1.amazonaws.com"
    os.environ["AWS_ENDPOINT_URL"] = "http://here:1"
    assert of("dynamodb") == "http://here:1"
    os.environ["AWS_ENDPOINT_URL_DYNAMODB"] = "http://there:2"
    assert (of("dynamodb"), of("secretsmanager")) == ("http://there:2", "http://here:1")


def test_who_asks_is_looked_up_for_every_request(service: JsonService, far: Far) -> None:
    """As Lambda's environment names them, now; its role's keys have a session."""
    service.call("GetItem", {})
    os.environ |= {"AWS_ACCESS_KEY_ID": "ASIANEW", "AWS_SECRET_ACCESS_KEY": "new", "AWS_SESSION_TOKEN": "session"}
    service.call("GetItem", {})
    (before, _), (after, _) = far.requests
    assert "Credential=test/" in before["authorization"]
    assert "x-amz-security-token" not in before
    assert "Credential=ASIANEW/" in after["authorization"]
    assert after["x-amz-security-token"] == "session"


@pytest.fixture
def at_a_desk(tmp_path: Any) -> Iterator[None]:
    """An operator's machine, whose profile says who asks and where."""
    aws_json._botocore_session.cache_clear()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        del os.environ[name]
    os.environ |= {"AWS_CONFIG_FILE": str(tmp_path / "config"), "AWS_EC2_METADATA_DISABLED": "true"}
    os.environ["AWS_SHARED_CREDENTIALS_FILE"] = str(tmp_path / "credentials")
    (tmp_path / "config").write_text(
        "[default]\nregion = us-east-1\naws_access_key_id = PROFILE\naws_secret_access_key = s\n"
    )
    yield
    aws_json._botocore_session.cache_clear()


def test_outside_of_lambda_botocore_finds_keys_and_region(at_a_desk: None, far: Far) -> None:
    JsonService("dynamodb", "DynamoDB_20120810", "1.0").call("GetItem", {})
    assert "Credential=PROFILE/" in far.requests[0][0]["authorization"]
    assert "/us-east-1/dynamodb/" in far.requests[0][0]["authorization"]


def test_without_keys_or_a_region_it_is_said(at_a_desk: None, far: Far, tmp_path: Any) -> None:
    (tmp_path / "config").write_text("[default]\nregion = us-east-1\n")
    with pytest.raises(exceptions.NoCredentialsError):
        JsonService("dynamodb", "DynamoDB_20120810", "1.0").call("GetItem", {})
    aws_json._botocore_session.cache_clear()
    (tmp_path / "config").write_text("")
    with pytest.raises(exceptions.NoRegionError):
        JsonService("dynamodb", "DynamoDB_20120810", "1.0")
