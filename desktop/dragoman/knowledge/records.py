"""Rows on their way into the knowledge database, each with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Provenance:
    """``confidence`` is high, medium or low; ``origin`` is derived (from a package) or written (by hand)."""

    source_id: str
    as_of: date | None
    confidence: str = "high"
    origin: str = "derived"


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one country: ``value`` is anything JSON holds."""

    iso2: str
    key: str
    value: object
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sources that differ, and which one the database follows."""

    iso2: str
    key: str
    chosen: object
    chosen_source: str
    other: object
    other_source: str
    decision: str


_FALLBACKS = frozenset({"business_languages"})
"""Keys whose derived value only stands in where nobody wrote one down: another value is no disagreement."""


def settle(facts: list[Fact], decisions: dict[tuple[str, str], str]) -> tuple[list[Fact], list[Disagreement]]:
    """Return one fact per country and key, and every value that lost.

    ``facts`` are in order of precedence, lowest first: the last one of a key wins. ``decisions`` holds reasons by
    (iso2, key): of overrides, and the notes of written tables.
    """
    winners: dict[tuple[str, str], Fact] = {}
    losers: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        place = (fact.iso2, fact.key)
        if place in winners:
            losers.setdefault(place, []).append(winners[place])
        winners[place] = fact
    disagreements = []
    for place, others in sorted(losers.items()):
        chosen = winners[place]
        disagreements += [
            Disagreement(
                chosen.iso2,
                chosen.key,
                chosen.value,
                chosen.provenance.source_id,
                other.value,
                other.provenance.source_id,
                decisions.get(place, "the table written from the authority stands over the package"),
            )
            for other in others
            if other.value != chosen.value and other.key not in _FALLBACKS
        ]
    return list(winners.values()), disagreements
