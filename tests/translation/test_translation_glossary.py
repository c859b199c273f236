"""Terms are found whatever their ending, the user's beat the shipped ones, and the result is verified."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.counterparts.model import Counterpart
from dragoman.counterparts.store import CounterpartStore
from dragoman.translation import trade_glossary
from dragoman.translation.glossary import GlossaryStore
from dragoman.translation.model import CheckStatus, LanguagePair
from dragoman.translation.morphology import fold
from dragoman.translation.tbx import TermRecord
from dragoman.translation.terms import Glossary, Layer, TermEntry

EN_PT = LanguagePair("en", "pt")
INCOTERMS_2020 = {"EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF"}


def entry(source: str, *targets: str, layer: Layer = Layer.USER, keep: bool = False) -> TermEntry:
    return TermEntry(source, targets[0] if targets else source, targets or (source,), layer, keep)


def found(glossary: Glossary, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in glossary.find(text)]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[UserDatabase]:
    database = UserDatabase(tmp_path / "dragoman.sqlite3")
    yield database
    database.close()


@pytest.fixture
def store(database: UserDatabase) -> GlossaryStore:
    return GlossaryStore(database)


@pytest.mark.parametrize(
    ("language", "term", "text", "surfaces"),
    [
        ("en", "letter of credit", "Letters of Credit, letter of\ncredit", ["Letters of Credit", "letter of\ncredit"]),
        ("en", "invoice", "INVOICES, invoiced, the invoice's date, in-voice", ["INVOICES", "invoice"]),
        ("en", "delivery", "deliveries deliver", ["deliveries"]),
        ("en", "box", "three boxes", ["boxes"]),
        ("en", "glass", "glas glasses", ["glasses"]),
        ("en", "on-board bill", "an on board bill, an on-board bill", ["on board bill", "on-board bill"]),
        ("en", "B/L", "the B/Ls? the B/L, b/l", ["B/L", "b/l"]),
        ("en", "FOB", "FOB Santos, fob, FOBs", ["FOB", "FOBs"]),
        ("en", "FCL", "two FCLs", ["FCLs"]),
        ("en", "Acme", "Acme's ACME acmes", ["Acme", "ACME", "acmes"]),
        ("pt", "carta de crédito", "cartas de crédito, CARTA DE CREDITO", ["cartas de crédito", "CARTA DE CREDITO"]),
        ("pt", "importação", "importações importador", ["importações"]),
        ("pt", "porto", "a porta do porto, portos", ["porto", "portos"]),
        ("pt", "canal", "canais", ["canais"]),
        ("es", "conocimiento de embarque", "los conocimientos de embarque", ["conocimientos de embarque"]),
        ("es", "bonificación", "bonificaciones", ["bonificaciones"]),
        ("es", "vez", "veces", ["veces"]),
        ("fr", "acheteur", "l'acheteur et les acheteurs", ["acheteur", "acheteurs"]),
        ("fr", "tribunal", "tribunaux", ["tribunaux"]),
        ("de", "Vertrag", "Vertrags, Verträge, Verträgen, vertraglich", ["Vertrags", "Verträge", "Verträgen"]),
        ("de", "Kauf", "Käufer kaufen beim Kauf", ["Kauf"]),
        ("de", "unwiderrufliches Akkreditiv", "eines unwiderruflichen Akkreditivs", []),
        ("de", "unwiderruflich", "unwiderrufliche, unwiderruflichen", ["unwiderrufliche", "unwiderruflichen"]),
        ("ru", "коносамент", "по коносаментам и коносамента", ["коносаментам", "коносамента"]),
        ("ru", "поставка", "условия поставки", ["поставки"]),
        ("ar", "بوليصة الشحن", "مع بوليصة الشحن وبوليصة الشحن", ["بوليصة الشحن", "وبوليصة الشحن"]),
        ("ar", "فاتورة", "الفاتورة والفاتورة بالفاتورة فواتير", ["الفاتورة", "والفاتورة", "بالفاتورة"]),
        ("zh", "提单", "请寄提单正本，海运提单。", ["提单", "提单"]),
        ("ja", "船荷証券", "船荷証券の原本", ["船荷証券"]),
        ("ja", "レート", "為替レートとプレート", ["レート"]),
        ("ko", "신용장", "신용장을 개설", ["신용장을"]),
    ],
)  # fmt: skip
def test_terms_are_found_in_any_form(language: str, term: str, text: str, surfaces: list[str]) -> None:
    glossary = Glossary([entry(term, "X")], LanguagePair(language, "en" if language != "en" else "pt"))
    assert found(glossary, text) == surfaces


def test_longest_then_strongest_counts() -> None:
    glossary = Glossary(
        [
            entry("bill", "nota", layer=Layer.FILE),
            entry("bill of lading", "conhecimento", layer=Layer.SHIPPED),
            entry("bill of lading", "BL", "conhecimento de carga", layer=Layer.COUNTERPART),
            entry("bills of lading", "B/L", layer=Layer.COUNTERPART),
            entry("bill of exchange", "letra", layer=Layer.SHIPPED),
        ],
        EN_PT,
    )
    text = "a bill, a bill of lading, a bill of exchange and a bill of"
    assert [(hit.entry.target, hit.entry.layer) for hit in glossary.find(text)] == [
        ("nota", Layer.FILE),
        ("BL", Layer.COUNTERPART),
        ("letra", Layer.SHIPPED),
        ("nota", Layer.FILE),
    ]
    assert glossary.find(text)[1].entry.accepted == ("BL", "conhecimento de carga")


@pytest.mark.parametrize(
    ("pair", "terms", "source", "target", "statuses"),
    [
        (("en", "pt"), [("invoice", "fatura")], "Two invoices.", "Duas faturas.", ["ok"]),
        (("en", "pt"), [("invoice", "fatura")], "The invoice.", "A nota.", ["missing"]),
        (("en", "pt"), [("invoice", "fatura", "nota fiscal")], "The invoice.", "As notas fiscais.", ["ok"]),
        (("en", "de"), [("bill of lading", "Frachtbrief")], "the bill of lading", "die Luftfrachtbriefnummer", ["ok"]),
        (("en", "de"), [("contract", "Vertrag")], "contracts", "Verträge", ["ok"]),
        (("en", "zh"), [("bill of lading", "提单")], "Send bills of lading.", "请寄海运提单。", ["ok"]),
        (("en", "ru"), [("delivery", "поставка")], "the delivery", "условия поставки", ["ok"]),
        (("en", "ar"), [("invoice", "فاتورة")], "the invoice", "مع الفاتورة", ["ok"]),
        (("en", "pt"), [("goods", "mercadorias")], "the goods", "a mercadoria", ["ok"]),
        (("en", "pt"), [("a", "x"), ("b", "y")], "b a", "x", ["missing", "ok"]),
    ],
)
def test_result_is_verified(
    pair: tuple[str, str], terms: list[tuple[str, ...]], source: str, target: str, statuses: list[str]
) -> None:
    glossary = Glossary([entry(*term) for term in terms], LanguagePair(*pair))
    checks = glossary.verify(source, target)
    assert [str(check.status) for check in checks] == statuses
    assert {check.kind for check in checks} == {"term"}
    for check in checks:
        assert check.source in source
        assert bool(check.target) is (check.status is CheckStatus.OK)


def test_kept_terms_come_out_to_the_letter() -> None:
    glossary = Glossary([entry("Acme Corp", keep=True), entry("FOB", keep=True)], EN_PT)
    source = "Acme Corp sells FOB. Acme Corp pays."
    for target, statuses in (
        ("A Acme Corp vende FOB. A Acme Corp paga.", ["ok", "ok", "ok"]),
        ("A Acme Corp vende FOB. Ela paga.", ["ok", "ok", "missing"]),
        ("A Corporação Acme vende FOBS.", ["missing", "missing", "missing"]),
    ):
        assert [str(check.status) for check in glossary.verify(source, target)] == statuses


def test_layers_of_the_store(store: GlossaryStore, database: UserDatabase) -> None:
    ana = CounterpartStore(database).save(Counterpart("Ana", "", "", "BR", "America/Sao_Paulo", "pt-BR")).id

    def target(counterpart: int | None = None, extra: tuple[TermRecord, ...] = ()) -> str:
        [hit] = store.glossary(EN_PT, counterpart, extra).find("The demurrage.")
        return f"{hit.entry.layer}: {hit.entry.target}"

    if trade_glossary.concepts():
        assert target().startswith("shipped: ")
    user = store.add(TermRecord("demurrage", "estadia", "en-US", "pt-BR"))
    assert target() == target(ana) == "user: estadia"
    store.add(TermRecord("demurrage", "demora", "en", "pt"), ana)
    assert target(ana) == "counterpart: demora"
    assert target() == "user: estadia"
    assert target(ana, (TermRecord("demurrage", "multa", "en", "pt"),)) == "file: multa"
    newer = store.add(TermRecord("demurrage", "sobrestadia", "en", "pt"))
    assert target() == "user: sobrestadia"
    assert store.remove([newer.id, 999]) == 1
    assert target() == "user: estadia"
    changed = store.add(TermRecord("demurrage", "estadia", "en-US", "pt-BR", note="of ships"))
    assert (changed.id, changed.term.note) == (user.id, "of ships")
    CounterpartStore(database).erase(ana)
    assert [one.term.target for one in store.entries()] == ["estadia"]


def test_compiled_terms_are_used_again_until_they_change(store: GlossaryStore) -> None:
    first = store.glossary(EN_PT)
    assert store.glossary(EN_PT) is first
    store.add(TermRecord("x y z", "a", "en", "pt"))
    assert [hit.entry.target for hit in store.glossary(EN_PT).find("x y z")] == ["a"]


@pytest.mark.parametrize(
    "term",
    [
        TermRecord("", "x", "en", "pt"),
        TermRecord("x", " ", "en", "pt"),
        TermRecord("x", "y", "english!", "pt"),
        TermRecord("x" * 10_001, "y", "en", "pt"),
    ],
)
def test_what_is_no_term_is_refused(store: GlossaryStore, term: TermRecord) -> None:
    with pytest.raises(KnownError, match="term"):
        store.add(term)
    assert store.entries() == []


def test_terms_in_and_out(store: GlossaryStore, database: UserDatabase, tmp_path: Path) -> None:
    store.add(TermRecord("invoice", "fatura", "en", "pt"))
    store.add(TermRecord("Acme", "", "en", "pt", keep=True, note="our name"))
    store.add(TermRecord("Rechnung", "invoice", "de", "en"))
    for name in ("terms.tbx", "terms.csv"):
        path = tmp_path / name
        assert store.export_file(path, EN_PT) == 2
        other = GlossaryStore(UserDatabase(tmp_path / f"{name}.sqlite3"))
        assert other.import_file(path).added == 2
        assert [one.term for one in other.entries()] == [one.term for one in store.entries(EN_PT)]
        assert [one.term.source for one in other.entries(query="OUR")] == []
        assert [one.term.source for one in other.entries(query="FAT")] == ["invoice"]
    with pytest.raises(KnownError, match="no counterpart"):
        store.import_file(tmp_path / "terms.csv", counterpart_id=9)
    assert len(store.entries()) == 3


def test_five_thousand_terms_are_found_fast(store: GlossaryStore, database: UserDatabase) -> None:
    with database.transaction() as connection:
        connection.executemany(
            """INSERT INTO glossary_entry
            (pair, source_language, target_language, source, target, keep, note, updated_at)
            VALUES ('en>pt', 'en', 'pt', ?, 'x', 0, '', '2026')""",
            ((f"special term {number} of lamps",) for number in range(5000)),
        )
    glossary = store.glossary(EN_PT)
    assert len(glossary) >= 5000
    text = (
        "Under this letter of credit the special terms 4711 of lamps and the bill of lading apply to all deliveries. "
    )
    glossary.find(text)
    begun = time.perf_counter()
    for _ in range(20):
        hits = glossary.find(text)
    # 0.1 ms where this was written; the promise is 2 ms.
    assert (time.perf_counter() - begun) / 20 < 0.01
    assert "special terms 4711 of lamps" in [text[hit.start : hit.end] for hit in hits]


@given(st.text(max_size=80), st.lists(st.text(max_size=12), max_size=5), st.sampled_from(trade_glossary.LANGUAGES))
def test_any_text_goes_through(text: str, terms: list[str], language: str) -> None:
    glossary = Glossary([entry(term, "x") for term in terms], LanguagePair(language, "pt"))
    hits = glossary.find(text)
    assert all(left.end <= right.start for left, right in pairwise(hits))
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert len(glossary.verify(text, text, hits)) == len(hits)
    assert fold(fold(text)) == fold(text)


def shipped() -> dict[str, object]:
    file = trade_glossary.shipped_file()
    if not file.is_file():
        pytest.skip("the shipped glossary is not there")
    return tomllib.loads(file.read_text("utf-8"))


def test_shipped_glossary_keeps_its_rules() -> None:
    assert list(trade_glossary.problems(shipped())) == []
    assert len(trade_glossary.concepts()) >= 300
    kept = {concept.terms["en"][0] for concept in trade_glossary.concepts() if concept.keep}
    assert kept >= INCOTERMS_2020


def test_shipped_terms_find_themselves_in_every_language() -> None:
    shipped()
    for language in trade_glossary.LANGUAGES:
        pair = LanguagePair(language, "en" if language != "en" else "pt")
        terms = trade_glossary.shipped_terms(pair)
        glossary = Glossary(terms, pair)
        for term in terms:
            hits = glossary.find(term.source)
            assert [(hit.start, hit.end) for hit in hits][:1] == [(0, len(term.source))], f"{language}: {term.source}"
            assert glossary.verify(term.source, term.target)[0].status is CheckStatus.OK, f"{language}: {term.source}"
    assert trade_glossary.shipped_terms(LanguagePair("en", "zh-Hant")) == []


GOOD = {
    "schema": 1,
    "source": [{"id": "a", "title": "A", "publisher": "P", "year": 2020}],
    "concept": [
        {
            "id": "bill", "domain": "shipping", "definition": "A paper.", "sources": ["a"], "en": ["bill"],
            "zh": ["提单"], "es": ["e"], "pt": ["p"], "fr": ["f"], "de": ["D"], "ja": ["券"], "ar": ["ب"], "ru": ["к"],
        }
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, None),
        ({"id": "Bill"}, "small letters"),
        ({"domain": "food"}, "domain"),
        ({"definition": " ".join(["word"] * 21)}, "21 words"),
        ({"sources": ["b"]}, "sources"),
        ({"sources": []}, "sources"),
        ({"de": []}, "no list"),
        ({"de": ["D", "D"]}, "twice"),
        ({"de": ["D "]}, "blanks"),
        ({"zh": ["tidan"]}, "script"),
        ({"colour": "red"}, "unknown keys"),
    ],
)
def test_rules_of_the_shipped_glossary(changes: dict[str, object], problem: str | None) -> None:
    concept = {**GOOD["concept"][0], **changes}  # type: ignore[index, dict-item]
    problems = list(trade_glossary.problems({**GOOD, "concept": [concept]}))
    assert any(problem in one for one in problems) if problem else problems == []
    twice = list(trade_glossary.problems({**GOOD, "concept": [concept, {**concept, "id": "other"}]}))
    assert any("concepts prefer" in one for one in twice)


def test_entries_are_values() -> None:
    assert replace(entry("a", "b"), target="c") == TermEntry("a", "c", ("b",), Layer.USER)
