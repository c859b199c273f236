"""What the facts of both countries say about a term: law, seat, data, currency, holidays in the delivery window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Protocol

from dragoman.base.i18n import N_, Text
from dragoman.deals.compliance import reminders
from dragoman.deals.incoterms import rules
from dragoman.deals.model import Offer
from dragoman.knowledge.model import Brief, Holiday, SpecialPeriod

WINDOW_DAYS = 7
"""Days before and after a day of delivery in which a holiday is worth a word."""


class Calendar(Protocol):
    """What the hints ask of the knowledge base."""

    def holidays(self, iso2: str, start: date, end: date, subdivision: str | None = None) -> Sequence[Holiday]:
        """Return the holidays from ``start`` to ``end``, both included."""
        ...

    def special_periods(self, iso2: str, start: date, end: date) -> Sequence[SpecialPeriod]:
        """Return the special periods that touch the range."""
        ...


def hints(
    told: Brief, calendar: Calendar, language: str, *, offers: Sequence[Offer] = (), today: date
) -> dict[str, tuple[Text, ...]]:
    """Return what to know about each term of the checklist, by its id; terms without a hint are left out.

    ``told`` is the brief of the pair, ``offers`` the ledger: its latest day and rule are looked at. Dated law, not
    legal advice.
    """
    found: dict[str, list[Text]] = {}
    for term, text in (
        *_law(told),
        *_country(told, language),
        *_delivery(told, calendar, language, offers, today),
        *_incoterm(offers, language),
    ):
        found.setdefault(term, []).append(text)
    return {term: tuple(texts) for term, texts in found.items()}


def _law(told: Brief) -> Iterator[tuple[str, Text]]:
    for key, terms in (
        ("sales_law", ("governing_law",)),
        ("awards", ("disputes",)),
        ("privacy", ("data_protection",)),
        ("documents", ("certificates",)),
    ):
        answer = told.facts.get(key)
        if isinstance(answer, dict) and isinstance(answer["text"], Text):
            for term in terms:
                yield term, answer["text"]
                for note in answer["notes"]:
                    yield term, Text("{note}", {"note": note})
    seats = told.facts.get("arbitration_seats")
    if isinstance(seats, list) and seats:
        yield "disputes", Text(N_("Seats in use there: {seats}."), {"seats": ", ".join(map(str, seats))})


def _country(told: Brief, language: str) -> Iterator[tuple[str, Text]]:
    country = told.country
    regime = country.currency_regime or {}
    kind, anchor = regime.get("regime"), regime.get("anchor")
    if kind in ("peg", "currency_board") and anchor:
        text = N_("{currency} is pegged to {anchor}: the risk is a jump, not a drift.")
        yield "currency_risk", Text(text, {"currency": country.currencies[0], "anchor": anchor})
    elif kind == "float" and country.currencies:
        text = N_("{currency} floats freely: agree a band and who bears what lies outside it.")
        yield "currency_risk", Text(text, {"currency": country.currencies[0]})
    if note := regime.get("note"):
        yield "currency_risk", Text("{note}", {"note": note})
    yield from (("sanctions", reminder.text) for reminder in reminders(country, language) if reminder.is_grave)
    terms = told.facts.get("payment_terms")
    if isinstance(terms, list) and terms:
        yield "payment_terms", Text(N_("Usual there: {terms}."), {"terms": ", ".join(map(str, terms))})
    summary = told.facts.get("payment_text")
    if isinstance(summary, str) and summary:
        yield "payment_terms", Text("{note}", {"note": summary})
    if told.market and (contracts := told.market.topics.get("contracts")):
        yield "language", Text("{note}", {"note": contracts.summary})
    if country.vat_standard_rate is not None:
        yield "customs", Text(N_("Standard VAT or GST there: {rate} %."), {"rate": f"{country.vat_standard_rate:g}"})


def _delivery(
    told: Brief, calendar: Calendar, language: str, offers: Sequence[Offer], today: date
) -> Iterator[tuple[str, Text]]:
    day = next((found for offer in reversed(offers) if (found := _day(offer, today))), None)
    if day is None:
        return
    start, end = day - timedelta(days=WINDOW_DAYS), day + timedelta(days=WINDOW_DAYS)
    for side in (told.country, told.home):
        if side is None:
            continue
        for holiday in calendar.holidays(side.iso2, start, end):
            if holiday.category == "public" and not holiday.makeup_workday and holiday.subdivision is None:
                values: dict[str, object] = {
                    "country": side.name(language),
                    "day": holiday.date.isoformat(),
                    "name": holiday.name(language),
                }
                yield "delivery_time", Text(N_("{country}: {name} on {day}, within a week of delivery."), values)
        for period in calendar.special_periods(side.iso2, start, end):
            yield (
                "delivery_time",
                Text(
                    N_("{country}: {name}. {effect}"),
                    {"country": side.name(language), "name": period.name(language), "effect": period.effect(language)},
                ),
            )


def _incoterm(offers: Sequence[Offer], language: str) -> Iterator[tuple[str, Text]]:
    named = next((offer for offer in reversed(offers) if offer.incoterm), None)
    rule = rules().get(named.incoterm) if named else None
    if named is None or rule is None:
        return
    yield "incoterm", Text(N_("Risk passes: {where}"), {"where": rule.risk(language)})
    if not named.place:
        yield "incoterm", Text(N_("A place is missing: without it nobody knows where risk and cost pass."))
    if rule.modes == "sea":
        yield (
            "incoterm",
            Text(
                N_("{rule} is for ships only; for containers handed over inland use FCA, CPT or CIP."),
                {"rule": rule.id},
            ),
        )
    if rule.insurance:
        yield (
            "insurance",
            Text(
                N_("Under {rule} the seller owes clauses {clauses} at 110 %."),
                {"rule": rule.id, "clauses": rule.insurance},
            ),
        )


def _day(offer: Offer, today: date) -> date | None:
    if offer.delivery_date:
        return offer.delivery_date
    if offer.lead_days is None:
        return None
    return (offer.at.date() if offer.at else today) + timedelta(days=offer.lead_days)
