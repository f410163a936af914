"""Why somebody may look at another person's data: closed lists, because a reason is kept longer than the data itself."""

from enum import StrEnum


class DeskReason(StrEnum):
    """How the person asked for their data, or for its erasure."""

    IN_PERSON = "in-person"
    IN_WRITING = "in-writing"
    BY_REPRESENTATIVE = "by-representative"
    BY_AUTHORITY = "by-authority"


class ContactReason(StrEnum):
    """What a customer's contact is needed for."""

    CAMPAIGN = "campaign"
    ORDER = "order"
    COMPLAINT = "complaint"
    LOST_PROPERTY = "lost-property"
    CUSTOMER_REQUEST = "customer-request"
    OTHER = "other"


def reason(written: str | None) -> str | None:
    """The code of a reason as the trail holds it. Staff once wrote them as they liked: what they wrote is `other`."""
    codes = (None, *DeskReason, *ContactReason)
    return written if written in codes else str(ContactReason.OTHER)
