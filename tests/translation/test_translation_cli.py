from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from dragoman.cli import main
from dragoman.translation.packs import PackStore


@pytest.fixture
def home(tmp_path: Path, packs: PackStore, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose packs folder is the shared one; tests that change packs use one of their own."""
    monkeypatch.setenv("DRAGOMAN_HOME", str(tmp_path))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "packs").symlink_to(packs.folder, target_is_directory=True)
    return tmp_path


def give(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


@pytest.mark.usefixtures("home")
class TestTranslate:
    def test_json_has_the_contract_shape(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["translate", "--from", "en", "--to", "pt", "--json", "The price is USD 12.50 per unit."]) == 0
        result = json.loads(capsys.readouterr().out)
        assert list(result) == ["source_language", "target_language", "engine", "route", "text", "sentences"]
        assert result["route"] == ["en", "pt"]
        (sentence,) = result["sentences"]
        assert set(sentence) == {"source", "target", "origin", "confidence", "checks"}
        assert sentence["origin"] == "model"
        assert sentence["checks"] == [{"kind": "money", "source": "USD 12.50", "target": "USD 12,50", "status": "ok"}]
        assert result["text"] == sentence["target"]

    def test_terms_of_a_file_stand_in_the_translation(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "terms.csv"
        file.write_text("source,target\nprice list,tabela oficial\n", encoding="utf-8")
        arguments = ["translate", "--to", "pt", "--glossary", str(file), "--json", "We accept the price list."]
        assert main(arguments) == 0
        result = json.loads(capsys.readouterr().out)
        assert result["text"] == "Aceitamos a tabela oficial."
        assert result["sentences"][0]["checks"] == [
            {"kind": "term", "source": "price list", "target": "tabela oficial", "status": "ok"}
        ]

    def test_a_formula_comes_from_the_phrasebook(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["translate", "--from", "en", "--to", "pt-BR", "--json", "Best regards,"]) == 0
        (sentence,) = json.loads(capsys.readouterr().out)["sentences"]
        assert (sentence["target"], sentence["origin"], sentence["confidence"]) == (
            "Atenciosamente,",
            "phrasebook",
            None,
        )

    def test_standard_input_keeps_its_layout(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        give(monkeypatch, b"\xef\xbb\xbfGood morning.\n\n  - 1,250\n")
        assert main(["translate", "--to", "pt"]) == 0
        captured = capsys.readouterr()
        assert captured.out == "Bom dia.\n\n  - 1.250\n"
        assert captured.err == ""

    @pytest.mark.parametrize(
        ("arguments", "data", "said"),
        [
            (["--to", "pt", ""], b"", "no text"),
            (["--to", "pt"], b" \n", "no text"),
            (["--to", "pt"], b"\xff\xfeH", "UTF-8"),
            (["--to", "xx", "Hello"], b"", "xx"),
            (["--to", "pt", "--engine", "none", "Hello"], b"", "none"),
            (["--from", "ja", "--to", "pt", "Hello"], b"", "ja"),
            (["--from", "en", "--to", "pt", "--glossary", "none.csv", "Hello"], b"", "none.csv"),
        ],
    )
    def test_bad_input_exits_with_2_and_a_remedy(
        self,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        arguments: list[str],
        data: bytes,
        said: str,
    ) -> None:
        give(monkeypatch, data)
        assert main(["translate", *arguments]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert said in captured.err
        assert len(captured.err.strip().splitlines()) == 2


@pytest.mark.usefixtures("home")
class TestCheck:
    def test_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--from", "en", "--to", "pt", "--json", "5 units", "6 unidades"]) == 0
        result = json.loads(capsys.readouterr().out)
        assert result["checks"] == [{"kind": "number", "source": "5", "target": "6", "status": "changed"}]

    def test_a_lost_not_is_a_doubt_and_no_alarm(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--from", "en", "--to", "pt", "--strict", "We do not agree.", "Concordamos."]) == 0
        assert capsys.readouterr().out == "doubt\tnegation\tnot\t\n"

    def test_strict_exits_with_4_on_an_alarm_only(self) -> None:
        assert main(["check", "--from", "en", "--to", "pt", "--strict", "5 units", "6 unidades"]) == 4
        assert main(["check", "--from", "en", "--to", "pt", "--strict", "5 units", "5 unidades"]) == 0


class TestPacks:
    def test_list_remove_install_and_verify(
        self,
        tmp_path: Path,
        packs: PackStore,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("DRAGOMAN_HOME", str(tmp_path))
        PackStore(tmp_path / "data" / "packs").ensure_starters()
        assert main(["packs", "list", "--json"]) == 0
        listed = json.loads(capsys.readouterr().out)
        assert [(one["source"], one["target"]) for one in listed["packs"]] == [("en", "pt"), ("pt", "en")]
        assert listed["quarantined"] == []
        assert main(["packs", "remove", "en-pt"]) == 0
        assert main(["packs", "remove", "en-pt"]) == 2
        assert main(["packs", "remove", "enpt"]) == 2
        assert main(["packs", "install", str(tmp_path / "none.argosmodel")]) == 2
        assert "none.argosmodel" in capsys.readouterr().err
        assert main(["packs", "verify", "--json"]) == 0
        assert [one["ok"] for one in json.loads(capsys.readouterr().out)] == [True]
        (tmp_path / "data" / "packs" / "translate-pt_en-1_0" / "metadata.json").unlink()
        assert main(["packs", "verify"]) == 2
        assert "metadata.json" in capsys.readouterr().out
