"""GET /campaigns: every campaign of the store, those that have ended too, with what is counted of their uses."""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.campaigns import records, views


@endpoint("manager")
def handler(request: Request) -> Response[views.CampaignList]:
    campaigns = records.all_of(request.principal.staff_store)
    counters = records.counters(request.principal.staff_store, [each.campaign_id for each in campaigns])
    return Response({"campaigns": [views.for_manager(each, counters.get(each.campaign_id)) for each in campaigns]})
