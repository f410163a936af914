"""How far a mapping has come in each shard, kept in a file so that a restart goes on from there."""

import json
import os
from pathlib import Path


class Checkpoints:
    def __init__(self, stream_arn: str, file: Path | None = None):
        """A file's entries about another stream are dropped."""
        self._stream = stream_arn
        self._file = file
        self._positions: dict[str, str] = {}
        self._finished: set[str] = set()
        if file is not None and file.exists():
            stored = json.loads(file.read_text())
            if stored["stream"] == stream_arn:
                self._positions = stored["positions"]
                self._finished = set(stored["finished"])

    @property
    def is_empty(self) -> bool:
        return not (self._positions or self._finished)

    def position(self, shard_id: str) -> str | None:
        """The sequence number of the last record that is done."""
        return self._positions.get(shard_id)

    def is_finished(self, shard_id: str) -> bool:
        """Whether the shard is closed and all of it is done."""
        return shard_id in self._finished

    def advance(self, shard_id: str, sequence_number: str) -> None:
        self._positions[shard_id] = sequence_number
        self._store()

    def finish(self, shard_id: str) -> None:
        self._positions.pop(shard_id, None)
        self._finished.add(shard_id)
        self._store()

    def _store(self) -> None:
        if self._file is None:
            return
        stored = {"stream": self._stream, "positions": self._positions, "finished": sorted(self._finished)}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        written = self._file.with_suffix(".new")
        written.write_text(json.dumps(stored))
        os.replace(written, self._file)
