"""An offer in one line: what is read, and what is asked instead of guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.deals.ledger_line import number_readings, parse
from dragoman.deals.model import Payment, Side

TODAY = date(2026, 11, 22)
CODES = frozenset({"USD", "EUR", "CNY", "BRL", "GBP"})


def read(line: str, **answers: str) -> Any:
    return parse(line, today=TODAY, currency="USD", currencies=CODES, answers=answers)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "they 12.40 FOB Santos 30% advance 45 days",
            {
                "side": Side.THEM,
                "price": Decimal("12.40"),
                "currency": "USD",
                "incoterm": "FOB",
                "place": "Santos",
                "payments": (Payment("advance", Decimal(30)),),
                "lead_days": 45,
            },
        ),
        (
            "we EUR 11,80 1250 pcs CIF Los Angeles 30% deposit 70% B/L copy by 30 Jan",
            {
                "side": Side.US,
                "price": Decimal("11.80"),
                "currency": "EUR",
                "quantity": Decimal(1250),
                "unit": "pcs",
                "incoterm": "CIF",
                "place": "Los Angeles",
                "payments": (Payment("advance", Decimal(30)), Payment("copy_of_bill_of_lading", Decimal(70))),
                "delivery_date": date(2027, 1, 30),
                "other": "",
            },
        ),
        (
            "对方 12.40美元 FOB 南沙 30%预付 45天",
            {
                "side": Side.THEM,
                "price": Decimal("12.40"),
                "currency": "USD",
                "incoterm": "FOB",
                "place": "南沙",
                "payments": (Payment("advance", Decimal(30)),),
                "lead_days": 45,
            },
        ),
        ("我方：1.2万件 $11.9 月结60天", {"side": Side.US, "quantity": Decimal(12000), "price": Decimal("11.9")}),
        ("they 60 days net", {"payments": (Payment("invoice", None, 60),), "lead_days": None}),
        ("they L/C at sight, 6 weeks", {"payments": (Payment("letter_of_credit"),), "lead_days": 42}),
        ("us: 18.5 t at 1'250.00 CNY", {"quantity": Decimal("18.5"), "unit": "t", "price": Decimal("1250.00")}),
        ("them 12.10 with free samples", {"price": Decimal("12.10"), "other": "with free samples"}),
        ("they 2027-01-30", {"delivery_date": date(2027, 1, 30), "price": None}),
        ("they 1月30日交货 12.4", {"delivery_date": date(2027, 1, 30), "price": Decimal("12.4")}),
    ],
)
def test_what_is_read(line: str, expected: dict[str, object]) -> None:
    found = read(line)
    assert not found.questions
    for name, value in expected.items():
        assert getattr(found.offer, name) == value, name


def test_a_number_with_two_readings_is_asked() -> None:
    found = read("they 1.250 FOB Santos")
    (question,) = found.questions
    assert question.kind == "number"
    assert {choice.value for choice in question.choices} == {"1.250", "1250"}
    assert found.offer.price is None
    assert read("they 1.250 FOB Santos", **{question.key: "1250"}).offer.price == Decimal(1250)


def test_a_date_with_two_readings_is_asked() -> None:
    found = read("they 12.40 03/04")
    (question,) = found.questions
    assert {choice.value for choice in question.choices} == {"2027-04-03", "2027-03-04"}
    assert read("they 12.40 03/04", **{question.key: "2027-04-03"}).offer.delivery_date == date(2027, 4, 3)


def test_who_offers_is_asked_when_it_is_not_said() -> None:
    found = read("12.40 FOB Santos")
    assert [question.kind for question in found.questions] == ["side"]
    assert read("12.40 FOB Santos", side="us").offer.side is Side.US


def test_two_numbers_without_a_word_are_asked() -> None:
    found = read("they 12.40 13")
    assert [question.kind for question in found.questions] == ["price"]
    assert found.offer.price is None
    place = next(choice.value for choice in found.questions[0].choices if choice.shown == "13")
    assert read("they 12.40 13", price=place).offer.price == Decimal(13)


def test_pieces_say_what_was_read_as_what() -> None:
    line = "they 12.40 FOB Santos 30% advance 45 days"
    shown = {piece.kind: line[piece.start : piece.end] for piece in read(line).pieces}
    assert shown == {
        "side": "they",
        "price": "12.40",
        "delivery_terms": "FOB Santos",
        "payment": "30% advance",
        "delivery": "45 days",
    }


@pytest.mark.parametrize(
    ("surface", "values"),
    [
        ("12.40", ("12.40",)),
        ("12,5", ("12.5",)),
        ("1,250.00", ("1250.00",)),
        ("1.250,00", ("1250.00",)),
        ("1,250", ("1.250", "1250")),
        ("1.250.000", ("1250000",)),
        ("0.125", ("0.125",)),
        ("1250", ("1250",)),
    ],
)
def test_number_readings(surface: str, values: tuple[str, ...]) -> None:
    assert number_readings(surface) == tuple(Decimal(value) for value in values)


@given(st.text(max_size=500))
def test_any_text_is_read_without_a_fault(line: str) -> None:
    found = read(line)
    assert all(0 <= piece.start < piece.end <= len(line) for piece in found.pieces)
    for question in found.questions:
        assert len(question.choices) >= 2
