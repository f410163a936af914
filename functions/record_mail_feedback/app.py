"""A campaign's mail bounced for good, or its reader complained, as SES says on the account's own bus: the address is
suppressed and the consent taken back.

The rule hands on which mail it was and what came back: no address reaches this function, its log or its dead letters.

A mail is found by an index, which follows a moment later, and a bounce can be quicker. So what is not found of a mail that was
just sent is tried again by Lambda, after a minute: by then a mail that is not there is no mail any more, as after an erasure.
"""

from typing import Literal, TypedDict

from bytemeburger import clock
from bytemeburger.bus import event_consumer
from bytemeburger.mailings import unsubscribing
from bytemeburger.mailings.model import Feedback
from bytemeburger.telemetry import logger


class MailFeedback(TypedDict):
    """`mail`: the values of the tag that the mail was sent with, which is one; `sent_at`: UTC text."""

    mail: list[str]
    sent_at: str
    feedback: Literal["bounced", "complained"]


class NotIndexedYet(Exception):
    """The mail may be found in a moment."""


@event_consumer
def handler(detail: MailFeedback) -> None:
    feedback, (mail_id,) = Feedback(detail["feedback"]), detail["mail"]
    found = unsubscribing.withdraw(mail_id, feedback)
    if not found and clock.now() - clock.instant(detail["sent_at"]) < unsubscribing.INDEXED_AFTER:
        raise NotIndexedYet
    logger.info("mail came back", extra={"feedback": str(feedback), "found": found})
