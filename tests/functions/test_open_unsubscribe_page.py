from typing import Any

from functions.open_unsubscribe_page.app import handler
from tests.functions.fixture_types import Call


def test_a_program_that_looks_behind_links_is_led_to_the_page_and_no_further(
    call: Call, event: Any, context: Any, aws_operations: list[str]
) -> None:
    request = event("open_unsubscribe_page")
    request["queryStringParameters"] = {"utm": "scanner"}
    answer = handler(request, context)
    token = request["pathParameters"]["token"]
    assert answer["statusCode"] == 303
    assert answer["headers"]["Location"] == f"https://kiosk.example/unsubscribe/#{token}"
    assert call("open_unsubscribe_page") == (303, "")
    assert aws_operations == []


def test_what_cannot_be_a_token_leads_nowhere(call: Call) -> None:
    assert call("open_unsubscribe_page", pathParameters={"token": "a/../b"})[0] == 404
