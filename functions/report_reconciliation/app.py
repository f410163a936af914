"""GET /reports/reconciliation: a day's payments, what the provider says against what we say.

`exceptions` should be empty: each says what does not agree, and how much of that payment the payer has again. `net` is what
was kept. The provider is asked for each order, so a day comes in pages. Money in centavos.
"""

from concurrent.futures import ThreadPoolExecutor

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.orders import archive, records
from bytemeburger.parameters import CURSOR, day, limit
from bytemeburger.payments import comparison, providers

DAY = day("day", "A business day of the store.").needed()
LIMIT = limit(default=100, maximum=100)
AT_ONCE = 8
"""Questions to the provider: a page takes 2 seconds where each of them takes 150 ms. One after the other it would take longer
than a caller waits."""


@endpoint("manager", query=(DAY, LIMIT, CURSOR), problems={503: ("payment-unavailable",)})
def handler(request: Request) -> Response[comparison.Reconciliation]:
    store, business_day = request.principal.staff_store, request.query(DAY)
    page = archive.of_day(store, business_day, {}, limit=request.query(LIMIT), cursor=request.query(CURSOR))
    gateway = providers.gateway(store)
    with ThreadPoolExecutor(AT_ONCE) as asking:
        compared = list(asking.map(lambda item: comparison.compare(records.from_item(item), gateway), page.items))
    paid, refunded, charged_back = (
        sum(getattr(each, name) for each in compared) for name in ("paid", "refunded", "charged_back")
    )
    return Response(
        {
            "day": business_day,
            "orders": len(compared),
            "paid": paid,
            "refunded": refunded,
            "charged_back": charged_back,
            "net": paid - refunded - charged_back,
            "exceptions": [exception for each in compared for exception in each.exceptions],
            "cursor": page.cursor,
        }
    )
