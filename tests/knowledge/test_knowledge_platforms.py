"""Meeting and chat programs between countries: what is written, what follows from it, and what is said of it."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.knowledge.platforms import PROGRAMS, STATES, hindrances, platforms, program_of, usual_everywhere
from dragoman.knowledge.service import KnowledgeBase


def states(knowledge: KnowledgeBase, iso2: str) -> dict[str, str]:
    return {one.program.id: one.state for one in platforms(knowledge, iso2, "en")}


def test_what_is_written_beats_the_card_and_the_home_ground(knowledge: KnowledgeBase) -> None:
    china, brazil, russia = (states(knowledge, iso2) for iso2 in ("CN", "BR", "RU"))
    assert (china["wechat"], china["google_meet"], china["zoom"]) == ("usual", "blocked", "limited")
    assert (brazil["whatsapp"], brazil["google_meet"], brazil["wechat"]) == ("usual", "usual", "rare")
    # The card of Russia calls these channels; the dated rows know better.
    assert (russia["telegram"], russia["zoom"]) == ("limited", "limited")


def test_every_row_is_known_dated_and_in_both_languages(knowledge: KnowledgeBase) -> None:
    spoken_of = 0
    for iso2, _name in knowledge.names("en"):
        english, chinese = (platforms(knowledge, iso2, tag) for tag in ("en", "zh-Hans"))
        for one, other in zip(english, chinese, strict=True):
            assert one.program is other.program
            assert one.state in STATES
            assert bool(one.note) == bool(other.note)
            assert one.as_of is None or date(2025, 1, 1) <= one.as_of <= date(2026, 11, 22)
        spoken_of += bool(english)
    assert spoken_of >= 90


def test_where_nothing_is_known_nothing_is_said(knowledge: KnowledgeBase) -> None:
    assert platforms(knowledge, "TV", "en") == ()


def test_what_is_usual_on_all_sides(knowledge: KnowledgeBase) -> None:
    assert usual_everywhere(knowledge, ("CN", "BR"), "en")[0].id == "teams"
    assert "google_meet" not in {one.id for one in usual_everywhere(knowledge, ("CN", "BR"), "en")}
    assert "google_meet" in {one.id for one in usual_everywhere(knowledge, ("BR", "MX"), "en")}


def test_hindrances_name_the_country(knowledge: KnowledgeBase) -> None:
    found = hindrances(knowledge, PROGRAMS["google_meet"], ("BR", "CN", "CN"), "en")
    assert list(found) == ["CN"]
    assert (found["CN"].state, found["CN"].as_of) == ("blocked", date(2025, 11, 30))
    assert [*hindrances(knowledge, PROGRAMS["tencent_meeting"], ("BR", "CN"), "en")] == ["BR"]


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=list(PROGRAMS))
def test_a_link_leads_back_to_its_program(program: object) -> None:
    assert program in PROGRAMS.values()
    for host in program.hosts:  # type: ignore[attr-defined]
        assert program_of(f"https://{host}/j/1") is program
