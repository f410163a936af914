"""What the pipeline decides by itself: what a change does, what a release says, what protects main."""

import json
import tomllib
from datetime import date
from typing import Any

import pytest

from scripts import apply_ruleset, release
from scripts.template_diff import report

TABLE = {"Type": "AWS::DynamoDB::Table", "DeletionPolicy": "Retain", "Properties": {"BillingMode": "PAY_PER_REQUEST"}}
ALARM = {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Threshold": 1}}


def test_a_change_is_told_by_stack_and_property() -> None:
    markdown, lost = report(
        {"storage": {"Table": TABLE}, "operations": {"Alarm": ALARM}},
        {"storage": {"Table": TABLE}, "operations": {"Alarm": {**ALARM, "Properties": {"Threshold": 2}}}},
    )
    assert "| operations | changed | Alarm | `Properties.Threshold` |" in markdown
    assert "Table" not in markdown
    assert lost == []


def test_a_lost_table_is_told_first() -> None:
    markdown, lost = report({"storage": {"Table": TABLE}}, {"storage": {"Orders": TABLE}})
    assert lost == ["Table is gone from the template"]
    assert markdown.index("Would lose data") < markdown.index("| storage | removed | Table |")


def test_what_moves_to_another_stack_is_lost_to_its_own() -> None:
    _, lost = report({"application": {"Table": TABLE}}, {"storage": {"Table": TABLE}})
    assert lost == ["Table is gone from the template"]


CHANGELOG = """# Changes

## Unreleased

- A new thing.

## 0.1.0 - 2026-11-24

- The first.
"""


def test_a_release_takes_what_was_unreleased() -> None:
    titled = release.titled(CHANGELOG, "0.2.0", date(2026, 12, 1))
    assert release.section(titled, "Unreleased") == ""
    assert release.section(titled, "0.2.0") == "- A new thing."
    assert release.section(titled, "0.1.0") == "- The first."


def test_nothing_new_is_no_release() -> None:
    with pytest.raises(ValueError, match="nothing under Unreleased"):
        release.titled(CHANGELOG.replace("- A new thing.\n", ""), "0.2.0", date(2026, 12, 1))


def test_the_version_at_hand_can_be_published() -> None:
    version = tomllib.loads(release.PROJECT.read_text())["project"]["version"]
    assert release.notes(version)
    with pytest.raises(ValueError, match=r"not at 9\.9\.9"):
        release.notes("9.9.9")


def test_a_ruleset_that_is_there_is_changed_and_a_missing_one_is_made() -> None:
    asked = []

    def github(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        asked.append((method, path, body and body["name"]))
        return [{"name": "main", "id": 7}] if method == "GET" else {}

    apply_ruleset.apply("owner/name", github)

    assert asked == [
        ("GET", "repos/owner/name/rulesets", None),
        ("PUT", "repos/owner/name/rulesets/7", "main"),
        ("POST", "repos/owner/name/rulesets", "releases"),
    ]


def test_nobody_may_go_around_the_rules() -> None:
    for file in apply_ruleset.RULESETS.glob("*.json"):
        ruleset = json.loads(file.read_text())
        assert ruleset["enforcement"] == "active"
        assert ruleset["bypass_actors"] == []
