"""The clause library: whole, native typography, the same figures in every language, three stances that differ."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import combinations

import pytest

from dragoman.base.errors import KnownError
from dragoman.base.locales import babel_locale
from dragoman.deals.clauses import Clause, Gap, Kind, Stance, library, read_value, shown
from dragoman.deals.terms import LANGUAGES, catalogue

CLAUSES = list(library().values())
EACH = pytest.mark.parametrize("clause", CLAUSES, ids=[clause.id for clause in CLAUSES])
EVERY = {
    Kind.PERCENT: "12.5",
    Kind.COUNT: "21",
    Kind.AMOUNT: "1250000",
    Kind.RATE: "7.1234",
    Kind.DATE: "2027-03-31",
    Kind.COUNTRY: "BR",
    Kind.LANGUAGE: "pt",
    Kind.CURRENCY: "USD",
    Kind.TEXT: "Nansha",
}
# Words of a length alike in all languages: how long a text may be beside the English one.
LENGTH = {"es": (0.75, 1.6), "pt": (0.7, 1.5), "fr": (0.75, 1.6), "de": (0.6, 1.25), "zh": (1.05, 2.5)}
PARTIES = {
    "en": (r"Seller|Buyer", r"\b(Vendor|Supplier|Customer|Purchaser|Exporter|Importer)\b|\b(seller|buyer)\b"),
    "zh": ("卖方|买方", "甲方|乙方|供方|需方|供应商|客户|出卖人|买受人"),
    "es": (r"Vendedor|Comprador", r"\b(Proveedor|Cliente|vendedor|comprador)\b"),
    "pt": (r"Vendedor|Comprador", r"\b(Fornecedor|Cliente|vendedor|comprador)\b"),
    "fr": (r"Vendeur|Acheteur", r"\b(Fournisseur|Client|vendeur|acheteur)\b"),
    "de": (r"Verkäufer|Käufer|Partei", r"\b(Lieferant|Kunde|Besteller|Auftraggeber)\b"),
}
STIFF = {
    "en": r"\b(hereto|herein|hereof|hereby|hereunder|hereinafter|thereof|therein|aforesaid|witnesseth|shall|deemed)\b",
    "es": r"\b(el mismo|la misma|los mismos|las mismas)\b(?! \w)",
    "pt": r"\b(o mesmo|a mesma|os mesmos|as mesmas)\b(?! \w)",
}
FAULTS = {
    "en": r"[\"']|[　-〿＀-￯]|--| [,;:.]|  |\d %|\} %",
    "zh": r"(?<=[一-鿿])[,;:()?!.]|[,;:()?!](?=[一-鿿])|[\"']|  |\} %|。。|，，",
    "es": r"[\"']|--| [,;:.]|  |(?<![\u00a0])%|[　-〿＀-￯]",
    "pt": r"[\"']|--| [,;:.]|  |[\s\u00a0]%|[　-〿＀-￯]",
    "fr": r"[\"']|--|(?<![\u202f])[;!?%]|(?<![\u00a0]):|  |[　-〿＀-￯]",
    "de": r"[\"']|--| [,;:.]|  |(?<![\u00a0])%|[　-〿＀-￯]",
}
GAP = re.compile(r"\{([^{}]*)\}")


def full(clause: Clause) -> dict[str, str]:
    return {gap.id: EVERY[gap.kind] for gap in clause.gaps.values()}


def length(text: str, language: str) -> int:
    return len(re.findall(r"[一-鿿]", text)) if language == "zh" else len(text.split())


def test_the_library_is_as_large_as_it_says_and_reaches_every_term() -> None:
    assert len(CLAUSES) >= 60
    terms = {spec.id for group in catalogue() for spec in group.terms}
    assert terms - {clause.term for clause in CLAUSES} == set()
    assert {clause.term for clause in CLAUSES} - terms == set()


@EACH
def test_every_gap_is_declared_used_and_named(clause: Clause) -> None:
    used = set()
    for stance in Stance:
        names = {tag: set(GAP.findall(clause.texts[stance][tag])) for tag in LANGUAGES}
        for tag in LANGUAGES:
            assert names[tag] == names["en"], (stance, tag)
        used |= names["en"]
    assert used == set(clause.gaps)
    for gap in clause.gaps.values():
        assert all(0 < len(gap.names[tag]) <= 48 for tag in LANGUAGES), gap.id
        for stance in Stance:
            if gap.usual[stance]:
                assert read_value(gap, gap.usual[stance]) == gap.usual[stance], gap.id


@EACH
@pytest.mark.parametrize("stance", Stance)
def test_every_language_says_the_same_figures(clause: Clause, stance: Stance) -> None:
    for values in ({}, full(clause)):
        for left, right in [*combinations(LANGUAGES, 2), ("zh", "en"), ("pt", "zh"), ("zh", "es-MX"), ("en-US", "pt")]:
            assert clause.alarms(stance, left, right, values) == (), (left, right)


@EACH
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_written_as_its_readers_write(clause: Clause, language: str) -> None:
    parties, strangers = PARTIES[language]
    for stance in Stance:
        text = clause.texts[stance][language]
        bare = GAP.sub("X", text)
        assert not re.search(FAULTS[language], text), (stance, re.findall(FAULTS[language], text))
        assert re.search(parties, text) or re.search(r"part(y|ies|e|es|ido)|双方|任何一方", text), stance
        assert not re.search(strangers, bare), (stance, re.findall(strangers, bare))
        assert not re.search(STIFF.get(language, r"(?!)"), bare), (stance, re.findall(STIFF[language], bare))
        assert text.rstrip()[-1] in ".。", stance
        words = length(text, language)
        if language == "en":
            assert 25 <= words <= 140, (stance, words)
        else:
            low, high = LENGTH[language]
            share = words / length(clause.texts[stance]["en"], "en")
            assert low <= share <= high, (stance, round(share, 2))


@EACH
@pytest.mark.parametrize("language", LANGUAGES)
def test_stances_differ_in_substance(clause: Clause, language: str) -> None:
    for one, other in combinations(Stance, 2):
        alike = SequenceMatcher(None, clause.texts[one][language], clause.texts[other][language], autojunk=False)
        assert alike.ratio() < 0.85, (one, other, round(alike.ratio(), 2))


@EACH
def test_notes_are_short_and_bilingual(clause: Clause) -> None:
    assert 8 <= length(clause.notes["en"], "en") <= 60
    assert 12 <= length(clause.notes["zh"], "zh") <= 110
    assert not re.search(FAULTS["zh"], clause.notes["zh"])
    assert not re.search(r"[\"']", clause.notes["en"])


def test_no_two_clauses_are_the_same() -> None:
    texts = [(clause.id, clause.texts[stance]["en"]) for clause in CLAUSES for stance in Stance]
    for (one, first), (other, second) in combinations(texts, 2):
        if one != other:
            words, others = set(first.casefold().split()), set(second.casefold().split())
            assert len(words & others) / len(words | others) < 0.6, (one, other)


def test_figures_are_written_as_the_reader_writes_them() -> None:
    clause = library()["payment_deposit_balance"]
    texts = {tag: clause.text(Stance.SELLER, tag, {"deposit": "12.5"}) for tag in LANGUAGES}
    assert "12.5% of the price" in texts["en"]
    assert "12.5%" in texts["zh"]
    assert "12,5\u00a0%" in texts["de"]
    assert "12,5%" in texts["pt"]
    assert "12,5\u202f%" in texts["fr"]
    assert "12.5\u00a0%" in clause.text(Stance.SELLER, "es-MX", {"deposit": "12.5"})
    assert clause.text(Stance.SELLER, "ja", {}) == clause.text(Stance.SELLER, "en", {})


def test_what_nobody_said_stays_a_blank() -> None:
    gap = Gap("port", Kind.TEXT, {tag: f"port ({tag})" for tag in LANGUAGES}, dict.fromkeys(Stance, ""))
    texts = dict.fromkeys(Stance, dict.fromkeys(LANGUAGES, "To {port}."))
    clause = Clause("x", "goods", "packing", {}, {}, {"port": gap}, texts)
    assert clause.text(Stance.BUYER, "pt", {}) == "To [port (pt)]."
    assert clause.text(Stance.BUYER, "pt", {"port": "Santos"}) == "To Santos."


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Kind.PERCENT, "12.5 %", "12.5"),
        (Kind.COUNT, "30", "30"),
        (Kind.AMOUNT, "1,250.50", "1250.50"),
        (Kind.AMOUNT, "1.250,50", "1250.50"),
        (Kind.RATE, "7,12", "7.12"),
        (Kind.DATE, "2027-03-31", "2027-03-31"),
        (Kind.COUNTRY, "br", "BR"),
        (Kind.LANGUAGE, "zh-Hans", "zh"),
        (Kind.CURRENCY, "usd", "USD"),
        (Kind.TEXT, "  Port of   Santos ", "Port of Santos"),
        (Kind.COUNT, "", ""),
    ],
)
def test_what_is_typed_is_kept_in_one_form(kind: Kind, typed: str, kept: str) -> None:
    assert read_value(_gap(kind), typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.AMOUNT, "1.250"),
        (Kind.AMOUNT, "a lot"),
        (Kind.AMOUNT, "-5"),
        (Kind.PERCENT, "101"),
        (Kind.COUNT, "1"),
        (Kind.COUNT, "2.5"),
        (Kind.COUNT, "9" * 30),
        (Kind.RATE, "0"),
        (Kind.DATE, "31/03/2027"),
        (Kind.COUNTRY, "XX"),
        (Kind.CURRENCY, "dollars"),
        (Kind.LANGUAGE, "klingonese"),
    ],
)
def test_what_is_mistaken_or_has_two_readings_is_said(kind: Kind, typed: str) -> None:
    with pytest.raises(KnownError):
        read_value(_gap(kind), typed)


@pytest.mark.parametrize(
    ("kind", "value", "tag", "written"),
    [
        (Kind.COUNTRY, "US", "en", "the United States"),
        (Kind.COUNTRY, "US", "de", "Vereinigte Staaten"),
        (Kind.COUNTRY, "CN", "en", "China"),
        (Kind.LANGUAGE, "en", "es", "inglés"),
        (Kind.LANGUAGE, "zh", "en", "Chinese"),
        (Kind.DATE, "2027-02-01", "fr", "1er février 2027"),
        (Kind.DATE, "2027-02-11", "fr", "11 février 2027"),
        (Kind.DATE, "2027-02-01", "zh", "2027年2月1日"),
        (Kind.RATE, "7.1234", "de", "7,1234"),
        (Kind.AMOUNT, "1250000.5", "pt", "1.250.000,50"),
    ],
)
def test_values_are_written_for_the_reader(kind: Kind, value: str, tag: str, written: str) -> None:
    assert shown(kind, value, tag) == written


def _gap(kind: Kind) -> Gap:
    return Gap("x", kind, dict.fromkeys(LANGUAGES, "x"), dict.fromkeys(Stance, ""))


def test_the_languages_are_ones_babel_knows() -> None:
    assert [babel_locale(tag).language for tag in LANGUAGES] == list(LANGUAGES)
