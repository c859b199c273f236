from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from dragoman.translation.figures import Figure, extract, localised, read_number
from dragoman.translation.lexicon import lexicon


def only(text: str, language: str) -> Figure:
    figures = [figure for figure in extract(text, language) if not figure.soft]
    assert len(figures) == 1, figures
    return figures[0]


@pytest.mark.parametrize(
    ("surface", "language", "value"),
    [
        ("1,250.50", "en", "1250.50"),
        ("1.250,50", "pt", "1250.50"),
        ("1.250,50", "de", "1250.50"),
        ("1,250", "en", "1250"),
        ("1,250", "pt", "1.250"),
        ("1.250", "en", "1.250"),
        ("1.250", "pt", "1250"),
        ("12.50", "pt", "12.50"),
        ("12,50", "en", "12.50"),
        ("0.250", "pt", "0.250"),
        ("12,34,567", "en", "1234567"),
        ("1'250.50", "de-CH", "1250.50"),
        ("1\u202f250,50", "fr", "1250.50"),
        ("١٢٥٠", "ar", "1250"),
        ("−7", "en", "-7"),
        ("1.234.567", "en", "1234567"),
    ],
)
def test_reads_numbers_as_the_language_writes_them(surface: str, language: str, value: str) -> None:
    assert read_number(surface, lexicon(language))[0] == Decimal(value)


@pytest.mark.parametrize("surface", ["1.2.3", "1,25,5", "1.250,50.3"])
def test_a_string_of_groups_that_fit_nowhere_is_no_number(surface: str) -> None:
    assert read_number(surface, lexicon("en")) == ()


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False),
    st.sampled_from(["en", "pt", "de", "es", "it", "nl", "tr", "id", "zh", "ja", "pl", "fr"]),
)
def test_reads_what_cldr_writes(value: Decimal, language: str) -> None:
    surface = format_decimal(value, "#,##0.00;-#,##0.00", locale=language)
    assert read_number(surface, lexicon(language))[0] == value


@given(
    st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False),
    st.sampled_from(["en", "pt", "de", "es", "fr", "pl"]),
    st.sampled_from(["en", "pt", "de", "es", "fr", "pl"]),
)
def test_a_localised_number_keeps_its_value(value: Decimal, source: str, target: str) -> None:
    surface = format_decimal(value, "#,##0.00", locale=source)
    there = localised(surface, lexicon(source), lexicon(target))
    assert read_number(there, lexicon(target))[0] == value
    assert [char for char in there if char.isdigit()] == [char for char in surface if char.isdigit()]


@pytest.mark.parametrize(
    ("text", "language", "kind", "value", "qualifier"),
    [
        ("USD 12.50", "en", "money", "12.50", "USD"),
        ("€1,250.50", "en", "money", "1250.50", "EUR"),
        ("R$ 1.250,50", "pt", "money", "1250.50", "BRL"),
        ("1.250,50 €", "de", "money", "1250.50", "EUR"),
        ("12万元", "zh", "money", "120000", "CNY"),
        ("$1.2 million", "en", "money", "1200000", "$"),
        ("1,2 milhão de dólares", "pt", "money", "1200000", "$"),
        ("1,2 Mio. Euro", "de", "money", "1200000", "EUR"),
        ("1,5 mil milhões", "pt", "number", "1500000000", ""),
        ("5 lakh", "en", "number", "500000", ""),
        ("2 crore", "en", "number", "20000000", ""),
        ("12.5%", "en", "percent", "12.5", "%"),
        ("12,5 por cento", "pt", "percent", "12.5", "%"),
        ("5 kg", "en", "unit", "5", "kilogram"),
        ("5kg", "en", "unit", "5", "kilogram"),
        ("5 quilos", "pt", "unit", "5", "kilogram"),
        ("20-foot", "en", "unit", "20", "foot"),
        ("160 km/h", "en", "unit", "160", "kilometer-per-hour"),
        ("3 Tage", "de", "unit", "3", "day"),
        ("-5 °C", "en", "unit", "-5", "celsius"),
        ("1990s", "en", "number", "1990", ""),
        ("21º", "pt", "number", "21", ""),
        ("1,000 mi", "en", "unit", "1000", "mile"),
        ("R$ 5 mi", "pt", "money", "5000000", "BRL"),
    ],
)
def test_extracts_numbers_with_what_they_count(text: str, language: str, kind: str, value: str, qualifier: str) -> None:
    figure = only(text, language)
    assert (figure.kind, figure.values[0], figure.qualifier) == (kind, Decimal(value), qualifier)


@pytest.mark.parametrize(
    ("text", "language", "year", "month", "days"),
    [
        ("March 5, 2026", "en", 2026, 3, (5,)),
        ("5 March 2026", "en", 2026, 3, (5,)),
        ("5 de março de 2026", "pt", 2026, 3, (5,)),
        ("1º de abril", "pt", None, 4, (1,)),
        ("March 5-7, 2026", "en", 2026, 3, (5, 7)),
        ("5 a 7 de março de 2026", "pt", 2026, 3, (5, 7)),
        ("March 2026", "en", 2026, 3, ()),
        ("5. März 2026", "de", 2026, 3, (5,)),
        ("2026年3月5日", "zh", 2026, 3, (5,)),
        ("2026-03-05", "en", 2026, 3, (5,)),
        ("25.12.2026", "de", 2026, 12, (25,)),
    ],
)
def test_reads_dates(text: str, language: str, year: int | None, month: int, days: tuple[int, ...]) -> None:
    day = only(text, language).days[0]
    assert (day.year, day.month, day.days) == (year, month, days)


def test_a_date_that_reads_two_ways_has_both_readings() -> None:
    assert {(day.month, day.days) for day in only("03/04/2026", "en").days} == {(3, (4,)), (4, (3,))}


@pytest.mark.parametrize("text", ["You may order 5 now", "We march 5 abreast"])
def test_verbs_are_no_months(text: str) -> None:
    assert only(text, "en").kind == "number"


@pytest.mark.parametrize(
    ("text", "language", "minute"),
    [
        ("2:30 PM", "en", 870),
        ("2:30 p.m.", "en", 870),
        ("14:30", "pt", 870),
        ("14h30", "pt", 870),
        ("3 pm", "en", 900),
        ("12:15 AM", "en", 15),
        ("2:30 da tarde", "pt", 870),
    ],
)
def test_reads_times(text: str, language: str, minute: int) -> None:
    figure = only(text, language)
    assert (figure.kind, figure.minute) == ("time", minute)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("PO-2026_0017", "code"),
        ("BR15 0000 0000 0000 1093 2840 814P 2", "code"),
        ("DE89370400440532013000", "code"),
        ("+55 11 91234-5678", "code"),
        ("https://www.example.com/a?b=1_2", "url"),
        ("shop.example.de/p/12", "url"),
        ("joao.silva+x@example.com.br", "email"),
        ("price_list_2026.xlsx", "code"),
        ("MSKU1234567", "code"),
        ("8471.30.00", "code"),
        ("@me", "code"),
        ("{{name}}", "code"),
        ("FOB", "incoterm"),
        ("COVID-19", "code"),
        ("A4", "code"),
    ],
)
def test_codes_are_taken_whole(text: str, kind: str) -> None:
    figure = only(f"Confirm {text} today", "en")
    assert (figure.kind, figure.text) == (kind, text)


@pytest.mark.parametrize("text", ["HS code 8471.30", "clause 4.2", "código NCM 8471.30", "version 2.1"])
def test_numbers_of_clauses_and_tariffs_are_codes(text: str) -> None:
    assert only(text, "en").kind == "code"


@pytest.mark.parametrize("text", ["mid-2026", "20-foot", "14h30", "160km/h", "5kg", "21st"])
def test_quantities_are_no_codes(text: str) -> None:
    assert only(text, "en").kind != "code"


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("twenty-five", "en", 25),
        ("vinte e cinco", "pt", 25),
        ("duas", "pt", 2),
        ("a hundred", "en", 100),
        ("cem", "pt", 100),
        ("two million", "en", 2_000_000),
        ("XXI", "pt", 21),
        ("XIV", "en", 14),
    ],
)
def test_numbers_in_words_are_soft(text: str, language: str, value: int) -> None:
    figures = extract(text, language)
    assert [(figure.values[0], figure.soft) for figure in figures] == [(Decimal(value), True)]


@given(st.text(max_size=200), st.sampled_from(["en", "pt", "zh", "ar", "hi", "xx"]))
def test_any_text_is_read_without_an_error_and_figures_do_not_overlap(text: str, language: str) -> None:
    position = 0
    for figure in extract(text, language):
        assert figure.text == text[figure.start : figure.end]
        assert position <= figure.start < figure.end
        position = figure.end
