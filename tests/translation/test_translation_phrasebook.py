"""Every phrase file keeps the rules of docs/phrasebook.md; gaps are filled as each language writes them."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dragoman.base.errors import KnownError
from dragoman.cli import cli
from dragoman.translation.phrase_rules import language_problems, list_problems
from dragoman.translation.phrase_slots import Amount, Slot, SlotKind, parsed, romanized, slot, written
from dragoman.translation.phrasebook import CATEGORIES, LANGUAGES, ROMANIZED, Phrasebook, gaps

SHIPPED = files("dragoman_resources") / "phrases"
DAY = date(2027, 1, 30)
VALUES = {
    "amount": Amount(Decimal("15625"), "USD"),
    "date": DAY,
    "percent": Decimal("2.5"),
    "number": 1250,
    "place": "Santos",
    "name": "Ana Lima",
    "item": "LED 灯",
}


def shipped(language: str) -> dict[str, Any]:
    file = SHIPPED / f"{language}.toml"
    if not file.is_file():
        pytest.skip(f"the phrasebook has no {language}.toml yet")
    return tomllib.loads(file.read_text("utf-8"))


def test_list_of_phrases_keeps_its_rules() -> None:
    assert list(list_problems(shipped("phrases"))) == []
    assert sum(number for _title, number in CATEGORIES.values()) == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_keeps_its_rules(language: str) -> None:
    assert list(language_problems(language, shipped(language), shipped("phrases"))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_can_be_said(language: str) -> None:
    shipped(language)
    book = Phrasebook()
    phrases = book.phrases(language)
    assert len(phrases) == 200
    for phrase in phrases:
        values = {one.name: VALUES[one.kind] for one in phrase.slots}
        for familiar in (False, True):
            filled = book.fill(phrase, language, values, familiar=familiar)
            assert not gaps(filled.text)
            assert "…" not in filled.text or "…" in phrase.wordings[language].text(familiar=familiar)
            assert bool(filled.roman) is (language in ROMANIZED)
            for one in phrase.slots:
                assert written(one, values[one.name], language) in filled.text


LIST: dict[str, Any] = {
    "schema": 1,
    "phrase": [
        {"id": f"{category}.p{number}", "slots": [], "note": "What it says."}
        for category, (_title, count) in CATEGORIES.items()
        for number in range(count)
    ],
}
LIST["phrase"][0]["slots"] = ["date", "percent_deposit"]
ZH: dict[str, Any] = {
    "schema": 1,
    "language": "zh",
    "reviewed": date(2026, 11, 22),
    "phrases": {
        entry["id"]: {"formal": f"这是{number}。", "formal_roman": f"Zhè shì {number}."}
        for number, entry in enumerate(LIST["phrase"])
    },
}
FIRST = "opening.p0"
ZH["phrases"][FIRST] = {
    "formal": "到{date}付{percent_deposit}。",
    "formal_roman": "Dào {date} fù {percent_deposit}.",
    "familiar": "{date}付{percent_deposit}吧。",
    "familiar_roman": "{date} fù {percent_deposit} ba.",
}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, None),
        ({"schema": 2}, "schema"),
        ({"phrase": LIST["phrase"][1:]}, "opening: 17 phrases, not 18"),
        ({"phrase": [*LIST["phrase"], LIST["phrase"][0]]}, "2 times"),
        ({"phrase": LIST["phrase"][::-1]}, "order"),
        ({"phrase": [{"id": "food.x", "slots": [], "note": "x"}]}, "no category"),
        ({"phrase": [{"id": "price.x", "slots": ["colour"], "note": "x"}]}, "slots"),
        ({"phrase": [{"id": "price.x", "slots": ["date", "date"], "note": "x"}]}, "slots"),
        ({"phrase": [{"id": "price.x", "slots": [], "note": " "}]}, "no note"),
        ({"phrase": [{"id": "price.x", "slots": []}]}, "not id, slots and note"),
    ],
)
def test_rules_of_the_list(change: dict[str, Any], problem: str | None) -> None:
    problems = list(list_problems({**LIST, **change}))
    assert any(problem in one for one in problems) if problem else problems == []


@pytest.mark.parametrize(
    ("form", "text", "problem"),
    [
        ("formal", "到{date}付{percent_deposit}。", None),
        ("formal", "到{date}付。", "gaps"),
        ("formal", "到{date}{date}付{percent_deposit}。", "gaps"),
        ("formal", "到{date}付{percent_deposit", "gaps"),
        ("formal", "到{date}付{percent_deposit}", "punctuation"),
        ("formal", " 到{date}付{percent_deposit}。", "blanks"),
        ("formal", "", "empty"),
        ("formal", "By {date} {percent_deposit}.", "script"),
        ("formal", "до{date}付{percent_deposit}。", "script"),
        ("formal", "付" * 44 + "{date}{percent_deposit}。", "45 characters"),
        ("formal_roman", "到 {date} {percent_deposit}.", "not Latin"),
        ("formal_roman", None, "formal_roman is missing"),
        ("familiar", None, "familiar_roman is there"),
        ("familiar", "到{date}付{percent_deposit}。", "both registers"),
        ("colour", "红。", "unknown keys"),
    ],
)
def test_rules_of_a_language(form: str, text: str | None, problem: str | None) -> None:
    data = copy.deepcopy(ZH)
    if text is None:
        del data["phrases"][FIRST][form]
    else:
        data["phrases"][FIRST][form] = text
    problems = list(language_problems("zh", data, LIST))
    assert any(problem in one for one in problems) if problem else problems == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"language": "ja"}, "language is ja"),
        ({"reviewed": "yesterday"}, "no date"),
        ({"author": "x"}, "has"),
        ({"phrases": {}}, "missing"),
        ({"phrases": {**ZH["phrases"], "price.other": {"formal": "x"}}}, "not in phrases.toml"),
        ({"phrases": {**ZH["phrases"], "price.p1": ZH["phrases"]["price.p2"]}}, "2 phrases say"),
    ],
)
def test_rules_of_a_file(change: dict[str, Any], problem: str) -> None:
    assert any(problem in one for one in language_problems("zh", {**ZH, **change}, LIST))


def test_long_and_roman_in_other_languages() -> None:
    data = copy.deepcopy(ZH)
    data["language"] = "en"
    data["phrases"] = {key: {"formal": f"Phrase {n}."} for n, key in enumerate(ZH["phrases"])}
    data["phrases"][FIRST] = {"formal": "{date} {percent_deposit} " + "word " * 19 + "word.", "formal_roman": "x."}
    problems = list(language_problems("en", data, LIST))
    assert any("20 words" in one for one in problems)
    assert any("formal_roman is there" in one for one in problems)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "phrases.toml").write_text(
        """schema = 1
[[phrase]]
id = "price.best_offer"
slots = ["amount", "date"]
note = "Final price."
[[phrase]]
id = "closing.thanks"
slots = []
note = "Gratitude."
""",
        "utf-8",
    )
    words = {
        "en": ('"We offer {amount} until {date}."', '"Thank you!"', ""),
        "de": ('"Wir bieten {amount} bis {date}."', '"Vielen Dank für Ihr Verständnis."', ""),
        "ja": ('"{date}まで{amount}です。"', '"ありがとうございます。"', '"{date} made {amount} desu."'),
        "ar": ('"{amount} حتى {date}."', '"شكرًا."', '"{amount} hatta {date}."'),
    }
    for language, (offer, thanks, roman) in words.items():
        extra = f'formal_roman = {roman}\nfamiliar = "{language}"\nfamiliar_roman = "x"' if roman else ""
        (tmp_path / f"{language}.toml").write_text(
            f'schema = 1\nlanguage = "{language}"\nreviewed = 2026-11-22\n[phrases."price.best_offer"]\n'
            f'formal = {offer}\n{extra}\n[phrases."closing.thanks"]\nformal = {thanks}\n',
            "utf-8",
        )
    return tmp_path


@pytest.mark.parametrize(
    ("language", "text", "roman"),
    [
        ("en", "We offer €2,500.50 until 30 January 2027.", ""),
        ("en-US", "We offer €2,500.50 until January 30, 2027.", ""),
        ("de", "Wir bieten 2.500,50\u00a0€ bis 30. Januar 2027.", ""),
        ("ja", "2027年1月30日まで€2,500.50です。", "2027-nen 1-gatsu 30-nichi made EUR 2,500.50 desu."),
        (
            "ar",
            "\u2068\u200f2,500.50\u00a0€\u2069 حتى \u206830 يناير 2027\u2069.",
            "EUR 2,500.50 hatta 30 yanayir 2027.",
        ),
    ],
)
def test_gaps_are_filled_by_cldr(folder: Path, language: str, text: str, roman: str) -> None:
    book = Phrasebook(folder)
    values = {"amount": Amount(Decimal("2500.50"), "EUR"), "date": DAY}
    filled = book.fill(book.phrase("price.best_offer"), language, values)
    assert (filled.text, filled.roman) == (text, roman)


def test_open_gaps_registers_and_lookups(folder: Path) -> None:
    book = Phrasebook(folder)
    phrase = book.phrase("price.best_offer")
    assert book.fill(phrase, "en", {}).text == "We offer … until …."
    assert book.fill(phrase, "ja", {}, familiar=True).text == "ja"
    assert book.fill(phrase, "ja", {}, familiar=True).roman == "x"
    assert book.fill(phrase, "en", {}, familiar=True).text == "We offer … until …."
    assert book.languages() == ("en", "de", "ja", "ar")
    assert book.categories() == ("price", "closing")
    assert [one.id for one in book.phrases("de", "ja-JP", category="closing")] == ["closing.thanks"]
    assert book.translations(" thank  YOU! ", "en-GB", "de")[0][1] == "Vielen Dank für Ihr Verständnis."
    assert book.translations("Thanks", "en", "de") == book.translations("Thank you!", "en", "fr") == []
    assert Phrasebook(folder / "nothing").languages() == ()


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("verstandnis", ["closing.thanks"]),
        ("FÜR dank", ["closing.thanks"]),
        ("hatta", ["price.best_offer"]),
        ("ありがとう", ["closing.thanks"]),
        ("gratitude", ["closing.thanks"]),
        ("thank verstandnis", []),
        ("شكرا", ["closing.thanks"]),
        ("", ["price.best_offer", "closing.thanks"]),
    ],
)
def test_search_in_any_language_without_accents(folder: Path, query: str, ids: list[str]) -> None:
    assert [one.id for one in Phrasebook(folder).phrases("en", query=query)] == ids


def test_unknown_things_are_named(folder: Path) -> None:
    book = Phrasebook(folder)
    for wrong in (
        lambda: book.phrases("fr"),
        lambda: book.phrases("en", category="food"),
        lambda: book.phrase("price.none"),
        lambda: book.phrases("zh-Hant"),
        lambda: book.phrases("!!"),
    ):
        with pytest.raises(KnownError):
            wrong()


@pytest.mark.parametrize(
    ("name", "language", "value", "text", "roman"),
    [
        ("percent", "fr", Decimal("2.5"), "2,5\u00a0%", "2.5%"),
        ("percent_deposit", "zh", 30, "30%", "30%"),
        ("number", "fr", 15625, "15\u202f625", "15,625"),
        ("number", "hi", 1234567, "12,34,567", "1,234,567"),
        ("amount", "pt-BR", Amount(Decimal(1250), "BRL"), "R$\u00a01.250,00", "BRL 1,250.00"),
        ("amount", "ja", Amount(Decimal(1250), "JPY"), "￥1,250", None),
        ("amount", "en", Amount(Decimal("0.0125"), "USD"), "US$0.0125", "USD 0.0125"),
        ("date", "ko", date(2027, 6, 5), "2027년 6월 5일", "2027-nyeon 6-wol 5-il"),
        ("date", "ru", DAY, "30 января 2027\u202fг.", "30 yanvarya 2027 g."),
        ("date", "hi", DAY, "30 जनवरी 2027", "30 janvari 2027"),
        ("date", "zh-Hans", DAY, "2027年1月30日", "2027 nián 1 yuè 30 rì"),
        ("place", "ja", "Santos\n\x07", "Santos", "Santos"),
    ],
)
def test_values_as_each_language_writes_them(
    name: str, language: str, value: Any, text: str, roman: str | None
) -> None:
    one = slot(name)
    assert one is not None
    assert written(one, value, language) == text
    if roman is not None and (language in ROMANIZED or name != "date"):
        expected = roman.replace("6-wol", "yu-wol") if language == "ko" else roman
        assert romanized(one, value, language.split("-")[0]) == expected


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("amount", "2500 eur", Amount(Decimal(2500), "EUR")),
        ("amount", "USD 12.50", Amount(Decimal("12.50"), "USD")),
        ("date", "2027-01-30", DAY),
        ("percent", "2.5 %", Decimal("2.5")),
        ("number", "1250", Decimal(1250)),
        ("name", " Ana ", "Ana"),
    ],
)
def test_typed_values(name: str, text: str, value: object) -> None:
    one = slot(name)
    assert one is not None
    assert parsed(one, text) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("amount", "1.250,00 EUR"), ("amount", "1,250 EUR"), ("amount", "2500"), ("amount", "EUR"),
        ("date", "03/04/2027"), ("percent", "NaN"), ("percent", "Infinity"), ("number", "1.5"), ("number", "1e99"),
        ("number", "x"), ("place", " "), ("item", "x" * 201),
    ],
)  # fmt: skip
def test_typed_values_that_do_not_fit(name: str, text: str) -> None:
    one = slot(name)
    assert one is not None
    with pytest.raises(KnownError, match="does not fit"):
        parsed(one, text)


@pytest.mark.parametrize(
    ("kind", "value"), [("date", 5), ("amount", 5), ("number", True), ("number", "5"), ("place", 5), ("percent", DAY)]
)
def test_values_of_another_kind(kind: str, value: Any) -> None:
    with pytest.raises(KnownError, match="does not fit"):
        written(Slot(kind, SlotKind(kind)), value, "en")


def test_command(home: Path) -> None:
    shipped("en")
    shipped("zh")

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["phrases", *arguments])
        return done.exit_code, done.output

    code, output = run("--lang", "en", "--to", "zh", "--category", "price", "--json")
    phrases = json.loads(output)
    assert code == 0
    assert len(phrases) == 20
    assert set(phrases[0]) == {"id", "category", "slots", "note", "wordings"}
    assert {phrase["category"] for phrase in phrases} == {"price"}
    assert all(set(phrase["wordings"]) == {"en", "zh"} for phrase in phrases)
    assert all(phrase["wordings"]["zh"]["roman"] for phrase in phrases)
    code, output = run("--to", "zh", "--category", "price", "--fill", "amount=2500 EUR")
    assert code == 0
    assert "€2,500" in output
    assert output.strip().startswith("Price")
    code, output = run("--lang", "tlh")
    assert code == 2
    code, output = run("--fill", "amount")
    assert code == 2
    assert "gap" in output
    assert run("zxcvbn")[1].strip() == ""
    assert not home.exists()
