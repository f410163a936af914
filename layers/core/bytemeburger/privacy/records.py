"""Who did what with a person's data, and which erasures are under way.

| question | index | partition | sort key |
|---|---|---|---|
| what was done with this person's data | - | `AUDIT#subject` | `AT#time#id` |
| is this person being erased | - | `ERASURE#subject` | `ERASURE` |
| which erasures are not at their end | GSI1 | `ERASING` | time of the request, subject |

`subject` is a keyed hash of what names a person elsewhere, so that the trail outlives the person's data without holding
any: only who brings the CPF again, or knows the `sub`, can find it. That hash is the proof of an erasure.
"""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from bytemeburger import clock, seal, settings
from bytemeburger.attributes import typed_item
from bytemeburger.privacy.rules import reason
from bytemeburger.table import BY_STATE, MAIN, Key, Plain, Refused, client, fetch, query_all, transact

AUDIT_KEPT = timedelta(days=5 * 365)
"""As long as somebody can claim that their data was misused (Lei 10.406/2002, art. 206, § 3º, V and § 5º)."""


def audit(action: str, customer: str, by: str, **facts: str | None) -> Plain:
    """The action that writes one line of the trail: what, with whose data, by whom (`customer` or a staff `sub`). The
    facts are no personal data."""
    now = clock.now()
    entry = {
        "PK": f"AUDIT#{_subject(customer)}",
        "SK": f"AT#{clock.text(now)}#{uuid.uuid4().hex[:8]}",
        "type": "audit",
        "action": action,
        "by": by,
        "at": clock.text(now),
        "expires_at": int((now + AUDIT_KEPT).timestamp()),
        **{name: fact for name, fact in facts.items() if fact is not None},
    }
    return {"Put": {"TableName": settings.table_name(), "Item": typed_item(entry)}}


def trail(customer: str) -> Iterable[Plain]:
    """All that was done with a person's data, the oldest first."""
    return query_all(MAIN, f"AUDIT#{_subject(customer)}", prefix="AT#")


def forget_notes(customer: str) -> None:
    """Leave of each line of the trail who did what, when, and for which of the known reasons."""
    for entry in trail(customer):
        coded = reason(entry.get("reason"))
        if entry.get("note") is None and entry.get("reason") == coded:
            continue
        client.update_item(
            TableName=settings.table_name(),
            Key=typed_item({"PK": entry["PK"], "SK": entry["SK"]}),
            UpdateExpression="SET reason = :reason REMOVE note",
            ExpressionAttributeValues=typed_item({":reason": coded}),
        )


def started(customer: str, by: str, reason: str | None, username: str | None) -> tuple[Plain, Plain]:
    """A new erasure and the action that writes it, refused where one is under way. `username`: the Cognito user of a
    verified customer."""
    pk, sk = _key(customer)
    at = clock.text(clock.now())
    erasure = {
        "PK": pk,
        "SK": sk,
        "GSI1PK": "ERASING",
        "GSI1SK": f"{at}#{pk}",
        "type": "erasure",
        "receipt": uuid.uuid4().hex,
        "customer": customer,
        "username": username,
        "by": by,
        "reason": reason,
        "requested_at": at,
    }
    put = {"TableName": settings.table_name(), "Item": typed_item(erasure)}
    return erasure, {"Put": put | {"ConditionExpression": "attribute_not_exists(PK)"}}


def under_way(customer: str) -> Plain | None:
    return fetch([_key(customer)]).get(_key(customer))


def open_erasures() -> Iterable[Plain]:
    return query_all(BY_STATE, "ERASING")


def finish(erasure: Plain, also: list[Plain]) -> None:
    """Replace an erasure, which still names the person, by the line of the trail that proves it."""
    key = typed_item({"PK": erasure["PK"], "SK": erasure["SK"]})
    condition = {
        "ConditionExpression": "receipt = :receipt",
        "ExpressionAttributeValues": typed_item({":receipt": erasure["receipt"]}),
    }
    facts = {
        "receipt": erasure["receipt"],
        "requested_at": erasure["requested_at"],
        "reason": reason(erasure["reason"]),
    }
    proof = audit("customer_erased", erasure["customer"], erasure["by"], **facts)
    try:
        transact([{"Delete": {"TableName": settings.table_name(), "Key": key} | condition}, proof, *also])
    except Refused:
        return  # somebody else has finished it


def _key(customer: str) -> Key:
    return f"ERASURE#{_subject(customer)}", "ERASURE"


def _subject(customer: str) -> str:
    return seal.encode(seal.digest("data-subject", customer))
