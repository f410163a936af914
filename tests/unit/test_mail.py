import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from botocore.client import BaseClient

from bytemeburger import aws, mail


def test_subject_and_text_say_that_they_are_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(BaseClient, "_make_api_call", lambda _, __, parameters: sent.append(parameters))
    mail.send("ana@example.com", "Seu código", "Não foi você? Olá 🍔")
    assert sent[0]["Content"]["Simple"] == {
        "Subject": {"Data": "Seu código", "Charset": "UTF-8"},
        "Body": {"Text": {"Data": "Não foi você? Olá 🍔", "Charset": "UTF-8"}},
    }


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What SES was asked, which takes each request and never answers."""
    requests: list[str] = []

    class Silent(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            requests.append(self.path)
            self.close_connection = True

    with HTTPServer(("127.0.0.1", 0), Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", f"http://127.0.0.1:{server.server_port}")
        aws.client.cache_clear()
        yield requests
        aws.client.cache_clear()
        server.shutdown()


def test_what_must_not_be_sent_twice_is_asked_for_once(asked: list[str]) -> None:
    with pytest.raises(mail.Unanswered):
        mail.send_once("ana@example.com", "A", "B", unsubscribe_url="https://api.example/u", mail_id="m")
    assert asked == ["/v2/email/outbound-emails"]


def test_where_nothing_listens_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:9")
    aws.client.cache_clear()
    with pytest.raises(mail.NotSent):
        mail.send_once("ana@example.com", "A", "B", unsubscribe_url="https://api.example/u", mail_id="m")
    aws.client.cache_clear()
