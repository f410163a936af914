"""POST /campaigns/{campaign_id}/mailings: write a campaign's mail, and get it oneself in both languages.

It goes to the address that the manager signed in with, and to nobody else. Customers get exactly this when the mailing is
started (`PUT /mailings/{mailing_id}/state`): what is changed is tested again. One that is not started is forgotten after
30 days.
"""

from bytemeburger import mail, table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.campaigns import records as campaigns
from bytemeburger.campaigns.model import State
from bytemeburger.errors import Conflict, Invalid, Unavailable
from bytemeburger.mailings import records, views
from bytemeburger.mailings.message import TEST_LINK, render
from bytemeburger.mailings.model import Audience
from bytemeburger.mailings.schemas import NewMailing
from bytemeburger.stores import records as stores
from bytemeburger.telemetry import logger


@endpoint(
    "manager",
    statuses=(201,),
    problems={
        404: ("store-unknown", "campaign-unknown"),
        409: ("campaign-ended", "own-address-missing"),
        422: ("test-mail-refused",),
        503: ("test-mail-unavailable",),
    },
)
def handler(request: Request, body: NewMailing) -> Response[views.Mailing]:
    store = stores.read(request.principal.staff_store)
    campaign = campaigns.read(store.store, request.path("campaign_id"))
    assert campaign.definition
    if campaign.state == State.ENDED:
        raise Conflict("campaign-ended")
    if not (address := request.principal.claims.get("email")):
        raise Conflict("own-address-missing")
    messages = body.messages.model_dump(by_alias=True)
    for language, message in messages.items():
        try:
            mail.send(address, message["subject"], render(message, language, store.name, TEST_LINK[language]))
        except mail.MessageRejected:
            raise Invalid("test-mail-refused") from None
        except mail.NotSent as refused:
            logger.error("test mail not sent", extra={"error": str(refused)})
            raise Unavailable("test-mail-unavailable", retry_after=mail.RETRY_SECONDS) from None
    audience = Audience.of(body.audience.model_dump())
    name = campaign.definition.name
    mailing, written = records.new(
        store.store, campaign.campaign_id, name, audience, messages, request.principal.subject
    )
    table.transact([written])
    return Response(views.for_manager(mailing))
