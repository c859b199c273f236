"""Gap, trend and what each side has on the table; hints from the real knowledge base."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dragoman.base.i18n import render
from dragoman.deals.hints import hints
from dragoman.deals.ledger import standing, trend
from dragoman.deals.model import Offer, Payment, Role, Side
from dragoman.knowledge.brief import brief
from dragoman.knowledge.service import KnowledgeBase

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def price(side: Side, amount: str, currency: str = "USD") -> Offer:
    return Offer(side, Decimal(amount), currency)


OFFERS = [
    price(Side.US, "13.00"),
    price(Side.THEM, "11.00"),
    price(Side.US, "12.60"),
    price(Side.THEM, "11.50"),
]


def test_gap_and_moves() -> None:
    found = trend(OFFERS, Role.SELLER)
    assert found is not None
    assert [step.gap for step in found.steps] == [None, Decimal("2.00"), Decimal("1.60"), Decimal("1.10")]
    assert found.our_move == pytest.approx(0.2)
    assert found.their_move == pytest.approx(0.25)
    assert found.meeting == Decimal("12.05")
    assert not found.is_met


def test_a_move_away_is_below_zero_and_crossing_prices_have_met() -> None:
    away = trend([*OFFERS, price(Side.THEM, "10.80")], Role.SELLER)
    assert away is not None
    assert away.their_move is not None
    assert away.their_move < 0
    met = trend([*OFFERS, price(Side.THEM, "12.60")], Role.SELLER)
    assert met is not None
    assert met.is_met
    as_buyer = trend(OFFERS, Role.BUYER)
    assert as_buyer is not None
    assert as_buyer.is_met


def test_another_currency_begins_anew_and_no_price_is_no_trend() -> None:
    found = trend([*OFFERS, price(Side.THEM, "10.50", "EUR")], Role.SELLER)
    assert found is not None
    assert (found.currency, len(found.steps), found.our_move) == ("EUR", 1, None)
    assert trend([Offer(Side.US, incoterm="FOB")], Role.SELLER) is None


def test_what_a_side_has_on_the_table() -> None:
    offers = [
        Offer(Side.THEM, Decimal("11"), "USD", incoterm="CIF", place="Santos", payments=(Payment("letter_of_credit"),)),
        Offer(Side.THEM, lead_days=45),
        Offer(Side.US, Decimal("12"), "USD"),
        Offer(Side.THEM, Decimal("11.2"), "USD", delivery_date=date(2027, 1, 30)),
    ]
    found = standing(offers, Side.THEM)
    assert (found.price, found.incoterm, found.place) == (Decimal("11.2"), "CIF", "Santos")
    assert found.payments == (Payment("letter_of_credit"),)
    assert (found.lead_days, found.delivery_date) == (None, date(2027, 1, 30))


def test_hints_come_from_both_countries() -> None:
    knowledge = KnowledgeBase.open()
    told = brief(knowledge, "BR", "CN", "en", NOW)
    offers = [Offer(Side.US, incoterm="CIF", delivery_date=date(2027, 2, 8))]
    found = {
        term: " ".join(render(text) for text in texts)
        for term, texts in hints(told, knowledge, "en", offers=offers, today=NOW.date()).items()
    }
    assert "CISG applies" in found["governing_law"]
    assert "New York Convention" in found["disputes"]
    assert "floats" in found["currency_risk"]
    assert "China" in found["delivery_time"]
    assert "Spring Festival" in found["delivery_time"]
    assert "A place is missing" in found["incoterm"]
    assert "clauses C" in found["insurance"]


def test_listed_countries_and_pegs_are_named() -> None:
    knowledge = KnowledgeBase.open()
    iran = hints(brief(knowledge, "IR", "CN", "en", NOW), knowledge, "en", today=NOW.date())
    assert "call for action" in render(iran["sanctions"][0])
    emirates = hints(brief(knowledge, "AE", "CN", "en", NOW), knowledge, "en", today=NOW.date())
    assert "pegged" in render(emirates["currency_risk"][0])
