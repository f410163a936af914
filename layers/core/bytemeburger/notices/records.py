"""Which messages were sent: `ORDER#id` / `EFFECT#consumer#change`, and `STORE#s#STOCK#id` about a product.

A message cannot be taken back, and sending it is no part of a transaction. So it is claimed, sent, and then noted as
sent. A delivery that comes again after that sends nothing; one that comes while another is at work fails, and so comes
again. Whoever dies between the claim and the note leaves a claim that ends by itself, and the next delivery sends:
twice at the worst, when it died in the moment after SES had taken the message, and never not at all.

The guard outlives every way in which the event could come again: parked records (30 days) and dead letters (14 days).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from pynamodb.expressions.operand import Path

from bytemeburger import clock, table
from bytemeburger.table import Key, TransactionCancelled, transact

CLAIM_DURATION = timedelta(seconds=30)
"""Longer than a function may run, shorter than the minute after which Lambda invokes it again."""
GUARD_RETENTION = timedelta(days=60)
FREE_AT = Path("free_at")


class EffectInProgress(Exception):
    """Another delivery of the same event is being worked on."""


def order_effect(order_id: str, consumer: str, change: int | str) -> Key:
    """`change` is the order's version, or a name for what is sent once however often it changes."""
    return f"ORDER#{order_id}", f"EFFECT#{consumer}#{change}"


def stock_effect(store: str, product_id: str, consumer: str, version: int) -> Key:
    return f"STORE#{store}#STOCK#{product_id}", f"EFFECT#{consumer}#{version}"


@contextmanager
def claim_effect(effect: Key) -> Iterator[bool]:
    """Whether the block is to do the effect; it counts as done when the block ends without an error.

    Raises EffectInProgress.
    """
    if not _claim(effect):
        yield False
        return
    try:
        yield True
    except Exception:
        table.update(effect, FREE_AT.set(_now()))
        raise
    table.update(effect, Path("done_at").set(_now()), FREE_AT.remove())


def _claim(effect: Key) -> bool:
    """Whether the effect is ours to do; False when it is done. Raises EffectInProgress."""
    now = clock.now()
    claim = table.update_action(
        effect,
        Path("type").set("effect"),
        Path("expires_at").set(int((now + GUARD_RETENTION).timestamp())),
        FREE_AT.set(int((now + CLAIM_DURATION).timestamp())),
        condition=table.IS_NEW | (int(now.timestamp()) >= FREE_AT),
        answer_old=True,
    )
    try:
        transact([claim])
    except TransactionCancelled as refused:
        stored = refused.failed[0]
        if stored is None or "free_at" in stored:
            raise EffectInProgress(effect[1]) from None
        return False
    return True


def _now() -> int:
    return int(clock.now().timestamp())
