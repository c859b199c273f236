"""The bilingual term sheet and minutes: what stands in a deal, in two columns, every figure on both sides compared."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.base.locales import reader_locale
from dragoman.deals.chosen_clauses import PART, ChosenClause, Party, facts_of, from_data
from dragoman.deals.currency_risk import PART as CURRENCY
from dragoman.deals.model import Deal, Note, Offer, Role, Side, Term, TermState
from dragoman.deals.offer_text import offer_text
from dragoman.deals.store import DealStore
from dragoman.deals.terms import LANGUAGES, TermSpec, catalogue, open_terms
from dragoman.translation.check import check
from dragoman.translation.model import Check

if TYPE_CHECKING:
    from babel import Locale

LAST_OFFERS = 6

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
    """What goes into a sheet. ``ours`` and ``theirs`` are the parties' names.

    ``facts`` fill the gaps of ``clauses``: see :func:`~dragoman.deals.chosen_clauses.facts_of`.
    """

    deal: Deal
    ours: str
    theirs: str
    terms: Mapping[str, Term]
    offers: Sequence[Offer] = ()
    notes: Sequence[Note] = ()
    clauses: Sequence[ChosenClause] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


def source_of(store: DealStore, deal: Deal, ours: Party, theirs: Party) -> SheetSource:
    """Return everything that stands in ``deal``, as its papers take it."""
    offers = store.offers(deal.id)
    return SheetSource(
        deal,
        ours.name,
        theirs.name,
        store.terms(deal.id),
        offers,
        store.notes(deal.id),
        tuple(from_data(store.part(deal.id, PART)).values()),
        facts_of(deal, offers, store.part(deal.id, CURRENCY), ours, theirs),
    )


def term_sheet(
    source: SheetSource, left: str, right: str, *, translate: Translate, today: date, with_open: bool = True
) -> Sheet:
    """Return the sheet with ``left`` as the user's language and ``right`` as the other side's.

    What was typed is translated by ``translate`` and compared by the deal guard; fixed words are written natively.
    ``with_open`` lists the terms that are still open too: leaving one out unseen is how deals go wrong.
    """
    writer = _Writer(left, right, translate)
    lines = writer.head("title", source, today)
    for group in catalogue():
        entries = list(writer.terms(group.terms, source.terms, with_open=with_open))
        if entries:
            lines += [writer.heading(group.name(left), group.name(right)), *entries]
    lines += writer.offers(source)
    if source.clauses:
        lines += [writer.headed("clauses"), *writer.clauses(source)]
    return writer.sheet(lines)


def minutes(
    source: SheetSource, left: str, right: str, *, translate: Translate, today: date, zone: tzinfo | None = None
) -> Sheet:
    """Return what was settled, what is still open, the offers and the notes with their times in ``zone``.

    ``left`` is the user's language, ``right`` the other side's; ``zone`` is the computer's where it is None.
    """
    writer = _Writer(left, right, translate)
    lines = writer.head("minutes", source, today)
    specs = [spec for group in catalogue() for spec in group.terms]
    for heading, states in (
        ("settled", (TermState.AGREED, TermState.REFUSED)),
        ("discussed", (TermState.PROPOSED,)),
    ):
        touched = {name: term for name, term in source.terms.items() if term.state in states}
        entries = list(writer.terms([spec for spec in specs if spec.id in touched], touched, with_open=True))
        if entries:
            lines += [writer.headed(heading), *entries]
    lines += writer.offers(source)
    if source.notes:
        lines.append(writer.headed("notes"))
        for note in source.notes:
            at = note.at.astimezone(zone)
            lines.append(writer.typed((_time(at, left), _time(at, right)), note.text))
    untouched = [spec for spec in open_terms(source.terms) if spec.id not in source.terms]
    if untouched:
        lines.append(writer.headed("untouched"))
        names = [[spec.name(tag) for spec in untouched] for tag in (left, right)]
        lines.append(Line(Cell("", text=_list(names[0], left)), Cell("", text=_list(names[1], right))))
    return writer.sheet(lines)


class _Writer:
    """Lays a deal out in two languages. Fixed words are English where they are not written in a column's language."""

    def __init__(self, left: str, right: str, translate: Translate) -> None:
        self._left, self._right, self._translate = left, right, translate

    def sheet(self, lines: Sequence[Line]) -> Sheet:
        feet = (_words(self._left)["foot"], _words(self._right)["foot"])
        return Sheet(self._left, self._right, tuple(lines), feet)

    def head(self, title: str, source: SheetSource, today: date) -> list[Line]:
        seller, buyer = source.ours, source.theirs
        if source.deal.role is Role.BUYER:
            seller, buyer = buyer, seller
        return [
            self.heading(*(f"{_words(tag)[title]}: {source.deal.title}" for tag in (self._left, self._right))),
            self.same("seller", seller),
            self.same("buyer", buyer),
            Line(
                Cell(_words(self._left)["date"], text=_day(today, self._left)),
                Cell(_words(self._right)["date"], text=_day(today, self._right)),
            ),
        ]

    def heading(self, left: str, right: str) -> Line:
        return Line(Cell(left), Cell(right), is_heading=True)

    def headed(self, key: str) -> Line:
        """A heading with a fixed word."""
        return self.heading(_words(self._left)[key], _words(self._right)[key])

    def same(self, key: str, text: str) -> Line:
        """A line whose text is the same on both sides: a name."""
        return Line(Cell(_words(self._left)[key], text=text), Cell(_words(self._right)[key], text=text))

    def offers(self, source: SheetSource) -> list[Line]:
        lines = [self._offer(offer, _side_name(offer, source)) for offer in source.offers[-LAST_OFFERS:]]
        return [self.headed("offers"), *lines] if lines else []

    def _offer(self, offer: Offer, name: str) -> Line:
        """What is on the table in the words of each side; only what no rule knew is translated."""
        remark = self.typed(("", ""), offer.other)
        cells = [
            Cell(name, text=offer_text(offer, tag, cell.text))
            for tag, cell in ((self._left, remark.left), (self._right, remark.right))
        ]
        return Line(cells[0], cells[1], alarms=self._compared(cells[0].text, cells[1].text))

    def clauses(self, source: SheetSource) -> Iterator[Line]:
        for index, one in enumerate(source.clauses, 1):
            values = one.values(source.facts)
            cells = [
                Cell(f"{index}. {one.clause.name(tag)}", text=one.clause.text(one.stance, tag, values))
                for tag in (self._left, self._right)
            ]
            yield Line(cells[0], cells[1], alarms=one.clause.alarms(one.stance, self._left, self._right, values))

    def terms(self, specs: Sequence[TermSpec], terms: Mapping[str, Term], *, with_open: bool) -> Iterator[Line]:
        for spec in specs:
            term = terms.get(spec.id, Term(spec.id))
            if term.state is TermState.OPEN and not term.value and not with_open:
                continue
            yield self.typed((spec.name(self._left), spec.name(self._right)), term.value, term.state)

    def typed(self, names: tuple[str, str], text: str, state: TermState | None = None) -> Line:
        """A line with the user's own words: translated, and its figures compared."""
        states = [_words(tag)[state.value] if state else "" for tag in (self._left, self._right)]
        other = text if _base(self._left) == _base(self._right) or not text else self._translate(text)
        if other is None:
            mark = _words(self._right)["untranslated"]
            return Line(Cell(names[0], states[0], text), Cell(names[1], states[1], f"{text} ({mark})"))
        alarms = self._compared(text, other)
        return Line(Cell(names[0], states[0], text), Cell(names[1], states[1], other), alarms=alarms)

    def _compared(self, left: str, right: str) -> tuple[Check, ...]:
        """The figures that are not the same on both sides."""
        return tuple(one for one in check(left, right, self._left, self._right) if one.status.is_alarm) if left else ()


def _side_name(offer: Offer, source: SheetSource) -> str:
    return source.ours if offer.side is Side.US else source.theirs


def _written(language: str) -> str:
    base = _base(language)
    return base if base in LANGUAGES else "en"


def _base(language: str) -> str:
    return language.replace("_", "-").split("-")[0]


def _day(day: date, language: str) -> str:
    from babel.dates import format_date

    return str(format_date(day, "long", locale=_locale(language)))


def _time(at: datetime, language: str) -> str:
    from babel.dates import format_skeleton

    return f"{format_skeleton('MMMd', at, locale=_locale(language))} {at:%H:%M}"


def _locale(language: str) -> Locale:
    """The locale of a column's fixed words, with its country where they are in the column's own language."""
    tag = language if _base(language) in LANGUAGES else "en"
    return reader_locale("zh-Hans" if tag == "zh" else tag)


def _list(names: Sequence[str], language: str) -> str:
    return ("、" if _written(language) == "zh" else ", ").join(names)


def _words(language: str) -> Mapping[str, str]:
    return _texts()[_written(language)]


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Mapping[str, str]]:
    file = files("dragoman_resources") / "deals" / "sheet.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
