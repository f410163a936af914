"""What people do on a service day, decided by a seed before it begins: nothing here depends on what the system answers.

Seconds count from the opening.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from local.day.draws import OPENS, UNITS, Draw, arrivals, chosen, exponential, lognormal, stream

HOUR = 3600
CATEGORIES = (("combo", 25), ("burger", 35), ("side", 15), ("drink", 17), ("dessert", 8))
"""What a unit is of, and how often in %."""
UNIT_SECONDS = {"combo": 150, "burger": 120, "side": 70, "drink": 25, "dessert": 40}
"""What a unit of each takes a cook of skill 1, on average."""
VARIATION = 0.3
OPTIONED = 0.4
"""Share of units whose customer looks at their options, and of the groups that they then choose from."""
BREAK = 15 * 60
FAULT = 10 * 60
COUPON_USES = 12
"""Of the day's campaign."""


class Conduct(StrEnum):
    """What becomes of an order."""

    PAYS = "pays"
    PAYS_LATE = "pays after some minutes"
    ABANDONS = "walks away from the code"
    PAYS_EXPIRED = "pays the code when its time is over"
    CANCELS = "cancels"
    PAYS_CANCELLED = "cancels, and pays the code all the same"
    PAYS_CASH = "pays cash at the counter"
    CALLED_OFF = "pays, and staff call it off"
    REFUNDED = "pays, and a manager gives the money back"


CONDUCTS = (
    (Conduct.PAYS, 66),
    (Conduct.PAYS_LATE, 8),
    (Conduct.ABANDONS, 5),
    (Conduct.PAYS_EXPIRED, 2),
    (Conduct.CANCELS, 4),
    (Conduct.PAYS_CANCELLED, 2),
    (Conduct.PAYS_CASH, 7),
    (Conduct.CALLED_OFF, 3),
    (Conduct.REFUNDED, 3),
)


@dataclass(frozen=True)
class Visit:
    """`chooses`: seconds until the order is sent, `pays`: from the code to the payment. `again`: the order is sent twice (a double
    tap), `asks_again`: the code is requested twice. `identified`: by a typed CPF; `signed_in`: with an account, whose address gets
    e-mails. `undone`: the kitchen takes its Ready back once. `work`: what each unit takes a cook of skill 1."""

    number: int
    at: float
    lines: tuple[Mapping[str, Any], ...]
    conduct: Conduct
    chooses: float
    pays: float
    picks_up: float
    again: bool
    asks_again: bool
    identified: bool
    signed_in: bool
    coupon: bool
    undone: bool
    work: tuple[float, ...]


@dataclass(frozen=True)
class Cook:
    """`skill`: how much longer a unit takes; `breaks`: from and to."""

    name: str
    skill: float
    breaks: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Fault:
    """What the provider does wrong from `at` on, for FAULT seconds."""

    at: float
    settings: Mapping[str, Any]


FAULTS: tuple[Mapping[str, Any], ...] = (
    {"drop_notifications": -1},
    {"duplicates": 2},
    {"fail_calls": -1, "fail_status": 503},
    {"fail_after_commit": 3},
    {"without_qr_data": 1},
    {"refund_stuck": True},
    {"reorder": True},
)


@dataclass(frozen=True)
class Decisions:
    """`stocks`: units of the products that are counted on the day."""

    seed: int
    hours: float
    visits: tuple[Visit, ...]
    cooks: tuple[Cook, ...]
    faults: tuple[Fault, ...]
    stocks: Mapping[str, int]

    @property
    def digest(self) -> str:
        """The same for the same decisions."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]

    def report(self) -> Iterator[str]:
        """What was decided, a line each."""
        yield f"seed {self.seed}, {self.hours:g} hours, decisions {self.digest}"
        units = sum(len(each.work) for each in self.visits)
        yield f"visits: {len(self.visits)}, units: {units}"
        for conduct, count in sorted(Counter(each.conduct for each in self.visits).items()):
            yield f"  {conduct}: {count}"
        for name in ("again", "asks_again", "identified", "signed_in", "coupon", "undone"):
            yield f"  {name}: {sum(getattr(each, name) for each in self.visits)}"
        for cook in self.cooks:
            yield f"cook {cook.name}: skill {cook.skill:.2f}, {len(cook.breaks)} breaks"
        for fault in self.faults:
            yield f"provider after {fault.at / 60:.0f} min: {json.dumps(fault.settings)}"


def decide(
    seed: int,
    menu: Sequence[Mapping[str, Any]],
    *,
    weekday: int = 0,
    orders_a_day: float = 60,
    opens: float = OPENS,
    hours: float = 12,
) -> Decisions:
    """The decisions of a day, or of some hours of it. `menu`: the products as GET /menu shows them; `weekday`: from 0, a Monday."""
    since = (weekday * 24 + opens) * HOUR
    came = [at - since for at in arrivals(7, stream(seed, "arrivals"), orders_a_day)]
    times = [at for at in came if 0 <= at < hours * HOUR]
    chance = {
        name: stream(seed, name) for name in ("baskets", "options", "conduct", "accounts", "pace", "kitchen", "faults")
    }
    visits = tuple(_visit(number, at, menu, seed, chance) for number, at in enumerate(times))
    return Decisions(
        seed,
        hours,
        visits,
        _cooks(hours, chance["kitchen"]),
        tuple(_faults(hours, chance["faults"])),
        _stocks(menu, visits),
    )


def _visit(number: int, at: float, menu: Sequence[Mapping[str, Any]], seed: int, chance: Mapping[str, Draw]) -> Visit:
    basket, conduct, pace = chance["baskets"], chance["conduct"], chance["pace"]
    products = [_product(menu, basket) for _ in range(chosen(UNITS, basket))]
    work = stream(seed, f"work of {number}")
    return Visit(
        number=number,
        at=at,
        lines=tuple(_line(product, basket, chance["options"]) for product in products),
        conduct=chosen(CONDUCTS, conduct),
        chooses=15 + exponential(pace, 40),
        pays=8 + exponential(pace, 15),
        picks_up=10 + exponential(pace, 60),
        again=conduct() < 0.08,
        asks_again=conduct() < 0.15,
        identified=conduct() < 0.3,
        signed_in=chance["accounts"]() < 0.15,
        coupon=conduct() < 0.25,
        undone=conduct() < 0.04,
        work=tuple(lognormal(work, UNIT_SECONDS[product["category"]], VARIATION) for product in products),
    )


def _product(menu: Sequence[Mapping[str, Any]], draw: Draw) -> Mapping[str, Any]:
    offered = {each["category"] for each in menu}
    category = chosen([each for each in CATEGORIES if each[0] in offered], draw)
    of_category = [each for each in menu if each["category"] == category]
    return of_category[int(draw() * len(of_category))]


def _line(product: Mapping[str, Any], basket: Draw, options: Draw) -> Mapping[str, Any]:
    line: dict[str, Any] = {"product_id": product["product_id"], "quantity": 1}
    if slots := product.get("slots"):
        offered = ((slot["slot_id"], [each["product_id"] for each in slot["choices"]]) for slot in slots)
        line["choices"] = {slot_id: {"product_id": ids[int(basket() * len(ids))]} for slot_id, ids in offered}
    if product.get("option_groups") and options() < OPTIONED:
        line["options"] = [
            group["options"][int(options() * len(group["options"]))]["option_id"]
            for group in product["option_groups"]
            if group["min"] or options() < OPTIONED
        ]
    return line


def _cooks(hours: float, draw: Draw) -> tuple[Cook, ...]:
    """Two, who work at one queue; each has a break of a quarter of an hour in every four."""
    return tuple(
        Cook(name, skill * (0.9 + 0.2 * draw()), tuple(_breaks(hours, draw)))
        for name, skill in (("ana", 0.9), ("caio", 1.2))
    )


def _breaks(hours: float, draw: Draw) -> Iterator[tuple[float, float]]:
    for shift in range(round(hours / 4)):
        begins = (shift * 4 + 1 + 2 * draw()) * HOUR
        yield begins, begins + BREAK


def _faults(hours: float, draw: Draw) -> Iterator[Fault]:
    """About one in forty minutes, never two at once."""
    at = 0.0
    while (at := at + FAULT + exponential(draw, HOUR / 2)) < hours * HOUR:
        yield Fault(at, FAULTS[int(draw() * len(FAULTS))])


def _stocks(menu: Sequence[Mapping[str, Any]], visits: Sequence[Visit]) -> dict[str, int]:
    """Of two products that stand on the menu by themselves too few for all who want one: they sell out."""
    wanted = Counter(part for visit in visits for line in visit.lines for part in parts(line))
    alone = sorted(
        (each["product_id"] for each in menu if each["category"] != "combo"), key=lambda name: (-wanted[name], name)
    )
    return {name: max(1, wanted[name] * 2 // 3) for name in alone[:2]}


def parts(line: Mapping[str, Any]) -> list[str]:
    """The products of a line, those within a combo too."""
    return [line["product_id"], *(choice["product_id"] for choice in line.get("choices", {}).values())]
