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


@dataclass(frozen=True, slots=True)
class Comparison:
    """How often a source that stands was compared with another one for a column, and how often the two differ."""

    key: str
    source: str
    other_source: str
    compared: int
    differing: int


_FALLBACKS = frozenset({"business_languages"})
"""Keys whose derived value only stands in where nobody wrote one down: another value is no disagreement."""


def settle(
    facts: list[Fact], decisions: dict[tuple[str, str], str], defaults: dict[tuple[str, str], str]
) -> tuple[list[Fact], list[Disagreement], list[Comparison]]:
    """Return one fact per country and key, every value that lost, and how many were compared.

    ``facts`` are in order of precedence, lowest first: the last one of a key wins. ``decisions`` holds reasons by
    (iso2, key): of overrides, and the notes of written tables; ``defaults`` by (key, source that lost). Raises
    :class:`ValueError` for a disagreement that nobody decided.
    """
    winners: dict[tuple[str, str], Fact] = {}
    losers: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        place = (fact.iso2, fact.key)
        if place in winners:
            losers.setdefault(place, []).append(winners[place])
        winners[place] = fact
    disagreements = []
    counted: dict[tuple[str, str, str], list[int]] = {}
    for place, others in sorted(losers.items()):
        chosen = winners[place]
        for other in others:
            if other.key in _FALLBACKS:
                continue
            sources = (chosen.provenance.source_id, other.provenance.source_id)
            count = counted.setdefault((chosen.key, *sources), [0, 0])
            count[0] += 1
            if _agree(chosen, other):
                continue
            count[1] += 1
            decision = decisions.get(place) or defaults.get((chosen.key, sources[1]))
            if decision is None:
                raise ValueError(f"crosschecks.toml: nobody decided {chosen.key} of {chosen.iso2} against {sources[1]}")
            disagreements.append(
                Disagreement(chosen.iso2, chosen.key, chosen.value, sources[0], other.value, sources[1], decision)
            )
    comparisons = [Comparison(*place, *count) for place, count in sorted(counted.items())]
    return list(winners.values()), disagreements, comparisons


def _agree(chosen: Fact, other: Fact) -> bool:
    """Whether two values say the same; a source with one currency agrees with a list that has it."""
    if chosen.key == "currencies" and isinstance(chosen.value, list) and isinstance(other.value, list):
        return set(other.value) <= set(chosen.value)
    return chosen.value == other.value
