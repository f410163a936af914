"""POST /campaigns/{campaign_id}/estimate: what a campaign, saved or not, would have cost on a day that is over.

It is worked out on that day's orders (yesterday's when `day` is left out), as if it alone had been on all day and everybody had
had its code: the most that it would have cost. Nothing is saved or counted.
"""

from datetime import timedelta
from itertools import chain, islice

from bytemeburger import clock
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.campaigns.model import Campaign
from bytemeburger.campaigns.schemas import SaveCampaign
from bytemeburger.hours.rules import local_time
from bytemeburger.orders import records
from bytemeburger.parameters import day
from bytemeburger.sales import campaign_estimate
from bytemeburger.sales.campaign_estimate import CampaignEstimate
from bytemeburger.stores import records as stores

DAY = day("day", "A business day of the store; yesterday when left out.")
MAX_ORDERS = 2_000


@endpoint("manager", query=(DAY,), problems={404: ("store-unknown",)})
def handler(request: Request, body: SaveCampaign) -> Response[CampaignEstimate]:
    store = stores.read(request.principal.staff_store)
    yesterday = local_time(clock.now(), store.time_zone).date() - timedelta(days=1)
    reported = request.query(DAY) or yesterday.isoformat()
    campaign = Campaign.of(body.model_dump(by_alias=True) | {"campaign_id": request.path("campaign_id")})
    found = campaign_estimate.sold(chain.from_iterable(records.open_or_of_day(store.store, reported)), reported)
    orders = list(islice(found, MAX_ORDERS + 1))
    complete = len(orders) <= MAX_ORDERS
    return Response(campaign_estimate.estimate(campaign, reported, orders[:MAX_ORDERS], complete=complete))
