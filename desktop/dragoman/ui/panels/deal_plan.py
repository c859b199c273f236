"""The contingency plan: risks by weight, how one would notice, what is done then, by whom, and when to look again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QDateEdit, QGridLayout, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import _, active_language, ngettext
from dragoman.deals.contingency import Risk, due, from_data, ranked, starter_set, to_data
from dragoman.deals.model import Deal
from dragoman.deals.store import DealStore
from dragoman.ui import wording
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, card, chip, clear, column, label, row, scrolling
from dragoman.ui.widgets.fold import Fold

PART = "risks"
REVIEW_AFTER = timedelta(days=30)


class PlanPage(QWidget):
    """Risks as lines that unfold to their plan; kept with the deal as they are edited."""

    changed = Signal()
    trouble = Signal(object)

    def __init__(self, store: DealStore, tokens: Tokens) -> None:
        super().__init__()
        self._store = store
        self._tokens = tokens
        self._deal: Deal | None = None
        self._risks: list[Risk] = []
        outer = column(self, spacing=8)
        outer.setContentsMargins(16, 12, 16, 0)
        bar = row()
        self._due = label("", "muted")
        bar.addWidget(self._due, 1)
        self._starters = button(_("Add the usual risks"), self._add_starters)
        bar.addWidget(self._starters)
        bar.addWidget(button(_("Add a risk"), self._add, kind="primary"))
        outer.addLayout(bar)
        content = QWidget()
        self._body = column(content, spacing=8)
        self._body.setContentsMargins(0, 4, 8, 16)
        outer.addWidget(scrolling(content, see_through=True), 1)

    def show_deal(self, deal: Deal | None) -> None:
        """Show the plan of ``deal``."""
        self._deal = deal
        self.setEnabled(deal is not None)
        self._risks = ranked(from_data(self._store.part(deal.id, PART))) if deal else []
        self._fill()

    def _add_starters(self) -> None:
        known = {risk.title for risk in self._risks}
        self._risks += [risk for risk in starter_set(active_language(), _today()) if risk.title not in known]
        self._keep(fill=True)

    def _add(self) -> None:
        self._risks.insert(0, Risk(_("New risk"), 3, 3, review_on=_today() + REVIEW_AFTER))
        self._keep(fill=True)

    def _keep(self, *, fill: bool) -> None:
        if self._deal is None:
            return
        try:
            self._store.put_part(self._deal.id, PART, to_data(self._risks))
        except KnownError as error:
            self.trouble.emit(error)
            return
        if fill:
            self._risks = ranked(self._risks)
            self._fill()
        else:
            self._tell()
        self.changed.emit()

    def _change(self, index: int, **changes: object) -> None:
        self._risks[index] = replace(self._risks[index], **changes)  # type: ignore[arg-type]  # named by the editors
        self._keep(fill=False)

    def _settle(self, index: int) -> None:
        self._risks[index] = replace(self._risks[index], is_closed=not self._risks[index].is_closed)
        self._keep(fill=True)

    def _drop(self, index: int) -> None:
        del self._risks[index]
        self._keep(fill=True)

    def _tell(self) -> None:
        waiting = due(self._risks, _today())
        self._due.setText(
            ngettext("{n} risk is due for review.", "{n} risks are due for review.", len(waiting)).format(
                n=len(waiting)
            )
            if waiting
            else _("Nothing is due for review.")
        )

    def _fill(self) -> None:
        clear(self._body)
        self._tell()
        known = {risk.title for risk in starter_set(active_language(), _today())}
        self._starters.setVisible(not known <= {risk.title for risk in self._risks})
        if not self._risks:
            self._body.addWidget(label(_("No plan yet. Begin with the usual risks and change what differs."), "muted"))
        for index, risk in enumerate(self._risks):
            frame = card()
            layout = row(frame, margin=6, spacing=8)
            tone = "plain" if risk.is_closed else "alarm" if risk.weight >= 12 else "warn" if risk.weight >= 6 else "ok"
            layout.addWidget(chip(str(risk.weight), tone, _("likelihood times impact, at most 25")))
            summary = _("settled") if risk.is_closed else risk.trigger
            layout.addWidget(Fold(risk.title, summary, self._tokens, partial(self._editor, index)), 1)
            self._body.addWidget(frame)
        self._body.addStretch(1)

    def _editor(self, index: int) -> QWidget:
        risk = self._risks[index]
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        rows: tuple[tuple[str, QWidget], ...] = (
            (_("Risk"), _line(risk.title, lambda text: self._change(index, title=text or risk.title))),
            (_("Likelihood, 1 to 5"), _scale(risk.likelihood, lambda value: self._change(index, likelihood=value))),
            (_("Impact, 1 to 5"), _scale(risk.impact, lambda value: self._change(index, impact=value))),
            (_("How you would notice"), _text(risk.trigger, lambda text: self._change(index, trigger=text))),
            (_("What you do then"), _text(risk.plan, lambda text: self._change(index, plan=text))),
            (_("Who does it"), _line(risk.owner, lambda text: self._change(index, owner=text))),
            (_("Look again on"), _day(risk.review_on, lambda day: self._change(index, review_on=day))),
        )
        for line, (words, widget) in enumerate(rows):
            widget.setAccessibleName(words)
            grid.addWidget(label(words, "muted"), line, 0)
            grid.addWidget(widget, line, 1)
        foot = row()
        foot.addWidget(button(_("Open again") if risk.is_closed else _("Settled"), partial(self._settle, index)))
        foot.addWidget(button(_("Remove"), partial(self._drop, index), kind="quiet"))
        foot.addStretch(1)
        grid.addLayout(foot, len(rows), 1)
        grid.setColumnStretch(1, 1)
        return holder


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _line(text: str, changed: Callable[[str], None]) -> QLineEdit:
    field = QLineEdit(text)
    field.textEdited.connect(lambda typed: changed(typed.strip()))
    return field


def _text(text: str, changed: Callable[[str], None]) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setFixedHeight(64)
    field.setTabChangesFocus(True)
    with QSignalBlocker(field):
        field.setPlainText(text)
    field.textChanged.connect(lambda: changed(field.toPlainText().strip()))
    return field


def _scale(value: int, changed: Callable[[int], None]) -> QSpinBox:
    field = QSpinBox()
    field.setRange(1, 5)
    field.setValue(value)
    field.setFixedWidth(72)
    field.valueChanged.connect(changed)
    return field


def _day(day: date | None, changed: Callable[[date], None]) -> QDateEdit:
    shown = day or _today() + REVIEW_AFTER
    field = QDateEdit(QDate(shown.year, shown.month, shown.day))
    field.setCalendarPopup(True)
    field.setDisplayFormat(wording.date_pattern())
    field.setFixedWidth(160)
    field.dateChanged.connect(lambda moved: changed(date(moved.year(), moved.month(), moved.day())))
    return field
