"""Digits, calendars, measures and words of the reader beside what was agreed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.base.locales import babel_locale
from dragoman.drafts.amount_words import custom_line, financial_numerals, in_words
from dragoman.drafts.calendars import calendar_for, other_date
from dragoman.drafts.fields import Money, Percent, Quantity
from dragoman.drafts.formats import Formats
from dragoman.drafts.measures import in_other_system
from dragoman.drafts.model import Letter, Person
from dragoman.drafts.service import DraftService

NBSP, NNBSP, RLM = "\u00a0", "\u202f", "\u200f"
DAY = date(2027, 1, 30)


@pytest.mark.parametrize(
    ("locale", "money", "day"),
    [
        ("ar-EG", f"{RLM}١٬٢٣٤٬٥٦٧٫٥٠{NBSP}US$", "٣٠ يناير ٢٠٢٧"),
        ("ar-SA", f"{RLM}١٬٢٣٤٬٥٦٧٫٥٠{NBSP}US$", "٣٠ يناير ٢٠٢٧"),
        ("ar-AE", f"{RLM}1,234,567.50{NBSP}US$", "30 يناير 2027"),
        ("fa-IR", f"\u200eUSD{NBSP}۱٬۲۳۴٬۵۶۷٫۵۰", "۳۰ ژانویهٔ ۲۰۲۷"),
        ("hi-IN", f"USD{NBSP}12,34,567.50", "30 जनवरी 2027"),
        ("en-IN", f"USD{NBSP}12,34,567.50", "30 January 2027"),
        ("de-CH", f"USD{NBSP}1’234’567.50", "30. Januar 2027"),
        ("fr-FR", f"1{NNBSP}234{NNBSP}567,50{NBSP}$US", "30 janvier 2027"),
        ("bn-BD", "১২,৩৪,৫৬৭.৫০US$", "৩০ জানুয়ারী, ২০২৭"),
    ],
)
def test_numbers_and_dates_have_the_digits_of_the_locale(locale: str, money: str, day: str) -> None:
    formats = Formats(locale)
    printed = formats.money(Money(Decimal("1234567.5"), "USD"))
    assert printed == money
    assert formats.day(DAY) == day


def test_percent_and_quantities_follow() -> None:
    formats = Formats("ar-EG", {"piece": {"other": "{0} قطعة"}})
    assert formats.percent(Percent(Decimal(30))).startswith("٣٠")
    assert formats.quantity(Quantity(Decimal(1250), "pcs")) == "١٬٢٥٠ قطعة"
    assert formats.quantity(Quantity(Decimal("18.5"), "kg")).startswith("١٨٫٥")


@pytest.mark.parametrize(
    ("country", "language", "printed"),
    [
        ("TH", "en", "B.E. 2570"),
        ("TH", "zh-Hant", "佛曆2570年"),
        ("TH", "ja", "仏暦2570年"),
        ("IR", "en", "10 Bahman 1405"),
        ("IR", "ar", "10 بهمن 1405"),
        ("AF", "en", "10 Dalw 1405"),
        ("SA", "ar", "22 شعبان 1448 هـ"),
        ("SA", "en", ""),
        ("AE", "ar", ""),
        ("DE", "de", ""),
    ],
)
def test_the_other_calendar(country: str, language: str, printed: str) -> None:
    assert other_date(DAY, calendar_for(country, language), language) == printed


def test_a_day_beyond_the_islamic_tables_has_no_islamic_date() -> None:
    assert other_date(date(2100, 1, 1), "islamic", "ar") == ""


def test_the_other_date_stands_beside_days_to_act_on_with_their_digits(write: Callable[..., Letter]) -> None:
    letter = write(Person("Somchai", "Sukjai", "", "m", "", "TH"), language="en")
    assert "Valid until: Tuesday, 15 December 2026 (B.E. 2569)" in letter.body
    assert "enquiry of 16 November 2026." in letter.body
    formats = Formats("ar-SA", calendar="islamic")
    assert formats.day_with_weekday(DAY) == "السبت، ٣٠ يناير ٢٠٢٧ (٢٢ شعبان ١٤٤٨ هـ)"


@pytest.mark.parametrize(
    ("system", "amount", "unit", "printed"),
    [
        ("US", "18.5", "t", "18.5 t (≈ 40,790 lb)"),
        ("US", "4180", "kg", "4,180 kg (≈ 9,215 lb)"),
        ("US", "60", "cm", "60 cm (≈ 23.62 in)"),
        ("US", "26.4", "m3", "26.4 m³ (≈ 932.3 ft³)"),
        ("metric", "500", "lb", "500 lb (≈ 226.8 kg)"),
        ("UK", "12", "ft", "12 ft (≈ 3.658 m)"),
        ("metric", "18.5", "t", "18.5 t"),
        ("US", "500", "lb", "500 lb"),
        ("", "500", "lb", "500 lb"),
        ("US", "0", "kg", "0 kg"),
        ("US", "5", "drums", "5 drums"),
    ],
)
def test_the_readers_measures_stand_beside_the_agreed_ones(system: str, amount: str, unit: str, printed: str) -> None:
    formats = Formats("en-GB", system=system)
    assert formats.quantity(Quantity(Decimal(amount), unit)).replace(NBSP, " ") == printed


@given(st.decimals(min_value="0.001", max_value=10**9, places=3), st.sampled_from(["mass-pound", "length-foot"]))
def test_there_and_back_is_the_same_measure(amount: Decimal, unit: str) -> None:
    there = in_other_system(amount, unit, "metric")
    assert there is not None
    back = in_other_system(*there, "US")
    assert back is not None
    assert back[1] == unit
    assert abs(back[0] - amount) <= amount * Decimal("0.002")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (10, "壹拾"),
        (1005, "壹仟零伍"),
        (10010, "壹万零壹拾"),
        (12500, "壹万贰仟伍佰"),
        (100000, "壹拾万"),
        (20000004, "贰仟万零肆"),
        (100010005, "壹亿零壹万零伍"),
    ],
)
def test_financial_numerals(number: int, words: str) -> None:
    assert financial_numerals(number) == words


def read_back(text: str) -> int:
    total = group = digit = 0
    for character in text:
        if character in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(character)
        elif character in "拾佰仟":
            group, digit = group + digit * 10 ** ("拾佰仟".index(character) + 1), 0
        else:
            total, group, digit = total + (group + digit) * 10 ** (4 * ("万亿兆".index(character) + 1)), 0, 0
    return total + group + digit


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_financial_numerals_can_be_read_back(number: int) -> None:
    words = financial_numerals(number)
    assert read_back(words) == number
    assert "零零" not in words


@pytest.mark.parametrize(
    ("locale", "amount", "currency", "words"),
    [
        ("en-IN", "4687.50", "USD", "USD four thousand six hundred and eighty-seven and 50/100"),
        ("en-IN", "1250000", "INR", "INR twelve lakh fifty thousand and 00/100"),
        ("es-MX", "12.05", "MXN", "doce pesos 05/100 M.N."),
        ("es-CL", "12.05", "USD", "doce 05/100 USD"),
        ("fr-DZ", "100", "EUR", "cent EUR et 00/100"),
        ("ru-RU", "21.10", "USD", "двадцать один USD 10/100"),
        ("tr-TR", "4687.50", "EUR", "dörtbinaltıyüzseksenyedi EUR 50/100"),
        ("zh-Hans-CN", "4687.50", "CNY", "人民币肆仟陆佰捌拾柒元伍角整"),
        ("zh-Hans-CN", "12.05", "USD", "美元壹拾贰元零伍分"),
        ("zh-Hant-TW", "12000", "USD", "美元壹萬貳仟元整"),
        ("ko-KR", "1200000", "KRW", "백이십만원"),
        ("ko-KR", "100", "USD", ""),
        ("ar-EG", "1.250", "KWD", "واحد KWD و250/1000"),
        ("en-IN", "0.005", "USD", ""),
        ("en-IN", "1000000000000", "USD", ""),
    ],
)
def test_amounts_in_words(locale: str, amount: str, currency: str, words: str) -> None:
    assert in_words(Money(Decimal(amount), currency), babel_locale(locale)) == words


def test_words_for_an_amount_have_the_digits_of_the_locale() -> None:
    amount = Money(Decimal("1.250"), "KWD")
    assert Formats("ar-EG").words(amount) == "واحد KWD و٢٥٠/١٠٠٠"
    assert Formats("ar-AE").words(amount) == "واحد KWD و250/1000"


@pytest.mark.parametrize(
    ("locale", "custom"),
    [("en-IN", True), ("en-GB", False), ("es-MX", True), ("es-ES", False), ("fr-FR", False), ("fr-MA", True),
     ("de-DE", False), ("zh-Hans-CN", True), ("ja-JP", False), ("ru-RU", True), ("tr-TR", True), ("ar-EG", True)],
)  # fmt: skip
def test_where_words_are_the_custom(locale: str, custom: bool) -> None:
    assert bool(custom_line(babel_locale(locale))) is custom


def test_a_pro_forma_invoice_to_india_has_the_amount_in_words(drafts: DraftService, sender: Person) -> None:
    values = {spec.name: spec.example for spec in drafts.fields("proforma-invoice")}

    def body(country: str) -> str:
        reader = Person(company="A", country=country)
        return drafts.compose("proforma-invoice", sender=sender, recipient=reader, values=values, language="en").body

    line = "Amount in words: USD four thousand six hundred and eighty-seven and 50/100 only"
    assert body("IN").splitlines()[3] == line
    assert "words" not in body("GB")
