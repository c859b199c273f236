"""Command palette: people, countries, places and actions by their name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QWidget

from dragoman.base.i18n import _, active_language
from dragoman.base.text import bare
from dragoman.ui import wording
from dragoman.ui.context import NegotiationContext
from dragoman.ui.widgets.basic import column

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to go to: its words, more words it is found by, and what happens."""

    words: str
    also: str
    act: Callable[[], object]


class Palette(QDialog):
    """One line to type in; Enter goes where the first entry leads."""

    def __init__(
        self, context: NegotiationContext, knowledge: KnowledgeBase, actions: list[Entry], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(_("Go to"))
        self.setFixedWidth(520)
        self._shown: list[Entry] = []
        self._entries = [*actions, *_people(context), *_countries(context, knowledge)]
        layout = column(self, margin=12)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("A person, a country, a place of the window…"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        layout.addWidget(self.field)
        self.list = QListWidget()
        self.list.setFixedHeight(360)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemActivated.connect(lambda _item: self._act())
        self.list.itemClicked.connect(lambda _item: self._act())
        layout.addWidget(self.list)
        self._filter("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            # Keys are compared as numbers: an input method sends some that Qt.Key does not name.
            step = (event.key() == Qt.Key.Key_Down) - (event.key() == Qt.Key.Key_Up)
            if step:
                self.list.setCurrentRow((self.list.currentRow() + step) % max(self.list.count(), 1))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._act()
                return True
        return super().eventFilter(watched, event)

    def _filter(self, typed: str) -> None:
        wanted = bare(typed).split()
        found = [
            entry for entry in self._entries if all(part in bare(f"{entry.words} {entry.also}") for part in wanted)
        ]
        # What starts with the typed words comes first.
        start = " ".join(wanted)
        found.sort(key=lambda entry: not any(bare(name).startswith(start) for name in (entry.words, entry.also)))
        self.list.clear()
        for entry in found[:SHOWN]:
            self.list.addItem(entry.words)
        self._shown = found[:SHOWN]
        self.list.setCurrentRow(0)

    def _act(self) -> None:
        chosen = self.list.currentRow()
        if 0 <= chosen < len(self._shown):
            self.accept()
            self._shown[chosen].act()


def _people(context: NegotiationContext) -> list[Entry]:
    return [
        Entry(f"{wording.person_name(other)} · {other.company}", other.city, partial(context.choose, other))
        for other in context.all()
    ]


def _countries(context: NegotiationContext, knowledge: KnowledgeBase) -> list[Entry]:
    other = "en" if active_language() != "en" else "zh"
    also = dict(knowledge.names(other))
    return [
        Entry(name, f"{also.get(iso2, '')} {iso2}", partial(context.read_about, iso2))
        for iso2, name in knowledge.names(active_language())
    ]
