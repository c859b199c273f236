"""Meet: everybody's time side by side, the slots that suit, a series of them, and the invitation."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

from dragoman.base.errors import KnownError
from dragoman.base.i18n import _, active_language, describe, ngettext, render
from dragoman.base.locales import is_right_to_left, language_name, reader_locale
from dragoman.counterparts.model import Counterpart
from dragoman.meetings.model import BandKind, NearMisses, Participant, RankedSlot
from dragoman.meetings.zones import tzdata_version, zone_info
from dragoman.ui import wording
from dragoman.ui.context import NegotiationContext
from dragoman.ui.icons import icon
from dragoman.ui.panels.base import Panel
from dragoman.ui.panels.meet_kept import KeptGuests, read_calendars
from dragoman.ui.panels.meet_people import ME, Guest, Limits, Roster, participants
from dragoman.ui.panels.meet_search import (
    Found,
    find,
    midnight,
    moment_words,
    near_words,
    slot_words,
    texts_of,
    view_of,
)
from dragoman.ui.panels.meet_series import SeriesPage
from dragoman.ui.panels.meet_slots import SlotLine, SlotList
from dragoman.ui.tasks import TaskRunner
from dragoman.ui.theme import Tokens, font_for
from dragoman.ui.widgets.basic import button, card, column, label, row
from dragoman.ui.widgets.legend import Legend
from dragoman.ui.widgets.people_column import PeopleColumn, PersonLine, RowsArea
from dragoman.ui.widgets.timeline import Timeline
from dragoman.ui.widgets.timeline_paint import HEAD_HEIGHT, KIND_WORDS, ROW_HEIGHT, TimelineView, legend_entries

if TYPE_CHECKING:
    from dragoman.meetings.places import Place
    from dragoman.services import Services

LETTER = "meeting-invitation"
_LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240)
_USUAL_LENGTH = 60
_RANGES = (7, 14, 28, 56)
_USUAL_RANGE = 14
_SPANS = (1, 7)
_FAR_DAYS = 365
_PAUSE_MS = 80
_LEAST_ROWS = HEAD_HEIGHT + 2 * ROW_HEIGHT + 12


class MeetPanel(Panel):
    """People as rows, hours as columns, the best slots beneath. Whatever is computed is computed in the background."""

    def __init__(self, services: Services, context: NegotiationContext, runner: TaskRunner, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._finder, self._knowledge = services.finder, services.knowledge
        self._calendars = services.calendars
        self._context, self._runner = context, runner
        self._invitations = services.invitations
        kept = KeptGuests(services.guests, self.trouble.emit)
        self._roster = Roster(self._finder, self._knowledge, context, kept)
        self._guests: list[Guest] = []
        self._people: tuple[Participant, ...] = ()
        self._limits = Limits()
        self._found = Found(())
        self._start: datetime | None = None
        self._day = self._today()
        self._shown: object = None
        self._search_task = self._view_task = self._text_task = 0
        # Moving a meeting with the keys must not word every step in five languages.
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._word)
        self._build()

    @property
    def people_names(self) -> list[str]:
        """Who is asked, in order."""
        return [who.id for who in self._people]

    @property
    def start(self) -> datetime | None:
        """The start that is chosen, aware UTC."""
        return self._start

    def refresh(self) -> None:
        """Show the people of the shared context and search for them."""
        ready = self._context.home is not None
        self._pages.setCurrentIndex(1 if ready else 0)
        if not ready:
            self.inspector.clear()
            return
        today = self._today()
        self._first.setDateRange(_qdate(today), _qdate(today + timedelta(days=_FAR_DAYS)))
        self._people_changed()
        unread = self._roster.unread()
        read_calendars(unread, self._calendars, self._runner, done=self.change, failed=self.trouble.emit)

    def search(self) -> None:
        """Look for the best slots from the chosen day on."""
        self._runner.cancel(self._search_task)
        if len(self._people) < 2:
            self._found = Found(())
            self.list.show_lines([SlotLine(_("Add a person or a place, and the best slots follow."))])
            self._choose(None)
            return
        if not self.list.count():
            self.list.show_lines([SlotLine(_("Searching…"))])
        start = max(midnight(self._first_day(), self._zone()), datetime.now(UTC) + timedelta(hours=1))
        people, minutes, days = self._people, self._minutes(), int(self._range.currentData())
        self._search_task = self._runner.submit(
            lambda _context: find(self._finder, people, start, minutes, days),
            done=self._show_found,
            failed=self._search_failed,
        )

    def choose(self, start: datetime) -> None:
        """Show a start on the timeline and word it for everybody."""
        self._choose(start)

    def add(self, source: Counterpart | Place) -> None:
        """Add a counterpart, or somebody of whom only the place is known."""
        if isinstance(source, Counterpart):
            self._roster.add_counterpart(source)
        else:
            self._roster.add_place(source)
        self._people_changed()

    def change(self, guest: Guest) -> None:
        """Take what was edited about somebody."""
        self._roster.change(guest)
        self._people_changed()

    def set_limits(self, limits: Limits) -> None:
        """Set what no meeting may break."""
        self._limits = limits
        self._limits_button.setText(
            ngettext("{count} limit…", "{count} limits…", limits.count).format(count=limits.count)
            if limits.count
            else _("Limits…")
        )
        self._people_changed()

    def starts(self) -> tuple[datetime, ...]:
        """Return what an invitation would be for: the series in front, else the chosen slot."""
        if self._tabs.currentWidget() is self.series and (starts := self.series.starts()):
            return starts
        return (self._start,) if self._start else ()

    def _build(self) -> None:
        outer = column(self, margin=16)
        self._pages = QStackedWidget()
        outer.addWidget(self._pages)
        self._pages.addWidget(self._empty_page())
        page = QWidget()
        layout = column(page, spacing=8)
        layout.addLayout(self._bar())
        frame = card()
        # Never higher than its rows: what is left belongs to the answers.
        frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        inner = column(frame, margin=12, spacing=8)
        inner.addLayout(self._day_bar())
        inner.addWidget(self._rows(), 1)
        foot = row()
        foot.addWidget(Legend(legend_entries(self.tokens, self.devicePixelRatioF())), 1)
        foot.addWidget(label(_("time zone data {version}").format(version=tzdata_version()), "small"))
        inner.addLayout(foot)
        layout.addWidget(frame, 3)
        layout.addWidget(self._answers(), 2)
        self._pages.addWidget(page)

    def _empty_page(self) -> QWidget:
        page = QWidget()
        layout = column(page, spacing=16)
        layout.addStretch(1)
        words = label(_("Say where you are, and the meeting slots follow."), "lead")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(words)
        layout.addWidget(
            button(_("Open settings"), self.settings_wanted.emit, kind="primary"), 0, Qt.AlignmentFlag.AlignCenter
        )
        layout.addStretch(1)
        return page

    def _bar(self) -> QHBoxLayout:
        bar = row()
        bar.addWidget(label(_("From"), "muted"))
        self._first = QDateEdit(_qdate(self._today()))
        self._first.setCalendarPopup(True)
        self._first.setDisplayFormat(wording.date_pattern())
        self._first.setAccessibleName(_("First day"))
        self._first.dateChanged.connect(lambda _date: self.search())
        bar.addWidget(self._first)
        self._range = _box(_("Search range"))
        for days in _RANGES:
            words = ngettext("{count} week", "{count} weeks", days // 7).format(count=days // 7)
            self._range.addItem(words, days)
        self._range.setCurrentIndex(_RANGES.index(_USUAL_RANGE))
        self._range.currentIndexChanged.connect(lambda _index: self.search())
        bar.addWidget(self._range)
        bar.addSpacing(8)
        bar.addWidget(label(_("Length"), "muted"))
        self._length = _box(_("Length"))
        for minutes in _LENGTHS:
            self._length.addItem(wording.duration(timedelta(minutes=minutes)), minutes)
        self._length.setCurrentIndex(_LENGTHS.index(_USUAL_LENGTH))
        self._length.currentIndexChanged.connect(lambda _index: self.search())
        bar.addWidget(self._length)
        self._limits_button = button(_("Limits…"), self.edit_limits, tooltip=_("Hard limits for everybody"))
        bar.addWidget(self._limits_button)
        bar.addStretch(1)
        bar.addWidget(button(_("Add a person…"), self.pick_person, icon=icon("user-plus", self.tokens.text)))
        return bar

    def _day_bar(self) -> QHBoxLayout:
        head = row()
        # Time runs from left to right in every language, and so do the arrows; marks of direction keep their shapes.
        arrows = QWidget()
        arrows.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        line = row(arrows)
        for symbol, steps, words in (("‹", -1, _("Earlier")), ("›", 1, _("Later"))):
            step = button(f"\u200e{symbol}\u200e", partial(self._turn, steps), tooltip=words)
            step.setAccessibleName(words)
            line.addWidget(step)
        head.addWidget(arrows)
        head.addSpacing(8)
        self._day_label = label("", "lead")
        head.addWidget(self._day_label, 1)
        self._zone_box = _box(_("Clock of the columns"))
        self._zone_box.currentIndexChanged.connect(lambda _index: self._zone_chosen())
        head.addWidget(self._zone_box)
        self._span = _box(_("Day or week"))
        for days, words in zip(_SPANS, (_("Day"), _("Week")), strict=True):
            self._span.addItem(words, days)
        self._span.currentIndexChanged.connect(lambda _index: self._span_chosen())
        head.addWidget(self._span)
        head.addWidget(
            button(
                "",
                self.copy_picture,
                icon=icon("clipboard-copy", self.tokens.text),
                tooltip=_("Copy the timeline as a picture"),
            )
        )
        return head

    def _rows(self) -> RowsArea:
        content = QWidget()
        line = row(content, spacing=0)
        line.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.people = PeopleColumn(self.tokens)
        self.people.opened.connect(self.edit_person)
        line.addWidget(self.people, 0, Qt.AlignmentFlag.AlignTop)
        self.timeline = Timeline(self.tokens)
        self.timeline.picked.connect(self.choose)
        line.addWidget(self.timeline, 1, Qt.AlignmentFlag.AlignTop)
        self._area = RowsArea(content)
        return self._area

    def _answers(self) -> QTabWidget:
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        page = QWidget()
        inner = column(page)
        inner.setContentsMargins(0, 8, 0, 0)
        self.list = SlotList(_("Best slots"), self.tokens)
        self.list.chosen.connect(self.choose)
        shelf = card()
        column(shelf, margin=4).addWidget(self.list)
        inner.addWidget(shelf)
        self._tabs.addTab(page, _("Best slots"))
        self.series = SeriesPage(self._finder, self._runner, self.tokens)
        self.series.chosen.connect(self._show_meeting)
        self.series.trouble.connect(self.trouble)
        self.series.changed.connect(self._enable)
        self._tabs.addTab(self.series, _("Series"))
        self._tabs.currentChanged.connect(lambda _index: self._enable())
        corner = QWidget()
        line = row(corner)
        self._copy_button = button(_("Copy text"), self._copy_own, icon=icon("copy", self.tokens.text))
        self._copy_button.setToolTip(_("Copy the text in the language of the other side"))
        self._invite_button: QPushButton = button(
            _("Invite…"), self.invite, kind="primary", icon=icon("send", self.tokens.on_accent)
        )
        line.addWidget(self._copy_button)
        line.addWidget(self._invite_button)
        self._tabs.setCornerWidget(corner)
        self._tabs.setMinimumHeight(176)
        return self._tabs

    def _today(self) -> date:
        home = self._context.home
        return datetime.now(zone_info(home.zone) if home else UTC).date()

    def _first_day(self) -> date:
        first = self._first.date().toPython()
        assert isinstance(first, date)
        return first

    def _minutes(self) -> int:
        return int(self._length.currentData())

    def _zone(self) -> str:
        home = self._context.home
        return str(self._zone_box.currentData() or (home.zone if home else "UTC"))

    def _people_changed(self) -> None:
        self._guests = self._roster.guests()
        self._people = participants(self._guests, self._limits)
        self.people.show_people(
            [self._person_line(guest, who) for guest, who in zip(self._guests, self._people, strict=True)]
        )
        self._fill_zones()
        self._draw()
        self.search()

    def _person_line(self, guest: Guest, who: Participant) -> PersonLine:
        return PersonLine(who.id, self._place(guest), guest.notes)

    def _place(self, guest: Guest) -> str:
        """Return the city; of somebody who is called after it, the country."""
        if guest.label != guest.city:
            return guest.city
        country = guest.participant.country
        return dict(self._knowledge.names(active_language())).get(country, guest.participant.zone)

    def _fill_zones(self) -> None:
        kept = self._zone_box.currentData()
        home = self._context.home
        with QSignalBlocker(self._zone_box):
            self._zone_box.clear()
            # The user's own clock first: that is the one they look at.
            for guest in sorted(self._guests, key=lambda guest: guest.key != ME):
                zone = guest.participant.zone
                if self._zone_box.findData(zone) < 0:
                    self._zone_box.addItem(_("hours in {city}").format(city=guest.city), zone)
            self._zone_box.addItem(_("hours in {city}").format(city="UTC"), "UTC")
            wanted = kept if kept and self._zone_box.findData(kept) >= 0 else home.zone if home else "UTC"
            self._zone_box.setCurrentIndex(max(self._zone_box.findData(wanted), 0))

    def _zone_chosen(self) -> None:
        if self._start:
            self._day = self._local(self._start)
        self._draw()
        self._plan_series()

    def _span_chosen(self) -> None:
        day = self._local(self._start) if self._start else self._day
        self._day = day if self._span.currentData() == 1 else _first_of_week(day)
        self._draw()

    def _local(self, start: datetime) -> date:
        return start.astimezone(zone_info(self._zone())).date()

    def _turn(self, steps: int) -> None:
        """Look at another day or week; the meeting stays where it is."""
        self._day += timedelta(days=steps * int(self._span.currentData()))
        self._draw()

    def _draw(self) -> None:
        """Show the day, or the week from it on, computing the bands in the background where they are new."""
        if not self._people:
            return
        days, zone, people = int(self._span.currentData()), self._zone(), self._people
        day = self._day
        wanted = (day, days, zone, people)
        if wanted == self._shown:
            return
        self._shown = wanted
        last = day + timedelta(days=days - 1)
        places = [self._place(guest) for guest in self._guests]
        words = wording.day_and_weekday(day)
        self._day_label.setText(words if days == 1 else f"{words} – {wording.day_and_weekday(last)}")
        self._runner.cancel(self._view_task)
        self._view_task = self._runner.submit(
            lambda _context: view_of(self._finder, people, day, days, zone, places),
            done=self._show_view,
            failed=self.trouble.emit,
        )

    def _show_view(self, view: TimelineView) -> None:
        self.timeline.show_view(view)
        self._area.setMinimumHeight(min(view.height, _LEAST_ROWS))
        self._area.setMaximumHeight(view.height)
        self._area.updateGeometry()
        self._show_marker()
        self._pause.start()

    def _show_found(self, found: Found) -> None:
        self._found = found
        zone = self._zone()
        lines = []
        if found.near and found.slots:
            words = _("No slot suits everybody in this time. The first of these asks for the smallest move.")
            lines.append(SlotLine(words, warns=True))
        elif found.near:
            note = "" if found.near.best else "\n".join(near_words(text, zone) for text in found.near.words)
            lines.append(SlotLine(_("No slot suits everybody in this time."), note, warns=True))
        lines += [self._slot_line(slot, zone) for slot in found.slots]
        if found.near and found.near.best and (len(self._people) > 2 or not found.slots):
            lines.append(self._attendance_line(found.near, zone))
        if not lines:
            lines.append(SlotLine(_("No slot in this time. Search longer, or choose a shorter meeting.")))
        self.list.show_lines(lines)
        if found.slots:
            self.list.choose_first()
        else:
            self._choose(None)
        self._enable()

    def _search_failed(self, error: BaseException) -> None:
        self._found = Found(())
        self.list.show_lines([SlotLine(*describe(error), warns=True)] if isinstance(error, KnownError) else [])
        if not isinstance(error, KnownError):
            self.trouble.emit(error)
        self._choose(None)

    def _attendance_line(self, near: NearMisses, zone: str) -> SlotLine:
        """Return the best attended start; what the first slots say already is left out."""
        moves = {word.message for word in near.words if near.moved and word.values.get("reason") in near.moved.why}
        said = [near_words(text, zone) for text in near.words if text.message not in moves]
        return SlotLine(slot_words(near.best[0], self._people, zone), "\n".join(said), near.best[0])

    def _slot_line(self, slot: RankedSlot, zone: str) -> SlotLine:
        reasons = wording.joined((render(text) for text in slot.why), reasons=True)
        return SlotLine(slot_words(slot.start, self._people, zone), reasons, slot.start)

    def _choose(self, start: datetime | None) -> None:
        self._start = start
        if start:
            self._show_meeting(start)
        else:
            self._show_marker()
            self._pause.start()
        self._plan_series()
        self._enable()

    def _show_meeting(self, start: datetime) -> None:
        """Bring a start into view; one of a series is only looked at."""
        day = self._local(start)
        if not self._day <= day < self._day + timedelta(days=int(self._span.currentData())):
            self._day = day if self._span.currentData() == 1 else _first_of_week(day)
        self._draw()
        self.timeline.show_meeting(start, timedelta(minutes=self._minutes()))
        self._pause.start()

    def _show_marker(self) -> None:
        self.timeline.show_meeting(self._start, timedelta(minutes=self._minutes()))

    def _plan_series(self) -> None:
        self.series.plan(self._people, self._start, self._minutes(), self._zone())

    def _enable(self) -> None:
        possible = bool(self.starts()) and len(self._people) > 1
        self._copy_button.setEnabled(possible)
        self._invite_button.setEnabled(possible)

    def _word(self) -> None:
        start, people, minutes = self._start, self._people, self._minutes()
        self._runner.cancel(self._text_task)
        if start is None or len(people) < 2:
            self._inspect({})
            return
        self._text_task = self._runner.submit(
            lambda _context: texts_of((start,), minutes, people), done=self._inspect, failed=self.trouble.emit
        )

    def _inspect(self, texts: dict[str, str]) -> None:
        inspector = self.inspector
        inspector.clear()
        if not self._start or not texts:
            inspector.heading(_("At this time"))
            inspector.line(_("Choose a slot, or drag on the timeline."), "muted")
            return
        inspector.heading(_("At this time"))
        for entry in self.timeline.view.rows:
            local = self._start.astimezone(zone_info(entry.zone))
            band = next((band for band in entry.bands if band.start <= self._start < band.end), None)
            inspector.pair(entry.name, f"{wording.weekday(local, short=True)} {wording.clock(local)}")
            if band and band.kind is not BandKind.WORK:
                name = wording.holiday_name(band.holiday) if band.holiday else _(KIND_WORDS[band.kind])
                inspector.mark(name, "accent" if band.kind is BandKind.HOLIDAY else "warn")
        inspector.heading(_("Text to send"))
        for language, text in texts.items():
            shown = label(text, wrap=True, selectable=True)
            shown.setFont(font_for(language))
            if is_right_to_left(language):
                shown.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            inspector.line(language_name(language, active_language()), "muted")
            inspector.add(shown)
            copy = button(_("Copy"), partial(self._copy, text), icon=icon("copy", self.tokens.text))
            copy.setToolTip(_("Copy this text"))
            inspector.add(copy)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.status.emit(_("Copied."))

    def _copy_own(self) -> None:
        """Copy what an invitation would say, in the first language: the other side's."""
        starts, people, minutes = self.starts(), self._people, self._minutes()
        if starts:
            self._runner.submit(
                lambda _context: next(iter(texts_of(starts, minutes, people).values())),
                done=self._copy,
                failed=self.trouble.emit,
            )

    def copy_picture(self) -> None:
        """Put the timeline on the clipboard as a picture."""
        title = self._day_label.text()
        if self._start:
            title = _("{start}, {length}").format(
                start=moment_words(self._start, self._zone()),
                length=wording.duration(timedelta(minutes=self._minutes())),
            )
        title = f"{title} · {self._zone_box.currentText()}"
        QGuiApplication.clipboard().setImage(self.timeline.picture(title))
        self.status.emit(_("Picture copied: paste it into a chat or an email."))

    def pick_person(self) -> None:
        """Ask who or where."""
        from dragoman.ui.panels.meet_picker import PeoplePicker

        here = {guest.key for guest in self._guests}
        others = [each for each in self._context.all() if str(each.id) not in here]
        picker = PeoplePicker(others, self._knowledge, self._runner, self)
        picker.picked.connect(self.add)
        picker.open()

    def edit_person(self, number: int) -> None:
        """Open what is known of somebody."""
        from dragoman.ui.panels.meet_editor import PersonEditor

        guest = self._guests[number]
        editor = PersonEditor(guest, self._roster, self._knowledge, self._calendars, self._runner, self.tokens, self)
        editor.changed.connect(self.change)
        editor.removed.connect(partial(self._remove, guest))
        editor.trouble.connect(self.trouble)
        editor.open()

    def _remove(self, guest: Guest) -> None:
        self._roster.remove(guest)
        self._people_changed()

    def edit_limits(self) -> None:
        """Open the hard limits of everybody."""
        from dragoman.ui.panels.meet_limits import LimitsDialog

        dialog = LimitsDialog(self._limits, self)
        dialog.chosen.connect(self.set_limits)
        dialog.open()

    def invite(self) -> None:
        """Open the invitation to the chosen slot or series."""
        from dragoman.ui.ics_dialog import InvitationDialog, Sent

        me = next((who.id for guest, who in zip(self._guests, self._people, strict=True) if guest.key == ME), "")
        when = self.starts(), self._minutes(), self._zone()
        sent = Sent(self._invitations, self._context.counterpart.id if self._context.counterpart else 0)
        dialog = InvitationDialog(self._knowledge, sent, self._people, me, *when, self._runner, self.tokens, self)
        dialog.letter_wanted.connect(lambda values: self.letter_wanted.emit(LETTER, values))
        dialog.status.connect(self.status)
        dialog.trouble.connect(self.trouble)
        dialog.open()


def _box(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    return box


def _first_of_week(day: date) -> date:
    first = reader_locale(active_language()).first_week_day
    return day - timedelta(days=(day.weekday() - first) % 7)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
