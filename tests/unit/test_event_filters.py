"""The rules of event patterns, and the patterns of template.yaml matched with real images."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.errors import LocalError
from local.streams.filters import PatternError, pattern
from local.streams.mapping import RETENTION_SECONDS, Mapping, parse

EVENTS = Path(__file__).parents[2] / "events"

PAID = {
    "eventName": "MODIFY",
    "dynamodb": {
        "Keys": {"PK": {"S": "ORDER#7"}},
        "OldImage": {"status": {"S": "AWAITING_PAYMENT"}},
        "NewImage": {
            "type": {"S": "order"},
            "status": {"S": "RECEIVED"},
            "total": {"N": "4590"},
            "gift": {"BOOL": True},
            "note": {"NULL": True},
            "empty": {"S": ""},
            "tags": {"SS": ["new", "hot"]},
            "lines": {
                "L": [{"M": {"id": {"S": "x"}, "size": {"S": "L"}}}, {"M": {"id": {"S": "y"}, "size": {"S": "S"}}}]
            },
        },
    },
}


def matches(rule: Any, event: dict[str, Any] = PAID) -> bool:
    return pattern(json.dumps(rule))(event)


def on_new_image(rule: Any) -> bool:
    return matches({"dynamodb": {"NewImage": rule}})


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # exact
        ({"status": {"S": ["RECEIVED"]}}, True),
        ({"status": {"S": ["received"]}}, False),
        ({"status": {"S": ["READY", "RECEIVED"]}}, True),
        ({"status": {"S": ["RECEIVED"]}, "type": {"S": ["order"]}}, True),
        ({"status": {"S": ["RECEIVED"]}, "type": {"S": ["product"]}}, False),
        ({"gift": {"BOOL": [True]}}, True),
        ({"gift": {"BOOL": [1]}}, False),
        ({"gift": {"BOOL": ["true"]}}, False),
        ({"empty": {"S": [""]}}, True),
        ({"total": {"N": ["4590"]}}, True),
        ({"total": {"N": [4590]}}, False),  # DynamoDB's numbers are text
        ({"total": {"N": [{"numeric": [">", 0]}]}}, False),
        # prefix, suffix, case
        ({"status": {"S": [{"prefix": "RE"}]}}, True),
        ({"status": {"S": [{"prefix": "re"}]}}, False),
        ({"status": {"S": [{"suffix": "ED"}]}}, True),
        ({"status": {"S": [{"suffix": "RE"}]}}, False),
        ({"status": {"S": [{"equals-ignore-case": "Received"}]}}, True),
        ({"status": {"S": [{"equals-ignore-case": "Receive"}]}}, False),
        ({"gift": {"BOOL": [{"prefix": "t"}]}}, False),
        # anything but
        ({"status": {"S": [{"anything-but": "READY"}]}}, True),
        ({"status": {"S": [{"anything-but": ["READY", "RECEIVED"]}]}}, False),
        ({"status": {"S": [{"anything-but": {"prefix": "RE"}}]}}, False),
        ({"status": {"S": [{"anything-but": {"prefix": "CANC"}}]}}, True),
        ({"missing": {"S": [{"anything-but": "READY"}]}}, False),
        # existence
        ({"status": {"S": [{"exists": True}]}}, True),
        ({"status": {"S": [{"exists": False}]}}, False),
        ({"missing": {"S": [{"exists": False}]}}, True),
        ({"missing": {"S": [{"exists": True}]}}, False),
        ({"status": [{"exists": True}]}, False),  # between the values nothing exists
        ({"status": [{"exists": False}]}, True),
        ({"missing": {"S": [{"exists": False}, "x"]}}, True),
        # lists
        ({"tags": {"SS": ["hot"]}}, True),
        ({"tags": {"SS": ["cold"]}}, False),
        ({"lines": {"L": {"M": {"id": {"S": ["y"]}}}}}, True),
        ({"lines": {"L": {"M": {"id": {"S": ["x"]}, "size": {"S": ["L"]}}}}}, True),
        ({"lines": {"L": {"M": {"id": {"S": ["x"]}, "size": {"S": ["S"]}}}}}, False),  # not of the same line
        # either field
        ({"$or": [{"status": {"S": ["READY"]}}, {"type": {"S": ["order"]}}]}, True),
        ({"$or": [{"status": {"S": ["READY"]}}, {"type": {"S": ["product"]}}]}, False),
        ({"status": {"S": ["READY"]}, "$or": [{"gift": {"BOOL": [True]}}, {"type": {"S": ["order"]}}]}, False),
        # a value where a map was expected
        ({"status": {"S": {"deeper": ["RECEIVED"]}}}, False),
    ],
)
def test_rules_on_an_image(rule: Any, expected: bool) -> None:
    assert on_new_image(rule) is expected


def test_fields_outside_the_image() -> None:
    assert matches({"eventName": ["INSERT", "MODIFY"]})
    assert not matches({"eventName": ["REMOVE"]})
    assert matches({"dynamodb": {"OldImage": {"status": {"S": ["AWAITING_PAYMENT"]}}}})


def test_an_image_that_is_not_there_has_no_values() -> None:
    only_new = {"dynamodb": {"OldImage": {"status": {"S": [{"exists": False}]}}}}
    assert not matches(only_new)
    assert matches(only_new, {"eventName": "INSERT", "dynamodb": {"NewImage": {}}})


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        ([7], 7, True),
        ([7], 7.0, True),
        ([7], True, False),
        ([1], True, False),
        ([None], None, True),
        ([None], 0, False),
        ([{"numeric": ["=", 7]}], 7, True),
        ([{"numeric": [">", 0, "<=", 7]}], 7, True),
        ([{"numeric": [">", 0, "<", 7]}], 7, False),
        ([{"numeric": [">=", 8]}], 7, False),
        ([{"numeric": ["=", 1]}], True, False),
        ([{"numeric": ["=", 7]}], "7", False),
        ([{"anything-but": [1, 2]}], 7, True),
        ([{"anything-but": 7}], 7, False),
        ([{"exists": False}], [], True),
        ([{"exists": True}], [[7]], True),
    ],
)
def test_rules_on_json_values(rule: Any, value: Any, expected: bool) -> None:
    assert matches({"field": rule}, {"field": value}) is expected


@pytest.mark.parametrize(
    "wrong",
    [
        "not json",
        "[]",
        "{}",
        '{"a": "text"}',
        '{"a": []}',
        '{"a": {}}',
        '{"a": [["b"]]}',
        '{"a": [{"wildcard": "*"}]}',
        '{"a": [{"prefix": 1}]}',
        '{"a": [{"prefix": "x", "suffix": "y"}]}',
        '{"a": [{"exists": "yes"}]}',
        '{"a": [{"exists": true, "prefix": "x"}]}',
        '{"a": [{"numeric": []}]}',
        '{"a": [{"numeric": ["=", "1"]}]}',
        '{"a": [{"numeric": ["!=", 1]}]}',
        '{"a": [{"numeric": [">", 1, "<"]}]}',
        '{"a": [{"anything-but": [["b"]]}]}',
        '{"$or": {"a": ["b"]}}',
        '{"$or": [{"a": ["b"]}]}',
    ],
)
def test_a_pattern_that_aws_refuses_is_refused(wrong: str) -> None:
    with pytest.raises(PatternError):
        pattern(wrong)


# --- the mappings of template.yaml ------------------------------------------------------------------------------------
REFERENCES = {"FunctionName": "arn:function", "EventSourceArn": "arn:stream"}


def read(properties: dict[str, Any]) -> Mapping:
    destination = {"DestinationConfig": {"OnFailure": {"Destination": "arn:aws:s3:::parked"}}}
    return parse("A", properties | REFERENCES | (destination if "DestinationConfig" in properties else {}))


@pytest.fixture
def mappings(template: dict[str, Any]) -> dict[str, Mapping]:
    """By the function's folder."""
    found = {}
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Lambda::EventSourceMapping":
            function = template["Resources"][resource["Properties"]["FunctionName"]["Ref"]]
            found[function["Properties"]["CodeUri"].removeprefix("functions/")] = read(resource["Properties"])
    return found


def test_a_consumers_mapping_wants_its_sample_event(mappings: dict[str, Mapping]) -> None:
    assert "publish_domain_events" in mappings
    for name, mapping in mappings.items():
        records = json.loads((EVENTS / f"{name}.json").read_text())["Records"]
        assert records
        assert all(mapping.wants(record) for record in records), name


def test_a_consumers_mapping_wants_nothing_without_meaning_for_it(mappings: dict[str, Mapping]) -> None:
    counter = {"type": {"S": "counter"}, "SK": {"S": "DAY#2026-11-24"}}
    for name, mapping in mappings.items():
        for record in (
            {"eventName": "MODIFY", "dynamodb": {"OldImage": counter, "NewImage": counter}},
            {"eventName": "REMOVE", "dynamodb": {"OldImage": {"type": {"S": "order"}}}},
        ):
            assert not mapping.wants(record), name


def test_what_a_mapping_leaves_out_is_lambdas_default() -> None:
    mapping = read({"StartingPosition": "LATEST"})
    assert (mapping.batch_size, mapping.window_seconds, mapping.bisects, mapping.reports_failures) == (
        100,
        0,
        False,
        False,
    )
    assert (mapping.retries, mapping.record_age_seconds, mapping.on_failure_arn) == (None, RETENTION_SECONDS, None)
    assert mapping.wants({})


def test_minus_one_is_without_a_limit() -> None:
    mapping = read({"StartingPosition": "LATEST", "MaximumRetryAttempts": -1, "MaximumRecordAgeInSeconds": -1})
    assert (mapping.retries, mapping.record_age_seconds) == (None, RETENTION_SECONDS)


@pytest.mark.parametrize(
    "properties",
    [
        {"TumblingWindowInSeconds": 5},
        {"ParallelizationFactor": 2},
        {"DestinationConfig": {"OnFailure": {"Destination": "arn:aws:sqs:sa-east-1:000000000000:parked"}}},
    ],
)
def test_what_the_poller_cannot_do_is_said_at_the_start(properties: dict[str, Any]) -> None:
    with pytest.raises(LocalError):
        parse("A", {"StartingPosition": "LATEST"} | REFERENCES | properties)
