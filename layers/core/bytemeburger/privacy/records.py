"""Who did what with a person's data, and which erasures are under way.

`subject` is a keyed hash of what names a person elsewhere, so that the trail outlives the person's data without holding
any: only who brings the CPF again, or knows the `sub`, can find it. That hash is the proof of an erasure.
"""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from pynamodb.expressions.operand import Path

from bytemeburger import clock, seal, table
from bytemeburger.privacy.rules import reason
from bytemeburger.table import BY_STATE, MAIN, Key, Plain, TransactionCancelled, fetch, query_all, transact

AUDIT_RETENTION = timedelta(days=5 * 365)
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
        "expires_at": int((now + AUDIT_RETENTION).timestamp()),
        **{name: fact for name, fact in facts.items() if fact is not None},
    }
    return table.put_action(entry)


def trail(customer: str) -> Iterable[Plain]:
    """All that was done with a person's data, the oldest first."""
    return query_all(MAIN, f"AUDIT#{_subject(customer)}", prefix="AT#")


def forget_notes(customer: str) -> None:
    """Leave of each line of the trail who did what, when, and for which of the known reasons."""
    for entry in trail(customer):
        coded = reason(entry.get("reason"))
        if entry.get("note") is None and entry.get("reason") == coded:
            continue
        table.update((entry["PK"], entry["SK"]), Path("reason").set(coded), Path("note").remove())


def new_erasure(
    customer: str, by: str, reason: str | None, *, username: str | None = None, receipt_of: str | None = None
) -> tuple[Plain, Plain]:
    """A new erasure and the action that writes it, refused where one is under way. `username`: the Cognito user of a
    verified customer. `receipt_of`: by what the receipts with the CPF of somebody else are found."""
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
        "receipt_of": receipt_of,
        "receipts_kept_until": None,
        "by": by,
        "reason": reason,
        "requested_at": at,
        "orders_until": at,
    }
    return erasure, table.put_action(erasure, table.IS_NEW)


def find_erasure(customer: str) -> Plain | None:
    found = fetch([_key(customer)]).get(_key(customer))
    return found and _with_defaults(found)


def extend_erasure(customer: str) -> Plain | None:
    """The erasure under way, now about the orders placed until this moment; None where there is none."""
    changed = table.update_if(table.IS_THERE, _key(customer), Path("orders_until").set(clock.text(clock.now())))
    return changed and _with_defaults(changed)


def record_retention(erasure: Plain, kept_until: str | None) -> None:
    """Record the retention of receipts before the orders that determine it are erased."""
    if kept_until != erasure["receipts_kept_until"]:
        same = Path("receipt") == erasure["receipt"]
        table.update_if(same, (erasure["PK"], erasure["SK"]), Path("receipts_kept_until").set(kept_until))


def open_erasures() -> Iterable[Plain]:
    return map(_with_defaults, query_all(BY_STATE, "ERASING"))


def finish(erasure: Plain, kept_until: str | None, also: list[Plain]) -> bool:
    """Replace an erasure, which still names the person, by the line of the trail that proves it; whether it is at its
    end, which one that was asked for once more meanwhile is not."""
    until = Path("orders_until")
    same = (Path("receipt") == erasure["receipt"]) & ((until == erasure["orders_until"]) | until.does_not_exist())
    facts = {name: erasure[name] for name in ("receipt", "requested_at", "orders_until")}
    facts |= {"reason": reason(erasure["reason"]), "receipts_kept_until": kept_until}
    proof = audit("customer_erased", erasure["customer"], erasure["by"], **facts)
    try:
        transact([table.delete_action((erasure["PK"], erasure["SK"]), same), proof, *also])
    except TransactionCancelled:
        return find_erasure(erasure["customer"]) is None  # perhaps somebody else has finished it
    return True


def _with_defaults(erasure: Plain) -> Plain:
    """An erasure with the members that those of an earlier version lack."""
    return {"orders_until": erasure["requested_at"], "receipt_of": None, "receipts_kept_until": None} | erasure


def _key(customer: str) -> Key:
    return f"ERASURE#{_subject(customer)}", "ERASURE"


def _subject(customer: str) -> str:
    return seal.encode(seal.digest("data-subject", customer))
