"""The invitation: what it says in every language, and the calendar file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from dragoman.base import i18n
from dragoman.base.errors import KnownError
from dragoman.base.files import write_file
from dragoman.base.i18n import N_, _, active_language, ngettext, pgettext
from dragoman.base.locales import is_right_to_left, language_name
from dragoman.meetings.model import Participant
from dragoman.ui import wording
from dragoman.ui.icons import icon
from dragoman.ui.panels.meet_search import slot_words, texts_of
from dragoman.ui.platform_wording import link_hint
from dragoman.ui.tasks import TaskRunner
from dragoman.ui.theme import Tokens, font_for
from dragoman.ui.widgets.basic import button, card, column, label, row, scrolling
from dragoman.ui.widgets.people_fields import heading

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase
    from dragoman.meetings.calendars.invitation import Attendee, Meeting
    from dragoman.meetings.invitation_store import InvitationStore, SentInvitation

PAUSE_MS = 150
_ALARMS = (None, 0, 5, 10, 15, 30, 60, 1440)


class Sent:
    """The invitations written for one counterpart (0: for talks without)."""

    def __init__(self, store: InvitationStore, counterpart_id: int) -> None:
        self._store = store
        self._counterpart_id = counterpart_id

    def all(self) -> list[SentInvitation]:
        """Return those that have not ended."""
        return self._store.all(self._counterpart_id, datetime.now(UTC))

    def keep(self, meeting: Meeting) -> None:
        """Keep ``meeting`` as it was written; any thread may."""
        from dragoman.meetings.invitation_store import SentInvitation

        self._store.keep(
            self._counterpart_id,
            SentInvitation(
                meeting.uid,
                meeting.sequence,
                meeting.summary,
                meeting.starts,
                meeting.duration_minutes,
                meeting.zone,
                meeting.link,
                meeting.location,
            ),
        )

    def forget(self, uid: str) -> None:
        """Drop one that was called off; any thread may."""
        self._store.forget(uid)


class InvitationDialog(QDialog):
    """Organiser, guests, link and alarm on the left; on the right the text in each guest's language."""

    letter_wanted = Signal(object)
    """A letter should say it: the values of its fields."""
    trouble = Signal(object)
    """An exception that is no one's to mend here."""
    status = Signal(str)
    """A line for the status bar."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        sent: Sent,
        people: Sequence[Participant],
        own_id: str,
        starts: Sequence[datetime],
        minutes: int,
        zone: str,
        runner: TaskRunner,
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._knowledge = knowledge
        self._sent = sent
        self._people = list(people)
        self._own_id = own_id
        self._starts = tuple(starts)
        self._minutes = minutes
        self._zone = zone
        self._runner = runner
        self._tokens = tokens
        self._task = 0
        self._views: dict[str, QPlainTextEdit] = {}
        self._last_uid = ""
        self.setWindowTitle(_("Invitation"))
        self.setMinimumSize(880, 540)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._preview)
        self._build()
        self._show_hint()
        self._preview()

    def texts(self) -> dict[str, str]:
        """Return the text in each language that is shown."""
        return {language: view.toPlainText() for language, view in self._views.items()}

    def save_to(self, path: Path) -> None:
        """Write the calendar file; what stands in the way is said in the dialog."""
        meeting = self._meeting()
        self._last_uid = meeting.uid

        def write(_context: object) -> None:
            from dragoman.meetings.calendars.invitation import invitation

            data = invitation(meeting, datetime.now(UTC))
            write_file(path, data, N_("Choose another folder. Nothing was saved."))
            self._sent.keep(meeting)

        self._write(write, path)

    def cancel_to(self, path: Path) -> None:
        """Write the calendar file that calls the chosen earlier invitation off."""
        earlier = self._chosen()
        if earlier is None:
            return
        meeting = replace(
            self._meeting(),
            starts=earlier.starts,
            duration_minutes=earlier.duration_minutes,
            zone=earlier.zone,
            sequence=earlier.sequence,
        )

        def write(_context: object) -> None:
            from dragoman.meetings.calendars.invitation import cancellation

            data = cancellation(meeting, datetime.now(UTC))
            write_file(path, data, N_("Choose another folder. Nothing was saved."))
            self._sent.forget(meeting.uid)

        self._write(write, path)

    def _write(self, work: Callable[[object], None], path: Path) -> None:
        self._error.hide()
        for widget in (self._save, self._call_off):
            widget.setEnabled(False)
        self._task = self._runner.submit(work, done=lambda _nothing: self._saved(path), failed=self._failed)

    def copy(self, language: str) -> None:
        """Put the text of a language on the clipboard."""
        QGuiApplication.clipboard().setText(self._views[language].toPlainText())
        self._say(_("Copied."))

    def done(self, result: int) -> None:
        self._pause.stop()
        super().done(result)

    def _build(self) -> None:
        outer = column(self, margin=24, spacing=16)
        outer.addWidget(label(self.windowTitle(), "title"))
        count = len(self._starts)
        when = slot_words(self._starts[0], self._people, self._zone)
        if count > 1:
            meetings = ngettext("{count} meeting", "{count} meetings", count).format(count=count)
            when = f"{meetings} · {when}"
        outer.addWidget(label(when, "muted", wrap=True))
        outer.addWidget(self._earlier_box())
        halves = row(spacing=24)
        halves.addWidget(scrolling(self._form(), see_through=True), 1)
        halves.addLayout(self._preview_side(), 1)
        outer.addLayout(halves, 1)
        self._error = label("", wrap=True)
        self._error.setStyleSheet(f"color: {self._tokens.alarm};")
        self._error.hide()
        outer.addWidget(self._error)
        foot = row()
        self._said = label("", "muted", wrap=True)
        foot.addWidget(self._said, 1)
        foot.addWidget(button(_("Close"), self.reject))
        letter = button(_("Into a letter"), self._into_letter, icon=icon("mail", self._tokens.text))
        letter.setToolTip(_("Write it as a letter, with the start, the length and the link filled in"))
        foot.addWidget(letter)
        self._call_off = button(_("Save cancellation…"), partial(self._ask_where, self.cancel_to, "cancellation.ics"))
        self._call_off.setToolTip(_("An .ics file that takes the earlier meeting out of every calendar"))
        self._call_off.hide()
        foot.addWidget(self._call_off)
        disk = icon("save", self._tokens.on_accent)
        save = partial(self._ask_where, self.save_to, "invitation.ics")
        self._save = button(_("Save calendar file…"), save, kind="primary", icon=disk)
        self._save.setToolTip(_("An .ics file that Outlook, Google and Apple calendars open"))
        foot.addWidget(self._save)
        outer.addLayout(foot)

    def _earlier_box(self) -> QComboBox:
        self.earlier = QComboBox()
        self.earlier.setAccessibleName(_("New invitation or change of an earlier one"))
        self.earlier.currentIndexChanged.connect(lambda _index: self._show_earlier())
        self._fill_earlier()
        return self.earlier

    def _fill_earlier(self) -> None:
        with QSignalBlocker(self.earlier):
            self.earlier.clear()
            self.earlier.addItem(_("New invitation"), None)
            for one in self._sent.all():
                when = slot_words(one.starts[0], self._people, self._zone)
                self.earlier.addItem(_("Change “{subject}” of {when}").format(subject=one.summary, when=when), one.uid)
        # What was just saved and is saved again is its next version, not another meeting.
        self.earlier.setCurrentIndex(max(self.earlier.findData(self._last_uid), 0))
        self.earlier.setVisible(self.earlier.count() > 1)

    def _chosen(self) -> SentInvitation | None:
        uid = self.earlier.currentData()
        return next((one for one in self._sent.all() if one.uid == uid), None) if uid else None

    def _show_earlier(self) -> None:
        """Take subject, link and place of the invitation that is changed."""
        one = self._chosen()
        self._call_off.setVisible(one is not None)
        if one is not None:
            self.subject.setText(one.summary)
            self.link.setText(one.link)
            self.place.setText(one.location)

    def _form(self) -> QWidget:
        page = QWidget()
        body = column(page, spacing=8)
        body.setContentsMargins(0, 0, 12, 0)
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.subject = QLineEdit()
        self.subject.setPlaceholderText(_("Meeting"))
        self.link = QLineEdit()
        self.link.setPlaceholderText("https://")
        self.link.textChanged.connect(self._link_changed)
        self.hint = label("", "small", wrap=True)
        self.place = QLineEdit()
        self.alarm = QComboBox()
        for minutes in _ALARMS:
            self.alarm.addItem(_alarm_words(minutes), minutes)
        self.alarm.setCurrentIndex(_ALARMS.index(15))
        self.organizer = QComboBox()
        for who in self._people:
            self.organizer.addItem(_full_name(who), who.id)
        self.organizer.addItem(_("nobody"), "")
        self.organizer.setCurrentIndex(max(self.organizer.findData(self._own_id), 0))
        for words, field in (
            (_("Subject"), self.subject),
            (_("Link"), self.link),
            (pgettext("of a meeting", "Place"), self.place),
            (_("Reminder"), self.alarm),
            (_("Organiser"), self.organizer),
        ):
            field.setAccessibleName(words)
            form.addRow(words, field)
            if field is self.link:
                form.addRow("", self.hint)
        body.addLayout(form)
        body.addSpacing(8)
        body.addWidget(heading(_("People")))
        body.addWidget(
            label(_("Who has an address is invited; the others are only named in the text."), "muted", wrap=True)
        )
        grid = QGridLayout()
        grid.setSpacing(8)
        self.addresses: dict[str, QLineEdit] = {}
        for line, who in enumerate(self._people):
            address = QLineEdit(who.email)
            address.setPlaceholderText(_("Email"))
            address.setAccessibleName(_("Email of {name}").format(name=_full_name(who)))
            name = _full_name(who)
            grid.addWidget(label(name, wrap=True), line, 0)
            grid.addWidget(address, line, 1)
            grid.addWidget(label(pgettext("attendance", "optional") if who.optional else "", "small"), line, 2)
            self.addresses[who.id] = address
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        body.addLayout(grid)
        body.addStretch(1)
        return page

    def _preview_side(self) -> QVBoxLayout:
        side = column(spacing=8)
        side.addWidget(heading(_("Text to send")))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for language in dict.fromkeys(who.language or "en" for who in self._people):
            page = QWidget()
            inner = column(page, spacing=8)
            inner.setContentsMargins(0, 8, 0, 0)
            frame = card()
            view = QPlainTextEdit()
            view.setReadOnly(True)
            view.setFont(font_for(language))
            view.setAccessibleName(language_name(language, active_language()))
            if is_right_to_left(language):
                view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
                option = view.document().defaultTextOption()
                option.setTextDirection(Qt.LayoutDirection.RightToLeft)
                view.document().setDefaultTextOption(option)
            column(frame, margin=8).addWidget(view)
            inner.addWidget(frame, 1)
            line = row()
            line.addStretch(1)
            line.addWidget(button(_("Copy text"), partial(self.copy, language), icon=icon("copy", self._tokens.text)))
            inner.addLayout(line)
            self.tabs.addTab(page, language_name(language, active_language()))
            self._views[language] = view
        side.addWidget(self.tabs, 1)
        return side

    def _link_changed(self) -> None:
        self._show_hint()
        self._pause.start()

    def _show_hint(self) -> None:
        """Say under the link whether its program works where the others are, and which ones do."""
        countries = [who.country for who in self._people if who.country]
        text, is_trouble = link_hint(self._knowledge, self.link.text(), countries)
        self.hint.setText(text)
        self.hint.setVisible(bool(text))
        self.hint.setStyleSheet(f"color: {self._tokens.alarm};" if is_trouble else "")

    def _preview(self) -> None:
        link = self.link.text().strip()
        people, starts, minutes = self._people, self._starts, self._minutes
        self._runner.submit(
            lambda _context: texts_of(starts, minutes, people, link),
            done=self._show_texts,
            failed=self._failed,
        )

    def _show_texts(self, texts: dict[str, str]) -> None:
        for language, text in texts.items():
            self._views[language].setPlainText(text)

    def _meeting(self) -> Meeting:
        from dragoman.meetings.calendars.invitation import Meeting

        organizer = str(self.organizer.currentData())
        everybody = {who.id: self._attendee(who) for who in self._people}
        earlier = self._chosen()
        version = {"uid": earlier.uid, "sequence": earlier.sequence + 1} if earlier else {}
        leader = everybody.pop(organizer, None)
        return Meeting(
            summary=self.subject.text().strip() or _("Meeting"),
            starts=self._starts,
            duration_minutes=self._minutes,
            zone=self._zone if not leader or len(self._starts) > 1 else leader.zone,
            organizer=leader,
            attendees=tuple(everybody.values()),
            link=self.link.text().strip(),
            location=self.place.text().strip(),
            alarm_minutes=self.alarm.currentData(),
            **version,  # type: ignore[arg-type]  # uid and sequence
        )

    def _attendee(self, who: Participant) -> Attendee:
        from dragoman.meetings.calendars.invitation import Attendee

        email = self.addresses[who.id].text().strip()
        return Attendee(_full_name(who), email, who.language or "en", who.zone, who.city, who.optional)

    def _ask_where(self, save: Callable[[Path], None], suggested: str) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Save the invitation"), suggested, _("Calendar (*.ics)"))
        if name:
            save(Path(name))

    def _saved(self, path: Path) -> None:
        for widget in (self._save, self._call_off):
            widget.setEnabled(True)
        self._fill_earlier()
        self._show_earlier()
        self._say(_("Saved {path}.").format(path=path))

    def _failed(self, error: BaseException) -> None:
        for widget in (self._save, self._call_off):
            widget.setEnabled(True)
        if not isinstance(error, KnownError):
            self.trouble.emit(error)
            return
        self._said.setText("")
        self._error.setText("\n".join(i18n.describe(error)))
        self._error.show()

    def _say(self, words: str) -> None:
        self._error.hide()
        self._said.setText(words)
        self.status.emit(words)

    def _into_letter(self) -> None:
        self.letter_wanted.emit(
            letter_values(self._starts[0], self._minutes, self.subject.text(), self.link.text(), self.place.text())
        )
        self.accept()


def letter_values(start: datetime, minutes: int, topic: str = "", link: str = "", place: str = "") -> dict[str, object]:
    """Return the fields of the letter of the purpose ``meeting-invitation``."""
    typed = {"topic": topic.strip(), "link": link.strip(), "place": place.strip()}
    return {
        "start": start.astimezone(UTC).isoformat(),
        "duration": minutes,
        **{name: value for name, value in typed.items() if value},
    }


def _full_name(who: Participant) -> str:
    return who.name or who.id


def _alarm_words(minutes: int | None) -> str:
    if minutes is None:
        return _("none")
    if not minutes:
        return _("at the start")
    if minutes == 1440:
        return _("1 day before")
    return _("{length} before").format(length=wording.duration(timedelta(minutes=minutes)))
