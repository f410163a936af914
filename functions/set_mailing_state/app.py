"""PUT /mailings/{mailing_id}/state: start a mailing that was tested, or stop one for good.

It is sent by `deliver_mailings`, within the store's mail hours. After it was stopped ten more customers may get it at most.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.audit import records as audit
from bytemeburger.audit.rules import About, differences
from bytemeburger.campaigns import records as campaigns
from bytemeburger.campaigns.model import State
from bytemeburger.errors import Conflict
from bytemeburger.mailings import records, views
from bytemeburger.mailings.model import MailingState
from bytemeburger.mailings.rules import may_become
from bytemeburger.mailings.schemas import MailingStateChange


@endpoint(
    "manager",
    problems={
        404: ("mailing-unknown", "campaign-unknown"),
        409: ("campaign-ended", "mailing-ended", "mailing-changed"),
    },
)
def handler(request: Request, body: MailingStateChange) -> Response[views.Mailing]:
    store = request.principal.staff_store
    mailing = records.read(store, request.path("mailing_id"))
    if mailing["state"] != body.state:
        if not may_become(mailing["state"], body.state):
            raise Conflict("mailing-ended")
        campaign_id = mailing["campaign_id"]
        if body.state == MailingState.SENDING and campaigns.read(store, campaign_id).state == State.ENDED:
            raise Conflict("campaign-ended")
        before, after = ({"mailings": {mailing["mailing_id"]: state}} for state in (mailing["state"], str(body.state)))
        changed = audit.record_changes(
            store, request.principal.subject, About.CAMPAIGN, differences(before, after), campaign_id
        )
        if not records.change_state(mailing, body.state, changed):
            raise Conflict("mailing-changed")
        mailing = records.read(store, mailing["mailing_id"])
    return Response(views.for_manager(mailing))
