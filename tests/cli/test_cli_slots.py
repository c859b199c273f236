"""``dragoman slots`` with real services: places, habits, calendars in and out, near misses, series."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from dragoman.cli import main
from dragoman.meetings.calendars.expansion import expand
from dragoman.meetings.zones import tzdata_version

Run = Callable[..., tuple[int, Any, str]]
LIMA = {"id": "ana", "zone": "America/Lima", "hours": [["09:00", "17:00"]]}
LONDON = {"id": "joe", "zone": "Europe/London", "hours": [["09:00", "17:00"]]}


def request(*people: dict[str, object], **changes: object) -> dict[str, object]:
    whole = {"from": "2026-03-10T00:00Z", "to": "2026-03-11T00:00Z", "duration_min": 60, "step_min": 30}
    return {**whole, "participants": list(people), **changes}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def invoke(document: dict[str, object], *arguments: str) -> tuple[int, Any, str]:
        path = tmp_path / "request.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        code = main(["slots", str(path), *arguments])
        said = capsys.readouterr()
        return code, json.loads(said.out) if "--json" in arguments and not code else said.out, said.err

    return invoke


def test_the_zone_data_is_named(run: Run) -> None:
    assert run(request(LIMA, LONDON), "--json")[1]["tzdata"] == tzdata_version()


@pytest.mark.parametrize(
    ("person", "first"),
    [
        ({"place": "Tokyo", "hours": [["09:00", "17:00"]]}, "00:00"),
        ({"place": "圣保罗", "hours": [["09:00", "17:00"]]}, "12:00"),
        ({"place": "Mumbai", "hours": [["09:00", "17:00"]]}, "03:30"),
        ({"country": "JP"}, "00:00"),
        ({"country": "IN"}, "04:00"),
        # Ramadan in Saudi Arabia: offices open at ten, 07:00 UTC.
        ({"country": "SA"}, "07:00"),
        ({"country": "SA", "defaults": {"special_hours": False}}, "05:00"),
        ({"country": "SA", "defaults": False}, "06:00"),
        ({"country": "SA", "zone": "Asia/Riyadh"}, "06:00"),
        ({"country": "SA", "zone": "Asia/Riyadh", "defaults": True}, "07:00"),
    ],
)
def test_somebody_known_by_place_or_country(run: Run, person: dict[str, object], first: str) -> None:
    code, document, err = run(request({"id": "x", **person}), "--json")
    assert (code, err) == (0, "")
    assert document["slots"][0] == f"2026-03-10T{first}Z"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"participants": [{"id": "x", "place": "CST"}]}, "“CST” may mean several time zones."),
        ({"participants": [{"id": "x", "country": "BR"}]}, "“BR” may mean several time zones."),
        ({"participants": [{"id": "x", "place": "Tokio"}]}, "Nearest names: Tokyo"),
        ({"participants": [{"id": "x", "zone": "Europe/Lodnon"}]}, "Nearest names: Europe/London"),
        ({"participants": [{**LIMA, "hours": [["09:00", "25:00"]]}]}, "“25:00” is not a time of day."),
        ({"participants": [{**LIMA, "limits": {"not_before": "7am"}}]}, "“7am” is not a time of day."),
        ({"participants": [{**LIMA, "weight": 0}]}, "is not a whole number from 1 to 100"),
        ({"participants": [{**LIMA, "defaults": {"ramadam": True}}]}, ""),
        ({"to": "2026-03-09T00:00Z"}, "“to” is not after “from”"),
        ({"to": "2036-03-10T00:00Z", "step_min": 1}, "days, at most 1098 can be searched"),
        ({"organizer": "nobody"}, "there is no participant “nobody”"),
        ({"repeat": {"first": "2026-03-03", "count": 3}}, "a time zone such as Europe/London is missing"),
        ({"repeat": {"first": "soon", "count": 3, "zone": "UTC"}}, "soon"),
        ({"repeat": {"first": "2026-03-03", "count": 0, "zone": "UTC"}}, "is not a whole number from 1 to 500"),
        ({"repeat": {"first": "2026-03-03", "count": 400, "zone": "UTC"}}, "at most 1098 can be searched"),
        ({"repeat": {"first": "2026-03-03", "count": 4, "zone": "UTC", "every": "day"}}, "“week” or “month”"),
    ],
)
def test_mistakes_are_named(run: Run, changes: dict[str, object], said: str) -> None:
    code, _out, err = run(request(LIMA, **changes), "--json")
    if not said:
        assert code == 0, "a key of a later version may be there"
        return
    assert code == 2
    assert said in err


def test_limits_of_the_request_and_of_one(run: Run) -> None:
    limits = {"limits": {"not_before": "10:00"}}
    slots = run(request(LIMA, LONDON, **limits), "--json")[1]["slots"]
    assert slots[0] == "2026-03-10T15:00Z"
    strict = {**LONDON, "limits": {"not_after": "16:30"}}
    assert run(request(LIMA, strict, **limits), "--json")[1]["slots"][-1] == "2026-03-10T15:30Z"


def test_near_misses(run: Run) -> None:
    tokyo = {"id": "ken", "zone": "Asia/Tokyo", "hours": [["09:00", "17:00"]]}
    code, document, _err = run(request(LIMA, LONDON, tokyo), "--json")
    assert (code, document["slots"]) == (0, [])
    misses = document["near_misses"]
    assert misses["blocking"] == ["ken"]
    assert misses["present"] == ["ana", "joe"]
    assert max(misses["moved"]["displacement_min"].values()) > 0
    text = run(request(LIMA, LONDON, tokyo))[1]
    assert "Without ken there would be a start for everybody else." in text


def test_busy_times_from_a_calendar(run: Run, tmp_path: Path) -> None:
    calendar = tmp_path / "joe.ics"
    calendar.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART;TZID=GMT Standard Time:20260303T140000\nDURATION:PT2H\n"
        "RRULE:FREQ=WEEKLY\nEND:VEVENT\nBEGIN:VEVENT\nUID:b\nDTSTART:never\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    code, document, err = run(request(LIMA, LONDON), "--busy", f"joe={calendar}", "--json")
    assert (code, document["slots"]) == (0, ["2026-03-10T16:00Z"])
    assert "“never” is no date" in err
    assert run(request(LIMA, LONDON), "--busy", f"bob={calendar}")[0] == 2


def starts_in(path: Path) -> list[str]:
    found = expand(path.read_bytes(), date(2026, 1, 1), date(2027, 1, 1)).occurrences
    return [f"{each.start:%m-%d %H:%M %Z}" for each in found if isinstance(each.start, datetime)]


def test_the_invitation_to_the_best_slot(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.ics"
    people = [{**LIMA, "email": "ana@example.com", "language": "es"}, {**LONDON, "email": "joe@example.org"}]
    extras = {"organizer": "joe", "summary": "Price review", "link": "https://meet.google.com/a"}
    assert run(request(*people, **extras), "--ics", str(path), "--json")[0] == 0
    assert starts_in(path) == ["03-10 14:00 GMT"]
    text = path.read_bytes().replace(b"\r\n ", b"").decode()
    for part in ("METHOD:REQUEST", "SUMMARY:Price review", "mailto:ana@example.com", 'LABEL="Google Meet"', "martes"):
        assert part in text


def test_no_invitation_without_a_slot(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.ics"
    code, _out, err = run(request({**LIMA, "days_off": ["2026-03-09", "2026-03-10"]}), "--ics", str(path))
    assert code == 2
    assert "was not written" in err
    assert not path.exists()


@pytest.mark.parametrize("mode", ["rank", "attendance"])
def test_other_modes_write_their_best(run: Run, tmp_path: Path, mode: str) -> None:
    path = tmp_path / "out.ics"
    assert run(request(LIMA, LONDON), "--mode", mode, "--ics", str(path))[0] == 0
    assert starts_in(path) == ["03-10 09:00 -05"]


def test_a_monthly_series_with_its_warnings(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.ics"
    repeat = {
        "first": "2026-03-06", "count": 3, "zone": "Europe/London", "every": "month", "by_weekday": True,
        "clock": "15:00",
    }  # fmt: skip
    people = [LIMA, {**LONDON, "country": "GB"}]
    code, document, _err = run(request(*people, repeat=repeat), "--mode", "series", "--json", "--ics", str(path))
    assert code == 0
    assert document["starts"] == ["2026-03-06T15:00Z", "2026-04-03T14:00Z", "2026-05-01T14:00Z"]
    said = [(each["start"][:10], each["id"], each["text"]) for each in document["warnings"]]
    shifted = "Fri, 3 Apr 2026: 09:00 in Lima, where it would have been 10:00 before the clocks changed"
    assert ("2026-04-03", "ana", shifted) in said
    assert any(day == "2026-04-03" and who == "joe" and "Good Friday" in text for day, who, text in said)
    assert starts_in(path) == ["03-06 15:00 GMT", "04-03 15:00 BST", "05-01 15:00 BST"]
    assert b"RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=1FR;COUNT=3" in path.read_bytes()
    assert "Good Friday" in run(request(*people, repeat=repeat), "--mode", "series")[1]
