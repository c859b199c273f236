"""Formats and law of a country beside the user's own, and what law is between the two."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from dragoman.base.i18n import _, active_language
from dragoman.knowledge.model import Brief, Country
from dragoman.ui.brief_wording import Row, fact_rows, law_rows, pair_law
from dragoman.ui.platform_wording import platform_lines
from dragoman.ui.widgets.basic import card, clear, column, label


class Facts(QWidget):
    """Tables of two countries, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self._body = column(self, spacing=12)
        self._body.setContentsMargins(16, 10, 16, 16)

    def show_brief(self, told: Brief) -> None:
        """Show the facts of the pair."""
        clear(self._body)
        country, home = told.country, told.home
        if home and home.iso2 != country.iso2:
            self._body.addWidget(self._between(told))
        self._body.addWidget(self._table(_("Formats"), country, home, fact_rows(country, home)))
        if lines := platform_lines(told):
            self._body.addWidget(self._platforms(country.name(active_language()), lines))
        self._body.addWidget(self._table(_("Law and trade"), country, home, law_rows(country, home)))
        self._body.addWidget(label(_("A starting point, not legal advice."), "small"))
        self._body.addStretch(1)

    def _between(self, told: Brief) -> QWidget:
        frame = card()
        layout = column(frame, margin=14, spacing=8)
        layout.addWidget(label(_("Between the two of you"), "heading"))
        for text, notes in pair_law(told.facts):
            layout.addWidget(label(text, wrap=True, selectable=True))
            for note in notes:
                layout.addWidget(label(note, "muted", wrap=True, selectable=True))
        return frame

    def _platforms(self, country: str, lines: list[tuple[str, str]]) -> QWidget:
        frame = card()
        grid = QGridLayout(frame)
        grid.setContentsMargins(14, 14, 14, 14)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.addWidget(
            label(_("Meeting and chat programs in {country}").format(country=country), "heading"), 0, 0, 1, 2
        )
        for line, (state, text) in enumerate(lines, 1):
            grid.addWidget(label(state, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(text, wrap=True, selectable=True), line, 1)
        grid.addWidget(label(_("Blocks move fast: try the link a day ahead."), "small"), len(lines) + 1, 1)
        grid.setColumnStretch(1, 1)
        return frame

    def _table(self, title: str, country: Country, home: Country | None, rows: list[Row]) -> QWidget:
        frame = card()
        grid = QGridLayout(frame)
        grid.setContentsMargins(14, 14, 14, 14)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        language = active_language()
        headings = [title, country.name(language)]
        if home and home.iso2 != country.iso2:
            headings.append(_("{country} (you)").format(country=home.name(language)))
        for index, heading in enumerate(headings):
            grid.addWidget(label(heading, "heading"), 0, index)
        for line, (name, theirs, ours) in enumerate(rows, 1):
            grid.addWidget(label(name, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(theirs, wrap=True, selectable=True), line, 1, Qt.AlignmentFlag.AlignTop)
            if len(headings) == 3:
                grid.addWidget(label(ours, wrap=True, selectable=True), line, 2, Qt.AlignmentFlag.AlignTop)
        for index, stretch in enumerate((2, 3, 3)):
            grid.setColumnStretch(index, stretch)
        return frame
