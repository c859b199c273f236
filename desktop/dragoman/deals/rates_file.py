"""Exchange rates as they are typed, or out of a table: a column of rates, or days and rates."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from dragoman.base.errors import KnownError
from dragoman.base.files import read_file
from dragoman.base.i18n import N_
from dragoman.deals.currency_risk import read_rates
from dragoman.deals.ledger_line import one_reading

MAX_BYTES = 1_000_000
_DAY = re.compile(r"(\d{1,4})([-/.年])(\d{1,2})[-/.月](\d{1,4})日?")


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A rate and the day it is of; None where the table does not say it, or in a form that may be two days."""

    rate: Decimal
    day: date | None = None


def rates_of(path: Path) -> tuple[DatedRate, ...]:
    """Return the rates of a CSV file: the last number of each row, with its day. Rows without a number are left out.

    Raises :class:`KnownError` for a file that cannot be read or has no rates.
    """
    raw = read_file(path, MAX_BYTES)
    found = []
    for line in raw.decode("utf-8-sig", "replace").splitlines():
        # Told row by row: a decimal comma stands only where another mark parts the cells.
        delimiter = next((mark for mark in ";\t" if mark in line), ",")
        found += [rate for cells in csv.reader([line], delimiter=delimiter) if (rate := _rate(cells)) is not None]
    if not found:
        raise KnownError(
            N_("There are no rates in {path}."),
            N_("Each row should end with a rate, such as 2026-11-20;7.12."),
            path=path,
        )
    read_rates([one.rate for one in found])
    return tuple(found)


def typed_rates(text: str) -> tuple[Decimal, ...]:
    """Return rates typed in a line, with blanks or semicolons between them; a comma or a dot marks decimals.

    Raises :class:`KnownError` for what is no rate, and for what may be two: "7,050" is asked about, not guessed.
    """
    rates = []
    for word in re.split(r"[\s;；]+", text.strip(" ;；")):
        if not word:
            continue
        reading = one_reading(word, N_("Write it with two or four decimals, such as 7.05 or 7.0500."))
        rates.append(word if reading is None else reading)
    return read_rates(rates)


def _rate(cells: list[str]) -> DatedRate | None:
    day = next((found for cell in cells if (found := _day(cell.strip()))), None)
    for cell in reversed(cells):
        try:
            rate = Decimal(cell.strip().replace(",", "."))
        except ArithmeticError:
            continue
        if rate.is_finite() and rate > 0:
            return DatedRate(rate, day)
    return None


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text)
    if not match:
        return None
    first, mark, middle, last = int(match[1]), match[2], int(match[3]), int(match[4])
    if first > 31:
        parts = (first, middle, last)
    elif mark == "." or first > 12:
        parts = (last, middle, first)
    elif middle > 12:
        parts = (last, first, middle)
    else:
        return None  # 03/04/2026 is the third of April or the fourth of March
    try:
        return date(*parts)
    except ValueError:
        return None
