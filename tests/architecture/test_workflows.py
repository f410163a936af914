"""The pipeline runs what people run: every step of a workflow is a target of the Makefile, or GitHub's own tool."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.architecture.makefiles import TARGETS, TEXT

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in WORKFLOWS:
        for job in yaml.safe_load(path.read_text())["jobs"].values():
            for step in job.get("steps", []):
                yield path.stem, step


RUNS = [(workflow, step["run"]) for workflow, step in steps() if "run" in step]


@pytest.mark.parametrize(("workflow", "command"), RUNS, ids=[f"{name}: {command[:40]}" for name, command in RUNS])
def test_a_step_is_a_target_or_githubs_own_tool(workflow: str, command: str) -> None:
    if not command.startswith("make "):
        assert re.match(r"gh |cat \./\*\.md \| gh ", command)
        return
    targets = re.findall(r"(?<=\s)([a-z-]+)(?=\s|$)", command.partition("|")[0].replace("--silent", ""))
    assert targets
    assert set(targets) <= TARGETS


def test_nothing_of_the_event_is_pasted_into_a_command() -> None:
    assert [command for _, command in RUNS if "${{" in command] == []


def test_every_action_is_pinned_to_a_commit_and_says_its_version() -> None:
    for path in WORKFLOWS:
        for used in re.findall(r"uses: (?!\$/)(.*)", path.read_text()):
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), f"{path.name}: {used}"


def test_what_main_requires_is_what_a_pull_request_runs() -> None:
    ruleset = json.loads((ROOT / ".github" / "rulesets" / "main.json").read_text())
    rules = {rule["type"]: rule.get("parameters", {}) for rule in ruleset["rules"]}
    required = {each["context"] for each in rules["required_status_checks"]["required_status_checks"]}
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "pull-request.yml").read_text())["jobs"]
    always = {job["name"] for job in jobs.values() if "if" not in job}
    assert required == always
    assert {"deletion", "non_fast_forward", "required_linear_history", "pull_request"} <= set(rules)


def test_a_long_lived_key_is_nowhere() -> None:
    for path in WORKFLOWS:
        assert "secrets." not in path.read_text()
        assert "aws-access-key-id" not in path.read_text()


def test_make_deploy_is_what_the_workflows_do_one_after_the_other() -> None:
    deploy = re.search(r"^deploy: ([a-z ]+) ##", TEXT, re.MULTILINE)
    assert deploy
    built = [command for workflow, command in RUNS if workflow == "main" and command == "make build"]
    deployed = [command for workflow, command in RUNS if workflow == "deploy" and command != "make setup"]
    assert ["preflight", *(command.removeprefix("make ") for command in built + deployed)] == deploy[1].split()


def test_a_step_fails_with_the_first_command_of_its_pipe() -> None:
    """GitHub's default shell would take the exit code of `tee`; the one named `bash` has pipefail."""
    for path in WORKFLOWS:
        assert yaml.safe_load(path.read_text())["defaults"]["run"]["shell"] == "bash", path.name
