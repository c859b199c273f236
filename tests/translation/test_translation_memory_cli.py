"""``dragoman memory`` and ``dragoman glossary``: what a user types, on a home of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dragoman.cli import cli
from dragoman.counterparts.model import Counterpart
from dragoman.services import Services
from dragoman.translation.memory import TranslationMemory
from dragoman.translation.model import LanguagePair

EN_PT = LanguagePair("en", "pt")


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, arguments)
    return done.exit_code, done.output


def answer(*arguments: str) -> Any:
    code, output = run(*arguments, "--json")
    assert code == 0, output
    return json.loads(output)


@pytest.fixture
def ana(services: Services) -> str:
    return str(services.counterparts.save(Counterpart("Ana", "", "", "BR", "America/Sao_Paulo", "pt-BR")).id)


def test_memory(services: Services, tmp_path: Path, ana: str) -> None:
    memory = TranslationMemory(services.database)
    kept = memory.remember("Good morning, “Ana”.", "Bom dia, “Ana”.", EN_PT, int(ana))
    memory.remember("Thank you.", "Obrigada.", EN_PT)
    listed = answer("memory", "list")
    assert [entry["source"] for entry in listed] == ["Thank you.", "Good morning, “Ana”."]
    assert listed[1] == {
        "id": kept.id,
        "source_language": "en",
        "target_language": "pt",
        "source": "Good morning, “Ana”.",
        "target": "Bom dia, “Ana”.",
        "counterpart": int(ana),
        "how": "accepted",
        "updated_at": kept.updated_at,
    }
    assert run("memory", "list", "obrig") == (0, f"{listed[0]['id']}\ten-pt\tThank you.\tObrigada.\n")
    assert answer("memory", "list", "--from", "de", "--to", "en") == []
    assert [entry["id"] for entry in answer("memory", "list", "--counterpart", ana)] == [kept.id]
    assert len(answer("memory", "list", "--limit", "1")) == 1

    file = tmp_path / "out.tmx"
    assert answer("memory", "export", str(file)) == {"exported": 2, "path": str(file)}
    assert answer("memory", "delete", "--all", "--counterpart", ana) == {"deleted": 1}
    assert answer("memory", "delete", str(listed[0]["id"])) == {"deleted": 1}
    assert answer("memory", "list") == []
    assert answer("memory", "import", str(file), "--counterpart", ana) == {"added": 2, "known": 0, "skipped": 0}
    assert run("memory", "import", str(file)) == (0, "2 added, 0 known already, 0 left out.\n")
    assert run("memory", "export", str(tmp_path / "out.csv"))[1].startswith("4 written to ")
    assert run("memory", "delete", "--all") == (0, "4 deleted.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("memory", "list", "--from", "en"), "One language alone"),
        (("memory", "list", "--from", "en", "--to", "klingon!"), "not a language"),
        (("memory", "import", "none.tmx"), "cannot be read"),
        (("memory", "import", "none.doc"), "ending"),
        (("memory", "delete"), "not clear"),
        (("memory", "delete", "1", "--all"), "not clear"),
        (("memory", "delete", "x"), "x"),
        (("glossary", "add", "--from", "en", "--to", "pt", "term"), "words on both sides"),
        (("glossary", "add", "--from", "en", "--to", "??", "a", "b"), "not a language"),
        (("glossary", "add", "--from", "en", "--to", "pt", "--counterpart", "77", "a", "b"), "no counterpart"),
        (("glossary", "list", "--shipped"), "direction is missing"),
        (("glossary", "remove"), "NUMBERS"),
    ],
)
def test_mistakes_are_told(services: Services, arguments: tuple[str, ...], message: str) -> None:
    code, output = run(*arguments)
    assert code == 2
    assert message in output
    assert "Traceback" not in output


def test_glossary(services: Services, tmp_path: Path, ana: str) -> None:
    both = answer("glossary", "add", "--from", "en", "--to", "pt-BR", "--both", "--note", "n", "invoice", "fatura")
    assert [(term["source_language"], term["source"], term["target"]) for term in both] == [
        ("en", "invoice", "fatura"),
        ("pt-BR", "fatura", "invoice"),
    ]
    [kept] = answer("glossary", "add", "--from", "en", "--to", "pt", "--keep", "--counterpart", ana, "Acme")
    assert (kept["target"], kept["keep"], kept["counterpart"]) == ("Acme", True, int(ana))
    listed = answer("glossary", "list", "--from", "en", "--to", "pt")
    assert [term["source"] for term in listed] == ["Acme", "invoice"]
    assert set(listed[0]) == {
        "id", "source_language", "target_language", "source", "target", "keep", "note", "counterpart"
    }  # fmt: skip
    _code, output = run("glossary", "list", "acme")
    assert output == f"{kept['id']}\ten-pt\tAcme\tnever translated\n"

    for name in ("terms.tbx", "terms.csv"):
        file = tmp_path / name
        assert answer("glossary", "export", str(file)) == {"exported": 3, "path": str(file)}
        numbers = [str(term["id"]) for term in answer("glossary", "list")]
        assert answer("glossary", "remove", *numbers) == {"removed": 3}
        assert answer("glossary", "import", str(file)) == {"added": 3, "known": 0, "skipped": 0}
        assert {term["source"] for term in answer("glossary", "list")} == {"Acme", "invoice", "fatura"}
        assert run("glossary", "import", str(file)) == (0, "0 added, 3 known already, 0 left out.\n")


def test_shipped_terms_are_listed(services: Services) -> None:
    terms = answer("glossary", "list", "--shipped", "--from", "en", "--to", "de", "bill of lading")
    if not terms:
        pytest.skip("the shipped glossary is not there")
    assert any(term["target"] == "Konnossement" for term in terms)
    assert not services.database.path.exists()
