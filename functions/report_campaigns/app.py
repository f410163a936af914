"""GET /reports/campaigns: what campaigns took off, by campaign and business day.

From counters, never from orders; refunds are subtracted on the day of their sale. An order that two campaigns took something
off counts in both rows. Of campaigns with a hold-out group, orders of those offered and of those held out are compared. `Accept: text/csv` for a spreadsheet.
"""

from bytemeburger.api import Csv, Request, Response, endpoint
from bytemeburger.campaigns import records as campaigns
from bytemeburger.sales import campaign_views as views
from bytemeburger.sales import records
from bytemeburger.sales.period import FROM, TO, business_days


@endpoint("manager", query=(FROM, TO))
def handler(request: Request) -> Response[views.CampaignReport | Csv]:
    store, period = request.principal.staff_store, business_days(request.query(FROM), request.query(TO))
    names = {each.campaign_id: each.definition.name for each in campaigns.all_of(store) if each.definition}
    counters = list(records.of_campaigns(store, period))
    rows = views.rows(counters, names)
    if request.accepts(Csv.MEDIA_TYPE):
        return Response(Csv(views.as_csv(rows)))
    report: views.CampaignReport = {
        "from": period[0],
        "to": period[-1],
        "currency": "BRL",
        "rows": rows,
        "hold_outs": views.hold_outs(counters, names),
    }
    return Response(report)
