"""``dragoman fx`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dragoman.base.errors import KnownError
from dragoman.cli.fx import fx

RULE = {"base": 7.10, "band": 2, "split": 50, "cap": 4, "trigger": 12, "rates": [7.10, 6.674, "6.319", 7.952]}


def run(data: Any, *options: str) -> Any:
    return CliRunner().invoke(fx, ["-", *options], input=json.dumps(data))


def test_rows_of_the_rates_given() -> None:
    result = json.loads(run(RULE, "--json").output)
    assert [row["price_change_percent"] for row in result["rows"]] == [0.0, 2.0, 4.0, -4.0]
    assert [row["zone"] for row in result["rows"]] == ["band", "split", "capped", "renegotiate"]
    assert (result["base"], result["cap"]) == ("7.1", "4")


def test_without_rates_a_table_with_the_corners() -> None:
    output = run({key: value for key, value in RULE.items() if key != "rates"}).output
    assert "cap reached" in output
    assert "new talks" in output
    assert len(output.splitlines()) > 20


@pytest.mark.parametrize("data", [[], {"band": 2}, {"base": "x"}, {"base": 7, "band": 2, "split": 50, "rates": "7"}])
def test_what_cannot_be_used_is_explained(data: object) -> None:
    assert isinstance(run(data).exception, KnownError)


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    assert isinstance(CliRunner().invoke(fx, [str(tmp_path / "none.json")]).exception, KnownError)
