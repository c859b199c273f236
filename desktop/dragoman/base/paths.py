"""Where Dragoman keeps what belongs to the user."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

HOME_VARIABLE = "DRAGOMAN_HOME"
"""Environment variable that moves everything into one folder (a USB stick, a test)."""


class Paths(NamedTuple):
    """The user's folders; none of them is created before it is written to."""

    data: Path
    cache: Path

    @property
    def database(self) -> Path:
        """The user's own database: counterparts, settings, memory."""
        return self.data / "dragoman.sqlite3"

    @property
    def packs(self) -> Path:
        """Installed language packs, one folder each."""
        return self.data / "packs"

    @property
    def templates(self) -> Path:
        """Letters of the user's own, in the same files as the program's."""
        return self.data / "templates"

    @classmethod
    def default(cls) -> Paths:
        """Return the platform's folders for this user, or those under ``DRAGOMAN_HOME`` when it is set."""
        if home := os.environ.get(HOME_VARIABLE):
            root = Path(home).expanduser().absolute()
            return cls(data=root / "data", cache=root / "cache")
        import platformdirs  # a fifth of a millisecond, but only when it is needed

        folders = platformdirs.PlatformDirs("Dragoman", appauthor=False)
        return cls(data=folders.user_data_path, cache=folders.user_cache_path)
