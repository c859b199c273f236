"""The currency rule of a deal: figures in, who bears what at each rate, and the clause that says so."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
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
_COLUMNS = (N_("Rate"), N_("Deviation"), N_("Price"), N_("Seller’s proceeds"), N_("Without the clause"), "")
_MAX_CSV_BYTES = 1_000_000


class CurrencyPage(QWidget):
    """Kept with the deal as it is typed."""

    changed = Signal()
    trouble = Signal(object)
    status = Signal(str)

    def __init__(self, store: DealStore, tokens: Tokens) -> None:
        super().__init__()
        self._store = store
        self._deal: Deal | None = None
        self._rates: list[str] = []
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
        self._rates = [str(rate) for rate in data.get("rates", [])]
        for name, field in self._inputs.items():
            with QSignalBlocker(field):
                field.setText(str(data.get(name) or ""))
        self._dated.setText(str(data.get("rates_note") or ""))
        self._compute()

    def read_csv(self, path: Path) -> None:
        """Take rates from a file: a column of rates, or dates and rates. Raises :class:`KnownError`."""
        self._rates = [str(rate) for rate in rates_of_csv(path)]
        modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        self._dated.setText(
            _("{n} rates from {file} of {day}").format(
                n=len(self._rates), file=path.name, day=wording.day(modified, year=True)
            )
        )
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
        foot.addWidget(button(_("Rates from a CSV file…"), self._ask_csv, kind="quiet"))
        self._dated = label("", "small")
        foot.addWidget(self._dated)
        foot.addStretch(1)
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
        data = {**self._values(), "rates": self._rates, "rates_note": self._dated.text()}
        try:
            self._store.put_part(self._deal.id, PART, data)
        except KnownError as error:
            self.trouble.emit(error)
            return
        self._compute()
        self.changed.emit()

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
                found = outcomes(rule, sorted(read_rates(self._rates)) if self._rates else sample_rates(rule))
        except KnownError as error:
            self._fault.setText(" ".join(i18n.describe(error)))
        self._fault.setVisible(bool(self._fault.text()))
        self._plot.show_outcomes(found)
        self.table.setRowCount(len(found))
        for line, one in enumerate(found):
            shares = (one.deviation, one.adjustment, one.seller, one.unadjusted)
            cells = [wording.number(one.rate), *(f"{share:+.2f} %" for share in shares), _(_ZONES[one.zone])]
            for index, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if index < len(cells) - 1:
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


def rates_of_csv(path: Path) -> tuple[Decimal, ...]:
    """Return the last number of each row of a CSV file; rows without one (headings) are left out.

    Raises :class:`KnownError` for a file that cannot be read or has no rates.
    """
    try:
        raw = path.read_bytes()[:_MAX_CSV_BYTES]
    except OSError as error:
        raise KnownError(
            N_("{path} cannot be read: {reason}."),
            N_("Choose another file; nothing was changed."),
            path=path,
            reason=error.strerror or error,
        ) from error
    text = raw.decode("utf-8-sig", "replace")
    found = []
    for cells in csv.reader(text.splitlines(), delimiter=";" if text.count(";") > text.count(",") else ","):
        for cell in reversed(cells):
            try:
                rate = Decimal(cell.strip().replace(",", "."))
            except ArithmeticError:
                continue
            if rate.is_finite() and rate > 0:
                found.append(rate)
                break
    if not found:
        raise KnownError(
            N_("There are no rates in {path}."),
            N_("Each row should end with a rate, such as 2026-11-20;7.12."),
            path=path,
        )
    return read_rates(found)
