"""The currency rule as a clause: a starting point in English and Chinese, figures as the rule has them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from dragoman.deals.currency_risk import CurrencyRule


def clause(rule: CurrencyRule, language: str, *, price_currency: str, own_currency: str, source: str = "") -> str:
    """Return the clause in ``language`` (en or zh), without what the rule leaves out.

    ``price_currency`` is that of the prices, ``own_currency`` the seller's, ``source`` where the rate is read.
    """
    key = "zh" if language.startswith("zh") else "en"
    texts = _texts()[key]
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
        "base": _plain(rule.base),
        "band": _plain(rule.band),
        "split": _plain(rule.split),
        "cap": _plain(rule.cap),
        "trigger": _plain(rule.trigger),
    }
    return "\n".join(part.format(**values) for part in parts)


def _plain(number: Decimal | None) -> str:
    """The figure as it was given: no exponent, no grouping, so that it reads the same in both languages."""
    return "" if number is None else f"{number:f}"


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Mapping[str, str]]:
    file = files("dragoman_resources") / "deals" / "currency_clause.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
