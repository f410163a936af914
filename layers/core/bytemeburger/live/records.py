"""Open WebSockets, an item each, so that a disconnect needs no search; who listens to a channel; and each store's sequence of
frames.

The listeners of a channel are attributes of an item that whoever sends a frame gets anyway: those of a store's screens of the
one with its sequence, those of an order of one that is read with the order.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from pynamodb.attributes import TTLAttribute, UnicodeAttribute
from pynamodb.expressions.operand import Path

from bytemeburger import clock, table
from bytemeburger.errors import Unavailable
from bytemeburger.live.rules import CONNECTION_SECONDS, GRACE_SECONDS, MAX_LISTENERS, board_channel, kitchen_channel
from bytemeburger.table import IS_THERE, Item, Key, Plain


class Connection(Item):
    """`expires_at` removes what no event and no failed delivery has removed before. Those of the version before name no
    channel, and hear nothing until they are opened again."""

    type = UnicodeAttribute(default_for_new="connection")
    channel = UnicodeAttribute(null=True)
    expires_at = TTLAttribute()


class Listener(NamedTuple):
    """A connection, and since when (seconds UTC)."""

    connection_id: str
    since: int

    def is_settled(self, at: datetime) -> bool:
        """Whether the connection is old enough not to be still opening."""
        return at.timestamp() - self.since > GRACE_SECONDS


type Listeners = Mapping[str, list[Listener]]
"""By channel."""


def key(connection_id: str) -> Key:
    return f"CONNECTION#{connection_id}", "CONNECTION"


def listen(connection_id: str, channel: str) -> None:
    """Subscribe a connection to a channel. Raises Unavailable when the channel has MAX_LISTENERS."""
    at = clock.now()
    since, expires_at = int(at.timestamp()), at + timedelta(seconds=CONNECTION_SECONDS)
    known = listeners(channel, table.read_eventual(channel_key(channel)))
    if sum(each.since > since - CONNECTION_SECONDS for each in known) >= MAX_LISTENERS:
        raise Unavailable("busy", retry_after=60)
    table.save(Connection(*key(connection_id), channel=channel, expires_at=expires_at))
    changes = [Path("type").set("live"), Path([_name(channel, connection_id)]).set(since)]
    if channel.startswith("order:"):
        changes.append(Path("expires_at").set(int(expires_at.timestamp())))
    table.update(channel_key(channel), *changes)


def channel_key(channel: str) -> Key:
    """Of the item with the channel's listeners."""
    kind, _, name = channel.partition(":")
    return (f"ORDER#{name}", "LIVE") if kind == "order" else _counter(name)


def listeners(channel: str, item: Plain | None) -> list[Listener]:
    """Of a channel, from its item, the oldest first."""
    prefix = _name(channel, "")
    found = [
        Listener(name.removeprefix(prefix), since) for name, since in (item or {}).items() if name.startswith(prefix)
    ]
    return sorted(found, key=lambda each: (each.since, each.connection_id))


def remove(connection_id: str, channel: str | None = None) -> None:
    """Forget a connection; one that is not there is forgotten already. `channel`: its own, where that is known."""
    stored = table.delete(key(connection_id)) or {}
    if channel := channel or stored.get("channel"):
        table.update_if(IS_THERE, channel_key(channel), Path([_name(channel, connection_id)]).remove())


def next_sequence(store: str) -> tuple[int, Listeners]:
    """The store's next sequence number, from 1, and who listens to its screens' channels at that moment. A number may be
    skipped, never given twice."""
    counter = table.update(_counter(store), Path("sequence").add(1))
    return counter["sequence"], {
        each: listeners(each, counter) for each in (kitchen_channel(store), board_channel(store))
    }


def last_sequence(store: str) -> int:
    """The store's sequence as far as a snapshot that is read after this call is sure to have come. An older number
    only makes a screen apply again what it shows, so half a read unit does."""
    counter = table.read_eventual(_counter(store)) or {}
    return int(counter.get("sequence", 0))


def _name(channel: str, connection_id: str) -> str:
    return f"{channel.partition(':')[0]}#{connection_id}"


def _counter(store: str) -> Key:
    return f"STORE#{store}#COUNTER", "LIVE"
