"""A service day that plays itself, in this process on a virtual clock, and leaves no difference in the accounts."""

import heapq
import importlib
import itertools
import json
import os
import random
import uuid
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import httpx
import pytest
import time_machine

from bytemeburger import settings, table
from bytemeburger.customers import records as customers
from bytemeburger.estimates import records as estimates
from bytemeburger.menu import records as menu
from bytemeburger.menu.schemas import SaveProduct
from bytemeburger.payments import mercadopago
from bytemeburger.stores import records as stores
from deployment.template import read_template
from local.customers import all_mails
from local.day.accounts import Accounts
from local.day.agenda import Actor
from local.day.decisions import Decisions, decide
from local.day.mails import Mail
from local.day.robot import Robot, StoreAccess
from local.mercadopago.server import Simulator, serving
from local.seed import MENU
from local.streams.mapping import Mapping as StreamMapping
from local.streams.mapping import parse
from local.streams.sources import TableStream
from tests.bus import Bus
from tests.conftest import Context
from tests.crashes.scene import share_account
from tests.gateway import Gateway

pytestmark = pytest.mark.usefixtures("unmeasured")

MONDAY = datetime(2026, 11, 23, 14, tzinfo=UTC)
"""11 h in the store."""
MINUTE = 60
REPORT = Path(__file__).parents[2] / "benchmarks" / "service_week.md"
CONSUMERS = {"PublishDomainEventsMapping": "publish_domain_events", "RecordSalesMapping": "record_sales"}
KIOSK = {"sub": "0b7e2f55-3f0b-4a67-8d4e-0c1a2b3c4d5e", "aud": "ordering-client", "token_use": "id"}


class VirtualClock:
    """The agenda on which nothing takes time but what an actor waits."""

    def __init__(self, opening: datetime, travel: time_machine.Traveller):
        self._opening, self._travel = opening, travel
        self._due: list[tuple[float, int, Actor]] = []
        self._numbers = itertools.count()
        self._guests = 0
        self._now = 0.0

    def now(self) -> float:
        """Exactly when the step was due: with the microseconds of a clock, a pause until then would never quite end."""
        return self._now

    def start(self, actor: Actor, at: float) -> None:
        heapq.heappush(self._due, (at, next(self._numbers), actor))

    def accompany(self, actor: Actor) -> None:
        """Let it go on for as long as any other does."""
        self._guests += 1
        self.start(actor, 0)

    def run(self) -> None:
        while len(self._due) > self._guests:
            at, _, actor = heapq.heappop(self._due)
            self._now = max(at, self._now)
            self._travel.move_to(self._opening + timedelta(seconds=self._now))
            if (pause := next(actor, None)) is not None:
                self.start(actor, self.now() + pause)


class Deliveries:
    """The simulator's notifications, each a second after what it tells of, one at a time."""

    def __init__(self, agenda: VirtualClock):
        self._agenda = agenda

    def submit(self, deliver: Callable[..., None], *arguments: Any) -> Future[None]:
        def step() -> Actor:
            deliver(*arguments)
            yield from ()

        self._agenda.start(step(), self._agenda.now() + 1)
        return Future()

    def shutdown(self, **_: Any) -> None:
        """There are no threads."""


class World:
    """The system in this process, its minutes and its stream; whoever plays in it starts with `day`."""

    def __init__(self, template: dict[str, Any], stream_arn: str, simulator: Simulator, travel: time_machine.Traveller):
        self._template, self._simulator, self._travel = template, simulator, travel
        self._stream = TableStream(boto3.client("dynamodbstreams"), stream_arn)
        self._read: dict[str, str | None] = {}
        self._mappings = {name: self._mapping(name, function, stream_arn) for name, function in CONSUMERS.items()}
        staff = {
            f"{store} {group}": {**KIOSK, "aud": "staff-client", "cognito:groups": group, "custom:store": store}
            for store in ("centro", "norte", "paulista")
            for group in ("kitchen", "counter", "manager")
        }
        self._customers = {"kiosk": KIOSK}
        gateway = Gateway(template, {"StaffAuthorizer": staff, "CustomerAuthorizer": self._customers}, {})
        self._api = httpx.Client(base_url="http://api", transport=httpx.WSGITransport(gateway))
        self._provider = httpx.Client(base_url="http://provider", transport=httpx.WSGITransport(simulator))
        vars(simulator.notifier)["_http"] = self._api

    def store(self, name: str, patience: float = MINUTE) -> StoreAccess:
        return StoreAccess(
            name,
            self._api,
            self._provider,
            lambda group: f"{name} {group}",
            self._sign_in_customer,
            self._mails,
            lambda: _backlog(name),
            patience,
        )

    def _sign_in_customer(self, address: str) -> str:
        if address not in self._customers:
            sub = str(uuid.uuid5(uuid.NAMESPACE_OID, address))
            profile = customers.new(sub, address)
            profile.name, profile.email, profile.language = "Cliente do Dia", address, "pt-BR"
            table.save(profile)
            self._customers[address] = KIOSK | {"sub": sub, "aud": "customer-client", "email_verified": "true"}
        return address

    def _mails(self) -> list[Mail]:
        sent = all_mails(os.environ["AWS_ENDPOINT_URL"])
        return [Mail(to, each["Subject"]) for each in sent for to in each["To"]]

    def agenda(self, opening: datetime, every: float) -> VirtualClock:
        """With the reconciler and the stream on it, so often (seconds)."""
        self._travel.move_to(opening)
        agenda = VirtualClock(opening, self._travel)
        vars(self._simulator.notifier)["_workers"] = Deliveries(agenda)
        agenda.accompany(self._work(every))
        return agenda

    def settle_down(self, minutes: int = 5) -> None:
        for _, _ in zip(self._work(MINUTE), range(minutes), strict=False):
            self._travel.shift(MINUTE)

    def _work(self, every: float) -> Actor:
        reconcile = importlib.import_module("functions.reconcile_payments.app").handler
        while True:
            reconcile({}, Context())
            self._follow()
            yield every

    def _follow(self) -> None:
        """Give the stream's consumers what is new."""
        for shard in self._stream.shards():
            while records := self._stream.read(shard.id, self._read.get(shard.id), 1000, "TRIM_HORIZON").records:
                self._read[shard.id] = records[-1]["dynamodb"]["SequenceNumber"]
                for mapping in self._mappings.values():
                    handler = importlib.import_module(f"functions.{mapping.function_arn}.app").handler
                    wanted = [record for record in records if mapping.wants(record)]
                    assert not handler({"Records": wanted}, Context())["batchItemFailures"]

    def _mapping(self, name: str, function: str, stream_arn: str) -> StreamMapping:
        deployed = {"FunctionName": function, "EventSourceArn": stream_arn, "DestinationConfig": {}}
        return parse(name, self._template["Resources"][name]["Properties"] | deployed)


@pytest.fixture
def world(aws: None, storage: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    random.seed(7)
    specification = storage["Resources"]["Table"]["Properties"]["StreamSpecification"]
    described = boto3.client("dynamodb").update_table(
        TableName=os.environ["TABLE_NAME"], StreamSpecification={"StreamEnabled": True} | specification
    )
    at_home = {"LocationConstraint": "sa-east-1"}
    boto3.client("s3").create_bucket(Bucket=settings.archive_bucket(), CreateBucketConfiguration=at_home)
    boto3.client("sesv2").create_email_identity(EmailIdentity=os.environ["MAIL_SENDER"])
    template = read_template()
    bus = Bus(template, Context())
    monkeypatch.setattr("bytemeburger.events.client", lambda: bus)
    monkeypatch.setattr(table, "_back_off", lambda attempt: None)
    monkeypatch.setattr("functions.reconcile_payments.app.AT_ONCE", 1)
    ticks = itertools.count(0.0, 0.001)
    slept = [0.0]

    def sleep(seconds: float) -> None:
        slept[0] += seconds

    monkeypatch.setattr(mercadopago, "time", SimpleNamespace(monotonic=lambda: next(ticks) + slept[0], sleep=sleep))
    session = SimpleNamespace(id_token="kiosk", seconds=3600)
    monkeypatch.setattr("functions.identify_customer.app._ordering_user", SimpleNamespace(session=lambda: session))
    simulator = Simulator(
        access_token="TEST-token",
        webhook_secret="test_secret",
        webhook_url="http://api/webhooks/mercadopago",
        retry_seconds=(),
    )
    with (
        time_machine.travel(MONDAY, tick=False) as travel,
        serving(simulator) as os.environ["MERCADOPAGO_URL"],
    ):
        yield World(template, described["TableDescription"]["LatestStreamArn"], simulator, travel)


def _backlog(store: str) -> dict[str, int]:
    item = table.read_eventual(estimates.backlog_key(store)) or {}
    return {station: seconds for station, seconds in item.items() if isinstance(seconds, int)}


def open_store(name: str, full_minutes: int) -> None:
    """`full_minutes`: of work, which its kitchen takes on at most."""
    store = stores.new(name)
    store.name, store.time_zone = name.title(), "America/Sao_Paulo"
    store.alert_email = f"{name}@example.com"
    store.kitchen_places = {"burger": 2, "side": 2, "drink": 2, "dessert": 1}
    store.throttle = {"busy_minutes": None, "full_minutes": full_minutes}
    table.save(store)
    for described in json.loads(MENU.read_text()):
        product = menu.new(name, described.pop("product_id"))
        for member, value in SaveProduct.model_validate(described | {"image": None}).model_dump(by_alias=True).items():
            setattr(product, member, value)
        table.save(product)


def decided(store: StoreAccess, seed: int, **more: Any) -> Decisions:
    return decide(seed, store.api.get("/menu", params={"store": store.name}).json()["products"], **more)


def play(world: World, opening: datetime, days: Mapping[str, Decisions], every: float = MINUTE) -> dict[str, Accounts]:
    """A day of these stores, side by side; its accounts."""
    agenda, day = world.agenda(opening, every), opening.date().isoformat()
    stores = {name: world.store(name, every) for name in days}
    robots = {name: Robot(stores[name], agenda, decisions, f"{name}-{day}") for name, decisions in days.items()}
    for robot in robots.values():
        robot.open()
    agenda.run()
    world.settle_down()
    return {name: Accounts(stores[name], robot.played, days[name].stocks, day) for name, robot in robots.items()}


def test_a_short_day_leaves_no_difference_and_one_that_is_provoked_is_found(world: World) -> None:
    open_store("centro", full_minutes=6)
    store, lunch = world.store("centro"), {"weekday": 4, "opens": 12, "hours": 0.75, "orders_a_day": 190}
    decisions = decided(store, 126, **lunch)
    assert decided(store, 126, **lunch).digest == decisions.digest != decided(store, 127, **lunch).digest
    accounts = play(world, MONDAY, {"centro": decisions})["centro"]
    assert accounts.differences() == []
    assert accounts.paid > accounts.refunded > 0
    assert accounts.summary()["orders told to wait for a full kitchen"] != "0"
    assert accounts.summary()["mails to the customer"] != "0"
    assert accounts.kept_promises
    assert "burger" in estimates.read_learned("centro").speeds, "the stream wakes who learns of what is ticked off"
    product_id, counted = next(iter(decisions.stocks.items()))
    products = store.staff("manager")("GET", "/products")["products"]
    units = next(each["stock"]["units"] for each in products if each["product_id"] == product_id)
    store.staff("manager")("PUT", f"/products/{product_id}/stock", json={"units": units + 1})
    assert accounts.differences() == [f"units of {product_id} on the shelf: {units + 1}, and the orders say {units}"], (
        f"{counted} were counted in the morning"
    )


@pytest.mark.full
@pytest.mark.parametrize("weekday", range(7))
def test_a_week_of_three_stores_leaves_no_difference(world: World, weekday: int) -> None:
    """Paid into one account; day by day. What it comes to is what the report of the week says, which RECORD_WEEK=1 writes."""
    names = ("centro", "norte", "paulista")
    for name in names:
        open_store(name, full_minutes=12)
    for name in names[1:]:
        share_account(name)
    days = {
        name: decided(world.store(name), 10 * weekday + number, weekday=weekday) for number, name in enumerate(names)
    }
    columns = {}
    for name, accounts in play(world, MONDAY + timedelta(days=weekday), days, every=5 * MINUTE).items():
        assert accounts.differences() == [], name
        assert accounts.paid > 0
        assert accounts.kept_promises
        decisions = {"decisions": days[name].digest, "visits": str(len(days[name].visits))}
        columns[name] = decisions | accounts.summary() | {"differences": "none"}
    require_reported(f"{MONDAY + timedelta(days=weekday):%A}", columns)


def require_reported(day: str, columns: Mapping[str, Mapping[str, str]]) -> None:
    """The report of the week says the same of that day, where it has it."""
    subjects = next(iter(columns.values()))
    rows = [[subject, *(column[subject] for column in columns.values())] for subject in subjects]
    table = "\n".join(f"| {' | '.join(row)} |" for row in [["", *columns], ["---", *["---:"] * len(columns)], *rows])
    head, *sections = REPORT.read_text().split("\n## ")
    reported = dict(section.split("\n\n", 1) for section in sections)
    if os.environ.get("RECORD_WEEK"):
        reported[day] = table + "\n"
        REPORT.write_text("\n## ".join([head, *map("\n\n".join, reported.items())]))
    assert reported[day].strip() == table
