"""A job of the clock works in its own name, and only while there is time."""

from bytemeburger.schedule import Counts, Run, scheduled
from bytemeburger.telemetry import get_correlation_id
from tests.conftest import Context


def test_a_job_has_time_until_what_it_begins_could_not_end() -> None:
    @scheduled
    def job(run: Run) -> Counts:
        return {"begun": run.has_time()}

    assert job({}, Context(remaining=15_000)) == {"begun": True}
    assert job({}, Context(remaining=14_999)) == {"begun": False}


def test_what_a_job_does_carries_the_id_of_the_run() -> None:
    ids = []

    @scheduled
    def job(_run: Run) -> Counts:
        ids.append(get_correlation_id())
        return {}

    job({}, Context())
    assert ids == [Context.aws_request_id]
