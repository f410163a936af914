"""What a store does between two requests."""

from typing import Any


def change_product(product_id: str, **changes: Any) -> None:
    from bytemeburger.menu import records as menu

    _change(menu.read("centro", product_id), changes)


def set_stock(product_id: str, units: int, low_at: int = 0) -> None:
    from bytemeburger.menu import records as menu

    change_product(product_id, counted=True)
    _change(menu.read_stock("centro", product_id), {"units": units, "low_at": low_at})


def units_left(product_id: str) -> int:
    from bytemeburger.menu import records as menu

    return menu.read_stock("centro", product_id).units


def change_store(**changes: Any) -> None:
    from bytemeburger.stores import records as stores

    _change(stores.read("centro"), changes)


def _change(item: Any, changes: dict[str, Any]) -> None:
    from bytemeburger import table

    for name, value in changes.items():
        setattr(item, name, value)
    table.save(item)
