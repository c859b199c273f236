"""``dragoman draft`` as a user calls it, on the small knowledge base."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.base.i18n import describe
from dragoman.base.settings import Settings
from dragoman.cli.draft import draft
from dragoman.drafts.service import DraftService
from dragoman.drafts.store import DraftStore

PEOPLE = {
    "sender": {
        "given_name": "Yuqing",
        "family_name": "Lin",
        "company": "Yuexin",
        "country": "CN",
        "email": "l@y.example",
    },
    "recipient": {
        "given_name": "Rafael",
        "family_name": "Souza Lima",
        "title": "Sr.",
        "gender": "m",
        "company": "Importadora Aurora Ltda.",
        "country": "BR",
        "language": "pt-BR",
        "email": "rafael@aurora.example",
    },
}


@pytest.fixture
def data_file(tmp_path: Path, values: dict[str, object]) -> Path:
    path = tmp_path / "Daten ü.json"
    path.write_text(json.dumps({**PEOPLE, **values}), encoding="utf-8-sig")
    return path


def call(
    drafts: DraftService,
    *arguments: str,
    stdin: bytes | None = None,
    settings: Settings | None = None,
    kept: DraftStore | None = None,
) -> Result:
    services = SimpleNamespace(
        letters=drafts, settings=SimpleNamespace(load=lambda: settings or Settings()), drafts=kept
    )
    return CliRunner().invoke(draft, list(arguments), obj=services, input=stdin)


def error_of(result: Result) -> str:
    assert isinstance(result.exception, KnownError), result.exception
    return "\n".join(describe(result.exception))


def test_json_has_exactly_the_keys_of_the_contract(drafts: DraftService, data_file: Path) -> None:
    result = call(drafts, "--purpose", "quotation", "--to-country", "BR", "--data", str(data_file), "--format", "json")
    letter = json.loads(result.stdout)
    assert list(letter) == [
        "language", "locale", "direction", "subject", "salutation", "body", "closing", "text", "html", "warnings",
    ]  # fmt: skip
    assert (letter["language"], letter["locale"], letter["direction"]) == ("pt", "pt-BR", "ltr")
    assert letter["text"] == f"{letter['salutation']}\n\n{letter['body']}\n\n{letter['closing']}"
    assert all(list(warning) == ["kind", "message", "suggestion"] for warning in letter["warnings"])
    assert "deadline_weekend" in {warning["kind"] for warning in letter["warnings"]}
    assert json.loads(call(drafts, "--purpose", "quotation", "--data", str(data_file), "--json").stdout) == letter


def test_text_goes_to_the_screen_and_notes_to_standard_error(drafts: DraftService, data_file: Path) -> None:
    result = call(drafts, "--purpose", "quotation", "--data", str(data_file), "--register", "formal")
    assert result.stdout.startswith("Prezado Senhor Rafael Souza Lima,\n\nAgradecemos")
    assert result.stdout.endswith("l@y.example\n")
    assert "Note: Delivery by: 2027-01-30 (Saturday) is a weekend day" in result.stderr


def test_language_and_country_can_be_chosen(drafts: DraftService, data_file: Path) -> None:
    arguments = ["--purpose", "quotation", "--data", str(data_file), "--lang", "de", "--to-country", "CH", "--json"]
    letter = json.loads(call(drafts, *arguments).stdout)
    assert letter["locale"] == "de-CH"


def test_mail_file_from_standard_input(drafts: DraftService, data_file: Path, tmp_path: Path) -> None:
    arguments = ["--purpose", "quotation", "--data", "-", "--format", "eml"]
    result = call(drafts, *arguments, stdin=data_file.read_bytes())
    message = message_from_bytes(result.stdout_bytes, policy=policy.default)
    assert message["To"].addresses[0].addr_spec == "rafael@aurora.example"
    out = tmp_path / "letter.eml"
    call(drafts, *arguments, "--out", str(out), stdin=data_file.read_bytes())
    assert out.read_bytes() == result.stdout_bytes


def test_html(drafts: DraftService, data_file: Path) -> None:
    result = call(drafts, "--purpose", "quotation", "--data", str(data_file), "--format", "html")
    assert result.stdout.startswith('<!DOCTYPE html>\n<html lang="pt-BR" dir="ltr">')


def test_the_senders_own_details_stand_in(drafts: DraftService, values: dict[str, object]) -> None:
    data = json.dumps({"recipient": PEOPLE["recipient"], **values}).encode()
    own = Settings(own_given_name="Mei", own_family_name="Zhao", own_company="Zhao Trading", home_country="CN")
    result = call(drafts, "--purpose", "quotation", "--data", "-", stdin=data, settings=own)
    assert result.stdout.endswith("\n\nZhao Mei\nZhao Trading\n")
    assert "sender: needs a name" in error_of(call(drafts, "--purpose", "quotation", "--data", "-", stdin=data))


def test_fields(drafts: DraftService) -> None:
    fields: list[dict[str, Any]] = json.loads(call(drafts, "--purpose", "quotation", "--fields", "--json").stdout)
    by_name = {field["name"]: field for field in fields}
    assert by_name["valid_until"]["type"] == "date"
    assert by_name["valid_until"]["required"] is True
    assert by_name["notes"]["required"] is False
    assert by_name["incoterm"]["choices"][0] == "EXW"
    assert [column["type"] for column in by_name["items"]["columns"]] == ["text", "quantity", "money"]
    example = {field["name"]: field["example"] for field in fields}
    stdin = json.dumps({**PEOPLE, **example}).encode()
    assert "YX-2026-118" in call(drafts, "--purpose", "quotation", "--data", "-", stdin=stdin).stdout
    listed = call(drafts, "--purpose", "quotation", "--fields").stdout
    assert "valid_until  (date, required)  Valid until." in listed
    assert "    unit_price  (money, required)" in listed


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"\xff\xfe\x00", "not valid JSON"),
        (b"[]", "does not hold a JSON object"),
        (b"[" * 200_000, "nested too deeply"),
        (b" " * 1_000_001, "larger than one megabyte"),
        (b'{"sender": 1, "recipient": 2}', "sender: must be an object"),
        (b'{"sender": {"company": "a"}, "recipient": {"country": "BR"}, "reference": "\\ud800"}', "reference: has"),
        (b'{"total": {"amount": 1' + b"0" * 5000 + b', "currency": "USD"}}', "not valid JSON"),
    ],
)
def test_bad_data_is_explained(drafts: DraftService, raw: bytes, reason: str) -> None:
    assert reason in error_of(call(drafts, "--purpose", "quotation", "--data", "-", stdin=raw))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "one of: complaint, complaint-answer, "),
        (["--purpose", "poem", "--fields"], "no letter for the purpose “poem”"),
        (["--purpose", "quotation"], "--fields lists"),
        (["--purpose", "quotation", "--data", "missing.json"], "cannot be read"),
        (["--purpose", "quotation", "--data", "."], "cannot be read"),
        (["--purpose", "quotation", "--data", "nul\0byte"], "cannot be read"),
    ],
)
def test_bad_arguments_are_explained(
    drafts: DraftService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert reason in error_of(call(drafts, *arguments))


def test_an_unwritable_place_is_explained(drafts: DraftService, data_file: Path, tmp_path: Path) -> None:
    arguments = ["--purpose", "quotation", "--data", str(data_file), "--out", str(tmp_path / "none" / "x.txt")]
    assert "could not be written" in error_of(call(drafts, *arguments))


def test_unknown_keys_with_odd_characters_do_not_break_the_output(drafts: DraftService, data_file: Path) -> None:
    data = json.loads(data_file.read_text(encoding="utf-8-sig")) | {"\ud800\n": 1}
    result = call(drafts, "--purpose", "quotation", "--data", "-", "--json", stdin=json.dumps(data).encode())
    assert "unknown_field" in {warning["kind"] for warning in json.loads(result.stdout)["warnings"]}


def test_on_the_real_knowledge_base(services: Any, values: dict[str, object]) -> None:
    stdin = json.dumps({**PEOPLE, **values, "delivery_date": "2027-02-08"}).encode()
    arguments = ["--purpose", "quotation", "--data", "-", "--json", "--register", "formal"]
    result = CliRunner().invoke(draft, arguments, obj=services, input=stdin, catch_exceptions=False)
    letter = json.loads(result.stdout)
    assert letter["salutation"].startswith("Prezado Senhor ")
    warning = next(warning for warning in letter["warnings"] if warning["kind"] == "deadline_holiday")
    assert "2027-02-08 (Monday) is a holiday in China" in warning["message"]


def test_a_letter_is_kept_listed_opened_and_goes_on(drafts: DraftService, data_file: Path, tmp_path: Path) -> None:
    kept = DraftStore(UserDatabase(tmp_path / "user.sqlite3"))
    saved = call(drafts, "--purpose", "quotation", "--data", str(data_file), "--save", kept=kept)
    assert "Kept as draft 1." in saved.stderr
    assert "YX-2026-118" in json.loads(call(drafts, "--list", "--json", kept=kept).stdout)[0]["subject"]
    assert call(drafts, "--list", kept=kept).stdout.startswith("1  20")
    assert call(drafts, "--open", "1", kept=kept).stdout == saved.stdout

    attached = tmp_path / "Angebot ü.pdf"
    gone = call(drafts, "--open", "1", "--format", "eml", "--attach", str(attached), kept=kept)
    assert "cannot be read" in error_of(gone)
    attached.write_bytes(b"%PDF")
    raw = call(drafts, "--open", "1", "--format", "eml", "--attach", str(attached), kept=kept).stdout_bytes
    message = message_from_bytes(raw, policy=policy.default)
    assert [part.get_filename() for part in message.iter_attachments()] == ["Angebot ü.pdf"]
    assert message["To"].addresses[0].addr_spec == "rafael@aurora.example"

    changed = {**json.loads(data_file.read_text(encoding="utf-8-sig")), "reference": "YX-2"}
    arguments = ["--purpose", "quotation", "--data", "-", "--open", "1"]
    call(drafts, *arguments, stdin=json.dumps(changed).encode(), kept=kept)
    assert [version.data["reference"] for version in kept.versions(1)] == ["YX-2", "YX-2026-118"]
    assert "There is no draft 7" in error_of(call(drafts, "--open", "7", kept=kept))


def test_the_draft_is_kept_when_an_attachment_is_gone(drafts: DraftService, data_file: Path, tmp_path: Path) -> None:
    kept = DraftStore(UserDatabase(tmp_path / "user.sqlite3"))
    arguments = ["--purpose", "quotation", "--data", str(data_file), "--format", "eml", "--attach", "gone", "--save"]
    assert "The draft was kept." in error_of(call(drafts, *arguments, kept=kept))
    assert len(kept.all()) == 1


def test_a_letter_to_several_from_a_data_file(drafts: DraftService, values: dict[str, object]) -> None:
    second = {**PEOPLE["recipient"], "given_name": "Ana", "gender": "f", "title": "", "email": "ana@aurora.example"}
    data = {"sender": PEOPLE["sender"], "recipients": [PEOPLE["recipient"], second], **values}
    stdin = json.dumps(data).encode()
    raw = call(drafts, "--purpose", "quotation", "--data", "-", "--format", "eml", stdin=stdin).stdout_bytes
    message = message_from_bytes(raw, policy=policy.default)
    assert [box.addr_spec for box in message["To"].addresses] == ["rafael@aurora.example", "ana@aurora.example"]


def test_check_names_mistakes_with_their_lines(drafts: DraftService, tmp_path: Path) -> None:
    template = tmp_path / "quotation" / "en.j2"
    template.parent.mkdir()
    template.write_text("{% block subject %}{{ refernce }}{% endblock %}\n", encoding="utf-8")
    result = call(drafts, "--check", str(template))
    assert result.exit_code == 1
    assert f"{template}:1: “refernce” is not a field of this letter." in result.stdout
    assert f"{template}: The block “body” is missing." in result.stdout
    assert {"line": 1, "message": "“refernce” is not a field of this letter."} in json.loads(
        call(drafts, "--check", str(template), "--json").stdout
    )
    template.write_text("{% block subject %}{% endblock %}{% block body %}{% endblock %}", encoding="utf-8")
    sound = call(drafts, "--check", str(template))
    assert (sound.exit_code, sound.stdout) == (0, f"No mistakes were found in {template}.\n")


def test_a_template_in_the_users_folder_is_used(services: Any, values: dict[str, object]) -> None:
    folder = services.paths.templates / "quotation"
    folder.mkdir(parents=True)
    template = "{% block subject %}Meu{% endblock %}{% block body %}Corpo{% endblock %}"
    (folder / "pt.j2").write_text(template, encoding="utf-8")
    stdin = json.dumps({**PEOPLE, **values}).encode()
    result = CliRunner().invoke(draft, ["--purpose", "quotation", "--data", "-", "--json"], obj=services, input=stdin)
    assert json.loads(result.stdout)["body"] == "Corpo"
