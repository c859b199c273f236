"""What a person sees and does on the Meet panel, with the real services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dragoman.counterparts.model import Counterpart
from dragoman.meetings.model import BandKind
from dragoman.meetings.places import Places
from dragoman.services import Services
from dragoman.ui.ics_dialog import InvitationDialog
from dragoman.ui.main_window import MainWindow
from dragoman.ui.panels.draft import DraftPanel
from dragoman.ui.panels.meet import MeetPanel
from dragoman.ui.panels.meet_editor import PersonEditor
from dragoman.ui.panels.meet_people import Calendars, Limits
from dragoman.ui.panels.meet_picker import PeoplePicker
from dragoman.ui.theme import DARK, LIGHT, Tokens
from dragoman.ui.widgets.timeline_paint import HEAD_HEIGHT, KIND_WORDS, clock_changes, legend_entries

OpenWindow = Callable[..., MainWindow]

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1@example.com
DTSTART:{day}T000000Z
DTEND:{day}T235900Z
SUMMARY:Fair
END:VEVENT
BEGIN:VEVENT
UID:2@example.com
DTSTART:{day}T000000Z
DURATION:PT-2H
SUMMARY:Broken
END:VEVENT
END:VCALENDAR
"""


def words(widget: QWidget) -> str:
    """Return everything a reader sees in labels and buttons of ``widget``."""
    return "\n".join(part.text() for part in widget.findChildren(QWidget) if isinstance(part, (QLabel, QPushButton)))


def listed(panel: MeetPanel) -> list[str]:
    """Return the lines of the best slots, as a screen reader hears them."""
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(panel.list.item(line).data(role)) for line in range(panel.list.count())]


@pytest.fixture
def meet(open_window: OpenWindow, qtbot: QtBot) -> tuple[MainWindow, MeetPanel]:
    window = open_window()
    return window, at_rest(window, qtbot)


def at_rest(window: MainWindow, qtbot: QtBot) -> MeetPanel:
    """Return the panel, in front and with nothing under way."""
    window.show_place("meet")
    panel = window.panel("meet")
    assert isinstance(panel, MeetPanel)
    # The first search may still be on its way to the runner.
    qtbot.waitUntil(lambda: panel.start is not None or len(panel.people_names) < 2, timeout=20_000)
    settle(panel, qtbot)
    return panel


def settle(panel: MeetPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not panel._runner.busy() and not panel._pause.isActive(), timeout=20_000)


def add(panel: MeetPanel, services: Services, qtbot: QtBot, *typed: str) -> None:
    for text in typed:
        panel.add(Places(services.knowledge).find(text)[0])
    settle(panel, qtbot)


def test_typed_places_become_rows_with_their_own_clock(
    meet: tuple[MainWindow, MeetPanel], window_services: Services, qtbot: QtBot
) -> None:
    _window, panel = meet
    add(panel, window_services, qtbot, "Tokyo", "北京", "Tokyo")
    assert panel.people_names == ["Rafael Souza Lima", "Tokyo", "Beijing", "Tokyo (2)", "You"]
    assert [row.zone for row in panel.timeline.view.rows][:2] == ["America/Sao_Paulo", "Asia/Tokyo"]
    assert len(panel.people.buttons) == 5
    assert "Tokyo" in listed(panel)[1]


def test_without_a_counterpart_a_typed_place_will_do(
    open_window: OpenWindow, window_services: Services, qtbot: QtBot
) -> None:
    panel = at_rest(open_window(counterpart=False), qtbot)
    assert listed(panel) == ["Add a person or a place, and the best slots follow."]
    assert not panel._invite_button.isEnabled()
    add(panel, window_services, qtbot, "Hanoi")
    assert panel._invite_button.isEnabled()
    assert "within everybody's hours" in listed(panel)[0]


def test_an_ambiguous_zone_is_asked_and_an_unknown_one_gets_the_nearest(
    meet: tuple[MainWindow, MeetPanel], qtbot: QtBot
) -> None:
    _window, panel = meet
    panel.pick_person()
    picker = panel.findChild(PeoplePicker)
    assert picker is not None
    qtbot.keyClicks(picker.query, "CST")
    qtbot.waitUntil(lambda: picker.list.count() == 4, timeout=10_000)
    assert "several places" in words(picker)
    picker.query.setText("Londn")
    qtbot.waitUntil(lambda: "Nearest names" in words(picker), timeout=10_000)
    picker.query.setText("JST")
    qtbot.waitUntil(lambda: picker.list.count() == 1 and "Tokyo" in picker.list.item(0).text(), timeout=10_000)
    qtbot.keyClick(picker.query, Qt.Key.Key_Return)
    settle(panel, qtbot)
    assert "Tokyo" in panel.people_names


def test_a_stored_counterpart_is_offered_by_name(
    open_window: OpenWindow, window_services: Services, qtbot: QtBot
) -> None:
    other = Counterpart("Aiko", "Tanaka", "Kanto KK", "JP", "Asia/Tokyo", "ja", city="Yokohama")
    window_services.counterparts.save(other)
    panel = at_rest(open_window(), qtbot)
    panel.pick_person()
    picker = panel.findChild(PeoplePicker)
    assert picker is not None
    qtbot.keyClicks(picker.query, "kanto")
    qtbot.waitUntil(lambda: picker.list.count() == 1, timeout=10_000)
    qtbot.keyClick(picker.query, Qt.Key.Key_Return)
    if picker.isVisible():
        qtbot.waitUntil(lambda: not panel._runner.busy())
        qtbot.keyClick(picker.query, Qt.Key.Key_Return)
    settle(panel, qtbot)
    assert panel.people_names == ["Rafael Souza Lima", "Aiko Tanaka", "You"]


def test_nothing_fits_so_the_smallest_move_comes_first(meet: tuple[MainWindow, MeetPanel]) -> None:
    _window, panel = meet
    lines = listed(panel)
    assert lines[0].startswith("No slot suits everybody")
    assert "before hours" in lines[1]
    assert "after hours" in lines[1]
    assert panel.start is not None
    assert f"{panel.start.astimezone():%M}" in ("00", "30")


def test_three_people_who_cannot_all_come_see_the_best_attendance(
    meet: tuple[MainWindow, MeetPanel], window_services: Services, qtbot: QtBot
) -> None:
    _window, panel = meet
    add(panel, window_services, qtbot, "Tokyo")
    last = listed(panel)[-1]
    assert "2 of 3 (Tokyo and You)" in last
    assert "UTC" not in last
    assert "Smallest move" not in last


def test_limits_are_hard(meet: tuple[MainWindow, MeetPanel], qtbot: QtBot) -> None:
    _window, panel = meet
    panel.set_limits(Limits("09:00", "18:00", never_on_holidays=True))
    settle(panel, qtbot)
    assert "No slot suits everybody" in listed(panel)[0]
    assert "leave no start at all" in listed(panel)[1]
    assert panel.start is None
    assert "3 limits" in words(panel)
    panel.set_limits(Limits())
    settle(panel, qtbot)
    assert panel.start is not None


def test_keys_move_the_meeting_and_tell_everybodys_time(meet: tuple[MainWindow, MeetPanel], qtbot: QtBot) -> None:
    _window, panel = meet
    timeline = panel.timeline
    before = panel.start
    assert before is not None
    timeline.setFocus()
    qtbot.keyClick(timeline, Qt.Key.Key_Right)
    assert panel.start == before + timedelta(minutes=15)
    qtbot.keyClick(timeline, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert panel.start == before - timedelta(minutes=45)
    qtbot.keyClick(timeline, Qt.Key.Key_PageDown)
    assert panel.start == before + timedelta(days=1, minutes=-45)
    settle(panel, qtbot)
    assert timeline.view.start <= panel.start < timeline.view.end
    said = timeline.accessibleDescription()
    local = panel.start.astimezone(_zone("America/Sao_Paulo"))
    assert f"Rafael Souza Lima {local:%A %H:%M}" in said
    assert any(words_ in said for words_ in KIND_WORDS.values())
    qtbot.waitUntil(lambda: f"{local:%H:%M}" in words(panel.inspector))


def test_dragging_chooses_a_quarter_of_an_hour(meet: tuple[MainWindow, MeetPanel], qtbot: QtBot) -> None:
    _window, panel = meet
    timeline = panel.timeline
    day = timeline.view.start
    target = day + timedelta(hours=10, minutes=15)
    x = round(timeline.x_of(target))
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(round(timeline.x_of(day)) + 60, HEAD_HEIGHT + 30))
    qtbot.mouseMove(timeline, QPoint(x, HEAD_HEIGHT + 30))
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(x, HEAD_HEIGHT + 30))
    assert panel.start == target


def test_a_week_is_shown_from_its_first_day(meet: tuple[MainWindow, MeetPanel], qtbot: QtBot) -> None:
    _window, panel = meet
    panel._span.setCurrentIndex(1)
    settle(panel, qtbot)
    view = panel.timeline.view
    assert view.end - view.start == timedelta(days=7)
    assert view.start.astimezone(_zone("Asia/Shanghai")).weekday() == 0
    assert panel.start is not None
    assert view.start <= panel.start < view.end


def test_columns_follow_the_chosen_clock(meet: tuple[MainWindow, MeetPanel], qtbot: QtBot) -> None:
    _window, panel = meet
    panel._zone_box.setCurrentIndex(panel._zone_box.findData("America/Sao_Paulo"))
    settle(panel, qtbot)
    local = panel.timeline.view.start.astimezone(_zone("America/Sao_Paulo"))
    assert (local.hour, local.minute) == (0, 0)


def test_a_change_of_the_clocks_is_marked() -> None:
    start = datetime(2027, 3, 14, tzinfo=UTC)
    changes = clock_changes("America/New_York", start, start + timedelta(days=1))
    assert [(change.at, change.shift) for change in changes] == [
        (datetime(2027, 3, 14, 7, tzinfo=UTC), timedelta(hours=1))
    ]
    assert clock_changes("Asia/Shanghai", start, start + timedelta(days=1)) == []


def test_hours_written_by_hand_count(meet: tuple[MainWindow, MeetPanel], qtbot: QtBot) -> None:
    _window, panel = meet
    panel.edit_person(0)
    editor = panel.findChild(PersonEditor)
    assert editor is not None
    for _works, hours, _breaks in editor.week._days[:5]:
        hours.clear()
        qtbot.keyClicks(hours, "5-9, 18:00-23:00")
    editor.attendance.setCurrentIndex(0)
    editor._finish()
    settle(panel, qtbot)
    assert "within everybody's hours" in listed(panel)[0]
    # What was changed stays when the window comes back to this counterpart.
    panel.refresh()
    settle(panel, qtbot)
    assert "within everybody's hours" in listed(panel)[0]


def test_hours_that_are_none_are_refused_and_nothing_is_kept(meet: tuple[MainWindow, MeetPanel], qtbot: QtBot) -> None:
    _window, panel = meet
    before = listed(panel)
    panel.edit_person(0)
    editor = panel.findChild(PersonEditor)
    assert editor is not None
    field = editor.week._days[0][1]
    field.clear()
    qtbot.keyClicks(field, "nine to five")
    editor._finish()
    assert editor.isVisible()
    assert "is not a span of hours" in words(editor)
    editor.reject()
    settle(panel, qtbot)
    assert listed(panel) == before


def test_switching_a_habit_off_takes_its_hours_away(meet: tuple[MainWindow, MeetPanel]) -> None:
    _window, panel = meet
    panel.edit_person(1)
    editor = panel.findChild(PersonEditor)
    assert editor is not None
    saturday = editor.week._days[5][0]
    assert not saturday.isChecked()
    editor._habits["weekend"].click()
    assert saturday.isChecked()
    assert editor.result_guest().participant.weekend == frozenset()


def test_an_optional_guest_blocks_nothing(meet: tuple[MainWindow, MeetPanel], qtbot: QtBot) -> None:
    _window, panel = meet
    guest = panel._guests[0]
    panel.change(replace(guest, participant=replace(guest.participant, optional=True)))
    settle(panel, qtbot)
    assert not listed(panel)[0].startswith("No slot")
    assert "optional" in panel.people.buttons[0].accessibleName()


def test_busy_times_of_a_calendar_are_shown_and_its_faults_listed(
    meet: tuple[MainWindow, MeetPanel], qtbot: QtBot, tmp_path: Path
) -> None:
    _window, panel = meet
    assert panel.start is not None
    day = panel.start
    (tmp_path / "fair.ics").write_text(CALENDAR.format(day=f"{day:%Y%m%d}").replace("\n", "\r\n"), encoding="utf-8")
    panel.edit_person(1)
    editor = panel.findChild(PersonEditor)
    assert editor is not None
    editor.add_calendars([tmp_path])
    qtbot.waitUntil(lambda: "1 busy time" in editor.calendar_words.text(), timeout=30_000)
    assert "fair.ics could not be read whole" in editor.calendar_words.text()
    assert "Broken" in editor.calendar_words.text()
    editor._finish()
    settle(panel, qtbot)
    assert panel.start is not None
    assert panel.start.date() != day.date()
    assert "calendar not read whole" in panel.people.buttons[1].accessibleName()
    panel.choose(day)
    settle(panel, qtbot)
    kinds = {band.kind for band in panel.timeline.view.rows[1].bands}
    assert BandKind.BUSY in kinds


def test_what_cannot_be_searched_is_said_in_the_list(meet: tuple[MainWindow, MeetPanel], qtbot: QtBot) -> None:
    _window, panel = meet
    guest = panel._guests[0]
    panel.change(replace(guest, participant=replace(guest.participant, hours=(("25:00", "26:00"),), hours_by_day={})))
    qtbot.waitUntil(lambda: "is not a time of day" in listed(panel)[0], timeout=10_000)
    assert panel.start is None


def test_somebody_is_removed(meet: tuple[MainWindow, MeetPanel], window_services: Services, qtbot: QtBot) -> None:
    _window, panel = meet
    add(panel, window_services, qtbot, "Dubai")
    panel.edit_person(1)
    editor = panel.findChild(PersonEditor)
    assert editor is not None
    editor._remove()
    settle(panel, qtbot)
    assert panel.people_names == ["Rafael Souza Lima", "You"]


def test_a_series_warns_and_leaves_dates_out(
    meet: tuple[MainWindow, MeetPanel], window_services: Services, qtbot: QtBot
) -> None:
    _window, panel = meet
    add(panel, window_services, qtbot, "New York")
    # Six Mondays from 1 March: New York's clock moves on the 14th.
    panel._first.setDate(QDate(_spring(), 3, 1))
    settle(panel, qtbot)
    panel._tabs.setCurrentIndex(1)
    settle(panel, qtbot)
    series = panel.series
    assert series.list.count() == 8
    role = Qt.ItemDataRole.AccessibleTextRole
    said = [str(series.list.item(line).data(role)) for line in range(8)]
    assert any("before the clocks changed" in line and "New York" in line for line in said)
    assert "Outside hours in all" in words(series)
    assert len(panel.starts()) == 8
    series.list.setFocus()
    series.list.setCurrentRow(2)
    qtbot.keyClick(series.list, Qt.Key.Key_Space)
    assert len(panel.starts()) == 7
    series.fairness.setCurrentIndex(1)
    settle(panel, qtbot)
    assert len(panel.starts()) == 8


def test_the_invitation_is_worded_in_each_language_and_saved(
    meet: tuple[MainWindow, MeetPanel], qtbot: QtBot, tmp_path: Path
) -> None:
    _window, panel = meet
    panel.invite()
    dialog = panel.findChild(InvitationDialog)
    assert dialog is not None
    dialog.subject.setText("LED 2027")
    dialog.link.setText("https://us02web.zoom.us/j/881")
    qtbot.waitUntil(lambda: all("881" in text for text in dialog.texts().values()))
    assert dialog.hint.text().startswith("Zoom works only in part in China.")
    assert "Participar on-line (Zoom)" in dialog.texts()["pt-BR"]
    assert "Join online (Zoom)" in dialog.texts()["en"]
    dialog.copy("pt-BR")
    assert QGuiApplication.clipboard().text() == dialog.texts()["pt-BR"]
    dialog.addresses["You"].setText("lin@example.com")
    path = tmp_path / "invitation.ics"
    dialog.save_to(path)
    qtbot.waitUntil(lambda: "Saved" in words(dialog), timeout=30_000)
    written = path.read_bytes().replace(b"\r\n ", b"")
    assert b"METHOD:REQUEST" in written
    assert b"mailto:rafael.lima@example.com" in written
    assert b"TRIGGER:-PT15M" in written
    assert b"BEGIN:VTIMEZONE" in written


def test_a_bad_address_is_said_and_nothing_is_written(
    meet: tuple[MainWindow, MeetPanel], qtbot: QtBot, tmp_path: Path
) -> None:
    _window, panel = meet
    panel.invite()
    dialog = panel.findChild(InvitationDialog)
    assert dialog is not None
    dialog.addresses["You"].setText("lin at example")
    dialog.save_to(tmp_path / "invitation.ics")
    qtbot.waitUntil(lambda: "is not an email address" in words(dialog), timeout=30_000)
    assert not (tmp_path / "invitation.ics").exists()
    assert dialog._save.isEnabled()


def test_the_invitation_becomes_a_letter(meet: tuple[MainWindow, MeetPanel], qtbot: QtBot) -> None:
    window, panel = meet
    start = panel.start
    assert start is not None
    panel.invite()
    dialog = panel.findChild(InvitationDialog)
    assert dialog is not None
    dialog.subject.setText("LED 2027")
    dialog.link.setText("https://meet.google.com/abc")
    dialog._into_letter()
    draft = window.panel("draft")
    assert isinstance(draft, DraftPanel)
    assert draft.isVisible()
    values = draft.form.values()
    assert datetime.fromisoformat(str(values["start"])) == start
    assert values["duration"] == "60"
    assert values["link"] == "https://meet.google.com/abc"
    qtbot.waitUntil(lambda: "LED 2027" in draft.view.toPlainText(), timeout=10_000)
    settle(panel, qtbot)


def test_the_picture_goes_to_the_clipboard(meet: tuple[MainWindow, MeetPanel]) -> None:
    _window, panel = meet
    panel.copy_picture()
    image = QGuiApplication.clipboard().image()
    assert image.width() > 1000
    seen = {
        QColor(image.pixel(x, y)).name().upper()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    }
    assert LIGHT.work in seen
    assert LIGHT.accent in seen


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_kinds_differ_without_colour(qapp: QApplication, tokens: Tokens) -> None:
    looks = set()
    for said, sample in legend_entries(tokens, 1.0):
        assert said
        assert not isinstance(sample, str)
        image = sample.toImage()
        ground = max(
            (image.pixel(x, y) for x in range(14) for y in range(14)),
            key=[image.pixel(x, y) for x in range(14) for y in range(14)].count,
        )
        looks.add(tuple(image.pixel(x, y) != ground for x in range(14) for y in range(14)))
    assert len(looks) == len(KIND_WORDS)


def test_the_version_of_the_zone_data_is_shown(meet: tuple[MainWindow, MeetPanel]) -> None:
    assert "time zone data 20" in words(meet[1])


def test_what_a_place_on_the_timeline_means_is_told(meet: tuple[MainWindow, MeetPanel]) -> None:
    timeline = meet[1].timeline
    noon = next(band for band in timeline.view.rows[1].bands if band.kind is BandKind.WORK)
    middle = noon.start + (noon.end - noon.start) / 2
    said = timeline.words_at(QPoint(round(timeline.x_of(middle)), HEAD_HEIGHT + 48 + 30))
    assert said.startswith("You")
    assert "working hours" in said


def _zone(name: str) -> ZoneInfo:
    from dragoman.meetings.zones import zone_info

    return zone_info(name)


def _spring() -> int:
    today = datetime.now(UTC).date()
    return today.year if today < date(today.year, 2, 20) else today.year + 1


def test_people_are_there_again_after_a_restart(
    open_window: OpenWindow, window_services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    panel = at_rest(open_window(), qtbot)
    other = window_services.counterparts.save(Counterpart("Anna", "Schmidt", "Licht", "DE", "Europe/Berlin", "de"))
    add(panel, window_services, qtbot, "Tokyo")
    panel.add(other)
    settle(panel, qtbot)
    day = datetime.now(UTC).date() + timedelta(days=3)
    calendar = tmp_path / "busy.ics"
    calendar.write_text(CALENDAR.format(day=f"{day:%Y%m%d}").replace("\n", "\r\n"), encoding="utf-8")
    tokyo = next(guest for guest in panel._guests if guest.key == "Asia/Tokyo")
    late = replace(tokyo.participant, hours=(("11:00", "19:00"),), not_before="10:30")
    panel.change(replace(tokyo, participant=late, calendars=Calendars((calendar,))))
    settle(panel, qtbot)
    names = panel.people_names

    again = at_rest(open_window(counterpart=False), qtbot)
    assert again.people_names == names
    kept = next(guest for guest in again._guests if guest.key == "Asia/Tokyo")
    assert (kept.participant.hours, kept.participant.not_before) == ((("11:00", "19:00"),), "10:30")
    qtbot.waitUntil(lambda: all(one.calendars.is_read for one in again._guests if one.calendars.paths), timeout=30_000)
    assert next(guest for guest in again._guests if guest.key == "Asia/Tokyo").calendars.busy

    # Who is erased is gone from every talk, and nothing of them stays in what was kept.
    window_services.counterparts.erase(other.id)
    rows = window_services.database.query("SELECT data FROM meeting_guests")
    assert not any("Schmidt" in row["data"] for row in rows)
    assert "Anna Schmidt" not in at_rest(open_window(counterpart=False), qtbot).people_names
    again._remove(kept)
    assert "Tokyo" not in " ".join(at_rest(open_window(counterpart=False), qtbot).people_names)


def test_an_invitation_is_changed_and_called_off(
    meet: tuple[MainWindow, MeetPanel], window_services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    _window, panel = meet

    def opened() -> InvitationDialog:
        panel.invite()
        return panel.findChildren(InvitationDialog)[-1]

    def lines(path: Path) -> list[str]:
        return path.read_bytes().replace(b"\r\n ", b"").decode().split("\r\n")

    def saved(dialog: InvitationDialog, path: Path) -> list[str]:
        qtbot.waitUntil(lambda: str(path) in words(dialog), timeout=30_000)
        return lines(path)

    dialog = opened()
    assert dialog.earlier.isHidden()
    dialog.subject.setText("LED 2027")
    dialog.addresses["You"].setText("lin@example.com")
    dialog.save_to(tmp_path / "first.ics")
    first = saved(dialog, tmp_path / "first.ics")
    assert dialog.earlier.currentText().startswith("Change “LED 2027”")
    dialog.reject()
    panel.choose(panel.list.starts()[1])
    settle(panel, qtbot)

    dialog = opened()
    assert dialog.earlier.count() == 2
    dialog.earlier.setCurrentIndex(1)
    assert dialog.subject.text() == "LED 2027"
    dialog.addresses["You"].setText("lin@example.com")
    dialog.save_to(tmp_path / "second.ics")
    second = saved(dialog, tmp_path / "second.ics")
    uid = next(line for line in first if line.startswith("UID:"))
    assert uid in second
    assert ("SEQUENCE:0" in first, "SEQUENCE:1" in second, "METHOD:REQUEST" in second) == (True, True, True)
    start = "DTSTART"
    assert [line for line in first if line.startswith(start)] != [line for line in second if line.startswith(start)]

    dialog.earlier.setCurrentIndex(1)
    assert not dialog._call_off.isHidden()
    dialog.cancel_to(tmp_path / "off.ics")
    off = saved(dialog, tmp_path / "off.ics")
    assert {uid, "METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2"} <= set(off)
    assert [line for line in off if line.startswith(start)] == [line for line in second if line.startswith(start)]
    assert dialog.earlier.isHidden()
    assert window_services.database.query("SELECT * FROM meeting_invitation") == []
