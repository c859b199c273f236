"""Translation memory exchange, TMX 1.4b (LISA OSCAR, 2005): sentences with their translations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from dragoman import __version__
from dragoman.base.i18n import N_, Text
from dragoman.translation.model import LanguagePair
from dragoman.translation.pairs import serves
from dragoman.translation.safe_files import MAX_TEXT, clean_text, parse_xml, unusable
from dragoman.translation.tags import normal_tag

_STAMP = "%Y%m%dT%H%M%SZ"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
    f'<header creationtool="Dragoman" creationtoolversion="{__version__}" segtype="sentence" o-tmf="Dragoman"'
    ' adminlang="en" srclang="*all*" datatype="plaintext"/>\n<body>\n'
)
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})
"""Elements that hold formatting codes of the file the sentence came from, no text (TMX 1.4b, inline elements)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence and its translation with BCP 47 tags; ``changed`` is ISO with a zone, empty when not known."""

    source: str
    target: str
    source_language: str
    target_language: str
    changed: str = ""

    @property
    def pair(self) -> LanguagePair:
        return LanguagePair(self.source_language, self.target_language)


def read_tmx(path: Path, pair: LanguagePair | None = None) -> tuple[list[Unit], int]:
    """Return the units of a TMX file and the number of those left out: empty, too long, of another pair.

    With ``pair`` a unit that has both languages counts, whichever was its source. Without, the source is what the file
    says, and the first language of a unit where it says ``*all*``. Raises :class:`KnownError`.
    """
    reader = _Reader(pair)
    parse_xml(path, reader)
    if not reader.is_tmx:
        raise unusable(path, Text(N_("it is not a TMX file")))
    return reader.units, reader.skipped


def write_tmx(units: Iterable[Unit]) -> str:
    """Return the units as a TMX 1.4 document."""
    parts = [_HEAD]
    for unit in units:
        stamp = _as_stamp(unit.changed)
        changed = f' changedate="{stamp}"' if stamp else ""
        parts.append(f"<tu srclang={quoteattr(unit.source_language)}{changed}>")
        for language, text in ((unit.source_language, unit.source), (unit.target_language, unit.target)):
            parts.append(f"<tuv xml:lang={quoteattr(language)}><seg>{escape(text)}</seg></tuv>")
        parts.append("</tu>\n")
    parts.append("</body>\n</tmx>\n")
    return "".join(parts)


class _Reader:
    """Collects units from the elements of a TMX file."""

    def __init__(self, pair: LanguagePair | None) -> None:
        self._pair = pair
        self.units: list[Unit] = []
        self.skipped = 0
        self.is_tmx = False
        self._default = "*all*"
        self._source = ""
        self._changed = ""
        self._texts: list[tuple[str, str]] = []
        self._language = ""
        self._segment: list[str] | None = None
        self._codes = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tmx":
            self.is_tmx = True
        elif name == "header":
            self._default = attributes.get("srclang", "*all*")
        elif name == "tu":
            self._texts = []
            self._source = attributes.get("srclang", self._default)
            self._changed = attributes.get("changedate") or attributes.get("creationdate", "")
        elif name == "tuv":
            self._language = attributes.get("lang", "")
        elif name == "seg":
            self._segment = []
            self._codes = 0
        elif name in _CODES:
            self._codes += 1

    def end(self, name: str) -> None:
        if name == "seg" and self._segment is not None:
            self._texts.append((self._language, clean_text("".join(self._segment))))
            self._segment = None
        elif name in _CODES:
            self._codes -= 1
        elif name == "tu":
            self._finish()

    def text(self, content: str) -> None:
        if self._segment is not None and not self._codes:
            self._segment.append(content)

    def _finish(self) -> None:
        texts = [
            (tag, text) for language, text in self._texts if (tag := normal_tag(language)) and 0 < len(text) <= MAX_TEXT
        ]
        found = self._wanted(texts) if self._pair else self._declared(texts)
        self.units += found
        self.skipped += not found
        self._texts = []

    def _wanted(self, texts: list[tuple[str, str]]) -> list[Unit]:
        assert self._pair is not None
        changed = _as_iso(self._changed)
        return [
            Unit(source, target, ours, theirs, changed)
            for ours, source in texts
            for theirs, target in texts
            if (ours, source) != (theirs, target) and serves(LanguagePair(ours, theirs), self._pair)
        ][:1]

    def _declared(self, texts: list[tuple[str, str]]) -> list[Unit]:
        wanted = normal_tag(self._source) if self._source != "*all*" else None
        place = next((index for index, (tag, _text) in enumerate(texts) if _is_same(tag, wanted)), None)
        if place is None:
            if wanted is not None or not texts:
                return []
            place = 0
        language, source = texts[place]
        changed = _as_iso(self._changed)
        return [
            Unit(source, text, language, tag, changed)
            for index, (tag, text) in enumerate(texts)
            if index != place and tag != language
        ]


def _is_same(tag: str, wanted: str | None) -> bool:
    # srclang="en" with xml:lang="en-US" is common.
    return wanted is not None and (tag == wanted or tag.startswith(f"{wanted}-") or wanted.startswith(f"{tag}-"))


def _as_stamp(iso: str) -> str:
    try:
        return datetime.fromisoformat(iso).astimezone(UTC).strftime(_STAMP) if iso else ""
    except (ValueError, OverflowError):
        return ""


def _as_iso(stamp: str) -> str:
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC).isoformat(timespec="microseconds")
    except ValueError:
        return ""
