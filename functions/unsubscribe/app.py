"""POST /unsubscribe/{token}: take back the consent to marketing, with the token of a campaign's mail and nothing else.

What mail programs do when somebody presses "unsubscribe" (RFC 8058), and the page that the mail's link leads to. To ask
again changes nothing. A `GET` of the same address takes nothing back: programs that look behind links do that by themselves.

A mail is found by an index, which follows a moment later. So of one that was made within the last minute and is not found, it is
said to ask again: nobody hears that their consent is withdrawn while it is not.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.errors import NotFound, Unavailable
from bytemeburger.mailings import unsubscribing, views
from bytemeburger.mailings.model import Feedback
from bytemeburger.telemetry import logger


@endpoint(problems={404: ("unsubscribe-link-unknown",)}, strict=False)
def handler(request: Request) -> Response[views.Unsubscription]:
    mail_id = unsubscribing.mail_of(request.path("token"))
    if mail_id is None:
        raise NotFound("unsubscribe-link-unknown")
    found = unsubscribing.withdraw(mail_id, Feedback.UNSUBSCRIBED)
    if not found and unsubscribing.may_be_unindexed(mail_id):
        raise Unavailable("busy")
    logger.info("unsubscribed", extra={"found": found})
    return Response({"purpose": "marketing", "granted": False})
