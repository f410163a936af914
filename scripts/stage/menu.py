"""Bring the menu of a store to what a file says.

The file is JSON or YAML, a list of products, each its `product_id` and the body of PUT /products/{product_id} (prices
in centavos). What it leaves out of a product stays as it is, and so do products that it does not name. Nothing is
written without --go, and a second run changes nothing.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from bytemeburger import table
from bytemeburger.errors import Invalid, NotFound
from bytemeburger.menu import records, rules
from bytemeburger.menu.schemas import SaveProduct
from bytemeburger.stores import records as stores
from bytemeburger.texts import PROBLEMS
from scripts.stage.deployed import deployed, stage_parser
from scripts.stage.menu_file import Entries, MenuError, read_menu


@dataclass(frozen=True)
class ProductChange:
    """Of one product; `put back` is one that was taken off the menu."""

    kind: Literal["add", "change", "put back"]
    product: Any
    """The item at the version that was read."""
    values: dict[str, Any]
    """The attributes that differ, as they will be stored."""

    def __str__(self) -> str:
        price = f"{self.values['price'] / 100:.2f} BRL" if "price" in self.values else ""
        others = [name for name in self.values if name != "price"] if self.kind == "change" else []
        return f"{self.kind:9} {self.product.product_id:32} {', '.join(filter(None, [price, *others]))}".rstrip()


@dataclass(frozen=True)
class Plan:
    changes: list[ProductChange] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)
    """Products of the store that the file does not name."""

    def lines(self) -> Iterator[str]:
        yield from map(str, self.changes)
        yield f"{len(self.unchanged)} products are as the file has them"
        if self.untouched:
            yield f"not in the file, left alone: {', '.join(self.untouched)}"


def plan(store: str, entries: Entries) -> Plan:
    """What would be written. Raises MenuError for a product that could not be sold, all such in one."""
    menu = {each["product_id"]: each for each in records.read_menu(store)[1]}
    found = Plan(untouched=sorted(name for name, each in menu.items() if name not in entries and not each["removed"]))
    faults = []
    for product_id, entry in entries.items():
        product = records.read_or_new(store, product_id)
        kind: Literal["add", "change", "put back"] = "change"
        if product_id not in menu:
            kind = "add"
        elif menu[product_id]["removed"]:
            kind = "put back"
        stored = product.plain() if kind == "change" else {}
        try:
            saved = _validated(stored, entry)
        except MenuError as error:
            faults += [f"{product_id}: {fault}" for fault in error.args]
            continue
        menu[product_id] = {"product_id": product_id, "removed": False} | saved
        differing = {name: value for name, value in saved.items() if stored.get(name) != value}
        if differing or kind == "put back":
            found.changes.append(ProductChange(kind, product, differing))
        else:
            found.unchanged.append(product_id)
    for product_id in entries if not faults else ():
        try:
            rules.require_combos_of_products(product_id, menu[product_id], menu.values())
        except Invalid as problem:
            members = problem.members | {"name": menu[product_id]["name"]["en"]}
            faults.append(f"{product_id}: {PROBLEMS[problem.code][0].format(**members)}")
    if faults:
        raise MenuError(*faults)
    # A combo comes after its components.
    found.changes.sort(key=lambda change: menu[change.product.product_id]["category"] == "combo")
    return found


def _validated(stored: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    """The stored form of a product, as PUT /products/{product_id} would save it. Raises MenuError."""
    previous = {name: stored[name] for name in SaveProduct.model_fields if stored.get(name) is not None}
    try:
        return SaveProduct.model_validate(previous | entry).model_dump(by_alias=True)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}".removeprefix(": ") for each in error.errors())
        raise MenuError(*faults) from None


def write(changes: list[ProductChange]) -> list[str]:
    """The products that were changed since they were read; the others are saved."""
    conflicts = []
    for change in changes:
        for name, value in change.values.items():
            setattr(change.product, name, value)
        change.product.removed = False
        try:
            table.save(change.product)
        except table.VersionConflict:
            conflicts.append(change.product.product_id)
    return conflicts


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("file", type=Path, help="JSON (.json) or YAML")
    parser.add_argument("--store", help="the stage's default store, unless given")
    parser.add_argument("--go", action="store_true", help="write; without it only print what would be written")
    arguments = parser.parse_args()
    if not arguments.file.is_file():
        parser.error(f"there is no file {arguments.file}: FILE=menu.yaml")
    stage = deployed(arguments.stage)
    store = arguments.store or stage.outputs["DefaultStore"]
    try:
        sys.exit(import_menu(store, arguments.file, go=arguments.go))
    except MenuError as error:
        sys.exit("\n".join(f"error: {line}" for line in error.args))


def import_menu(store: str, file: Path, *, go: bool) -> str | None:
    """What is still wrong in the end. Raises MenuError, before anything is written."""
    try:
        stores.read(store)
    except NotFound:
        raise MenuError(f"there is no store {store!r}: make store") from None
    planned = plan(store, read_menu(file))
    sys.stdout.write("".join(f"{line}\n" for line in planned.lines()))
    if not planned.changes:
        return None
    if not go:
        sys.stdout.write("nothing was written; GO=1 does it\n")
        return None
    conflicts = write(planned.changes)
    sys.stdout.write(f"written: {len(planned.changes) - len(conflicts)} products\n")
    if conflicts:
        return f"error: somebody else changed {', '.join(conflicts)} meanwhile: look again, then repeat this"
    return None


if __name__ == "__main__":
    main()
