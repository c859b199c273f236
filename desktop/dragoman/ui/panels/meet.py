"""Meet: the slots that suit both sides, with the reason in words, and the text to send."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from dragoman.base.i18n import _, active_language, pgettext, render
from dragoman.base.locales import babel_locale, language_name
from dragoman.meetings.invitation_text import slot_text
from dragoman.meetings.model import Band, BandKind, Participant, RankedSlot
from dragoman.meetings.zones import tzdata_version
from dragoman.ui import wording
from dragoman.ui.context import NegotiationContext, Place
from dragoman.ui.icons import icon
from dragoman.ui.panels.base import Panel
from dragoman.ui.tasks import TaskRunner
from dragoman.ui.theme import Tokens, font_for
from dragoman.ui.widgets.basic import button, card, column, label, row
from dragoman.ui.widgets.legend import Legend
from dragoman.ui.widgets.timeline import Timeline, TimelineRow

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase
    from dragoman.meetings.finder import SlotFinder

SEARCH_DAYS = 14
PROPOSALS = 3
HERE, THERE = "here", "there"


class MeetPanel(Panel):
    """The best three slots of the next two weeks, and the day of the chosen one on a timeline."""

    def __init__(
        self,
        finder: SlotFinder,
        knowledge: KnowledgeBase,
        context: NegotiationContext,
        runner: TaskRunner,
        tokens: Tokens,
    ) -> None:
        super().__init__(tokens)
        self._finder = finder
        self._knowledge = knowledge
        self._context = context
        self._runner = runner
        self._task = 0
        self._slots: list[RankedSlot] = []
        self._start: datetime | None = None
        self._build()

    def refresh(self) -> None:
        """Search anew for the counterpart and the user's own place."""
        ready = self._context.home is not None and self._context.there is not None
        self._pages.setCurrentIndex(1 if ready else 0)
        if not ready:
            missing_home = self._context.home is None
            self._empty_text.setText(
                _("Say where you are, and the meeting slots follow.")
                if missing_home
                else _("Add a counterpart, and the meeting slots follow.")
            )
            self._empty_button.setText(_("Open settings") if missing_home else _("Add counterpart"))
            self.inspector.clear()
            return
        self._first.setMinimumDate(_qdate(self._today()))
        self.search()

    def search(self) -> None:
        """Look for the best slots from the chosen day on."""
        people = self._people()
        if people is None:
            return
        home = self._context.home
        assert home is not None
        first = self._first.date().toPython()
        assert isinstance(first, date)
        start = max(
            datetime.combine(first, time(), ZoneInfo(home.zone)).astimezone(UTC), datetime.now(UTC) + timedelta(hours=1)
        )
        minutes = self._minutes()
        self._runner.cancel(self._task)
        self._task = self._runner.submit(
            lambda _context: self._finder.propose(people, start, minutes, SEARCH_DAYS, PROPOSALS),
            done=self._found,
            failed=self.trouble.emit,
        )

    def choose(self, start: datetime) -> None:
        """Show a start on the timeline and word it for both sides."""
        self._start = start
        self._draw()

    def _build(self) -> None:
        outer = column(self, margin=16, spacing=12)
        self._pages = QStackedWidget()
        outer.addWidget(self._pages)
        self._pages.addWidget(self._empty_page())
        page = QWidget()
        layout = column(page, spacing=12)
        layout.addLayout(self._bar())
        frame = card()
        inner = column(frame, margin=12, spacing=8)
        head = row()
        self._day_label = label("", "lead")
        head.addWidget(self._day_label, 1)
        for symbol, days, words in (("‹", -1, _("Previous day")), ("›", 1, _("Next day"))):
            head.addWidget(button(symbol, partial(self._step, days), tooltip=words))
        inner.addLayout(head)
        self.timeline = Timeline(self.tokens)
        self.timeline.picked.connect(self.choose)
        inner.addWidget(self.timeline)
        inner.addWidget(
            Legend(
                (
                    (_("at work"), self.tokens.work),
                    (_("edge of the day, lunch"), self.tokens.edge),
                    (_("night, weekend"), self.tokens.night),
                    (_("holiday"), self.tokens.off),
                )
            )
        )
        layout.addWidget(frame)
        layout.addWidget(label(_("Best slots"), "heading"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Best slots"))
        self.list.setWordWrap(True)
        self.list.currentRowChanged.connect(self._row_chosen)
        shelf = card()
        column(shelf, margin=6).addWidget(self.list)
        layout.addWidget(shelf, 1)
        self._pages.addWidget(page)

    def _empty_page(self) -> QWidget:
        page = QWidget()
        layout = column(page, spacing=12)
        layout.addStretch(1)
        self._empty_text = label("", "lead")
        self._empty_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._empty_text)
        self._empty_button = button(_("Add counterpart"), self._fill_gap, kind="primary")
        layout.addWidget(self._empty_button, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        return page

    def _fill_gap(self) -> None:
        if self._context.home is None:
            self.settings_wanted.emit()
        else:
            self.edit_wanted.emit()

    def _bar(self) -> QHBoxLayout:
        bar = row()
        bar.addWidget(label(_("From"), "muted"))
        self._first = QDateEdit(_qdate(self._today()))
        self._first.setCalendarPopup(True)
        self._first.setDisplayFormat(wording.date_pattern())
        self._first.setAccessibleName(_("First day"))
        self._first.dateChanged.connect(lambda _date: self.search())
        bar.addWidget(self._first)
        bar.addSpacing(8)
        bar.addWidget(label(_("Length"), "muted"))
        self._length = QComboBox()
        self._length.setAccessibleName(_("Length"))
        for minutes in (30, 45, 60, 90, 120):
            self._length.addItem(wording.duration(timedelta(minutes=minutes)), minutes)
        self._length.setCurrentIndex(2)
        self._length.currentIndexChanged.connect(lambda _index: self.search())
        bar.addWidget(self._length)
        bar.addStretch(1)
        return bar

    def _minutes(self) -> int:
        return int(self._length.currentData())

    def _today(self) -> date:
        home = self._context.home
        return datetime.now(ZoneInfo(home.zone) if home else UTC).date()

    def _people(self) -> tuple[Participant, ...] | None:
        home, there = self._context.home, self._context.there
        if home is None or there is None:
            return None
        return tuple(
            replace(self._finder.participant_for(name, place.country, place.zone, place.subdivision), city=place.city)
            for name, place in ((HERE, home), (THERE, there))
        )

    def _found(self, slots: list[RankedSlot]) -> None:
        self._slots = slots
        self.list.clear()
        for slot in slots:
            item = QListWidgetItem(self._slot_line(slot))
            item.setSizeHint(QSize(0, 58))
            self.list.addItem(item)
        if slots:
            self.list.setCurrentRow(0)
            if self.list.currentRow() == 0:
                self._row_chosen(0)
        else:
            self._start = None
            self._draw()
            self.list.addItem(_("No slot in these two weeks. Choose a later day or a shorter meeting."))
        self.status.emit(_("time zone data {version}").format(version=tzdata_version()))

    def _slot_line(self, slot: RankedSlot) -> str:
        home, there = self._context.home, self._context.there
        assert home is not None
        assert there is not None
        clocks = []
        for place in (there, home):
            local = slot.start.astimezone(ZoneInfo(place.zone))
            clocks.append(f"{wording.clock(local)} {_city(place)}")
        here = slot.start.astimezone(ZoneInfo(home.zone))
        reasons = wording.joined((render(text) for text in slot.why), reasons=True)
        return f"{wording.day_and_weekday(here)} · " + " · ".join(clocks) + f"\n{reasons}"

    def _row_chosen(self, index: int) -> None:
        if 0 <= index < len(self._slots):
            self.choose(self._slots[index].start)

    def _step(self, days: int) -> None:
        if self._start:
            self.choose(self._start + timedelta(days=days))

    def _draw(self) -> None:
        home, people = self._context.home, self._people()
        if home is None or people is None:
            return
        zone = ZoneInfo(home.zone)
        moment = (self._start or datetime.now(UTC)).astimezone(zone)
        start = datetime.combine(moment.date(), time(), zone).astimezone(UTC)
        end = datetime.combine(moment.date() + timedelta(days=1), time(), zone).astimezone(UTC)
        other = self._context.counterpart
        assert other is not None
        names = {HERE: pgettext("row of the timeline", "You"), THERE: wording.person_name(other)}
        rows = [
            TimelineRow(names[who.id], who.city or wording.zone_city(who.zone), who.zone, self._bands(who, start, end))
            for who in reversed(people)
        ]
        self.timeline.show_day(start, end, home.zone, rows)
        self.timeline.show_meeting(self._start, timedelta(minutes=self._minutes()))
        self._day_label.setText(
            _("{day}, hours in {city}").format(day=wording.day_and_weekday(moment), city=_city(home))
        )
        self._inspect(rows)

    def _bands(self, who: Participant, start: datetime, end: datetime) -> tuple[Band, ...]:
        return tuple(self._finder.bands(who, start, end))

    def _inspect(self, rows: list[TimelineRow]) -> None:
        inspector = self.inspector
        inspector.clear()
        home, there = self._context.home, self._context.there
        if self._start is None or home is None or there is None:
            return
        inspector.heading(_("Text to send"))
        places = (there, home)
        for language in dict.fromkeys((there.language, home.language or "en")):
            text = slot_text(self._start, self._minutes(), [(place.zone, place.city) for place in places], language)
            shown = label(text, wrap=True, selectable=True)
            shown.setFont(font_for(language))
            if babel_locale(language).text_direction == "rtl":
                shown.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            inspector.line(language_name(language, active_language()), "muted")
            inspector.add(shown)
            inspector.add(
                button(
                    _("Copy"),
                    partial(self._copy, text),
                    icon=icon("copy", self.tokens.text),
                    tooltip=_("Copy this text"),
                )
            )
        closed = {
            f"{line.name}: {band.holiday.name(active_language())}"
            for line in rows
            for band in line.bands
            if band.kind is BandKind.HOLIDAY and band.holiday
        }
        if closed:
            inspector.heading(_("That day"))
            for entry in sorted(closed):
                inspector.mark(_("holiday"), "accent", entry)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.status.emit(_("Copied."))


def _city(place: Place) -> str:
    return place.city or wording.zone_city(place.zone)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
