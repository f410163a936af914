"""GET /reports/day: a business day as it stands: orders by status, waits, money, and what a person has to look at.

`day` (today when left out) is one of the store's business days; orders of other days are included where a payment of
theirs still waits for a decision, or where they are late.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import chain

from bytemeburger import clock
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.hours.rules import business_day
from bytemeburger.orders import archive, records
from bytemeburger.parameters import day
from bytemeburger.sales.day import DayReport, report
from bytemeburger.stores import records as stores
from bytemeburger.stores.views import wait_limits
from bytemeburger.table import Plain

DAY = day("day", "A business day of the store; today when left out.")


@endpoint("manager", query=(DAY,), problems={404: ("store-unknown",)})
def handler(request: Request) -> Response[DayReport]:
    store, now = stores.read(request.principal.staff_store), clock.now()
    reported = request.query(DAY) or business_day(now, store.time_zone)
    late_after = timedelta(minutes=wait_limits(store)["late_minutes"])
    with ThreadPoolExecutor() as asking:
        parts = asking.map(list[Plain], records.open_or_of_day(store.store, reported))
        found = list(chain.from_iterable(parts))
    found += archive.rest_of_day(store.store, reported, found)
    return Response(report(reported, found, now, late_after))
