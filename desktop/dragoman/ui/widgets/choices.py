"""Boxes to choose a country, a time zone or a language, searchable by any part of the name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QComboBox, QCompleter

from dragoman.base.i18n import active_language
from dragoman.base.locales import babel_locale
from dragoman.ui import wording

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase

LANGUAGES = (
    *("ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it"),
    *("ja", "ko", "lt", "lv", "ms", "nl", "nb", "pl", "pt-BR", "pt-PT", "ro", "ru", "sk", "sl", "sr", "sv", "th"),
    *("tr", "uk", "ur", "uz", "vi", "zh-Hans", "zh-Hant"),
)
"""Languages a counterpart may be said to write."""


class NarrowBox(QComboBox):
    """A combo box as wide as what it holds where there is room, and narrower where there is not."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), 90), hint.height())


class SearchBox(QComboBox):
    """A combo box that is searched by typing any part of an entry; what is no entry falls back to the last one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        self.setMinimumContentsLength(18)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        if edit := self.lineEdit():
            edit.editingFinished.connect(self._settle)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), 160), hint.height())

    def choice(self) -> str:
        """Return the chosen entry's data, or ``""``."""
        return str(self.currentData() or "")

    def choose(self, data: str) -> None:
        """Choose the entry with ``data`` without a signal; nothing where there is none."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(data))

    def _settle(self) -> None:
        typed = self.currentText().strip()
        index = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        if index < 0 and typed:
            index = self.findText(typed, Qt.MatchFlag.MatchContains)
        if index < 0:
            index = self.currentIndex()
        if index >= 0:
            self.setCurrentIndex(index)
            self.setEditText(self.itemText(index))


def country_box(knowledge: KnowledgeBase, name: str) -> SearchBox:
    """Return a box with every country in the UI language; its data are ISO 3166-1 alpha-2 codes."""
    box = SearchBox(name)
    for iso2, text in knowledge.names(active_language()):
        box.addItem(text, iso2)
    box.setCurrentIndex(-1)
    return box


def fill_zones(box: QComboBox, knowledge: KnowledgeBase, iso2: str) -> None:
    """List a country's zones by city and present offset, keeping the choice where it still stands."""
    kept = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        now = datetime.now(UTC)
        for zone in knowledge.zones(iso2):
            offset = now.astimezone(ZoneInfo(zone)).strftime("%z")
            box.addItem(f"{wording.zone_city(zone)} (UTC{offset[:3]}:{offset[3:5]})", zone)
        box.setCurrentIndex(max(box.findData(kept), 0))


def language_box(name: str) -> SearchBox:
    """Return a box with the languages a counterpart may write, by name in the UI language."""
    box = SearchBox(name)
    reader = babel_locale(active_language())
    named = [
        (str(babel_locale(tag).get_display_name(reader) if "-" in tag else reader.languages[tag]), tag)
        for tag in LANGUAGES
    ]
    for text, tag in sorted((text[:1].upper() + text[1:], tag) for text, tag in named):
        box.addItem(text, tag)
    box.setCurrentIndex(-1)
    return box


def usual_language(official: tuple[str, ...]) -> str:
    """Return the entry of :data:`LANGUAGES` for a country's first language; English where it is not listed."""
    for tag in official:
        bare = tag.split("-")[0]
        found = tag if tag in LANGUAGES else next((known for known in LANGUAGES if known.split("-")[0] == bare), "")
        if found:
            return found
    return "en"
