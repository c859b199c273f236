"""The ledger of a deal: offers typed in one line, what was understood, the gap between the sides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _
from dragoman.deals.ledger import trend
from dragoman.deals.ledger_line import parse
from dragoman.deals.model import Deal, Offer, ParsedLine, Payment, Question, Side
from dragoman.deals.store import DealStore
from dragoman.ui import wording
from dragoman.ui.choice_wording import choice_label
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, card, chip, clear, column, label, row
from dragoman.ui.widgets.gap_plot import GapPlot

_COLUMNS = (
    N_("Side"),
    N_("When"),
    N_("Price"),
    N_("Quantity"),
    N_("Delivery terms"),
    N_("Payment"),
    N_("Delivery"),
    N_("Other"),
)
_KINDS = {
    "side": N_("who"),
    "price": N_("price"),
    "quantity": N_("quantity"),
    "delivery_terms": N_("terms"),
    "payment": N_("payment"),
    "delivery": N_("delivery"),
}
_QUESTIONS = {
    "side": N_("Who says so?"),
    "number": N_("“{text}” is"),
    "date": N_("“{text}” is"),
    "price": N_("Which one is the price?"),
}


class LedgerPage(QWidget):
    """One line to type into, and the rows below it."""

    changed = Signal()
    trouble = Signal(object)

    def __init__(self, store: DealStore, currencies: Callable[[], frozenset[str]], tokens: Tokens) -> None:
        super().__init__()
        self._store = store
        self._currencies = currencies
        self._deal: Deal | None = None
        self._offers: list[Offer] = []
        self._answers: dict[str, str] = {}
        self._read: ParsedLine | None = None
        outer = column(self, margin=16, spacing=10)
        outer.addWidget(self._entry())
        self._plot = GapPlot(tokens)
        frame = card()
        column(frame, margin=12).addWidget(self._plot)
        outer.addWidget(frame)
        self.table = self._table()
        outer.addWidget(self.table, 1)
        foot = row()
        foot.addWidget(button(_("Remove the row"), self._remove, kind="quiet"))
        foot.addStretch(1)
        outer.addLayout(foot)

    def show_deal(self, deal: Deal | None) -> None:
        """Show the ledger of ``deal``."""
        if deal is None or self._deal is None or deal.id != self._deal.id:
            self.line.clear()
        self._deal = deal
        self._fill()

    def _entry(self) -> QWidget:
        frame = card()
        layout = column(frame, margin=12, spacing=8)
        head = row()
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("they 12.40 FOB Santos 30% advance 45 days"))
        self.line.setAccessibleName(_("An offer in one line"))
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self.add)
        head.addWidget(self.line, 1)
        self._add = button(_("Add"), self.add, kind="primary")
        self._add.setEnabled(False)
        head.addWidget(self._add)
        layout.addLayout(head)
        self._preview = row(spacing=6)
        layout.addLayout(self._preview)
        self._asking = column(spacing=4)
        layout.addLayout(self._asking)
        return frame

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, len(_COLUMNS))
        table.setHorizontalHeaderLabels([_(name) for name in _COLUMNS])
        table.setAccessibleName(_("Offers"))
        table.verticalHeader().hide()
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(len(_COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        return table

    def _typed(self) -> None:
        self._answers = {}
        self._understand()

    def _understand(self) -> None:
        clear(self._preview)
        clear(self._asking)
        text = self.line.text()
        self._read = None
        if not text.strip() or self._deal is None:
            self._add.setEnabled(False)
            return
        read = parse(
            text,
            today=datetime.now(UTC).astimezone().date(),
            currency=self._deal.currency,
            currencies=self._currencies(),
            answers=self._answers,
        )
        self._read = read
        for piece in read.pieces:
            words = text[piece.start : piece.end].strip()
            self._preview.addWidget(chip(f"{_(_KINDS[piece.kind])}: {words}", "accent"))
        if read.offer.other:
            self._preview.addWidget(chip(_("note: {text}").format(text=read.offer.other), "plain"))
        self._preview.addStretch(1)
        for question in read.questions:
            self._asking.addLayout(self._question(question))
        self._add.setEnabled(not read.questions)

    def _question(self, question: Question) -> QHBoxLayout:
        line = row(spacing=6)
        line.addWidget(label(_(_QUESTIONS[question.kind]).format(text=question.text)))
        for choice in question.choices:
            line.addWidget(
                button(_choice(question, choice.value, choice.shown), partial(self._answer, question.key, choice.value))
            )
        line.addStretch(1)
        return line

    def _answer(self, key: str, value: str) -> None:
        self._answers[key] = value
        self._understand()
        self.line.setFocus()

    def add(self) -> None:
        """Put the line into the ledger, once nothing in it is open."""
        if self._deal is None or self._read is None or self._read.questions:
            return
        try:
            self._store.add_offer(self._deal.id, self._read.offer)
        except KnownError as error:
            self.trouble.emit(error)
            return
        self.line.clear()
        self._fill()
        self.changed.emit()

    def _remove(self) -> None:
        current = self.table.currentRow()
        if self._deal is None or not 0 <= current < len(self._offers):
            return
        self._store.remove_offer(self._deal.id, self._offers[len(self._offers) - 1 - current].id)
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        self._offers = self._store.offers(self._deal.id) if self._deal else []
        self.table.setRowCount(len(self._offers))
        # The latest stands on top: it is what the talk is about.
        for line, offer in enumerate(reversed(self._offers)):
            for index, text in enumerate(offer_cells(offer)):
                item = QTableWidgetItem(text)
                item.setToolTip(offer.line)
                if index == 2:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(line, index, item)
        self._plot.show_trend(trend(self._offers, self._deal.role) if self._deal else None)


def offer_cells(offer: Offer) -> tuple[str, ...]:
    """Return an offer's row in the reader's formats."""
    return (
        _("we") if offer.side is Side.US else _("they"),
        f"{wording.day(offer.at.astimezone(), short=True)} {wording.clock(offer.at.astimezone())}" if offer.at else "",
        "" if offer.price is None else wording.money(offer.price, offer.currency),
        "" if offer.quantity is None else f"{wording.number(offer.quantity)} {offer.unit}".strip(),
        f"{offer.incoterm} {offer.place}".strip(),
        wording.joined(_payment(one) for one in offer.payments),
        _delivery(offer),
        offer.other,
    )


def _payment(payment: Payment) -> str:
    words = _("the rest") if payment.when == "balance" else choice_label(payment.when)
    if payment.days:
        words = _("{when}, {days} days").format(when=words, days=payment.days)
    return words if payment.percent is None else f"{wording.number(payment.percent)} % {words}"


def _delivery(offer: Offer) -> str:
    if offer.delivery_date:
        return wording.day(offer.delivery_date, year=True)
    return "" if offer.lead_days is None else _("{days} days").format(days=offer.lead_days)


def _choice(question: Question, value: str, shown: str) -> str:
    if question.kind == "side":
        return _("we") if value == Side.US.value else _("they")
    if question.kind == "date":
        return wording.day(date.fromisoformat(value), year=True)
    if question.kind == "number":
        return wording.number(Decimal(value))
    return shown
