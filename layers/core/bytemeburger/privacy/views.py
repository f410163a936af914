"""Answers to an erasure request."""

from typing import Literal, TypedDict

from bytemeburger import clock
from bytemeburger.formats import Time
from bytemeburger.privacy.erasure import Progress
from bytemeburger.privacy.records import AUDIT_RETENTION
from bytemeburger.privacy.rules import AUDIT_LAW, OF_ACCOUNT, OF_CPF, RECEIPT_LAW, Scope, scope
from bytemeburger.table import Plain


class KeptByLaw(TypedDict):
    """What the law does not let us forget, and until when."""

    what: Literal["receipt_cpf", "audit"]
    law: str
    until: Time


class Erasure(Scope):
    """`done`, or still under way; `orders_until`: those placed later are not meant. `receipt` names the line of the
    audit that proves it."""

    receipt: str
    done: bool
    orders_until: Time
    kept: list[KeptByLaw]


def erasure(stored: Plain, progress: Progress) -> Erasure:
    kept: list[KeptByLaw] = []
    if progress.receipts_kept_until:
        kept = [{"what": "receipt_cpf", "law": RECEIPT_LAW, "until": progress.receipts_kept_until}]
    proof: KeptByLaw = {"what": "audit", "law": AUDIT_LAW, "until": clock.text(clock.now() + AUDIT_RETENTION)}
    return {
        "receipt": stored["receipt"],
        "done": progress.done,
        "orders_until": stored["orders_until"],
        **scope(OF_ACCOUNT if stored["username"] else OF_CPF),
        "kept": [*kept, proof],
    }
