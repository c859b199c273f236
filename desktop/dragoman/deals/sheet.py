"""The bilingual term sheet: what stands in a deal, in two columns, every figure on both sides compared."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from html import escape
from importlib.resources import files

from dragoman.base.locales import babel_locale, is_right_to_left
from dragoman.deals.model import Deal, Note, Offer, Role, Side, Term, TermState
from dragoman.deals.terms import LANGUAGES, TermSpec, catalogue
from dragoman.translation.check import check
from dragoman.translation.model import Check

Translate = Callable[[str], str | None]
"""Returns a text in the right column's language, None where no pack leads there."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a line: the term's name, its state, and what was said."""

    name: str
    state: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet; a heading has no text. ``alarms`` are figures that differ between the columns."""

    left: Cell
    right: Cell
    is_heading: bool = False
    alarms: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A term sheet. Languages are BCP 47 tags; the right one is English where its fixed words are not written."""

    left_language: str
    right_language: str
    lines: tuple[Line, ...]
    feet: tuple[str, str]

    @property
    def alarms(self) -> tuple[Check, ...]:
        """Every figure that is not the same on both sides."""
        return tuple(alarm for line in self.lines for alarm in line.alarms)


@dataclass(frozen=True, slots=True)
class SheetSource:
    """What goes into a sheet. ``ours`` and ``theirs`` are the parties' names."""

    deal: Deal
    ours: str
    theirs: str
    terms: Mapping[str, Term]
    offers: Sequence[Offer] = ()
    notes: Sequence[Note] = field(default=())


def term_sheet(
    source: SheetSource, left: str, right: str, *, translate: Translate, today: date, with_open: bool = True
) -> Sheet:
    """Return the sheet with ``left`` as the user's language and ``right`` as the other side's.

    What was typed is translated by ``translate`` and compared by the deal guard; fixed words are written natively.
    ``with_open`` lists the terms that are still open too: leaving one out unseen is how deals go wrong.
    """
    left, right = _written(left), _written(right)
    writer = _Writer(left, right, translate)
    lines = [
        writer.heading(
            f"{_words(left)['title']}: {source.deal.title}", f"{_words(right)['title']}: {source.deal.title}"
        )
    ]
    seller, buyer = (source.ours, source.theirs) if source.deal.role is Role.SELLER else (source.theirs, source.ours)
    lines += [
        writer.same("seller", seller),
        writer.same("buyer", buyer),
        Line(Cell(_words(left)["date"], text=_day(today, left)), Cell(_words(right)["date"], text=_day(today, right))),
    ]
    for group in catalogue():
        entries = list(writer.terms(group.terms, source.terms, with_open=with_open))
        if entries:
            lines += [writer.heading(group.name(left), group.name(right)), *entries]
    if source.offers:
        lines.append(writer.heading(_words(left)["offers"], _words(right)["offers"]))
        lines += [writer.typed(_side_name(offer, source), offer.line) for offer in source.offers[-6:] if offer.line]
    return Sheet(left, right, tuple(lines), (_words(left)["foot"], _words(right)["foot"]))


def to_html(sheet: Sheet) -> str:
    """Return the sheet as a page of HTML to print; nothing in it is loaded from elsewhere."""
    rows = []
    for line in sheet.lines:
        sides = ((line.left, sheet.left_language), (line.right, sheet.right_language))
        cells = "".join(
            f'<td width="50%" dir="{_direction(tag)}" class="{"head" if line.is_heading else "line"}">'
            f"{_cell_html(cell, is_heading=line.is_heading)}</td>"
            for cell, tag in sides
        )
        rows.append(f"<tr>{cells}</tr>")
    feet = "".join(
        f'<td dir="{_direction(tag)}">{escape(foot)}</td>' for foot, tag in zip(sheet.feet, _tags(sheet), strict=True)
    )
    return (
        f'<!DOCTYPE html><html lang="{sheet.left_language}"><head><meta charset="utf-8"><style>'
        "body { font-family: 'Noto Sans', 'Noto Sans CJK SC', sans-serif; font-size: 10pt; }"
        " table { width: 100%; border-collapse: collapse; } td { padding: 4pt 8pt; vertical-align: top;"
        " border-bottom: 1px solid #d9dde4; } .head { background: #eceef2; font-weight: bold; }"
        " .state { color: #566070; } .foot td { font-size: 8pt; color: #566070; }"
        f"</style></head><body><table>{''.join(rows)}<tr class='foot'>{feet}</tr></table></body></html>"
    )


def to_docx(sheet: Sheet) -> bytes:
    """Return the sheet as a word-processor file (Office Open XML)."""
    from io import BytesIO

    from docx import Document
    from docx.enum.table import WD_TABLE_DIRECTION
    from docx.shared import Pt

    document = Document()
    document.core_properties.author = "Dragoman"
    document.styles["Normal"].font.size = Pt(10)
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    table.direction = WD_TABLE_DIRECTION.LTR
    for line in sheet.lines:
        for cell, side in zip(table.add_row().cells, (line.left, line.right), strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(side.name).bold = True
            if not line.is_heading:
                if side.state:
                    paragraph.add_run(f" ({side.state})").italic = True
                if side.text:
                    cell.add_paragraph(side.text)
    for foot in sheet.feet:
        document.add_paragraph(foot).runs[0].font.size = Pt(8)
    raw = BytesIO()
    document.save(raw)
    return raw.getvalue()


def to_data(sheet: Sheet) -> dict[str, object]:
    """Return the sheet as plain data."""
    return {
        "languages": list(_tags(sheet)),
        "lines": [
            {
                "heading": line.is_heading,
                "left": {"name": line.left.name, "state": line.left.state, "text": line.left.text},
                "right": {"name": line.right.name, "state": line.right.state, "text": line.right.text},
                "alarms": [
                    {"kind": one.kind, "source": one.source, "target": one.target, "status": one.status.value}
                    for one in line.alarms
                ],
            }
            for line in sheet.lines
        ],
    }


class _Writer:
    def __init__(self, left: str, right: str, translate: Translate) -> None:
        self._left, self._right, self._translate = left, right, translate

    def heading(self, left: str, right: str) -> Line:
        return Line(Cell(left), Cell(right), is_heading=True)

    def same(self, key: str, text: str) -> Line:
        """A line whose text is the same on both sides: a name."""
        return Line(Cell(_words(self._left)[key], text=text), Cell(_words(self._right)[key], text=text))

    def terms(self, specs: Sequence[TermSpec], terms: Mapping[str, Term], *, with_open: bool) -> Iterator[Line]:
        for spec in specs:
            term = terms.get(spec.id, Term(spec.id))
            if term.state is TermState.OPEN and not term.value and not with_open:
                continue
            yield self.typed((spec.name(self._left), spec.name(self._right)), term.value, term.state)

    def typed(self, names: tuple[str, str], text: str, state: TermState | None = None) -> Line:
        """A line with the user's own words: translated, and its figures compared."""
        states = [_words(tag)[state.value] if state else "" for tag in (self._left, self._right)]
        other = text if self._left == self._right or not text else self._translate(text)
        if other is None:
            mark = _words(self._right)["untranslated"]
            return Line(Cell(names[0], states[0], text), Cell(names[1], states[1], f"{text} ({mark})"))
        alarms = (
            tuple(one for one in check(text, other, self._left, self._right) if one.status.is_alarm) if text else ()
        )
        return Line(Cell(names[0], states[0], text), Cell(names[1], states[1], other), alarms=alarms)


def _side_name(offer: Offer, source: SheetSource) -> tuple[str, str]:
    name = source.ours if offer.side is Side.US else source.theirs
    return name, name


def _cell_html(cell: Cell, *, is_heading: bool) -> str:
    if is_heading:
        return f"<b>{escape(cell.name)}</b>"
    state = f' <span class="state">({escape(cell.state)})</span>' if cell.state else ""
    text = f"<br>{escape(cell.text)}" if cell.text else ""
    return f"<b>{escape(cell.name)}</b>{state}{text}"


def _tags(sheet: Sheet) -> tuple[str, str]:
    return sheet.left_language, sheet.right_language


def _written(language: str) -> str:
    base = language.replace("_", "-").split("-")[0]
    return base if base in LANGUAGES else "en"


def _direction(tag: str) -> str:
    return "rtl" if is_right_to_left(tag) else "ltr"


def _day(day: date, language: str) -> str:
    from babel.dates import format_date

    return str(format_date(day, "long", locale=babel_locale("zh-Hans" if language == "zh" else language)))


def _words(language: str) -> Mapping[str, str]:
    return _texts()[language]


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Mapping[str, str]]:
    file = files("dragoman_resources") / "deals" / "sheet.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
