"""What is answered to whoever asks to be forgotten."""

from typing import Any

from bytemeburger import clock
from bytemeburger.privacy.erasure import Progress
from bytemeburger.privacy.records import AUDIT_KEPT
from bytemeburger.privacy.rules import AUDIT_LAW, OF_ACCOUNT, OF_CPF, RECEIPT_LAW, scope
from bytemeburger.table import Plain


def erasure(asked: Plain, progress: Progress) -> dict[str, Any]:
    """`done`, or still under way; `orders_until`: those placed later are not meant. `kept`: what the law does not let us
    forget, and until when (UTC)."""
    kept = {"what": "receipt_cpf", "law": RECEIPT_LAW, "until": progress.receipts_kept_until}
    proof = {"what": "audit", "law": AUDIT_LAW, "until": clock.text(clock.now() + AUDIT_KEPT)}
    return {
        "receipt": asked["receipt"],
        "done": progress.done,
        "orders_until": asked["orders_until"],
        **scope(OF_ACCOUNT if asked["username"] else OF_CPF),
        "kept": ([kept] if progress.receipts_kept_until else []) + [proof],
    }
