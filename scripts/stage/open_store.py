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
    missing_steps = missing(stage, name)
    if missing_steps or store.accepts_orders:
        return missing_steps

    def switch(store: Store) -> bool:
        store.accepts_orders = True
        return True

    table.change(lambda: records.read(name), switch)
    return []


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("store")
    arguments = parser.parse_args()
    stage = deployed(arguments.stage)

    try:
        missing_steps = open_store(stage, arguments.store)
    except NotFound:
        sys.exit(f"error: there is no store {arguments.store!r}: make store")
    if missing_steps:
        sys.exit("\n".join(f"still missing: {each}" for each in missing_steps))
    sys.stdout.write(f"{arguments.store} takes orders, within its hours\n")


if __name__ == "__main__":
    main()
