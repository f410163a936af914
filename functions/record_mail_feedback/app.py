"""A campaign's mail bounced for good, or its reader complained, as SES says on the account's own bus: the address is
suppressed and the consent taken back.

The rule hands on which mail it was and what came back: no address reaches this function, its log or its dead letters.
"""

from typing import Literal, TypedDict

from bytemeburger.bus import event_consumer
from bytemeburger.mailings import unsubscribing
from bytemeburger.mailings.model import Feedback
from bytemeburger.telemetry import logger


class MailFeedback(TypedDict):
    """`mail`: the values of the tag that the mail was sent with, which is one."""

    mail: list[str]
    feedback: Literal["bounced", "complained"]


@event_consumer
def handler(detail: MailFeedback) -> None:
    feedback, (mail_id,) = Feedback(detail["feedback"]), detail["mail"]
    found = unsubscribing.withdraw(mail_id, feedback)
    logger.info("mail came back", extra={"feedback": str(feedback), "found": found})
