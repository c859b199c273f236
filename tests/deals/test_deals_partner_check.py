"""Partner checks: numbers that are real ones of their countries, and a score that can be followed by hand."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dragoman.base.i18n import render
from dragoman.base.locales import babel_locale
from dragoman.deals.compliance import _table, reminders
from dragoman.deals.numbers_check import (
    _postcodes,
    check_address,
    check_bic,
    check_company_number,
    check_iban,
    check_phone,
    check_vat,
    dialled_from,
)
from dragoman.deals.partner_check import Answer, questions, score
from dragoman.knowledge.service import KnowledgeBase


@pytest.mark.parametrize(
    ("number", "country", "ok"),
    [
        ("16.727.230/0001-97", "BR", True),
        ("16.727.230/0001-98", "BR", False),
        ("91110000600037341L", "CN", True),
        ("91110000600037341M", "CN", False),
        ("27AAPFU0939F1ZV", "IN", True),
        ("12345", "BR", False),
        ("anything", "SA", None),
    ],
)
def test_company_numbers(number: str, country: str, ok: bool | None) -> None:
    assert check_company_number(number, country).ok is ok


def test_vat_numbers() -> None:
    assert check_vat("DE 136,695 976", "DE").ok
    assert check_vat("DE136695978", "DE").ok is False


def test_ibans_and_bics() -> None:
    assert check_iban("DE89 3704 0044 0532 0130 00", "DE").ok
    assert check_iban("DE88 3704 0044 0532 0130 00", "DE").ok is False
    elsewhere = check_iban("DE89370400440532013000", "FR")
    assert elsewhere.ok is False
    assert elsewhere.text.values["country"] == "DE"
    assert check_bic("DEUTDEFF", "DE").ok
    assert check_bic("DEUTDEFF", "BR").ok is False
    assert check_bic("X", "DE").ok is False


def test_phones() -> None:
    good = check_phone("(11) 95550-0142", "BR")
    assert (good.ok, good.shown) == (True, "+55 11 95550-0142")
    assert check_phone("+86 138 0013 8000", "BR").ok is False
    assert check_phone("12", "BR").ok is False
    assert check_phone("call me", "BR").ok is False
    assert dialled_from("+55 11 95550-0142", "BR", "CN") == "00 55 11 95550-0142"


def test_a_score_by_hand() -> None:
    # register weighs 3, years 1: 3 x 4 with proof and 1 x 2 of (3 + 1) x 4.
    found = score({"register": Answer(4, "extract of 3 November"), "years": Answer(2, "register")})
    assert found.percent == round(100 * 14 / 16)
    assert [one.question.id for one in found.contributions] == ["years", "register"]
    assert not found.red_flags


def test_a_claim_without_proof_counts_half_and_is_named() -> None:
    found = score({"register": Answer(4)})
    assert found.percent == 50
    assert [one.id for one in found.unproven] == ["register"]


def test_red_flags_stand_whatever_the_total() -> None:
    answers = {one.id: Answer(4, "seen") for group in questions() for one in group.questions}
    assert score(answers).percent == 100
    assert score(answers).known == 100
    found = score(answers | {"sanctions": Answer(0, "on the EU list")})
    assert [one.id for one in found.red_flags] == ["sanctions"]
    assert found.percent is not None
    assert found.percent > 90


def test_nothing_answered_is_no_score() -> None:
    assert score({}).percent is None
    assert score({}).known == 0


@pytest.mark.parametrize(
    ("address", "country", "ok"),
    [
        ("Rua Augusta 1500, 01304-001 São Paulo - SP", "BR", True),
        ("Rua Augusta 1500, São Paulo - SP", "BR", False),
        ("广州市天河区天河路 385 号 510620", "CN", True),
        ("10 Downing Street, London sw1a 2aa", "GB", True),
        ("Unter den Linden 1, 1011 Berlin", "DE", False),
        ("Sheikh Zayed Road, Dubai", "AE", None),
        ("Somewhere", "TV", None),
    ],
)
def test_addresses(address: str, country: str, ok: bool | None) -> None:
    assert check_address(address, country).ok is ok


def test_every_postcode_pattern_is_one_and_of_a_country() -> None:
    territories = babel_locale("en").territories
    for iso2, pattern in _postcodes().items():
        assert iso2 in territories
        re.compile(pattern)


def test_lists_to_remember(knowledge: KnowledgeBase) -> None:
    iran = reminders(knowledge.country("IR"), "en")
    assert "call for action" in render(iran[0].text)
    assert iran[0].as_of == date(2026, 6, 19)
    assert "embargo" in render(iran[1].text)
    assert [one.is_grave for one in reminders(knowledge.country("BR"), "zh-Hans")] == [False, False]
    assert "每周" in render(reminders(knowledge.country("BR"), "zh-Hans")[-1].text)


def test_sanctions_are_written_in_both_languages() -> None:
    territories = babel_locale("en").territories
    for iso2, row in _table().items():
        if isinstance(row, dict):
            assert iso2 in territories
            assert row["en"].endswith(".")
            assert row["zh"].endswith("。")
