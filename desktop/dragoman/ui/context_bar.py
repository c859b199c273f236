"""The bar on top of the window: who, where, their clock, what they do now, the next holiday, the languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QStackedWidget, QWidget

from dragoman.base.i18n import _, active_language
from dragoman.ui.context import NegotiationContext
from dragoman.ui.icons import icon, pixmap
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import Elided, button, chip, column, label, row, set_properties, set_tone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dragoman.counterparts.model import Counterpart
    from dragoman.knowledge.service import KnowledgeBase

_TICK_MS = 5_000


class ContextBar(QFrame):
    """Shows the active counterpart. Everything but the name is filled in after the first paint."""

    add_wanted = Signal()
    edit_wanted = Signal()
    people_wanted = Signal()
    call_wanted = Signal()

    def __init__(self, context: NegotiationContext, knowledge: Callable[[], KnowledgeBase], tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("contextBar")
        self.setFixedHeight(72)
        self._context = context
        self._knowledge = knowledge
        self._tokens = tokens
        self._stack = QStackedWidget()
        layout = row(self, spacing=0)
        layout.addWidget(self._stack)
        self._pages: dict[bool, QWidget] = {}
        self._has_call = False
        context.changed.connect(self.refresh)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._show_names()

    def start(self) -> None:
        """Fill in what needs the knowledge base, and keep the clock going."""
        self._timer.start()
        self.refresh()
        self._add_call()

    def warm_up(self) -> None:
        """Load what the first :meth:`start` needs; any thread may do it."""
        if other := self._context.counterpart:
            self._facts(other)

    def refresh(self) -> None:
        """Show the counterpart as it is now."""
        self._show_names()
        self._tick()
        if self._timer.isActive():
            self._add_call()

    def _add_call(self) -> None:
        # Not before the first paint, which every widget delays.
        if self._has_call or True not in self._pages:
            return
        self._has_call = True
        call = button(
            _("Call"), self.call_wanted.emit, icon=icon("phone", self._tokens.text), tooltip=_("Strip for a call (F2)")
        )
        self._end.insertWidget(self._end.count() - 1, call)

    def _page(self, *, counterpart: bool) -> QWidget:
        """Return one of the two pages, built when it is first shown."""
        page = self._pages.get(counterpart)
        if page is None:
            page = self._pages[counterpart] = self._counterpart() if counterpart else self._invitation()
            self._stack.addWidget(page)
        return page

    def _invitation(self) -> QWidget:
        page = QWidget()
        line = row(page, margin=0, spacing=12)
        line.setContentsMargins(20, 0, 16, 0)
        mark = QLabel()
        mark.setPixmap(pixmap("user-plus", self._tokens.accent, 28))
        line.addWidget(mark)
        words = column(spacing=2)
        words.addStretch(1)
        words.addWidget(label(_("Who are you dealing with?"), "lead"))
        words.addWidget(label(_("Add a counterpart once: language, brief, meetings and letters follow."), "muted"))
        words.addStretch(1)
        line.addLayout(words, 1)
        line.addWidget(button(_("Try a sample"), self._add_sample, kind="quiet"))
        line.addWidget(button(_("Add counterpart"), self.add_wanted.emit, kind="primary"))
        return page

    def _counterpart(self) -> QWidget:
        page = QWidget()
        line = row(page, spacing=12)
        line.setContentsMargins(20, 8, 16, 8)
        self._avatar = label()
        self._avatar.setFixedSize(44, 44)
        set_properties(self._avatar, alignment="AlignCenter")
        self._avatar.setStyleSheet(
            f"background: {self._tokens.accent_soft}; color: {self._tokens.accent};"
            " border-radius: 22px; font-size: 15px; font-weight: 600;"
        )
        line.addWidget(self._avatar)
        words = column(spacing=3)
        words.addStretch(1)
        self._name = Elided("lead")
        self._where = Elided("muted")
        words.addWidget(self._name)
        words.addWidget(self._where)
        words.addStretch(1)
        line.addLayout(words, 1)
        middle = column(spacing=5)
        middle.addStretch(1)
        self._state = chip("")
        top = row(spacing=0)
        top.addStretch(1)
        top.addWidget(self._state)
        middle.addLayout(top)
        self._holiday = Elided("small")
        set_properties(self._holiday, alignment="AlignRight")
        middle.addWidget(self._holiday)
        middle.addStretch(1)
        line.addLayout(middle)
        time = column(spacing=0)
        time.addStretch(1)
        self._clock = label("", "clock")
        # The clock reads left to right in every language.
        set_properties(self._clock, layoutDirection="LeftToRight", alignment="AlignCenter")
        self._date = label("", "small")
        set_properties(self._date, alignment="AlignCenter")
        time.addWidget(self._clock)
        time.addWidget(self._date)
        time.addStretch(1)
        line.addLayout(time)
        self._end = line
        self._switch = button("", lambda: None, icon=icon("users", self._tokens.muted), tooltip=_("Counterparts"))
        self._menu = QMenu(self._switch)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._switch.setMenu(self._menu)
        line.addWidget(self._switch)
        return page

    def _fill_menu(self) -> None:
        from PySide6.QtGui import QAction

        from dragoman.ui import wording

        self._menu.clear()
        current = self._context.counterpart
        for other in self._context.all():
            action = QAction(_menu_text(wording.person_name(other), other.company), self._menu)
            action.setCheckable(True)
            action.setChecked(bool(current and current.id == other.id))
            action.triggered.connect(lambda _checked=False, chosen=other: self._context.choose(chosen))
            self._menu.addAction(action)
        self._menu.addSeparator()
        self._menu.addAction(_("Add counterpart…"), self.add_wanted.emit)
        self._menu.addAction(_("Edit this counterpart…"), self.edit_wanted.emit)
        self._menu.addAction(_("All counterparts…"), self.people_wanted.emit)
        self._menu.addAction(_("Without counterpart"), lambda: self._context.choose(None))

    def _add_sample(self) -> None:
        from dragoman.ui.sample import sample_counterpart

        self._context.save(sample_counterpart())

    def _show_names(self) -> None:
        other = self._context.counterpart
        self._stack.setCurrentWidget(self._page(counterpart=other is not None))
        if other is None:
            return
        from dragoman.ui import wording

        self._avatar.setText(wording.initials(other))
        name = wording.person_name(other)
        sample = " · " + _("sample") if other.is_sample else ""
        self._name.setText((f"{name} · {other.company}" if other.company and other.company != name else name) + sample)

    def _tick(self) -> None:
        other = self._context.counterpart
        if other is None or not self._timer.isActive():
            return
        state, tone, clock, date, where, holiday = self._facts(other)
        self._state.setText(state)
        set_tone(self._state, tone)
        self._clock.setText(clock)
        self._date.setText(date)
        self._where.setText(where)
        self._holiday.setText(holiday)

    def _facts(self, other: Counterpart) -> tuple[str, str, str, str, str, str]:
        """Return the state there and its tone, the clock, the date, the place, and the next holiday, as of now."""
        from datetime import UTC, datetime, timedelta
        from zoneinfo import ZoneInfo

        from dragoman.base.locales import language_name
        from dragoman.knowledge.clock import local_state
        from dragoman.ui import wording

        knowledge = self._knowledge()
        language = active_language()
        now = datetime.now(UTC)
        here = now.astimezone(ZoneInfo(other.zone))
        state = local_state(knowledge, other.country, other.zone, now, other.subdivision or None)
        text, tone, _icon = wording.state(state)
        country = knowledge.country(other.country).name(language)
        city = wording.city(other.city, other.zone)
        pair = " → ".join(language_name(tag, language) for tag in (self._context.own_language, other.language))
        today = here.date()
        ahead = knowledge.holidays(other.country, today, today + timedelta(days=120), other.subdivision or None)
        upcoming = next((h for h in ahead if h.date >= today and not h.makeup_workday), None)
        holiday = wording.holiday_line(upcoming, today) if upcoming else ""
        return (
            text,
            tone,
            wording.clock(here),
            _("{day} · {offset}").format(day=wording.day_and_weekday(here), offset=self._offset(here)),
            f"{wording.joined((city, country))} · {pair}" if city else f"{country} · {pair}",
            _("next holiday: {holiday}").format(holiday=holiday) if holiday else "",
        )

    def _offset(self, here: datetime) -> str:
        home = self._context.home
        if home is None:
            return f"UTC{here:%z}"
        from datetime import timedelta
        from zoneinfo import ZoneInfo

        from dragoman.ui import wording

        difference = (here.utcoffset() or timedelta()) - (
            here.astimezone(ZoneInfo(home.zone)).utcoffset() or timedelta()
        )
        if not difference:
            return _("same time as you")
        amount = wording.duration(abs(difference))
        return (_("{amount} ahead of you") if difference > timedelta() else _("{amount} behind you")).format(
            amount=amount
        )


def _menu_text(name: str, company: str) -> str:
    # "&" would be read as the mark of a shortcut.
    return (f"{name} · {company}" if company and company != name else name).replace("&", "&&")
