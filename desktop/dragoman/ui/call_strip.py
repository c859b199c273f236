"""Call mode: a small strip above all other windows that is driven from the keyboard during a call."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QElapsedTimer, QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QMouseEvent, QMoveEvent, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QStackedWidget, QToolButton, QWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, active_language, describe
from dragoman.base.locales import language_name, language_of
from dragoman.deals.ledger_line import parse
from dragoman.deals.model import Deal, ParsedLine
from dragoman.ui import wording
from dragoman.ui.call_people import called, dont_lines, side_clock
from dragoman.ui.check_wording import check_line
from dragoman.ui.context import NegotiationContext
from dragoman.ui.icons import icon
from dragoman.ui.tasks import TaskContext, TaskRunner
from dragoman.ui.theme import Tokens, font_for
from dragoman.ui.widgets.basic import button, chip, clear, column, label, row, set_tone
from dragoman.ui.widgets.big_type import BigType

if TYPE_CHECKING:
    from dragoman.services import Services
    from dragoman.translation.model import Translation

TICK_MS = 1_000
PAUSE_MS = 150
PLACES = (
    ("translate", N_("Translate")),
    ("offer", N_("Offer")),
    ("phrase", N_("Phrase")),
    ("note", N_("Note")),
    ("manners", N_("Don’t")),
)
_HINTS = {
    "translate": N_("Type, in either language"),
    "offer": N_("they 12.40 FOB Santos 30% advance 45 days"),
    "phrase": N_("Part of a phrase"),
    "note": N_("A note, Enter keeps it with the time"),
}


class CallStrip(QWidget):
    """Alt+1 to Alt+5 choose what the line does; Enter does it, Ctrl+Enter shows it large, Escape hides the strip.

    It never takes the focus from the meeting program when it appears, and comes back where it stood on each screen.
    """

    def __init__(
        self, services: Services, context: NegotiationContext, runner: TaskRunner, tokens: Tokens, parent: QWidget
    ) -> None:
        super().__init__(
            parent,
            Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(_("Call"))
        self.setFixedSize(560, 196)
        self._services = services
        self._context = context
        self._runner = runner
        self._tokens = tokens
        self._task = 0
        self._result: Translation | None = None
        self._large = ("", "")
        self._dragged: QPoint | None = None
        self._elapsed = QElapsedTimer()
        self._tick_timer = QTimer(self)
        self._tick_timer.setInterval(TICK_MS)
        self._tick_timer.timeout.connect(self._tick)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._typed)
        context.changed.connect(self._refresh)
        self._build()

    def open(self) -> None:
        """Show the strip where it stood on this screen, without taking the focus."""
        if not self._elapsed.isValid():
            self._elapsed.start()
        self._refresh()
        self._tick_timer.start()
        self.show()
        self._place()

    def toggle(self) -> None:
        """Show the strip, or hide it where it is shown."""
        if self.isVisible():
            self.close()
        else:
            self.open()

    def choose(self, place: str) -> None:
        """Say what the line does: translate, offer, phrase, note or manners."""
        index = [name for name, _words in PLACES].index(place)
        for number, tab in enumerate(self._tabs):
            tab.setChecked(number == index)
        self._mode = place
        self.line.setVisible(place != "manners")
        self.line.setPlaceholderText(_(_HINTS.get(place, "")) if place in _HINTS else "")
        self._stack.setCurrentIndex(1 if place == "manners" else 0)
        self.line.clear()
        self._say("")
        if place != "manners":
            self.line.setFocus()

    def enter(self) -> None:
        """Do with the line what the chosen place does with it."""
        {"translate": self._copy, "offer": self._add_offer, "note": self._add_note, "phrase": self._copy}.get(
            self._mode, lambda: None
        )()

    def show_large(self) -> None:
        """Show the result as large as the screen allows."""
        text, language = self._large
        if text:
            BigType(text, "", language, self._tokens, self.parentWidget()).showMaximized()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._tick_timer.stop()
        self._remember()
        super().closeEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        if self._dragged is None and self.isVisible():
            self._remember()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragged = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            self.move(event.globalPosition().toPoint() - self._dragged)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = None
        self._remember()

    def _build(self) -> None:
        outer = column(self)
        frame = QFrame()
        frame.setObjectName("callStrip")
        outer.addWidget(frame)
        layout = column(frame, margin=10, spacing=5)
        head = row(spacing=10)
        self._name = label("", "lead")
        head.addWidget(self._name)
        self._state = chip("")
        head.addWidget(self._state)
        head.addStretch(1)
        self._theirs, self._ours = label("", "lead"), label("", "muted")
        for clock in (self._theirs, self._ours):
            clock.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            head.addWidget(clock)
        self._since = label("", "muted")
        self._since.setToolTip(_("Since the strip was opened"))
        head.addWidget(self._since)
        cross = icon("x", self._tokens.muted)
        hide = button("", self.close, kind="quiet", icon=cross, tooltip=_("Hide the strip (Esc)"))
        hide.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head.addWidget(hide)
        layout.addLayout(head)
        tabs = row(spacing=4)
        self._tabs: list[QToolButton] = []
        for number, (place, words) in enumerate(PLACES, start=1):
            tab = QToolButton()
            tab.setText(_(words))
            tab.setCheckable(True)
            tab.setProperty("kind", "button")
            tab.setToolTip(f"Alt+{number}")
            tab.clicked.connect(partial(self.choose, place))
            QShortcut(QKeySequence(f"Alt+{number}"), self, partial(self.choose, place))
            self._tabs.append(tab)
            tabs.addWidget(tab)
        tabs.addStretch(1)
        self._called = label("", "muted")
        self._called.setToolTip(_("How to address them"))
        tabs.addWidget(self._called)
        large = icon("eye", self._tokens.muted)
        tabs.addWidget(button("", self.show_large, kind="quiet", icon=large, tooltip=_("Show large (Ctrl+Enter)")))
        layout.addLayout(tabs)
        self.line = QLineEdit()
        self.line.setAccessibleName(_("Line"))
        self.line.textChanged.connect(self._pause.start)
        self.line.returnPressed.connect(self.enter)
        layout.addWidget(self.line)
        self._stack = QStackedWidget()
        page = QWidget()
        inner = column(page, spacing=4)
        inner.setContentsMargins(2, 0, 2, 0)
        self.result = label("", wrap=True, selectable=True)
        self.result.setMinimumHeight(36)
        inner.addWidget(self.result)
        self._chips = row(spacing=4)
        inner.addLayout(self._chips)
        inner.addStretch(1)
        self._stack.addWidget(page)
        self._donts = QWidget()
        self._dont_lines = column(self._donts, spacing=2)
        self._stack.addWidget(self._donts)
        layout.addWidget(self._stack)
        QShortcut(QKeySequence("Esc"), self, self.close)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.show_large)
        self._mode = PLACES[0][0]
        self._tabs[0].setChecked(True)
        self.line.setPlaceholderText(_(_HINTS[self._mode]))

    def _refresh(self) -> None:
        other = self._context.counterpart
        self._name.setText(wording.person_name(other) if other else _("No counterpart"))
        self._called.setText(called(self._services.knowledge, other) if other else "")
        clear(self._dont_lines)
        for entry in dont_lines(self._services.knowledge, other):
            self._dont_lines.addWidget(label(entry, wrap=True))
        self._dont_lines.addStretch(1)
        self._tick()

    def _tick(self) -> None:
        now = datetime.now(UTC)
        seconds = self._elapsed.elapsed() // 1000 if self._elapsed.isValid() else 0
        self._since.setText(f"{seconds // 60}:{seconds % 60:02d}")
        home = self._context.home
        self._ours.setText(
            _("you {time}").format(time=wording.clock(now.astimezone(ZoneInfo(home.zone))))
            if home and home.zone
            else ""
        )
        other = self._context.counterpart
        self._state.setVisible(other is not None)
        if other is None:
            self._theirs.setText("")
            return
        clock, state, tone = side_clock(self._services.knowledge, other, now)
        self._theirs.setText(clock)
        self._state.setText(state)
        set_tone(self._state, tone)

    def _typed(self) -> None:
        text = self.line.text().strip()
        self._runner.cancel(self._task)
        if not text:
            self._say("")
            return
        if self._mode == "translate":
            self._translate(text)
        elif self._mode == "offer":
            self._preview(text)
        elif self._mode == "phrase":
            self._find_phrase(text)

    def _translate(self, text: str) -> None:
        other = self._context.counterpart
        own, theirs = self._context.own_language, language_of(other.language) if other else "en"
        service = self._services.translator

        def work(context: TaskContext) -> Translation:
            # In either direction: what is not in the user's language is taken for the other side's.
            source = service.detect(text, {own, theirs}) if own != theirs else own
            target = own if source == theirs else theirs
            return service.translate(
                text,
                source=source,
                target=target,
                counterpart_id=other.id if other else None,
                cancelled=context.cancelled,
            )

        self._task = self._runner.submit(work, done=self._translated, failed=self._failed)

    def _translated(self, result: Translation) -> None:
        self._result = result
        self._say(result.text, result.target_language)
        alarms = [check for one in result.sentences for check in one.checks if check.status.is_alarm]
        for check in alarms[:2]:
            self._chips.addWidget(chip(check_line(check), "alarm"))
        pair = " → ".join(
            language_name(tag, active_language()) for tag in (result.source_language, result.target_language)
        )
        self._chips.addWidget(chip(pair))
        self._chips.addStretch(1)

    def _failed(self, error: BaseException) -> None:
        self._say(" ".join(describe(error)) if isinstance(error, KnownError) else str(error))

    def _preview(self, text: str) -> None:
        read = self._read(text)
        self._say("")
        for piece in read.pieces:
            self._chips.addWidget(chip(text[piece.start : piece.end].strip(), "accent"))
        if read.questions:
            asked = read.questions[0]
            words = (
                _("Who says so? Begin with “we” or “they”.")
                if asked.kind == "side"
                else _("“{text}” can be read in two ways: write it otherwise.").format(text=asked.text)
            )
            self.result.setText(words)
        self._chips.addStretch(1)

    def _read(self, text: str) -> ParsedLine:
        from babel.numbers import list_currencies

        deal = self._deal()
        return parse(
            text,
            today=datetime.now(UTC).astimezone().date(),
            currency=deal.currency if deal else "USD",
            currencies=frozenset(list_currencies()),
        )

    def _deal(self) -> Deal | None:
        other = self._context.counterpart
        deals = self._services.deals.all(other.id) if other else []
        return next((deal for deal in deals if not deal.is_closed), None)

    def _deal_for_writing(self) -> Deal | None:
        other = self._context.counterpart
        if other is None:
            self._say(_("Choose a counterpart first: offers and notes are kept with them."))
            return None
        title = other.company or wording.person_name(other)
        return self._deal() or self._services.deals.save(Deal(title, counterpart_id=other.id))

    def _add_offer(self) -> None:
        text = self.line.text().strip()
        deal = self._deal_for_writing() if text else None
        if deal is None:
            return
        read = self._read(text)
        if read.questions:
            self._preview(text)
            return
        if self._kept(lambda: self._services.deals.add_offer(deal.id, read.offer)):
            self.line.clear()
            self._say(_("Kept: {text}").format(text=text))

    def _add_note(self) -> None:
        text = self.line.text().strip()
        deal = self._deal_for_writing() if text else None
        if deal is not None and self._kept(lambda: self._services.deals.add_note(deal.id, text)):
            self.line.clear()
            self._say(_("Kept: {text}").format(text=text))

    def _find_phrase(self, text: str) -> None:
        other = self._context.counterpart
        book = self._services.phrasebook
        own = book.language(self._context.own_language)
        theirs = book.language(other.language if other else "en")
        found = book.phrases(own, theirs, query=text)
        if not found:
            self._say(_("No phrase holds “{text}”.").format(text=text))
            return
        filled = book.fill(found[0], theirs, {})
        self._say(filled.text, theirs)
        self._chips.addWidget(chip(book.fill(found[0], own, {}).text))
        self._chips.addStretch(1)

    def _copy(self) -> None:
        text, _language = self._large
        if text:
            QGuiApplication.clipboard().setText(text)
            self._chips.addWidget(chip(_("copied"), "ok"))

    def _kept(self, write: Callable[[], object]) -> bool:
        try:
            write()
        except KnownError as error:
            self._failed(error)
            return False
        return True

    def _say(self, text: str, language: str = "") -> None:
        clear(self._chips)
        self._large = (text, language) if language else ("", "")
        self.result.setFont(font_for(language or active_language(), "body"))
        self.result.setText(text)

    def _screen_name(self) -> str:
        screen = QGuiApplication.screenAt(self.geometry().center()) or QGuiApplication.primaryScreen()
        return screen.name() if screen else ""

    def _places(self) -> dict[str, list[int]]:
        try:
            found = json.loads(self._context.settings.call_places or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _place(self) -> None:
        kept = self._places().get(self._screen_name())
        screen = QGuiApplication.primaryScreen()
        area = screen.availableGeometry() if screen else self.geometry()
        spot = QPoint(*kept) if kept and len(kept) == 2 else QPoint(area.right() - self.width() - 24, area.top() + 24)
        # A screen may have become smaller since.
        x = min(max(spot.x(), area.left()), max(area.right() - self.width(), area.left()))
        y = min(max(spot.y(), area.top()), max(area.bottom() - self.height(), area.top()))
        self.move(x, y)

    def _remember(self) -> None:
        places = self._places() | {self._screen_name(): [self.x(), self.y()]}
        self._context.keep(call_places=json.dumps(places))
