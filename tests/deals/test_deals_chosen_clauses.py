"""Clauses chosen for a deal: they come back as they were, and take their figures from the ledger and the rule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dragoman.base.errors import KnownError
from dragoman.deals.chosen_clauses import ChosenClause, Party, choose, facts_of, from_data, to_data, usual_stance
from dragoman.deals.clauses import Stance, library
from dragoman.deals.model import Deal, Offer, Payment, Role, Side

DAY = date(2027, 1, 30)
ADVANCE = Payment("advance", Decimal(40))
OURS, THEIRS = Party("Guangzhou Yuexin", "CN"), Party("Importadora Aurora", "BR")


def test_a_choice_comes_back_in_the_order_of_a_contract() -> None:
    late = choose("payment_deposit_balance", Stance.BALANCED, {"deposit": "25 %", "balance_days": ""})
    early = choose("quantity_tolerance", Stance.BUYER, {})
    assert late.typed == {"deposit": "25", "balance_days": ""}
    kept = from_data(to_data([late, early]))
    assert list(kept) == ["quantity_tolerance", "payment_deposit_balance"]
    assert kept["payment_deposit_balance"].stance is Stance.BALANCED
    assert kept["payment_deposit_balance"].values({}) == {"deposit": "25"}


def test_what_the_library_no_longer_has_is_left_out() -> None:
    assert from_data({"chosen": {"gone": {"stance": "buyer", "values": {}}}}) == {}
    assert from_data({}) == {}


@pytest.mark.parametrize(
    ("clause", "typed"),
    [
        ("nonsense", {}),
        ("payment_deposit_balance", {"nonsense": "1"}),
        ("payment_deposit_balance", {"deposit": "a third"}),
        ("payment_deposit_balance", {"deposit": "1.250"}),
    ],
)
def test_what_is_mistaken_is_said(clause: str, typed: dict[str, str]) -> None:
    with pytest.raises(KnownError):
        choose(clause, Stance.SELLER, typed)


def test_the_newest_word_in_the_ledger_fills_the_gaps() -> None:
    ours = Offer(Side.US, Decimal("13.00"), "USD", incoterm="CIF", place="Santos", payments=(ADVANCE,))
    theirs = Offer(Side.THEM, Decimal("12.40"), incoterm="FOB", place="Nansha", lead_days=45, delivery_date=DAY)
    rule = {"base": "7.10", "band": "2 %", "split": "x", "own": "CNY", "source": ""}
    facts = facts_of(Deal("LED", role=Role.SELLER, currency="USD"), [ours, theirs], rule, OURS, THEIRS)
    assert facts == {
        "deal.currency": "USD",
        "seller.name": "Guangzhou Yuexin",
        "seller.country": "CN",
        "buyer.name": "Importadora Aurora",
        "buyer.country": "BR",
        "offer.price": "12.40",
        "offer.incoterm": "FOB",
        "offer.place": "Nansha",
        "offer.lead_days": "45",
        "offer.delivery_date": "2027-01-30",
        "payment.advance": "40",
        "currency.base": "7.10",
        "currency.band": "2",
        "currency.own": "CNY",
    }
    bought = facts_of(Deal("LED", role=Role.BUYER), [], {}, OURS, THEIRS)
    assert (bought["buyer.name"], bought["seller.country"]) == ("Guangzhou Yuexin", "BR")


def test_what_was_typed_beats_what_the_deal_knows() -> None:
    clause = library()["payment_deposit_balance"]
    facts = {"payment.advance": "40"}
    assert ChosenClause(clause, Stance.SELLER).values(facts)["deposit"] == "40"
    assert ChosenClause(clause, Stance.SELLER, {"deposit": "35"}).values(facts)["deposit"] == "35"


def test_every_source_of_a_gap_is_one_the_deal_has() -> None:
    payments = (ADVANCE, Payment("invoice", None, 9))
    offer = Offer(Side.US, Decimal(1), "USD", Decimal(1), "pcs", "FOB", "X", payments, 9, DAY)
    rule = dict.fromkeys(("base", "band", "split", "cap", "trigger", "own", "source"), "1")
    known = facts_of(Deal("x"), [offer], rule, OURS, THEIRS)
    asked = {gap.known_from for clause in library().values() for gap in clause.gaps.values()}
    assert asked - set(known) == {""}


def test_the_stance_is_that_of_the_user() -> None:
    assert usual_stance(Role.SELLER) is Stance.SELLER
    assert usual_stance(Role.BUYER) is Stance.BUYER
