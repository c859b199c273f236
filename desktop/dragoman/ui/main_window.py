"""The one window: context bar, rail, panels, inspector, status line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QStackedWidget, QWidget

from dragoman.base import i18n
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _
from dragoman.ui.context import NegotiationContext
from dragoman.ui.context_bar import ContextBar
from dragoman.ui.icons import icon
from dragoman.ui.rail import Rail
from dragoman.ui.tasks import in_turns
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import Notice, column, label, make_enumerations, row
from dragoman.ui.widgets.inspector import InspectorArea

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragoman.services import Services
    from dragoman.ui.call_strip import CallStrip
    from dragoman.ui.panels.base import Panel
    from dragoman.ui.tasks import TaskRunner

FOLD_WIDTH = 1100

# id, icon, word; the order is the rail's and that of Ctrl+1 to Ctrl+6.
PLACES = (
    ("translate", "languages", N_("Translate")),
    ("brief", "book-open", N_("Brief")),
    ("meet", "calendar-clock", N_("Meet")),
    ("draft", "mail", N_("Draft")),
    ("deal", "handshake", N_("Deal")),
    ("packs", "package", N_("Packs")),
)


class MainWindow(QMainWindow):
    """Holds the panels together. It knows no panel's inside; panels are built at their first visit."""

    painted = Signal()
    """The window was painted for the first time."""
    started = Signal()
    """What could wait until after the first paint is done."""

    def __init__(self, services: Services, context: NegotiationContext, runner: TaskRunner, tokens: Tokens) -> None:
        super().__init__()
        self._services = services
        self._context = context
        self._runner = runner
        self._tokens = tokens
        self._panels: dict[str, Panel] = {}
        self._restart: Callable[[], None] | None = None
        self._call: CallStrip | None = None
        self._painted = self._started = False
        self._status_of: dict[str, str] = {}
        self._place = "translate"
        self.setWindowTitle("Dragoman")
        self.setMinimumSize(960, 600)
        self.resize(1240, 800)
        self._build()
        if geometry := context.settings.window_geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        self.show_place(self._place)
        context.country_wanted.connect(lambda _iso2: self.show_place("brief"))

    def start(self) -> None:
        """Do at once what can wait until after the first paint."""
        for step in self._steps():
            step()

    def start_gently(self) -> None:
        """Do the same in steps with room for events between them; what is slow to import, a worker imports first."""
        # A failure to load comes again, and is reported, where what was to be loaded is used.
        self._runner.submit(
            lambda _context: self._warm_up(),
            done=lambda _nothing: in_turns(self._steps()),
            failed=lambda _error: in_turns(self._steps()),
        )

    def _steps(self) -> tuple[Callable[[], object], ...]:
        last = (self._visit, self._install_starters, self._remind, self.started.emit)
        return (make_enumerations, self._finish, self.bar.start, *last)

    def _warm_up(self) -> None:
        self.bar.warm_up()
        self._panels[self._place].warm_up()

    def _visit(self) -> None:
        self._started = True
        self.show_place(self._place)

    def on_restart(self, restart: Callable[[], None]) -> None:
        """Say what rebuilds the window when language or theme have changed."""
        self._restart = restart

    def show_place(self, place: str) -> None:
        """Bring a panel to the front, building it at its first visit."""
        panel = self._panels.get(place)
        if panel is None:
            panel = self._build_panel(place)
        self._place = place
        self._stack.setCurrentWidget(panel)
        self._rail.select(place)
        self._inspector.show_inspector(panel.inspector)
        self._status.setText(self._status_of.get(place, ""))
        panel.setFocus()
        if self._started:
            panel.visit()

    def panel(self, place: str) -> Panel:
        """Return a panel, built if need be."""
        return self._panels.get(place) or self._build_panel(place)

    def say(self, place: str, text: str) -> None:
        """Show a panel's line in the status bar, now or when its place comes to the front."""
        self._status_of[place] = text
        if place == self._place:
            self._status.setText(text)

    def report(self, error: BaseException) -> None:
        """Show an error: a notice for a foreseen one, a copyable report for a bug."""
        if isinstance(error, KnownError):
            what, remedy = i18n.describe(error)
            self._notice.say(f"{what}\n{remedy}")
            return
        from dragoman.ui.widgets.bug_report import BugReport

        BugReport(error, self).open()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._inspector.setVisible(event.size().width() >= FOLD_WIDTH)

    def closeEvent(self, event: QCloseEvent) -> None:
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self._services.settings.update(window_geometry=geometry)
        super().closeEvent(event)

    def _build(self) -> None:
        central = QWidget()
        self.setCentralWidget(central)
        outer = row(central, spacing=0)
        self._rail = Rail(PLACES, self._tokens)
        self._rail.place_chosen.connect(self.show_place)
        self._rail.settings_wanted.connect(self.edit_settings)
        outer.addWidget(self._rail)
        main = column(spacing=0)
        self.bar = ContextBar(self._context, lambda: self._services.knowledge, self._tokens)
        self.bar.add_wanted.connect(lambda: self.edit_counterpart(new=True))
        self.bar.edit_wanted.connect(lambda: self.edit_counterpart(new=False))
        self.bar.people_wanted.connect(self.open_people)
        self.bar.call_wanted.connect(self.open_call)
        main.addWidget(self.bar)
        self._notice = Notice(self._tokens.text)
        main.addWidget(self._notice)
        middle = row(spacing=0)
        self._stack = QStackedWidget()
        middle.addWidget(self._stack, 1)
        self._inspector = InspectorArea()
        middle.addWidget(self._inspector)
        main.addLayout(middle, 1)
        main.addWidget(self._build_status())
        outer.addLayout(main, 1)

    def _build_status(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("statusBar")
        frame.setFixedHeight(28)
        line = row(frame, spacing=12)
        line.setContentsMargins(16, 0, 16, 0)
        self._status = label("", "small")
        line.addWidget(self._status, 1)
        self._status_line = line
        return frame

    def _build_panel(self, place: str) -> Panel:
        from dragoman.ui.panels import build

        panel = build(place, self._services, self._context, self._runner, self._tokens)
        panel.status.connect(partial(self.say, place))
        panel.trouble.connect(self.report)
        panel.place_wanted.connect(self.show_place)
        panel.edit_wanted.connect(lambda: self.edit_counterpart(new=self._context.counterpart is None))
        panel.settings_wanted.connect(self.edit_settings)
        panel.letter_wanted.connect(self._write_letter)
        self._context.changed.connect(panel.context_changed)
        self._stack.addWidget(panel)
        self._panels[place] = panel
        return panel

    def _finish(self) -> None:
        from dragoman.ui.shortcuts import install
        from dragoman.ui.widgets.privacy_note import PrivacyNote

        self._status_line.addWidget(PrivacyNote(self._context))
        QGuiApplication.setWindowIcon(icon("languages", self._tokens.accent, size=32))
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+,": self.edit_settings,
            "Ctrl+N": partial(self.edit_counterpart, new=True),
            "Ctrl+K": self.open_palette,
            "F2": self.open_call,
        }
        install(self, keys | {f"Ctrl+{n}": partial(self.show_place, place[0]) for n, place in enumerate(PLACES, 1)})

    def open_call(self) -> None:
        """Show the strip for a call, or hide it."""
        from dragoman.ui.call_strip import CallStrip

        self._call = self._call or CallStrip(self._services, self._context, self._runner, self._tokens, self)
        self._call.toggle()

    def open_palette(self) -> None:
        """Open the command palette."""
        from dragoman.ui.palette import Entry, Palette

        actions = [Entry(_(word), place, partial(self.show_place, place)) for place, _symbol, word in PLACES]
        actions += [
            Entry(_("Add counterpart"), "", partial(self.edit_counterpart, new=True)),
            Entry(_("Counterparts"), "", self.open_people),
            Entry(_("Call"), "", self.open_call),
            Entry(_("Settings"), "", self.edit_settings),
        ]
        Palette(self._context, self._services.knowledge, actions, self).open()

    def edit_counterpart(self, *, new: bool) -> None:
        """Open the counterpart's form."""
        from dragoman.ui.counterpart_dialog import CounterpartDialog

        current = None if new else self._context.counterpart
        CounterpartDialog(self._context, self._services.knowledge, current, self._tokens, self).open()

    def open_people(self) -> None:
        """Open the table of all counterparts."""
        from dragoman.ui.people_dialog import PeopleDialog

        services = self._services
        PeopleDialog(services.counterparts, self._context, services.knowledge, self._tokens, self).open()

    def edit_settings(self) -> None:
        """Open the settings; the window is rebuilt when language or theme have changed."""
        from dragoman.ui.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._services, self._context, self._runner, self._tokens, self)
        dialog.restart_wanted.connect(self._rebuild)
        dialog.open()

    def welcome(self) -> None:
        """Greet who has just installed Dragoman; nothing once it was done or skipped."""
        if self._context.settings.first_run_done:
            return
        from dragoman.ui.welcome import Welcome

        dialog = Welcome(self._context, self._services.knowledge, self._services.packs, self._tokens, self)
        dialog.add_wanted.connect(lambda: self.edit_counterpart(new=True))
        dialog.language_wanted.connect(lambda _language: self._rebuild())
        dialog.open()

    def _write_letter(self, purpose: str, values: dict[str, object]) -> None:
        from dragoman.ui.panels.draft import DraftPanel

        self.show_place("draft")
        draft = self.panel("draft")
        assert isinstance(draft, DraftPanel)
        draft.choose_purpose(purpose)
        draft.form.set_values(values)

    def _rebuild(self) -> None:
        if self._restart:
            QTimer.singleShot(0, self._restart)

    def _install_starters(self) -> None:
        self._runner.submit(
            lambda _context: self._services.packs.ensure_starters(),
            done=lambda _packs: self.panel("translate").context_changed(),
            failed=self.report,
        )

    def _remind(self) -> None:
        from dragoman.ui.reminders import remind

        remind(self._services, self._runner, say=self._notice.say, failed=self.report)
