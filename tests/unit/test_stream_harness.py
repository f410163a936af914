"""A consumer on a stream that misbehaves in every way AWS allows: batches come twice, pollers are lost, shards split,
and some records nobody can process. Afterwards nothing is missing and nothing happened twice."""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bytemeburger import stream
from local.streams.sources import Record
from tests.conftest import Context
from tests.streams import START, Rig


@dataclass
class Ledger:
    """What a consumer keeps in a table: effects, each with its guard by item and version."""

    poisonous: bool = True
    totals: Counter[str] = field(default_factory=Counter)
    versions: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Of each item, in the order in which they took effect."""
    refused: int = 0
    """How often a guard was there already."""

    def apply(self, change: stream.Change) -> Sequence[None]:
        """What it does of a change; there is nothing left to be done."""
        item = change.new
        assert item is not None
        if item["poison"] and self.poisonous:
            raise ValueError("nobody can process this")
        if item["version"] in self.versions[item["PK"]]:
            self.refused += 1
            return ()
        self.versions[item["PK"]].append(item["version"])
        self.totals[item["PK"]] += item["amount"]
        return ()

    def handle(self, event: dict[str, Any]) -> dict[str, Any]:
        return stream.stream_consumer(self.apply)(lambda _: None)(event, Context())


@dataclass
class Writer:
    """Writes versions of a tenth as many items, and knows what should have come of them."""

    rig: Rig
    chance: random.Random
    items: int
    written: list[Record] = field(default_factory=list)
    totals: Counter[str] = field(default_factory=Counter)
    versions: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    poison: dict[str, Record] = field(default_factory=dict)
    last: Counter[str] = field(default_factory=Counter)

    def write(self, count: int) -> None:
        for _ in range(count):
            item = f"item-{self.chance.randrange(self.items)}"
            self.last[item] += 1
            poison = self.chance.random() < 0.01
            amount = self.chance.randrange(1, 10_000)
            record = self.rig.stream.put(item, version=self.last[item], amount=amount, poison=poison)
            self.written.append(record)
            self.totals[item] += amount
            if poison:
                self.poison[record["eventID"]] = record
            else:
                self.versions[item].append(self.last[item])


@pytest.mark.parametrize("count", [5_000, pytest.param(100_000, marks=pytest.mark.full)])
def test_every_effect_once_and_in_order_and_every_poison_parked_complete(count: int) -> None:
    chance = random.Random(count)
    ledger = Ledger()
    rig = Rig(
        ledger.handle,
        repeats=lambda: chance.random() < 0.2,
        bisects=True,
        reports_failures=True,
        retries=3,
    )
    writer = Writer(rig, chance, items=count // 10)
    pending_splits = {count // 3: "shard-0", 2 * count // 3: "shard-1"}
    while len(writer.written) < count:
        writer.write(50)
        rig.run(chance.uniform(0, 1))
        for number in [number for number in pending_splits if number <= len(writer.written)]:
            rig.stream.split(pending_splits.pop(number))
        if chance.random() < 0.02:
            rig.restart()
    effects = count - len(writer.poison)
    while sum(map(len, ledger.versions.values())) < effects or len(rig.parked) < len(writer.poison):
        assert rig.clock() - START < 20 * 3600, "stuck"
        rig.run(60)

    assert ledger.refused > 0.15 * count, "too few repetitions to prove anything"
    assert ledger.versions == writer.versions, "an effect is missing, double or out of order"

    assert all(len(discard.records) == 1 for discard in rig.parked), "a good record was parked"
    assert {discard.records[0]["eventID"]: discard.records[0] for discard in rig.parked} == writer.poison
    assert len(rig.parked) == len(writer.poison) > 0.005 * count

    rig.assert_blocked_no_longer_than_stated()

    ledger.poisonous = False
    for _ in range(2):
        for discard in rig.parked:
            ledger.handle({"Records": list(discard.records)})
    assert ledger.totals == writer.totals, "what was parked did not heal, or healed twice"
