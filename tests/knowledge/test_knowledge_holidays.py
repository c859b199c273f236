"""Holidays against the published calendars."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dragoman.base.errors import KnownError
from dragoman.knowledge.model import Holiday
from dragoman.knowledge.service import OFFICE_CATEGORIES, KnowledgeBase

PUBLISHED = [
    ("BR", date(2026, 11, 20), "National Day of Zumbi and Black Awareness"),
    ("DE", date(2026, 10, 3), "German Unity Day"),
    ("JP", date(2026, 4, 29), "Showa Day"),
    ("US", date(2026, 7, 3), "Independence Day (observed)"),
    ("SA", date(2026, 9, 23), "National Day Holiday"),
    ("GB", date(2027, 12, 27), "Christmas Day (observed)"),
    ("CN", date(2026, 10, 1), "National Day"),
    ("FR", date(2026, 7, 14), "National Day"),
]


def year(knowledge: KnowledgeBase, iso2: str, number: int, subdivision: str | None = None) -> dict[date, Holiday]:
    found = knowledge.holidays(iso2, date(number, 1, 1), date(number, 12, 31), subdivision, ("public",))
    return {holiday.date: holiday for holiday in found}


@pytest.mark.parametrize(("iso2", "day", "name"), PUBLISHED)
def test_published_holiday(knowledge: KnowledgeBase, iso2: str, day: date, name: str) -> None:
    assert year(knowledge, iso2, day.year)[day].name_en == name
    assert not knowledge.is_workday(iso2, day)


def test_chinese_make_up_days_are_worked(knowledge: KnowledgeBase) -> None:
    found = knowledge.holidays("CN", date(2026, 1, 1), date(2026, 12, 31))
    made_up = [holiday.date for holiday in found if holiday.makeup_workday]
    assert date(2026, 2, 14) in made_up
    assert date(2026, 10, 10) in made_up
    assert all(day.weekday() >= 5 and knowledge.is_workday("CN", day) for day in made_up)
    assert not knowledge.is_workday("CN", date(2026, 2, 15))


def test_names_in_three_languages(knowledge: KnowledgeBase) -> None:
    day = year(knowledge, "SA", 2026)[date(2026, 9, 23)]
    assert (day.name_en, day.name("zh_Hans")) == ("National Day Holiday", "国庆日假期")
    assert "اليوم الوطني" in day.name_local
    assert year(knowledge, "KR", 2026)[date(2026, 8, 15)].name_zh == "光复节"


def test_sighted_feasts_ahead_are_estimated_and_calculated_ones_are_not(knowledge: KnowledgeBase) -> None:
    for iso2 in ("SA", "AE", "MY", "ID"):
        eids = [holiday for holiday in year(knowledge, iso2, 2028).values() if "Eid al-Adha" in holiday.name_en]
        assert eids
        assert all(holiday.estimated and "estimated" not in holiday.name_en for holiday in eids)
    assert not any(holiday.estimated for holiday in year(knowledge, "TR", 2028).values())
    assert not any(holiday.estimated for holiday in year(knowledge, "DE", 2028).values())


def test_subdivision_adds_and_leaves_out(knowledge: KnowledgeBase) -> None:
    epiphany = date(2026, 1, 6)
    assert epiphany not in year(knowledge, "DE", 2026)
    assert year(knowledge, "DE", 2026, "BY")[epiphany].subdivision == "BY"
    assert epiphany in year(knowledge, "DE", 2026, "DE-BY")
    assert epiphany in year(knowledge, "DE", 2026, "bayern")
    presidents = date(2026, 2, 16)
    assert presidents in year(knowledge, "US", 2026)
    assert presidents not in year(knowledge, "US", 2026, "DE")


def test_unknown_subdivision_names_the_known_ones(knowledge: KnowledgeBase) -> None:
    with pytest.raises(KnownError) as failure:
        knowledge.holidays("DE", date(2026, 1, 1), date(2026, 1, 2), "Atlantis")
    assert "BY" in str(failure.value.values["codes"])
    with pytest.raises(KnownError):
        knowledge.holidays("VA", date(2026, 1, 1), date(2026, 1, 2), "X")


def test_half_days_for_some_people_do_not_close_offices(knowledge: KnowledgeBase) -> None:
    categories = {holiday.category for holiday in knowledge.holidays("CN", date(2027, 3, 8), date(2027, 3, 8))}
    assert "half_day" not in categories
    assert knowledge.is_workday("CN", date(2027, 3, 8))
    optional = knowledge.holidays("CN", date(2027, 3, 8), date(2027, 3, 8), categories=("optional",))
    assert optional[0].name_en == "International Women's Day"


def test_every_country_with_holidays_has_them_in_every_year(knowledge: KnowledgeBase) -> None:
    gaps = {}
    for iso2 in knowledge.codes():
        found = knowledge.holidays(iso2, date(2020, 1, 1), date(2035, 12, 31), None, ("public",))
        if missing := set(range(2020, 2036)) - {holiday.date.year for holiday in found}:
            gaps[iso2] = missing
    # Uninhabited or military (BV, HM, IO); the package's own limits (GW, LK); martial law (UA).
    assert gaps.pop("UA") == set(range(2023, 2036))
    assert gaps.pop("LK") <= set(range(2027, 2036))
    assert gaps.pop("GW") <= set(range(2020, 2023))
    assert gaps.keys() == {"BV", "HM", "IO"}


def test_days_are_in_order_and_one_row_a_day_and_category(knowledge: KnowledgeBase) -> None:
    found = knowledge.holidays("IN", date(2026, 1, 1), date(2027, 12, 31), "MH", knowledge.categories("IN"))
    days = [holiday.date for holiday in found]
    assert days == sorted(days)
    assert len({(holiday.date, holiday.category) for holiday in found}) == len(found)


def test_special_periods(knowledge: KnowledgeBase) -> None:
    ramadan = [
        period
        for period in knowledge.special_periods("SA", date(2026, 1, 1), date(2026, 12, 31))
        if period.id == "ramadan"
    ]
    assert [period.start for period in ramadan] == [date(2026, 2, 18)]
    assert date(2026, 3, 18) <= ramadan[0].end <= date(2026, 3, 20)
    assert ramadan[0].hours == (("10:00", "16:00"),)
    twice = knowledge.special_periods("SA", date(2030, 1, 1), date(2030, 12, 31))
    assert len(twice) == 2
    year_end = knowledge.special_periods("DE", date(2027, 1, 1), date(2027, 1, 1))
    assert [period.start for period in year_end] == [date(2026, 12, 23)]
    new_year = next(
        period
        for period in knowledge.special_periods("CN", date(2027, 2, 6), date(2027, 2, 6))
        if period.id == "chinese_new_year"
    )
    assert new_year.start == date(2027, 2, 6) - timedelta(days=10)
    assert new_year.name("zh") == "春节停工期"


def test_categories_default_to_what_moves_office_days(knowledge: KnowledgeBase) -> None:
    assert OFFICE_CATEGORIES == ("public", "half_day", "workday")
    found = knowledge.holidays("CH", date(2026, 12, 24), date(2026, 12, 24), "ZH")
    assert all(holiday.category in OFFICE_CATEGORIES for holiday in found)
