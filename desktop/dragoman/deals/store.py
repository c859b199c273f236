"""Deals in the user's database. Every change is durable when its call returns."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.deals.model import Deal, Note, Offer, Payment, Role, Side, Term, TermState

MAX_TEXT = 20_000


class DealStore:
    """Keeps deals with their ledger, terms, notes and parts. A counterpart's deals go when they are erased."""

    def __init__(self, database: UserDatabase) -> None:
        self._database = database

    def all(self, counterpart_id: int | None = None) -> list[Deal]:
        """Return the deals, of one counterpart where it is named, the one changed last first."""
        where = "" if counterpart_id is None else " WHERE counterpart_id = ?"
        parameters = [] if counterpart_id is None else [counterpart_id]
        return [_deal(row) for row in self._database.query(f"SELECT * FROM deal{where}{_NEWEST}", parameters)]

    def get(self, deal_id: int) -> Deal:
        """Return the deal. Raises :class:`KnownError` when it is not there (any more)."""
        rows = self._database.query("SELECT * FROM deal WHERE id = ?", [deal_id])
        if not rows:
            raise _gone(deal_id)
        return _deal(rows[0])

    def save(self, deal: Deal) -> Deal:
        """Add or change ``deal`` and return it as stored. Raises :class:`KnownError` without a title."""
        title = " ".join(deal.title.split())[:200]
        if not title:
            raise KnownError(N_("A deal needs a title."), N_("Write a few words, such as the goods and the year."))
        now = datetime.now(UTC)
        values = {
            "counterpart_id": deal.counterpart_id,
            "title": title,
            "role": deal.role.value,
            "currency": deal.currency.strip().upper()[:3],
            "is_closed": int(deal.is_closed),
            "updated_at": now.isoformat(timespec="microseconds"),
        }
        with self._database.transaction() as connection:
            if deal.id:
                setting = ", ".join(f"{name} = :{name}" for name in values)
                changed = connection.execute(f"UPDATE deal SET {setting} WHERE id = :id", {**values, "id": deal.id})
                if not changed.rowcount:
                    raise _gone(deal.id)
                identifier = deal.id
            else:
                values["created_at"] = values["updated_at"]
                names = ", ".join(values)
                marks = ", ".join(f":{name}" for name in values)
                cursor = connection.execute(f"INSERT INTO deal ({names}) VALUES ({marks})", values)
                identifier = int(cursor.lastrowid or 0)
        return self.get(identifier)

    def erase(self, deal_id: int) -> None:
        """Remove the deal with all that belongs to it."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM deal WHERE id = ?", [deal_id])
        self._database.scrub()

    def offers(self, deal_id: int) -> list[Offer]:
        """Return the ledger, the oldest offer first."""
        rows = self._database.query("SELECT * FROM deal_offer WHERE deal_id = ? ORDER BY id", [deal_id])
        return [_offer(row) for row in rows]

    def add_offer(self, deal_id: int, offer: Offer) -> Offer:
        """Put an offer into the ledger and return it as stored, with its time."""
        stored = replace(offer, at=offer.at or datetime.now(UTC))
        values = _offer_values(stored)
        with self._database.transaction() as connection:
            self._touch(connection, deal_id)
            names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
            cursor = connection.execute(
                f"INSERT INTO deal_offer (deal_id, {names}) VALUES (:deal_id, {marks})", {**values, "deal_id": deal_id}
            )
            return replace(stored, id=int(cursor.lastrowid or 0))

    def remove_offer(self, deal_id: int, offer_id: int) -> None:
        """Take an offer out of the ledger."""
        with self._database.transaction() as connection:
            self._touch(connection, deal_id)
            connection.execute("DELETE FROM deal_offer WHERE id = ? AND deal_id = ?", [offer_id, deal_id])

    def terms(self, deal_id: int) -> dict[str, Term]:
        """Return the terms that are no longer untouched, by their ids."""
        rows = self._database.query("SELECT * FROM deal_term WHERE deal_id = ?", [deal_id])
        return {
            row["term_id"]: Term(row["term_id"], TermState(row["state"]), row["value"], _time(row["updated_at"]))
            for row in rows
        }

    def set_term(self, deal_id: int, term_id: str, state: TermState, value: str) -> Term:
        """Say how far a term has come and what was said about it."""
        now = datetime.now(UTC)
        with self._database.transaction() as connection:
            self._touch(connection, deal_id)
            connection.execute(
                "INSERT INTO deal_term VALUES (?, ?, ?, ?, ?) ON CONFLICT (deal_id, term_id) DO UPDATE SET"
                " state = excluded.state, value = excluded.value, updated_at = excluded.updated_at",
                [deal_id, term_id, state.value, value[:MAX_TEXT], now.isoformat(timespec="microseconds")],
            )
        return Term(term_id, state, value[:MAX_TEXT], now)

    def notes(self, deal_id: int) -> list[Note]:
        """Return the notes, the oldest first."""
        rows = self._database.query("SELECT * FROM deal_note WHERE deal_id = ? ORDER BY id", [deal_id])
        return [Note(row["text"], _time(row["at"]), row["id"]) for row in rows]

    def add_note(self, deal_id: int, text: str) -> Note:
        """Write a line down and return it with its time."""
        now = datetime.now(UTC)
        with self._database.transaction() as connection:
            self._touch(connection, deal_id)
            cursor = connection.execute(
                "INSERT INTO deal_note (deal_id, at, text) VALUES (?, ?, ?)",
                [deal_id, now.isoformat(timespec="microseconds"), text[:MAX_TEXT]],
            )
            return Note(text[:MAX_TEXT], now, int(cursor.lastrowid or 0))

    def part(self, deal_id: int, name: str) -> dict[str, Any]:
        """Return a part of the deal (currency rule, partner check, risks, clauses) as it was put; empty when not."""
        rows = self._database.query("SELECT data FROM deal_part WHERE deal_id = ? AND part = ?", [deal_id, name])
        found = json.loads(rows[0]["data"]) if rows else {}
        return found if isinstance(found, dict) else {}

    def put_part(self, deal_id: int, name: str, data: Mapping[str, object]) -> None:
        """Store a part of the deal in place of what it held."""
        with self._database.transaction() as connection:
            self._touch(connection, deal_id)
            connection.execute(
                "INSERT INTO deal_part VALUES (?, ?, ?, ?) ON CONFLICT (deal_id, part) DO UPDATE SET"
                " data = excluded.data, updated_at = excluded.updated_at",
                [deal_id, name, json.dumps(data, ensure_ascii=False), _now()],
            )

    def _touch(self, connection: sqlite3.Connection, deal_id: int) -> None:
        changed = connection.execute("UPDATE deal SET updated_at = ? WHERE id = ?", [_now(), deal_id])
        if not changed.rowcount:
            raise _gone(deal_id)


_NEWEST = " ORDER BY updated_at DESC, id DESC"


def payments_to_json(payments: Sequence[Payment]) -> list[dict[str, object]]:
    """Return payments as plain data."""
    return [
        {"when": one.when, "percent": None if one.percent is None else str(one.percent), "days": one.days}
        for one in payments
    ]


def _offer_values(offer: Offer) -> dict[str, object]:
    return {
        "side": offer.side.value,
        "at": (offer.at or datetime.now(UTC)).isoformat(timespec="microseconds"),
        "price": None if offer.price is None else str(offer.price),
        "currency": offer.currency,
        "quantity": None if offer.quantity is None else str(offer.quantity),
        "unit": offer.unit,
        "incoterm": offer.incoterm,
        "place": offer.place,
        "payments": json.dumps(payments_to_json(offer.payments)),
        "lead_days": offer.lead_days,
        "delivery_date": offer.delivery_date.isoformat() if offer.delivery_date else None,
        "other": offer.other,
        "line": offer.line,
    }


def _offer(row: sqlite3.Row) -> Offer:
    payments = tuple(
        Payment(one["when"], None if one["percent"] is None else Decimal(one["percent"]), one["days"])
        for one in json.loads(row["payments"])
    )
    return Offer(
        side=Side(row["side"]),
        price=None if row["price"] is None else Decimal(row["price"]),
        currency=row["currency"],
        quantity=None if row["quantity"] is None else Decimal(row["quantity"]),
        unit=row["unit"],
        incoterm=row["incoterm"],
        place=row["place"],
        payments=payments,
        lead_days=row["lead_days"],
        delivery_date=date.fromisoformat(row["delivery_date"]) if row["delivery_date"] else None,
        other=row["other"],
        line=row["line"],
        at=_time(row["at"]),
        id=row["id"],
    )


def _deal(row: sqlite3.Row) -> Deal:
    return Deal(
        title=row["title"],
        counterpart_id=row["counterpart_id"],
        role=Role(row["role"]),
        currency=row["currency"],
        is_closed=bool(row["is_closed"]),
        created_at=_time(row["created_at"]),
        updated_at=_time(row["updated_at"]),
        id=row["id"],
    )


def _gone(deal_id: int) -> KnownError:
    return KnownError(
        N_("There is no deal {id} (any more)."), N_("It may have been erased in another window."), id=deal_id
    )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
