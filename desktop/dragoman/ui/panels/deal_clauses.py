"""The clause library at the deal desk: the clauses by the terms they settle, and the one in front."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListWidget, QListWidgetItem, QSplitter, QWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import _, active_language, ngettext
from dragoman.base.text import bare
from dragoman.deals.chosen_clauses import PART, ChosenClause, from_data, to_data, usual_stance
from dragoman.deals.clauses import Clause, library
from dragoman.deals.model import Deal, Role
from dragoman.deals.store import DealStore
from dragoman.deals.terms import catalogue
from dragoman.ui.icons import icon
from dragoman.ui.panels.deal_clause_view import ClauseView
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import column, label, scrolling

_LIST_WIDTH = 260
_ID = Qt.ItemDataRole.UserRole


class ClausesPage(QWidget):
    """The library on the left, a clause on the right. What is chosen is kept with the deal at once."""

    changed = Signal()
    trouble = Signal(object)
    status = Signal(str)

    def __init__(self, store: DealStore, tokens: Tokens) -> None:
        super().__init__()
        self._store = store
        self._tick, self._blank = icon("check", tokens.ok), icon("check", "none")
        self._deal: Deal | None = None
        self._facts: Mapping[str, str] = {}
        self._other_language = "en"
        self._chosen: dict[str, ChosenClause] = {}
        self._touched: dict[str, ChosenClause] = {}
        self._items: dict[str, QListWidgetItem] = {}
        self._words: dict[str, str] = {}
        outer = column(self)
        outer.setContentsMargins(16, 12, 16, 0)
        self.view = ClauseView()
        self.view.edited.connect(self._edited)
        self.view.wanted.connect(self._put)
        self.view.status.connect(self.status)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.addWidget(self._shelf())
        parts.addWidget(scrolling(self.view, see_through=True))
        parts.setStretchFactor(1, 1)
        parts.setSizes([_LIST_WIDTH, 3 * _LIST_WIDTH])
        outer.addWidget(parts, 1)

    def show_deal(self, deal: Deal | None, facts: Mapping[str, str], other_language: str) -> None:
        """Show the clauses of ``deal``; ``facts`` fill gaps, the right column is in ``other_language``."""
        self.view.finish()
        if deal is None or self._deal is None or deal.id != self._deal.id:
            self._touched = {}
        self._deal, self._facts, self._other_language = deal, facts, other_language
        self.setEnabled(deal is not None)
        self._chosen = from_data(self._store.part(deal.id, PART)) if deal else {}
        self._refresh()

    def show_term(self, term_id: str) -> None:
        """Show the first clause that settles a term."""
        clause = next(one for one in library().values() if one.term == term_id)
        self._search.clear()
        self._only_chosen.setChecked(False)
        self.list.setCurrentItem(self._items[clause.id])

    def _shelf(self) -> QWidget:
        holder = QWidget()
        layout = column(holder, spacing=8)
        layout.setContentsMargins(0, 0, 8, 12)
        self._search = QLineEdit()
        self._search.setPlaceholderText(_("Search clauses"))
        self._search.setAccessibleName(_("Search clauses"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        layout.addWidget(self._search)
        self._only_chosen = QCheckBox(_("Only what stands in the deal"))
        self._only_chosen.toggled.connect(self._filter)
        layout.addWidget(self._only_chosen)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Clauses"))
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        language = active_language()
        clauses = list(library().values())
        for group in catalogue():
            terms = [spec.id for spec in group.terms]
            members = sorted((one for one in clauses if one.term in terms), key=lambda one: terms.index(one.term))
            if not members:
                continue
            heading = QListWidgetItem(group.name(language))
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            font = heading.font()
            font.setBold(True)
            heading.setFont(font)
            self.list.addItem(heading)
            for clause in members:
                item = QListWidgetItem(clause.name(language))
                item.setData(_ID, clause.id)
                self.list.addItem(item)
                self._items[clause.id] = item
                self._words[clause.id] = _searched(clause)
        self.list.currentItemChanged.connect(lambda _new, _old: self._show())
        layout.addWidget(self.list, 1)
        self._count = label("", "small", wrap=True)
        layout.addWidget(self._count)
        return holder

    def _refresh(self) -> None:
        self.view.read_in(self._other_language)
        for name, item in self._items.items():
            item.setIcon(self._tick if name in self._chosen else self._blank)
        self._count.setText(
            ngettext("{n} clause stands in the deal.", "{n} clauses stand in the deal.", len(self._chosen)).format(
                n=len(self._chosen)
            )
            if self._chosen
            else _("No clause stands in the deal yet; those that do are in the term sheet.")
        )
        self._filter()
        if self.list.currentItem() is None:
            with QSignalBlocker(self.list):
                self.list.setCurrentItem(next(iter(self._items.values())))
        self._show()

    def _current(self) -> ChosenClause | None:
        item = self.list.currentItem()
        name = item.data(_ID) if item else None
        if name is None:
            return None
        role = self._deal.role if self._deal else Role.SELLER
        fresh = ChosenClause(library()[name], usual_stance(role))
        return self._chosen.get(name) or self._touched.get(name) or fresh

    def _show(self) -> None:
        now = self._current()
        if now is not None:
            self.view.show_clause(now, self._facts, is_chosen=now.clause.id in self._chosen)

    def _edited(self, now: ChosenClause) -> None:
        self._touched[now.clause.id] = now
        if now.clause.id in self._chosen:
            self._keep({**self._chosen, now.clause.id: now})

    def _put(self, is_wanted: bool) -> None:
        self.view.finish()
        now = self._current()
        if now is None:
            return
        kept = dict(self._chosen)
        if is_wanted:
            kept[now.clause.id] = now
        else:
            self._touched[now.clause.id] = kept.pop(now.clause.id)
        self._keep(kept)

    def _keep(self, kept: Mapping[str, ChosenClause]) -> None:
        if self._deal is None:
            return
        try:
            self._store.put_part(self._deal.id, PART, to_data(kept.values()))
        except KnownError as error:
            self.trouble.emit(error)
            return
        is_same = kept.keys() == self._chosen.keys()
        self._chosen = dict(kept)
        if not is_same:
            self._refresh()
        self.changed.emit()

    def _filter(self) -> None:
        wanted = bare(self._search.text().strip())
        heading: QListWidgetItem | None = None
        for index in range(self.list.count()):
            item = self.list.item(index)
            name = item.data(_ID)
            if name is None:
                heading = item
                heading.setHidden(True)
                continue
            fits = wanted in self._words[name] and (name in self._chosen or not self._only_chosen.isChecked())
            item.setHidden(not fits)
            if fits and heading is not None:
                heading.setHidden(False)


def _searched(clause: Clause) -> str:
    """What a search looks through: the names in every language, and the texts in the user's."""
    tag = "zh" if active_language().startswith("zh") else "en"
    texts = (text[tag] for text in clause.texts.values())
    return bare(" ".join((*clause.names.values(), *texts)))
