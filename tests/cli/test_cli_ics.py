"""``dragoman ics expand``: the contract, mistakes, and calendars made to do harm."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from dragoman.cli import main

HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
TAIL = b"END:VCALENDAR\r\n"
GOOD = b"BEGIN:VEVENT\r\nUID:good\r\nSUMMARY:Call\r\nDTSTART:20260301T100000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"


def event(number: int, *lines: bytes) -> bytes:
    body = b"\r\n".join([b"UID:e%d" % number, *lines])
    return b"BEGIN:VEVENT\r\n" + body + b"\r\nEND:VEVENT\r\n"


@pytest.fixture
def expand(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(data: bytes, *arguments: str) -> tuple[int, str, str]:
        path = tmp_path / "calendar.ics"
        path.write_bytes(data)
        code = main(["ics", "expand", str(path), "--from", "2026-01-01", "--to", "2027-01-01", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_the_contract(expand) -> None:  # type: ignore[no-untyped-def]
    floating = event(1, b"DTSTART:20260302T093000", b"DTEND:20260302T100000")
    whole_day = event(2, b"DTSTART;VALUE=DATE:20260303", b"SUMMARY:Fair\\, day 1")
    code, out, err = expand(HEAD + whole_day + floating + GOOD + TAIL, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "status": "ok",
        "message": "",
        "occurrences": [
            {"uid": "good", "summary": "Call", "start": "2026-03-01T10:00:00Z", "end": "2026-03-01T11:00:00Z"},
            {"uid": "e1", "summary": "", "start": "2026-03-02T09:30:00", "end": "2026-03-02T10:00:00"},
            {"uid": "e2", "summary": "Fair, day 1", "start": "2026-03-03", "end": "2026-03-04"},
        ],
    }


def test_what_is_missing_is_said(expand) -> None:  # type: ignore[no-untyped-def]
    code, out, _err = expand(HEAD + GOOD + event(1, b"DTSTART:never") + TAIL, "--json")
    document = json.loads(out)
    assert (code, document["status"], len(document["occurrences"])) == (0, "partial", 1)
    assert document["message"] == "Event 2 (“e1”) was left out: “never” is no date."


def test_a_refused_file(expand) -> None:  # type: ignore[no-untyped-def]
    code, out, err = expand(b"not a calendar", "--json")
    assert code == 2
    assert json.loads(out)["status"] == "refused"
    assert json.loads(out)["occurrences"] == []
    assert "no events in iCalendar form" in err
    assert "no events in iCalendar form" in json.loads(out)["message"]


def test_for_people(expand) -> None:  # type: ignore[no-untyped-def]
    code, out, _err = expand(HEAD + GOOD + TAIL)
    assert (code, out) == (0, "2026-03-01T10:00:00Z  2026-03-01T11:00:00Z  Call\n")
    assert expand(HEAD + TAIL)[1] == "No meetings in this range.\n"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("tomorrow", "2026-01-01", "“tomorrow” is not a date"),
        ("2026-01-02", "2026-01-01", "not after the first"),
        ("2000-01-01", "2026-01-01", "at most 3660 can be read"),
    ],
)
def test_mistakes(tmp_path: Path, capsys: pytest.CaptureFixture[str], start: str, end: str, said: str) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(HEAD + GOOD + TAIL)
    assert main(["ics", "expand", str(path), "--from", start, "--to", end, "--json"]) == 2
    assert said in capsys.readouterr().err


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "none.ics")
    assert main(["ics", "expand", missing, "--from", "2026-01-01", "--to", "2026-02-01", "--json"]) == 2
    assert "cannot be read" in capsys.readouterr().err


WHEN = b"DTSTART:20260302T100000Z"


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (HEAD + GOOD + event(1, WHEN, b"RRULE:FREQ=SECONDLY") + TAIL, 0, "too many steps"),
        (HEAD + GOOD + event(1, WHEN, b"DESCRIPTION:" + b"a" * 10_000_000) + TAIL, 0, ""),
        (HEAD + GOOD + event(1, WHEN, b"X-A:" + b"a\r\n " * 3_000_000) + TAIL, 0, ""),
        (HEAD + b"BEGIN:X\r\n" * 1_000_000 + TAIL, 2, "nested deeper"),
        (HEAD + GOOD + b"\xff\xfe\xfa" * 1_000_000 + TAIL, 0, "not UTF-8"),
        (b"\xff" * 10_000_000, 2, "not a calendar"),
        (HEAD + b"".join(event(number, WHEN) for number in range(100_000)) + TAIL, 0, ""),
        (
            HEAD + GOOD + event(1, WHEN, b"RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30") + TAIL,
            0,
            "too many steps",
        ),
        (HEAD + b"".join(event(each, WHEN, b"RRULE:FREQ=HOURLY") for each in range(20)) + TAIL, 0, "more than 100000"),
    ],
    ids=["endless", "10MB line", "10MB folded", "deep", "invalid UTF-8", "no text", "100000 events", "never", "often"],
)  # fmt: skip
def test_hostile_calendars(expand, data: bytes, code: int, said: str) -> None:  # type: ignore[no-untyped-def]
    begin = time.monotonic()
    found, out, _err = expand(data, "--json")
    assert time.monotonic() - begin < 45
    assert found == code
    assert said in json.loads(out)["message"]
