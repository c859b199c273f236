"""``dragoman counterpart`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dragoman.base.errors import KnownError
from dragoman.base.paths import Paths
from dragoman.cli.counterpart import counterpart
from dragoman.services import Services


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return Services(Paths(tmp_path / "data", tmp_path / "cache"))


def run(services: Services, *arguments: str, text: str = "") -> Any:
    return CliRunner().invoke(counterpart, arguments, obj=services, input=text)


def test_a_person_there_and_gone(services: Services, tmp_path: Path) -> None:
    added = run(
        services, "add", "--json", text=json.dumps({"given_name": "Rafael", "family_name": "Lima", "country": "brazil"})
    )
    (person,) = json.loads(added.output)
    assert (person["country"], person["zone"], person["language"]) == ("BR", "America/Sao_Paulo", "pt-BR")
    assert "Rafael Lima" in run(services, "list", "lima").output
    assert json.loads(run(services, "show", "1", "--json").output)["held"] == {}
    card = tmp_path / "rafael.vcf"
    run(services, "export", "1", "--vcard", "--out", str(card))
    assert b"N:Lima;Rafael" in card.read_bytes()
    assert isinstance(run(services, "erase", "1").exception, KnownError)
    assert json.loads(run(services, "erase", "1", "--yes", "--json").output) == {"erased": 1, "with": {}}
    assert run(services, "list").output == ""
    assert "Rafael Lima" in run(services, "add", str(card)).output


def test_a_signature_is_guessed_and_shown_first(services: Services) -> None:
    text = "Jan Müller\nMeyer Lichttechnik GmbH\nHamburg, Germany\n+49 40 12345678\njan@meyer.de"
    result = run(services, "add", "--signature", "--dry-run", "--json", text=text)
    (person,) = json.loads(result.output)
    assert (person["family_name"], person["company"], person["city"]) == (
        "Müller",
        "Meyer Lichttechnik GmbH",
        "Hamburg",
    )
    assert (person["zone"], person["language"]) == ("Europe/Berlin", "de-DE")
    assert services.counterparts.all() == []


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("add",), "[]"),
        (("add",), '{"given_name": "A"}'),
        (("add",), '{"given_name": "A", "country": "BR", "colour": "red"}'),
        (("add",), '{"country": "BR"}'),
        (("add", "missing.vcf"), ""),
        (("show", "7"), ""),
        (("export", "7"), ""),
        (("erase", "7", "--yes"), ""),
    ],
)
def test_bad_input_is_explained(services: Services, arguments: tuple[str, ...], text: str) -> None:
    assert isinstance(run(services, *arguments, text=text).exception, KnownError)
    assert services.counterparts.all() == []
