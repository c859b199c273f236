"""Memory and glossary files: any text makes the round trip, and a hostile or broken file changes nothing."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.base.i18n import describe
from dragoman.translation import safe_files
from dragoman.translation.exchange import read_terms, read_units, write_terms, write_units
from dragoman.translation.glossary import GlossaryStore
from dragoman.translation.memory import ImportReport, TranslationMemory
from dragoman.translation.model import LanguagePair
from dragoman.translation.safe_files import MAX_BYTES, MAX_DEPTH, clean_text, read_table
from dragoman.translation.tbx import TermRecord
from dragoman.translation.tmx import Unit

EN_PT = LanguagePair("en", "pt")

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="en-US" creationtool="X" creationtoolversion="1" segtype="sentence" o-tmf="x"
adminlang="en" datatype="html"/><body>{body}</body></tmx>"""
UNIT = '<tu><tuv xml:lang="en-US"><seg>{0}</seg></tuv><tuv xml:lang="pt-BR"><seg>{1}</seg></tuv></tu>'

sides = st.text(max_size=80).map(clean_text).filter(bool)
tags = st.sampled_from(["en", "pt-BR", "zh-Hans", "de", "ar"])


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[TranslationMemory]:
    database = UserDatabase(tmp_path / "dragoman.sqlite3")
    yield TranslationMemory(database)
    database.close()


@given(st.lists(st.tuples(sides, sides, tags, tags).filter(lambda row: row[2] != row[3]), max_size=5))
@settings(max_examples=40, deadline=None)
def test_sentences_make_the_round_trip(rows: list[tuple[str, str, str, str]]) -> None:
    units = [Unit(*row, changed="2026-11-22T10:30:00.000000+00:00") for row in rows]
    with TemporaryDirectory() as folder:
        for name in ("a.tmx", "a.csv"):
            path = Path(folder) / name
            write_units(path, units)
            assert read_units(path) == (units, 0)


@given(
    st.lists(
        st.builds(
            TermRecord, sides, sides, st.just("en"), tags.filter(lambda tag: tag != "en"), st.booleans(),
            st.text(max_size=40).map(clean_text),
        ),
        max_size=5,
    )
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_terms_make_the_round_trip(terms: list[TermRecord]) -> None:
    with TemporaryDirectory() as folder:
        for name in ("a.tbx", "a.csv"):
            path = Path(folder) / name
            write_terms(path, terms)
            assert read_terms(path) == (terms, 0)


def test_memory_makes_the_round_trip(memory: TranslationMemory, tmp_path: Path) -> None:
    memory.remember("Tom & <Jerry> \u0001]]>", 'Um "dois" \u2028 três', EN_PT)
    memory.remember("Line one\nline two", "Linha um\r\nlinha dois", EN_PT)
    for name in ("out.tmx", "out.csv"):
        path = tmp_path / name
        assert memory.export_file(path) == 2
        other = TranslationMemory(UserDatabase(tmp_path / f"{name}.sqlite3"))
        assert other.import_file(path) == ImportReport(2, 0, 0)
        assert other.import_file(path) == ImportReport(0, 2, 0)
        assert [(entry.source, entry.target, entry.pair) for entry in other.entries()] == [
            (entry.source, entry.target, entry.pair) for entry in memory.entries()
        ]
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith(".")} == set()


def test_tmx_of_other_programs(tmp_path: Path) -> None:
    path = tmp_path / "memory.TMX"
    body = (
        '<tu changedate="20250102T030405Z"><note>n</note><prop type="x">p</prop>'
        '<tuv xml:lang="pt-BR"><seg>Olá</seg></tuv>'
        '<tuv xml:lang="en-US"><seg>He<bpt i="1">&lt;b&gt;</bpt>l<ph><sub>no</sub></ph>lo<ept i="1">x</ept> '
        '<hi>you</hi></seg></tuv><tuv xml:lang="fr"><seg>Salut</seg></tuv></tu>'
        '<tu><tuv lang="en"><seg>Old &amp; good</seg></tuv><tuv lang="pt"><seg>Velho</seg></tuv></tu>'
        '<tu><tuv xml:lang="en"><seg></seg></tuv><tuv xml:lang="pt"><seg>vazio</seg></tuv></tu>'
    )
    path.write_text(TMX.format(body=body), "utf-8")
    units, skipped = read_units(path)
    assert [(unit.source, unit.target, unit.target_language) for unit in units] == [
        ("Hello you", "Olá", "pt-BR"),
        ("Hello you", "Salut", "fr"),
        ("Old & good", "Velho", "pt"),
    ]
    assert units[0].changed == "2025-01-02T03:04:05.000000+00:00"
    assert skipped == 1
    assert [unit.source for unit in read_units(path, LanguagePair("pt", "en"))[0]] == ["Olá", "Velho"]
    assert read_units(path, LanguagePair("de", "en")) == ([], 3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_xml_in_any_encoding_it_names(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "memory.tmx"
    name = encoding.replace("-sig", "")
    text = TMX.replace("UTF-8", name).format(body=UNIT.format("Café", "Açúcar"))
    path.write_bytes(text.encode(encoding))
    assert [(unit.source, unit.target) for unit in read_units(path)[0]] == [("Café", "Açúcar")]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "billion laughs": f'<!DOCTYPE tmx [<!ENTITY l0 "ha">{LAUGHS}]><tmx><body><tu>&l9;</tu></body></tmx>',
    "external entity": '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]><tmx><body>&x;</body></tmx>',
    "parameter entity": '<!DOCTYPE tmx [<!ENTITY % x SYSTEM "http://localhost/x.dtd"> %x;]><tmx/>',
    "entity of a DTD": '<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx><body>&unknown;</body></tmx>',
    "deep": "<tmx>" + "<a>" * (MAX_DEPTH + 1) + "</a>" * (MAX_DEPTH + 1) + "</tmx>",
    "endless element": f"<tmx><body><tu><tuv><seg>{'x' * 1_100_000}</seg></tuv></tu></body></tmx>",
    "truncated": TMX.format(body=UNIT.format("a", "b"))[:-20],
    "another format": "<html><body>Hello</body></html>",
    "no XML": "source,target",
    "empty": "",
}


@pytest.mark.parametrize("suffix", ["tmx", "tbx"])
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_xml_is_refused_and_changes_nothing(
    memory: TranslationMemory, tmp_path: Path, content: str, suffix: str
) -> None:
    memory.remember("Kept.", "Mantido.", EN_PT)
    path = tmp_path / f"hostile.{suffix}"
    path.write_text(content.replace("<tmx", "<tbx").replace("</tmx", "</tbx") if suffix == "tbx" else content, "utf-8")
    begun = time.monotonic()
    with pytest.raises(KnownError) as caught:
        memory.import_file(path) if suffix == "tmx" else read_terms(path)
    assert time.monotonic() - begun < 5
    what, remedy = describe(caught.value)
    assert path.name in what
    assert "{" not in what
    assert "Nothing was changed" in remedy
    assert [entry.source for entry in memory.entries()] == ["Kept."]


def test_bytes_that_are_not_what_they_say_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.tmx"
    path.write_bytes(TMX.format(body=UNIT.format("Café", "x")).encode("iso-8859-1"))
    with pytest.raises(KnownError, match="cannot be used"):
        read_units(path)
    path.write_bytes(TMX.replace("UTF-8", "klingon").format(body="").encode())
    with pytest.raises(KnownError, match="cannot be used"):
        read_units(path)
    table = tmp_path / "latin.csv"
    table.write_bytes("Café,Açúcar".encode("iso-8859-1"))
    with pytest.raises(KnownError, match="cannot be used") as caught:
        read_units(table, EN_PT)
    assert "byte 3" in describe(caught.value)[0]


def test_ten_megabytes_are_read_in_bounded_time_and_memory(tmp_path: Path) -> None:
    path = tmp_path / "big.tmx"
    one = UNIT.format("A sentence of the usual length, about lamps.", "Uma frase do tamanho normal, sobre lâmpadas.")
    path.write_text(TMX.format(body=one * 60_000), "utf-8")
    assert path.stat().st_size > 10_000_000
    begun = time.monotonic()
    tracemalloc.start()
    units, _skipped = read_units(path)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(units) == 60_000
    assert time.monotonic() - begun < 30
    assert peak < 10 * path.stat().st_size


def test_attribute_of_ten_megabytes_ends_soon(tmp_path: Path) -> None:
    path = tmp_path / "attribute.tmx"
    path.write_text(f'<tmx version="{"x" * 10_000_000}"><body></body></tmx>', "utf-8")
    begun = time.monotonic()
    assert read_units(path) == ([], 0)
    assert time.monotonic() - begun < 5


def test_larger_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_files, "MAX_BYTES", 1000)
    path = tmp_path / "big.csv"
    path.write_text("x" * 1001)
    with pytest.raises(KnownError, match="larger than"):
        read_table(path)
    assert MAX_BYTES >= 32 * 1024 * 1024


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("source,target\nHello,Olá\n", [("Hello", "Olá", "en", "pt")]),
        ("Target;Source\nOlá;Hello\n", [("Hello", "Olá", "en", "pt")]),
        ("Hello,Olá\nBye,Tchau\n", [("Hello", "Olá", "en", "pt"), ("Bye", "Tchau", "en", "pt")]),
        ('"One, two"\tUm dois\n', [("One, two", "Um dois", "en", "pt")]),
        ("Hello,Olá,en-US,pt-BR\nHallo,Hello,de,en\n", [("Hello", "Olá", "en-US", "pt-BR")]),
        ("source,target,source_lang,target_lang\nHello,Olá,en,pt\n,x,en,pt\n", [("Hello", "Olá", "en", "pt")]),
    ],
)
def test_tables_as_people_make_them(tmp_path: Path, content: str, expected: list[tuple[str, str, str, str]]) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(content, "utf-8-sig")
    units, _skipped = read_units(path, EN_PT)
    assert [(unit.source, unit.target, unit.source_language, unit.target_language) for unit in units] == expected
    terms, _skipped = read_terms(path, EN_PT)
    assert [(term.source, term.target, term.source_language, term.target_language) for term in terms] == expected


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "Hello,Olá\n", "languages"),
        ("a.csv", "a,b,c\n1,2,3\n", "columns"),
        ("a.csv", 'source,target,source_language,target_language\n"Hello', "not closed"),
        ("a.csv", "source,target,source_language,target_language\n" + "x" * 200_000, "not closed"),
        ("a.docx", "x", "ending"),
        ("a.tmx/b.tmx", "", "cannot be read"),
    ],
)
def test_tables_that_cannot_be_used(tmp_path: Path, name: str, content: str, message: str) -> None:
    path = tmp_path / name
    if "/" not in name:
        path.write_text(content, "utf-8")
    with pytest.raises(KnownError) as caught:
        read_units(path)
    assert message in describe(caught.value)[0]


def test_tbx_of_both_standards(tmp_path: Path) -> None:
    old = tmp_path / "old.tbx"
    old.write_text(
        '<martif type="TBX-Basic" xml:lang="en"><text><body><termEntry id="1"><note>About ships.</note>'
        '<langSet xml:lang="en"><tig><term>bill of lading</term></tig><ntig><termGrp><term>B/L</term></termGrp></ntig>'
        '<tig><term>lading bill</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>'
        '</langSet><langSet xml:lang="pt"><tig><term>conhecimento de embarque</term></tig></langSet></termEntry>'
        '<termEntry id="2"><langSet xml:lang="en"><tig><term>alone</term></tig></langSet></termEntry>'
        "</body></text></martif>",
        "utf-8",
    )
    terms, skipped = read_terms(old, EN_PT)
    assert [(term.source, term.target, term.note) for term in terms] == [
        ("bill of lading", "conhecimento de embarque", "About ships."),
        ("B/L", "conhecimento de embarque", "About ships."),
    ]
    assert skipped == 1
    new = tmp_path / "new.tbx"
    kept = [TermRecord("Acme", "Acme", "en", "pt", keep=True), TermRecord("lamp", "lâmpada", "en", "pt", note="LED")]
    write_terms(new, kept)
    assert 'xmlns="urn:iso:std:iso:30042:ed-2"' in new.read_text("utf-8")
    assert read_terms(new, EN_PT) == (kept, 0)
    assert [term.source for term in read_terms(new, LanguagePair("pt", "en"))[0]] == ["Acme", "lâmpada"]


def test_failed_export_keeps_what_was_there(memory: TranslationMemory, tmp_path: Path) -> None:
    memory.remember("Kept.", "Mantido.", EN_PT)
    with pytest.raises(KnownError, match="cannot be written"):
        memory.export_file(tmp_path / "missing" / "out.tmx")
    folder = tmp_path / "out.tmx"
    folder.mkdir()
    with pytest.raises(KnownError, match="cannot be written"):
        memory.export_file(folder)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_glossary_file_is_a_layer_without_being_stored(tmp_path: Path) -> None:
    database = UserDatabase(tmp_path / "dragoman.sqlite3")
    store = GlossaryStore(database)
    path = tmp_path / "terms.csv"
    path.write_text("demurrage,estadia extra\n", "utf-8")
    glossary = store.glossary(EN_PT, extra=store.load_file(path, EN_PT))
    assert [hit.entry.target for hit in glossary.find("No demurrage.")] == ["estadia extra"]
    assert store.entries() == []
    assert [hit.entry.target for hit in store.glossary(EN_PT).find("No demurrage.")] != ["estadia extra"]
    database.close()
