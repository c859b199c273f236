"""What crosses the deals package's boundary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Side(StrEnum):
    """Who makes an offer."""

    US = "us"
    THEM = "them"


@dataclass(frozen=True, slots=True)
class Payment:
    """A part of the price: ``percent`` of it (None: all that is left), due ``when``, ``days`` after that.

    ``when`` is advance, before_shipment, copy_of_bill_of_lading, documents_against_payment, letter_of_credit, delivery,
    invoice or balance.
    """

    when: str
    percent: Decimal | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """One row of the ledger: what one side put on the table. What they did not speak of is None or empty.

    ``price`` is for one unit, in ``currency`` (ISO 4217). ``lead_days`` is the time of delivery, ``delivery_date`` a
    day instead of it. ``line`` is what was typed. ``id`` is 0 until stored; ``at`` is UTC.
    """

    side: Side
    price: Decimal | None = None
    currency: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    incoterm: str = ""
    place: str = ""
    payments: tuple[Payment, ...] = ()
    lead_days: int | None = None
    delivery_date: date | None = None
    other: str = ""
    line: str = ""
    at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: ``value`` is what :func:`~dragoman.deals.ledger_line.parse` takes back."""

    value: str
    shown: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something in a typed line that can be read in two ways, or is missing. ``key`` names it for the answer.

    ``kind`` is side, number, date or price; ``text`` is the piece of the line it is about.
    """

    key: str
    kind: str
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a typed line and what it was read as: side, price, quantity, delivery_terms, payment, delivery."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """A typed line understood. ``offer`` may only be stored when there are no ``questions``."""

    offer: Offer
    pieces: tuple[Piece, ...]
    questions: tuple[Question, ...]
