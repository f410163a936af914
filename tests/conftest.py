"""What all tests share: the environment of a function, its sample event, and the table of stacks/storage.yaml in moto."""

import copy
import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import pytest

from deployment.template import read_template
from tests import dynamodb_local
from tests.mocked_aws import mock_aws

ROOT = Path(__file__).parents[1]

os.environ |= {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_DEFAULT_REGION": "sa-east-1",
    "AWS_SECRET_ACCESS_KEY": "test",
    "ARCHIVE_BUCKET": "bytemeburger-archive",
    "ALLOWED_ORIGIN": "https://kiosk.example",
    "CUSTOMER_CLIENT_ID": "customer-client",
    "CUSTOMER_POOL_ID": "sa-east-1_customers",
    "DEFAULT_STORE": "centro",
    "EVENT_BUS_NAME": "bytemeburger-events",
    "IMAGES_BUCKET": "bytemeburger-images",
    "IMAGES_URL": "https://images.example",
    "LIVE_CONNECTIONS_URL": "https://live.execute-api.sa-east-1.amazonaws.com/local",
    "MAIL_SENDER": "pedidos@bytemeburger.example",
    "MAIL_CONFIGURATION": "bytemeburger-campaigns",
    "MERCADOPAGO_SECRET_PREFIX": "bytemeburger/mercadopago/",
    "MERCADOPAGO_URL": "https://api.mercadopago.com",
    "ORDERING_CLIENT_ID": "ordering-client",
    "ORDERING_POOL_ID": "sa-east-1_ordering",
    "ORDERING_USER_SECRET": "bytemeburger/ordering-user",
    "DISTRIBUTION_SECRET": "bytemeburger/distribution",
    "PAGES_URL": "https://kiosk.example",
    "PEPPER_SECRET": "bytemeburger/pepper",
    "POWERTOOLS_METRICS_NAMESPACE": "ByteMeBurger",
    "STAFF_CLIENT_IDS": "staff-client",
    "STAFF_POOL_ID": "sa-east-1_staff",
    "TABLE_NAME": "bytemeburger",
    "UNSUBSCRIBE_URL": "https://api.example/local/unsubscribe",
}


@pytest.fixture(autouse=True)
def environment() -> Iterator[None]:
    """What a test, or a script that it runs, writes into the environment ends with it."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ |= before


@pytest.fixture(scope="session", autouse=True)
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Who holds the tables of the `aws` fixture: moto, or DynamoDB Local where DYNAMODB_LOCAL says where it is."""
    if folder := os.environ.get("DYNAMODB_LOCAL"):
        log = tmp_path_factory.mktemp("engine") / "log"
        with dynamodb_local.running(Path(folder), log) as os.environ["AWS_ENDPOINT_URL_DYNAMODB"]:
            yield
    else:
        yield


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    """template.yaml as it is written."""
    return read_template()


@pytest.fixture(scope="session")
def storage() -> dict[str, Any]:
    """stacks/storage.yaml as it is written."""
    return read_template("storage")


@pytest.fixture
def event() -> Callable[[str], dict[str, Any]]:
    """The sample event of a function, free to be changed."""

    def read(name: str) -> dict[str, Any]:
        return copy.deepcopy(json.loads((ROOT / "events" / f"{name}.json").read_text()))

    return read


class Context:
    """What a handler may ask of Lambda's context."""

    function_name = "test"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:sa-east-1:000000000000:function:test"
    aws_request_id = "00000000-0000-0000-0000-000000000000"

    def __init__(self, remaining: int = 60_000):
        self._remaining = remaining

    def get_remaining_time_in_millis(self) -> int:
        return self._remaining


@pytest.fixture
def context() -> Context:
    return Context()


@pytest.fixture
def aws(storage: dict[str, Any]) -> Iterator[None]:
    """An empty AWS: the table of the storage, the pepper and the first store's credentials."""
    with mock_aws():
        furnish(storage)
        yield
        if "AWS_ENDPOINT_URL_DYNAMODB" in os.environ:  # moto forgets by itself
            _client("dynamodb", None).delete_table(TableName=os.environ["TABLE_NAME"])


@cache
def _client(service: str, endpoint: str | None) -> Any:
    """One for all tests of an AWS: to make one takes longer than most of them."""
    return boto3.Session().client(service, endpoint_url=endpoint)


def furnish(storage: dict[str, Any]) -> None:
    """Make what every function needs, in the AWS that is asked now."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL")
    table = storage["Resources"]["Table"]["Properties"]
    _client("dynamodb", endpoint).create_table(
        TableName=os.environ["TABLE_NAME"],
        **{
            name: table[name] for name in ("AttributeDefinitions", "BillingMode", "GlobalSecondaryIndexes", "KeySchema")
        },
    )
    os.environ["RECEIPT_KEY_ID"] = _client("kms", endpoint).create_key()["KeyMetadata"]["KeyId"]
    secrets = _client("secretsmanager", endpoint)
    secrets.create_secret(Name=os.environ["PEPPER_SECRET"], SecretString=json.dumps({"pepper": "p" * 64}))
    secrets.create_secret(Name=os.environ["DISTRIBUTION_SECRET"], SecretString=json.dumps({"key": "d" * 48}))
    secrets.create_secret(
        Name=os.environ["ORDERING_USER_SECRET"],
        SecretString=json.dumps({"username": "ordering", "password": "Ordering-password-1"}),
    )
    secrets.create_secret(
        Name=f"{os.environ['MERCADOPAGO_SECRET_PREFIX']}centro",
        SecretString=json.dumps(
            {
                "access_token": "TEST-token",
                "external_pos_id": "CENTROPOS1",
                "user_id": "1234",
                "webhook_secrets": ["test_secret"],
            }
        ),
    )
