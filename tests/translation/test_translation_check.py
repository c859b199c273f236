from __future__ import annotations

import random
import re
from types import ModuleType

import pytest

from dragoman.translation.check import check
from dragoman.translation.model import CheckStatus


def statuses(source: str, target: str, pair: tuple[str, str] = ("en", "pt")) -> set[CheckStatus]:
    return {one.status for one in check(source, target, *pair)}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("USD 1,250.00", "USD 1.250,00"),
        ("USD 12.50", "USD 12.50"),
        ("$5 per unit", "US$ 5 por unidade"),
        ("€1,250.50", "EUR 1.250,50"),
        ("£27 million", "27 milhões de libras"),
        ("2:30 PM", "14h30"),
        ("3 pm", "15 horas"),
        ("March 5, 2026", "5 de março de 2026"),
        ("5-10%", "5% a 10%"),
        ("5 to 10 million tons", "5 a 10 milhões de toneladas"),
        ("$5 to $10 million", "US$ 5 a 10 milhões"),
        ("twelve pallets", "12 paletes"),
        ("12 pallets", "doze paletes"),
        ("in the 21st century", "no século XXI"),
        ("5 kg", "5 quilos"),
        ("at least 15 people", "pelo menos 15 pessoas"),
        ("minus 5 °C", "-5 °C"),
        ("COVID 19", "COVID-19"),
        ("aged 54", "aos 54 anos"),
        ("03/04/2026", "03/04/2026"),
        ("FOB Santos", "FOB Santos"),
        ("mail a@b.co", "e-mail a@b.co"),
        ("12 noon", "meio-dia"),
        ("No figures here", "Sem números aqui"),
    ],
)
def test_right_translations_raise_no_alarm(source: str, target: str) -> None:
    assert not [one for one in check(source, target, "en", "pt") if one.status.is_alarm]


@pytest.mark.parametrize(
    ("source", "target", "status"),
    [
        ("17,783 units", "17.773 unidades", CheckStatus.CHANGED),
        ("1,250 units", "1,250 unidades", CheckStatus.CHANGED),
        ("£1,250.50", "1.250,50 €", CheckStatus.CHANGED),
        ("$5", "€5", CheckStatus.CHANGED),
        ("USD 5", "R$ 5", CheckStatus.CHANGED),
        ("5 kg", "5 t", CheckStatus.CHANGED),
        ("5%", "5", CheckStatus.CHANGED),
        ("March 5, 2026", "5 de maio de 2026", CheckStatus.CHANGED),
        ("03/04/2026", "04/03/2026", CheckStatus.CHANGED),
        ("2:30 PM", "2:30", CheckStatus.CHANGED),
        ("FOB Santos", "CIF Santos", CheckStatus.CHANGED),
        ("PO-2026_0017", "PO-2026 0017", CheckStatus.CHANGED),
        ("1.2 million", "1,2 bilhão", CheckStatus.CHANGED),
        ("seven days", "oito dias", CheckStatus.CHANGED),
        ("from 100 to 200", "de 200 a 100", CheckStatus.CHANGED),
        ("-5 °C", "5 °C", CheckStatus.CHANGED),
        ("5 units", "unidades", CheckStatus.MISSING),
        ("seven days", "uma vez", CheckStatus.MISSING),
        ("units", "5 unidades", CheckStatus.ADDED),
        ("write to a@b.co", "escreva", CheckStatus.MISSING),
        ("FR06 0113 7371 3143", "FR06 00113 7371 3143", CheckStatus.CHANGED),
        ("Up to 317 US$76.50, above $75.64.", "Até 317 US$76,50, acima de 75,64.", CheckStatus.CHANGED),
        ("due 02/11/2028 at 15:45", "vence 2 de novembro,02/2028 às 15:45", CheckStatus.ADDED),
    ],
)
def test_alarms_have_the_right_name(source: str, target: str, status: CheckStatus) -> None:
    assert status in statuses(source, target)


def test_each_figure_answers_for_one_only() -> None:
    assert CheckStatus.MISSING in statuses("5 boxes and 5 bags", "5 caixas e sacos")


def test_other_word_orders_may_exchange_figures() -> None:
    assert CheckStatus.CHANGED not in statuses("from 100 to 200", "从200到100", ("en", "zh"))


@pytest.mark.parametrize("language", ["en", "pt"])
def test_parallel_sentences_raise_no_alarm(figure_sentences: ModuleType, language: str) -> None:
    other = "pt" if language == "en" else "en"
    for case in figure_sentences.cases(400, language, seed=3):
        alarms = [one for one in check(case.sentence, case.parallel, language, other) if one.status.is_alarm]
        assert not alarms, (case.sentence, case.parallel, alarms)


@pytest.mark.parametrize("language", ["en", "pt"])
def test_a_wrong_digit_never_goes_unseen(figure_sentences: ModuleType, language: str) -> None:
    other = "pt" if language == "en" else "en"
    chance = random.Random(language)
    for case in figure_sentences.cases(400, language, seed=4):
        for slot in case.slots:
            digits = [match.start() for match in re.finditer(r"\d", slot.counterpart)]
            if not digits:
                continue
            at = chance.choice(digits)
            digit = str((int(slot.counterpart[at]) + chance.randint(1, 9)) % 10)
            wrong = slot.counterpart[:at] + digit + slot.counterpart[at + 1 :]
            for damaged in (wrong, ""):
                target = case.parallel.replace(slot.counterpart, damaged, 1)
                checks = check(case.sentence, target, language, other)
                assert any(one.status.is_alarm for one in checks), (case.sentence, target)
