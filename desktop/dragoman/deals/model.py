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


class Role(StrEnum):
    """Which side of the sale the user is on."""

    SELLER = "seller"
    BUYER = "buyer"


class TermState(StrEnum):
    """How far a term has come."""

    OPEN = "open"
    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Deal:
    """A sale under negotiation with a counterpart (None: not said yet). ``id`` is 0 until stored."""

    title: str
    counterpart_id: int | None = None
    role: Role = Role.SELLER
    currency: str = "USD"
    is_closed: bool = False
    created_at: datetime | None = None
    updated_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """A line of the checklist as it stands in a deal: ``value`` is what was said about it."""

    term_id: str
    state: TermState = TermState.OPEN
    value: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A line written down during a call."""

    text: str
    at: datetime
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
