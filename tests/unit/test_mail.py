from typing import Any

import pytest
from botocore.client import BaseClient

from bytemeburger import mail


def test_subject_and_text_say_that_they_are_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(BaseClient, "_make_api_call", lambda _, __, parameters: sent.append(parameters))
    mail.send("ana@example.com", "Seu código", "Não foi você? Olá 🍔")
    assert sent[0]["Content"]["Simple"] == {
        "Subject": {"Data": "Seu código", "Charset": "UTF-8"},
        "Body": {"Text": {"Data": "Não foi você? Olá 🍔", "Charset": "UTF-8"}},
    }
