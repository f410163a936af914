"""Archive what is missing of a store's business day, from the orders that the table still has.

For events that were lost: not published in time, or dead letters that nobody put back within fourteen days. An order
leaves the table 400 days after it was placed; it does no harm to repeat this before.
"""

import os
import sys
from datetime import date

from bytemeburger.orders import archive
from scripts.stage.deployed import deployed, stage_parser


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("store")
    parser.add_argument("day", type=date.fromisoformat, help="YYYY-MM-DD, by the store's clock")
    arguments = parser.parse_args()
    os.environ["ARCHIVE_BUCKET"] = deployed(arguments.stage).outputs["ArchiveBucket"]
    archived = archive.complete_day(arguments.store, arguments.day.isoformat())
    sys.stdout.write(f"{archived} states of orders were missing, and are archived\n")


if __name__ == "__main__":
    main()
