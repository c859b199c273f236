"""Memory and glossary files in and out: which format a file is in, and the tables both share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text
from dragoman.translation.model import LanguagePair
from dragoman.translation.pairs import serves
from dragoman.translation.safe_files import MAX_TEXT, as_table, clean_text, read_table, unusable, write_file
from dragoman.translation.tags import normal_tag
from dragoman.translation.tbx import TermRecord, read_tbx, write_tbx
from dragoman.translation.tmx import Unit, read_tmx, write_tmx

_UNIT_HEADER = ("source", "target", "source_language", "target_language", "changed")
_TERM_HEADER = ("source", "target", "source_language", "target_language", "keep", "note")
_ALIASES = {
    "source_lang": "source_language",
    "target_lang": "target_language",
    "source_term": "source",
    "target_term": "target",
    "do_not_translate": "keep",
}
_YES = frozenset({"1", "yes", "true", "x", "y", "是"})


def read_units(path: Path, pair: LanguagePair | None = None) -> tuple[list[Unit], int]:
    """Return the sentence pairs of a ``.tmx``, ``.csv`` or ``.tsv`` file and how many were left out.

    With ``pair`` only that direction is taken, and a table may leave out its languages. Raises :class:`KnownError`.
    """
    if _suffix(path, (".tmx", ".csv", ".tsv", ".txt")) == ".tmx":
        return read_tmx(path, pair)
    units, skipped = [], 0
    for row in _rows(path, pair, _UNIT_HEADER):
        unit = Unit(row["source"], row["target"], row["source_language"], row["target_language"], row["changed"])
        if _is_usable(unit.source, unit.target, unit.pair, pair):
            units.append(unit)
        else:
            skipped += 1
    return units, skipped


def write_units(path: Path, units: Sequence[Unit]) -> None:
    """Write sentence pairs as the ending of ``path`` says, ``.tmx`` or ``.csv``. Raises :class:`KnownError`."""
    if _suffix(path, (".tmx", ".csv")) == ".tmx":
        write_file(path, write_tmx(units))
        return
    rows = [[u.source, u.target, u.source_language, u.target_language, u.changed] for u in units]
    write_file(path, as_table([list(_UNIT_HEADER), *rows]))


def read_terms(path: Path, pair: LanguagePair | None = None) -> tuple[list[TermRecord], int]:
    """Return the terms of a ``.tbx``, ``.csv`` or ``.tsv`` file and how many were left out.

    With ``pair`` only that direction is taken, and a table may leave out its languages: two columns are enough, as are
    the four of DeepL's glossaries. A TBX file without ``pair`` gives each concept from its first language into the
    others. Raises :class:`KnownError`.
    """
    if _suffix(path, (".tbx", ".xml", ".csv", ".tsv", ".txt")) in (".tbx", ".xml"):
        return read_tbx(path, pair)
    terms, skipped = [], 0
    for row in _rows(path, pair, _TERM_HEADER):
        keep = row["keep"].strip().casefold() in _YES
        target = row["target"] or (row["source"] if keep else "")
        term = TermRecord(row["source"], target, row["source_language"], row["target_language"], keep, row["note"])
        if _is_usable(term.source, term.target, term.pair, pair):
            terms.append(term)
        else:
            skipped += 1
    return terms, skipped


def write_terms(path: Path, terms: Sequence[TermRecord]) -> None:
    """Write terms as the ending of ``path`` says, ``.tbx`` (TBX-Basic) or ``.csv``. Raises :class:`KnownError`."""
    if _suffix(path, (".tbx", ".csv")) == ".tbx":
        write_file(path, write_tbx(terms))
        return
    rows = [[t.source, t.target, t.source_language, t.target_language, "yes" if t.keep else "", t.note] for t in terms]
    write_file(path, as_table([list(_TERM_HEADER), *rows]))


def _suffix(path: Path, known: tuple[str, ...]) -> str:
    suffix = path.suffix.lower()
    if suffix not in known:
        raise KnownError(
            N_("“{name}” has an ending that Dragoman does not know here."),
            N_("Use a file that ends in one of: {known}."),
            name=path.name,
            known=" ".join(known),
        )
    return suffix


def _rows(path: Path, pair: LanguagePair | None, header: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows as dictionaries with all keys of ``header``, cleaned, languages filled in from ``pair``."""
    table = read_table(path)
    names = [_ALIASES.get(_name(cell), _name(cell)) for cell in (table[0] if table else ())]
    if "source" in names and "target" in names:
        table = table[1:]
    else:
        names = _without_header(path, table, pair)
    if pair is None and not {"source_language", "target_language"} <= set(names):
        raise unusable(path, Text(N_("it does not say which languages it holds")))
    rows = []
    for cells in table:
        row = dict.fromkeys(header, "") | {
            name: clean_text(cell) for name, cell in zip(names, cells, strict=False) if name in header
        }
        if pair is not None:
            row["source_language"] = row["source_language"] or pair.source
            row["target_language"] = row["target_language"] or pair.target
        rows.append(row)
    return rows


def _without_header(path: Path, table: list[list[str]], pair: LanguagePair | None) -> list[str]:
    width = max(map(len, table), default=0)
    if width >= 4 and all(len(row) >= 4 and normal_tag(row[2]) and normal_tag(row[3]) for row in table):
        return ["source", "target", "source_language", "target_language"]
    if width == 2 or (pair is not None and width > 1):
        return ["source", "target"]
    raise unusable(path, Text(N_("it has no columns named source and target")))


def _name(cell: str) -> str:
    return clean_text(cell).casefold().replace(" ", "_")


def _is_usable(source: str, target: str, own: LanguagePair, wanted: LanguagePair | None) -> bool:
    if not source or not target or max(len(source), len(target)) > MAX_TEXT:
        return False
    if not normal_tag(own.source) or not normal_tag(own.target):
        return False
    return wanted is None or serves(own, wanted)
