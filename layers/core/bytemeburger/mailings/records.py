"""Mailings, and who got which.

`STORE#s#MAILINGS` / `MAILING#id` is a mailing, with what became of its audience so far and, while it is SENDING, the place
where the next page of customers begins; GSI1 `MAILINGS` lists those that are.

`CUSTOMER#sub` / `MAIL#store#campaign` is written before the mail, whatever mailing it belongs to: one person gets a campaign
once. Whoever dies between that and SES's answer leaves it CLAIMED, and nothing is sent again: at most once. GSI2
`MAIL#id` finds it by the id that the mail carries, which names nobody.

`CUSTOMER#sub` / `PLACES` holds the mails that a person may get in a week, each a place that is taken until then.

`SUPPRESSED#mailbox` / `SUPPRESSED`, by the keyed hash of an address, is one that campaigns write to no more.
"""

import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from bytemeburger import clock, seal, table
from bytemeburger.customers import records as customers
from bytemeburger.errors import NotFound
from bytemeburger.formats import Translations
from bytemeburger.mailings.model import Audience, Feedback, MailingState, MailOutcome
from bytemeburger.mailings.rules import MAX_PER_WEEK, WEEK
from bytemeburger.table import BY_PERSON, BY_STATE, MAIN, Key, Page, Plain, TransactionCancelled, query_all, transact

UNSENT_RETENTION = timedelta(days=30)
SUPPRESSION_RETENTION = timedelta(days=2 * 365)
LEASE_SECONDS = 60
"""Longer than a run of `deliver_mailings` may take: nobody else works at the page meanwhile."""
PLACES = [f"place_{number}" for number in range(MAX_PER_WEEK)]


class MailState(StrEnum):
    """CLAIMED: it is being sent, or whoever sent it died. REFUSED: SES takes no mail to that address."""

    CLAIMED = "CLAIMED"
    SENT = "SENT"
    REFUSED = "REFUSED"


def new(
    store: str, campaign_id: str, campaign_name: Translations, audience: Audience, messages: Plain, by: str
) -> tuple[Plain, Plain]:
    """A mailing and the action that writes it. It is forgotten unless it is started."""
    now = clock.now()
    mailing_id = f"{now:%Y%m%d%H%M%S}-{secrets.token_hex(4)}"  # they sort as they were made
    mailing = {
        "PK": _partition(store),
        "SK": f"MAILING#{mailing_id}",
        "type": "mailing",
        "store": store,
        "mailing_id": mailing_id,
        "campaign_id": campaign_id,
        "campaign_name": campaign_name,
        "state": str(MailingState.TESTED),
        "audience": audience.plain(),
        "messages": messages,
        "created_at": clock.text(now),
        "created_by": by,
        "expires_at": int((now + UNSENT_RETENTION).timestamp()),
    }
    return mailing, table.put_action(mailing, table.IS_NEW)


def read(store: str, mailing_id: str) -> Plain:
    """Raises NotFound."""
    key = _key(store, mailing_id)
    found = table.fetch([key]).get(key)
    if found is None:
        raise NotFound("mailing-unknown")
    return found


def read_page(store: str, *, limit: int, cursor: str | None) -> Page:
    """One page of a store's mailings, newest first. Raises Malformed for a foreign cursor."""
    return table.query(MAIN, _partition(store), newest_first=True, limit=limit, cursor=cursor)


def sending() -> list[Plain]:
    """Those of all stores that are being sent, the oldest first."""
    return list(query_all(BY_STATE, "MAILINGS"))


def change_state(mailing: Plain, to: MailingState, also: Iterable[Plain] = ()) -> bool:
    """Start or end a mailing, unless it has another state by now."""
    now = clock.text(clock.now())
    if to == MailingState.SENDING:
        place = Path("GSI1PK").set("MAILINGS"), Path("GSI1SK").set(f"{now}#{mailing['mailing_id']}")
        changes: list[Action] = [*place, Path("started_at").set(now)]
    else:
        changes = _ended(now)
    state, forever = Path("state"), Path("expires_at").remove()
    condition = state == mailing["state"]
    try:
        transact(
            [table.update_action(_key_of(mailing), state.set(str(to)), forever, *changes, condition=condition), *also],
        )
    except TransactionCancelled:
        return False
    return True


def lease(mailing: Plain) -> Plain | None:
    """The mailing as it is, for whoever may send its next page now; None for one that somebody else works at, or that is
    sent no more."""
    now = int(clock.now().timestamp())
    until = Path("leased_until")
    free = (Path("state") == str(MailingState.SENDING)) & (until.does_not_exist() | (until <= now))
    return table.update_if(free, _key_of(mailing), until.set(now + LEASE_SECONDS))


def end_lease(mailing: Plain, outcomes: Mapping[MailOutcome, int], cursor: str | None, *, complete: bool) -> None:
    """End a lease, with what became of the customers of its page; `complete`: nobody is left behind it. Of a mailing that was
    stopped meanwhile they are counted alone. Where the lease went to somebody else meanwhile, who goes through that page
    again, it is they who count."""
    progress: list[Action] = [Path("cursor").set(cursor)] if cursor else []
    if complete:
        progress = [Path("state").set(str(MailingState.DONE)), *_ended(clock.text(clock.now()))]
    counted = [Path("leased_until").remove(), *(Path(str(each)).add(number) for each, number in outcomes.items())]
    ours = Path("leased_until") == mailing["leased_until"]
    sending = Path("state") == str(MailingState.SENDING)
    if table.update_if(ours & sending, _key_of(mailing), *counted, *progress) is None:
        table.update_if(ours, _key_of(mailing), *counted)


def _ended(now: str) -> list[Action]:
    return [Path("ended_at").set(now), Path("GSI1PK").remove(), Path("GSI1SK").remove(), Path("cursor").remove()]


@dataclass(frozen=True)
class Recipient:
    """A customer who may get a mail of a mailing, as the table has them at that moment. `mail`: the one of this campaign
    that they have got already; `places`: until when (Unix time) each is taken."""

    sub: str
    profile: Plain | None
    mail: Plain | None
    suppressed: bool
    places: Mapping[str, int]

    def free_place(self, now: datetime) -> str | None:
        return next((place for place, until in self.places.items() if until <= now.timestamp()), None)


def recipient(mailing: Plain, sub: str, email: str) -> Recipient:
    profile, mail, places = customers.key(sub), _mail_key(mailing, sub), _places_key(sub)
    suppressed = suppression_key(email)
    found = table.fetch([profile, mail, places, suppressed])
    taken = found.get(places, {})
    return Recipient(
        sub,
        found.get(profile),
        found.get(mail),
        suppressed in found,
        {place: taken.get(place, 0) for place in PLACES},
    )


def claim(mailing: Plain, to: Recipient, place: str, mail_id: str) -> MailOutcome | None:
    """Write down that this person gets the campaign now, while they agree to marketing and have a mail left this week;
    what stood against it, if anything."""
    now = clock.now()
    until = int((now + WEEK).timestamp())
    mail = {
        **dict(zip(("PK", "SK"), _mail_key(mailing, to.sub), strict=True)),
        "GSI2PK": f"MAIL#{mail_id}",
        "GSI2SK": "MAIL",
        "type": "campaign_mail",
        "mail_id": mail_id,
        "customer": to.sub,
        "store": mailing["store"],
        "campaign_id": mailing["campaign_id"],
        "mailing_id": mailing["mailing_id"],
        "state": str(MailState.CLAIMED),
        "at": clock.text(now),
    }
    taken = [Path(place).set(until), Path("expires_at").set(until), Path("type").set("mail_places")]
    free = Path(place).does_not_exist() | (Path(place) <= int(now.timestamp()))
    actions = [
        customers.check_marketing_consent(to.sub),
        table.put_action(mail, table.IS_NEW),
        table.update_action(_places_key(to.sub), *taken, condition=free),
    ]
    try:
        transact(actions)
    except TransactionCancelled as refused:
        refusals = (MailOutcome.CONSENT_REVOKED, MailOutcome.RECEIVED_BEFORE, MailOutcome.WEEKLY_LIMIT)
        return refusals[min(refused.failed)]
    return None


def set_mail_state(mailing: Plain, sub: str, state: MailState) -> None:
    table.update_if(table.IS_THERE, _mail_key(mailing, sub), Path("state").set(str(state)))


def release(mailing: Plain, sub: str, place: str) -> None:
    """Undo a claim whose mail was certainly not sent, unless an erasure did."""
    given_back = table.update_action(_places_key(sub), Path(place).remove(), condition=table.IS_THERE)
    with suppress(TransactionCancelled):
        transact([table.delete_action(_mail_key(mailing, sub)), given_back])


def find_mail(mail_id: str) -> Plain | None:
    """Which mail that was, as far as the index shows it yet."""
    found = table.query(BY_PERSON, f"MAIL#{mail_id}", limit=1).items
    return found[0] if found else None


def has_feedback(mail: Plain, feedback: Feedback) -> bool:
    """Whether that is on record of the mail."""
    key = mail["PK"], mail["SK"]
    return _at(feedback) in table.fetch([key]).get(key, {})


def feedback_actions(mail: Plain, feedback: Feedback, email: str) -> list[Plain]:
    """The actions that put it on record, once, count it, and, but for who unsubscribes, let campaigns write to that address
    no more."""
    now = clock.now()
    on_record: Condition = Path(_at(feedback)).does_not_exist() & table.IS_THERE
    actions = [
        table.update_action((mail["PK"], mail["SK"]), Path(_at(feedback)).set(clock.text(now)), condition=on_record),
        table.update_action(_key(mail["store"], mail["mailing_id"]), Path(str(feedback)).add(1)),
    ]
    if feedback != Feedback.UNSUBSCRIBED:
        pk, sk = suppression_key(email)
        suppressed = {
            "PK": pk,
            "SK": sk,
            "type": "suppressed_address",
            "because": str(feedback),
            "at": clock.text(now),
            "expires_at": int((now + SUPPRESSION_RETENTION).timestamp()),
        }
        actions.append(table.put_action(suppressed))
    return actions


def mails_to(sub: str) -> Iterable[Plain]:
    """Of a customer, every campaign mail on record."""
    return query_all(MAIN, customers.partition(sub), prefix="MAIL#")


def forget(sub: str) -> None:
    """Of a customer, which mails they got. A suppressed address stays so: its hash names nobody who does not know it."""
    for mail in mails_to(sub):
        table.delete((mail["PK"], mail["SK"]))
    table.delete(_places_key(sub))


def suppression_key(email: str) -> Key:
    return f"SUPPRESSED#{seal.encode(seal.digest('suppressed', email))}", "SUPPRESSED"


def _partition(store: str) -> str:
    return f"STORE#{store}#MAILINGS"


def _key(store: str, mailing_id: str) -> Key:
    return _partition(store), f"MAILING#{mailing_id}"


def _key_of(mailing: Plain) -> Key:
    return mailing["PK"], mailing["SK"]


def _mail_key(mailing: Plain, sub: str) -> Key:
    return customers.partition(sub), f"MAIL#{mailing['store']}#{mailing['campaign_id']}"


def _places_key(sub: str) -> Key:
    return customers.partition(sub), "PLACES"


def _at(feedback: Feedback) -> str:
    return f"{feedback}_at"
