"""What managers see of mailings, and what somebody sees who takes their consent back."""

from typing import Literal, TypedDict

from bytemeburger.formats import Count, Cursor, Identifier, Time, Translations
from bytemeburger.mailings.model import Audience, Feedback, MailingState, MailOutcome
from bytemeburger.menu.rules import Category
from bytemeburger.table import Plain

SKIPPED = [each for each in MailOutcome if each not in (MailOutcome.SENT, MailOutcome.UNCERTAIN)]


class ChosenAudience(TypedDict):
    ordered_within: Count | None
    not_ordered_within: Count | None
    products: list[Identifier]
    categories: list[Category]


class Message(TypedDict):
    subject: str
    text: str


Messages = TypedDict("Messages", {"pt-BR": Message, "en": Message})

Skipped = TypedDict(
    "Skipped",
    {
        "consent-revoked": Count,
        "suppressed": Count,
        "weekly-limit": Count,
        "received-before": Count,
        "held-out": Count,
        "refused": Count,
        "unreadable": Count,
    },
)
"""By reason, how many of the chosen got nothing."""


class Mailing(TypedDict):
    """`chosen`: the customers of the audience who had their turn so far; each of them is sent to, skipped or uncertain:
    whether SES took the mail was never learned, and it is not sent again. `bounced`, `complained` and `unsubscribed` are
    about those that were sent."""

    mailing_id: Identifier
    campaign_id: Identifier
    campaign_name: Translations
    state: MailingState
    audience: ChosenAudience
    messages: Messages
    created_at: Time
    started_at: Time | None
    ended_at: Time | None
    chosen: Count
    sent: Count
    uncertain: Count
    skipped: Skipped
    bounced: Count
    complained: Count
    unsubscribed: Count


class MailingPage(TypedDict):
    """Newest first."""

    mailings: list[Mailing]
    cursor: Cursor | None


class Unsubscription(TypedDict):
    """The consent as it is now."""

    purpose: Literal["marketing"]
    granted: bool


def for_manager(mailing: Plain) -> Mailing:
    audience = Audience.of(mailing["audience"])
    outcomes = {each: mailing.get(each, 0) for each in MailOutcome}
    return {
        "mailing_id": mailing["mailing_id"],
        "campaign_id": mailing["campaign_id"],
        "campaign_name": mailing["campaign_name"],
        "state": mailing["state"],
        "audience": {
            "ordered_within": audience.ordered_within,
            "not_ordered_within": audience.not_ordered_within,
            "products": [*audience.products],
            "categories": [*audience.categories],  # type: ignore[list-item]
        },
        "messages": mailing["messages"],
        "created_at": mailing["created_at"],
        "started_at": mailing.get("started_at"),
        "ended_at": mailing.get("ended_at"),
        "chosen": sum(outcomes.values()),
        "sent": outcomes[MailOutcome.SENT],
        "uncertain": outcomes[MailOutcome.UNCERTAIN],
        "skipped": {str(each): outcomes[each] for each in SKIPPED},  # type: ignore[typeddict-item]
        "bounced": mailing.get(Feedback.BOUNCED, 0),
        "complained": mailing.get(Feedback.COMPLAINED, 0),
        "unsubscribed": mailing.get(Feedback.UNSUBSCRIBED, 0),
    }
