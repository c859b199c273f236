"""Exchange rates out of tables and lines: every row with its day, nothing guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dragoman.base.errors import KnownError
from dragoman.deals.rates_file import rates_of, typed_rates


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ("2026-11-20;7,12", date(2026, 11, 20)),
        ("20.11.2026;7.12", date(2026, 11, 20)),
        ("20/11/2026,7.12", date(2026, 11, 20)),
        ("11/20/2026,7.12", date(2026, 11, 20)),
        ("2026年11月20日,7.12", date(2026, 11, 20)),
        ("03/04/2026,7.12", None),
        ("2026-02-31,7.12", None),
        ("7.12", None),
    ],
)
def test_the_day_of_a_row(tmp_path: Path, row: str, day: date | None) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(f"date,rate\n{row}\n", encoding="utf-8-sig")
    (found,) = rates_of(path)
    assert (found.rate, found.day) == (Decimal("7.12"), day)


def test_a_file_without_rates_says_so(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_bytes(b"\xff\x00,,\nnothing,-3\n")
    for one in (path, tmp_path / "missing.csv", tmp_path):
        with pytest.raises(KnownError, match=one.name):
            rates_of(one)


def test_typed_rates() -> None:
    assert typed_rates("6.90 7,05;7.1234") == (Decimal("6.90"), Decimal("7.05"), Decimal("7.1234"))
    assert typed_rates("  ") == ()


@pytest.mark.parametrize("text", ["7,050", "1.250", "7.1 x", "0", "-3"])
def test_what_is_no_rate_or_two(text: str) -> None:
    with pytest.raises(KnownError):
        typed_rates(text)
