"""The year of both countries: holidays, weekends, make-up days and special periods side by side."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from dragoman.base.i18n import _, active_language
from dragoman.knowledge.model import Country
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import card, column, label, row
from dragoman.ui.widgets.legend import Legend
from dragoman.ui.widgets.year_view import YearSide, YearView

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase

FIRST_YEAR, LAST_YEAR = 2020, 2035
"""The years of the holiday tables."""


class Year(QWidget):
    """A year to choose and its days."""

    def __init__(self, knowledge: KnowledgeBase, tokens: Tokens) -> None:
        super().__init__()
        self._knowledge = knowledge
        self._countries: tuple[tuple[Country, str], ...] = ()
        outer = column(self, spacing=8)
        outer.setContentsMargins(16, 10, 16, 16)
        bar = row(spacing=12)
        self._year = QComboBox()
        self._year.addItems([str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)])
        self._year.setCurrentText(str(datetime.now(UTC).year))
        self._year.setAccessibleName(_("Year"))
        self._year.currentIndexChanged.connect(lambda _index: self._fill())
        bar.addWidget(self._year)
        self._who = label("", "muted")
        bar.addWidget(self._who, 1)
        outer.addLayout(bar)
        frame = card()
        layout = column(frame, margin=12, spacing=8)
        self._view = YearView(tokens)
        layout.addWidget(self._view, 1)
        layout.addWidget(
            Legend(
                (
                    (_("working day"), tokens.work),
                    (_("weekend"), tokens.night),
                    (_("public holiday"), tokens.alarm),
                    (_("half day or other holiday"), tokens.off),
                )
            )
        )
        outer.addWidget(frame, 1)
        self._day = label("", selectable=True)
        self._view.chosen.connect(self._day.setText)
        outer.addWidget(self._day)

    def show_pair(self, country: Country, subdivision: str, home: Country | None) -> None:
        """Show ``country`` above and ``home`` below."""
        self._countries = ((country, subdivision),)
        if home is not None and home.iso2 != country.iso2:
            self._countries += ((home, ""),)
        self._fill()

    def _fill(self) -> None:
        year = int(self._year.currentText())
        sides = tuple(self._side(country, subdivision, year) for country, subdivision in self._countries)
        if len(sides) == 2:
            self._who.setText(_("above: {there} · below: {here}").format(there=sides[0].name, here=sides[1].name))
        else:
            self._who.setText(sides[0].name if sides else "")
        self._view.show_year(year, sides, datetime.now(UTC).date())

    def _side(self, country: Country, subdivision: str, year: int) -> YearSide:
        first, last = date(year, 1, 1), date(year, 12, 31)
        return YearSide(
            country.name(active_language()),
            country.weekend,
            tuple(self._knowledge.holidays(country.iso2, first, last, subdivision or None)),
            tuple(self._knowledge.special_periods(country.iso2, first, last)),
        )
