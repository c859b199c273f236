from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.translation.segment import MAX_PIECES, segment


def sentences(text: str, language: str = "en") -> list[str]:
    return [one.text for one in segment(text, language, len_in_words)]


def len_in_words(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear Mr. Silva, the price is USD 12.50. We ship on Monday.", 2),
        ("First line\nsecond line\r\n\r\nthird", 3),
        ("", 0),
        (" \t\n \n", 0),
        ("Until 5 p.m. on Friday we wait.", 1),
    ],
)
def test_counts_sentences(text: str, expected: int) -> None:
    assert len(sentences(text)) == expected


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("> > We agree.", "We agree."),
        ("  - Steel pipes", "Steel pipes"),
        ("\t• Steel pipes  ", "Steel pipes"),
        ("1. Payment", "Payment"),
        ("12) Payment", "Payment"),
        ("(a) Payment", "Payment"),
        ("3.2 Terms of payment", "Terms of payment"),
        ("## Terms", "Terms"),
        ("[x] Done", "Done"),
    ],
)
def test_leaves_bullets_and_numbering_to_the_layout(line: str, sentence: str) -> None:
    assert sentences(line) == [sentence]


@pytest.mark.parametrize("line", ["1.5 million tons", "12.50 per unit", "1,250 units", "-5 °C", "2026 was good"])
def test_takes_no_figure_for_numbering(line: str) -> None:
    assert sentences(line) == [line]


def test_cells_of_a_table_are_sentences_of_their_own() -> None:
    assert sentences("Steel\tUSD 5\tper ton") == ["Steel", "USD 5", "per ton"]
    assert sentences("| Steel | Price |") == ["Steel", "Price"]


def test_a_month_with_a_dot_ends_no_sentence() -> None:
    assert sentences("Pague até 5 de mar. de 2026. Obrigado.", "pt") == ["Pague até 5 de mar. de 2026.", "Obrigado."]


def test_long_sentences_are_divided_at_clauses_without_a_loss() -> None:
    clause = "the seller delivers the goods to the port named above, "
    text = (clause * 60).strip()
    parts = list(segment(text, "en", len_in_words))
    assert len(parts) > 1
    assert all(len_in_words(part.text) <= MAX_PIECES for part in parts)
    assert all(part.text.endswith(",") for part in parts)
    assert " ".join(part.text for part in parts) == text


def test_a_long_text_without_blanks_is_divided_too() -> None:
    text = "价" * 5000
    parts = list(segment(text, "zh", len))
    assert "".join(part.text for part in parts) == text
    assert max(len(part.text) for part in parts) <= MAX_PIECES


@given(st.text(max_size=300))
def test_sentences_lie_in_order_and_only_layout_between_them(text: str) -> None:
    position = 0
    for one in segment(text, "en", len_in_words):
        assert text[one.start : one.end] == one.text
        assert one.start >= position
        assert one.text == one.text.strip() != ""
        assert len(one.text.splitlines()) == 1
        position = one.end
