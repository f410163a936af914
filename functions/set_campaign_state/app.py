"""PUT /campaigns/{campaign_id}/state: pause a campaign, let it go on, or end it for good.

Orders that were placed keep their discounts.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.campaigns import records, views
from bytemeburger.campaigns.model import State
from bytemeburger.campaigns.schemas import CampaignState
from bytemeburger.conditions import IF_MATCH
from bytemeburger.errors import Conflict, PreconditionFailed


@endpoint(
    "manager",
    headers=(IF_MATCH,),
    problems={
        404: ("campaign-unknown",),
        409: ("campaign-changed", "campaign-ended"),
        412: ("campaign-changed",),
        422: ("too-many-campaigns",),
    },
)
def handler(request: Request, body: CampaignState) -> Response[views.ManagedCampaign]:
    store, campaign_id = request.principal.staff_store, request.path("campaign_id")
    campaign = records.read(store, campaign_id)
    request.require_unchanged(campaign.version, PreconditionFailed("campaign-changed"))
    counter = records.counters(store, [campaign_id]).get(campaign_id)
    if campaign.state != body.state:
        if campaign.state == State.ENDED:
            raise Conflict("campaign-ended")
        before = campaign.saved()
        campaign.state = body.state
        records.save(campaign, before, request.principal.subject)
    return Response(views.for_manager(campaign, counter), etag=str(campaign.version))
