"""``dragoman deal`` as a user runs it, on a real database and the starter packs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dragoman.base.errors import KnownError
from dragoman.base.paths import Paths
from dragoman.cli.deal import deal
from dragoman.counterparts.model import Counterpart
from dragoman.deals.model import Deal, TermState
from dragoman.services import Services


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    home = tmp_path_factory.mktemp("home")
    services = Services(Paths(home / "data", home / "cache"), install_starters=True)
    services.settings.update(home_country="CN", own_company="Guangzhou Yuexin")
    person = services.counterparts.save(
        Counterpart("Rafael", "Lima", "Importadora Aurora", "BR", "America/Sao_Paulo", "pt-BR")
    )
    made = services.deals.save(Deal("LED 2027", counterpart_id=person.id))
    services.deals.set_term(made.id, "unit_price", TermState.AGREED, "USD 12.50 for 1,250 panels")
    return services


def run(services: Services, *arguments: str) -> Any:
    return CliRunner().invoke(deal, arguments, obj=services)


def test_the_ledger_grows_by_a_line_and_tells_the_gap(services: Services) -> None:
    run(services, "ledger", "1", "--add", "we 13.00 FOB Nansha")
    result = run(services, "ledger", "1", "--add", "they 11.20 45 days", "--json")
    data = json.loads(result.output)
    assert [offer["side"] for offer in data["offers"]] == ["us", "them"]
    assert data["gap"] == "1.80"
    assert data["offers"][1]["lead_days"] == 45


@pytest.mark.parametrize(
    ("line", "words"), [("12.40", "who offers"), ("they 1.250", "two ways"), ("we 03/04", "two ways")]
)
def test_nothing_is_guessed(services: Services, line: str, words: str) -> None:
    before = len(services.deals.offers(1))
    result = run(services, "ledger", "1", "--add", line)
    assert isinstance(result.exception, KnownError)
    assert words in str(result.exception)
    assert len(services.deals.offers(1)) == before


def test_terms_and_what_is_open(services: Services) -> None:
    rows = json.loads(run(services, "terms", "1", "--json").output)
    price = next(row for row in rows if row["id"] == "unit_price")
    assert (price["state"], price["value"]) == ("agreed", "USD 12.50 for 1,250 panels")
    assert any("CISG" in hint for row in rows for hint in row["hints"])
    shown = json.loads(run(services, "show", "1", "--json").output)
    assert "unit_price" not in shown["open_terms"]
    assert "LED 2027" in run(services, "show").output


@pytest.mark.parametrize(("kind", "start"), [("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!DOCTYPE")])
def test_the_sheet_as_a_file(services: Services, tmp_path: Path, kind: str, start: bytes) -> None:
    path = tmp_path / f"sheet.{kind}"
    result = run(services, "sheet", "1", "--format", kind, "--out", str(path))
    assert result.exit_code == 0, result.exception
    assert path.read_bytes().startswith(start)


def test_the_sheet_as_data_has_both_languages(services: Services) -> None:
    data = json.loads(run(services, "sheet", "1").output)
    assert data["languages"] == ["en", "pt-BR"]
    price = next(line for line in data["lines"] if line["left"]["name"] == "Price" and not line["heading"])
    assert "1.250" in price["right"]["text"]
    assert price["alarms"] == []


@pytest.mark.parametrize(
    "arguments", [("show", "99"), ("ledger", "99"), ("terms", "99"), ("sheet", "99"), ("sheet", "1", "--format", "pdf")]
)
def test_bad_input_is_explained(services: Services, arguments: tuple[str, ...]) -> None:
    assert isinstance(run(services, *arguments).exception, KnownError)


def test_clauses_are_listed_filled_and_put_into_the_sheet(services: Services) -> None:
    listed = json.loads(run(services, "clauses", "--json").output)
    assert len(listed) >= 60
    shown = run(services, "clauses", "--show", "payment_deposit_balance", "--set", "deposit=12.5", "--lang", "de")
    assert "12,5\u00a0% des Preises" in shown.output
    run(services, "clauses", "1", "--add", "payment_deposit_balance", "--stance", "balanced")
    (row,) = json.loads(run(services, "clauses", "1", "--json").output)
    assert (row["stance"], row["gaps"]["deposit"]) == ("balanced", "30")
    sheet = json.loads(run(services, "sheet", "1").output)
    line = next(line for line in sheet["lines"] if line["left"]["name"].startswith("1. Deposit"))
    assert "30% do preço" in line["right"]["text"]
    assert line["alarms"] == []
    minutes = json.loads(run(services, "sheet", "1", "--minutes").output)
    assert minutes["lines"][0]["right"]["name"] == "Ata: LED 2027"
    run(services, "clauses", "1", "--remove", "payment_deposit_balance")
    assert json.loads(run(services, "clauses", "1", "--json").output) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("--add", "payment_deposit_balance"),
        ("1", "--add", "nonsense"),
        ("1", "--remove", "payment_deposit_balance"),
        ("1", "--add", "payment_deposit_balance", "--set", "deposit"),
        ("1", "--add", "payment_deposit_balance", "--set", "deposit=1.250"),
    ],
)
def test_a_mistaken_clause_changes_nothing(services: Services, arguments: tuple[str, ...]) -> None:
    assert isinstance(run(services, "clauses", *arguments).exception, KnownError)
    assert services.deals.part(1, "clauses").get("chosen", {}) == {}
