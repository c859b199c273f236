"""The shipped trade glossary: concepts of foreign trade in nine languages. Format: ``docs/glossary.md``."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from dragoman.translation.model import LanguagePair
from dragoman.translation.pairs import language_key
from dragoman.translation.terms import Layer, TermEntry

LANGUAGES = ("en", "zh", "es", "pt", "fr", "de", "ja", "ar", "ru")
DOMAINS = (
    "incoterms", "price", "payment", "shipping", "customs", "insurance", "quality", "contract", "dispute", "company",
)  # fmt: skip

_ID = re.compile(r"[a-z][a-z0-9_]*")
_MAX_DEFINITION_WORDS = 20
_KEYS = frozenset({"id", "domain", "definition", "sources", "keep", *LANGUAGES})
_SOURCE_KEYS = frozenset({"id", "title", "publisher", "year"})
_SCRIPTS = {
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ja": re.compile("[\u3040-\u30ff\u4e00-\u9fff]"),
    "ar": re.compile("[\u0620-\u064a]"),
    "ru": re.compile("[\u0400-\u04ff]"),
}


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept with its terms by language, the preferred one first."""

    id: str
    domain: str
    definition: str
    sources: tuple[str, ...]
    keep: bool
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def shipped_file() -> Traversable:
    """Return the shipped glossary, which may be in a zip file."""
    return files("dragoman_resources") / "glossary" / "trade.toml"


@lru_cache(maxsize=1)
def concepts() -> tuple[Concept, ...]:
    """Return the shipped concepts in order; none where the program comes without them."""
    file = shipped_file()
    if not file.is_file():
        return ()
    data = tomllib.loads(file.read_text("utf-8"))
    return tuple(
        Concept(
            entry["id"],
            entry["domain"],
            entry["definition"],
            tuple(entry["sources"]),
            entry.get("keep", False),
            {language: tuple(entry[language]) for language in LANGUAGES if language in entry},
        )
        for entry in data["concept"]
    )


def shipped_terms(pair: LanguagePair) -> list[TermEntry]:
    """Return the shipped terms of a direction, the preferred ones of every concept before its other ones."""
    source, target = language_key(pair.source), language_key(pair.target)
    found: list[tuple[bool, TermEntry]] = []
    for concept in concepts():
        theirs = concept.terms.get(target, ())
        for place, term in enumerate(concept.terms.get(source, ())):
            if theirs:
                note = concept.definition
                found.append((place > 0, TermEntry(term, theirs[0], theirs, Layer.SHIPPED, concept.keep, note)))
    return [entry for _is_other, entry in sorted(found, key=lambda pair_: pair_[0])]


def problems(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what in a glossary file breaks a rule of ``docs/glossary.md``, each with the concept's id."""
    if data.get("schema") != 1:
        yield "schema is not 1"
    sources = data.get("source", [])
    known = {source.get("id") for source in sources}
    for source in sources:
        if set(source) != _SOURCE_KEYS:
            yield f"source {source.get('id')}: has {sorted(source)}, not {sorted(_SOURCE_KEYS)}"
    entries = data.get("concept", [])
    for identifier, number in Counter(entry.get("id") for entry in entries).items():
        if number > 1:
            yield f"{identifier}: {number} concepts have this id"
    cited: set[str] = set()
    for entry in entries:
        cited.update(entry.get("sources", []))
        for problem in _concept_problems(entry, known):
            yield f"{entry.get('id')}: {problem}"
    for name in sorted(map(str, known - cited)):
        yield f"source {name}: no concept cites it"
    for language in LANGUAGES:
        firsts = Counter(entry[language][0].casefold() for entry in entries if entry.get(language))
        yield from (f"{language}: {number} concepts prefer “{term}”" for term, number in firsts.items() if number > 1)


def _concept_problems(entry: Mapping[str, Any], sources: set[str]) -> Iterator[str]:
    if unknown := set(entry) - _KEYS:
        yield f"unknown keys {sorted(unknown)}"
    if not _ID.fullmatch(str(entry.get("id", ""))):
        yield "the id is not in small letters"
    if entry.get("domain") not in DOMAINS:
        yield f"unknown domain {entry.get('domain')}"
    definition = entry.get("definition", "")
    if not 1 <= len(definition.split()) <= _MAX_DEFINITION_WORDS:
        yield f"the definition has {len(definition.split())} words"
    if not entry.get("sources") or not set(entry["sources"]) <= sources:
        yield f"its sources {entry.get('sources')} are not all listed"
    for language in LANGUAGES:
        yield from _term_problems(language, entry.get(language, []), keep=bool(entry.get("keep")))


def _term_problems(language: str, terms: Any, *, keep: bool) -> Iterator[str]:
    if not isinstance(terms, list) or not terms or not all(isinstance(term, str) and term for term in terms):
        yield f"{language} has no list of terms"
        return
    if len(set(terms)) < len(terms):
        yield f"{language} has a term twice"
    for term in terms:
        if term != " ".join(term.split()) or term.endswith((",", ";", ":")):
            yield f"{language}: blanks or stops around “{term}”"
    script = _SCRIPTS.get(language)
    if script and not keep and not script.search(terms[0]) and any(char.islower() for char in terms[0]):
        yield f"{language}: “{terms[0]}” is not in its script"
