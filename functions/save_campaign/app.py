"""PUT /campaigns/{campaign_id}: create a campaign, or change it.

A new one is active at once, from its `starts` on. `If-Match` with the version that was read keeps two managers from undoing
each other. Placed orders keep what they were given; who changed what stays on record.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.campaigns import records, rules, views
from bytemeburger.campaigns.model import Campaign, State
from bytemeburger.campaigns.schemas import SaveCampaign
from bytemeburger.conditions import VALIDATORS, entity_tag
from bytemeburger.errors import Conflict, PreconditionFailed
from bytemeburger.menu import records as menu
from bytemeburger.stores import records as stores


@endpoint(
    "manager",
    headers=VALIDATORS,
    problems={
        404: ("store-unknown",),
        409: ("campaign-changed", "campaign-ended"),
        412: ("campaign-changed",),
        422: ("product-unknown", "option-unknown", "too-many-campaigns"),
        428: ("if-match-missing",),
    },
)
def handler(request: Request, body: SaveCampaign) -> Response[views.ManagedCampaign]:
    store, campaign_id = request.principal.staff_store, request.path("campaign_id")
    campaign = records.read_or_new(store, campaign_id)
    if not request.conditions.require(entity_tag(campaign.version) if campaign.version else None):
        raise PreconditionFailed("campaign-changed")
    if campaign.state == State.ENDED:
        raise Conflict("campaign-ended")
    settings, products = menu.read_menu(store)
    stores.require_known(settings)
    before = campaign.saved()
    campaign.definition = Campaign.of(body.model_dump(by_alias=True) | {"campaign_id": campaign_id})
    rules.require_offered(campaign.definition, products)
    counter = records.counters(store, [campaign_id]).get(campaign_id)
    records.save(campaign, before, request.principal.subject)
    return Response(views.for_manager(campaign, counter), etag=str(campaign.version))
