"""Countries weighed against each other: criteria with weights, ranked, and how firm the ranking is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_

BEST = 10
"""Marks go from 0 to this."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is compared, and how much it counts (0 to 10)."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Place:
    """A country in the ranking: its weighted mean of 0 to 10 over the criteria it has marks for.

    ``missing`` are the names of those it has none for.
    """

    iso2: str
    mean: float
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How far one weight may move before another country leads: ``factor`` times its value, None when it never does.

    ``leader`` is who leads then.
    """

    criterion: str
    factor: float | None
    leader: str = ""


def rank(criteria: Sequence[Criterion], marks: Mapping[str, Mapping[str, float]]) -> list[Place]:
    """Return the countries of ``marks`` (by ISO code, marks by criterion) with the best first; equals by code.

    Raises :class:`KnownError` for a mark or weight out of range, and when no criterion counts.
    """
    _check(criteria, marks)
    places = []
    for iso2, given in marks.items():
        known = [(one, given[one.name]) for one in criteria if one.name in given]
        weight = sum(one.weight for one, _mark in known)
        mean = sum(one.weight * mark for one, mark in known) / weight if weight else 0.0
        places.append(Place(iso2, round(mean, 4), tuple(one.name for one in criteria if one.name not in given)))
    return sorted(places, key=lambda place: (-place.mean, place.iso2))


def sensitivity(
    criteria: Sequence[Criterion], marks: Mapping[str, Mapping[str, float]], *, most: float = 4.0
) -> list[Sensitivity]:
    """Return for each criterion the smallest change of its weight, up to ``most`` times or down to nothing, that
    puts another country first. The most sensitive comes first."""
    leader = rank(criteria, marks)[0].iso2
    factors = sorted({round(1 + sign * step / 20, 2) for step in range(1, int(most * 20)) for sign in (1, -1)})
    tried = sorted((one for one in factors if 0 <= one <= most), key=lambda one: (abs(one - 1), one))
    found = []
    for criterion in criteria:
        hit = Sensitivity(criterion.name, None)
        for factor in tried:
            changed = [
                Criterion(one.name, one.weight * factor) if one.name == criterion.name else one for one in criteria
            ]
            if not any(one.weight for one in changed):
                continue
            places = rank([Criterion(one.name, min(one.weight, BEST)) for one in changed], marks)
            if places[0].iso2 != leader:
                hit = Sensitivity(criterion.name, factor, places[0].iso2)
                break
        found.append(hit)
    return sorted(found, key=lambda one: (one.factor is None, abs((one.factor or 0) - 1), one.criterion))


def lead(places: Sequence[Place]) -> float:
    """Return by how much the first country leads the second, 0 with fewer than two."""
    return next((round(first.mean - second.mean, 4) for first, second in pairwise(places)), 0.0)


def _check(criteria: Sequence[Criterion], marks: Mapping[str, Mapping[str, float]]) -> None:
    if not any(one.weight > 0 for one in criteria):
        raise KnownError(N_("No criterion counts."), N_("Give at least one a weight above zero."))
    for one in criteria:
        if not 0 <= one.weight <= BEST:
            raise KnownError(
                N_("The weight of “{name}” is not between 0 and {best}."),
                N_("Change it; nothing was lost."),
                name=one.name,
                best=BEST,
            )
    for iso2, given in marks.items():
        for name, mark in given.items():
            if not 0 <= mark <= BEST:
                raise KnownError(
                    N_("The mark of {country} for “{name}” is not between 0 and {best}."),
                    N_("Change it; nothing was lost."),
                    country=iso2,
                    name=name,
                    best=BEST,
                )
