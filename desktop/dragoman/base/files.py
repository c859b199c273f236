"""Files that the user asked for, written where they said."""

from __future__ import annotations

from pathlib import Path

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_


def write_file(path: Path, data: bytes, remedy: str = N_("Choose another folder or name.")) -> None:
    """Write ``data`` to ``path``. Raises :class:`KnownError` with ``remedy``, a message id, if it fails."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise KnownError(
            N_("{path} could not be written: {reason}."), remedy, path=path, reason=error.strerror or error
        ) from error
