"""All counterparts at once: find, read in, write out, make one of two, erase."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from dragoman.base.errors import KnownError
from dragoman.base.files import file_name, read_file, write_file
from dragoman.base.i18n import N_, _, active_language, describe, ngettext
from dragoman.base.locales import language_name
from dragoman.ui import wording
from dragoman.ui.widgets.basic import button, column, label, row

if TYPE_CHECKING:
    from dragoman.counterparts.model import Counterpart
    from dragoman.counterparts.store import CounterpartStore
    from dragoman.knowledge.service import KnowledgeBase
    from dragoman.ui.context import NegotiationContext
    from dragoman.ui.theme import Tokens

_COLUMNS = (N_("Name"), N_("Company"), N_("Place"), N_("Language"), N_("Email"), N_("Erase after"))
_MAX_NAMED = 3
_ID = Qt.ItemDataRole.UserRole


class PeopleDialog(QDialog):
    """A table of people. What is chosen in it can be written out, merged, erased, or dealt with."""

    def __init__(
        self,
        store: CounterpartStore,
        context: NegotiationContext,
        knowledge: KnowledgeBase,
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._context = context
        self._knowledge = knowledge
        self._tokens = tokens
        self.setWindowTitle(_("Counterparts"))
        self.setMinimumSize(880, 520)
        self._build()
        self.fill()

    def fill(self) -> None:
        """List those in whom the words searched for occur."""
        people = self._store.search(self.search.text())
        self._people = {person.id: person for person in people}
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(people))
            for line, person in enumerate(people):
                for index, text in enumerate(self._cells(person)):
                    item = QTableWidgetItem(text)
                    item.setData(_ID, person.id)
                    self.table.setItem(line, index, item)
            self.table.clearSelection()
        self._offer()

    def chosen(self) -> list[Counterpart]:
        """Return the people whose lines are selected, from top to bottom."""
        found = {index.row(): self._people[index.data(_ID)] for index in self.table.selectedIndexes()}
        return [found[line] for line in sorted(found)]

    def read_in(self, path: Path) -> None:
        """Add the people of a vCard file who are not there yet, and say what became of the others."""
        from dragoman.contacts import add_people, contacts_of
        from dragoman.counterparts.vcard import MAX_BYTES

        try:
            found = contacts_of(self._knowledge, read_file(path, MAX_BYTES + 1))
            done = add_people(self._store, found.people)
        except KnownError as error:
            self._fail(error)
            return
        parts = [ngettext("{n} person was added.", "{n} people were added.", len(done.added)).format(n=len(done.added))]
        if done.known:
            parts.append(
                _("There already, unchanged: {names}.").format(names=_named(one.full_name for one in done.known))
            )
        if found.unplaced:
            parts.append(_("Left out, for nothing tells the country: {names}.").format(names=_named(found.unplaced)))
        if found.skipped:
            parts.append(_("{n} cards without a name were left out.").format(n=found.skipped))
        self.fill()
        self._say(" ".join(parts))
        if done.added and self._context.counterpart is None:
            self._context.choose(done.added[0])

    def write_cards(self, path: Path) -> None:
        """Write those chosen, or all that are listed, as vCards."""
        from dragoman.counterparts.vcard import write_cards

        people = self.chosen() or list(self._people.values())
        self._write(path, write_cards(people))

    def write_all(self, path: Path) -> None:
        """Write everything that is kept about the one chosen."""
        (person,) = self.chosen()
        try:
            data = self._store.export(person.id)
        except KnownError as error:
            self._fail(error)
            return
        self._write(path, (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())

    def merge(self) -> None:
        """Make one of the two chosen: the upper one's fields stand, the lower one goes."""
        kept, other = self.chosen()
        try:
            stored = self._store.merge(kept, other.id)
        except KnownError as error:
            self._fail(error)
            return
        active = self._context.counterpart
        if active is not None and active.id in (kept.id, other.id):
            self._context.choose(stored)
        self.fill()
        self._say(_("{name} now holds what was kept about both.").format(name=wording.person_name(stored)))

    def erase(self) -> None:
        """Erase those chosen and everything kept about them."""
        names = [wording.person_name(person) for person in self.chosen()]
        try:
            for person in self.chosen():
                self._context.erase(person)
        except KnownError as error:
            self._fail(error)
            return
        self.fill()
        self._say(_("Erased with everything kept about them: {names}.").format(names=_named(names)))

    def _build(self) -> None:
        outer = column(self, margin=20, spacing=12)
        head = row(spacing=8)
        head.addWidget(label(self.windowTitle(), "title"), 1)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search people"))
        self.search.setAccessibleName(_("Search people"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(240)
        self.search.textChanged.connect(lambda _text: self.fill())
        head.addWidget(self.search)
        head.addWidget(button(_("Import vCards…"), self._ask_cards))
        outer.addLayout(head)
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setHorizontalHeaderLabels([_(name) for name in _COLUMNS])
        self.table.setAccessibleName(self.windowTitle())
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.itemSelectionChanged.connect(self._offer)
        self.table.itemDoubleClicked.connect(lambda _item: self._deal())
        outer.addWidget(self.table, 1)
        self._said = label("", "muted", wrap=True, selectable=True)
        outer.addWidget(self._said)
        foot = row(spacing=8)
        self._erase = button(_("Erase…"), self._ask_erase, kind="quiet")
        self._sure = button("", self.erase, kind="primary")
        self._merge = button(_("Merge the two"), self.merge)
        self._merge.setToolTip(_("The upper one’s fields stand, what is missing comes from the lower one"))
        self._cards = button(_("Export vCards…"), self._ask_write)
        self._all = button(_("Everything kept…"), self._ask_all)
        self._all.setToolTip(_("All that is kept about the person, as a file they may be given"))
        self._open = button(_("Choose"), self._deal, kind="primary")
        for widget in (self._erase, self._sure):
            foot.addWidget(widget)
        foot.addStretch(1)
        for widget in (self._merge, self._all, self._cards, self._open):
            foot.addWidget(widget)
        foot.addWidget(button(_("Close"), self.reject))
        outer.addLayout(foot)

    def _cells(self, person: Counterpart) -> tuple[str, ...]:
        language = active_language()
        country = self._knowledge.country(person.country).name(language)
        return (
            wording.person_name(person),
            person.company,
            wording.joined(part for part in (person.city and wording.city(person.city, person.zone), country) if part),
            language_name(person.language, language),
            person.email,
            person.retain_until,
        )

    def _offer(self) -> None:
        count = len(self.chosen())
        self._erase.setEnabled(count > 0)
        self._sure.hide()
        self._merge.setEnabled(count == 2)
        self._all.setEnabled(count == 1)
        self._open.setEnabled(count == 1)
        self._cards.setEnabled(bool(self._people))

    def _ask_erase(self) -> None:
        count = len(self.chosen())
        text = ngettext("Erase {n} person and all notes for good", "Erase {n} people and all notes for good", count)
        self._sure.setText(text.format(n=count))
        self._sure.setVisible(self._sure.isHidden())

    def _deal(self) -> None:
        self._context.choose(self.chosen()[0])
        self.accept()

    def _ask_cards(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, _("Import vCards"), "", _("vCards (*.vcf *.vcard)"))
        if name:
            self.read_in(Path(name))

    def _ask_write(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Export vCards"), "people.vcf", _("vCards (*.vcf)"))
        if name:
            self.write_cards(Path(name))

    def _ask_all(self) -> None:
        suggested = file_name(wording.person_name(self.chosen()[0]), ".json")
        name, _filter = QFileDialog.getSaveFileName(self, _("Everything kept"), suggested, _("Data (*.json)"))
        if name:
            self.write_all(Path(name))

    def _write(self, path: Path, data: bytes) -> None:
        try:
            write_file(path, data)
        except KnownError as error:
            self._fail(error)
            return
        self._say(_("Saved {path}.").format(path=path))

    def _say(self, text: str) -> None:
        self._said.setStyleSheet("")
        self._said.setText(text)

    def _fail(self, error: KnownError) -> None:
        self._said.setStyleSheet(f"color: {self._tokens.alarm};")
        self._said.setText(" ".join(describe(error)))


def _named(names: Iterable[str]) -> str:
    found = list(names)
    shown = wording.joined(found[:_MAX_NAMED])
    return f"{shown} …" if len(found) > _MAX_NAMED else shown
