"""The user's settings, kept in their database."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from dragoman.base.database import UserDatabase

CATALOGUE_ADDRESS = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"
"""Where the Argos project publishes the list of its packs."""


class Settings(NamedTuple):
    """All settings with their defaults; empty strings mean "as the system has it"."""

    ui_language: str = ""
    theme: str = ""
    home_country: str = ""
    home_zone: str = ""
    home_city: str = ""
    home_language: str = ""
    own_given_name: str = ""
    own_family_name: str = ""
    own_title: str = ""
    own_gender: str = ""
    own_company: str = ""
    own_email: str = ""
    own_phone: str = ""
    active_counterpart: int = 0
    first_run_done: bool = False
    window_geometry: str = ""
    call_places: str = ""
    market_comparison: str = ""
    offline: bool = False
    catalogue_address: str = CATALOGUE_ADDRESS
    engine_choices: str = ""
    libretranslate_on: bool = False
    libretranslate_address: str = ""
    libretranslate_pairs: str = ""


class SettingsStore:
    """Reads and writes :class:`Settings`."""

    def __init__(self, database: UserDatabase) -> None:
        self._database = database

    def load(self) -> Settings:
        """Return the stored settings. A value that is unknown or of another type is left at its default."""
        rows = self._database.query("SELECT key, value FROM setting")
        stored = {row["key"]: _decoded(row["value"]) for row in rows}
        default = Settings()._asdict()
        known = {name: stored[name] for name in default if type(stored.get(name)) is type(default[name])}
        return Settings(**known)

    def update(self, **changes: str | int | bool) -> Settings:
        """Store ``changes`` and return the settings as they are now."""
        updated = Settings(**{**self.load()._asdict(), **changes})
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [(key, json.dumps(value)) for key, value in changes.items()],
            )
        return updated


def _decoded(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return None
