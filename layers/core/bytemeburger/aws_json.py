"""A service of AWS that speaks its JSON protocol, asked without botocore: one signed POST, tried again where that helps,
its errors those that botocore raises. Why, and what it costs: docs/decisions/client.md.

https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
"""

import json
import os
import select
import ssl
import time
from datetime import UTC, datetime
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from random import SystemRandom
from typing import Any
from urllib.parse import urlsplit

from botocore import exceptions

from bytemeburger import aws
from bytemeburger.aws import ATTEMPTS, CONNECT_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS
from bytemeburger.aws_signature import Credentials, Headers, sign

RETRIED = aws.THROTTLED - {"TransactionConflictException"}
"""Whoever asked for the transaction may know better than to ask for the same again."""


class JsonService:
    """`name`: in its address and in signatures; `target`: in front of its operations' names. Threads may share it."""

    def __init__(self, name: str, target: str, version: str):
        self.name, self._target = name, target
        self._content_type = f"application/x-amz-json-{version}"
        self._region = region()
        self.endpoint = other_endpoint(name) or f"https://{name}.{self._region}.amazonaws.com"
        self._address = urlsplit(self.endpoint)
        self._idle: list[HTTPConnection] = []

    def call(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """What the service answers. Raises ClientError, and of botocore's other errors those of connections."""
        body = json.dumps(parameters).encode()
        for left in reversed(range(ATTEMPTS)):
            try:
                return self._attempt(operation, body)
            except exceptions.ClientError as error:
                status, code = error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"]
                if not left or not (status >= 500 or status == 429 or code in RETRIED):
                    raise
            except aws.NO_ANSWER:
                if not left:
                    raise
            time.sleep(SystemRandom().uniform(0, 2 ** (ATTEMPTS - 1 - left)))  # jitter, as botocore has it
        raise AssertionError

    _request_signer = None
    """PynamoDB looks whether a client of botocore's has its credentials yet."""

    def _make_api_call(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """By botocore's name, for PynamoDB."""
        return self.call(operation, parameters)

    def _attempt(self, operation: str, body: bytes) -> dict[str, Any]:
        path = self._address.path or "/"
        headers = {
            "content-type": self._content_type,
            "host": self._address.netloc,
            "x-amz-target": f"{self._target}.{operation}",
        }
        signed = sign(credentials(), (self._region, self.name), datetime.now(UTC), path, headers, body)
        status, answered, content = self._send(path, signed, body)
        try:
            answer = json.loads(content)
        except ValueError:
            answer = None
        if status == 200 and isinstance(answer, dict):
            return answer
        raise _error(operation, status, answered, answer, content)

    def _send(self, path: str, headers: Headers, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = self._connection()
        try:
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            content = response.read()
        except TimeoutError as error:
            connection.close()
            raise exceptions.ReadTimeoutError(endpoint_url=self.endpoint, error=error) from error
        except (OSError, HTTPException) as error:
            connection.close()
            raise exceptions.ConnectionClosedError(endpoint_url=self.endpoint, error=error) from error
        if not response.will_close:
            self._idle.append(connection)
        return response.status, response.getheaders(), content

    def _connection(self) -> HTTPConnection:
        """One that is open and that nobody uses, or a new one."""
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:  # asking first whether there is one would not keep another thread from taking it
                break
            if not _is_dropped(connection):
                return connection
            connection.close()
        host, port = self._address.hostname or "", self._address.port
        connection = (
            HTTPSConnection(host, port, timeout=CONNECT_TIMEOUT_SECONDS, context=_tls())
            if self._address.scheme == "https"
            else HTTPConnection(host, port, timeout=CONNECT_TIMEOUT_SECONDS)
        )
        try:
            connection.connect()
        except TimeoutError as error:
            raise exceptions.ConnectTimeoutError(endpoint_url=self.endpoint, error=error) from error
        except OSError as error:
            raise exceptions.EndpointConnectionError(endpoint_url=self.endpoint, error=error) from error
        connection.sock.settimeout(READ_TIMEOUT_SECONDS)
        return connection


def _error(operation: str, status: int, answered: list[tuple[str, str]], answer: Any, content: bytes) -> Exception:
    if status == 200:
        return exceptions.ResponseStreamingError(error=f"no JSON: {content[:80]!r}")
    headers = {name.lower(): value for name, value in answered}
    known = answer if isinstance(answer, dict) else {}
    code = str(known.get("__type") or headers.get("x-amzn-errortype") or status).partition(":")[0].rpartition("#")[2]
    message = known.get("message") or known.get("Message") or ""
    metadata = {"HTTPStatusCode": status, "HTTPHeaders": headers, "RequestId": headers.get("x-amzn-requestid", "")}
    response: Any = known | {"Error": {"Code": code, "Message": message}, "ResponseMetadata": metadata}
    return exceptions.ClientError(response, operation)


def _is_dropped(connection: HTTPConnection) -> bool:
    """Whether the other side has closed it, as happens while a function is frozen: an idle one has nothing to say."""
    poll = select.poll()
    poll.register(connection.sock, select.POLLIN)
    return bool(poll.poll(0))


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def region() -> str:
    """Raises NoRegionError where nothing says it."""
    found: str | None = os.environ.get("AWS_DEFAULT_REGION") or _botocore_session().get_config_variable("region")
    if not found:
        raise exceptions.NoRegionError
    return found


def other_endpoint(service: str) -> str | None:
    """An emulator's, in the place of AWS's own."""
    return os.environ.get(f"AWS_ENDPOINT_URL_{service.upper()}") or os.environ.get("AWS_ENDPOINT_URL")


def credentials() -> Credentials:
    """Lambda's, read for every request; elsewhere, those that botocore finds, and renews when their time has come."""
    access_key, secret_key = os.environ.get("AWS_ACCESS_KEY_ID"), os.environ.get("AWS_SECRET_ACCESS_KEY")
    if access_key and secret_key:
        return Credentials(access_key, secret_key, os.environ.get("AWS_SESSION_TOKEN"))
    found = _botocore_session().get_credentials()
    if found is None:
        raise exceptions.NoCredentialsError
    return Credentials(*found.get_frozen_credentials()[:3])


@cache
def _botocore_session() -> Any:
    import botocore.session  # a third of a cold start, which no function needs

    return botocore.session.get_session()
