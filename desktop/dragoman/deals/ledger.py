"""What the ledger says: where each side stands, the gap between them, and how it moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from dragoman.deals.model import Offer, Role, Side


@dataclass(frozen=True, slots=True)
class Step:
    """The prices on the table after one offer; a side that has not named one in this currency is None."""

    at: datetime | None
    ours: Decimal | None
    theirs: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        """What lies between the two, None while one is missing."""
        return None if self.ours is None or self.theirs is None else abs(self.ours - self.theirs)


@dataclass(frozen=True, slots=True)
class Trend:
    """The movement of a negotiation over price in one currency.

    ``our_move`` and ``their_move`` are how far each side has come towards the other since its first price, as a share
    of the first gap (0 to 1, below 0 when it moved away); None before there is a gap. ``meeting`` is the price halfway
    between the two, ``is_met`` whether the last offers agree or have crossed.
    """

    currency: str
    steps: tuple[Step, ...]
    our_move: float | None
    their_move: float | None
    meeting: Decimal | None
    is_met: bool


def standing(offers: Sequence[Offer], side: Side) -> Offer:
    """Return what ``side`` has on the table: the last thing it said about each point, in one offer."""
    merged = Offer(side)
    for offer in offers:
        if offer.side is side:
            merged = Offer(
                side,
                offer.price if offer.price is not None else merged.price,
                offer.currency if offer.price is not None else merged.currency,
                offer.quantity if offer.quantity is not None else merged.quantity,
                offer.unit if offer.quantity is not None else merged.unit,
                offer.incoterm or merged.incoterm,
                offer.place if offer.incoterm else merged.place,
                offer.payments or merged.payments,
                offer.lead_days if offer.lead_days is not None or offer.delivery_date else merged.lead_days,
                offer.delivery_date if offer.lead_days is not None or offer.delivery_date else merged.delivery_date,
                offer.other or merged.other,
                at=offer.at,
            )
    return merged


def trend(offers: Sequence[Offer], role: Role) -> Trend | None:
    """Return how the price moved, in the currency of the last price; None without any price.

    ``role`` is the user's: a seller's price that fell below the buyer's has met it.
    """
    priced = [offer for offer in offers if offer.price is not None]
    if not priced:
        return None
    currency = priced[-1].currency
    steps: list[Step] = []
    ours = theirs = None
    first: tuple[Decimal, Decimal] | None = None
    for offer in priced:
        if offer.currency != currency:
            continue
        if offer.side is Side.US:
            ours = offer.price
        else:
            theirs = offer.price
        steps.append(Step(offer.at, ours, theirs))
        if first is None and ours is not None and theirs is not None:
            first = (ours, theirs)
    if ours is None or theirs is None or first is None:
        return Trend(currency, tuple(steps), None, None, None, is_met=False)
    gap = first[1] - first[0]
    our_move = float((ours - first[0]) / gap) if gap else 0.0
    their_move = float((first[1] - theirs) / gap) if gap else 0.0
    is_met = ours <= theirs if role is Role.SELLER else ours >= theirs
    return Trend(currency, tuple(steps), our_move, their_move, (ours + theirs) / 2, is_met)
