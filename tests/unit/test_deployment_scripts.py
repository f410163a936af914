"""What the pipeline decides by itself: what a change does, what a release says, what protects main."""

import json
import os
import runpy
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from deployment.template import ROOT
from scripts.release import release
from scripts.release.template_diff import report
from scripts.stage.deployed import deployed

TABLE = {"Type": "AWS::DynamoDB::Table", "DeletionPolicy": "Retain", "Properties": {"BillingMode": "PAY_PER_REQUEST"}}
ALARM = {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Threshold": 1}}


def test_a_change_is_listed_by_stack_and_property() -> None:
    markdown, lost = report(
        {"storage": {"Table": TABLE}, "operations": {"Alarm": ALARM}},
        {"storage": {"Table": TABLE}, "operations": {"Alarm": {**ALARM, "Properties": {"Threshold": 2}}}},
    )
    assert "| operations | changed | Alarm | `Properties.Threshold` |" in markdown
    assert "Table" not in markdown
    assert lost == []


def test_a_lost_table_is_listed_first() -> None:
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


def test_an_existing_ruleset_is_changed_and_a_missing_one_is_created(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    gh = tmp_path / "gh"
    gh.write_text(f'#!/bin/bash\necho "$@" >> {calls}\nif [[ "$*" == *--jq*main* ]]; then echo 7; fi\n')
    gh.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    subprocess.run(["make", "ruleset", "REPOSITORY=owner/name"], cwd=ROOT, env=os.environ | {"PATH": path}, check=True)
    assert [line for line in calls.read_text().splitlines() if "--method" in line] == [
        "api --method PUT repos/owner/name/rulesets/7 --input .github/rulesets/main.json",
        "api --method POST repos/owner/name/rulesets --input .github/rulesets/releases.json",
    ]


@pytest.mark.parametrize("user", [{}, {"USER": "ana@example.com"}, {"EMAIL": "ana@example.com"}])
def test_the_shells_user_is_invited_to_nothing(user: dict[str, str]) -> None:
    variables = [
        f"{name}={value}" for name, value in {"STAGE": "dev", "NAME": "centro", "GROUP": "kitchen", **user}.items()
    ]
    planned = subprocess.run(
        ["make", "--dry-run", "staff", *variables],
        cwd=ROOT,
        env=os.environ | {"USER": "root@machine"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert f'dev "centro" "{"ana@example.com" if user else ""}" "kitchen"' in planned.stdout


COMMANDS = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for folder in ("scripts", "deployment")
    for path in (ROOT / folder).rglob("*.py")
    if 'if __name__ == "__main__":' in path.read_text()
)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_what_it_takes(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [command, "--help"])
    monkeypatch.delitem(sys.modules, command, raising=False)  # another test may have imported it: runpy would warn
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(command, run_name="__main__")
    assert ended.value.code in (0, None)
    assert capsys.readouterr().out.startswith("usage: ")


def test_nobody_may_go_around_the_rules() -> None:
    for file in (ROOT / ".github" / "rulesets").glob("*.json"):
        ruleset = json.loads(file.read_text())
        assert ruleset["enforcement"] == "active"
        assert ruleset["bypass_actors"] == []


def test_the_local_stage_is_never_looked_for_on_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with pytest.raises(SystemExit, match="never on AWS"):
        deployed("local")
