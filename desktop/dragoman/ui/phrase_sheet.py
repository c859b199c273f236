"""The phrasebook as a sheet beside the window: search, fill the gaps, copy, or hold the laptop up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from dragoman.base import i18n
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, active_language
from dragoman.base.locales import is_right_to_left, language_name
from dragoman.translation.phrase_slots import SlotKind, SlotValue, parsed
from dragoman.translation.phrasebook import CATEGORIES, Filled, Phrase
from dragoman.ui.icons import icon
from dragoman.ui.theme import Tokens, font_for
from dragoman.ui.widgets.basic import button, card, clear, column, label, row
from dragoman.ui.widgets.big_type import BigType

if TYPE_CHECKING:
    from dragoman.translation.phrasebook import Phrasebook

_SLOT_NAMES = {
    SlotKind.AMOUNT: N_("Amount"),
    SlotKind.DATE: N_("Date"),
    SlotKind.PERCENT: N_("Percentage"),
    SlotKind.NUMBER: N_("Number"),
    SlotKind.PLACE: N_("Place"),
    SlotKind.NAME: N_("Name"),
    SlotKind.ITEM: N_("Goods"),
}
_SLOT_EXAMPLES = {
    SlotKind.AMOUNT: "12500 USD",
    SlotKind.DATE: "2027-01-30",
    SlotKind.PERCENT: "3.5",
    SlotKind.NUMBER: "1250",
}


class PhraseSheet(QDialog):
    """Two hundred phrases in two languages at a time. It stays open beside the window."""

    def __init__(self, book: Phrasebook, own: str, theirs: str, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._tokens = tokens
        self._shown: list[Phrase] = []
        self._slots: dict[str, QLineEdit] = {}
        self.setWindowTitle(_("Phrasebook"))
        self.resize(560, 720)
        self._build(own, theirs)
        self.search()
        self.query.setFocus()

    def search(self) -> None:
        """List the phrases that fit the search."""
        self._shown = self._book.phrases(
            self._language(self._own),
            self._language(self._theirs),
            category=str(self._category.currentData() or ""),
            query=self.query.text(),
        )
        self.list.clear()
        own = self._language(self._own)
        for phrase in self._shown:
            item = QListWidgetItem(self._book.fill(phrase, own, {}, familiar=self._familiar.isChecked()).text)
            item.setFont(font_for(own))
            self.list.addItem(item)
        if self._shown:
            self.list.setCurrentRow(0)
        else:
            self._show_phrase(-1)

    def filled(self) -> Filled | None:
        """Return the chosen phrase for the other person, its gaps filled as far as they are."""
        phrase = self._current()
        if phrase is None:
            return None
        values: dict[str, SlotValue] = {}
        for slot in phrase.slots:
            typed = self._slots[slot.name].text().strip() if slot.name in self._slots else ""
            if typed:
                values[slot.name] = parsed(slot, typed)
        return self._book.fill(phrase, self._language(self._theirs), values, familiar=self._familiar.isChecked())

    def _build(self, own: str, theirs: str) -> None:
        outer = column(self, margin=16, spacing=10)
        pair = row()
        self._own = self._language_box(_("Your language"), own)
        self._theirs = self._language_box(_("Their language"), theirs)
        pair.addWidget(self._own, 1)
        pair.addWidget(label("→", "muted"))
        pair.addWidget(self._theirs, 1)
        outer.addLayout(pair)
        find = row()
        self.query = QLineEdit()
        self.query.setPlaceholderText(_("Search in any language"))
        self.query.setAccessibleName(self.query.placeholderText())
        self.query.setClearButtonEnabled(True)
        self.query.textChanged.connect(self.search)
        self._category = QComboBox()
        self._category.setAccessibleName(_("Category"))
        self._category.addItem(_("All"), "")
        for category in self._book.categories():
            self._category.addItem(_(CATEGORIES[category][0]), category)
        self._category.currentIndexChanged.connect(self.search)
        self._familiar = QCheckBox(_("familiar"))
        self._familiar.setToolTip(_("Between people who know each other well"))
        self._familiar.toggled.connect(self.search)
        find.addWidget(self.query, 1)
        find.addWidget(self._category)
        find.addWidget(self._familiar)
        outer.addLayout(find)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Phrases"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show_phrase)
        shelf = card()
        column(shelf, margin=6).addWidget(self.list)
        outer.addWidget(shelf, 1)
        outer.addWidget(self._build_phrase())

    def _build_phrase(self) -> QWidget:
        frame = card()
        layout = column(frame, margin=14, spacing=8)
        self._text = label("", "lead", wrap=True, selectable=True)
        self._roman = label("", "muted", wrap=True, selectable=True)
        self._trouble = label("", "small", wrap=True)
        layout.addWidget(self._text)
        layout.addWidget(self._roman)
        self._slot_row = row(spacing=6)
        layout.addLayout(self._slot_row)
        layout.addWidget(self._trouble)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(button(_("Copy"), self.copy, icon=icon("copy", self._tokens.text)))
        foot.addWidget(
            button(_("Show large"), self.show_large, kind="primary", icon=icon("eye", self._tokens.on_accent))
        )
        layout.addLayout(foot)
        return frame

    def _language_box(self, name: str, chosen: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        reader = active_language()
        for tag in self._book.languages():
            box.addItem(language_name(tag, reader), tag)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        box.currentIndexChanged.connect(self.search)
        return box

    @staticmethod
    def _language(box: QComboBox) -> str:
        return str(box.currentData())

    def _current(self) -> Phrase | None:
        index = self.list.currentRow()
        return self._shown[index] if 0 <= index < len(self._shown) else None

    def _show_phrase(self, _index: int) -> None:
        clear(self._slot_row)
        self._slots = {}
        phrase = self._current()
        for slot in phrase.slots if phrase else ():
            field = QLineEdit()
            field.setPlaceholderText(_SLOT_EXAMPLES.get(slot.kind, _(_SLOT_NAMES[slot.kind])))
            field.setAccessibleName(_(_SLOT_NAMES[slot.kind]))
            field.setToolTip(field.accessibleName())
            field.setMaximumSize(QSize(180, 40))
            field.textChanged.connect(self._say)
            self._slots[slot.name] = field
            self._slot_row.addWidget(field)
        self._slot_row.addStretch(1)
        self._say()

    def _say(self) -> None:
        try:
            said = self.filled()
        except KnownError as error:
            self._trouble.setText(" ".join(i18n.describe(error)))
            return
        self._trouble.setText("")
        language = self._language(self._theirs)
        self._text.setFont(font_for(language, "lead"))
        self._text.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if is_right_to_left(language) else Qt.LayoutDirection.LeftToRight
        )
        self._text.setText(said.text if said else _("No phrase fits. Try other words or another category."))
        self._roman.setText(said.roman if said else "")
        self._roman.setVisible(bool(said and said.roman))

    def copy(self) -> None:
        """Put the phrase on the clipboard."""
        if said := self._filled_or_nothing():
            QGuiApplication.clipboard().setText(said.text)

    def show_large(self) -> None:
        """Show the phrase as large as the window."""
        if said := self._filled_or_nothing():
            BigType(said.text, said.roman, self._language(self._theirs), self._tokens, self).open()

    def _filled_or_nothing(self) -> Filled | None:
        try:
            return self.filled()
        except KnownError:
            return None  # what is wrong with a gap stands beside it already
