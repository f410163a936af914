"""The accounts of a service day, drawn up over HTTP when it is over: what the orders say against the provider's records, the
shelves, the campaign's counter and every report. Money in centavos."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from local.caller import Caller
from local.day.decisions import COUPON_USES
from local.day.mails import Mail, expected_to_customer
from local.day.robot import Played, StoreAccess

ENDED = ("COMPLETED", "EXPIRED", "CANCELLED")
UNMADE = ("EXPIRED", "CANCELLED")
PATIENCE_SECONDS = 150
"""The stream, and two minutes of the reconciler."""


def settled(store: StoreAccess, played: Played, stocks: Mapping[str, int], day: str) -> tuple["Accounts", list[str]]:
    """The accounts as soon as they have no differences, and those that are left when patience has ended."""
    end = time.monotonic() + PATIENCE_SECONDS
    while (differences := (accounts := Accounts(store, played, stocks, day)).differences()) and time.monotonic() < end:
        time.sleep(5)
    return accounts, differences


class Accounts:
    """Of one business day of a store; all its orders count, not the robot's alone."""

    def __init__(self, store: StoreAccess, played: Played, stocks: Mapping[str, int], day: str):
        self._store, self._manager = store, store.staff("manager")
        self._simulator = store.simulator
        self._played, self._stocks, self._day = played, stocks, day
        self.orders = [
            self._manager("GET", f"/staff/orders/{each['order_id']}")
            for each in _pages(self._manager, f"/staff/orders?day={day}&limit=100", "orders")
        ]

    def differences(self) -> list[str]:
        """One line for each thing that does not agree."""
        checks = (
            self._states,
            self._numbers,
            self._money,
            self._sales,
            self._day_report,
            self._campaign,
            self._stock,
            self._capacity,
            self._promises,
            self._screens,
            self._mails,
        )
        return [*self._played.unexpected, *(line for check in checks for line in check())]

    def summary(self) -> dict[str, str]:
        """What came of the day, by subject: decided by the seed where the clock is a virtual one. Money in reais."""
        statuses = Counter(each["status"] for each in self.orders)
        cash, late = sum(map(_cash, self.orders)), sum(map(_late, self.orders))
        having = [each for each in self.orders if self._discount(each)]
        stocks, used, kept = self._stocks, self._used(), self.kept_promises
        numbers = [each["number"] for each in self.orders if each["number"] is not None]
        mails = self._store.mails()
        return {
            "orders": f"{len(self.orders)}",
            "completed, expired, cancelled": ", ".join(f"{statuses[each]}" for each in ENDED),
            "left without an order": f"{self._played.given_up}",
            "numbers": f"1 to {max(numbers, default=0)}",
            "paid, of that in cash": f"{_reais(self.paid)}, {_reais(cash)}",
            "came late, given back": f"{_reais(late)}, {_reais(self.refunded)}",
            "kept by the provider": _reais(self.paid + late - self.refunded - cash),
            "coupons used, returned": f"{sum(map(_taken, having))}, {sum(not _taken(each) for each in having)}",
            "discounts": _reais(sum(map(self._discount, filter(_taken, having)))),
            "units counted, sold": f"{sum(stocks.values())}, {sum(used[each] for each in stocks)}",
            "orders told to wait for a full kitchen": f"{self._played.answers['POST /orders', 503]}",
            "promised times, kept": f"{len(kept)}, {sum(kept)}",
            "mails to the customer": f"{sum(each.to == self._played.address for each in mails)}",
        }

    @property
    def paid(self) -> int:
        return sum(map(_paid, self.orders))

    @property
    def refunded(self) -> int:
        return sum(map(_refunded, self.orders))

    def _states(self) -> Iterator[str]:
        missing = self._played.orders.keys() - {each["order_id"] for each in self.orders}
        yield from (f"{order_id}: not in the day's list" for order_id in sorted(missing))
        for order in self.orders:
            if order["status"] not in ENDED:
                yield f"{order['order_id']}: still {order['status']}"
            for refund in order["refunds"]:
                if refund["status"] != "DONE":
                    yield f"{order['order_id']}: a refund is {refund['status']}"
            if order["status"] == "COMPLETED" and not _paid_at_all(order):
                yield f"{order['order_id']}: completed without money"

    def _numbers(self) -> Iterator[str]:
        numbers = Counter(each["number"] for each in self.orders if each["number"] is not None)
        yield from (f"number {number} was issued {times} times" for number, times in numbers.items() if times > 1)

    def _money(self) -> Iterator[str]:
        """What the provider has kept for each order is what the order says, and nothing came for orders that do not exist."""
        provider_kept: Counter[str] = Counter()
        for each in self._simulator.get("/simulator/orders").json():
            provider_kept[each["external_reference"]] += _kept_by_provider(each)
        for order in self.orders:
            ours = _paid(order) + _late(order) - _refunded(order) - _cash(order)
            at_provider = provider_kept[order["order_id"]]
            if ours != at_provider:
                yield f"{order['order_id']}: the provider kept {at_provider}, the order says {ours}"
        exceptions, net = [], 0
        cursor: str | None = ""
        while cursor is not None:
            page = self._manager("GET", f"/reports/reconciliation?day={self._day}&limit=30{_after(cursor)}")
            exceptions += page["exceptions"]
            net += page["net"]
            cursor = page["cursor"]
        yield from (f"{each['order_id']}: {each['finding']} in the reconciliation" for each in exceptions)
        yield from _differ("net of the reconciliation", net, self.paid + sum(map(_late, self.orders)) - self.refunded)

    def _sales(self) -> Iterator[str]:
        net = self.paid - sum(_refunded(each) - _late(each) for each in self.orders)
        units: Counter[str] = Counter()
        for order in self.orders:
            if _paid_at_all(order) and not _given_back(order):
                for line in order["lines"]:
                    units[line["product_id"]] += line["quantity"]
        for by in ("day", "hour", "method", "product"):
            report = self._manager("GET", f"/reports/sales?from={self._day}&to={self._day}&by={by}")
            yield from _differ(f"net sales by {by}", sum(row["net"] for row in report["rows"]), net)
            yield from _differ(f"total of the sales by {by}", report["total"]["net"], net)
            if by == "product":
                for row in report["rows"]:
                    yield from _differ(f"units of {row['product']}", row["units"], units[row["product"]])

    def _day_report(self) -> Iterator[str]:
        report = self._manager("GET", f"/reports/day?day={self._day}")
        statuses = Counter(each["status"] for each in self.orders)
        for status, count in report["orders"].items():
            yield from _differ(f"{status} orders of the day's report", count, statuses[status])
        yield from _differ(
            "net of the day's report",
            report["net"],
            self.paid - sum(_refunded(order) - _late(order) for order in self.orders),
        )
        for each in report["attention"]:
            yield f"{each['order_id']}: needs a person: {each['need']}"

    def _campaign(self) -> Iterator[str]:
        name = self._played.campaign
        having = [each for each in self.orders if self._discount(each)]
        used = [each for each in having if _taken(each)]
        sold = [each for each in having if _paid_at_all(each) and not _given_back(each)]
        discounts = sum(map(self._discount, sold))
        (campaign,) = (each for each in self._manager("GET", "/campaigns")["campaigns"] if each["campaign_id"] == name)
        yield from _differ("uses of the campaign", campaign["uses"], len(used))
        if campaign["uses"] > COUPON_USES:
            yield f"the campaign was used {campaign['uses']} times, {COUPON_USES} were allowed"
        rows = self._manager("GET", f"/reports/campaigns?from={self._day}&to={self._day}")["rows"]
        row = next((each for each in rows if each["campaign_id"] == name), {"uses": 0, "released": 0, "discount": 0})
        yield from _differ("reported uses of the campaign", row["uses"], len(sold))
        yield from _differ("reported discounts of the campaign", row["discount"], discounts)
        yield from _differ("released uses of the campaign", row["released"], len(having) - len(used))

    def _stock(self) -> Iterator[str]:
        """What was counted in the morning is sold, or there."""
        used = self._used()
        products = {each["product_id"]: each for each in self._manager("GET", "/products")["products"]}
        for product_id, units in self._stocks.items():
            yield from _differ(
                f"units of {product_id} on the shelf", products[product_id]["stock"]["units"], units - used[product_id]
            )

    def _capacity(self) -> Iterator[str]:
        """What the kitchen admitted it has made, or was given back."""
        for station, seconds in self._store.backlog().items():
            yield from _differ(f"seconds of work that the station {station} still has admitted", seconds, 0)

    def _used(self) -> Counter[str]:
        """Units that the robot's orders took of each product, and did not give back: what was sold earlier in the day was not
        counted any more."""
        used: Counter[str] = Counter()
        for order in (each for each in self.orders if each["order_id"] in self._played.orders and _taken(each)):
            for line in order["lines"]:
                for product_id in _parts(line):
                    used[product_id] += line["quantity"]
        return used

    def _discount(self, order: Mapping[str, Any]) -> int:
        """By the day's campaign."""
        return sum(each["amount"] for each in order["discounts"] if each["campaign_id"] == self._played.campaign)

    def _promises(self) -> Iterator[str]:
        """Whoever paid was promised a time if anything has to be made, which no longer changed; the day's report judges by it."""
        promises = self._manager("GET", "/store")["kitchen_places"] is not None
        takes_time = {
            each["product_id"] for each in self._manager("GET", "/products")["products"] if each["make_seconds"]
        }
        for order in self.orders:
            order_id, promise = order["order_id"], order["promise"]
            is_made = any(product_id in takes_time for line in order["lines"] for product_id in _parts(line))
            if (promise is not None) is not (promises and is_made and order["paid_at"] is not None):
                yield f"{order_id}: promised {promise}"
            if self._played.promises.get(order_id, promise) != promise:
                yield f"{order_id}: promised {self._played.promises[order_id]}, and {promise} afterwards"
        kept = self.kept_promises
        report = self._manager("GET", f"/reports/day?day={self._day}")["promises"] or {"orders": 0, "kept": 0}
        yield from _differ("promised times of the day's report", report["orders"], len(kept))
        yield from _differ("kept ones of the day's report", report["kept"], sum(kept))

    @property
    def kept_promises(self) -> list[bool]:
        """Of each order that was promised a time and was ready, whether it was by its P90."""
        return [
            ready_at <= order["promise"]["p90"]
            for order in self.orders
            if order["promise"]
            and (ready_at := next((step["at"] for step in order["timeline"] if step["status"] == "READY"), None))
        ]

    def _screens(self) -> Iterator[str]:
        queue = self._manager("GET", "/kitchen/queue")["orders"]
        yield from (f"{each['order_id']}: still in the kitchen's queue" for each in queue)

    def _mails(self) -> Iterator[str]:
        """To the customer who has an account, and to the store where its shelves are low."""
        sent = list(self._store.mails())
        subjects = [each.subject for each in sent if each.to == self._played.address]
        placed = [
            each for each in self.orders if (visit := self._played.orders.get(each["order_id"])) and visit.signed_in
        ]
        yield from expected_to_customer(subjects, placed, self._store.patience)
        address = self._manager("GET", "/store")["alert_email"]
        for product in self._manager("GET", "/products")["products"] if address else ():
            product_id, stock = product["product_id"], product["stock"]
            notified = Mail(address, f"Estoque baixo: {product['name']['pt-BR']}") in sent
            if product_id in self._stocks and stock["units"] <= stock["low_at"] and not notified:
                yield f"{product_id}: no mail that few are left"


def _parts(line: Mapping[str, Any]) -> list[str]:
    """The products of an order's line, those within a combo too."""
    return [line["product_id"], *(each["product_id"] for each in line["choices"])]


def _differ(subject: str, found: int, expected: int) -> Iterator[str]:
    if found != expected:
        yield f"{subject}: {found}, and the orders say {expected}"


def _pages(caller: Caller, path: str, member: str) -> Iterator[Any]:
    cursor: str | None = ""
    while cursor is not None:
        page = caller("GET", path + _after(cursor))
        yield from page[member]
        cursor = page["cursor"]


def _after(cursor: str) -> str:
    return f"&{httpx.QueryParams(cursor=cursor)}" if cursor else ""


def _paid_at_all(order: Mapping[str, Any]) -> bool:
    return order["payment"] is not None and order["payment"]["status"] == "PAID"


def _paid(order: Mapping[str, Any]) -> int:
    return int(order["payment"]["amount"]) if _paid_at_all(order) else 0


def _paid_with(order: Mapping[str, Any]) -> str | None:
    return order["payment"]["provider_order_id"] if _paid_at_all(order) else None


def _cash(order: Mapping[str, Any]) -> int:
    """What the counter took for it and did not give back; the provider knows nothing of that."""
    name = _paid_with(order)
    if name is None or not name.startswith("counter-"):
        return 0
    return _paid(order) - sum(int(each["amount"]) for each in order["refunds"] if each["provider_order_id"] == name)


def _refunded(order: Mapping[str, Any]) -> int:
    return sum(each["amount"] for each in order["refunds"] if each["status"] == "DONE")


def _late(order: Mapping[str, Any]) -> int:
    """What came that did not pay it."""
    return sum(each["amount"] for each in order["refunds"] if each["provider_order_id"] != _paid_with(order))


def _given_back(order: Mapping[str, Any]) -> bool:
    """Whether the money that paid it went back."""
    return any(each["provider_order_id"] == _paid_with(order) and each["status"] == "DONE" for each in order["refunds"])


def _taken(order: Mapping[str, Any]) -> bool:
    """Whether it has kept what it took when it was placed: its stock, its use of a campaign."""
    return order["status"] not in UNMADE or _begun(order)


def _begun(order: Mapping[str, Any]) -> bool:
    return any(step["status"] == "IN_PREPARATION" for step in order["timeline"])


def _kept_by_provider(order: Mapping[str, Any]) -> int:
    refunds = order["transactions"].get("refunds", [])
    refunded = sum(_centavos(each["amount"]) for each in refunds if each["status"] == "processed")
    return _centavos(order.get("total_paid_amount", "0.00")) - refunded


def _reais(centavos: int) -> str:
    return f"{centavos / 100:.2f}"


def _centavos(amount: str) -> int:
    return int(amount.replace(".", ""))
