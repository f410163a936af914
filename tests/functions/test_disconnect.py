from typing import Any

from bytemeburger.live import records, rules
from functions.disconnect.app import handler
from tests.functions.listening import listening


def test_who_leaves_hears_nothing_any_more_and_may_leave_twice(event: Any, context: Any, aws: None) -> None:
    request = event("disconnect")
    for connection_id in (request["requestContext"]["connectionId"], "another"):
        records.listen(connection_id, rules.board_channel("centro"))
    assert [handler(request, context)["statusCode"] for _ in range(2)] == [200, 200]
    assert listening(rules.board_channel("centro")) == ["another"]
