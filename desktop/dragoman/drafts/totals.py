"""Sums of a letter: what each row comes to, the total, and whether the shares make a hundred."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from dragoman.base.i18n import N_, Text
from dragoman.drafts.advice import warning
from dragoman.drafts.fields import Money, Percent, Problem, Quantity, Value, Values, error_from
from dragoman.drafts.formats import line_total
from dragoman.drafts.model import DraftWarning


def with_totals(rule: Mapping[str, str], values: Values) -> tuple[Values, list[DraftWarning]]:
    """Add the amount of each row and the total; a total that was given stands, with a warning if it is another."""
    rows = values.get(rule.get("list", ""))
    if not isinstance(rows, tuple):
        return values, []
    priced: list[Mapping[str, Value | None]] = []
    amounts: list[Money] = []
    for row in rows:
        quantity, price = row.get(rule["quantity"]), row.get(rule["price"])
        if isinstance(quantity, Quantity) and isinstance(price, Money):
            amounts.append(line_total(quantity, price))
            priced.append({**row, rule["amount"]: amounts[-1]})
        else:
            priced.append({**row, rule["amount"]: None})
    given = values.get(rule["total"])
    currencies = {amount.currency for amount in amounts}
    if len(currencies) > 1 and given is None:
        raise error_from([Problem(rule["total"], Text(N_("is needed, because the items are in several currencies")))])
    summed = Money(sum((amount.amount for amount in amounts), Decimal(0)), next(iter(currencies), ""))
    warnings = []
    if isinstance(given, Money) and (given.currency, given.amount) != (summed.currency, summed.amount):
        shown: dict[str, object] = {
            "given": f"{given.amount} {given.currency}",
            "sum": f"{summed.amount} {summed.currency}",
        }
        if len(currencies) == 1:
            warnings.append(
                warning(
                    "total_differs",
                    Text(N_("The total is {given}, but the items add up to {sum}."), shown),
                    Text(N_("Correct it, or explain the difference (a discount, freight) in the notes.")),
                )
            )
    return {**values, rule["list"]: tuple(priced), rule["total"]: given or summed}, warnings


def share_warnings(shares: Mapping[str, str], values: Values) -> list[DraftWarning]:
    """Return a warning when the shares of a purpose's list do not make a hundred percent."""
    rows = values.get(shares.get("list", ""))
    if not isinstance(rows, tuple) or not rows:
        return []
    parts = [share.amount for row in rows if isinstance(share := row.get(shares["percent"]), Percent)]
    total = sum(parts, Decimal(0))
    if total == 100:
        return []
    return [
        warning(
            "shares_not_100",
            Text(N_("The shares of the payment add up to {total} %, not 100 %."), {"total": format(total, "f")}),
            Text(N_("Correct the shares.")),
        )
    ]
