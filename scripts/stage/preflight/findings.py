"""What a check looks at, and what it finds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from deployment import stacks
from deployment.template import STAGE_STACKS, read_template


class FindingState(StrEnum):
    OK = "ok"
    LOOK = "look"
    """The deployment works, and something else does not yet."""
    STOP = "stop"
    """The deployment fails, or what it deploys fails its customers."""
    UNKNOWN = "?"


@dataclass(frozen=True)
class Finding:
    state: FindingState
    text: str
    remedy: str | None = None
    """The command, or the line in samconfig.toml, that mends it."""


@dataclass(frozen=True)
class DeploymentTarget:
    """A stage that is to be deployed, and the account that it goes to."""

    stage: str
    region: str
    values: Mapping[str, str]
    """What samconfig.toml says of the templates' parameters."""
    client: Callable[[str], Any]
    """Of a service, in the stage's region."""

    def value(self, name: str) -> str:
        """A parameter's: that of samconfig.toml, else its default; empty where neither says anything."""
        if name in self.values:
            return self.values[name]
        parameters = (read_template(stack)["Parameters"].get(name, {}) for stack in STAGE_STACKS)
        return str(next((each["Default"] for each in parameters if "Default" in each), ""))

    @cached_property
    def account(self) -> str:
        return str(self.client("sts").get_caller_identity()["Account"])

    def stack(self, stack: str) -> str:
        """A stack's name."""
        return stacks.stack_name(self.stage, stack)

    def status(self, stack: str) -> str | None:
        """A stack's status by its name; None when it is not there."""
        return (self._described(stack) or {}).get("StackStatus")

    def stack_id(self, stack: str) -> str | None:
        """The id of a stack by its name: one created again under it has another."""
        return (self._described(stack) or {}).get("StackId")

    def _described(self, stack: str) -> Any:
        return stacks.describe(self.client("cloudformation"), stack)

    def was_created(self, stack: str) -> bool:
        """Whether a stack was ever created completely, and exists."""
        return stacks.was_created(self._described(self.stack(stack)))


def ok(text: str) -> Finding:
    return Finding(FindingState.OK, text)


def warn(text: str, remedy: str) -> Finding:
    return Finding(FindingState.LOOK, text, remedy)


def stop(text: str, remedy: str) -> Finding:
    return Finding(FindingState.STOP, text, remedy)
