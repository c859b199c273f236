"""The checklist of terms: how far each has come, what was said about it, what both countries have to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QLineEdit, QProgressBar, QWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text, _, active_language, render
from dragoman.deals.model import Deal, Offer, Role, Side, Term, TermState
from dragoman.deals.store import DealStore
from dragoman.deals.terms import TermSpec, catalogue, open_terms
from dragoman.ui.icons import icon
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, card, clear, column, label, row, scrolling
from dragoman.ui.widgets.fold import Fold
from dragoman.ui.widgets.incoterm_table import IncotermTable

STATES = {
    TermState.OPEN: N_("open"),
    TermState.PROPOSED: N_("proposed"),
    TermState.AGREED: N_("agreed"),
    TermState.REFUSED: N_("refused"),
}
SAVE_PAUSE_MS = 500


class TermsPage(QWidget):
    """Groups of terms; a line each with its state, what was said, and what to think of."""

    changed = Signal()
    trouble = Signal(object)
    clause_wanted = Signal(str)
    """The id of a term a clause is looked for."""

    def __init__(self, store: DealStore, tokens: Tokens) -> None:
        super().__init__()
        self._store = store
        self._deal: Deal | None = None
        self._lines: dict[str, _TermLine] = {}
        self.incoterms = IncotermTable()
        outer = column(self, spacing=8)
        outer.setContentsMargins(16, 12, 16, 0)
        bar = row(spacing=12)
        self._count = label("", "lead")
        bar.addWidget(self._count)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(8)
        bar.addWidget(self._progress, 1)
        self._only_open = QCheckBox(_("Only what is open"))
        self._only_open.toggled.connect(lambda _on: self._filter())
        bar.addWidget(self._only_open)
        outer.addLayout(bar)
        content = QWidget()
        body = column(content, spacing=12)
        body.setContentsMargins(0, 4, 8, 16)
        self._groups: list[tuple[QFrame, list[_TermLine]]] = []
        for group in catalogue():
            frame = card()
            layout = column(frame, margin=14, spacing=10)
            layout.addWidget(label(group.name(active_language()), "heading"))
            lines = []
            for spec in group.terms:
                line = _TermLine(spec, icon("book-open", tokens.muted))
                line.clause_wanted.connect(self.clause_wanted)
                line.edited.connect(self._keep)
                self._lines[spec.id] = line
                lines.append(line)
                layout.addWidget(line)
            if group.id == "delivery":
                layout.addWidget(Fold(_("Who pays what"), _("two rules side by side"), tokens, lambda: self.incoterms))
            self._groups.append((frame, lines))
            body.addWidget(frame)
        body.addStretch(1)
        outer.addWidget(scrolling(content, see_through=True), 1)

    def show_deal(self, deal: Deal | None, hints: Mapping[str, Sequence[Text]], offers: Sequence[Offer] = ()) -> None:
        """Show the terms of ``deal`` with what the facts of both countries say about them, and who pays what under
        the delivery rules of the ``offers``."""
        for line in self._lines.values():
            line.finish()
        self._deal = deal
        self.setEnabled(deal is not None)
        terms = self._store.terms(deal.id) if deal else {}
        for identifier, line in self._lines.items():
            line.show_term(terms.get(identifier, Term(identifier)), hints.get(identifier, ()))
        self._tell(terms)
        ours, theirs = (
            next((one.incoterm for one in reversed(offers) if one.side is side and one.incoterm), "") for side in Side
        )
        self.incoterms.show_rules(ours, theirs, deal.role if deal else Role.SELLER)

    def line(self, term_id: str) -> _TermLine:
        """Return the line of a term."""
        return self._lines[term_id]

    def _keep(self, term_id: str, state: str, value: str) -> None:
        if self._deal is None:
            return
        try:
            self._store.set_term(self._deal.id, term_id, TermState(state), value)
        except KnownError as error:
            self.trouble.emit(error)
            return
        self._tell(self._store.terms(self._deal.id))
        self.changed.emit()

    def _tell(self, terms: Mapping[str, Term]) -> None:
        waiting = len(open_terms(terms))
        self._count.setText(_("{n} of {total} open").format(n=waiting, total=len(self._lines)))
        self._progress.setRange(0, len(self._lines))
        self._progress.setValue(len(self._lines) - waiting)
        self._progress.setAccessibleName(self._count.text())
        self._filter()

    def _filter(self) -> None:
        for frame, lines in self._groups:
            for line in lines:
                line.setVisible(not self._only_open.isChecked() or line.state in (TermState.OPEN, TermState.PROPOSED))
            frame.setVisible(any(not line.isHidden() for line in lines))


class _TermLine(QWidget):
    """One term. What is typed is kept after a pause, a state at once."""

    edited = Signal(str, str, str)
    clause_wanted = Signal(str)

    def __init__(self, spec: TermSpec, book: QIcon) -> None:
        super().__init__()
        self._spec = spec
        language = active_language()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SAVE_PAUSE_MS)
        self._pause.timeout.connect(self._emit)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        name = label(spec.name(language), wrap=True)
        name.setFixedWidth(190)
        self._box = QComboBox()
        self._box.setFixedWidth(116)
        self._box.setAccessibleName(_("State of {term}").format(term=spec.name(language)))
        for state, words in STATES.items():
            self._box.addItem(_(words), state.value)
        self._box.currentIndexChanged.connect(lambda _index: self._emit())
        self._value = QLineEdit()
        self._value.setPlaceholderText(spec.ask(language))
        self._value.setToolTip(spec.ask(language))
        self._value.setAccessibleName(spec.name(language))
        self._value.textEdited.connect(self._typed)
        self._value.editingFinished.connect(self.finish)
        self._risk = label(spec.risk(language), "small", wrap=True)
        grid.addWidget(name, 0, 0)
        grid.addWidget(self._box, 0, 1)
        grid.addWidget(self._value, 0, 2)
        words = _("Clauses for {term}").format(term=spec.name(language))
        grid.addWidget(
            button("", partial(self.clause_wanted.emit, spec.id), kind="quiet", icon=book, tooltip=words), 0, 3
        )
        grid.addWidget(self._risk, 1, 2)
        self._hints = column(spacing=2)
        grid.addLayout(self._hints, 2, 2)
        grid.setColumnStretch(2, 1)

    @property
    def state(self) -> TermState:
        return TermState(self._box.currentData())

    def show_term(self, term: Term, hints: Sequence[Text]) -> None:
        with QSignalBlocker(self._box), QSignalBlocker(self._value):
            self._box.setCurrentIndex(self._box.findData(term.state.value))
            if self._value.text() != term.value:
                self._value.setText(term.value)
                self._value.setCursorPosition(0)
        self._risk.setVisible(self.state is TermState.OPEN)
        clear(self._hints)
        for hint in hints:
            self._hints.addWidget(label(render(hint), "muted", wrap=True, selectable=True))

    def settle(self, state: TermState, value: str) -> None:
        """Say what was agreed, as the user would."""
        with QSignalBlocker(self._box):
            self._box.setCurrentIndex(self._box.findData(state.value))
        self._value.setText(value)
        self._emit()

    def finish(self) -> None:
        """Keep at once what was typed."""
        if self._pause.isActive():
            self._emit()

    def _typed(self) -> None:
        # What is written about an open term is a proposal until somebody agrees.
        if self.state is TermState.OPEN and self._value.text().strip():
            with QSignalBlocker(self._box):
                self._box.setCurrentIndex(self._box.findData(TermState.PROPOSED.value))
        self._pause.start()

    def _emit(self) -> None:
        self._pause.stop()
        self._risk.setVisible(self.state is TermState.OPEN)
        self.edited.emit(self._spec.id, self.state.value, self._value.text().strip())
