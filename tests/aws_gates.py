"""The two gates through which functions ask AWS: botocore's, and that of bytemeburger/aws_json.py."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from botocore.client import BaseClient

from bytemeburger.aws_json import JsonService

type Ask = Callable[[str, dict[str, Any]], Any]
"""Ask on: an operation, its parameters."""
type Gate = Callable[[str, str, dict[str, Any], Ask], Any]
"""A service, one of its operations, its parameters, and how to ask on; what it answers."""


def guard(patch: pytest.MonkeyPatch, gate: Gate) -> None:
    """Let all that functions ask pass this gate, before those that were put up earlier."""
    botocores, ours = vars(BaseClient)["_make_api_call"], vars(JsonService)["call"]

    def through_botocore(client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        return gate(client.meta.service_model.service_name, operation, parameters, partial(botocores, client))

    def through_ours(service: JsonService, operation: str, parameters: dict[str, Any]) -> Any:
        return gate(service.name, operation, parameters, partial(ours, service))

    patch.setattr(BaseClient, "_make_api_call", through_botocore)
    patch.setattr(JsonService, "call", through_ours)
