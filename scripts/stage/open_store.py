"""Let a store take orders, once it has all that it needs for them."""

import sys

from bytemeburger import table
from bytemeburger.errors import NotFound
from bytemeburger.stores import records
from bytemeburger.stores.records import Store
from scripts.stage.add_store import missing
from scripts.stage.deployed import Deployed, deployed, stage_parser


def open_store(stage: Deployed, name: str) -> list[str]:
    """What is missing, a line each; the store is open when that is nothing. Raises NotFound."""
    store = records.read(name)
    lacking = missing(stage, name)
    if lacking or store.accepts_orders:
        return lacking

    def switch(store: Store) -> bool:
        store.accepts_orders = True
        return True

    table.change(lambda: records.read(name), switch)
    return []


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("store")
    asked = parser.parse_args()
    stage = deployed(asked.stage)

    try:
        lacking = open_store(stage, asked.store)
    except NotFound:
        sys.exit(f"error: there is no store {asked.store!r}: make store")
    if lacking:
        sys.exit("\n".join(f"still missing: {each}" for each in lacking))
    sys.stdout.write(f"{asked.store} takes orders, within its hours\n")


if __name__ == "__main__":
    main()
