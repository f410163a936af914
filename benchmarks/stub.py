"""AWS and the payment provider as a measured process sees them: they answer the same bytes at once, to anybody.

python -m benchmarks.stub     (prints its port; items of the table come as JSON on its standard input)
"""

import base64
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from benchmarks.scene import PEPPER, QR_DATA, STORE, WEBHOOK_SECRET

type StubItem = dict[str, Any]

EXPIRES = "2030-01-01T00:00:00.000-03:00"
SECRET = {
    "pepper": PEPPER,
    "username": "ordering",
    "password": "Ordering-password-1",
    "access_token": "TEST-token",
    "external_pos_id": "CENTROPOS1",
    "user_id": "1234",
    "webhook_secrets": [WEBHOOK_SECRET],
}
TOKENS = {
    "IdToken": f"header.{base64.b64encode(b'{"exp":4000000000,"sub":"ordering"}').decode()}.signature",
    "AccessToken": "token",
    "ExpiresIn": 3600,
    "TokenType": "Bearer",
}
PROVIDER_ORDER = {
    "id": "ORD1",
    "type": "qr",
    "external_reference": "order-1",
    "status": "created",
    "status_detail": "created",
    "total_amount": "45.40",
    "currency": "BRL",
    "created_date": EXPIRES,
    "expiration_time": "PT15M",
    "transactions": {"payments": [{"id": "PAY1", "amount": "45.40", "status": "created"}]},
    "type_response": {"qr_data": QR_DATA},
}


CHANGED = {
    **{name: {"N": "7"} for name in ("number", "sequence", "tries", "version")},
    **{name: {"S": EXPIRES} for name in ("code", "requested_at")},
}
"""What stands besides in an item after a change of whatever it holds."""
REFUSED = {"__type": "ConditionalCheckFailedException"}
UNKNOWN = {"__type": "UserNotFoundException"}


class Table:
    """Items by key; what is written is forgotten. A condition is met but where it asks for an item that is not there."""

    def __init__(self, items: list[StubItem]):
        self.items: dict[tuple[str, ...], StubItem] = {(each["PK"]["S"], each["SK"]["S"]): each for each in items}

    def answer(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        match operation:
            case "GetItem":
                item = self.items.get(tuple(each["S"] for each in parameters["Key"].values()))
                if item and "ProjectionExpression" in parameters:
                    item = {
                        name: item[name] for name in parameters["ExpressionAttributeNames"].values() if name in item
                    }
                return {} if item is None else {"Item": item}
            case "BatchGetItem":
                ((name, wanted),) = parameters["RequestItems"].items()
                keys = [(key["PK"]["S"], key["SK"]["S"]) for key in wanted["Keys"]]
                return {"Responses": {name: [self.items[key] for key in keys if key in self.items]}}
            case "Query":
                return {"Items": self._of(parameters), "Count": 0, "ScannedCount": 0}
            case "UpdateItem":
                item = self.items.get(tuple(each["S"] for each in parameters["Key"].values()))
                condition = parameters.get("ConditionExpression", "attribute_not_exists")
                if item is None and "attribute_not_exists" not in condition:
                    return REFUSED
                return {"Attributes": CHANGED | (item or {})}
        return {}

    def _of(self, parameters: dict[str, Any]) -> list[StubItem]:
        values, key = parameters["ExpressionAttributeValues"], parameters["KeyConditionExpression"].split(" ")[0]
        prefix = values.get(":prefix", {}).get("S", "")
        found = [item for item in self.items.values() if item.get(key) == values[":partition"]]
        return [item for item in found if item[key.replace("PK", "SK")]["S"].startswith(prefix)]


class Stub(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, items: list[StubItem]):
        super().__init__(("127.0.0.1", 0), Answers)
        self.table = Table(items)
        self.requests: list[dict[str, Any]] = []
        """Those that came since somebody asked for them."""


class Answers(BaseHTTPRequestHandler):
    server: Stub
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._note(body)
        service, _, operation = (self.headers.get("X-Amz-Target") or "").partition(".")
        parameters = json.loads(body) if body[:1] == b"{" else {}
        name = parameters.get("Username", "ana")
        user = {"Username": name, "Enabled": True, "UserStatus": "CONFIRMED", "UserCreateDate": 1_800_000_000}
        attributes = [{"Name": "sub", "Value": name}, {"Name": "custom:store", "Value": STORE}]
        if service.startswith("DynamoDB"):
            return self._send(self.server.table.answer(operation, parameters))
        constant: dict[str, dict[str, Any]] = {
            "GetSecretValue": {"SecretString": json.dumps(SECRET), "ARN": "arn", "Name": "n", "VersionId": "v"},
            "AdminInitiateAuth": {"AuthenticationResult": TOKENS},
            "InitiateAuth": {"AuthenticationResult": TOKENS},
            "AdminCreateUser": {"User": user | {"Attributes": attributes}},
            "AdminGetUser": user | {"UserAttributes": attributes} if "@" not in name else UNKNOWN,
            "AdminListGroupsForUser": {"Groups": [{"GroupName": "counter"}]},
            "ListUsers": {"Users": [user | {"Attributes": attributes}]},
            "Encrypt": {"CiphertextBlob": "Y2lwaGVy", "KeyId": "key"},
            "Decrypt": {"Plaintext": "NTI5OTgyMjQ3MjU=", "KeyId": "key"},
            "PutEvents": {"FailedEntryCount": 0, "Entries": [{"EventId": "1"} for _ in parameters.get("Entries", [])]},
        }
        return self._send(constant.get(operation, {}) if operation else PROVIDER_ORDER)

    def do_GET(self) -> None:
        if self.path == "/requests":
            received, self.server.requests = self.server.requests, []
            return self._send(received)
        self._note(b"")
        return self._send(PROVIDER_ORDER)

    def _note(self, body: bytes) -> None:
        noted = {"method": self.command, "path": self.path, "headers": dict(self.headers), "body": body.decode()}
        self.server.requests.append(noted)

    def _send(self, answer: Any) -> None:
        content = json.dumps(answer, separators=(",", ":")).encode()
        self.send_response(400 if "__type" in answer else 200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("x-amzn-RequestId", "0" * 52)
        self.end_headers()
        self.wfile.write(content)

    def date_time_string(self, *_: object) -> str:
        """Of one length, and the same in every run."""
        return "Tue, 24 Nov 2026 12:00:00 GMT"

    def log_message(self, *_: object) -> None:
        """Not said."""


if __name__ == "__main__":
    stub = Stub(json.load(sys.stdin))
    print(stub.server_port, flush=True)
    stub.serve_forever()
