"""What the reader may take differently is found, and its rewrite cannot be taken differently."""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.base.i18n import render
from dragoman.translation.ambiguity import Ambiguity, ambiguities, rewritten
from dragoman.translation.ambiguity_words import LANGUAGES

TODAY = date(2026, 11, 24)  # a Tuesday
GUANGZHOU, SAO_PAULO = "Asia/Shanghai", "America/Sao_Paulo"


def find(text: str, writer: str, reader: str, today: date = TODAY) -> list[Ambiguity]:
    return ambiguities(text, writer, reader, today=today, writer_zone=GUANGZHOU, reader_zone=SAO_PAULO)


def said(text: str, writer: str, reader: str) -> list[tuple[str, str, list[str]]]:
    return [(one.kind, one.text, [reading.rewrite for reading in one.readings]) for one in find(text, writer, reader)]


@pytest.mark.parametrize(
    ("text", "writer", "reader", "expected"),
    [
        ("03/04/2026", "en", "pt-BR", ["3 April 2026", "4 March 2026"]),
        ("03/04/2026", "en-US", "de", ["March 4, 2026", "April 3, 2026"]),
        ("03/04/2026", "en-GB", "pt", None),
        ("03/04/2026", "pt", "en", ["3 de abril de 2026", "4 de março de 2026"]),
        ("03/04/2026", "pt", "es", None),
        ("03.04.2026", "de", "en", None),
        ("03-04-2026", "fr", "en-US", ["3 avril 2026", "4 mars 2026"]),
        ("25/12/2026", "en", "pt", None),
        ("04/04/2026", "en", "pt", None),
        ("31/02/2026", "en", "pt", None),
        ("2026-03-04", "en", "pt", None),
        ("03/04/05", "zh", "en-GB", ["2003年4月5日", "2005年4月3日"]),
        ("10.1/03/04/2026", "en", "pt", None),
    ],
)
def test_dates(text: str, writer: str, reader: str, expected: list[str] | None) -> None:
    found = said(f"Due {text}, thanks", writer, reader)
    assert found == ([] if expected is None else [("date", text, expected)])


@pytest.mark.parametrize(
    ("text", "writer", "reader", "expected"),
    [
        ("1,250 pcs", "en", "pt", ("1,250", ["1250", "1.25"])),
        ("1.250 pcs", "en", "de", ("1.250", ["1.25", "1250"])),
        ("1.250 Stück", "de", "en", ("1.250", ["1250", "1,25"])),
        ("125,000 pcs", "en-US", "fr", ("125,000", ["125000", "125"])),
        ("1.234 pcs", "en", "pt", ("1.234", ["1.2340", "1234"])),
        ("USD 1,250", "en", "pt", ("1,250", ["1250", "1.25"])),
        ("1,250 pcs", "en", "zh", None),
        ("1,250.00", "en", "pt", None),
        ("1,250,000", "en", "pt", None),
        ("0.125", "en", "pt", None),
        ("12.50", "en", "pt", None),
        ("PO 1.250-77", "en", "pt", None),
        ("1 250", "fr", "en", None),
    ],
)
def test_numbers(text: str, writer: str, reader: str, expected: tuple[str, list[str]] | None) -> None:
    found = said(f"We take {text} now", writer, reader)
    assert found == ([] if expected is None else [("number", *expected)])


@pytest.mark.parametrize(
    ("text", "writer", "reader", "surface", "expected"),
    [
        ("USD 2.5 billion in all", "en", "de", "2.5 billion", ["2500 million", "2\u00a0500\u00a0000 million"]),
        ("a billion euros", "en-GB", "es", "a billion", ["1000 million", "1\u00a0000\u00a0000 million"]),
        ("two billion euros", "en", "fr", "two billion", ["2000 million", "2\u00a0000\u00a0000 million"]),
        ("10 billion", "en", "zh", "10 billion", ["10\u00a0000 million", "10\u00a0000\u00a0000\u00a0000"]),
        ("2,5 Mrd. Euro", "de", "en", "2,5 Mrd.", ["2500 Millionen", "2\u00a0500\u00a0000\u00a0000"]),
        ("eine Milliarde Euro", "de", "en", "eine Milliarde", ["1000 Millionen", "1\u00a0000\u00a0000\u00a0000"]),
        ("eine Billion Euro", "de", "en", "eine Billion", ["1\u00a0000\u00a0000 Millionen", "1000 Millionen"]),
        ("2 milliards d'euros", "fr", "en", "2 milliards", ["2000 millions", "2\u00a0000\u00a0000\u00a0000"]),
        ("un billón de pesos", "es", "en", "un billón", ["1\u00a0000\u00a0000 millones", "1000 millones"]),
        ("R$ 2,5 bilhões", "pt-BR", "es", "2,5 bilhões", ["2500 milhões", "2\u00a0500\u00a0000 milhões"]),
        ("3.5亿元", "zh", "en", "3.5亿", ["350\u00a0000\u00a0000"] * 2),
        ("2万亿元", "zh", "en", "2万亿", ["2\u00a0000\u00a0000\u00a0000\u00a0000"] * 2),
    ],
)
def test_scales(text: str, writer: str, reader: str, surface: str, expected: list[str]) -> None:
    assert said(text, writer, reader) == [("scale", surface, expected)]


@pytest.mark.parametrize(
    ("text", "writer", "reader"),
    [
        ("2.5 billion", "en", "pt-BR"),
        ("2.5 billion", "en", "ru"),
        ("eine Billion", "de", "es"),
        ("2 milliards", "fr", "de"),
        ("2,5 bilhões", "pt-BR", "en"),
        ("billions of people", "en", "de"),
        ("5 million", "en", "de"),
        ("12万元", "zh", "en"),
        ("un bihebdo", "fr", "fr"),
        ("5 bilateral talks", "pt", "es"),
    ],
)
def test_scales_that_are_clear(text: str, writer: str, reader: str) -> None:
    assert said(text, writer, reader) == []


@pytest.mark.parametrize(
    ("text", "writer", "reader", "expected"),
    [
        ("25 tons", "en", "pt", [("tons", ["metric tons", "short tons", "long tons"])]),
        ("25 tons", "en-US", "pt", [("tons", ["short tons", "metric tons", "long tons"])]),
        ("a ton", "en", "zh", [("ton", ["metric ton", "short ton", "long ton"])]),
        ("25 metric tons", "en", "pt", []),
        ("25 tonnes", "en", "pt", []),
        ("40 gallons", "en", "de", [("gallons", ["imperial gallons", "US gallons"])]),
        ("40 US gallons", "en", "de", []),
        ("25 Tonnen", "de", "en-US", [("Tonnen", ["metrische Tonnen", "Tonnen (907 kg)"])]),
        ("25 metrische Tonnen", "de", "en", []),
        ("25 toneladas", "es", "en", [("toneladas", ["toneladas métricas", "toneladas (907 kg)"])]),
        ("25 toneladas", "es", "pt", []),
        ("5吨", "zh", "en", [("吨", ["公吨", "吨 (907 kg)"])]),
        ("10斤茶", "zh", "en", [("10斤", ["5公斤", "6公斤"])]),
        ("10斤茶", "zh-TW", "en", [("10斤", ["6公斤", "5公斤"])]),
        ("10公斤茶", "zh", "en", []),
    ],
)
def test_units(text: str, writer: str, reader: str, expected: list[tuple[str, list[str]]]) -> None:
    assert said(text, writer, reader) == [("unit", *one) for one in expected]


FRIDAY, NEXT_FRIDAY = date(2026, 11, 27), date(2026, 12, 4)


@pytest.mark.parametrize(
    ("text", "writer", "surface", "expected"),
    [
        ("Call next Friday.", "en", "next Friday", ["Friday, 4 December 2026", "Friday, 27 November 2026"]),
        ("Am nächsten Freitag.", "de", "nächsten Freitag", ["Freitag, 27. November 2026", "Freitag, 4. Dezember 2026"]),
        ("El próximo viernes.", "es", "próximo viernes",
         ["viernes, 27 de noviembre de 2026", "viernes, 4 de diciembre de 2026"]),
        ("el viernes que viene", "es", "viernes que viene",
         ["viernes, 27 de noviembre de 2026", "viernes, 4 de diciembre de 2026"]),
        ("vendredi prochain", "fr", "vendredi prochain", ["vendredi 27 novembre 2026", "vendredi 4 décembre 2026"]),
        ("na próxima sexta", "pt", "próxima sexta",
         ["sexta-feira, 27 de novembro de 2026", "sexta-feira, 4 de dezembro de 2026"]),
        ("下周五见", "zh", "下周五", ["2026年12月4日星期五", "2026年11月27日星期五"]),
        ("Call next Monday.", "en", "next Monday", ["Monday, 30 November 2026", "Monday, 7 December 2026"]),
    ],
)  # fmt: skip
def test_next_weekday(text: str, writer: str, surface: str, expected: list[str]) -> None:
    reader = "pt" if writer != "pt" else "es"
    assert said(text, writer, reader) == [("weekday", surface, expected)]


@pytest.mark.parametrize(
    ("text", "writer", "expected"),
    [
        ("Pay by Friday.", "en", "Pay by the end of Friday, 27 November 2026."),
        ("By Friday please.", "en", "By the end of Friday, 27 November 2026 please."),
        ("Zahlung bis Freitag.", "de", "Zahlung bis einschließlich Freitag, 27. November 2026."),
        ("Pague hasta el viernes.", "es", "Pague hasta el viernes, 27 de noviembre de 2026 inclusive."),
        ("Payez d'ici vendredi.", "fr", "Payez au plus tard le vendredi 27 novembre 2026."),
        ("Pague até sexta-feira.", "pt", "Pague até sexta-feira, 27 de novembro de 2026, inclusive."),
        ("请在周五前付款", "zh", "请不晚于2026年11月26日星期四付款"),
    ],
)
def test_deadline(text: str, writer: str, expected: str) -> None:
    [one] = find(text, writer, "it")
    assert one.kind == "deadline"
    assert rewritten(text, [one]) == expected
    inclusive, last_day = one.readings if writer != "zh" else one.readings[::-1]
    assert "still counts" in render(inclusive.meaning)
    assert "last day" in render(last_day.meaning)
    assert inclusive.rewrite != last_day.rewrite


@pytest.mark.parametrize(
    "text", ["by Friday, 27 November 2026", "by Friday 5 pm", "by Friday at 17:00 UTC", "on Friday", "before Friday"]
)
def test_deadlines_that_are_clear(text: str) -> None:
    assert [one for one in find(text, "en", "pt") if one.kind == "deadline"] == []


@pytest.mark.parametrize(
    ("text", "writer", "expected"),
    [
        ("Call at 12:00 tomorrow.", "en", "Call at 12:00 (UTC+8) on 25 November 2026."),
        ("Tomorrow at 9 am, please.", "en", "On 25 November 2026 at 9 am (UTC+8), please."),
        ("Call on 3 March at 15:00.", "en", "Call on 3 March at 15:00 (UTC+8)."),
        ("Anruf morgen um 12:00 Uhr.", "de", "Anruf am 25. November 2026 um 12:00 Uhr (UTC+8)."),
        ("Guten Morgen, 12:00 Uhr.", "de", "Guten Morgen, 12:00 Uhr (UTC+8)."),
        ("Llame mañana a las 10:30.", "es", "Llame el 25 de noviembre de 2026 a las 10:30 (UTC+8)."),
        ("Por la mañana a las 9:00.", "es", "Por la mañana a las 9:00 (UTC+8)."),
        ("Appelez demain à 14h30.", "fr", "Appelez le 25 novembre 2026 à 14h30 (UTC+8)."),
        ("Ligue amanhã às 10:00.", "pt", "Ligue em 25 de novembro de 2026 às 10:00 (UTC+8)."),
        ("明天下午3:00开会", "zh", "2026年11月25日下午3:00 (UTC+8)开会"),
    ],
)
def test_clock_times(text: str, writer: str, expected: str) -> None:
    [one] = find(text, writer, "it")
    assert one.kind == "time"
    assert rewritten(text, [one]) == expected


def test_clock_time_says_both_clocks() -> None:
    [one] = find("At 3 pm tomorrow", "en", "pt-BR")
    ours, theirs = one.readings
    assert render(ours.meaning) == "15:00 on the writer's clock, 04:00 on the reader's"
    assert render(theirs.meaning) == "15:00 on the reader's clock, 02:00 (+1 d) on the writer's"
    assert theirs.rewrite == "3 pm (UTC-3) on 25 November 2026"
    [chinese] = find("明天下午3:00", "zh", "pt-BR")
    assert render(chinese.readings[0].meaning).startswith("15:00")


@pytest.mark.parametrize(
    "text", ["12:00 UTC tomorrow", "12:00 (GMT) tomorrow", "at 15:00 Beijing time", "15:00 EST", "12:00 (UTC+8) today"]
)
def test_clock_times_that_say_whose(text: str) -> None:
    assert find(text, "en", "pt") == []


def test_clock_times_need_two_clocks() -> None:
    for zones in (("", ""), (GUANGZHOU, GUANGZHOU), (GUANGZHOU, "Asia/Singapore"), (GUANGZHOU, "Nowhere/At_All")):
        found = ambiguities("12:00 tomorrow", "en", "pt", today=TODAY, writer_zone=zones[0], reader_zone=zones[1])
        assert found == []
    winter = ambiguities(
        "12:00 tomorrow", "en", "pt", today=date(2026, 1, 5), writer_zone="Europe/Lisbon", reader_zone="Europe/London"
    )
    assert winter == []


@pytest.mark.parametrize(("text", "rewrites"), [("12 am", ["00:00", "12:00"]), ("12:00 p.m.", ["12:00", "00:00"])])
def test_twelve(text: str, rewrites: list[str]) -> None:
    [one] = ambiguities(f"At {text} sharp", "en", "pt", today=TODAY)
    assert [reading.rewrite for reading in one.readings] == rewrites


@pytest.mark.parametrize(
    ("text", "writer", "expected"),
    [
        ("We pay at the end of the month.", "en", "We pay on 31 October 2026."),
        ("Ship by the end of next month.", "en", "Ship by 30 November 2026."),
        ("Zahlung bis Monatsende.", "de", "Zahlung bis zum 31. Oktober 2026."),
        ("Zahlung Ende des Monats.", "de", "Zahlung am 31. Oktober 2026."),
        ("Pagamos a fin de mes.", "es", "Pagamos el 31 de octubre de 2026."),
        ("Antes del fin de mes.", "es", "Antes del 31 de octubre de 2026."),
        ("Nous payons à la fin du mois.", "fr", "Nous payons le 31 octobre 2026."),
        ("Avant la fin du mois prochain.", "fr", "Avant le 30 novembre 2026."),
        ("Pagamos no fim do mês.", "pt", "Pagamos em 31 de outubro de 2026."),
        ("Até o final do mês que vem.", "pt", "Até 30 de novembro de 2026."),
        ("月底前付款", "zh", "2026年10月31日前付款"),
        ("下个月底付款", "zh", "2026年11月30日付款"),
        ("30 days end of month", "en", None),
        ("30 jours fin de mois", "fr", None),
    ],
)
def test_month_ends(text: str, writer: str, expected: str | None) -> None:
    found = find(text, writer, "it", today=date(2026, 10, 7))
    if expected is None:
        assert found == []
        return
    [one] = found
    assert one.kind == "period"
    assert rewritten(text, [one]) == expected
    assert len(one.readings) == 2


def test_last_working_day_of_a_month() -> None:
    [one] = find("the end of the month", "en", "pt", today=date(2026, 10, 7))  # 31 October 2026 is a Saturday
    assert [reading.rewrite for reading in one.readings] == ["31 October 2026", "30 October 2026"]
    [december] = find("end of next month", "en", "pt", today=date(2026, 11, 30))
    assert december.rewrite == "31 December 2026"


@pytest.mark.parametrize(
    ("text", "writer", "rewrites"),
    [
        ("bi-weekly", "en", ["every two weeks", "twice a week"]),
        ("Biweekly", "en", ["Every two weeks", "Twice a week"]),
        ("bimensuel", "fr", ["deux fois par mois", "tous les deux mois"]),
        ("zweimonatlich", "de", ["alle zwei Monate", "zweimal im Monat"]),
        ("bimensal", "pt", ["duas vezes por mês", "a cada dois meses"]),
        ("bisemanal", "es", ["dos veces por semana", "cada dos semanas"]),
        ("双周", "zh", ["每两周", "每周两次"]),
    ],
)
def test_frequencies(text: str, writer: str, rewrites: list[str]) -> None:
    assert said(text, writer, "it") == [("frequency", text, rewrites)]


TEXT = {
    "en": "On 03/04/2026 we pay 1,250 USD per ton, 2.5 billion in all, by Friday; call at 12:00 tomorrow "
    "or next Monday at 9 am, bi-weekly, until the end of the month.",
    "de": "Bis Freitag 1.250 Tonnen, 2,5 Mrd. Euro am 03/04/2026, am nächsten Montag, morgen um 12:00 Uhr, "
    "zweimonatlich bis Monatsende.",
    "es": "Hasta el viernes 1.250 toneladas, dos billones el 03/04/2026, el próximo lunes, mañana a las 10:30, "
    "bimensual, a fin de mes.",
    "fr": "D'ici vendredi 2,5 milliards d'euros le 03/04/2026, lundi prochain, demain à 14h30, bimensuel, "
    "à la fin du mois.",
    "pt": "Até sexta-feira 1.250 toneladas, 3 bilhões em 03/04/2026, na próxima segunda, amanhã às 10:00, "
    "bimensal, no fim do mês.",
    "zh": "请在周五前付款3.5亿元，下周五交货，明天下午3:00开会，月底前，双周一次，10斤，5吨，03/04/2026。",
}  # fmt: skip


@pytest.mark.parametrize("writer", sorted(LANGUAGES))
def test_rewritten_text_is_clear(writer: str) -> None:
    reader = "en-US" if writer != "en" else "pt-BR"
    found = find(TEXT[writer], writer, reader)
    assert len(found) >= 7
    assert len({one.kind for one in found}) >= 6
    assert find(rewritten(TEXT[writer], found), writer, reader) == []


@given(st.sampled_from(sorted(TEXT)), st.sampled_from(["en", "en-US", "pt-BR", "de", "zh", "ja", "ar"]), st.data())
@settings(max_examples=60, deadline=None)
def test_any_text_goes_through(writer: str, reader: str, data: st.DataObject) -> None:
    words = st.sampled_from(TEXT[writer].split())
    text = data.draw(st.lists(words | st.text(max_size=8), max_size=12).map(" ".join))
    today = data.draw(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
    found = find(text, writer, reader, today)
    for left, right in pairwise(found):
        assert left.end <= right.start
    for one in found:
        assert text[one.start : one.end] == one.text
        assert len(one.readings) >= 2
        assert all(render(reading.meaning) and reading.rewrite for reading in one.readings)


def test_long_texts_take_time_in_proportion() -> None:
    text = (TEXT["en"] + " Some more follows here. ") * 400 + "\n" + TEXT["en"]
    begun = time.perf_counter()
    found = find(text, "en", "pt-BR")
    assert time.perf_counter() - begun < 6  # 0.5 s where this was written; 8 s when every time met every word
    single = find(TEXT["en"], "en", "pt-BR")
    assert len(found) == 401 * len(single)
    last = text.rindex(TEXT["en"])
    assert [(one.start - last, one.text) for one in found[-len(single) :]] == [(one.start, one.text) for one in single]


def test_next_weekday_on_every_day_of_the_week() -> None:
    for ahead in range(14):
        today = TODAY + timedelta(days=ahead)
        [one] = find("next Friday", "en", "pt", today)
        assert len(one.readings) == 2
        assert len({reading.rewrite for reading in one.readings}) == 2


def test_unknown_language_is_named() -> None:
    with pytest.raises(KnownError, match="not a language"):
        ambiguities("x", "klingon!", "en", today=TODAY)
