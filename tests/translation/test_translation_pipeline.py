from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType

import pytest

from dragoman.translation.engines.argos import ArgosEngine
from dragoman.translation.model import CharacterKnowledge, CheckStatus, Hypothesis, LanguagePair, Origin
from dragoman.translation.pipeline import Outcome, SentencePipeline

EN_PT = LanguagePair("en", "pt")
PT_EN = LanguagePair("pt", "en")


def never() -> bool:
    return False


def translate(engine: ArgosEngine, sentence: str, pair: LanguagePair = EN_PT) -> Outcome:
    return SentencePipeline(engine, pair).translate([sentence], beam=None, cancelled=never)[0]


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("Please confirm PO-2026_0017 by Friday.", "PO-2026_0017"),
        ("Write to joao.silva@example.com.br today.", "joao.silva@example.com.br"),
        ("See https://www.example.com/a?b=1_2&c=%20 for details.", "https://www.example.com/a?b=1_2&c=%20"),
        ("Transfer it to DE89 3704 0044 0532 0130 00 please.", "DE89 3704 0044 0532 0130 00"),
        ("I attached price_list_2026.xlsx for you.", "price_list_2026.xlsx"),
        ("Our buyer is Jörg Müller from Łódź.", "Jörg Müller"),
        ("Our buyer is 王伟 from Guangzhou.", "王伟"),
        ("Ask @me about it.", "@me"),
        ("The template says {{customer}} here.", "{{customer}}"),
        ("Use the <b>bold</b> price.", "<b>"),
        ("Thanks a lot 😀 for the offer.", "😀"),
        ("The pallet measures 25 m² in total.", "25 m²"),
        ("The cost was £33.20 per box.", "£33,20"),
        ("We pay ¥5,000 per unit.", "¥5.000"),
        ("We pay €1,250.50 per unit.", "€1.250,50"),
        ("HS code 8471.30 applies.", "8471.30"),
        ("We sell CIF Santos only.", "CIF"),
        ("The price is USD 12.50 per unit.", "USD 12,50"),
        ("We need 17,783 units.", "17.783"),
        ("This happened in the 15th century.", "15"),
    ],
)
def test_what_must_not_change_comes_out_as_it_went_in(engine: ArgosEngine, sentence: str, kept: str) -> None:
    outcome = translate(engine, sentence)
    assert kept in outcome.text or (kept == "15" and "XV" in outcome.text)
    assert not outcome.alarms
    assert outcome.origin is Origin.MODEL


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("1,250.50", "1.250,50"),
        ("12.5%", "12,5%"),
        ("USD 1,250", "USD 1.250"),
        ("https://example.com/x_1", "https://example.com/x_1"),
        ("PO-2026_0017", "PO-2026_0017"),
        ("— 😀 —", "— 😀 —"),
        ("2026-03-05", "2026-03-05"),
    ],
)
def test_what_holds_no_words_is_copied_in_the_other_notation(engine: ArgosEngine, sentence: str, expected: str) -> None:
    outcome = translate(engine, sentence)
    assert (outcome.text, outcome.origin, outcome.confidence) == (expected, Origin.COPIED, None)


def test_capitals_do_not_derail_the_model(engine: ArgosEngine) -> None:
    outcome = translate(engine, "THE PRICE IS FINAL")
    assert outcome.text == outcome.text.upper()
    assert "PREÇO" in outcome.text
    assert translate(engine, "BEST PRICE").text == "MELHOR PREÇO"


def test_capitals_unknown_to_the_vocabulary_are_read_in_small_letters(engine: ArgosEngine) -> None:
    assert translate(engine, "Última oferta.", PT_EN).text == "Last offer."


def test_a_heading_gets_no_full_stop(engine: ArgosEngine) -> None:
    assert not translate(engine, "Hello").text.endswith(".")


def test_typographic_quotes_and_dashes_stay(engine: ArgosEngine) -> None:
    text = translate(engine, "“Yes,” she said — and left.").text
    assert "“" in text
    assert "”" in text
    assert " — " in text


def test_confidence_is_a_probability(engine: ArgosEngine) -> None:
    confidence = translate(engine, "We can deliver next week.").confidence
    assert confidence is not None
    assert 0.3 < confidence <= 1


@pytest.mark.parametrize("language", ["en", "pt"])
def test_no_figure_is_altered_without_an_alarm(
    engine: ArgosEngine, figure_sentences: ModuleType, language: str
) -> None:
    pair = EN_PT if language == "en" else PT_EN
    cases = list(figure_sentences.cases(280, language, seed=21))
    outcomes = SentencePipeline(engine, pair).translate([one.sentence for one in cases], beam=None, cancelled=never)
    silent = [
        (case.sentence, outcome.text, [slot.surface for slot in figure_sentences.altered(case, outcome.text)])
        for case, outcome in zip(cases, outcomes, strict=True)
        if not outcome.alarms and figure_sentences.altered(case, outcome.text)
    ]
    assert not silent
    needless = [
        outcome.text
        for case, outcome in zip(cases, outcomes, strict=True)
        if outcome.alarms and not figure_sentences.altered(case, outcome.text)
    ]
    assert len(needless) <= len(cases) // 50


class Saboteur:
    """An engine whose answers are given: what it must survive is in them."""

    name = "saboteur"

    def __init__(self, answer: Callable[[str], str]) -> None:
        self.answer = answer
        self.calls = 0

    def pairs(self) -> frozenset[LanguagePair]:
        return frozenset({EN_PT})

    def translate_batch(
        self, pair: LanguagePair, sentences: Sequence[str], *, beam: int, cancelled: Callable[[], bool]
    ) -> list[Hypothesis]:
        self.calls += 1
        return [Hypothesis(self.answer(sentence), -0.1) for sentence in sentences]

    def alternatives(
        self, pair: LanguagePair, sentence: str, *, count: int, cancelled: Callable[[], bool]
    ) -> list[Hypothesis]:
        return []

    def default_beam(self, pair: LanguagePair) -> int:
        return 1

    def unknown_characters(self, pair: LanguagePair, text: str) -> CharacterKnowledge:
        return CharacterKnowledge()

    def length(self, pair: LanguagePair, text: str) -> int:
        return len(text.split())


def sabotaged(sentence: str, answer: Callable[[str], str]) -> Outcome:
    return SentencePipeline(Saboteur(answer), EN_PT).translate([sentence], beam=None, cancelled=never)[0]


def test_an_engine_that_drops_every_number_still_loses_none() -> None:
    outcome = sabotaged("We need 17,783 units.", lambda text: "".join(char for char in text if not char.isdigit()))
    assert "17.783" in outcome.text
    assert not outcome.alarms
    assert outcome.confidence is not None
    assert outcome.confidence < 0.5


def test_an_engine_that_invents_numbers_raises_an_alarm() -> None:
    outcome = sabotaged("We need more units.", lambda text: "Precisamos de mais 99 unidades.")
    assert [one.status for one in outcome.checks] == [CheckStatus.ADDED]


def test_an_engine_that_loses_every_stand_in_still_loses_no_address() -> None:
    outcome = sabotaged("Write to a.b@example.com today.", lambda text: "Escreva" if "XQ" in text else "escreva")
    assert "a.b@example.com" in outcome.text


def test_an_engine_that_repeats_itself_is_not_believed() -> None:
    outcome = sabotaged("We agree with the price.", lambda text: "OK " * 40)
    assert outcome.text == "We agree with the price."
    assert (outcome.origin, outcome.confidence) == (Origin.COPIED, 0.0)


def test_an_engine_that_answers_nothing_leaves_the_source_visible() -> None:
    outcome = sabotaged("We agree.", lambda text: "")
    assert (outcome.text, outcome.confidence) == ("We agree.", 0.0)


def test_a_copied_number_that_would_read_otherwise_is_rewritten() -> None:
    assert sabotaged("We need 1,250 units.", lambda text: "Precisamos de 1,250 unidades.").text == (
        "Precisamos de 1.250 unidades."
    )
    both = sabotaged("Between 1,250 and 1.250 units.", lambda text: "Entre 1,250 e 1.250 unidades.")
    assert both.text == "Entre 1.250 e 1,250 unidades."


def test_zeros_at_the_end_of_an_amount_come_back() -> None:
    assert (
        sabotaged("We pay CNY 208.50 now.", lambda text: "Pagamos CNY 208,5 agora.").text == "Pagamos CNY 208,50 agora."
    )
    assert (
        sabotaged("We pay CNY 208.00 now.", lambda text: "Pagamos CNY 208 agora.").text == "Pagamos CNY 208,00 agora."
    )
