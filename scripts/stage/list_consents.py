"""Have mailings reach those who agreed to marketing before their profiles were listed by it (`customers.records.agreeing`).

Once, after the deployment that brought the list; it does no harm to repeat it. Profiles are listed by each change of a
consent since.
"""

import sys
from contextlib import suppress
from functools import partial

from bytemeburger import table
from bytemeburger.customers import records
from bytemeburger.errors import NotFound
from scripts.stage.deployed import deployed, stage_parser


def list_consents() -> int:
    """How many were listed."""
    listed, cursor = 0, None
    while True:
        page = records.listed({"consents.marketing.granted": True}, None, limit=100, cursor=cursor)
        for profile in page.items:
            if "GSI3PK" not in profile:
                with suppress(NotFound):  # who is being erased meanwhile
                    table.change(partial(records.read, profile["sub"]), lambda _: True)
                    listed += 1
        if page.cursor is None:
            return listed
        cursor = page.cursor


if __name__ == "__main__":
    deployed(stage_parser(__doc__).parse_args().stage)
    sys.stdout.write(f"{list_consents()} customers were listed\n")
