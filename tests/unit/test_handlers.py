"""The family of handlers: whatever starts a function, its lines name its request, and its metrics leave however it ends."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bytemeburger import bus, events, schedule, stream, telemetry
from bytemeburger.api import Request, Response, endpoint
from tests.conftest import Context
from tests.logs import written_log

CAUSE = "request-1"
RECORD = {
    "eventID": "event-1",
    "eventName": "INSERT",
    "dynamodb": {
        "ApproximateCreationDateTime": 1795694460,
        "Keys": {"PK": {"S": "ORDER#1"}, "SK": {"S": "ORDER"}},
        "NewImage": {"PK": {"S": "ORDER#1"}, "SK": {"S": "ORDER"}, "correlation_id": {"S": CAUSE}},
        "SequenceNumber": "1001",
    },
}


def fail(*_: Any) -> Any:
    telemetry.count("Worked")
    telemetry.logger.info("worked")
    raise LookupError


@endpoint()
def route(_request: Request) -> Response[None]:
    fail()
    return Response(None)


@pytest.mark.parametrize(
    ("handler", "event", "cause"),
    [
        (route, {"requestContext": {"requestId": CAUSE}}, CAUSE),
        (bus.event_consumer(fail), {"detail": {"correlation_id": CAUSE}}, CAUSE),
        (events.event_publisher(fail), {"Records": [RECORD]}, CAUSE),
        (stream.stream_consumer(fail)(lambda _: None), {"Records": [RECORD]}, CAUSE),
        (schedule.scheduled(fail), {}, Context.aws_request_id),
    ],
    ids=["endpoint", "event_consumer", "event_publisher", "stream_consumer", "scheduled"],
)
def test_a_line_names_request_cold_start_and_cause_and_metrics_leave_after_a_failure(
    handler: Callable[[Any, Any], Any], event: dict[str, Any], cause: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with written_log() as log:
        try:
            answer = handler(event, Context())
        except (LookupError, stream.NothingProcessed):
            answer = {"statusCode": 500}
    assert answer["statusCode"] == 500
    line = next(each for each in map(json.loads, log.getvalue().splitlines()) if each["message"] == "worked")
    assert (line["function_request_id"], line["correlation_id"]) == (Context.aws_request_id, cause)
    assert line["cold_start"] in (True, False)
    assert json.loads(capsys.readouterr().out)["Worked"] == [1]
    assert not telemetry.metrics.metric_set
