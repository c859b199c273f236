"""Calendar files in every state: what is read, what is listed as missing, and that it ends."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.base.i18n import render
from dragoman.meetings.calendars.expansion import expand
from dragoman.meetings.calendars.files import CalendarFiles
from dragoman.meetings.calendars.model import Expansion, ReadStatus
from dragoman.meetings.calendars.wire import when_of, when_text

START, END = date(2026, 1, 1), date(2027, 1, 1)
GOOD = "BEGIN:VEVENT\r\nUID:good\r\nDTSTART:20260301T100000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
At = Callable[[str], datetime]


def calendar(*events: str) -> bytes:
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n").encode()


def event(uid: str, *lines: str, start: str = "DTSTART:20260302T100000Z") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", start, *lines, "END:VEVENT", ""])


def read(data: bytes) -> Expansion:
    return expand(data, START, END)


def starts(found: Expansion) -> list[str]:
    return [when_text(each.start) for each in found.occurrences]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART:20260302T100000Z"], ["2026-03-02T10:00:00Z"]),
        (["DTSTART;TZID=Europe/Berlin:20260702T100000"], ["2026-07-02T08:00:00Z"]),
        (["DTSTART;TZID=W. Europe Standard Time:20260702T100000"], ["2026-07-02T08:00:00Z"]),
        (["DTSTART;TZID=W. Europe Standard Time 1:20260702T100000"], ["2026-07-02T08:00:00Z"]),
        (['DTSTART;TZID="China Standard Time":20260702T100000'], ["2026-07-02T02:00:00Z"]),
        (["DTSTART;TZID=/mozilla.org/20050126_1/Asia/Tokyo:20260702T100000"], ["2026-07-02T01:00:00Z"]),
        (["DTSTART;TZID=/x/Tzfile/America/Argentina/Buenos_Aires:20260702T100000"], ["2026-07-02T13:00:00Z"]),
        (["DTSTART;TZID=europe/london:20260702T100000"], ["2026-07-02T09:00:00Z"]),
        (["DTSTART;TZID=Asia/Calcutta:20260702T100000"], ["2026-07-02T04:30:00Z"]),
        (["DTSTART;TZID=tzone://Microsoft/Utc:20260702T100000"], ["2026-07-02T10:00:00Z"]),
        (["DTSTART:20260702T100000"], ["2026-07-02T10:00:00"]),
        (["DTSTART:20260702"], ["2026-07-02"]),
        (["DTSTART;VALUE=DATE:20260702"], ["2026-07-02"]),
        (["DTSTART:20260702T100000+0530"], ["2026-07-02T04:30:00Z"]),
        (["DTSTART:20260702T240000Z"], ["2026-07-03T00:00:00Z"]),
        # The clock of New York skips 02:30 on 8 March and shows 01:30 twice on 1 November (RFC 5545, 3.3.5).
        (["DTSTART;TZID=America/New_York:20260308T023000"], ["2026-03-08T07:30:00Z"]),
        (["DTSTART;TZID=America/New_York:20261101T013000"], ["2026-11-01T05:30:00Z"]),
        (
            ["DTSTART;TZID=Europe/Berlin:20260323T090000", "RRULE:FREQ=WEEKLY;COUNT=2"],
            ["2026-03-23T08:00:00Z", "2026-03-30T07:00:00Z"],
        ),
        (
            ["DTSTART;TZID=W. Europe Standard Time:20260323T090000", "RRULE:FREQ=WEEKLY;COUNT=2"],
            ["2026-03-23T08:00:00Z", "2026-03-30T07:00:00Z"],
        ),
        (
            ["DTSTART:20260302T100000Z", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260303T100000Z"],
            ["2026-03-02T10:00:00Z", "2026-03-04T10:00:00Z"],
        ),
        (
            ["DTSTART:20260302T100000Z", "RDATE:20260305T120000Z,20260306T120000Z"],
            ["2026-03-02T10:00:00Z", "2026-03-05T12:00:00Z", "2026-03-06T12:00:00Z"],
        ),
        (["DTSTART;VALUE=DATE:20260302", "RRULE:FREQ=MONTHLY;COUNT=2"], ["2026-03-02", "2026-04-02"]),
    ],
)
def test_when_an_event_is(lines: list[str], expected: list[str]) -> None:
    found = read(calendar("\r\n".join(["BEGIN:VEVENT", "UID:x", *lines, "END:VEVENT", ""])))
    assert (found.status, starts(found)) == (ReadStatus.OK, expected)


def test_one_meeting_moved_and_all_later_ones() -> None:
    series = event("s", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=5")
    moved = event("s", "RECURRENCE-ID:20260303T100000Z", "DURATION:PT1H", start="DTSTART:20260303T150000Z")
    later = event(
        "s", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260305T100000Z", "DURATION:PT1H", start="DTSTART:20260305T120000Z"
    )
    hours = [text[8:13] for text in starts(read(calendar(series, moved, later)))]
    assert hours == ["02T10", "03T15", "04T10", "05T12", "06T12"]


def test_the_newer_version_of_an_event_counts() -> None:
    old = event("x", "SEQUENCE:3", start="DTSTART:20260302T100000Z")
    new = event("x", "SEQUENCE:4", start="DTSTART:20260302T140000Z")
    assert starts(read(calendar(new, old))) == ["2026-03-02T14:00:00Z"]


def test_a_zone_of_the_file_under_a_name_of_windows() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
        "TZOFFSETFROM:+0245\r\nTZOFFSETTO:+0245\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    found = read(calendar(zone, event("x", start="DTSTART;TZID=Customized Time Zone:20260302T100000")))
    assert starts(found) == ["2026-03-02T07:15:00Z"]
    series = event("y", "RRULE:FREQ=DAILY;COUNT=2", start="DTSTART;TZID=Customized Time Zone:20260302T100000")
    assert starts(read(calendar(zone, series))) == ["2026-03-02T07:15:00Z", "2026-03-03T07:15:00Z"]
    # Another file may use the same name for another zone.
    other = zone.replace("+0245", "-0300")
    assert starts(read(calendar(other, series))) == ["2026-03-02T13:00:00Z", "2026-03-03T13:00:00Z"]


def test_an_unknown_zone_floats_and_is_said() -> None:
    found = read(calendar(event("x", start="DTSTART;TZID=Mars/Olympus:20260302T100000")))
    assert starts(found) == ["2026-03-02T10:00:00"]
    assert "Mars/Olympus" in render(found.notes[0])


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.replace("\r\n", "\n").encode(),
        lambda text: text.replace("\r\n", "\r").encode(),
        lambda text: text.lower().replace("uid:x", "UID:x").encode(),
        lambda text: text.removesuffix("END:VCALENDAR\r\n").encode(),
        lambda text: text.removesuffix("END:VEVENT\r\nEND:VCALENDAR\r\n").encode(),
        lambda text: text.replace("20260302T100000", "20260302\r\n T10\r\n\t0000").encode(),
        lambda text: text.replace("END:VEVENT", "X-NONSENSE\r\n=;;:\r\nEND:VEVENT").encode(),
        lambda text: text.replace("价", "\0").encode(),
    ],
)
def test_how_a_file_may_be_written(encode: Callable[[str], bytes]) -> None:
    found = read(encode(calendar(event("x", "SUMMARY:报价")).decode()))
    assert (found.status, starts(found)) == (ReadStatus.OK, ["2026-03-02T10:00:00Z"])


def test_a_character_folded_in_the_middle() -> None:
    data = calendar(event("x", "SUMMARY:报价单"))
    cut = data.index("价".encode()) + 1
    (found,) = read(data[:cut] + b"\r\n " + data[cut:]).occurrences
    assert found.summary == "报价单"


def test_text_that_is_no_utf8_is_read_and_said() -> None:
    found = read(calendar(event("x", "SUMMARY:M?nchen")).replace(b"?", b"\xfc"))
    assert found.occurrences[0].summary == "München"
    assert "not UTF-8" in render(found.notes[0])


def test_several_calendars_in_one_file() -> None:
    assert len(read(calendar(event("x")) + calendar(event("y")) + GOOD.encode()).occurrences) == 3


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (event("b", start="DTSTART:20261332T100000Z"), "“20261332T100000Z” is no date"),
        (event("b", start="DTSTART:soon"), "“soon” is no date"),
        (event("b", "DURATION:PT"), "“PT” is no duration"),
        (event("b", "DURATION:P99999999999999D"), "is no duration"),
        ("BEGIN:VEVENT\r\nUID:b\r\nEND:VEVENT\r\n", "it has no start"),
        (event("b", "RRULE:FREQ=DAILY;INTERVAL=0"), "“FREQ=DAILY;INTERVAL=0” is no rule"),
        (event("b", "RRULE:FREQ=SOMETIMES"), "is no rule"),
        (event("b", "RRULE:FREQ=DAILY;BYDAY=XX"), "its rule cannot be read"),
        (event("b", "RRULE:FREQ=SECONDLY"), "its rule takes too many steps"),
        (event("b", "RRULE:FREQ=MINUTELY", start="DTSTART:19700101T000000Z"), "its rule takes too many steps"),
        (event("b", "RRULE:FREQ=MINUTELY;INTERVAL=10"), "it repeats more than 20000 times"),
        (
            event("b", f"RRULE:FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))};BYMINUTE=0,10,20,30,40,50"),
            "it repeats more than 20000 times",
        ),
        (event("b", "RDATE:" + ",".join(["20260302T100000Z"] * 20_000)), "more than 200000 characters"),
    ],
)
def test_a_broken_event_costs_itself_alone(broken: str, said: str) -> None:
    found = read(calendar(GOOD, broken))
    assert found.status is ReadStatus.PARTIAL
    assert [each.uid for each in found.occurrences] == ["good"]
    (problem,) = found.problems
    assert said in render(problem)
    assert "Event 2" in render(problem)
    alone = read(calendar(broken))
    assert (alone.status, alone.occurrences) == (ReadStatus.REFUSED, ())


@pytest.mark.parametrize(
    ("rule", "count"), [("FREQ=SECONDLY;COUNT=10", 10), ("FREQ=HOURLY;INTERVAL=6;UNTIL=20260303T000000Z", 3)]
)
def test_short_rules_of_any_frequency_are_followed(rule: str, count: int) -> None:
    assert len(read(calendar(event("x", f"RRULE:{rule}"))).occurrences) == count


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a calendar"),
        (b"\0" * 1_000_000, "not a calendar"),
        (b"<html>BEGIN:VCALENDAR</html>", "not a calendar"),
        (calendar("BEGIN:X\r\n" * 10_000), "nested deeper than"),
        (calendar("BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 200_001), "more than 200000 events"),
        (b"BEGIN:VCALENDAR\r\n" + b" " * 64_000_000, "larger than 64 MB"),
    ],
)
def test_what_is_refused_as_a_whole(data: bytes, said: str) -> None:
    begin = time.monotonic()
    with pytest.raises(KnownError, match=said):
        read(data)
    assert time.monotonic() - begin < 10


def test_an_empty_calendar_is_fine() -> None:
    assert read(calendar()) == Expansion(ReadStatus.OK)


@pytest.mark.parametrize(("start", "end"), [("2026-01-02", "2026-01-02"), ("2026-01-02", "2025-01-01")])
def test_a_range_that_is_none(start: str, end: str) -> None:
    with pytest.raises(KnownError, match="not after the first"):
        expand(calendar(GOOD), date.fromisoformat(start), date.fromisoformat(end))
    with pytest.raises(KnownError, match="at most 3660 can be read"):
        expand(calendar(GOOD), date(2000, 1, 1), date(2026, 1, 1))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(noise: bytes) -> None:
    data = calendar(GOOD)
    cut = len(noise) * 7 % len(data)
    with contextlib.suppress(KnownError):
        assert read(data[:cut] + noise + data[cut:]).status in ReadStatus


@given(st.one_of(st.dates(), st.datetimes(), st.datetimes(timezones=st.just(UTC))))
def test_times_survive_the_wire(when: date | datetime) -> None:
    whole = when.replace(microsecond=0) if isinstance(when, datetime) else when
    assert when_of(when_text(when)) == whole


def test_busy_times_of_a_folder(tmp_path: Path, at: At) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "a.ics").write_bytes(
        calendar(
            event("meeting", "DURATION:PT1H"),
            event("overlap", "DURATION:PT2H", start="DTSTART:20260302T103000Z"),
            event("off", "STATUS:CANCELLED", "DURATION:PT1H", start="DTSTART:20260303T100000Z"),
            event("birthday", "TRANSP:TRANSPARENT", start="DTSTART;VALUE=DATE:20260304"),
            event("free", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "DURATION:PT1H", start="DTSTART:20260305T100000Z"),
            event("lunch", "DURATION:PT1H", start="DTSTART:20260306T120000"),
            event("holiday", start="DTSTART;VALUE=DATE:20260309"),
        )
    )
    (tmp_path / "team" / "b.ICS").write_bytes(
        b"BEGIN:VCALENDAR\r\nBEGIN:VFREEBUSY\r\nFREEBUSY;FBTYPE=BUSY:20260310T080000Z/PT30M,"
        b"20260310T090000Z/20260310T100000Z\r\nFREEBUSY;FBTYPE=FREE:20260311T080000Z/PT30M\r\n"
        b"END:VFREEBUSY\r\nEND:VCALENDAR\r\n"
    )
    (tmp_path / "broken.ics").write_bytes(b"nothing")
    found = CalendarFiles().busy([tmp_path], at("2026-03-01T00:00"), at("2026-04-01T00:00"), "Asia/Tokyo")
    assert found.spans == (
        (at("2026-03-02T10:00"), at("2026-03-02T12:30")),
        (at("2026-03-06T03:00"), at("2026-03-06T04:00")),
        (at("2026-03-08T15:00"), at("2026-03-09T15:00")),
        (at("2026-03-10T08:00"), at("2026-03-10T08:30")),
        (at("2026-03-10T09:00"), at("2026-03-10T10:00")),
    )
    ((file, fault),) = found.faults
    assert file.endswith("broken.ics")
    assert fault.status is ReadStatus.REFUSED


def test_busy_times_are_kept_until_the_file_changes(tmp_path: Path, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(calendar(event("x", "DURATION:PT1H")))
    files = CalendarFiles()
    asked = ([path], at("2026-03-01T00:00"), at("2026-04-01T00:00"), "UTC")
    first = files.busy(*asked)
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", None)  # nothing can be read any more
        assert files.busy(*asked) == first
    path.write_bytes(calendar(event("x", "DURATION:PT1H"), GOOD))
    assert len(files.busy(*asked).spans) == 2


def test_a_file_that_takes_too_long_is_stopped_and_those_after_it_are_read(tmp_path: Path, at: At) -> None:
    (tmp_path / "a.ics").write_bytes(
        calendar(
            GOOD,
            *(event(f"s{each}", "RRULE:FREQ=DAILY", start="DTSTART:00010101T000000Z") for each in range(200)),
        )
    )
    (tmp_path / "b.ics").write_bytes(calendar(GOOD))
    begin = time.monotonic()
    found = CalendarFiles(limit_seconds=2).busy([tmp_path], at("2026-02-01T00:00"), at("2026-03-02T00:00"), "UTC")
    assert time.monotonic() - begin < 15
    ((file, fault),) = found.faults
    assert file.endswith("a.ics")
    assert fault.status is ReadStatus.PARTIAL
    assert "took longer than 2 s" in render(fault.problems[-1])
    assert (at("2026-03-01T10:00"), at("2026-03-01T11:00")) in found.spans


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cannot be read"):
        CalendarFiles().expand(tmp_path / "none.ics", START, END)
