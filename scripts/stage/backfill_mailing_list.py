"""Have mailings reach those who agreed to marketing before their profiles were listed by it (`customers.records.read_marketing_page`).

Once, after the deployment that brought the list; it does no harm to repeat it. Profiles are listed by each change of a
consent since.
"""

import sys
from contextlib import suppress
from functools import partial

from bytemeburger import table
from bytemeburger.customers import records
from bytemeburger.errors import NotFound
from bytemeburger.table import BY_STATE
from scripts.stage.deployed import deployed, stage_parser

PAGE = 100


def backfill() -> int:
    """How many were listed. Who orders meanwhile moves to the end of their shard, which is read last."""
    agreed = {"consents.marketing.granted": True}
    listed = 0
    for shard in records.shards():
        for profile in table.query_all(BY_STATE, shard, where=agreed, limit=PAGE):
            if "GSI3PK" not in profile:
                with suppress(NotFound):  # who is being erased meanwhile
                    table.change(partial(records.read, profile["sub"]), lambda _: True)
                    listed += 1
    return listed


if __name__ == "__main__":
    deployed(stage_parser(__doc__).parse_args().stage)
    sys.stdout.write(f"{backfill()} customers were listed\n")
