"""The currency clause: corners computed by hand, and what holds for every rate."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.deals.currency_risk import (
    CurrencyRule,
    Zone,
    outcome,
    outcomes,
    read_rates,
    read_rule,
    sample_rates,
)

RULE = read_rule("7.10", "2", "50", "4", "12")
PERCENT = st.decimals(0, 100, places=2)
RATES = st.decimals("0.01", "1000", places=4)


@pytest.mark.parametrize(
    ("rate", "deviation", "adjustment", "zone"),
    [
        ("7.10", "0", "0", Zone.BAND),
        ("7.242", "2", "0", Zone.BAND),
        ("6.958", "-2", "0", Zone.BAND),
        # 6 % below: 4 % beyond the band, half of it is 2 %.
        ("6.674", "-6", "2", Zone.SPLIT),
        ("7.526", "6", "-2", Zone.SPLIT),
        # 11 % below: 9 % beyond, half is 4.5 %, the cap is 4 %.
        ("6.319", "-11", "4", Zone.CAPPED),
        ("7.952", "12", "-4", Zone.RENEGOTIATE),
    ],
)
def test_by_hand(rate: str, deviation: str, adjustment: str, zone: Zone) -> None:
    found = outcome(RULE, Decimal(rate))
    assert (found.deviation, found.adjustment, found.zone) == (Decimal(deviation), Decimal(adjustment), zone)


def test_proceeds_are_price_times_rate() -> None:
    found = outcome(RULE, Decimal("6.674"))
    # 102 % of the price at 94 % of the rate.
    assert found.seller == Decimal("-4.12")
    assert found.unadjusted == Decimal("-6")


@given(RATES, PERCENT, PERCENT, PERCENT)
def test_the_clause_never_makes_a_side_worse_off_than_without(
    rate: Decimal, band: Decimal, split: Decimal, cap: Decimal
) -> None:
    found = outcome(CurrencyRule(Decimal("7.1"), band, split, cap), rate)
    assert abs(found.adjustment) <= cap
    if found.deviation < 0:
        assert found.adjustment >= 0
        assert found.seller >= found.unadjusted - Decimal("0.0001")
    elif found.deviation > 0:
        assert found.adjustment <= 0


@given(PERCENT, PERCENT)
def test_the_adjustment_grows_with_the_deviation(band: Decimal, split: Decimal) -> None:
    rule = CurrencyRule(Decimal("7.1"), band, split)
    found = [one.adjustment for one in outcomes(rule, sample_rates(rule))]
    assert found == sorted(found, reverse=True)


def test_sampled_rates_hold_every_corner() -> None:
    rates = sample_rates(RULE)
    assert list(rates) == sorted(rates)
    assert {Decimal("7.1000"), Decimal("7.2420"), Decimal("6.9580"), Decimal("7.9520")} <= set(rates)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("0", "2", "50"), "base"),
        (("7,1", "2", "50"), "base"),
        (("7.1", "-2", "50"), "band"),
        (("7.1", "2", "150"), "split"),
        (("7.1", "5", "50", "4", "3"), "trigger"),
        ((True, "2", "50"), "base"),
        (("NaN", "2", "50"), "base"),
        (("1e999999", "2", "50"), "base"),
    ],
)
def test_what_cannot_be_used_is_named(arguments: tuple[object, ...], name: str) -> None:
    with pytest.raises(KnownError) as caught:
        read_rule(*arguments)
    assert caught.value.values["name"] == name


@pytest.mark.parametrize("rates", ["7.1", 7.1, [0], ["x"], [1] * 501])
def test_rates_that_are_none(rates: object) -> None:
    with pytest.raises(KnownError):
        read_rates(rates)
