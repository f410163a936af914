"""A mailing, one message of a campaign to an audience, as values."""

from dataclasses import dataclass
from enum import StrEnum

from bytemeburger.values import Value


class MailingState(StrEnum):
    """TESTED: who wrote it has it in their own mailbox. SENDING: customers get it. DONE: everybody had their turn.
    STOPPED: a manager called it off, or its campaign ended. The last two are final."""

    TESTED = "TESTED"
    SENDING = "SENDING"
    DONE = "DONE"
    STOPPED = "STOPPED"


class MailOutcome(StrEnum):
    """What became of one customer of the audience. UNCERTAIN: the mail was claimed, and whether SES took it was never
    learned; it is not sent again. All after it: nothing was sent, and why. UNREADABLE: what is stored of them is not as it should
    be."""

    SENT = "sent"
    UNCERTAIN = "uncertain"
    CONSENT_REVOKED = "consent-revoked"
    SUPPRESSED = "suppressed"
    WEEKLY_LIMIT = "weekly-limit"
    RECEIVED_BEFORE = "received-before"
    HELD_OUT = "held-out"
    REFUSED = "refused"
    UNREADABLE = "unreadable"


class Feedback(StrEnum):
    """What came back of a mail; each takes the customer's consent back."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"


@dataclass(frozen=True)
class Audience(Value):
    """Of those who agree to marketing and have ordered in the store: whose last order there is at most `ordered_within`
    days old, or more than `not_ordered_within`; who bought one of these products or categories repeatedly, where any is
    named."""

    ordered_within: int | None = None
    not_ordered_within: int | None = None
    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
