"""Figures and dates in the reader's locale."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.drafts.fields import Money, Percent, Quantity
from dragoman.drafts.formats import Formats, line_total

NBSP, NNBSP = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("locale", "amount", "currency", "printed"),
    [
        ("pt-BR", "12500.00", "USD", f"US${NBSP}12.500,00"),
        ("pt-BR", "12500.00", "BRL", f"R${NBSP}12.500,00"),
        ("pt-PT", "12500.00", "EUR", f"12{NBSP}500,00{NBSP}€"),
        ("pt-PT", "12500.00", "USD", f"12{NBSP}500,00{NBSP}US$"),
        ("de-DE", "12500.00", "USD", f"12.500,00{NBSP}USD"),
        ("de-DE", "12500.00", "EUR", f"12.500,00{NBSP}€"),
        ("de-DE", "12500.00", "CNY", f"12.500,00{NBSP}CN¥"),
        ("de-CH", "12500.00", "CHF", f"CHF{NBSP}12’500.00"),
        ("en-US", "12500.00", "USD", f"USD{NBSP}12,500.00"),
        ("en-GB", "12500.00", "USD", "US$12,500.00"),
        ("en-GB", "12500.00", "GBP", f"GBP{NBSP}12,500.00"),
        ("zh-Hans-CN", "12500.00", "USD", "US$12,500.00"),
        ("zh-Hans-CN", "12500.00", "CNY", "人民币12,500.00元"),
        ("zh-Hans-CN", "12500", "JPY", "JP¥12,500"),
        ("ja-JP", "12500", "JPY", "12,500円"),
        ("ja-JP", "12500.00", "USD", f"USD{NBSP}12,500.00"),
        ("ja-JP", "12500.00", "CNY", f"CNY{NBSP}12,500.00"),
        ("fr-FR", "12500.00", "EUR", f"12{NNBSP}500,00{NBSP}€"),
        ("fr-FR", "12500.00", "CNY", f"12{NNBSP}500,00{NBSP}CNY"),
        ("en-IN", "1250000.00", "INR", "₹12,50,000.00"),
    ],
)
def test_money(locale: str, amount: str, currency: str, printed: str) -> None:
    assert Formats(locale).money(Money(Decimal(amount), currency)) == printed


def test_a_price_below_a_cent_is_not_rounded() -> None:
    assert Formats("de-DE").money(Money(Decimal("0.03755"), "EUR")) == f"0,03755{NBSP}€"


def test_missing_decimals_are_filled_up() -> None:
    assert Formats("pt-BR").money(Money(Decimal("7"), "BRL")) == f"R${NBSP}7,00"


@given(
    st.decimals(min_value=0, max_value=10**12, places=2),
    st.sampled_from(["pt-BR", "pt-PT", "de-DE", "de-CH", "ja-JP", "zh-Hans-CN", "en-US", "fr-FR"]),
)
def test_no_digit_is_lost(amount: Decimal, locale: str) -> None:
    printed = Formats(locale).money(Money(amount, "EUR"))
    assert "".join(filter(str.isdigit, printed)) == f"{amount:.2f}".replace(".", "")


@pytest.mark.parametrize(
    ("locale", "day", "with_weekday"),
    [
        ("en-US", "January 30, 2027", "Saturday, January 30, 2027"),
        ("en-GB", "30 January 2027", "Saturday, 30 January 2027"),
        ("pt-BR", "30 de janeiro de 2027", "sábado, 30 de janeiro de 2027"),
        ("de-AT", "30. Jänner 2027", "Samstag, 30. Jänner 2027"),
        ("fr-FR", "30 janvier 2027", "samedi 30 janvier 2027"),
    ],
)
def test_dates(locale: str, day: str, with_weekday: str) -> None:
    formats = Formats(locale)
    assert formats.day(date(2027, 1, 30)) == day
    assert formats.day_with_weekday(date(2027, 1, 30)) == with_weekday


def test_weekday_in_full_width_brackets() -> None:
    assert (
        Formats("ja-JP", weekday_date="{date}（{weekday}）", weekday="EEE").day_with_weekday(date(2027, 1, 30))
        == "2027年1月30日（土）"
    )


@pytest.mark.parametrize(
    ("locale", "percent", "printed"),
    [
        ("de-DE", "30", f"30{NBSP}%"),
        ("pt-BR", "30", "30%"),
        ("de-DE", "12.5", f"12,5{NBSP}%"),
        ("en-US", "0.25", "0.25%"),
    ],
)
def test_percent(locale: str, percent: str, printed: str) -> None:
    assert Formats(locale).percent(Percent(Decimal(percent))) == printed


@pytest.mark.parametrize(
    ("locale", "amount", "unit", "printed"),
    [
        ("de-DE", "18.5", "t", f"18,5{NBSP}t"),
        ("en-GB", "1250", "kg", "1,250 kg"),
        ("zh-Hans-CN", "2.5", "m2", "2.5平方米"),
        ("pt-BR", "3", "drums", "3 drums"),
        ("pt-BR", "1250.0", "", "1.250"),
        ("ja-JP", "1250", "m", "1,250 m"),
    ],
)
def test_quantities(locale: str, amount: str, unit: str, printed: str) -> None:
    assert Formats(locale).quantity(Quantity(Decimal(amount), unit)).replace(" ", NBSP) == printed.replace(" ", NBSP)


@pytest.mark.parametrize(("amount", "printed"), [("1", "1 piece"), ("2", "2 pieces"), ("1250", "1,250 pieces")])
def test_counted_units_follow_the_plural(amount: str, printed: str) -> None:
    formats = Formats("en-GB", {"piece": {"one": "{0} piece", "other": "{0} pieces"}})
    assert formats.quantity(Quantity(Decimal(amount), "PCS")) == printed


@pytest.mark.parametrize(
    ("quantity", "price", "currency", "total"),
    [("1250", "12.50", "USD", "15625.00"), ("3", "0.335", "USD", "1.01"), ("7", "1.5", "JPY", "11")],
)
def test_line_total_rounds_half_up(quantity: str, price: str, currency: str, total: str) -> None:
    made = line_total(Quantity(Decimal(quantity), "pcs"), Money(Decimal(price), currency))
    assert (str(made.amount), made.currency) == (total, currency)


@pytest.mark.parametrize(
    ("locale", "first", "expected"),
    [("fr-FR", "1er", "1er mars 2027"), ("it-IT", "1º", "1º marzo 2027"), ("de-DE", "", "1. März 2027")],
)
def test_the_first_of_a_month_is_an_ordinal_where_the_language_says_so(locale: str, first: str, expected: str) -> None:
    formats = Formats(locale, first_day=first)
    assert formats.day(date(2027, 3, 1)) == expected
    assert formats.day(date(2027, 3, 21)).startswith("21")
