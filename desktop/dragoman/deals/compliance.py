"""What to remember of money laundering and sanctions lists before dealing with a country. Dated; the lists move on."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dragoman.base.i18n import N_, Text
from dragoman.knowledge.model import Country

_FATF = {
    "call_for_action": N_("FATF: on the list of countries subject to a call for action; banks will refuse."),
    "increased_monitoring": N_("FATF: under increased monitoring; banks ask more, payments take longer."),
    "none": N_("FATF: on neither list."),
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to look up. ``is_grave`` where it may stop a payment; ``as_of`` is the state it describes."""

    text: Text
    as_of: date | None = None
    is_grave: bool = False


def reminders(country: Country, language: str) -> tuple[Reminder, ...]:
    """Return what to remember of a partner's country: its FATF list, sanctions that touch trade, where to look."""
    table = _table()
    key = "zh" if language.startswith("zh") else "en"
    found = []
    if country.fatf_list in _FATF:
        as_of = next((source.as_of for source in country.sources if source.id == "fatf"), None)
        found.append(Reminder(Text(_FATF[country.fatf_list]), as_of, country.fatf_list != "none"))
    if row := table.get(country.iso2):
        found.append(Reminder(Text("{note}", {"note": row[key]}), table["as_of"], is_grave=True))
    found.append(Reminder(Text("{note}", {"note": table[f"general_{key}"]})))
    return tuple(found)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    file = files("dragoman_resources") / "deals" / "sanctions.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
