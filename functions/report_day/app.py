"""GET /reports/day: a business day as it stands: orders by status, waits, money, and what a person has to look at.

`day` (today when left out) is one of the store's business days; orders of other days are told where money of theirs still
waits for somebody, or where they are late.
"""

from bytemeburger import clock
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.hours.rules import business_day
from bytemeburger.orders import records
from bytemeburger.parameters import day
from bytemeburger.sales.day import DayReport, report
from bytemeburger.stores import records as stores

DAY = day("day", "A business day of the store; today when left out.")


@endpoint("manager", query=(DAY,), problems={404: ("store-unknown",)})
def handler(request: Request) -> Response[DayReport]:
    store, now = request.staff_store, clock.now()
    reported = request.query(DAY) or business_day(now, stores.read(store).time_zone)
    return Response(report(reported, records.open_or_of_day(store, reported), now))
