"""The brief of a country pair, its page and sheet; notes of one's own; the year of two countries."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.base.i18n import Text, render
from dragoman.knowledge.between import awards, documents, privacy, sales_law
from dragoman.knowledge.brief import brief
from dragoman.knowledge.brief_html import brief_html
from dragoman.knowledge.brief_sheet import sheet
from dragoman.knowledge.model import Addressee
from dragoman.knowledge.notes import LONGEST_NOTE, CountryNotes
from dragoman.knowledge.service import KnowledgeBase
from dragoman.knowledge.year import year_view

MONDAY = datetime(2026, 9, 28, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("there", "here", "answer", "wording"),
    [
        ("DE", "CN", True, "The CISG applies to a sale"),
        ("DE", "HK", True, "The CISG applies to a sale"),
        ("GB", "CN", False, "only one side"),
        ("GB", "IN", False, "Neither country"),
        ("SE", "NO", False, "Nordic"),
        ("SE", "DE", True, "The CISG applies to a sale"),
        ("SA", "CN", True, "how the contract is formed"),
        ("HK", "CN", None, "contested"),
        ("ET", "CN", None, "not known"),
        ("CN", "CN", False, "one country"),
    ],
)
def test_sales_law(knowledge: KnowledgeBase, there: str, here: str, answer: bool | None, wording: str) -> None:
    for pair in ((there, here), (here, there)):
        found = sales_law(knowledge.country(pair[0]), knowledge.country(pair[1]), "en")
        assert found["answer"] is answer
        assert wording in render(text_of(found))
        assert found["sources"][0]["as_of"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("there", "here", "answer"),
    [("BR", "CN", True), ("TW", "JP", False), ("HK", "CN", True), ("KP", "YE", False), ("XK", "DE", None)],
)
def test_awards(knowledge: KnowledgeBase, there: str, here: str, answer: bool | None) -> None:
    assert awards(knowledge.country(there), knowledge.country(here), "en")["answer"] is answer


@pytest.mark.parametrize(
    ("there", "here", "answer"), [("CA", "CN", True), ("EG", "CN", False), ("TH", "CN", None), ("CN", "CN", True)]
)
def test_documents(knowledge: KnowledgeBase, there: str, here: str, answer: bool | None) -> None:
    assert documents(knowledge.country(there), knowledge.country(here), "zh")["answer"] is answer


def test_privacy_names_the_rules_of_the_side_outside(knowledge: KnowledgeBase) -> None:
    found = privacy(knowledge.country("DE"), knowledge.country("CN"), "en")
    assert found["answer"] is False
    assert any("PIPL" in note for note in found["notes"])  # type: ignore[attr-defined]
    assert privacy(knowledge.country("DE"), knowledge.country("NO"), "en")["answer"] is True
    assert privacy(knowledge.country("DE"), knowledge.country("JP"), "en")["answer"] is True


def text_of(answer: dict[str, object]) -> Text:
    text = answer["text"]
    assert isinstance(text, Text)
    return text


def test_shared_hours_stop_for_the_golden_week(knowledge: KnowledgeBase) -> None:
    made = brief(knowledge, "DE", "CN", "en", MONDAY)
    days = [start.date() for start, _end in made.shared_hours_utc]
    assert days
    assert set(days) <= {date(2026, 9, 28), date(2026, 9, 29), date(2026, 9, 30)}
    for start, end in made.shared_hours_utc:
        assert start < end
    assert {holiday.date for holiday in made.home_upcoming} >= {date(2026, 10, 1), date(2026, 10, 7)}
    assert any(period.id == "golden_week" for period in made.home_special_periods)


@pytest.mark.parametrize(
    ("iso2", "person", "written", "called"),
    [
        ("JP", Addressee("Haruto", "Tanaka"), "Tanaka Haruto", "Tanaka"),
        ("JP", Addressee("陽翔", "田中"), "田中陽翔", "田中"),
        ("DE", Addressee("Anna", "Weber", "Dr."), "Dr. Anna Weber", "Dr. Weber"),
        ("SA", Addressee("Khalid", "Al-Harbi", "Eng."), "Eng. Khalid Al-Harbi", "Eng. Khalid"),
        ("BR", Addressee("João", "Silva", "Dr."), "Dr. João Silva", "João"),
        ("AG", Addressee("Ann", "Joseph"), "Ann Joseph", None),
    ],
)
def test_how_to_address_somebody(
    knowledge: KnowledgeBase, iso2: str, person: Addressee, written: str, called: str | None
) -> None:
    facts: Any = brief(knowledge, iso2, "CN", "en", MONDAY, addressee=person).facts["address"]
    assert (facts["written"], facts["called"]) == (written, called)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_full_brief_has_every_section(knowledge: KnowledgeBase, language: str) -> None:
    made = brief(knowledge, "JP", "CN", language, datetime(2026, 4, 20, 2, tzinfo=UTC))
    sections = {section.key: section for section in sheet(made, language, render)}
    assert list(sections) == [
        "now", "address", "do", "dont", "hours", "holidays", "periods", "formats", "between", "channels",
    ]  # fmt: skip
    assert len(sections["do"].lines) == len(sections["dont"].lines) == 5
    assert [row[1:] for row in sections["formats"].table][2] == ("JPY", "CNY")
    dated = " ".join(line.text for line in sections["between"].lines)
    assert str(made.country.treaties["cisg"].as_of) in dated


def test_a_country_without_a_card_says_so_and_invents_nothing(knowledge: KnowledgeBase) -> None:
    made = brief(knowledge, "AG", "CN", "en", MONDAY)
    assert made.market is None
    sections = {section.key: section for section in sheet(made, "en", render)}
    assert not sections.keys() & {"do", "dont", "channels", "note"}
    assert any("No card of manners" in line.text for line in sections["now"].lines)
    assert "formats" in sections


def test_every_country_pairs_with_china(knowledge: KnowledgeBase) -> None:
    for number, iso2 in enumerate(sorted(knowledge.codes())):
        language = ("en", "zh")[number % 2]
        made = brief(knowledge, iso2, "CN", language, MONDAY)
        assert sheet(made, language, render)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_whole_escaped_and_loads_nothing(knowledge: KnowledgeBase, language: str, tmp_path: Path) -> None:
    notes = CountryNotes(UserDatabase(tmp_path / "user.sqlite3"))
    note = notes.keep("SA", "<img src='file:///etc/passwd'> & 3 < 4\nsecond line")
    made = brief(knowledge, "SA", "CN", language, MONDAY)
    document = brief_html(made, language, render, date(2026, 9, 28), note)
    page = _Page()
    page.feed(document)
    assert page.open == []
    assert "<img" not in document
    assert not [name for _tag, name, _value in page.attributes if name in ("src", "href", "style", "onload")]
    assert not re.search(r"url\(|@import|https?:", document)
    text = "".join(page.texts)
    assert "<img src='file:///etc/passwd'> & 3 < 4" in text
    assert made.country.name(language) in text
    for item in (*made.market.do, *made.market.dont) if made.market else ():
        assert item in text
    assert "2026-09-28" in text


def test_notes_are_kept_replaced_and_removed(tmp_path: Path) -> None:
    path = tmp_path / "user.sqlite3"
    notes = CountryNotes(UserDatabase(path))
    assert notes.note("JP") is None
    notes.keep("jp", "  Ask for Ms Sato.  ")
    notes.keep("DE", "Fair in April")
    notes.keep("JP", "Ask for Mr Abe.")
    again = CountryNotes(UserDatabase(path))
    assert [(note.iso2, note.text) for note in again.notes()] == [("DE", "Fair in April"), ("JP", "Ask for Mr Abe.")]
    kept = again.note("JP")
    assert kept is not None
    assert kept.updated.tzinfo is not None
    with pytest.raises(KnownError):
        again.keep("JP", "x" * (LONGEST_NOTE + 1))
    assert again.note("JP") == kept
    assert again.keep("JP", "  ") is None
    assert [note.iso2 for note in again.notes()] == ["DE"]


def test_the_year_of_two_countries_side_by_side(knowledge: KnowledgeBase) -> None:
    view = year_view(knowledge, "SA", "CN", 2026)
    days = {day.date: day for day in view.days}
    assert list(days) == sorted(days)
    national = days[date(2026, 9, 23)]
    assert national.theirs
    assert not national.ours
    assert (national.theirs_works, national.ours_works) == (False, True)
    assert days[date(2026, 1, 1)].ours
    assert days[date(2026, 2, 28)].ours_works  # a Saturday worked for the Spring Festival
    assert any(period.id == "ramadan" for period in view.periods)
    assert any(period.id == "chinese_new_year" for period in view.home_periods)
    with pytest.raises(KnownError):
        year_view(knowledge, "SA", "CN", 2036)
