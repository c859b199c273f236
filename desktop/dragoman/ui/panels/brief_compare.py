"""Markets weighed against each other: facts from the knowledge base, marks and weights by the user, a ranking."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from dragoman.base import i18n
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, active_language
from dragoman.deals.market_comparison import BEST, Criterion, lead, rank, sensitivity
from dragoman.ui import wording
from dragoman.ui.widgets.basic import button, card, column, label, row
from dragoman.ui.widgets.choices import country_box

if TYPE_CHECKING:
    from dragoman.knowledge.model import Country
    from dragoman.knowledge.service import KnowledgeBase
    from dragoman.ui.context import NegotiationContext

USUAL = (
    (N_("Demand for our goods"), 8),
    (N_("Price we can ask"), 6),
    (N_("Tariff and certification"), 6),
    (N_("Payment and currency"), 5),
    (N_("Freight and time"), 4),
    (N_("Ease of working together"), 3),
)
_FACTS = (N_("Sales law (CISG)"), N_("Awards (New York Convention)"), N_("Currency"), N_("VAT or GST"), N_("FATF"))
MOST_COUNTRIES = 8


class Compare(QWidget):
    """Countries as columns; facts on top, then a line for each criterion with its weight. Kept as it is typed."""

    def __init__(self, knowledge: KnowledgeBase, context: NegotiationContext) -> None:
        super().__init__()
        self._knowledge = knowledge
        self._context = context
        self._countries: list[str] = []
        self._criteria: list[tuple[str, str]] = []
        self._marks: dict[str, dict[str, str]] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(300)
        self._pause.timeout.connect(self._keep)
        outer = column(self, spacing=8)
        outer.setContentsMargins(16, 10, 16, 16)
        bar = row(spacing=8)
        self._box = country_box(knowledge, _("Country"))
        self._box.setMinimumWidth(200)
        bar.addWidget(self._box)
        bar.addWidget(button(_("Compare it"), self._add_chosen, kind="primary"))
        bar.addStretch(1)
        bar.addWidget(button(_("Add a criterion"), self._add_criterion))
        bar.addWidget(button(_("Remove what is selected"), self._remove, kind="quiet"))
        outer.addLayout(bar)
        self.table = QTableWidget(0, 0)
        self.table.setAccessibleName(_("Markets compared"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().hide()
        self.table.itemChanged.connect(self._typed)
        outer.addWidget(self.table, 1)
        frame = card()
        layout = column(frame, margin=12, spacing=6)
        self._ranking = label("", "lead", wrap=True)
        self._why = label("", "muted", wrap=True)
        layout.addWidget(self._ranking)
        layout.addWidget(self._why)
        outer.addWidget(frame)
        self._load()

    def add(self, iso2: str) -> None:
        """Take a country into the comparison."""
        if iso2 and iso2 not in self._countries and len(self._countries) < MOST_COUNTRIES:
            self._countries.append(iso2)
            self._marks.setdefault(iso2, {})
            self._fill()
            self._keep()

    def mark(self, iso2: str, criterion: str, value: str) -> None:
        """Give a country a mark of 0 to 10, as the user would."""
        self._marks[iso2][criterion] = value
        self._fill()
        self._keep()

    def _add_chosen(self) -> None:
        self.add(self._box.choice())

    def _add_criterion(self) -> None:
        self._criteria.append((_("Criterion {n}").format(n=len(self._criteria) + 1), "5"))
        self._fill()
        self._keep()

    def _remove(self) -> None:
        line, place = self.table.currentRow(), self.table.currentColumn()
        if place >= 2:
            gone = self._countries.pop(place - 2)
            self._marks.pop(gone, None)
        elif line >= len(_FACTS):
            name, _weight = self._criteria.pop(line - len(_FACTS))
            for marks in self._marks.values():
                marks.pop(name, None)
        self._fill()
        self._keep()

    def _load(self) -> None:
        try:
            data = json.loads(self._context.settings.market_comparison or "{}")
        except ValueError:
            data = {}
        codes = self._knowledge.codes()
        self._countries = [iso2 for iso2 in data.get("countries", []) if iso2 in codes][:MOST_COUNTRIES]
        self._criteria = [(str(name), str(weight)) for name, weight in data.get("criteria", [])] or [
            (_(name), str(weight)) for name, weight in USUAL
        ]
        self._marks = {iso2: dict(data.get("marks", {}).get(iso2, {})) for iso2 in self._countries}
        self._fill()

    def _keep(self) -> None:
        self._pause.stop()
        data = {"countries": self._countries, "criteria": self._criteria, "marks": self._marks}
        self._context.keep(market_comparison=json.dumps(data, ensure_ascii=False))
        self._tell()

    def _typed(self, item: QTableWidgetItem) -> None:
        line, place, text = item.row() - len(_FACTS), item.column(), item.text().strip()
        if line < 0:
            return
        name, weight = self._criteria[line]
        if place == 0 and text and text != name:
            self._criteria[line] = (text, weight)
            for marks in self._marks.values():
                if name in marks:
                    marks[text] = marks.pop(name)
        elif place == 1:
            self._criteria[line] = (name, text)
        elif place >= 2:
            self._marks[self._countries[place - 2]][name] = text
        self._pause.start()

    def _fill(self) -> None:
        language = active_language()
        countries = [self._knowledge.country(iso2) for iso2 in self._countries]
        with QSignalBlocker(self.table):
            self.table.setColumnCount(2 + len(countries))
            self.table.setRowCount(len(_FACTS) + len(self._criteria))
            names = [country.name(language) for country in countries]
            self.table.setHorizontalHeaderLabels([_("Criterion"), _("Weight"), *names])
            for line, words in enumerate(_FACTS):
                cells = [_(words), "", *(_fact(country, line) for country in countries)]
                self._put(line, cells, editable=False)
            for line, (name, weight) in enumerate(self._criteria, len(_FACTS)):
                marks = [self._marks[iso2].get(name, "") for iso2 in self._countries]
                self._put(line, [name, weight, *marks], editable=True)
            header = self.table.horizontalHeader()
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._tell()

    def _put(self, line: int, cells: list[str], *, editable: bool) -> None:
        for place, text in enumerate(cells):
            item = QTableWidgetItem(text)
            if not editable:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            if place:
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            self.table.setItem(line, place, item)

    def _tell(self) -> None:
        if len(self._countries) < 2:
            self._ranking.setText(_("Choose two countries or more."))
            self._why.setText(_("Give each a mark from 0 to {best} for every criterion.").format(best=BEST))
            return
        language = active_language()
        try:
            criteria = [Criterion(name, _number(weight)) for name, weight in self._criteria]
            marks = {
                iso2: {name: _number(value) for name, value in given.items() if value.strip()}
                for iso2, given in self._marks.items()
            }
            places = rank(criteria, marks)
            found = sensitivity(criteria, marks)
        except KnownError as error:
            self._ranking.setText("")
            self._why.setText(" ".join(i18n.describe(error)))
            return
        names = {iso2: self._knowledge.country(iso2).name(language) for iso2 in self._countries}
        shown = [f"{number}. {names[place.iso2]} {place.mean:.1f}" for number, place in enumerate(places, 1)]
        self._ranking.setText(" · ".join(shown))
        lines = [_("The first leads by {points}.").format(points=f"{lead(places):.1f}")]
        lines += [
            _("With “{criterion}” at {factor} of its weight, {country} would lead.").format(
                criterion=one.criterion, factor=wording.percent(one.factor), country=names[one.leader]
            )
            for one in found[:2]
            if one.factor is not None
        ]
        missing = sorted({name for place in places for name in place.missing})
        if missing:
            lines.append(_("Not marked everywhere: {names}.").format(names=wording.joined(missing)))
        self._why.setText("\n".join(lines))


def _number(text: str) -> float:
    try:
        return float(text.strip().replace(",", ".") or 0)
    except ValueError:
        raise KnownError(
            N_("“{text}” is no number."), N_("Write a number from 0 to {best}."), text=text, best=BEST
        ) from None


def _fact(country: Country, line: int) -> str:
    member = {True: _("member"), False: _("not a member"), None: "–"}
    match line:
        case 0:
            return member[country.treaties["cisg"].member]
        case 1:
            return member[country.treaties["new_york_convention"].member]
        case 2:
            return wording.joined(country.currencies[:2])
        case 3:
            return "–" if country.vat_standard_rate is None else f"{country.vat_standard_rate:g} %"
        case _:
            listed = {"call_for_action": _("call for action"), "increased_monitoring": _("increased monitoring")}
            return listed.get(country.fatf_list or "", _("not listed") if country.fatf_list == "none" else "–")
