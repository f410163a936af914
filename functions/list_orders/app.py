"""GET /staff/orders: the orders of a business day, those at work first, then the ended ones, newest first.

`day` (today when left out), `status` and `number` narrow the list; `limit` and `cursor` page through it.
"""

from bytemeburger import clock
from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.orders import records, views
from bytemeburger.orders.rules import Status
from bytemeburger.stores import records as stores

MOST_NUMBER = 999_999


@endpoint("kitchen", "counter", "manager")
def handler(request: Request) -> Reply:
    store = request.staff_store
    where = {"status": request.choice("status", Status), "number": request.whole("number", MOST_NUMBER)}
    day = request.day("day") or clock.business_day(clock.now(), stores.read(store).time_zone)
    page = records.of_day(
        store,
        day,
        {name: value for name, value in where.items() if value is not None},
        limit=request.limit(),
        cursor=request.query("cursor"),
    )
    return Reply({"orders": [views.in_list(order) for order in page.items], "cursor": page.cursor})
