"""What may go wrong, how one would notice, what is done then and by whom."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

SCALE = (1, 5)
"""The range of likelihood and impact."""


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk of a deal. ``likelihood`` and ``impact`` are 1 to 5; ``review_on`` is when to look at it again."""

    title: str
    likelihood: int
    impact: int
    trigger: str = ""
    plan: str = ""
    owner: str = ""
    review_on: date | None = None
    is_closed: bool = False

    @property
    def weight(self) -> int:
        """Likelihood times impact, 1 to 25."""
        return self.likelihood * self.impact


def starter_set(language: str, today: date) -> tuple[Risk, ...]:
    """Return the risks every deal should think of, in the reader's language, with a first day of review."""
    key = "zh" if language.startswith("zh") else "en"
    return tuple(
        Risk(
            title=entry[key],
            likelihood=entry["likelihood"],
            impact=entry["impact"],
            trigger=entry[f"trigger_{key}"],
            plan=entry[f"plan_{key}"],
            review_on=today + timedelta(days=entry["review_days"]),
        )
        for entry in _entries()
    )


def ranked(risks: Iterable[Risk]) -> list[Risk]:
    """Return open risks before closed ones, the heaviest first."""
    return sorted(risks, key=lambda risk: (risk.is_closed, -risk.weight, -risk.impact, risk.title))


def due(risks: Iterable[Risk], today: date) -> list[Risk]:
    """Return the open risks whose day of review has come, the longest overdue first."""
    waiting = [risk for risk in risks if not risk.is_closed and risk.review_on is not None and risk.review_on <= today]
    return sorted(waiting, key=lambda risk: (risk.review_on or today, -risk.weight))


def to_data(risks: Sequence[Risk]) -> dict[str, object]:
    """Return risks as plain data, for :meth:`DealStore.put_part`."""
    return {
        "risks": [
            {**asdict(risk), "review_on": risk.review_on.isoformat() if risk.review_on else None} for risk in risks
        ]
    }


def from_data(data: Mapping[str, Any]) -> list[Risk]:
    """Return the risks of :func:`to_data`; scales out of range are brought into it."""
    low, high = SCALE
    return [
        Risk(
            title=str(entry["title"]),
            likelihood=min(max(int(entry["likelihood"]), low), high),
            impact=min(max(int(entry["impact"]), low), high),
            trigger=str(entry.get("trigger", "")),
            plan=str(entry.get("plan", "")),
            owner=str(entry.get("owner", "")),
            review_on=date.fromisoformat(entry["review_on"]) if entry.get("review_on") else None,
            is_closed=bool(entry.get("is_closed", False)),
        )
        for entry in data.get("risks", ())
    ]


@lru_cache(maxsize=1)
def _entries() -> list[dict[str, Any]]:
    file = files("dragoman_resources") / "deals" / "risks.toml"
    entries: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["risks"]
    return entries
