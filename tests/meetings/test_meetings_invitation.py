"""Invitations: what they say, and that every program puts them on the right hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.knowledge.platforms import PROGRAMS, program_of
from dragoman.meetings.calendars.expansion import expand
from dragoman.meetings.calendars.invitation import (
    Attendee,
    Meeting,
    cancellation,
    invitation,
    updated,
)
from dragoman.meetings.calendars.reading import read_file
from dragoman.meetings.calendars.vtimezone import vtimezone
from dragoman.meetings.invitation_text import invitation_text, slot_text
from dragoman.meetings.model import Repeat
from dragoman.meetings.repetition import starts_of
from dragoman.meetings.zones import zone_info, zone_names

At = Callable[[str], datetime]
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANA = Attendee("Ana", "ana@example.com", "pt-BR", "America/Sao_Paulo")
LI = Attendee("李雷", "li@example.cn", "zh", "Asia/Shanghai", "深圳")
JOE = Attendee('Joe "J" O\'Neil; Ltd', "joe@example.org", "en", "Europe/London", optional=True)


def meeting(*starts: datetime, zone: str = "Europe/London", **changes: object) -> Meeting:
    made = Meeting("Price review", starts, 60, zone, ANA, (LI, JOE), "https://us02web.zoom.us/j/1?pwd=a,b;c", uid="u1")
    return replace(made, **changes)  # type: ignore[arg-type]


def lines_of(data: bytes) -> list[str]:
    return data.replace(b"\r\n ", b"").decode().split("\r\n")


def read_starts(data: bytes, first: date = date(2025, 1, 1), last: date = date(2030, 1, 1)) -> list[datetime]:
    found = expand(data, first, last).occurrences
    return [each.start.astimezone(UTC) for each in found if isinstance(each.start, datetime)]


def test_what_an_invitation_says(at: At) -> None:
    data = invitation(meeting(at("2026-03-03T16:00")), NOW)
    lines = lines_of(data)
    for line in (
        "METHOD:REQUEST",
        "UID:u1",
        "SEQUENCE:0",
        "DTSTAMP:20260101T120000Z",
        "STATUS:CONFIRMED",
        "DTSTART;TZID=Europe/London:20260303T160000",
        "DTEND;TZID=Europe/London:20260303T170000",
        "SUMMARY:Price review",
        "LOCATION:https://us02web.zoom.us/j/1?pwd=a\\,b\\;c",
        "URL:https://us02web.zoom.us/j/1?pwd=a,b;c",
        'CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL="Zoom":https://us02web.zoom.us/j/1?pwd=a,b;c',
        'ORGANIZER;CN="Ana";LANGUAGE=pt-BR:mailto:ana@example.com',
        "TRIGGER:-PT15M",
    ):
        assert line in lines
    invited = [line for line in lines if line.startswith("ATTENDEE")]
    assert 'CN="李雷"' in invited[0]
    assert "ROLE=REQ-PARTICIPANT" in invited[0]
    assert 'CN="Joe  J  O\'Neil; Ltd"' in invited[1]
    assert "ROLE=OPT-PARTICIPANT" in invited[1]
    (description,) = [line for line in lines if line.startswith("DESCRIPTION:terça")]
    assert "13:00–14:00 São Paulo" in description
    assert "2026年3月3日星期二 13:00–14:00 圣保罗 · 00:00–01:00 深圳（3月4日周三） · 16:00–17:00 伦敦" in description
    assert "Tuesday\\, 3 March 2026\\, 13:00–14:00 São Paulo" in description
    assert "线上参会（Zoom）：" in description


def test_lines_are_short_and_whole(at: At) -> None:
    data = invitation(meeting(at("2026-03-03T16:00"), summary="报价" * 60 + "\n, ; \\ " + "🚢" * 20), NOW)
    assert data.endswith(b"END:VCALENDAR\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
        assert b"\n" not in line
    assert expand(data, date(2026, 3, 1), date(2026, 4, 1)).occurrences[0].summary.startswith("报价报价")


@given(st.text(st.characters(codec="utf-8"), max_size=120))
@settings(max_examples=60, deadline=None)
def test_any_summary_survives(summary: str) -> None:
    data = invitation(meeting(datetime(2026, 3, 3, 16, tzinfo=UTC), summary=summary, link=""), NOW)
    (found,) = expand(data, date(2026, 3, 1), date(2026, 4, 1)).occurrences
    plain = summary.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(each for each in plain if each in "\n\t" or (each >= " " and each != "\x7f"))
    assert found.summary == kept.strip(" \t\n\x0b\x0c") or found.summary.strip() == kept.strip()


def test_without_addresses_it_is_published(at: At) -> None:
    lines = lines_of(invitation(meeting(at("2026-03-03T16:00"), attendees=(), organizer=None), NOW))
    assert "METHOD:PUBLISH" in lines
    assert not any(line.startswith(("ATTENDEE", "ORGANIZER")) for line in lines)


def test_a_change_and_a_cancellation(at: At) -> None:
    first = meeting(at("2026-03-03T16:00"))
    moved = updated(first, starts=(at("2026-03-04T16:00"),))
    assert {"UID:u1", "SEQUENCE:1", "METHOD:REQUEST"} <= set(lines_of(invitation(moved, NOW)))
    off = lines_of(cancellation(moved, NOW))
    assert {"UID:u1", "SEQUENCE:2", "METHOD:CANCEL", "STATUS:CANCELLED"} <= set(off)
    assert "BEGIN:VALARM" not in off


def days(*numbers: int, clock: str = "16:00", month: int = 3) -> list[str]:
    return [f"2026-{month:02}-{number:02}T{clock}" for number in numbers]


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        (days(3, 10, 17), ["RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;COUNT=3"]),
        (days(3, 17, 31), ["RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=3", "RECURRENCE-ID"]),
        (days(3, 10, 24), ["COUNT=4", "EXDATE;TZID=Europe/London:20260317T160000"]),
        (days(3, 17, 24), ["COUNT=4", "EXDATE;TZID=Europe/London:20260310T160000"]),
        ([*days(3, 10), *days(17, clock="09:00")], ["COUNT=3", "RECURRENCE-ID;TZID=Europe/London:20260317T160000"]),
        (days(3, 5, 9), ["RDATE;TZID=Europe/London:20260305T160000"]),
        (
            ["2026-01-13T16:00", "2026-02-10T16:00", "2026-03-10T16:00"],
            ["RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU;COUNT=3"],
        ),
        (
            ["2026-01-30T16:00", "2026-02-27T16:00", "2026-03-27T16:00"],
            ["RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=-1FR;COUNT=3"],
        ),
        (
            ["2026-01-15T16:00", "2026-02-15T16:00", "2026-04-15T15:00"],
            ["BYMONTHDAY=15;COUNT=4", "EXDATE;TZID=Europe/London:20260315T160000"],
        ),
        (["2026-01-31T16:00", "2026-02-28T16:00", "2026-03-31T15:00"], ["RDATE"]),
    ],
)
def test_how_a_series_is_written(at: At, starts: list[str], expected: list[str]) -> None:
    data = invitation(meeting(*map(at, starts)), NOW)
    assert read_starts(data) == sorted(map(at, starts))
    for part in expected:
        assert part in "\n".join(lines_of(data))


def test_the_hour_that_comes_twice(at: At) -> None:
    second = at("2026-10-25T01:30")
    assert read_starts(invitation(meeting(second), NOW)) == [second]
    assert read_starts(invitation(meeting(second - timedelta(hours=1)), NOW)) == [second - timedelta(hours=1)]


@settings(max_examples=80, deadline=None)
@given(
    zone=st.sampled_from(sorted(zone_names())),
    starts=st.lists(
        st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001
        min_size=1,
        max_size=6,
        unique=True,
    ),
)
def test_any_series_in_any_zone_reads_back(zone: str, starts: list[datetime]) -> None:
    meant = sorted({each.replace(second=0, microsecond=0, tzinfo=UTC) for each in starts})
    assert read_starts(invitation(meeting(*meant, zone=zone), NOW)) == meant


ZONES_OF_THEIR_OWN = (
    "Europe/London", "America/New_York", "Africa/Casablanca", "Asia/Jerusalem", "America/Nuuk", "Asia/Gaza",
    "Europe/Dublin", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Chatham", "Asia/Kathmandu", "Africa/Cairo",
    "America/Santiago", "Pacific/Easter", "America/Scoresbysund", "Antarctica/Troll", "Europe/Chisinau", "Asia/Kolkata",
    "America/Asuncion", "Asia/Beirut", "Pacific/Norfolk", "America/Havana", "Etc/GMT+12", "Pacific/Kiritimati",
)  # fmt: skip


@pytest.mark.parametrize("zone", ZONES_OF_THEIR_OWN)
def test_the_zone_that_is_sent_along_is_right_by_itself(zone: str) -> None:
    """A program that has never heard of the zone reads the same instants from the VTIMEZONE."""
    first, last = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 12, 31, tzinfo=UTC)
    definition = [line.replace(zone, "Nowhere/Known") for line in vtimezone(zone, first, last)]
    info = zone_info(zone)
    instants = [first + timedelta(days=5 * number, hours=7 * number) for number in range(200)]
    # The second pass of an hour that comes twice has no name of its own.
    instants = [at for at in instants if at.astimezone(info).replace(fold=0).astimezone(UTC) == at]
    events = [
        f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART;TZID=Nowhere/Known:{at.astimezone(info):%Y%m%dT%H%M%S}\r\nEND:VEVENT"
        for number, at in enumerate(instants)
    ]
    text = "\r\n".join(["BEGIN:VCALENDAR", *definition, *events, "END:VCALENDAR", ""])
    found = expand(text.encode(), first.date(), date(2030, 1, 1))
    assert not found.notes
    assert [each.start.astimezone(UTC) for each in found.occurrences if isinstance(each.start, datetime)] == instants


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Asia/Jerusalem", "Australia/Sydney"])
def test_zones_with_rules_send_rules(zone: str) -> None:
    lines = vtimezone(zone, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC))
    assert sum(line.startswith("RRULE:FREQ=YEARLY") for line in lines) == 2
    assert not any(line.startswith("RDATE") for line in lines)
    assert read_file("\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]).encode()).calendars[0].zones


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://us02web.zoom.us/j/8", "Zoom"),
        ("https://teams.microsoft.com/l/meetup-join/1", "Microsoft Teams"),
        ("https://teams.live.com/meet/1", "Microsoft Teams"),
        ("https://meet.google.com/abc-defg-hij", "Google Meet"),
        ("https://meeting.tencent.com/dm/1", "Tencent Meeting/VooV"),
        ("https://voovmeeting.com/dm/1", "Tencent Meeting/VooV"),
        ("https://example.com/zoom.us", ""),
        ("https://notzoom.us/j/1", ""),
        ("https://zoom.us.example.com/j/1", ""),
        ("https://zoom.us@example.com/j/1", ""),
        ("", ""),
    ],
)
def test_whose_link_it_is(link: str, name: str) -> None:
    program = program_of(link)
    assert (program.name if program else "") == name


@pytest.mark.parametrize(
    "changes",
    [
        {"starts": ()},
        {"zone": "Mars/Olympus"},
        {"link": "javascript:alert(1)"},
        {"link": "https://zoom.us/j/1\r\nATTENDEE:x"},
        {"attendees": (replace(LI, email="li@example.cn\r\nX:y"),)},
        {"organizer": replace(ANA, email="nobody")},
        {"starts": tuple(NOW + timedelta(days=each) for each in range(1001))},
    ],
)
def test_what_cannot_be_sent(at: At, changes: dict[str, object]) -> None:
    with pytest.raises(KnownError):
        invitation(meeting(at("2026-03-03T16:00"), **changes), NOW)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Tuesday, 3 March 2026, 16:00–17:00 São Paulo · 19:00–20:00 London · 03:00–04:00 Shanghai (Wed, 4 Mar)"),
        ("zh", "2026年3月3日星期二 16:00–17:00 圣保罗 · 19:00–20:00 伦敦 · 03:00–04:00 上海（3月4日周三）"),
        ("ja", "2026年3月3日（火） 16:00–17:00 サンパウロ · 19:00–20:00 ロンドン · 03:00–04:00 上海（3月4日(水)）"),
        ("de", "Dienstag, 3. März 2026, 16:00–17:00 São Paulo · 19:00–20:00 London · 03:00–04:00 Shanghai (Mi., 4. März)"),  # noqa: E501
    ],
)  # fmt: skip
def test_one_line_in_the_readers_language(at: At, language: str, expected: str) -> None:
    places = [("America/Sao_Paulo", ""), ("Europe/London", ""), ("Asia/Shanghai", "")]
    assert slot_text(at("2026-03-03T19:00"), 60, places, language) == expected


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fr", "hi", "ja", "ko", "pt-BR", "ru", "vi", "zh"])
def test_every_language_says_when_and_how_to_join(at: At, language: str) -> None:
    places = [("America/Sao_Paulo", ""), ("Europe/London", "")]
    text = invitation_text([at("2026-03-03T19:00")], 60, places, language, "https://zoom.us/j/1", PROGRAMS["zoom"])
    when, join = text.split("\n")
    assert "2026" in when or "٢٠٢٦" in when
    assert when.count("16:00–17:00") == when.count("19:00–20:00") == 1
    assert join.endswith("https://zoom.us/j/1")
    assert join.count("Zoom") == 1
    assert join.startswith("Join online") is (language == "en")


def test_names_of_cities_and_services_in_the_readers_language(at: At) -> None:
    places = [("Asia/Shanghai", "Shenzhen"), ("America/Sao_Paulo", "Santos")]
    link = "https://meeting.tencent.com/dm/1"
    chinese = invitation_text([at("2026-03-03T01:00")], 60, places, "zh", link, program_of(link))
    assert "09:00–10:00 深圳 · 22:00–23:00 桑托斯（3月2日周一）" in chinese
    assert chinese.endswith(f"线上参会（腾讯会议）：{link}")
    english = invitation_text([at("2026-03-03T01:00")], 60, [("Asia/Shanghai", "深圳")], "en", link, program_of(link))
    assert "10:00 Shenzhen" in english
    assert english.endswith(f"Join online (Tencent Meeting/VooV): {link}")
    assert "Nowhere" in slot_text(at("2026-03-03T01:00"), 60, [("Asia/Shanghai", "Nowhere")], "zh")


def test_a_series_that_keeps_its_hour(at: At) -> None:
    starts = starts_of(Repeat(date(2026, 3, 24), 3, "Europe/London", clock="16:00"))
    data = invitation(meeting(*starts), NOW)
    assert read_starts(data) == [at("2026-03-24T16:00"), at("2026-03-31T15:00"), at("2026-04-07T15:00")]
    assert "RECURRENCE-ID" not in data.decode()
