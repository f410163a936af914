"""Open WebSockets, one item each, so that a disconnect needs no search; and each store's sequence of frames."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from pynamodb.attributes import TTLAttribute, UnicodeAttribute
from pynamodb.expressions.operand import Path

from bytemeburger import clock, table
from bytemeburger.errors import Unavailable
from bytemeburger.live.rules import CONNECTION_SECONDS, GRACE_SECONDS, MAX_LISTENERS
from bytemeburger.table import BY_STATE, Item, Key, Plain, query, query_all


class Connection(Item):
    """`expires_at` removes what no event and no failed delivery has removed before."""

    type = UnicodeAttribute(default_for_new="connection")
    connection_id = UnicodeAttribute()
    connected_at = UnicodeAttribute()
    gsi1pk = UnicodeAttribute(attr_name="GSI1PK")
    gsi1sk = UnicodeAttribute(attr_name="GSI1SK")
    expires_at = TTLAttribute()


def key(connection_id: str) -> Key:
    return f"CONNECTION#{connection_id}", "CONNECTION"


def listen(connection_id: str, channel: str) -> None:
    """Subscribe a connection to a channel. Raises Unavailable when the channel has MAX_LISTENERS."""
    at = clock.now()
    if len(query(BY_STATE, _partition(channel), limit=MAX_LISTENERS).items) == MAX_LISTENERS:
        raise Unavailable("busy", retry_after=60)
    since = clock.text(at)
    table.save(
        Connection(
            *key(connection_id),
            connection_id=connection_id,
            connected_at=since,
            gsi1pk=_partition(channel),
            gsi1sk=f"{since}#{connection_id}",
            expires_at=at + timedelta(seconds=CONNECTION_SECONDS),
        )
    )


def listeners(channel: str) -> Iterable[Plain]:
    """The connections of a channel, the oldest first."""
    return query_all(BY_STATE, _partition(channel))


def is_settled(listener: Plain, at: datetime) -> bool:
    """Whether the connection is old enough not to be still opening."""
    return at - clock.instant(listener["connected_at"]) > timedelta(seconds=GRACE_SECONDS)


def remove(connection_id: str) -> None:
    """Forget a connection; one that is not there is forgotten already."""
    table.delete(key(connection_id))


def next_sequence(store: str) -> int:
    """The store's next sequence number, from 1. A number may be skipped, never given twice."""
    return int(table.update(_counter(store), Path("sequence").add(1))["sequence"])


def last_sequence(store: str) -> int:
    """The store's sequence as far as a snapshot that is read after this call is sure to have come. An older number
    only makes a screen apply again what it shows, so half a read unit does."""
    counter = table.read_eventual(_counter(store))
    return int(counter["sequence"]) if counter else 0


def _partition(channel: str) -> str:
    return f"LIVE#{channel}"


def _counter(store: str) -> Key:
    return f"STORE#{store}#COUNTER", "LIVE"
