"""What a stage costs a month on AWS: counted requests, units and invocations (counts.json) at dated list prices (prices.json).

make cost STORES=1 ORDERS=1000     # orders a day, of all stores
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deployment.render_template import render, render_stage
from deployment.template import ROOT

COUNTS: Mapping[str, Any] = json.loads((Path(__file__).parent / "counts.json").read_text())
PRICES: Mapping[str, Any] = json.loads((Path(__file__).parent / "prices.json").read_text())
DOCUMENT = ROOT / "docs" / "cost.md"
GENERATED = re.compile(r"(?<=<!-- generated: make cost -->\n).*?(?=<!-- end -->)", re.DOTALL)
DAYS = 30
STORE_METRICS = 8
"""Names of `orders/metrics.py`, each with the store as its dimension; a test counts them."""
STAGE_METRICS = 20
"""Names that are counted for the whole stage."""


@dataclass(frozen=True)
class CostItem:
    """`units` a month, at `usd` each."""

    name: str
    units: float
    usd: float

    @property
    def total(self) -> float:
        return self.units * self.usd


def by_orders(orders: float) -> Iterator[CostItem]:
    """What so many orders cost, without any free tier."""
    table, call, socket = COUNTS["table"], COUNTS["invocation"], COUNTS["websocket"]
    requests = sum(COUNTS["requests"].values())
    invocations = requests + sum(COUNTS["invocations_beside_the_api"].values())
    sampled = float(sampling_rate()) * (requests + COUNTS["bus_events"])
    per_order = {
        "API Gateway: REST requests": requests,
        "API Gateway: WebSocket messages": socket["messages"],
        "API Gateway: WebSocket minutes": socket["minutes"],
        "CloudFront: HTTPS requests": COUNTS["edge_requests"],
        "CloudFront: functions": COUNTS["edge_requests"],
        "DynamoDB: read units": table["read_units"],
        "DynamoDB: write units": table["write_units"],
        "EventBridge: events": COUNTS["bus_events"],
        "Lambda: requests": invocations,
        "S3: PUT requests": COUNTS["archived_objects"],
        "WAF: requests": requests,
        "X-Ray: traces": sampled,
    }
    for name, count in per_order.items():
        yield CostItem(name, count * orders, PRICES["usd_per_million"][name] / 1e6)
    gigabyte_seconds = call["megabytes"] / 1024 * call["milliseconds"] / 1000 * invocations
    gigabytes = {
        "CloudFront: GB out": COUNTS["edge_kilobytes"] / 1e6,
        "CloudWatch: GB of logs": call["log_bytes"] * invocations / 1e9,
        "Lambda: GB-seconds (arm64)": gigabyte_seconds,
    }
    for name, count in gigabytes.items():
        yield CostItem(name, count * orders, PRICES["usd_each"][name])


def standing(stores: int) -> Iterator[CostItem]:
    """What a stage on prod costs though nobody orders; without the table's storage and its backups, and Cognito."""
    resources = [each["Type"] for each in render_stage(Stage="prod")["Resources"].values()]
    rules = render("operations", Stage="prod")["Resources"]["Firewall"]["Properties"]["Rules"]
    counts = {
        "CloudWatch: alarm": resources.count("AWS::CloudWatch::Alarm"),
        "CloudWatch: dashboard": resources.count("AWS::CloudWatch::Dashboard"),
        "CloudWatch: metric": STAGE_METRICS + STORE_METRICS * stores,
        "KMS: key": resources.count("AWS::KMS::Key"),
        "Secrets Manager: secret": resources.count("AWS::SecretsManager::Secret") + stores,
        "WAF: rule": len(rules),
        "WAF: web ACL": 1,
    }
    for name, count in counts.items():
        yield CostItem(name, count, PRICES["usd_a_month"][name])


def sampling_rate() -> float:
    """The share of requests on prod that are traced."""
    rule = render("operations", Stage="prod")["Resources"]["Sampling"]["Properties"]["SamplingRule"]
    rate: float = rule["FixedRate"]["Fn::If"][1]
    return rate


def per_thousand() -> dict[str, float]:
    """US dollars for 1,000 orders, by service, the dearest first."""
    found: dict[str, float] = {}
    for line in by_orders(1_000):
        service = line.name.partition(":")[0]
        found[service] = found.get(service, 0) + line.total
    return dict(sorted(found.items(), key=lambda each: -each[1]))


def section() -> str:
    """The generated part of docs/cost.md."""
    services = per_thousand()
    rows = [f"| {name} | {usd:.3f} |" for name, usd in services.items()]
    table = [
        "",
        "| per 1,000 orders | US$ |",
        "|---|---:|",
        *rows,
        f"| **all** | **{sum(services.values()):.3f}** |",
        "",
    ]
    table += ["| a month, prod, though nobody orders | 1 store | 1,000 stores |", "|---|---:|---:|"]
    for one, many in zip(standing(1), standing(1_000), strict=True):
        table.append(f"| {one.name}: {one.units:,.0f}; {many.units:,.0f} | {one.total:,.2f} | {many.total:,.2f} |")
    sums = [sum(line.total for line in standing(stores)) for stores in (1, 1_000)]
    table += [f"| **all** | **{sums[0]:,.2f}** | **{sums[1]:,.2f}** |", ""]
    return "\n".join([*table, ""])


def bill(stores: int, orders: int) -> str:
    """A month, line by line."""
    lines = [*by_orders(orders * DAYS), *standing(stores)]
    rows = [f"{each.name:<36}{each.units:>18,.1f}{each.total:>14,.2f}" for each in lines]
    total = sum(each.total for each in lines)
    heading = f"{stores:,} stores, {orders:,} orders a day; {PRICES['region']}, prices of {PRICES['date']}, unchecked"
    ending = f"{'all':<36}{'':>18}{total:>14,.2f}\nper 1,000 orders{total / (orders * DAYS) * 1_000:>52,.3f}"
    return "\n".join([heading, *rows, ending, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stores", type=int, default=1)
    parser.add_argument("--orders", type=int, default=1_000, help="a day, of all stores")
    parser.add_argument("--write", action="store_true", help="the generated part of docs/cost.md")
    arguments = parser.parse_args()
    if arguments.stores < 1 or arguments.orders < 1:
        parser.error("at least one store and one order")
    if arguments.write:
        DOCUMENT.write_text(GENERATED.sub(lambda _: section(), DOCUMENT.read_text()))
    sys.stdout.write(bill(arguments.stores, arguments.orders))


if __name__ == "__main__":
    main()
