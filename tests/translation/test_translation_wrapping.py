from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.translation.model import Translation
from dragoman.translation.segment import segment
from dragoman.translation.service import TranslationService

MAIL = """Hi Anna,

Thank you very much for your message and for the samples, which arrived
at our office yesterday in good condition. Our engineers will test them
this week, and we will let you know the results before the end of the
month. Please wait.

> We are pleased to inform you that the first container has left the
> port of Shenzhen and is expected to arrive in Santos on March 5, 2026.
> Please confirm.

- The payment is due within thirty days after the date of the bill of
  lading, by bank transfer.
- Short item
  with a hanging line

Best regards,
Anna Smith
"""


def plain(text: str) -> list[str]:
    return [one.plain for one in segment(text, "en", lambda part: len(part.split()))]


def check_offsets(text: str, result: Translation) -> None:
    for one in result.sentences:
        assert text[one.start : one.start + len(one.source)] == one.source
        assert result.text[one.target_start : one.target_start + len(one.target)] == one.target


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_wrapped_paragraphs_are_joined_into_sentences(newline: str) -> None:
    found = plain(MAIL.replace("\n", newline))
    assert (
        "Thank you very much for your message and for the samples, which arrived at our office yesterday in good "
        "condition." in found
    )
    assert "Please wait." in found
    assert any(one.startswith("We are pleased") and one.endswith("March 5, 2026.") for one in found)
    assert "The payment is due within thirty days after the date of the bill of lading, by bank transfer." in found
    assert found[-3:] == ["with a hanging line", "Best regards,", "Anna Smith"]


@pytest.mark.parametrize(
    "text",
    [
        "Guangzhou Steel Trading Company Limited, 123 Long Road, Tianhe District,\n510000 Guangzhou\nChina\n",
        "We agree.\nwe ship on Monday\nand pay on Friday\n",
        "A line that is long enough to have been wrapped by a program, ok.\nBut this is a paragraph of its own.\n",
        "A line that is long enough to have been wrapped by some mail program,\n\nand then a blank line.\n",
        "A line that is long enough to have been wrapped by some mail program,\n- and then an item of a list\n",
        "A line that is long enough to have been wrapped by some mail program,\n> and then a quoted line of history\n",
        "name of the article and its colour\tprice per unit in dollars\tunits each\nand\tmore\tcells\n",
    ],
)
def test_lines_that_stand_alone_stay_alone(text: str) -> None:
    assert all("\n" not in one.text for one in segment(text, "en", lambda part: len(part.split())))


def test_a_short_line_ends_the_paragraph() -> None:
    text = (
        "Thank you very much for your message and for the samples, which arrived\n"
        "at our office yesterday\n"
        "and another thought that somebody began on a line of its own here today\n"
    )
    assert plain(text) == [
        "Thank you very much for your message and for the samples, which arrived at our office yesterday",
        "and another thought that somebody began on a line of its own here today",
    ]


def test_a_paragraph_is_wrapped_again_at_its_width(service: TranslationService) -> None:
    result = service.translate(MAIL, source="en", target="pt")
    check_offsets(MAIL, result)
    lines = result.text.split("\n")
    width = max(map(len, MAIL.split("\n")))
    assert max(map(len, lines)) <= width
    assert all(line.startswith("> ") for line in lines if "Shenzhen" in line or "março" in line)
    assert [line for line in lines if line.startswith("- ")] == [
        next(line for line in lines if line.startswith("- O pagamento")),
        "- Item curto",
    ]
    assert lines[-3:] == ["Atenciosamente,", "Anna Smith", ""]
    assert result.text.count("\n\n") == MAIL.count("\n\n")
    (sentence,) = [one for one in result.sentences if "Shenzhen" in one.source]
    assert "\n> " in sentence.source
    assert "\n" not in sentence.plain_source + sentence.plain_target
    assert "> " not in sentence.plain_source + sentence.plain_target
    assert "5 de março de 2026" in sentence.plain_target
    alone = service.translate(sentence.plain_source, source="en", target="pt")
    assert alone.text == sentence.plain_target


def test_windows_line_ends_are_kept(service: TranslationService) -> None:
    result = service.translate(MAIL.replace("\n", "\r\n"), source="en", target="pt")
    assert "\n" not in result.text.replace("\r\n", "")
    assert result.text.replace("\r\n", "\n") == service.translate(MAIL, source="en", target="pt").text


def test_the_same_language_stays_to_the_character(service: TranslationService) -> None:
    assert service.translate(MAIL, source="en", target="en").text == MAIL


WORDS = st.sampled_from(
    ["price", "delivery,", "Offer", "1,250", "container.", "and", "the", "of", "-", ">", "agreement", "we", "Friday."]
)
LINES = st.lists(WORDS, min_size=8, max_size=13).map(" ".join)


@given(st.lists(LINES, max_size=8), st.sampled_from(["", "> ", ">> ", "  "]), st.sampled_from(["\n", "\r\n"]))
def test_segments_lie_in_order_whatever_is_joined(lines: list[str], margin: str, newline: str) -> None:
    text = "".join(margin + line + newline for line in lines)
    position = 0
    for one in segment(text, "en", lambda part: len(part.split())):
        assert one.start >= position
        assert text[one.start : one.end] == one.text
        assert "\n" not in one.plain
        if one.flow is None:
            assert one.plain == one.text
        position = one.end
