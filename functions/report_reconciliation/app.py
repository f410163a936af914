"""GET /reports/reconciliation: a day's payments, what the provider says against what we say.

`exceptions` should be empty. The provider is asked for each order, so a day comes in pages.
"""

from concurrent.futures import ThreadPoolExecutor

from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.errors import Malformed
from bytemeburger.orders import records
from bytemeburger.payments import comparison, providers

AT_ONCE = 4
"""Questions to the provider; one after the other, a page would take longer than a caller waits."""


@endpoint("manager")
def handler(request: Request) -> Reply:
    store, day = request.staff_store, request.day("day")
    if day is None:
        raise Malformed("parameter-invalid", parameter="day")
    page = records.of_day(store, day, {}, limit=request.limit(20, 30), cursor=request.query("cursor"))
    gateway = providers.gateway(store)
    with ThreadPoolExecutor(AT_ONCE) as asking:
        compared = list(asking.map(lambda item: comparison.compare(records.restore(item), gateway), page.items))
    return Reply(
        {
            "day": day,
            "orders": len(compared),
            "paid": sum(each.paid for each in compared),
            "refunded": sum(each.refunded for each in compared),
            "exceptions": [exception for each in compared for exception in each.exceptions],
            "cursor": page.cursor,
        }
    )
