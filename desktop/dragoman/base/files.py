"""Files that the user names: read from where they are, written where they are wanted."""

from __future__ import annotations

import re
from pathlib import Path

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_

_FORBIDDEN = re.compile(r'[\x00-\x1f\\/:*?"<>|]+')


def file_name(title: str, suffix: str) -> str:
    """Return a name for a file about ``title`` that every system takes; ``suffix`` is with its dot."""
    plain = _FORBIDDEN.sub(" ", title).strip(". ")
    return f"{' '.join(plain.split())[:80] or 'dragoman'}{suffix}"


def read_file(path: Path, limit: int, remedy: str = N_("Choose another file; nothing was changed.")) -> bytes:
    """Return at most ``limit`` bytes of a file. Raises :class:`KnownError` with ``remedy``, a message id."""
    try:
        with path.open("rb") as file:
            return file.read(limit)
    except OSError as error:
        raise KnownError(
            N_("{path} cannot be read: {reason}."), remedy, path=path, reason=error.strerror or error
        ) from error


def write_file(path: Path, data: bytes, remedy: str = N_("Choose another folder or name.")) -> None:
    """Write ``data`` to ``path``. Raises :class:`KnownError` with ``remedy``, a message id, if it fails."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise KnownError(
            N_("{path} could not be written: {reason}."), remedy, path=path, reason=error.strerror or error
        ) from error
