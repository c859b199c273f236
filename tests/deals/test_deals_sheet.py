"""The bilingual sheet: both columns say the same figures, open terms are not left out, files open again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from docx import Document

from dragoman.deals.chosen_clauses import ChosenClause
from dragoman.deals.clauses import Stance, library
from dragoman.deals.model import Deal, Note, Offer, Payment, Role, Side, Term, TermState
from dragoman.deals.offer_text import offer_text
from dragoman.deals.sheet import SheetSource, minutes, term_sheet
from dragoman.deals.sheet_formats import to_data, to_docx, to_html
from dragoman.deals.terms import LANGUAGES

TERMS = {
    "incoterm": Term("incoterm", TermState.AGREED, "FOB Nansha, Incoterms 2020"),
    "unit_price": Term("unit_price", TermState.PROPOSED, "USD 12.50 for 1,250 panels"),
    "exclusivity": Term("exclusivity", TermState.REFUSED, "none <b>at all</b>"),
}
PORTUGUESE = {
    "FOB Nansha, Incoterms 2020": "FOB Nansha, Incoterms 2020",
    "USD 12.50 for 1,250 panels": "USD 12,50 por 1.250 painéis",
    "none <b>at all</b>": "nenhuma <b>mesmo</b>",
    "free samples": "amostras grátis",
}
SOURCE = SheetSource(
    Deal("LED 2027", role=Role.SELLER),
    "Guangzhou Yuexin",
    "Importadora Aurora",
    TERMS,
    [
        Offer(
            Side.THEM,
            Decimal("12.40"),
            "USD",
            Decimal(1250),
            "pcs",
            "FOB",
            "Santos",
            (Payment("advance", Decimal(30)), Payment("invoice", None, 60)),
            45,
            other="free samples",
        )
    ],
)
TODAY = date(2026, 11, 22)


def test_two_columns_with_the_same_figures() -> None:
    sheet = term_sheet(SOURCE, "en", "pt-BR", translate=PORTUGUESE.get, today=TODAY)
    assert (sheet.left_language, sheet.right_language) == ("en", "pt-BR")
    lines = {line.left.name: line for line in sheet.lines}
    price = lines["Price"]
    assert (price.left.state, price.right.state) == ("proposed", "proposto")
    assert price.right.text == "USD 12,50 por 1.250 painéis"
    assert lines["Seller"].right.text == "Guangzhou Yuexin"
    assert lines["As of"].right.text == "22 de novembro de 2026"
    assert sheet.alarms == ()


def test_a_figure_that_changed_is_an_alarm() -> None:
    wrong = PORTUGUESE | {"USD 12.50 for 1,250 panels": "USD 12,50 por 1.520 painéis"}
    sheet = term_sheet(SOURCE, "en", "pt", translate=wrong.get, today=TODAY)
    assert [(one.source, one.target) for one in sheet.alarms] == [("1,250", "1.520")]


def test_open_terms_are_there_unless_left_out_on_purpose() -> None:
    everything = term_sheet(SOURCE, "en", "pt", translate=PORTUGUESE.get, today=TODAY)
    settled = term_sheet(SOURCE, "en", "pt", translate=PORTUGUESE.get, today=TODAY, with_open=False)
    assert sum(line.left.state == "open" for line in everything.lines) == 42
    assert not any(line.left.state == "open" for line in settled.lines)


def test_what_no_pack_translates_says_so() -> None:
    sheet = term_sheet(SOURCE, "zh", "ar", translate=lambda _text: None, today=TODAY)
    assert any(line.right.text.endswith("(not translated)") for line in sheet.lines)
    assert 'dir="rtl"' in to_html(sheet)
    assert "w:bidi" in Document(BytesIO(to_docx(sheet))).tables[0]._tbl.xml


@pytest.mark.parametrize("left", LANGUAGES)
@pytest.mark.parametrize("right", LANGUAGES)
def test_every_pair_has_its_words(left: str, right: str) -> None:
    sheet = term_sheet(SOURCE, left, right, translate=lambda text: text, today=TODAY)
    assert all(line.left.name and line.right.name for line in sheet.lines)


def test_html_is_escaped_and_docx_opens_again() -> None:
    sheet = term_sheet(SOURCE, "en", "pt", translate=PORTUGUESE.get, today=TODAY)
    page = to_html(sheet)
    assert "none &lt;b&gt;at all&lt;/b&gt;" in page
    assert "<b>at all" not in page
    table = Document(BytesIO(to_docx(sheet))).tables[0]
    assert len(table.rows) == len(sheet.lines)
    assert "USD 12,50 por 1.250 painéis" in "\n".join(cell.text for row in table.rows for cell in row.cells)
    assert len(to_data(sheet)["lines"]) == len(sheet.lines)  # type: ignore[arg-type]


def test_clauses_stand_in_both_columns_with_the_figures_of_the_deal() -> None:
    one = ChosenClause(library()["payment_deposit_balance"], Stance.BUYER, {"deposit": "22.5"})
    source = replace(SOURCE, clauses=[one], facts={"payment.advance": "35"})
    sheet = term_sheet(source, "en", "es-MX", translate=lambda text: text, today=TODAY)
    line = next(line for line in sheet.lines if line.left.name == "1. Deposit and balance by bank transfer")
    assert "22.5% of the price" in line.left.text
    assert line.right.name == "1. Anticipo y saldo por transferencia"
    assert "22.5\u00a0%" in line.right.text
    assert line.alarms == ()
    known = term_sheet(
        replace(source, clauses=[replace(one, typed={})]), "zh", "de", translate=lambda text: text, today=TODAY
    )
    assert any("35\u00a0%" in line.right.text for line in known.lines)


def test_minutes_say_what_was_settled_what_is_open_and_when_it_was_said() -> None:
    note = Note("He wants 60 days", datetime(2026, 11, 21, 14, 5, tzinfo=UTC))
    words = PORTUGUESE | {"He wants 60 days": "Ele quer 60 dias"}
    sheet = minutes(
        replace(SOURCE, notes=[note]), "en", "pt-BR", translate=words.get, today=TODAY, zone=ZoneInfo("Asia/Shanghai")
    )
    headings = [line.left.name for line in sheet.lines if line.is_heading]
    assert headings == [
        "Minutes: LED 2027",
        "Settled",
        "Discussed, not settled",
        "On the table",
        "Notes",
        "Not spoken of",
    ]
    said = next(line for line in sheet.lines if line.left.text == "He wants 60 days")
    assert (said.left.name, said.right.name) == ("21 Nov 22:05", "21 de nov. 22:05")
    assert "Packing and marking" in sheet.lines[-1].left.text
    assert "Embalagem e marcação" in sheet.lines[-1].right.text
    assert sheet.alarms == ()


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("en", "1,250 pieces; USD 12.40 each; FOB Santos; 30% in advance; the rest after the invoice, 60 days;"),
        (
            "pt-BR",
            "1.250 unidades; USD 12,40 por unidade; FOB Santos; 30% antecipado; o restante após a fatura",
        ),
        ("zh", "1,250 件；单价 USD 12.40；FOB Santos；30%预付；余款开票后付款，60 天；交货期 45 天"),
        (
            "de",
            "1.250 Stück; 12,40 USD je Stück; FOB Santos; 30\u00a0% als Anzahlung; der Rest nach Rechnung",
        ),
    ],
)
def test_an_offer_is_told_in_the_words_of_its_reader(tag: str, words: str) -> None:
    assert offer_text(SOURCE.offers[0], tag).startswith(words)


@pytest.mark.parametrize("left", LANGUAGES)
@pytest.mark.parametrize("right", LANGUAGES)
def test_an_offer_has_the_same_figures_in_every_pair(left: str, right: str) -> None:
    source = replace(SOURCE, terms={})
    sheet = term_sheet(source, left, right, translate=lambda text: text, today=TODAY)
    assert sheet.alarms == ()
    assert any("FOB Santos" in line.left.text and "FOB Santos" in line.right.text for line in sheet.lines)


def test_every_way_of_paying_and_every_unit_has_words() -> None:
    from dragoman.deals.ledger_line import _UNITS, _WHEN
    from dragoman.deals.offer_text import _texts

    for tag in LANGUAGES:
        assert set(_texts()[tag]["when"]) == set(_WHEN)
        assert set(_texts()[tag]["units"]) == set(_UNITS) - {"t", "kg", "m", "m2", "m3", "l"}
