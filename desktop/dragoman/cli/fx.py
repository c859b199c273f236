"""``dragoman fx``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from dragoman.base.i18n import N_, _
from dragoman.cli.data_file import read_object

if TYPE_CHECKING:
    from dragoman.deals.currency_risk import CurrencyRule, Outcome

_ZONES = {
    "band": N_("no change"),
    "split": N_("shared"),
    "capped": N_("cap reached"),
    "renegotiate": N_("new talks"),
}


@click.command()
@click.argument("file", metavar="FILE", default="-")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def fx(file: str, as_json: bool) -> None:
    """Who bears what when the exchange rate moves.

    FILE (or standard input) is a JSON object with base, band, split and, if wanted, cap, trigger and rates. All but
    base and rates are percent; rates are units of the seller's currency for one of the price's, as base is.
    """
    from dragoman.deals.currency_risk import outcomes, read_rates, read_rule, sample_rates

    data = read_object(file)
    rule = read_rule(data.get("base"), data.get("band", 0), data.get("split", 0), data.get("cap"), data.get("trigger"))
    rates = read_rates(data["rates"]) if data.get("rates") is not None else sample_rates(rule)
    found = outcomes(rule, rates)
    if as_json:
        click.echo(json.dumps({**_rule(rule), "rows": [_row(one) for one in found]}, ensure_ascii=False, indent=2))
        return
    click.echo(f"{_('rate'):>12}  {_('deviation'):>10}  {_('price'):>10}  {_('seller'):>10}  {_('without'):>10}")
    for one in found:
        shares = "  ".join(f"{share:>+9.2f}%" for share in (one.deviation, one.adjustment, one.seller, one.unadjusted))
        click.echo(f"{one.rate:>12f}  {shares}  {_(_ZONES[one.zone])}")


def _rule(rule: CurrencyRule) -> dict[str, object]:
    return {
        "base": str(rule.base),
        "band": str(rule.band),
        "split": str(rule.split),
        "cap": None if rule.cap is None else str(rule.cap),
        "trigger": None if rule.trigger is None else str(rule.trigger),
    }


def _row(one: Outcome) -> dict[str, object]:
    return {
        "rate": str(one.rate),
        "deviation_percent": float(one.deviation),
        "price_change_percent": float(one.adjustment),
        "seller_proceeds_percent": float(one.seller),
        "seller_without_clause_percent": float(one.unadjusted),
        "zone": one.zone.value,
    }
