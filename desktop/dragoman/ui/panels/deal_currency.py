"""The currency rule of a deal: figures in, who bears what at each rate, and the clause that says so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from itertools import zip_longest
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QWidget,
)

from dragoman.base import i18n
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, active_language
from dragoman.base.locales import language_name
from dragoman.deals.currency_clause import clause
from dragoman.deals.currency_risk import PART, CurrencyRule, Outcome, outcomes, read_rates, read_rule, sample_rates
from dragoman.deals.model import Deal
from dragoman.deals.rates_file import DatedRate, rates_of, typed_rates
from dragoman.deals.store import DealStore
from dragoman.deals.terms import LANGUAGES
from dragoman.ui import wording
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, card, column, label, row
from dragoman.ui.widgets.rate_plot import RatePlot

_FIELDS = {
    "own": (N_("Seller’s currency"), "CNY"),
    "base": (N_("Base rate"), "7.10"),
    "source": (N_("Source of the rate"), ""),
    "band": (N_("Neutral band ± %"), "2"),
    "split": (N_("Buyer bears %"), "50"),
    "cap": (N_("Cap %"), "5"),
    "trigger": (N_("New talks from %"), "12"),
}
_ZONES = {"band": N_("no change"), "split": N_("shared"), "capped": N_("cap reached"), "renegotiate": N_("new talks")}
_FIGURES = 5
"""Columns that hold figures, from the first on."""
_COLUMNS = (N_("Rate"), N_("Deviation"), N_("Price"), N_("Seller’s proceeds"), N_("Without the clause"), "", N_("Day"))


class CurrencyPage(QWidget):
    """Kept with the deal as it is typed."""

    changed = Signal()
    trouble = Signal(object)
    status = Signal(str)

    def __init__(self, store: DealStore, tokens: Tokens) -> None:
        super().__init__()
        self._store = store
        self._deal: Deal | None = None
        self._rates: list[DatedRate] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(300)
        self._pause.timeout.connect(self._keep)
        outer = column(self, margin=16, spacing=10)
        outer.addWidget(self._form())
        self._plot = RatePlot(tokens)
        frame = card()
        column(frame, margin=12).addWidget(self._plot)
        outer.addWidget(frame)
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setHorizontalHeaderLabels([_(name) if name else "" for name in _COLUMNS])
        self.table.setAccessibleName(_("Who bears what at each rate"))
        self.table.verticalHeader().hide()
        for index in range(len(_COLUMNS)):
            side = Qt.AlignmentFlag.AlignRight if index < _FIGURES else Qt.AlignmentFlag.AlignLeft
            if item := self.table.horizontalHeaderItem(index):
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setMinimumHeight(220)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        outer.addWidget(self.table, 1)
        outer.addWidget(self._clause())

    def show_deal(self, deal: Deal | None) -> None:
        """Show the rule of ``deal``."""
        self._finish()
        self._deal = deal
        self.setEnabled(deal is not None)
        data = self._store.part(deal.id, PART) if deal else {}
        days = data.get("days") or []
        self._rates = [
            DatedRate(Decimal(rate), date.fromisoformat(day) if day else None)
            for rate, day in zip_longest(data.get("rates", []), days, fillvalue="")
            if rate
        ]
        self._show_rates()
        for name, field in self._inputs.items():
            with QSignalBlocker(field):
                field.setText(str(data.get(name) or ""))
        self._dated.setText(str(data.get("rates_note") or ""))
        self._compute()

    def read_csv(self, path: Path) -> None:
        """Take rates from a file: a column of rates, or dates and rates. Raises :class:`KnownError`."""
        self._rates = list(rates_of(path))
        days = [one.day for one in self._rates if one.day]
        if days:
            text = _("{n} rates from {file}, {first} to {last}").format(
                n=len(self._rates),
                file=path.name,
                first=wording.day(min(days), year=True),
                last=wording.day(max(days), year=True),
            )
        else:
            text = _("{n} rates from {file}, without days").format(n=len(self._rates), file=path.name)
        self._dated.setText(text)
        self._show_rates()
        self._keep()

    def _form(self) -> QWidget:
        frame = card()
        layout = column(frame, margin=12, spacing=8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        self._inputs: dict[str, QLineEdit] = {}
        for index, (name, (words, example)) in enumerate(_FIELDS.items()):
            field = QLineEdit()
            field.setPlaceholderText(example)
            field.setAccessibleName(_(words))
            field.textEdited.connect(self._pause.start)
            self._inputs[name] = field
            grid.addWidget(label(_(words), "muted"), index // 4 * 2, index % 4)
            grid.addWidget(field, index // 4 * 2 + 1, index % 4)
        layout.addLayout(grid)
        foot = row()
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(_("Rates to look at, such as 6.90 7.05 7.12; empty: a spread around the base"))
        self.typed.setAccessibleName(_("Rates to look at"))
        self.typed.textEdited.connect(self._typed)
        foot.addWidget(self.typed, 1)
        foot.addWidget(button(_("Rates from a CSV file…"), self._ask_csv, kind="quiet"))
        self._dated = label("", "small")
        layout.addWidget(self._dated)
        self._fault = label("", "muted", wrap=True)
        layout.addLayout(foot)
        layout.addWidget(self._fault)
        return frame

    def _clause(self) -> QWidget:
        frame = card()
        layout = column(frame, margin=12, spacing=6)
        head = row()
        head.addWidget(label(_("The clause"), "heading"))
        head.addStretch(1)
        copy = QToolButton()
        copy.setProperty("kind", "button")
        copy.setText(_("Copy"))
        copy.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(copy)
        for tag in LANGUAGES:
            menu.addAction(language_name(tag, active_language()), partial(self._copy, tag))
        copy.setMenu(menu)
        head.addWidget(copy)
        layout.addLayout(head)
        self._text = label("", wrap=True, selectable=True)
        layout.addWidget(self._text)
        layout.addWidget(label(_("A starting point, not legal advice."), "small"))
        return frame

    def _values(self) -> dict[str, str]:
        return {name: field.text().strip() for name, field in self._inputs.items()}

    def _keep(self) -> None:
        self._pause.stop()
        if self._deal is None:
            return
        try:
            self._read_typed()
        except KnownError as error:
            self._say(error)
            return
        data = {
            **self._values(),
            "rates": [str(one.rate) for one in self._rates],
            "days": [one.day.isoformat() if one.day else "" for one in self._rates],
            "rates_note": self._dated.text(),
        }
        try:
            self._store.put_part(self._deal.id, PART, data)
        except KnownError as error:
            self.trouble.emit(error)
            return
        self._compute()
        self.changed.emit()

    def _typed(self) -> None:
        self._dated.setText("")
        self._pause.start()

    def _show_rates(self) -> None:
        """Write the rates into the line to type in; those of a file, which have days, stay out of it."""
        is_from_file = bool(self._dated.text()) or any(one.day for one in self._rates)
        self.typed.setText("" if is_from_file else " ".join(str(one.rate) for one in self._rates))
        self._dated.setVisible(bool(self._dated.text()))

    def _read_typed(self) -> None:
        """Take the rates that are typed; those of a file go when something is."""
        if self.typed.text().strip() or not self._dated.text():
            self._rates = [DatedRate(rate) for rate in typed_rates(self.typed.text())]

    def _say(self, error: KnownError) -> None:
        self._fault.setText(" ".join(i18n.describe(error)))
        self._fault.show()

    def _finish(self) -> None:
        if self._pause.isActive():
            self._keep()

    def _rule(self) -> CurrencyRule | None:
        values = self._values()
        if not values["base"]:
            return None
        return read_rule(
            values["base"], values["band"] or "0", values["split"] or "0", values["cap"], values["trigger"]
        )

    def _compute(self) -> None:
        self._fault.setText("")
        found: tuple[Outcome, ...] = ()
        rule = None
        try:
            rule = self._rule()
            if rule is not None:
                wanted = read_rates([one.rate for one in self._rates])
                found = outcomes(rule, sorted(wanted) if wanted else sample_rates(rule))
        except KnownError as error:
            self._say(error)
        self._fault.setVisible(bool(self._fault.text()))
        self._plot.show_outcomes(found)
        self.table.setRowCount(len(found))
        days: dict[Decimal, list[date]] = {}
        for dated in self._rates:
            if dated.day:
                days.setdefault(dated.rate, []).append(dated.day)
        self.table.setColumnHidden(len(_COLUMNS) - 1, not days)
        for line, one in enumerate(found):
            shares = (one.deviation, one.adjustment, one.seller, one.unadjusted)
            cells = [wording.number(one.rate), *(f"{share:+.2f} %" for share in shares), _(_ZONES[one.zone])]
            cells.append(", ".join(wording.day(day, year=True) for day in days.get(one.rate, ())))
            for index, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if index < _FIGURES:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(line, index, item)
        self._text.setText(self._worded(rule, active_language()) if rule else _("Fill in the base rate first."))

    def _worded(self, rule: CurrencyRule, language: str) -> str:
        values = self._values()
        currency = self._deal.currency if self._deal else ""
        return clause(
            rule, language, price_currency=currency, own_currency=values["own"] or "CNY", source=values["source"]
        )

    def _copy(self, language: str) -> None:
        try:
            rule = self._rule()
        except KnownError as error:
            self.trouble.emit(error)
            return
        if rule is not None:
            QGuiApplication.clipboard().setText(self._worded(rule, language))
            self.status.emit(_("Clause copied."))

    def _ask_csv(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, _("Rates"), "", _("Tables (*.csv *.txt)"))
        if name:
            try:
                self.read_csv(Path(name))
            except KnownError as error:
                self.trouble.emit(error)
