"""The currency rule as a clause in the languages of the library: a starting point, not legal advice."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from dragoman.base.locales import language_of
from dragoman.deals.clauses import Kind, reader_tag, shown
from dragoman.deals.currency_risk import CurrencyRule


def clause(rule: CurrencyRule, language: str, *, price_currency: str, own_currency: str, source: str = "") -> str:
    """Return the clause in ``language`` (a BCP 47 tag; English for one not written), without what the rule leaves out.

    ``price_currency`` is that of the prices, ``own_currency`` the seller's, ``source`` where the rate is read.
    """
    tag = reader_tag(language)
    texts = _texts()[language_of(tag)]
    parts = [texts["base"]]
    if rule.split:
        parts.append(texts["split"])
        if rule.cap is not None:
            parts.append(texts["cap"])
    if rule.trigger is not None:
        parts.append(texts["trigger"])
    values = {
        "price": price_currency,
        "own": own_currency,
        "source": source or texts["source"],
        "base": _written(rule.base, tag),
        "band": _written(rule.band, tag),
        "split": _written(rule.split, tag),
        "cap": _written(rule.cap, tag),
        "trigger": _written(rule.trigger, tag),
    }
    return "\n".join(part.format(**values) for part in parts)


def _written(number: Decimal | None, tag: str) -> str:
    return "" if number is None else shown(Kind.RATE, f"{number:f}", tag)


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Mapping[str, str]]:
    file = files("dragoman_resources") / "deals" / "currency_clause.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
