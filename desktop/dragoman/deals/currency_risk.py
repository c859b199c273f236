"""Who bears what when the exchange rate moves: a base rate, a neutral band, a split outside it, a cap, a trigger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from enum import StrEnum

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_

PART = "currency"
"""Under which name a rule is kept with a deal."""

_HUNDRED = Decimal(100)
_SHOWN = Decimal("0.0001")
MAX_RATES = 500


class Zone(StrEnum):
    """Where a rate lies: nothing happens, the difference is split, the cap holds, or the parties talk again."""

    BAND = "band"
    SPLIT = "split"
    CAPPED = "capped"
    RENEGOTIATE = "renegotiate"


@dataclass(frozen=True, slots=True)
class CurrencyRule:
    """A currency clause. All but ``base`` are percent.

    ``base`` is how many units of the seller's currency one unit of the price's currency is worth at signing. Within
    ``band`` either way nothing changes. ``split`` is the share of what lies beyond that the buyer bears: the price is
    adjusted by it, never by more than ``cap`` (None: without limit). From a deviation of ``trigger`` on, either side
    may ask for new talks (None: never).
    """

    base: Decimal
    band: Decimal
    split: Decimal
    cap: Decimal | None = None
    trigger: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rate means, in percent of the price or of the seller's proceeds at the base rate.

    ``deviation`` is that of the rate from the base. ``adjustment`` changes the price: above zero the buyer pays more.
    ``seller`` is how the seller's proceeds in their own currency differ, ``unadjusted`` how they would without the
    clause.
    """

    rate: Decimal
    deviation: Decimal
    adjustment: Decimal
    seller: Decimal
    unadjusted: Decimal
    zone: Zone


def outcome(rule: CurrencyRule, rate: Decimal) -> Outcome:
    """Return what ``rate`` means under ``rule``: exact arithmetic, rounded to a ten-thousandth of a percent."""
    deviation = (rate / rule.base - 1) * _HUNDRED
    beyond = max(abs(deviation) - rule.band, Decimal(0))
    shared = beyond * rule.split / _HUNDRED
    is_capped = rule.cap is not None and shared > rule.cap
    adjustment = rule.cap if is_capped and rule.cap is not None else shared
    # A weaker price currency costs the seller: the price rises. A stronger one: it falls.
    signed = adjustment if deviation < 0 else -adjustment
    proceeds = (1 + signed / _HUNDRED) * (rate / rule.base) - 1
    if rule.trigger is not None and abs(deviation) >= rule.trigger:
        zone = Zone.RENEGOTIATE
    elif is_capped:
        zone = Zone.CAPPED
    else:
        zone = Zone.SPLIT if beyond else Zone.BAND
    return Outcome(
        rate, _rounded(deviation), _rounded(signed), _rounded(proceeds * _HUNDRED), _rounded(deviation), zone
    )


def outcomes(rule: CurrencyRule, rates: Iterable[Decimal]) -> tuple[Outcome, ...]:
    """Return the outcome of each rate, in the order given."""
    return tuple(outcome(rule, rate) for rate in rates)


def sample_rates(rule: CurrencyRule, steps: int = 12) -> tuple[Decimal, ...]:
    """Return rates from well below to well above the base, every corner of the clause among them, ascending."""
    corners = {Decimal(0), rule.band}
    if rule.cap is not None and rule.split:
        corners.add(rule.band + rule.cap * _HUNDRED / rule.split)
    if rule.trigger is not None:
        corners.add(rule.trigger)
    reach = min(max(corners) * Decimal("1.5") or Decimal(10), Decimal(60))
    corners |= {reach * step / steps for step in range(steps + 1)}
    deviations = {one for one in corners if one <= reach} | {-one for one in corners if one <= reach}
    return tuple((rule.base * (1 + one / _HUNDRED)).quantize(_SHOWN) for one in sorted(deviations))


def read_rule(base: object, band: object, split: object, cap: object = None, trigger: object = None) -> CurrencyRule:
    """Return the rule for numbers or their text, percent with or without the sign.

    Raises :class:`KnownError` naming what cannot be used: no number, not positive, a split above 100 %, a cap without
    effect, a trigger within the band.
    """
    rule = CurrencyRule(
        read_number(base, "base"),
        read_number(band, "band"),
        read_number(split, "split"),
        None if cap in (None, "") else read_number(cap, "cap"),
        None if trigger in (None, "") else read_number(trigger, "trigger"),
    )
    if rule.base <= 0:
        raise _unusable("base", rule.base, N_("It must be above zero."))
    for name, value in (("band", rule.band), ("split", rule.split), ("cap", rule.cap), ("trigger", rule.trigger)):
        if value is not None and not 0 <= value <= _HUNDRED:
            raise _unusable(name, value, N_("It is a percentage from 0 to 100."))
    if rule.trigger is not None and rule.trigger < rule.band:
        raise _unusable("trigger", rule.trigger, N_("Within the neutral band nothing happens: make it larger."))
    return rule


def read_rates(values: object) -> tuple[Decimal, ...]:
    """Return the rates of a list. Raises :class:`KnownError` for anything else, or a rate that is not above zero."""
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise _unusable("rates", values, N_("Give a list of numbers, such as [7.05, 7.12]."))
    if len(values) > MAX_RATES:
        raise KnownError(
            N_("There are more than {limit} rates."), N_("Give fewer; nothing was changed."), limit=MAX_RATES
        )
    rates = tuple(read_number(value, "rates") for value in values)
    for rate in rates:
        if rate <= 0:
            raise _unusable("rates", rate, N_("It must be above zero."))
    return rates


def read_number(value: object, name: str) -> Decimal:
    """Return a number out of a file or a form; a dot is the decimal mark, a percent sign is dropped."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise _unusable(name, value, N_("It must be a number."))
    try:
        number = Decimal(str(value).strip().removesuffix("%").strip())
    except InvalidOperation:
        raise _unusable(name, value, N_("Write a plain number with a dot for decimals, as in 7.12.")) from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 12 or len(number.as_tuple().digits) > 24:
        raise _unusable(name, value, N_("It must be a number."))
    return number


def _unusable(name: str, value: object, remedy: str) -> KnownError:
    return KnownError(N_("“{name}” cannot be used: {value}."), remedy, name=name, value=str(value)[:80])


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_SHOWN, ROUND_HALF_EVEN)
