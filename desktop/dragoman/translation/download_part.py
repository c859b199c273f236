"""What has come of a file so far, on the disk, so that another try or another process goes on with it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from dragoman.translation.pack_folder import disk_error, read_json, write_json

_CHUNK_BYTES = 1 << 20


class Partial:
    """What has come of a file, its running SHA-256, and what the server said by which a rest can be asked for."""

    def __init__(self, path: Path, address: str, name: str) -> None:
        self.path = path
        self._name = name
        self.address = address
        self._notes = path.with_suffix(".json")
        noted = read_json(self._notes)
        self.validator = str(noted.get("validator") or "")
        total = noted.get("total")
        self.total = total if isinstance(total, int) else None
        self._digest = hashlib.sha256()
        self.size = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = path.open("a+b", buffering=0)
            self._handle.seek(0)
            while chunk := self._handle.read(_CHUNK_BYTES):
                self._digest.update(chunk)
                self.size += len(chunk)
        except OSError as error:
            raise disk_error(error, path.parent, name) from error
        if self.size and not self.validator:
            self.restart()

    @property
    def can_resume(self) -> bool:
        return bool(self.size and self.validator)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def restart(self) -> None:
        """Forget what came."""
        self._handle.truncate(0)
        self._digest = hashlib.sha256()
        self.size = 0
        self.total = None

    def begin(self, validator: str, total: int | None) -> None:
        """Note what the server says of the file as a whole."""
        self.validator, self.total = validator, total
        write_json(self._notes, {"address": self.address, "validator": validator, "total": total})

    def add(self, chunk: bytes) -> None:
        """Write what came. Raises :class:`KnownError` when the disk does not take it."""
        try:
            rest = memoryview(chunk)
            while rest:
                rest = rest[self._handle.write(rest) :]
        except OSError as error:
            # On a full disk what came is part of the trouble: it is not kept.
            self.validator = ""
            raise disk_error(error, self.path.parent, self._name) from error
        self._digest.update(chunk)
        self.size += len(chunk)

    def close(self, *, keep: bool) -> None:
        """Make what came durable, or delete it."""
        if keep:
            os.fsync(self._handle.fileno())
        self._handle.close()
        if not keep:
            self.path.unlink(missing_ok=True)
            self._notes.unlink(missing_ok=True)
