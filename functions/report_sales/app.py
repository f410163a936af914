"""GET /reports/sales: what was sold from one business day to another, by day, hour, product, category or payment method.

From counters, never from orders; refunds are subtracted on the day of their sale. An order counts once in each row that
has anything of it. `units` were sold on their own, `units_in_combos` within combos, whose row has all their money. Days from before methods were counted have no rows of them. `Accept:
text/csv` for a spreadsheet.
"""

from datetime import date, timedelta

from bytemeburger.api import Csv, Request, Response, endpoint
from bytemeburger.errors import Malformed
from bytemeburger.parameters import choice, day
from bytemeburger.sales import records, views

MOST_DAYS = 92
FROM = day("from", "The first business day.").needed()
TO = day("to", "The last business day; the first one when left out.")
BY = choice("by", records.PLACES, "What a row of the report is.").default("day")


@endpoint("manager", query=(FROM, TO, BY))
def handler(request: Request) -> Response[views.SalesReport | Csv]:
    first, by = request.query(FROM), request.query(BY)
    days = _days(first, request.query(TO) or first)
    store = request.staff_store
    rows = views.rows(by, records.counters(store, days, by))
    if request.accepts(Csv.MEDIA_TYPE):
        return Response(Csv(views.as_csv(by, rows)))
    by_day = rows if by == "day" else views.rows("day", records.counters(store, days, "day"))
    report: views.SalesReport = {
        "from": days[0],
        "to": days[-1],
        "currency": "BRL",
        "by": by,
        "rows": rows,
        "total": views.total(by_day),
    }
    return Response(report)


def _days(first: str, last: str) -> list[str]:
    """Raises Malformed for no days and for too many."""
    start, count = date.fromisoformat(first), (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    if not 1 <= count <= MOST_DAYS:
        raise Malformed("parameter-invalid", parameter="to")
    return [(start + timedelta(days=number)).isoformat() for number in range(count)]
