"""The other side's clock and the brief of a pair."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.base.i18n import Text, render
from dragoman.cli import cli
from dragoman.knowledge.brief import brief
from dragoman.knowledge.clock import local_state, work_spans
from dragoman.knowledge.model import StateKind
from dragoman.knowledge.service import KnowledgeBase

STATES = [
    # Monday 2 March 2026, São Paulo is UTC-3
    ("BR", "America/Sao_Paulo", "2026-03-02T13:00", StateKind.AT_WORK, "2026-03-02T12:00"),
    ("BR", "America/Sao_Paulo", "2026-03-02T15:30", StateKind.LUNCH, "2026-03-02T13:00"),
    ("BR", "America/Sao_Paulo", "2026-03-02T10:00", StateKind.BEFORE_WORK, "2026-03-02T09:00"),
    ("BR", "America/Sao_Paulo", "2026-03-02T22:00", StateKind.EVENING, "2026-03-02T22:30"),
    ("BR", "America/Sao_Paulo", "2026-03-03T02:00", StateKind.ASLEEP, "2026-03-03T06:30"),
    ("BR", "America/Sao_Paulo", "2026-03-02T08:00", StateKind.ASLEEP, "2026-03-02T06:30"),
    ("BR", "America/Sao_Paulo", "2026-11-20T15:00", StateKind.HOLIDAY, "2026-11-23T09:00"),
    ("SA", "Asia/Riyadh", "2026-04-03T09:00", StateKind.WEEKEND, "2026-04-05T08:00"),
    ("SA", "Asia/Riyadh", "2026-04-05T09:30", StateKind.LUNCH, "2026-04-05T13:00"),
    ("SA", "Asia/Riyadh", "2026-03-01T12:30", StateKind.AT_WORK, "2026-03-01T16:00"),  # Ramadan hours
    ("AE", "Asia/Dubai", "2026-04-03T06:00", StateKind.AT_WORK, "2026-04-03T12:00"),
    ("AE", "Asia/Dubai", "2026-04-03T10:00", StateKind.WEEKEND, "2026-04-06T09:00"),  # Friday afternoon
    ("CN", "Asia/Shanghai", "2026-02-14T02:00", StateKind.AT_WORK, "2026-02-14T12:00"),  # a Saturday made up
    ("US", "America/New_York", "2026-03-08T14:00", StateKind.WEEKEND, "2026-03-09T09:00"),  # clocks changed
]


@pytest.mark.parametrize(("iso2", "zone", "instant", "kind", "until"), STATES)
def test_state(knowledge: KnowledgeBase, iso2: str, zone: str, instant: str, kind: StateKind, until: str) -> None:
    now = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    state = local_state(knowledge, iso2, zone, now)
    assert (state.kind, f"{state.until:%Y-%m-%dT%H:%M}") == (kind, until)
    assert state.now == now
    if kind is StateKind.HOLIDAY:
        assert state.holiday is not None


@settings(max_examples=60, deadline=None)
@given(
    iso2=st.sampled_from(["BR", "SA", "AE", "CN", "NP", "IR", "BN", "AU", "US", "TR", "CH"]),
    minutes=st.integers(0, 6 * 366 * 24 * 60),
)
def test_a_state_ends_after_it_is_read_and_another_follows(knowledge: KnowledgeBase, iso2: str, minutes: int) -> None:
    now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    zone = knowledge.zones(iso2)[0]
    state = local_state(knowledge, iso2, zone, now)
    assert state.until > state.now
    just_before = local_state(knowledge, iso2, zone, state.until.astimezone(UTC) - timedelta(minutes=1))
    after = local_state(knowledge, iso2, zone, state.until.astimezone(UTC))
    assert after.kind is not just_before.kind or just_before.until == after.now


def test_unknown_zone(knowledge: KnowledgeBase) -> None:
    for zone in ("Mars/Olympus", "", "../etc/passwd"):
        with pytest.raises(KnownError):
            local_state(knowledge, "BR", zone, datetime.now(UTC))


def test_work_spans_leave_lunch_out(knowledge: KnowledgeBase) -> None:
    spans = work_spans(knowledge, "BR", "America/Sao_Paulo", datetime(2026, 3, 2, tzinfo=UTC).date())
    assert [(f"{start:%H:%M}", f"{end:%H:%M}") for start, end in spans] == [("09:00", "12:00"), ("13:00", "18:00")]


def make(knowledge: KnowledgeBase, there: str, here: str, language: str = "en") -> dict[str, str]:
    facts = brief(knowledge, there, here, language, datetime(2026, 3, 2, 8, tzinfo=UTC)).facts
    texts = {}
    for key in ("sales_law", "awards", "privacy"):
        entry = facts[key]
        assert isinstance(entry, dict)
        text = entry["text"]
        assert isinstance(text, Text)
        texts[key] = f"{entry['answer']}: {render(text)}"
    return texts


@pytest.mark.parametrize(
    ("there", "here", "answer"),
    [
        ("DE", "CN", "True: The CISG applies to a sale"),
        ("GB", "CN", "False: The CISG does not apply by itself"),
        ("GB", "IN", "False: Neither country"),
        ("SA", "CN", "True: The CISG applies to how the contract is formed"),
        ("CN", "CN", "False: Both sides are in one country"),
        ("HK", "CN", "None: Both sides are parts of one state"),
        ("ET", "CN", "None: Whether the CISG applies is not known"),
    ],
)
def test_which_sales_law(knowledge: KnowledgeBase, there: str, here: str, answer: str) -> None:
    assert make(knowledge, there, here)["sales_law"].startswith(answer)


def test_privacy_between_the_two(knowledge: KnowledgeBase) -> None:
    assert make(knowledge, "DE", "FR")["privacy"].startswith("True")
    assert "Privacy Framework" in make(knowledge, "US", "DE")["privacy"]
    assert make(knowledge, "DE", "CN")["privacy"].startswith("False")
    assert "充分性" in make(knowledge, "DE", "CN", "zh")["privacy"]


def test_brief_of_a_pair(knowledge: KnowledgeBase) -> None:
    now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    made = brief(knowledge, "SA", "DE", "en", now)
    assert made.facts["offset_minutes"] == 120
    assert "ramadan" in {period.id for period in made.special_periods}
    assert made.upcoming
    assert made.home_upcoming
    assert made.shared_hours_utc
    for start, end in made.shared_hours_utc:
        assert now <= start < end <= now + timedelta(days=7)
        assert start.astimezone(UTC).weekday() not in (4, 5, 6)
    alone = brief(knowledge, "SA", None, "en", now)
    assert alone.home is None
    assert alone.shared_hours_utc == ()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DRAGOMAN_HOME", str(tmp_path))
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["--ui-language", "en", *arguments])
    return result.exit_code, result.output


COUNTRY_KEYS = {
    "iso2", "iso3", "name", "names", "official_languages", "business_languages", "currencies", "currency_regime",
    "calling_code", "time_zones", "utc_offset", "weekend", "weekend_half_day", "weekend_regional", "first_day_of_week",
    "office_hours", "measurement_system", "paper_size", "decimal_separator", "number_example", "date_order",
    "calendars", "name_order", "postal", "uses_iban", "iban_length", "vat_standard_rate", "treaties", "gdpr",
    "data_laws", "fatf_list", "recording_consent", "special_periods", "flags", "etiquette", "sources",
}  # fmt: skip


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("iso2", ["AE", "AQ", "XK", "JP", "BV"])
def test_country_contract(iso2: str) -> None:
    code, output = run("country", iso2, "--json")
    assert code == 0
    document = json.loads(output)
    assert document.keys() >= COUNTRY_KEYS
    assert document["postal"].keys() == {"uses_postcode", "code_position", "large_to_small"}
    assert document["treaties"]["cisg"].keys() >= {"member", "in_force", "declarations", "source", "as_of"}
    assert document["gdpr"].keys() >= {"applies", "adequacy", "note"}
    assert all(law.keys() >= {"name", "short", "in_force", "regulator"} for law in document["data_laws"])


@pytest.mark.usefixtures("home")
def test_country_speaks_both_languages() -> None:
    assert json.loads(run("country", "AE", "--lang", "zh", "--json")[1])["name"] == "阿拉伯联合酋长国"
    emirates = json.loads(run("country", "AE", "--lang", "en", "--json")[1])
    assert emirates["name"] == "United Arab Emirates"
    assert emirates["weekend"] == ["sat", "sun"]
    assert emirates["utc_offset"] == "+04:00"


@pytest.mark.usefixtures("home")
def test_holidays_contract() -> None:
    code, output = run("holidays", "CN", "--year", "2026", "--json")
    assert code == 0
    rows = json.loads(output)
    wanted = {"date", "name_en", "name_local", "category", "estimated", "makeup_workday", "subdivision"}
    assert all(row.keys() >= wanted for row in rows)
    assert {"date": "2026-02-14", "makeup_workday": True}.items() <= next(
        row.items() for row in rows if row["date"] == "2026-02-14"
    )


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "arguments",
    [
        ("country", "Atlantis"),
        ("holidays", "DE", "--year", "1999"),
        ("holidays", "DE", "--year", "2026", "--subdivision", "Atlantis"),
        ("brief", "DE", "--from", "Atlantis"),
        ("search", " "),
    ],
)
def test_bad_input_is_said_plainly(arguments: tuple[str, ...]) -> None:
    code, output = run(*arguments)
    assert code == 2
    assert output.startswith("dragoman: ")
    assert "Traceback" not in output
    assert len(output.strip().splitlines()) >= 2


@pytest.mark.usefixtures("home")
def test_text_fits_80_columns() -> None:
    from unicodedata import east_asian_width

    for arguments in (("country", "SA"), ("country", "CN", "--lang", "zh"), ("brief", "SA", "--from", "CN")):
        code, output = run(*arguments)
        assert code == 0
        for line in output.splitlines():
            assert sum(2 if east_asian_width(character) in "WF" else 1 for character in line) <= 80, line


@pytest.mark.usefixtures("home")
def test_brief_and_search_json() -> None:
    document = json.loads(run("brief", "BR", "--from", "CN", "--json")[1])
    assert document["facts"]["sales_law"]["answer"] is True
    assert document["facts"]["sales_law"]["text"].startswith("The CISG applies")
    hits = json.loads(run("search", "斋月", "--limit", "60", "--json")[1])
    assert {"SA", "ID"} <= {hit["iso2"] for hit in hits}
