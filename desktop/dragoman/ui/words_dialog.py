"""The user's own words: terms that a translation must use, and the sentences it remembers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QWidget,
)

from dragoman.base import i18n
from dragoman.base.errors import KnownError
from dragoman.base.i18n import _, active_language, ngettext
from dragoman.base.locales import language_name
from dragoman.translation.model import LanguagePair
from dragoman.translation.tbx import TermRecord
from dragoman.ui import wording
from dragoman.ui.context import NegotiationContext
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, column, label, row

if TYPE_CHECKING:
    from dragoman.services import Services
    from dragoman.translation.memory import ImportReport

SHOWN = 500

_Result = TypeVar("_Result")


class WordsDialog(QDialog):
    """Terms and memory of one language pair, the counterpart's own and those for everybody."""

    changed = Signal()
    """Something was added or removed: what stands in the window may read otherwise now."""

    def __init__(
        self,
        services: Services,
        context: NegotiationContext,
        pair: LanguagePair,
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._context = context
        self._pair = pair
        self._tokens = tokens
        self.setWindowTitle(_("Terms and memory"))
        self.resize(680, 600)
        outer = column(self, margin=16, spacing=10)
        reader = active_language()
        pair_name = f"{language_name(pair.source, reader)} → {language_name(pair.target, reader)}"
        outer.addWidget(label(pair_name, "lead"))
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.addTab(self._terms_page(), _("Terms"))
        tabs.addTab(self._memory_page(), _("Memory"))
        outer.addWidget(tabs, 1)
        self._message = label("", "muted", wrap=True)
        foot = row()
        foot.addWidget(self._message, 1)
        foot.addWidget(button(_("Close"), self.accept, kind="primary"))
        outer.addLayout(foot)
        self.refresh()

    def refresh(self) -> None:
        """Read both lists anew."""
        self._terms = self._services.glossary.entries(self._pair, query=self.term_query.text())[:SHOWN]
        _fill(
            self.terms,
            [
                (
                    one.term.source,
                    one.term.target if not one.term.keep else _("not translated"),
                    self._for_whom(one.counterpart_id),
                )
                for one in self._terms
            ],
        )
        self._memories = self._services.memory.entries(self._pair, query=self.memory_query.text(), limit=SHOWN)
        _fill(
            self.memories,
            [(one.source, one.target, self._for_whom(one.counterpart_id)) for one in self._memories],
        )

    def add_term(self) -> None:
        """Keep the term that was typed, for the counterpart or for everybody."""
        source, target = self.source.text().strip(), self.target.text().strip()
        keep = self.keep.isChecked()
        term = TermRecord(source, source if keep else target, self._pair.source, self._pair.target, keep)
        other = self._context.counterpart
        mine = other.id if other and self.only_here.isChecked() else None
        if self._try(lambda: self._services.glossary.add(term, mine)) is not None:
            self.source.clear()
            self.target.clear()
            self._say(_("“{term}” is kept.").format(term=source))
            self._after_change()

    def remove_term(self) -> None:
        """Remove the chosen terms."""
        ids = [self._terms[line].id for line in _chosen(self.terms)]
        if ids:
            self._services.glossary.remove(ids)
            self._after_change()

    def forget(self) -> None:
        """Remove the chosen sentences from the memory."""
        ids = [self._memories[line].id for line in _chosen(self.memories)]
        if ids:
            self._services.memory.delete(ids)
            self._after_change()

    def import_from(self, path: Path, *, terms: bool) -> None:
        """Take in a file of terms (TBX, CSV) or of sentences (TMX, CSV), all of it or nothing."""
        store = self._services.glossary if terms else self._services.memory
        report = self._try(lambda: store.import_file(path, self._pair))
        if report is not None:
            self._say(_report_line(report))
            self._after_change()

    def export_to(self, path: Path, *, terms: bool) -> None:
        """Write the terms or the memory of this pair to a file whose ending says its format."""
        store = self._services.glossary if terms else self._services.memory
        number = self._try(lambda: store.export_file(path, self._pair))
        if number is not None:
            self._say(
                ngettext("{n} entry written to {path}.", "{n} entries written to {path}.", number).format(
                    n=number, path=path
                )
            )

    def _terms_page(self) -> QWidget:
        page = QWidget()
        layout = column(page, spacing=8)
        layout.setContentsMargins(0, 10, 0, 0)
        add = row()
        self.source = _field(_("Term in your text"))
        self.target = _field(_("What it must be called"))
        self.keep = QCheckBox(_("never translate"))
        self.keep.toggled.connect(lambda on: self.target.setDisabled(on))
        self.only_here = QCheckBox(_("this counterpart only"))
        self.only_here.setEnabled(self._context.counterpart is not None)
        add.addWidget(self.source, 1)
        add.addWidget(self.target, 1)
        add.addWidget(button(_("Add"), self.add_term, kind="primary"))
        layout.addLayout(add)
        marks = row(spacing=16)
        marks.addWidget(self.keep)
        marks.addWidget(self.only_here)
        marks.addStretch(1)
        layout.addLayout(marks)
        self.term_query = self._search_field()
        layout.addWidget(self.term_query)
        self.terms = _table(_("Terms"))
        layout.addWidget(self.terms, 1)
        layout.addWidget(label(_("Some 300 terms of foreign trade come with Dragoman; yours go before them."), "small"))
        layout.addLayout(self._file_row(self.remove_term, _("Remove"), terms=True))
        return page

    def _memory_page(self) -> QWidget:
        page = QWidget()
        layout = column(page, spacing=8)
        layout.setContentsMargins(0, 10, 0, 0)
        self.memory_query = self._search_field()
        layout.addWidget(self.memory_query)
        self.memories = _table(_("Memory"))
        layout.addWidget(self.memories, 1)
        layout.addLayout(self._file_row(self.forget, _("Forget"), terms=False))
        return page

    def _file_row(self, remove: Callable[[], None], word: str, *, terms: bool) -> QHBoxLayout:
        foot = row()
        foot.addWidget(button(word, remove, kind="quiet"))
        foot.addStretch(1)
        foot.addWidget(button(_("Import…"), partial(self._ask_import, terms=terms)))
        foot.addWidget(button(_("Export…"), partial(self._ask_export, terms=terms)))
        return foot

    def _ask_import(self, *, terms: bool) -> None:
        kinds = _("Terms (*.tbx *.csv)") if terms else _("Memories (*.tmx *.csv)")
        name, _kind = QFileDialog.getOpenFileName(self, _("Import"), "", kinds)
        if name:
            self.import_from(Path(name), terms=terms)

    def _ask_export(self, *, terms: bool) -> None:
        kinds = _("Terms (*.tbx *.csv)") if terms else _("Memories (*.tmx *.csv)")
        name, _kind = QFileDialog.getSaveFileName(self, _("Export"), "terms.tbx" if terms else "memory.tmx", kinds)
        if name:
            self.export_to(Path(name), terms=terms)

    def _search_field(self) -> QLineEdit:
        field = _field(_("Search"))
        field.setClearButtonEnabled(True)
        field.textChanged.connect(self.refresh)
        return field

    def _for_whom(self, counterpart_id: int | None) -> str:
        if counterpart_id is None:
            return _("everybody")
        other = self._services.counterparts.get(counterpart_id)
        return wording.person_name(other) if other else ""

    def _after_change(self) -> None:
        self.refresh()
        self.changed.emit()

    def _say(self, text: str) -> None:
        self._message.setText(text)

    def _try(self, work: Callable[[], _Result]) -> _Result | None:
        try:
            return work()
        except KnownError as error:
            self._say("\n".join(i18n.describe(error)))
            return None


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    return field


def _table(name: str) -> QTableWidget:
    table = QTableWidget(0, 3)
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels([_("Your text"), _("Translation"), _("For")])
    table.verticalHeader().hide()
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setWordWrap(True)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    header = table.horizontalHeader()
    for index in (0, 1):
        header.setSectionResizeMode(index, QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
    return table


def _fill(table: QTableWidget, rows: list[tuple[str, str, str]]) -> None:
    table.setRowCount(len(rows))
    for line, cells in enumerate(rows):
        for index, text in enumerate(cells):
            item = QTableWidgetItem(" ".join(text.split()))
            item.setToolTip(text)
            item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
            table.setItem(line, index, item)


def _chosen(table: QTableWidget) -> list[int]:
    return sorted({index.row() for index in table.selectionModel().selectedRows()})


def _report_line(report: ImportReport) -> str:
    return _("{added} added, {known} known before, {skipped} left out.").format(
        added=report.added, known=report.known, skipped=report.skipped
    )
