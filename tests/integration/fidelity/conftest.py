"""An emulator without a stack. The tests of one file share it, so what they make has names of its own."""

from collections.abc import Iterator

import pytest

from local import ministack
from local.processes import free_port
from local.settings import REGION, Settings
from local.stack import client
from tests.integration.fidelity.makers import Client, function


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    settings = Settings(tmp_path_factory.mktemp("fidelity"), free_port(), free_port(), free_port())
    with ministack.running(settings):
        yield settings


@pytest.fixture(scope="module")
def aws(settings: Settings) -> Client:
    return lambda service: client(settings, service)


@pytest.fixture(scope="module")
def route(aws: Client, settings: Settings) -> tuple[str, str]:
    """(id, address) of an API whose POST /orders calls the function `routed`."""
    gateway, called = aws("apigateway"), function(aws, "routed")
    api = gateway.create_rest_api(name="orders")["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    resource = gateway.create_resource(restApiId=api, parentId=root, pathPart="orders")["id"]
    method = {"restApiId": api, "resourceId": resource, "httpMethod": "POST"}
    gateway.put_method(**method, authorizationType="NONE")
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{called}/invocations"
    gateway.put_integration(**method, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    gateway.create_deployment(restApiId=api, stageName="test")
    return api, f"{settings.endpoint}/_aws/execute-api/{api}/test/orders"
