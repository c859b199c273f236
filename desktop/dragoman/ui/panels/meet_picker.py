"""Add somebody to a meeting: a counterpart, or whatever place is typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from dragoman.base.i18n import _, active_language
from dragoman.counterparts.model import Counterpart
from dragoman.meetings.places import Place, Places, folded
from dragoman.meetings.zones import zone_info
from dragoman.ui import wording
from dragoman.ui.tasks import TaskContext, TaskRunner
from dragoman.ui.widgets.basic import button, card, column, label, row

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase

PAUSE_MS = 120
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list: what it says, and whom or where it stands for. A ``guess`` is only like what was typed."""

    words: str
    source: Counterpart | Place | str
    guess: bool = False


class PeoplePicker(QDialog):
    """Type a name, a city, a country or a time zone; the list answers, and asks where several are meant."""

    picked = Signal(object)
    """The counterpart or place that was chosen."""

    def __init__(
        self,
        counterparts: list[Counterpart],
        knowledge: KnowledgeBase,
        runner: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._counterparts = counterparts
        self._knowledge = knowledge
        self._places = Places(knowledge)
        self._runner = runner
        self._task = 0
        self._choices: list[Choice] = []
        self.setWindowTitle(_("Add a person"))
        self.setMinimumSize(480, 400)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self._build()
        self.look()

    def look(self) -> None:
        """List what the typed text may mean."""
        typed = self.query.text().strip()
        self._runner.cancel(self._task)
        self._task = self._runner.submit(
            lambda context: self._found(typed, context),
            done=lambda choices: self._show(typed, choices),
            failed=lambda _error: self._show(typed, []),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.query.hasFocus():
            self.list.setFocus()
            return
        super().keyPressEvent(event)

    def done(self, result: int) -> None:
        self._pause.stop()
        self._runner.cancel(self._task)
        super().done(result)

    def _build(self) -> None:
        outer = column(self, margin=24, spacing=8)
        outer.addWidget(label(self.windowTitle(), "title"))
        self.query = QLineEdit()
        self.query.setPlaceholderText(_("Name, city, country or time zone"))
        self.query.setAccessibleName(self.query.placeholderText())
        self.query.setClearButtonEnabled(True)
        self.query.textChanged.connect(lambda _text: self._pause.start())
        self.query.returnPressed.connect(self._take)
        outer.addWidget(self.query)
        self._said = label("", "muted", wrap=True)
        outer.addWidget(self._said)
        frame = card()
        self.list = QListWidget()
        self.list.setAccessibleName(_("People and places"))
        self.list.itemActivated.connect(lambda _item: self._take())
        self.list.itemDoubleClicked.connect(lambda _item: self._take())
        column(frame, margin=4).addWidget(self.list)
        outer.addWidget(frame, 1)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        self._add = button(_("Add"), self._take, kind="primary")
        foot.addWidget(self._add)
        outer.addLayout(foot)
        self.query.setFocus()

    def _found(self, typed: str, context: TaskContext) -> list[Choice]:
        key = folded(typed)
        people = [each for each in self._counterparts if key in folded(f"{wording.person_name(each)}{each.company}")]
        found = [
            Choice(wording.joined((wording.person_name(each), wording.city(each.city, each.zone))), each)
            for each in people[:_SHOWN]
        ]
        if not typed or context.cancelled():
            return found
        places = self._places.find(typed)
        found += [Choice(self._place_words(place), place) for place in places]
        if not found:
            found = [Choice(name, name, guess=True) for name in self._places.nearest(typed)]
        return found

    def _place_words(self, place: Place) -> str:
        offset = datetime.now(UTC).astimezone(zone_info(place.zone)).strftime("%z")
        country = dict(self._knowledge.names(active_language())).get(place.country, "")
        name = place.name(active_language())
        parts = (name, country) if country and country != name else (name,)
        return f"{wording.joined(parts)} (UTC{offset[:3]}:{offset[3:5]})"

    def _show(self, typed: str, choices: list[Choice]) -> None:
        self._choices = choices
        self.list.clear()
        for choice in choices:
            self.list.addItem(QListWidgetItem(choice.words))
        self._add.setEnabled(bool(choices))
        if choices:
            self.list.setCurrentRow(0)
        self._said.setText(self._summary(typed, choices))

    def _summary(self, typed: str, choices: list[Choice]) -> str:
        if not typed:
            return _("Choose a counterpart, or type where somebody is: Tokyo, JST, Brazil, Europe/London.")
        if not choices:
            return _("“{text}” is not known. Type a larger city, a country or a time zone.").format(text=typed)
        if choices[0].guess:
            return _("“{text}” is not known. Nearest names:").format(text=typed)
        places = sum(isinstance(choice.source, Place) for choice in choices)
        if places > 1:
            return _("“{text}” may mean several places. Choose one.").format(text=typed)
        return ""

    def _take(self) -> None:
        if self._pause.isActive():
            # Enter right after typing: first see what it means.
            self._pause.stop()
            self.look()
            return
        row_number = self.list.currentRow()
        if not 0 <= row_number < len(self._choices):
            return
        source = self._choices[row_number].source
        if isinstance(source, str):
            self.query.setText(source)
            self._pause.stop()
            self.look()
            return
        self.picked.emit(source)
        self.accept()
