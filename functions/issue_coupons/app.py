"""POST /campaigns/{campaign_id}/coupons: issue codes for a campaign, drawn ones or one chosen word.

The codes are answered once and cannot be read later; lost ones have to be issued anew.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.campaigns import coupons, records, views
from bytemeburger.campaigns.model import State
from bytemeburger.campaigns.schemas import NewCoupons
from bytemeburger.errors import Conflict, Invalid


@endpoint(
    "manager",
    statuses=(201,),
    problems={404: ("campaign-unknown",), 409: ("campaign-ended", "coupon-taken"), 422: ("campaign-without-coupons",)},
)
def handler(request: Request, body: NewCoupons) -> Response[views.CouponCodes]:
    campaign = records.read(request.principal.staff_store, request.path("campaign_id"))
    if campaign.state == State.ENDED:
        raise Conflict("campaign-ended")
    if not campaign.definition or not campaign.definition.with_coupon:
        raise Invalid("campaign-without-coupons")
    codes = [body.word] if body.word else [coupons.draw() for _ in range(body.count or 1)]
    records.add_coupons(campaign, codes, body.uses, request.principal.subject)
    return Response({"campaign_id": campaign.campaign_id, "codes": codes, "uses": body.uses})
