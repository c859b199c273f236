"""Contingency plans and the comparison of markets."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.base.errors import KnownError
from dragoman.deals.contingency import Risk, due, from_data, ranked, starter_set, to_data
from dragoman.deals.market_comparison import Criterion, lead, rank, sensitivity

TODAY = date(2026, 11, 22)


def test_the_starter_set_is_whole_in_both_languages() -> None:
    english, chinese = starter_set("en", TODAY), starter_set("zh_Hans", TODAY)
    assert len(english) == len(chinese) == 6
    for one in (*english, *chinese):
        assert one.trigger
        assert one.plan
        assert one.review_on is not None
        assert one.review_on > TODAY
    assert "汇率" in chinese[2].title


def test_risks_come_back_and_are_ranked() -> None:
    risks = [*starter_set("en", TODAY), Risk("done", 5, 5, is_closed=True), Risk("heavy", 5, 5)]
    assert from_data(to_data(risks)) == risks
    order = ranked(risks)
    assert order[0].title == "heavy"
    assert order[-1].title == "done"


def test_what_is_due() -> None:
    risks = [
        Risk("later", 1, 1, review_on=date(2026, 12, 1)),
        Risk("today", 1, 1, review_on=TODAY),
        Risk("overdue", 1, 1, review_on=date(2026, 11, 1)),
        Risk("closed", 1, 1, review_on=date(2026, 11, 1), is_closed=True),
        Risk("never", 1, 1),
    ]
    assert [risk.title for risk in due(risks, TODAY)] == ["overdue", "today"]


CRITERIA = [Criterion("demand", 5), Criterion("tariff", 3), Criterion("payment", 2)]
MARKS = {
    "BR": {"demand": 8, "tariff": 3, "payment": 5},
    "MX": {"demand": 6, "tariff": 8, "payment": 6},
    "VN": {"demand": 7, "tariff": 7},
}


def test_ranking_by_hand() -> None:
    places = rank(CRITERIA, MARKS)
    assert [place.iso2 for place in places] == ["VN", "MX", "BR"]
    assert places[0].mean == 7.0
    assert places[0].missing == ("payment",)
    assert places[1].mean == pytest.approx((5 * 6 + 3 * 8 + 2 * 6) / 10)
    assert lead(places) == pytest.approx(7.0 - 6.6)


def test_sensitivity_says_what_would_change_the_leader() -> None:
    found = {one.criterion: one for one in sensitivity(CRITERIA, MARKS)}
    # With hardly any weight on the tariff: (5 x 8 + 2 x 5) / 7 for Brazil beats the 7 of Vietnam.
    assert (found["tariff"].leader, found["tariff"].factor) == ("BR", 0.05)
    assert found["payment"].factor is None


def test_marks_out_of_range_are_named() -> None:
    with pytest.raises(KnownError):
        rank(CRITERIA, {"BR": {"demand": 11}})
    with pytest.raises(KnownError):
        rank([Criterion("demand", 0)], MARKS)
