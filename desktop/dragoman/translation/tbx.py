"""Terms as TBX-Basic: ISO 30042:2019 (``tbx``) in and out, and the older ``martif`` of ISO 30042:2008 in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from dragoman.base.i18n import N_, Text
from dragoman.translation.model import LanguagePair
from dragoman.translation.pairs import serves
from dragoman.translation.safe_files import MAX_TEXT, clean_text, parse_xml, unusable
from dragoman.translation.tags import normal_tag

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">\n'
    "<tbxHeader><fileDesc><sourceDesc><p>Dragoman</p></sourceDesc></fileDesc></tbxHeader>\n<text><body>\n"
)
_KEEP = "do-not-translate"
_DEPRECATED = frozenset({"deprecatedTerm-admn-sts", "supersededTerm-admn-sts"})
_CONCEPT = frozenset({"conceptEntry", "termEntry"})
_LANGUAGE = frozenset({"langSec", "langSet"})
_TERM = frozenset({"termSec", "tig", "ntig"})
_COLLECTED = frozenset({"term", "note", "admin", "termNote"})


@dataclass(frozen=True, slots=True)
class TermRecord:
    """A term of one direction, BCP 47 tags; ``keep`` marks what is never translated."""

    source: str
    target: str
    source_language: str
    target_language: str
    keep: bool = False
    note: str = ""

    @property
    def pair(self) -> LanguagePair:
        return LanguagePair(self.source_language, self.target_language)


def read_tbx(path: Path, pair: LanguagePair | None = None) -> tuple[list[TermRecord], int]:
    """Return the terms of a TBX file and the number of concepts left out because they lack a language.

    Every term of the source language is given with every term of the target, the preferred one first; deprecated ones
    are left out. Raises :class:`KnownError`.
    """
    reader = _Reader(pair)
    parse_xml(path, reader)
    if not reader.is_tbx:
        raise unusable(path, Text(N_("it is not a TBX file")))
    return reader.terms, reader.skipped


def write_tbx(terms: Iterable[TermRecord]) -> str:
    """Return the terms as a TBX-Basic document, one concept each."""
    parts = [_HEAD]
    for number, term in enumerate(terms, start=1):
        parts.append(f'<conceptEntry id="c{number}">')
        if term.keep:
            parts.append(f'<admin type="projectSubset">{_KEEP}</admin>')
        if term.note:
            parts.append(f"<note>{escape(term.note)}</note>")
        for language, text in ((term.source_language, term.source), (term.target_language, term.target)):
            parts.append(
                f"<langSec xml:lang={quoteattr(language)}><termSec><term>{escape(text)}</term></termSec></langSec>"
            )
        parts.append("</conceptEntry>\n")
    parts.append("</body></text>\n</tbx>\n")
    return "".join(parts)


@dataclass(slots=True)
class _Concept:
    """What one concept has held so far; ``terms`` by language in order."""

    terms: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    keep: bool = False
    language: str = ""
    term: str = ""
    deprecated: bool = False


class _Reader:
    """Collects terms from the elements of a TBX file."""

    def __init__(self, pair: LanguagePair | None) -> None:
        self._pair = pair
        self.terms: list[TermRecord] = []
        self.skipped = 0
        self.is_tbx = False
        self._concept: _Concept | None = None
        self._collected: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("tbx", "martif"):
            self.is_tbx = True
        elif name in _CONCEPT:
            self._concept = _Concept()
        elif self._concept is None:
            return
        elif name in _LANGUAGE:
            self._concept.language = attributes.get("lang", "")
        elif name in _TERM:
            self._concept.term = ""
            self._concept.deprecated = False
        elif name in _COLLECTED:
            self._collected = []

    def end(self, name: str) -> None:
        concept = self._concept
        if concept is None:
            return
        if name in _COLLECTED and self._collected is not None:
            self._take(name, clean_text("".join(self._collected)), concept)
            self._collected = None
        elif name in _TERM:
            tag = normal_tag(concept.language)
            if tag and 0 < len(concept.term) <= MAX_TEXT and not concept.deprecated:
                concept.terms.append((tag, concept.term))
        elif name in _CONCEPT:
            self._finish(concept)
            self._concept = None

    def text(self, content: str) -> None:
        if self._collected is not None:
            self._collected.append(content)

    def _take(self, name: str, content: str, concept: _Concept) -> None:
        if name == "term":
            concept.term = content
        elif name == "note" and content:
            concept.notes.append(content)
        elif name == "termNote" and content in _DEPRECATED:
            concept.deprecated = True
        elif name == "admin" and content == _KEEP:
            concept.keep = True

    def _finish(self, concept: _Concept) -> None:
        note = "\n".join(concept.notes)
        sources = self._sources(concept)
        found = [
            TermRecord(source, target, ours, theirs, concept.keep, note)
            for position, (ours, source) in sources
            for other, (theirs, target) in enumerate(concept.terms)
            if other != position and self._fits(ours, theirs, concept)
        ]
        self.terms += found
        self.skipped += not found

    def _sources(self, concept: _Concept) -> list[tuple[int, tuple[str, str]]]:
        numbered = list(enumerate(concept.terms))
        if self._pair is not None or not numbered:
            return numbered
        first = numbered[0][1][0]
        return [(position, term) for position, term in numbered if term[0] == first]

    def _fits(self, ours: str, theirs: str, concept: _Concept) -> bool:
        if self._pair is not None:
            return serves(LanguagePair(ours, theirs), self._pair)
        # One language twice is a record of what is never translated; between synonyms nothing is translated.
        return ours != theirs or len(concept.terms) == 2
