from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.translation.formulas import formula, is_closing, is_name

LANGUAGES = ("en", "pt", "es", "fr", "de", "zh", "ja")


@pytest.mark.parametrize(
    ("text", "pair", "expected"),
    [
        ("Dear Rafael,", ("en", "pt"), "Olá, Rafael,"),
        ("Dear Rafael", ("en", "pt-BR"), "Olá, Rafael"),
        ("dear Rafael,", ("en", "pt"), "Olá, Rafael,"),
        ("Dear Maria da Silva,", ("en", "pt"), "Olá, Maria da Silva,"),
        ("Dear Mr. Souza,", ("en", "pt"), "Prezado Sr. Souza,"),
        ("Dear Ms Souza:", ("en", "pt"), "Prezada Sra. Souza,"),
        ("Dear Sir or Madam,", ("en", "pt"), "Prezados Senhores,"),
        ("Best regards,", ("en", "pt"), "Atenciosamente,"),
        ("Best  regards", ("en", "pt"), "Atenciosamente"),
        ("KIND REGARDS,", ("en", "pt"), "ATENCIOSAMENTE,"),
        ("DEAR RAFAEL,", ("en", "pt"), "OLÁ, RAFAEL,"),
        ("HELLO", ("en", "pt"), "OLÁ"),
        ("Thank you!", ("en", "pt"), "Muito obrigado!"),
        ("Prezado João,", ("pt", "en"), "Dear João,"),
        ("Olá, João!", ("pt", "en"), "Hello João!"),
        ("Att.", ("pt", "en"), "Best regards,"),
        ("Fico no aguardo.", ("pt", "en"), "I look forward to hearing from you."),
        ("Best regards,", ("en", "de"), "Mit freundlichen Grüßen"),
        ("Mit freundlichen Grüßen", ("de", "en"), "Best regards,"),
        ("Dear Mr. Müller,", ("en", "de"), "Sehr geehrter Herr Müller,"),
        ("Dear Mr. García,", ("en", "es"), "Estimado Sr. García:"),
        ("Dear Mr. 王,", ("en", "zh"), "尊敬的王先生："),
        ("谢谢！", ("zh", "en"), "Thank you!"),
        ("Thank you.", ("en", "zh"), "谢谢。"),
        ("You’re welcome!", ("en", "pt"), "De nada!"),
    ],
)
def test_a_line_that_is_a_formula(text: str, pair: tuple[str, str], expected: str) -> None:
    assert formula(text, *pair) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Dear Rafael, thank you for your offer.",
        "Dear Rafael and Anna,",
        "Dear Dr. Souza,",
        "Dear hiring manager,",
        "Dear Supplier 5,",
        "Best regards to your family.",
        "Hello thanks,",
        "Thank you for the samples.",
        "Dear ,",
        "",
        "...",
    ],
)
def test_a_line_that_says_more_is_none(text: str) -> None:
    assert formula(text, "en", "pt") is None


def test_a_language_without_a_table_has_none() -> None:
    assert formula("Dear Rafael,", "en", "ar") is None


def test_closing_and_name() -> None:
    assert is_closing("Best regards,", "en")
    assert is_closing("Thanks,", "en")
    assert is_closing("Atenciosamente", "pt-BR")
    assert not is_closing("Thanks", "en")
    assert not is_closing("We ship on Monday.", "en")
    assert is_name("Anna Smith", "en")
    assert not is_name("Sales Department", "en")
    assert not is_name("We ship on Monday", "en")


def test_the_table_is_complete_and_each_line_answers() -> None:
    data = tomllib.loads((files("dragoman_resources") / "phrases" / "formulas.toml").read_text(encoding="utf-8"))
    assert len(data["formula"]) >= 35
    for entry in data["formula"]:
        assert entry["kind"] in ("opening", "closing", "line")
        assert set(entry) <= {"kind", *LANGUAGES}
        assert {"en", "pt"} <= set(entry), "both starter packs"
        slots = {"{name}" in line for language in LANGUAGES for line in entry.get(language, ())}
        assert len(slots) == 1, entry
        for language in ("en", "pt"):
            other = "pt" if language == "en" else "en"
            for line in entry[language]:
                assert formula(line.replace("{name}", "Ana Braga"), language, other), line


@given(st.text(max_size=90))
def test_any_text_is_answered_or_left(text: str) -> None:
    found = formula(text, "en", "pt")
    assert found is None or found.strip()
