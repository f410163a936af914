"""GET /reports/sales: what was sold from one business day to another, by day, hour, product, category or payment method.

From counters, never from orders; refunds are subtracted on the day of their sale. An order counts once in each row that
has anything of it. `units` were sold on their own, `units_in_combos` within combos, whose row has all their money. Days from before methods were counted have no rows of them. `Accept:
text/csv` for a spreadsheet.
"""

from bytemeburger.api import Csv, Request, Response, endpoint
from bytemeburger.parameters import choice
from bytemeburger.sales import records, views
from bytemeburger.sales.period import FROM, TO, business_days

BY = choice("by", records.PLACES, "What a row of the report is.").default("day")


@endpoint("manager", query=(FROM, TO, BY))
def handler(request: Request) -> Response[views.SalesReport | Csv]:
    by = request.query(BY)
    days = business_days(request.query(FROM), request.query(TO))
    store = request.principal.staff_store
    books = records.books(store, days)
    rows = views.rows(by, records.counters(store, books, by))
    if request.accepts(Csv.MEDIA_TYPE):
        return Response(Csv(views.as_csv(by, rows)))
    by_day = rows if by == "day" else views.rows("day", records.counters(store, books, "day"))
    report: views.SalesReport = {
        "from": days[0],
        "to": days[-1],
        "currency": "BRL",
        "by": by,
        "rows": rows,
        "total": views.total(by_day),
    }
    return Response(report)
