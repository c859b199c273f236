from __future__ import annotations

import pytest

from dragoman.translation.casing import calm, is_shouted, is_title, lacks_stop, titled, untitled
from dragoman.translation.engines.argos import ArgosEngine
from dragoman.translation.model import LanguagePair
from dragoman.translation.pipeline import SentencePipeline
from dragoman.translation.protect import Span

EN_PT = LanguagePair("en", "pt")


def translated(engine: ArgosEngine, text: str) -> str:
    return SentencePipeline(engine, EN_PT).translate([text], beam=None, cancelled=lambda: False)[0].text


@pytest.mark.parametrize(
    ("text", "shouted"),
    [
        ("THE PRICE IS FINAL", True),
        ("PRICE", True),
        ("URGENT", True),
        ("IBAN", False),
        ("MOQ", False),
        ("NATO", False),
        ("Price", False),
        ("A B", False),
        ("价格", False),
        ("123", False),
    ],
)
def test_shouting_is_told_from_abbreviations(engine: ArgosEngine, text: str, shouted: bool) -> None:
    assert is_shouted(text, lambda word: engine.length(EN_PT, word)) is shouted


@pytest.mark.parametrize(
    ("text", "language", "title"),
    [
        ("Terms And Conditions Of Sale", "en", True),
        ("Please Confirm The Order Before Friday", "en", True),
        ("Condições Gerais De Venda", "pt-BR", True),
        ("Guangzhou Trading Company", "en", False),
        ("Terms and Conditions", "en", False),
        ("We met Anna And Paul", "en", False),
        ("Hello", "en", False),
        ("Terms And Conditions Of Sale", "de", False),
    ],
)
def test_title_case_is_told_from_names(text: str, language: str, title: bool) -> None:
    assert is_title(text, language) is title


def test_title_case_is_read_in_small_letters_and_written_as_a_title(engine: ArgosEngine) -> None:
    def length(word: str) -> int:
        return engine.length(EN_PT, word)

    assert untitled("Delivery To China Before Friday", "en", [], length) == "Delivery to China before Friday"
    assert untitled("The Price Of PO One", "en", [Span(13, 19)], length) == "The price of PO One"
    assert titled("termos e condições de venda", "pt") == "Termos e Condições de Venda"
    assert titled("bedingungen des verkaufs", "de") == "bedingungen des verkaufs"
    assert translated(engine, "Terms And Conditions Of Sale") == "Termos e Condições de Venda"


def test_a_shouted_word_comes_back_shouted(engine: ArgosEngine) -> None:
    assert translated(engine, "PRICE") == "PREÇO"
    assert translated(engine, "IBAN") == "IBAN"


def test_calm_keeps_the_length_and_what_is_covered() -> None:
    assert calm("SEND PO-1 TODAY", [Span(5, 9)]) == "Send PO-1 today"


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("We can deliver next week", True),
        ("We can deliver next week.", False),
        ("Terms of payment", False),
        ("We need exactly 500", False),
        ("我们 可以 下周 交货", False),
    ],
)
def test_a_missing_stop_is_seen(text: str, lacks: bool) -> None:
    assert lacks_stop(text) is lacks


def test_a_missing_stop_stays_missing(engine: ArgosEngine) -> None:
    assert translated(engine, "We can deliver next week") == translated(engine, "We can deliver next week.")[:-1]
