"""One mapping following all shards of its stream: each shard by itself, a child once its parent is done."""

import logging
from collections.abc import Callable

from botocore.exceptions import BotoCoreError, ClientError

from local.streams.mapping import Mapping, StartingPosition
from local.streams.shard import Ports, ShardReader

DISCOVERY_SECONDS = 10.0
TROUBLE_SECONDS = 1.0

_log = logging.getLogger(__name__)


class Poller:
    def __init__(self, mapping: Mapping, ports: Ports):
        self._mapping = mapping
        self._ports = ports
        self._readers: dict[str, ShardReader] = {}
        self._discovery_due = ports.now()

    @property
    def due(self) -> float:
        """When there is something to do, in seconds since 1970."""
        return min([self._discovery_due, *(reader.due for reader in self._readers.values())])

    def step(self) -> None:
        """Do once what is due. Where AWS makes trouble it is tried again later; the other shards go on."""
        now = self._ports.now()
        if self._discovery_due <= now:
            calm = self._try(self._discover)
            self._discovery_due = now + (DISCOVERY_SECONDS if calm else TROUBLE_SECONDS)
        for shard_id, reader in list(self._readers.items()):
            if reader.due <= now and not self._try(reader.step):
                reader.due = now + TROUBLE_SECONDS
            if reader.finished:
                del self._readers[shard_id]
                self._discovery_due = now

    def _discover(self) -> None:
        shards = self._ports.source.shards()
        checkpoints = self._ports.checkpoints
        start: StartingPosition = "TRIM_HORIZON"
        if checkpoints.is_empty and self._mapping.starting_position == "LATEST":
            # That is said of the shards which are open now: what is closed is past, what opens later is new.
            start = "LATEST"
            for closed in {shard.id for shard in shards} & {shard.parent for shard in shards}:
                checkpoints.finish(closed)
        open_ids = {shard.id for shard in shards if not checkpoints.is_finished(shard.id)}
        for shard in shards:
            if shard.id in open_ids - set(self._readers) and shard.parent not in open_ids:
                self._readers[shard.id] = ShardReader(self._mapping, shard.id, start, self._ports)

    def _try(self, action: Callable[[], None]) -> bool:
        try:
            action()
        except (BotoCoreError, ClientError) as error:
            _log.warning("%s: %s", self._mapping.name, error)
            return False
        return True


def run(poller: Poller, now: Callable[[], float], wait: Callable[[float], bool]) -> None:
    """Poll until `wait`, which is given the seconds until something is due, answers that it is enough."""
    while not wait(max(0.0, poller.due - now())):
        poller.step()
