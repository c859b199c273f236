"""The checklist of a sale: about forty terms in groups, what each has to settle and what leaving it open costs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from dragoman.deals.model import Term, TermState

LANGUAGES = ("en", "zh", "es", "pt", "fr", "de")
"""Languages in which the names of terms are written."""


@dataclass(frozen=True, slots=True)
class TermSpec:
    """A term of the catalogue. Names are by language (:data:`LANGUAGES`), questions and risks in ``en`` and ``zh``."""

    id: str
    group: str
    names: Mapping[str, str]
    asks: Mapping[str, str]
    risks: Mapping[str, str]

    def name(self, language: str) -> str:
        """Return what the term is called, in English where ``language`` is none of :data:`LANGUAGES`."""
        return _named(self.names, language)

    def ask(self, language: str) -> str:
        """Return what has to be settled."""
        return self.asks[_key(language)]

    def risk(self, language: str) -> str:
        """Return what it costs to leave it open."""
        return self.risks[_key(language)]


@dataclass(frozen=True, slots=True)
class TermGroup:
    """A group of terms in the order of the checklist."""

    id: str
    names: Mapping[str, str]
    terms: tuple[TermSpec, ...]

    def name(self, language: str) -> str:
        """Return what the group is called, in English where ``language`` is none of :data:`LANGUAGES`."""
        return _named(self.names, language)


@lru_cache(maxsize=1)
def catalogue() -> tuple[TermGroup, ...]:
    """Return the groups with their terms, in order."""
    file = files("dragoman_resources") / "deals" / "terms.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    specs = [
        TermSpec(
            entry["id"],
            entry["group"],
            {tag: entry[tag] for tag in LANGUAGES},
            {"en": entry["ask_en"], "zh": entry["ask_zh"]},
            {"en": entry["open_en"], "zh": entry["open_zh"]},
        )
        for entry in data["terms"]
    ]
    return tuple(
        TermGroup(
            group["id"],
            {tag: group[tag] for tag in LANGUAGES},
            tuple(spec for spec in specs if spec.group == group["id"]),
        )
        for group in data["groups"]
    )


def open_terms(terms: Mapping[str, Term], left_out: frozenset[str] = frozenset()) -> tuple[TermSpec, ...]:
    """Return the terms that are not settled, in the order of the checklist.

    One that was refused is settled; ``left_out`` are ids that do not belong to this deal (a profit share, a mould).
    """
    settled = {one.term_id for one in terms.values() if one.state in (TermState.AGREED, TermState.REFUSED)}
    return tuple(
        spec for group in catalogue() for spec in group.terms if spec.id not in settled and spec.id not in left_out
    )


def _key(language: str) -> str:
    return "zh" if language.startswith("zh") else "en"


def _named(names: Mapping[str, str], language: str) -> str:
    return names.get(language.replace("_", "-").split("-")[0], names["en"])
