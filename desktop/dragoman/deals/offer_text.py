"""An offer of the ledger in words: what was typed in shorthand, for the readers of a sheet in their own languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dragoman.base.locales import language_of
from dragoman.deals.clauses import Kind, reader_tag, shown
from dragoman.deals.model import Offer, Payment


def offer_text(offer: Offer, language: str, other: str = "") -> str:
    """Return what is on the table as a reader of ``language`` (a BCP 47 tag) writes it, English for one not written.

    ``other`` stands for :attr:`Offer.other`, the user's own words, in that language.
    """
    tag = reader_tag(language)
    words = _texts()[language_of(tag)]
    parts = [*_goods(offer, tag, words), *(_payment(one, tag, words) for one in offer.payments)]
    if offer.lead_days is not None:
        parts.append(words["lead_days"].format(days=_number(Decimal(offer.lead_days), tag)))
    if offer.delivery_date is not None:
        parts.append(words["delivery_date"].format(day=shown(Kind.DATE, offer.delivery_date.isoformat(), tag)))
    return str(words["between"].join([*parts, *([other] if other else [])]))


def _goods(offer: Offer, tag: str, words: Mapping[str, Any]) -> Iterator[str]:
    if offer.quantity is not None:
        unit = words["units"].get(offer.unit, offer.unit)
        yield f"{_number(offer.quantity, tag)} {unit}".strip()
    if offer.price is not None:
        money = words["money"].format(amount=_number(offer.price, tag, Kind.AMOUNT), currency=offer.currency).strip()
        yield words["each"].format(money=money)
    if offer.incoterm or offer.place:
        yield f"{offer.incoterm} {offer.place}".strip()


def _payment(payment: Payment, tag: str, words: Mapping[str, Any]) -> str:
    share = words["rest"]
    if payment.percent is not None:
        gap = {"es": "\u00a0", "de": "\u00a0", "fr": "\u202f"}.get(language_of(tag), "")
        share = f"{_number(payment.percent, tag)}{gap}%"
    pattern = words["part_days" if payment.days else "part"]
    days = _number(Decimal(payment.days or 0), tag)
    return str(pattern.format(share=share, when=words["when"][payment.when], days=days))


def _number(number: Decimal, tag: str, kind: Kind = Kind.PERCENT) -> str:
    return shown(kind, f"{number:f}", tag)


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Mapping[str, Any]]:
    file = files("dragoman_resources") / "deals" / "offer.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
