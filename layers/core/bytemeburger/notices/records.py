"""Who was told what: `ORDER#id` / `EFFECT#consumer#change`, and `STORE#s#STOCK#id` for what concerns a product.

A message cannot be taken back, and sending it is no part of a transaction. So it is claimed, sent, and then noted as
sent. A delivery that comes again after that sends nothing; one that comes while another is at work fails, and so comes
again. Whoever dies between the claim and the note leaves a claim that ends by itself, and the next delivery sends: twice
at the worst, when it died in the moment after SES had taken the message, and never not at all.

The guard outlives every way in which the event could come again: parked records (30 days) and dead letters (14 days).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from bytemeburger import clock, settings, table
from bytemeburger.attributes import typed_item
from bytemeburger.table import Key, TransactionCancelled, transact

CLAIMED = timedelta(seconds=30)
"""Longer than a function may run, shorter than the minute after which Lambda invokes it again."""
GUARDED = timedelta(days=60)


class AtWork(Exception):
    """Another delivery of the same event is being worked on."""


def about_order(order_id: str, consumer: str, change: int | str) -> Key:
    """`change` is the order's version, or the name of what may be told of once however often it changes."""
    return f"ORDER#{order_id}", f"EFFECT#{consumer}#{change}"


def about_stock(store: str, product_id: str, consumer: str, version: int) -> Key:
    return f"STORE#{store}#STOCK#{product_id}", f"EFFECT#{consumer}#{version}"


@contextmanager
def claim_effect(effect: Key) -> Iterator[bool]:
    """Whether the block is to do the effect; it counts as done when the block ends without an error.

    Raises AtWork.
    """
    if not _claim(effect):
        yield False
        return
    try:
        yield True
    except Exception:
        _note(effect, "SET free_at = :now")
        raise
    _note(effect, "SET done_at = :now REMOVE free_at")


def _claim(effect: Key) -> bool:
    """Whether the effect is ours to do; False when it is done. Raises AtWork."""
    now = clock.now()
    values = {
        ":type": "effect",
        ":forgotten": int((now + GUARDED).timestamp()),
        ":free": int((now + CLAIMED).timestamp()),
        ":now": int(now.timestamp()),
    }
    claim = {
        "TableName": settings.table_name(),
        "Key": _key(effect),
        "UpdateExpression": "SET #type = :type, expires_at = :forgotten, free_at = :free",
        "ConditionExpression": "attribute_not_exists(PK) OR free_at <= :now",
        "ExpressionAttributeNames": {"#type": "type"},
        "ExpressionAttributeValues": typed_item(values),
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    try:
        transact([{"Update": claim}])
    except TransactionCancelled as refused:
        held = refused.failed[0]
        if held is None or "free_at" in held:
            raise AtWork(effect[1]) from None
        return False
    return True


def _note(effect: Key, change: str) -> None:
    table.client.update_item(
        TableName=settings.table_name(),
        Key=_key(effect),
        UpdateExpression=change,
        ExpressionAttributeValues=typed_item({":now": int(clock.now().timestamp())}),
    )


def _key(effect: Key) -> dict[str, dict[str, str]]:
    pk, sk = effect
    return typed_item({"PK": pk, "SK": sk})
