"""Each semantic of Lambda's event source mapping by itself. An item is called by the first letter of its key."""

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import moto
import pytest
from botocore.exceptions import EndpointConnectionError

from local.streams import destinations, shard
from local.streams.checkpoints import Checkpoints
from local.streams.filters import pattern
from local.streams.functions import FunctionBusy
from tests.streams import BUCKET_ARN, FUNCTION_ARN, STREAM_ARN, Rig, key

HOUR = 3600.0
type Handler = Callable[[dict[str, Any]], Any]


def fails_on(letters: str) -> Handler:
    """A function that ends with an error as soon as it meets one of these items."""

    def handler(event: dict[str, Any]) -> None:
        for record in event["Records"]:
            if key(record)[0] in letters:
                raise RuntimeError

    return handler


def reports(letters: str) -> Handler:
    """A function that works on all records and reports those of these items."""

    def handler(event: dict[str, Any]) -> dict[str, Any]:
        failed = [each["dynamodb"]["SequenceNumber"] for each in event["Records"] if key(each)[0] in letters]
        return {"batchItemFailures": [{"itemIdentifier": number} for number in reversed(failed)]}

    return handler


def put(rig: Rig, letters: str, shard_id: str = "shard-0", **new: Any) -> None:
    for letter in letters:
        keys = (f"{letter}{number}" for number in itertools.count())
        rig.stream.put(next(each for each in keys if rig.stream.shard_of(each).startswith(shard_id)), **new)


def delivered(rig: Rig) -> list[str]:
    return ["".join(name[0] for name in names) for names in rig.delivered]


def parked(rig: Rig) -> list[str]:
    return ["".join(key(record)[0] for record in discard.records) for discard in rig.parked]


def times(rig: Rig) -> list[float]:
    return [at for at, _ in rig.deliveries]


# --- batches and windows ----------------------------------------------------------------------------------------------
def test_records_come_in_order_at_most_a_batch_at_a_time() -> None:
    rig = Rig(fails_on(""), batch_size=3)
    put(rig, "abcdefgh")
    rig.run(1)
    assert delivered(rig) == ["abc", "def", "gh"]
    assert times(rig) == [0, 0, 0]


def test_without_a_window_what_is_there_goes_at_the_next_poll() -> None:
    rig = Rig(fails_on(""))
    for letter in "ab":
        put(rig, letter)
        rig.run(1.1)
    assert delivered(rig) == ["a", "b"]
    assert times(rig) == [0, 1.25]


def test_a_window_gathers_from_the_first_record_until_it_ends() -> None:
    rig = Rig(fails_on(""), window_seconds=5)
    for letter in "abcdef":
        put(rig, letter)
        rig.run(2)
    assert delivered(rig) == ["abc", "def"]
    assert times(rig) == [5, 11.25]


def test_a_full_batch_does_not_wait_for_its_window() -> None:
    rig = Rig(fails_on(""), window_seconds=60, batch_size=2)
    put(rig, "abc")
    rig.run(10)
    assert delivered(rig) == ["ab"]


def test_an_event_holds_no_more_than_lambda_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shard, "EVENT_BYTES", 3000)
    rig = Rig(fails_on(""))
    put(rig, "abcde", filler="x" * 700)
    rig.run(1)
    assert delivered(rig) == ["ab", "cd", "e"]


# --- filters ----------------------------------------------------------------------------------------------------------
def test_what_a_filter_leaves_out_is_never_delivered_and_not_read_again() -> None:
    checkpoints = Checkpoints(STREAM_ARN)
    wanted = pattern('{"dynamodb": {"NewImage": {"type": {"S": ["order"]}}}}')
    rig = Rig(fails_on(""), filters=(wanted,), checkpoints=checkpoints)
    put(rig, "ab", type="product")
    rig.run(1)
    assert (rig.deliveries, checkpoints.position("shard-0")) == ([], str(10**20 + 2))
    put(rig, "c", type="order")
    put(rig, "d", type="product")
    rig.run(1)
    assert (delivered(rig), checkpoints.position("shard-0")) == (["c"], str(10**20 + 4))


def test_one_filter_of_several_is_enough() -> None:
    rig = Rig(fails_on(""), filters=tuple(pattern(f'{{"eventName": ["{name}"]}}') for name in ("INSERT", "MODIFY")))
    put(rig, "a")
    rig.run(1)
    assert delivered(rig) == ["a"]


# --- errors, retries and bisection ------------------------------------------------------------------------------------
def test_a_failed_batch_is_retried_complete_ever_later_and_then_parked_complete() -> None:
    rig = Rig(fails_on("b"), batch_size=3, retries=3)
    put(rig, "abcdef")
    rig.run(HOUR)
    assert delivered(rig) == ["abc"] * 4 + ["def"]
    assert times(rig) == [0, 1, 3, 7, 7]
    assert parked(rig) == ["abc"]
    assert (rig.parked[0].condition, rig.parked[0].invocations) == ("RetryAttemptsExhausted", 4)


def test_no_retries_parks_at_once() -> None:
    rig = Rig(fails_on("a"), retries=0)
    put(rig, "a")
    rig.run(1)
    assert (delivered(rig), parked(rig)) == (["a"], ["a"])


def test_retries_wait_a_minute_at_most() -> None:
    rig = Rig(fails_on("a"), retries=9)
    put(rig, "a")
    rig.run(HOUR)
    waits = [later - earlier for earlier, later in itertools.pairwise(times(rig))]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_without_a_limit_a_failed_batch_is_tried_until_the_stream_forgets_it() -> None:
    rig = Rig(fails_on("a"))
    put(rig, "ab")
    rig.run(23 * HOUR)
    assert parked(rig) == []
    rig.run(2 * HOUR)
    assert parked(rig) == ["ab"]
    assert rig.parked[0].condition == "RecordAgeExceeded"


def test_bisection_leaves_the_poison_alone_and_costs_no_retry() -> None:
    rig = Rig(fails_on("f"), retries=2, bisects=True)
    put(rig, "abcdefgh")
    rig.run(HOUR)
    assert delivered(rig) == ["abcdefgh", "abcd", "efgh", "ef", "e", "f", "f", "f", "gh"]
    assert times(rig) == [0, 0, 0, 0, 0, 0, 1, 3, 3]
    assert parked(rig) == ["f"]


def test_a_batch_that_recovers_is_not_parked() -> None:
    failures = iter([True, True, False])

    def handler(_: dict[str, Any]) -> None:
        if next(failures):
            raise RuntimeError

    rig = Rig(handler, retries=2)
    put(rig, "a")
    rig.run(HOUR)
    assert (delivered(rig), parked(rig)) == (["a", "a", "a"], [])


def test_a_function_that_cannot_be_invoked_costs_no_retry() -> None:
    rig = Rig(fails_on(""), retries=0, bisects=True)
    invoke, refusals = rig.ports.invoke, iter([True] * 5)

    def busy(event: dict[str, Any]) -> Any:
        if next(refusals, False):
            raise FunctionBusy
        return invoke(event)

    rig.use(invoke=busy)
    put(rig, "ab")
    rig.run(HOUR)
    assert (delivered(rig), times(rig), parked(rig)) == (["ab"], [5], [])


# --- what a function reports ------------------------------------------------------------------------------------------
def test_the_lowest_record_reported_is_where_it_goes_on() -> None:
    rig = Rig(reports("ce"), retries=1, reports_failures=True, bisects=True)
    put(rig, "abcdef")
    rig.run(HOUR)
    assert delivered(rig)[:2] == ["abcdef", "cdef"]
    assert "a" not in "".join(delivered(rig)[1:])


def test_where_it_goes_on_outlives_the_poller() -> None:
    rig = Rig(reports("c"), retries=5, reports_failures=True)
    put(rig, "abcd")
    rig.run(1.5)
    rig.restart()
    rig.run(0)
    assert delivered(rig)[-1] == "cd"


def test_a_report_of_the_first_record_takes_the_rest_along() -> None:
    rig = Rig(reports("a"), retries=2, reports_failures=True, bisects=True)
    put(rig, "abc")
    rig.run(HOUR)
    assert (delivered(rig), parked(rig)) == (["abc"] * 3, ["abc"])
    assert rig.parked[0].error is None


def test_progress_without_bisection_uses_up_retries() -> None:
    rig = Rig(reports("bc"), retries=2, reports_failures=True)
    put(rig, "abcd")
    rig.run(HOUR)
    assert (delivered(rig), parked(rig)) == (["abcd", "bcd", "bcd"], ["bcd"])


@pytest.mark.parametrize("answer", [None, {}, {"batchItemFailures": None}, {"batchItemFailures": []}])
def test_nothing_reported_is_all_processed(answer: Any) -> None:
    rig = Rig(lambda _: answer, retries=0, reports_failures=True)
    put(rig, "ab")
    rig.run(1)
    assert (delivered(rig), parked(rig)) == (["ab"], [])


@pytest.mark.parametrize(
    "answer",
    [
        {"batchItemFailures": [{"itemIdentifier": ""}]},
        {"batchItemFailures": [{"itemIdentifier": None}]},
        {"batchItemFailures": [{"itemIdentifier": "7"}]},
        {"batchItemFailures": [{"itemIdentifier": ["7"]}]},
        {"batchItemFailures": [{"sequenceNumber": str(10**20 + 2)}]},
        {"batchItemFailures": [str(10**20 + 2)]},
        {"batchItemFailures": "all"},
        "ok",
    ],
)
def test_an_answer_nobody_understands_fails_every_record_of_the_batch(answer: Any) -> None:
    rig = Rig(lambda _: answer, retries=1, reports_failures=True)
    put(rig, "ab")
    rig.run(HOUR)
    assert (delivered(rig), parked(rig)) == (["ab", "ab"], ["ab"])


def test_reports_count_only_where_the_mapping_says_so() -> None:
    rig = Rig(reports("a"), retries=0)
    put(rig, "ab")
    rig.run(1)
    assert (delivered(rig), parked(rig)) == (["ab"], [])


# --- age --------------------------------------------------------------------------------------------------------------
def test_what_is_too_old_is_parked_unseen_and_the_young_go_on() -> None:
    rig = Rig(fails_on(""), record_age_seconds=60)
    put(rig, "ab")
    rig.clock.time += 61
    put(rig, "cd")
    rig.run(1)
    assert (delivered(rig), parked(rig)) == (["cd"], ["ab"])
    assert (rig.parked[0].condition, rig.parked[0].invocations) == ("RecordAgeExceeded", 0)


def test_records_grow_too_old_between_two_tries() -> None:
    rig = Rig(fails_on("a"), record_age_seconds=60, bisects=True)
    put(rig, "a")
    rig.clock.time += 30
    put(rig, "b")
    rig.run(HOUR)
    assert (delivered(rig), parked(rig)) == (["ab", *["a"] * 5, "b"], ["a"])


# --- shards -----------------------------------------------------------------------------------------------------------
def test_a_blocked_shard_does_not_hold_up_the_other() -> None:
    rig = Rig(fails_on("a"), retries=10)
    put(rig, "a", "shard-0")
    put(rig, "x", "shard-1")
    rig.run(1)
    put(rig, "y", "shard-1")
    rig.run(1)
    assert [names for names in delivered(rig) if names != "a"] == ["x", "y"]


def test_a_child_waits_until_its_parent_is_done() -> None:
    rig = Rig(fails_on("b"), retries=3)
    put(rig, "ab", "shard-0")
    rig.run(0)
    rig.stream.split("shard-0")
    put(rig, "c", "shard-0-a")
    put(rig, "d", "shard-0-b")
    rig.run(6)
    assert set(delivered(rig)) == {"ab"}
    rig.run(10)
    assert sorted(delivered(rig)[-2:]) == ["c", "d"]
    assert parked(rig) == ["ab"]


def test_a_new_shard_is_found() -> None:
    rig = Rig(fails_on(""))
    rig.run(1)
    rig.stream.split("shard-0")
    rig.stream.split("shard-0-a")
    put(rig, "a", "shard-0-a-b")
    rig.run(20)
    assert delivered(rig) == ["a"]


def test_latest_begins_with_what_is_written_from_now_on() -> None:
    rig = Rig(fails_on(""), starting_position="LATEST")
    put(rig, "ab", "shard-0")
    rig.stream.split("shard-0")
    put(rig, "c", "shard-0-a")
    rig.run(1)
    put(rig, "d", "shard-0-a")
    put(rig, "e", "shard-1")
    rig.run(1)
    rig.stream.split("shard-1")
    put(rig, "f", "shard-1-a")
    rig.run(20)
    assert delivered(rig) == ["d", "e", "f"] or delivered(rig) == ["e", "d", "f"]


# --- at least once ----------------------------------------------------------------------------------------------------
def test_a_restart_goes_on_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "streams" / "mapping.json"
    rig = Rig(fails_on(""), batch_size=2, checkpoints=Checkpoints(STREAM_ARN, file))
    put(rig, "abc")
    rig.run(1)
    rig.use(checkpoints=Checkpoints(STREAM_ARN, file))
    put(rig, "d")
    rig.run(1)
    assert delivered(rig) == ["ab", "c", "d"]


def test_a_finished_shard_stays_finished_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "mapping.json"
    rig = Rig(fails_on(""), checkpoints=Checkpoints(STREAM_ARN, file))
    put(rig, "a")
    rig.stream.split("shard-0")
    rig.run(1)
    rig.use(checkpoints=Checkpoints(STREAM_ARN, file))
    rig.run(1)
    assert delivered(rig) == ["a"]


def test_a_checkpoint_of_another_stream_says_nothing(tmp_path: Path) -> None:
    file = tmp_path / "mapping.json"
    Checkpoints("arn:of:an:older:table", file).advance("shard-0", str(10**20 + 1))
    assert Checkpoints(STREAM_ARN, file).is_empty


def test_a_batch_can_come_again_although_it_went_well() -> None:
    again = iter([True, False, False])
    rig = Rig(fails_on(""), batch_size=2, repeats=lambda: next(again))
    put(rig, "abcd")
    rig.run(1)
    assert delivered(rig) == ["ab", "ab", "cd"]


def test_a_record_is_not_passed_before_it_is_parked() -> None:
    rig = Rig(fails_on("a"), batch_size=1, retries=0)
    park, outages = rig.ports.park, iter([True] * 3)
    assert park is not None

    def failing(discard: destinations.Discard) -> None:
        if next(outages, False):
            raise EndpointConnectionError(endpoint_url="s3")
        park(discard)

    rig.use(park=failing)
    put(rig, "a", "shard-0")
    put(rig, "b", "shard-0")
    put(rig, "x", "shard-1")
    rig.run(2.5)
    assert "b" not in delivered(rig)
    assert "x" in delivered(rig)
    rig.run(HOUR)
    assert (delivered(rig)[-1], parked(rig)) == ("b", ["a"])


def test_without_a_destination_what_is_given_up_is_lost() -> None:
    rig = Rig(fails_on("a"), batch_size=1, retries=0)
    rig.use(park=None)
    put(rig, "ab")
    rig.run(1)
    assert delivered(rig) == ["a", "b"]


# --- what is parked ---------------------------------------------------------------------------------------------------
@moto.mock_aws
def test_a_parked_object_has_the_name_and_the_body_that_lambda_writes() -> None:
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket="parked")
    rig = Rig(fails_on("b"), batch_size=2, retries=1)
    rig.use(park=destinations.bucket(s3, BUCKET_ARN))
    put(rig, "ab", total=4590)
    rig.run(10)
    (found,) = s3.list_objects_v2(Bucket="parked")["Contents"]
    *folders, name = found["Key"].split("/")
    assert folders == ["aws", "lambda", rig.mapping.uuid, "shard-0", "2026", "11", "25"]
    assert (name[:20], len(name)) == ("2026-11-25T12.00.01-", 56)
    body = json.load(s3.get_object(Bucket="parked", Key=found["Key"])["Body"])
    assert body["requestContext"].pop("requestId")
    assert json.loads(body.pop("payload")) == {"Records": rig.deliveries[0][1]}
    assert body == {
        "requestContext": {
            "functionArn": FUNCTION_ARN,
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": 2,
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "version": "1.0",
        "timestamp": "2026-11-25T12:00:01.000Z",
        "DDBStreamBatchInfo": {
            "shardId": "shard-0",
            "startSequenceNumber": str(10**20 + 1),
            "endSequenceNumber": str(10**20 + 2),
            "approximateArrivalOfFirstRecord": "2026-11-25T12:00:00Z",
            "approximateArrivalOfLastRecord": "2026-11-25T12:00:00Z",
            "batchSize": 2,
            "streamArn": STREAM_ARN,
        },
    }
