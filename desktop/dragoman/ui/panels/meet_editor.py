"""What is known of one person at a meeting: hours, habits, calendars, limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from dragoman.base import i18n
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, ngettext, pgettext, render
from dragoman.meetings.availability import DAYS
from dragoman.meetings.model import Defaults, Participant
from dragoman.ui import wording
from dragoman.ui.panels.meet_kept import calendars_of
from dragoman.ui.panels.meet_people import ME, Calendars, Guest, Roster
from dragoman.ui.tasks import TaskRunner
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, column, label, row, scrolling
from dragoman.ui.widgets.choices import language_box
from dragoman.ui.widgets.people_fields import DaysField, LimitsForm, heading
from dragoman.ui.widgets.people_hours import HoursTable

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase
    from dragoman.meetings.calendars.files import CalendarFiles

_HABITS = {
    "office_hours": N_("Office hours"),
    "weekend": N_("Weekend"),
    "half_days": N_("Half days"),
    "holidays": N_("Public holidays"),
    "special_hours": N_("Ramadan hours"),
    "makeup_days": N_("Make-up working days"),
    "prayer_break": N_("Friday prayer kept free"),
}
_WEIGHTS = ((1, N_("counts as everybody")), (2, N_("counts twice")), (3, N_("counts three times")))
_FAULT_LINES = 5


class PersonEditor(QDialog):
    """Changes one guest; nothing is kept until Done is pressed."""

    trouble = Signal(object)
    """An exception that is no one's to mend here."""
    changed = Signal(object)
    """The guest as it was edited."""
    removed = Signal()
    """The guest should go."""

    def __init__(
        self,
        guest: Guest,
        roster: Roster,
        knowledge: KnowledgeBase,
        calendars: CalendarFiles,
        runner: TaskRunner,
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._guest = guest
        self._roster = roster
        self._knowledge = knowledge
        self._files = calendars
        self._runner = runner
        self._task = 0
        self._calendars = guest.calendars
        self._hours_changed = False
        self._participant = guest.participant
        self.setWindowTitle(guest.label)
        self.setMinimumSize(560, 520)
        self.resize(600, 720 if parent is None else max(min(parent.window().height() - 48, 720), 520))
        self._build(tokens)
        self._show_week()
        self._show_calendars()

    def add_calendars(self, paths: list[Path]) -> None:
        """Read calendar files and folders on top of those there are; what cannot be read is listed."""
        self._read((*self._calendars.paths, *(path for path in paths if path not in self._calendars.paths)))

    def result_guest(self) -> Guest:
        """Return the guest as it stands in the form. Raises :class:`KnownError` for hours that are none."""
        who = self._participant
        if self._hours_changed:
            weekend, hours, breaks = self.week.week()
            who = replace(who, weekend=weekend, hours_by_day=hours, breaks_by_day=breaks)
        before, after, never = self.limits.values()
        who = replace(
            who,
            name=self.name.text().strip(),
            email=self.email.text().strip(),
            language=self.language.choice() or "en",
            optional=bool(self.attendance.currentData()),
            weight=int(self.weight.currentData()),
            days_off=self.days_off.values(),
            extra_workdays=self.extra_days.values(),
            not_before=before,
            not_after=after,
            never_on_holidays=never,
        )
        return replace(self._guest, participant=who, defaults=self._defaults(), calendars=self._calendars)

    def done(self, result: int) -> None:
        self._runner.cancel(self._task)
        super().done(result)

    def _build(self, tokens: Tokens) -> None:
        outer = column(self, margin=24, spacing=16)
        title = " · ".join(dict.fromkeys((self._guest.label, self._guest.city)))
        outer.addWidget(label(title, "title", wrap=True))
        content = QWidget()
        page = column(content, spacing=8)
        page.setContentsMargins(0, 0, 12, 0)
        page.addLayout(self._person_form())
        page.addSpacing(8)
        page.addWidget(heading(_("Working hours")))
        zone = self._guest.participant.zone
        page.addWidget(label(_("On the clock of {city} ({zone})").format(city=self._guest.city, zone=zone), "muted"))
        self.week = HoursTable()
        self.week.changed.connect(self._week_edited)
        page.addWidget(self.week)
        if self._guest.participant.country:
            page.addSpacing(8)
            page.addWidget(heading(_("From the country")))
            page.addLayout(self._habit_boxes())
        page.addSpacing(8)
        page.addWidget(heading(_("Single days")))
        form = _form()
        who = self._guest.participant
        self.days_off = DaysField(_("Days off"), who.days_off)
        self.extra_days = DaysField(_("Extra working days"), who.extra_workdays)
        form.addRow(_("Days off"), self.days_off)
        form.addRow(_("Extra working days"), self.extra_days)
        page.addLayout(form)
        page.addSpacing(8)
        self._build_calendars(page)
        page.addSpacing(8)
        page.addWidget(heading(_("Hard limits")))
        page.addWidget(label(_("No slot breaks them, however good it is for others."), "muted", wrap=True))
        self.limits = LimitsForm(who.not_before, who.not_after, never_on_holidays=who.never_on_holidays)
        page.addWidget(self.limits)
        page.addStretch(1)
        outer.addWidget(scrolling(content, see_through=True), 1)
        self._error = label("", wrap=True)
        self._error.setStyleSheet(f"color: {tokens.alarm};")
        self._error.hide()
        outer.addWidget(self._error)
        foot = row()
        if self._guest.key != ME:
            foot.addWidget(button(_("Remove from the meeting"), self._remove, kind="quiet"))
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        done = button(_("Done"), self._finish, kind="primary")
        done.setDefault(True)
        foot.addWidget(done)
        outer.addLayout(foot)

    def _person_form(self) -> QFormLayout:
        who = self._guest.participant
        form = _form()
        self.name, self.email = QLineEdit(who.name), QLineEdit(who.email)
        self.name.setPlaceholderText(self._guest.city)
        self.language = language_box(_("Language"))
        self.language.choose(who.language)
        self.attendance, self.weight = QComboBox(), QComboBox()
        self.attendance.addItem(pgettext("attendance", "required"), False)
        self.attendance.addItem(pgettext("attendance", "optional"), True)
        self.attendance.setCurrentIndex(int(who.optional))
        for weight, words in _WEIGHTS:
            self.weight.addItem(_(words), weight)
        self.weight.setCurrentIndex(max(self.weight.findData(who.weight), 0))
        self.weight.setToolTip(_("How much inconvenient hours of this person weigh against those of others"))
        for words, field in (
            (pgettext("of a person", "Name"), self.name),
            (_("Email"), self.email),
            (_("Language"), self.language),
            (_("Attendance"), self.attendance),
            (_("Weight"), self.weight),
        ):
            field.setAccessibleName(words)
            form.addRow(words, field)
        return form

    def _habit_boxes(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        self._habits: dict[str, QCheckBox] = {}
        for place, (name, words) in enumerate(self._habits_of_country().items()):
            box = QCheckBox(_(words))
            box.setChecked(bool(getattr(self._guest.defaults, name)))
            box.clicked.connect(lambda _on: self._habits_changed())
            grid.addWidget(box, place // 2, place % 2)
            self._habits[name] = box
        return grid

    def _habits_of_country(self) -> dict[str, str]:
        """Return the habits that mean something where the person is."""
        today = datetime.now(UTC).date()
        periods = self._knowledge.special_periods(self._guest.participant.country, today, today + timedelta(days=365))
        keeps_ramadan = any(period.hours for period in periods)
        return {
            name: words
            for name, words in _HABITS.items()
            if keeps_ramadan or name not in ("special_hours", "prayer_break")
        }

    def _build_calendars(self, page: QVBoxLayout) -> None:
        page.addWidget(heading(_("Calendars")))
        self.calendar_words = label("", "muted", wrap=True, selectable=True)
        page.addWidget(self.calendar_words)
        line = row()
        line.addWidget(button(_("Add files…"), self._ask_files, tooltip=_("Calendar files (.ics) with busy times")))
        line.addWidget(button(_("Add folder…"), self._ask_folder, tooltip=_("A folder of calendar files (.ics)")))
        self._again = button(_("Read again"), lambda: self._read(self._calendars.paths))
        line.addWidget(self._again)
        self._forget = button(_("Remove all"), self._forget_calendars, kind="quiet")
        line.addWidget(self._forget)
        line.addStretch(1)
        page.addLayout(line)

    def _defaults(self) -> Defaults:
        if not self._guest.participant.country:
            return self._guest.defaults
        return replace(self._guest.defaults, **{name: box.isChecked() for name, box in self._habits.items()})

    def _habits_changed(self) -> None:
        """Take hours and days from the country again; what was written by hand is replaced."""
        derived = self._roster.derived(self._guest, self._defaults())
        self._participant = replace(
            self._participant,
            hours=derived.hours,
            hours_by_day=derived.hours_by_day,
            weekend=derived.weekend,
            breaks=derived.breaks,
            breaks_by_day=derived.breaks_by_day,
            makeup_days=derived.makeup_days,
            holidays=derived.holidays,
            half_day_holidays=derived.half_day_holidays,
            special_hours=derived.special_hours,
        )
        self._hours_changed = False
        self._show_week()

    def _week_edited(self) -> None:
        self._hours_changed = True

    def _show_week(self) -> None:
        who = self._participant
        hours = {day: who.hours_by_day.get(day, who.hours) for day in DAYS}
        breaks = {day: who.breaks_by_day.get(day, who.breaks) for day in DAYS}
        self.week.show_week(_days_off(who, self._knowledge), hours, breaks)

    def _ask_files(self) -> None:
        names, _filter = QFileDialog.getOpenFileNames(
            self, _("Calendars of {name}").format(name=self._guest.label), "", _("Calendars (*.ics *.ifb)")
        )
        if names:
            self.add_calendars([Path(name) for name in names])

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Calendars of {name}").format(name=self._guest.label))
        if name:
            self.add_calendars([Path(name)])

    def _read(self, paths: tuple[Path, ...]) -> None:
        zone = self._guest.participant.zone
        self.calendar_words.setText(_("Reading…"))
        self._runner.cancel(self._task)
        self._task = self._runner.submit(
            lambda _context: calendars_of(self._files, paths, zone),
            done=self._calendars_read,
            failed=self._calendars_failed,
        )

    def _calendars_read(self, calendars: Calendars) -> None:
        self._calendars = calendars
        self._show_calendars()

    def _calendars_failed(self, error: BaseException) -> None:
        self._show_calendars()
        if not isinstance(error, KnownError):
            self.trouble.emit(error)
            return
        self._complain(error)

    def _forget_calendars(self) -> None:
        self._calendars = Calendars()
        self._show_calendars()

    def _show_calendars(self) -> None:
        has_some = bool(self._calendars.paths)
        self._again.setVisible(has_some)
        self._forget.setVisible(has_some)
        self.calendar_words.setText(calendar_words(self._calendars))

    def _complain(self, error: KnownError) -> None:
        self._error.setText("\n".join(i18n.describe(error)))
        self._error.show()

    def _remove(self) -> None:
        self.removed.emit()
        self.accept()

    def _finish(self) -> None:
        try:
            guest = self.result_guest()
        except KnownError as error:
            self._complain(error)
            return
        self.changed.emit(guest)
        self.accept()


def calendar_words(calendars: Calendars) -> str:
    """Return which calendars there are, how many busy times they gave, and what could not be read of them."""
    if not calendars.paths:
        return _("No calendar yet: only working hours count.")
    count = len(calendars.busy)
    lines = [wording.joined(path.name or str(path) for path in calendars.paths)]
    lines.append(ngettext("{count} busy time", "{count} busy times", count).format(count=count))
    for name, problems in calendars.faults:
        lines.append(_("{file} could not be read whole:").format(file=name))
        lines += ["– " + render(text) for text in problems[:_FAULT_LINES]]
        more = len(problems) - _FAULT_LINES
        if more > 0:
            lines.append("– " + ngettext("and {count} more", "and {count} more", more).format(count=more))
    return "\n".join(lines)


def _days_off(who: Participant, knowledge: KnowledgeBase) -> frozenset[str]:
    if who.weekend is not None:
        return who.weekend
    if not who.country:
        return frozenset({"SA", "SU"})
    week = knowledge.weekend(who.country, who.subdivision or None)
    return frozenset(day for day, off in zip(DAYS, week, strict=True) if off)


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setSpacing(8)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
