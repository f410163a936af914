from bytemeburger import table
from bytemeburger.live import records


def listening(channel: str) -> list[str]:
    """The connections that hear a channel."""
    item = table.read_eventual(records.channel_key(channel))
    return [each.connection_id for each in records.listeners(channel, item)]
