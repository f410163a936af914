"""What the staff see of their store."""

from typing import Any

from bytemeburger.stores.records import Store


def for_staff(store: Store) -> dict[str, Any]:
    return {
        "store": store.store,
        "name": store.name,
        "time_zone": store.time_zone,
        "accepts_orders": store.accepts_orders,
        "hours": store.hours,
        "pix": store.pix,
        "alert_email": store.alert_email,
        "version": store.version,
    }
