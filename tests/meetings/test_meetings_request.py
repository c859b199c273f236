from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.base.i18n import describe
from dragoman.cli.slots import slots
from dragoman.meetings import request as request_module
from dragoman.meetings.finder import SlotFinder
from dragoman.meetings.model import Participant, SlotRequest
from dragoman.meetings.request import load_request, parse_request
from dragoman.meetings.zones import tzdata_version

At = Callable[[str], datetime]


def document(**changes: object) -> dict[str, object]:
    base: dict[str, object] = {
        "from": "2026-03-10T00:00Z",
        "to": "2026-03-11T00:00Z",
        "duration_min": 60,
        "step_min": 30,
        "participants": [{"id": "ana", "zone": "America/Sao_Paulo", "hours": [["09:00", "17:00"]]}],
    }
    return {key: value for key, value in {**base, **changes}.items() if value is not ...}


def person(**changes: object) -> dict[str, object]:
    return {"id": "ana", "zone": "America/Sao_Paulo", **changes}


def complaint(calendar: Any, of: object) -> str:
    with pytest.raises(KnownError) as caught:
        parse_request(of, calendar)
    return describe(caught.value)[0]


def test_everything_is_read(calendar_of: Any, at: At) -> None:
    full = document(
        windows=[["2026-03-10T00:00Z", "2026-03-10T12:00Z"]],
        participants=[
            person(
                hours=[["09:00", "12:00"], ["22:00", "02:00"]],
                hours_by_day={"FR": [["09:00", "12:00"]], "mo": []},
                weekend=["SA", "SU"],
                breaks=[["12:00", "13:00"]],
                breaks_by_day={"FR": [["11:00", "11:30"]]},
                country="br",
                subdiv="SP",
                makeup_days=False,
                days_off=["2026-03-10"],
                extra_workdays=["2026-03-14"],
                busy=[["2026-03-10T15:00+02:00", "2026-03-10T14:00Z"]],
                optional=True,
            )
        ],
    )
    assert parse_request(full, calendar_of()) == SlotRequest(
        at("2026-03-10T00:00"),
        at("2026-03-11T00:00"),
        60,
        30,
        (
            Participant(
                id="ana",
                zone="America/Sao_Paulo",
                hours=(("09:00", "12:00"), ("22:00", "02:00")),
                hours_by_day={"FR": (("09:00", "12:00"),), "MO": ()},
                weekend=frozenset({"SA", "SU"}),
                breaks=(("12:00", "13:00"),),
                breaks_by_day={"FR": (("11:00", "11:30"),)},
                country="BR",
                subdivision="SP",
                makeup_days=False,
                days_off=frozenset({date(2026, 3, 10)}),
                extra_workdays=frozenset({date(2026, 3, 14)}),
                busy=((at("2026-03-10T13:00"), at("2026-03-10T14:00")),),
                optional=True,
            ),
        ),
        ((at("2026-03-10T00:00"), at("2026-03-10T12:00")),),
    )


def test_what_is_left_out_takes_its_default(calendar_of: Any) -> None:
    request = parse_request(document(step_min=..., participants=[person(hours=None)]), calendar_of())
    assert request.participants == (Participant("ana", "America/Sao_Paulo"),)
    assert request.step_minutes == 15


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"from": ...}, ["“from” is missing"]),
        ({"to": "2026-03-10T00:00Z"}, ["“to” is not after “from”"]),
        ({"to": "2026-03-09T00:00Z"}, ["“to” is not after “from”"]),
        ({"from": "2026-03-10T00:00"}, ["has no time zone"]),
        ({"from": "2026-03-10"}, ["has no time zone"]),
        ({"from": "tomorrow"}, ["tomorrow", "not an instant"]),
        ({"from": 1773100800}, ["1773100800", "not an instant"]),
        ({"to": "9999-12-31T23:59Z"}, ["years 1901 to 2199"]),
        ({"from": "0001-01-01T00:00Z"}, ["years 1901 to 2199"]),
        ({"duration_min": 0}, ["duration_min: 0", "from 1 to 1440"]),
        ({"duration_min": -30}, ["duration_min: -30"]),
        ({"duration_min": True}, ["duration_min: true"]),
        ({"duration_min": "60"}, ['duration_min: "60"']),
        ({"step_min": 0}, ["step_min: 0"]),
        ({"step_min": 0.5}, ["step_min: 0.5"]),
        ({"to": "2036-03-10T00:00Z", "step_min": 1}, ["3653 days, at most 1098", "5260320 possible starts", "600000"]),
        ({"participants": []}, ["at least one participant"]),
        ({"participants": {}}, ["at least one participant"]),
        ({"participants": ["ana"]}, ["participants[1] must be a JSON object"]),
        ({"participants": [{"zone": "UTC"}]}, ["participant 1 has no “id”"]),
        ({"participants": [person(), person()]}, ["two participants are called “ana”"]),
        ({"participants": [person(zone=None)]}, ["ana: zone", "is missing"]),
        ({"participants": [person(zone="America/Sao_Paolo")]}, ["America/Sao_Paolo", "America/Sao_Paulo"]),
        ({"participants": [person(hours=[["09:00", "25:00"]])]}, ["ana: hours", "25:00"]),
        ({"participants": [person(hours=[["24:00", "01:00"]])]}, ["24:00"]),
        ({"participants": [person(hours=["09:00-17:00"])]}, ["09:00-17:00", "not a pair"]),
        ({"participants": [person(hours="9-5")]}, ["ana: hours: must be a list"]),
        ({"participants": [person(hours_by_day={"FRI": []})]}, ['"FRI" is not a weekday']),
        ({"participants": [person(hours_by_day=[])]}, ["ana: hours_by_day: must be a mapping"]),
        ({"participants": [person(weekend=["Sat"])]}, ['"Sat" is not a weekday']),
        ({"participants": [person(breaks=[["12:00", "12:70"]])]}, ["ana: breaks", "12:70"]),
        ({"participants": [person(country="XX")]}, ['ana: country: "XX" is not a country']),
        ({"participants": [person(country="Brazil")]}, ["Brazil", "ISO 3166"]),
        ({"participants": [person(country=55)]}, ["55", "ISO 3166"]),
        ({"participants": [person(country="BR", subdiv="ZZ")]}, ["ana: subdiv: No subdivision ZZ. Use SP or RJ."]),
        ({"participants": [person(days_off=["2026-02-30"])]}, ["ana: days_off", "2026-02-30"]),
        (
            {"participants": [person(busy=[["2026-03-10T10:00", "2026-03-10T11:00Z"]])]},
            ["ana: busy", "has no time zone"],
        ),
        ({"participants": [person(busy=["2026-03-10T10:00Z"])]}, ["ana: busy", "not a pair of instants"]),
        ({"participants": [person(optional="yes")]}, ["ana: optional: must be true or false"]),
        ({"participants": [person(subdivision="SP")]}, ["“subdivision” is unknown; “subdiv” was meant?"]),
        ({"windows": [["2026-03-10T10:00Z", "2026-03-10T09:00Z"]]}, ["window 1 ends before it starts"]),
    ],
)
def test_each_mistake_is_named(calendar_of: Any, changes: dict[str, object], words: list[str]) -> None:
    message = complaint(calendar_of(), document(**changes))
    for word in words:
        assert word in message


def test_all_mistakes_are_named_at_once_and_long_lists_are_cut(calendar_of: Any) -> None:
    message = complaint(calendar_of(), document(duration_min=0, participants=[person(zone="X/Y", weekend=["??"] * 30)]))
    assert "duration_min" in message
    assert "X/Y" in message
    assert message.count("\n") == 21
    assert message.endswith("and 12 more")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"to": "2028-12-31T00:00Z", "participants": [person(id=str(n)) for n in range(200)]}, "200 participants"),
        ({"windows": [["2026-03-10T10:00Z", "2026-03-10T19:00Z"]] * 1001}, "1001 windows"),
        ({"participants": [person(busy=[["2026-03-10T10:00Z"] * 2] * 200_001)]}, "200000 busy times"),
    ],
)
def test_too_much_is_refused(calendar_of: Any, changes: dict[str, object], words: str) -> None:
    assert words in complaint(calendar_of(), document(**changes))


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff\xfe{}", b"[" * 200_000, b'{"from": 1' + b"0" * 10_000 + b"}", b"[]", b"null", b'"x"', b"NaN"],
)
def test_not_a_request_at_all(calendar_of: Any, data: bytes) -> None:
    with pytest.raises(KnownError) as caught:
        load_request(data, calendar_of())
    assert all(describe(caught.value))


def test_a_request_that_is_too_large(calendar_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_module, "MAX_BYTES", 1_000_000)
    with pytest.raises(KnownError, match="larger than 1 MB"):
        load_request(b" " * 1_000_001, calendar_of())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("2026-03-10T00:00Z"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    key=st.sampled_from(["from", "to", "duration_min", "step_min", "participants", "windows"]),
    field=st.sampled_from(sorted(request_module._PERSON_KEYS)),
    value=JSON,
    in_person=st.booleans(),
)
def test_no_value_anywhere_breaks_the_reader(
    calendar_of: Any, key: str, field: str, value: Any, in_person: bool
) -> None:
    changed = document(participants=[person(**{field: value})]) if in_person else document(**{key: value})
    try:
        request = parse_request(changed, calendar_of())
    except KnownError as error:
        message, remedy = describe(error)
        assert message.startswith("The request has mistakes") or "too many" in message, remedy
    else:
        assert SlotFinder(calendar_of()).feasible(request) is not None


@pytest.fixture
def run(calendar_of: Any, tmp_path: Any) -> Callable[..., Result]:
    calendar = calendar_of()
    services = SimpleNamespace(knowledge=calendar, finder=SlotFinder(calendar))

    def invoke(content: object, *arguments: str, by_file: bool = True) -> Result:
        text = json.dumps(content)
        path = tmp_path / "request.json"
        path.write_text(text, encoding="utf-8")
        name = str(path) if by_file else "-"
        return CliRunner().invoke(slots, [name, *arguments], obj=services, input=text)

    return invoke


TWO = [
    {"id": "ana", "zone": "America/Sao_Paulo", "hours": [["09:00", "17:00"]]},
    {"id": "joe", "zone": "Europe/London", "hours": [["09:00", "17:00"]]},
]


@pytest.mark.parametrize("by_file", [True, False])
def test_feasible_slots_as_json(run: Callable[..., Result], by_file: bool) -> None:
    result = run(document(participants=TWO), "--mode", "feasible", "--json", by_file=by_file)
    hours = ["12:00", "12:30", "13:00", "13:30", "14:00", "14:30", "15:00", "15:30", "16:00"]
    assert json.loads(result.output) == {
        "slots": [f"2026-03-10T{hour}Z" for hour in hours],
        "tzdata": tzdata_version(),
    }


def test_ranked_slots_as_json(run: Callable[..., Result]) -> None:
    shanghai = {"id": "li", "zone": "Asia/Shanghai", "hours": [["09:00", "17:00"]]}
    result = run(document(participants=[TWO[0], shanghai]), "--mode", "rank", "--json")
    first, second = json.loads(result.output)["ranked"][:2]
    assert first == {
        "start": "2026-03-10T10:00Z",
        "displacement_min": {"ana": 120, "li": 120},
        "why": "07:00 in São Paulo, 2 h before hours; 18:00 in Shanghai, 2 h after hours",
    }
    assert second["start"] == "2026-03-10T09:30Z"


def test_attendance_as_json(run: Callable[..., Result]) -> None:
    result = run(document(participants=TWO, step_min=240), "--mode", "attendance", "--json")
    assert json.loads(result.output) == {
        "attendance": {
            "2026-03-10T00:00Z": [],
            "2026-03-10T04:00Z": [],
            "2026-03-10T08:00Z": [],
            "2026-03-10T12:00Z": ["ana", "joe"],
            "2026-03-10T16:00Z": ["ana", "joe"],
            "2026-03-10T20:00Z": [],
        },
        "best": ["2026-03-10T12:00Z", "2026-03-10T16:00Z"],
        "tzdata": tzdata_version(),
    }


def test_series_as_json(run: Callable[..., Result]) -> None:
    windows = [[f"2026-03-{day}T00:00Z", f"2026-03-{day}T12:00Z"] for day in (10, 11)]
    result = run(document(participants=TWO, to="2026-03-12T00:00Z", windows=windows), "--mode", "series", "--json")
    assert json.loads(result.output) == {
        "starts": ["2026-03-10T11:00Z", "2026-03-11T11:00Z"],
        "totals_min": {"ana": 120, "joe": 0},
        "largest_total_min": 120,
        "warnings": [],
        "tzdata": tzdata_version(),
    }


@pytest.mark.parametrize("mode", ["feasible", "rank", "attendance", "series"])
def test_text_shows_local_times_and_the_zone_data(run: Callable[..., Result], mode: str) -> None:
    windows = [["2026-03-10T00:00Z", "2026-03-10T13:00Z"]]
    lines = run(document(participants=TWO, windows=windows), "--mode", mode).output.splitlines()
    (row,) = [line for line in lines if line.startswith("2026-03-10 12:00")]
    assert "Tue, Mar 10 09:00  Tue, Mar 10 12:00" in row
    assert any("ana (São Paulo)" in line and "joe (London)" in line for line in lines)
    assert lines[-1] == f"Time zone data: {tzdata_version()}"


def test_text_without_a_slot_says_how_to_go_on(run: Callable[..., Result]) -> None:
    result = run(document(**{"from": "2026-03-14T00:00Z", "to": "2026-03-15T00:00Z"}, participants=TWO))
    assert "No start suits everybody" in result.output
    assert "Nobody who is required can come at any start." in result.output
    assert "Smallest move" in result.output


def test_long_lists_are_cut_for_people_only(run: Callable[..., Result]) -> None:
    long = document(to="2026-03-20T00:00Z", participants=TWO)
    count = len(json.loads(run(long, "--json").output)["slots"])
    assert f"and {count - 40} more" in run(long).output


@pytest.mark.parametrize("name", ["missing.json", ""])
def test_a_file_that_cannot_be_read(run: Callable[..., Result], tmp_path: Any, name: str) -> None:
    services = SimpleNamespace(knowledge=None, finder=None)
    result = CliRunner().invoke(slots, [str(tmp_path / name)], obj=services)
    assert isinstance(result.exception, KnownError)
    assert describe(result.exception)[1] == "Check the name, or give - to read standard input."
