"""Mail files with attachments and several readers, and right-to-left letters on their way out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.drafts import export
from dragoman.drafts.direction import isolated
from dragoman.drafts.export import mailto, to_clipboard, to_eml
from dragoman.drafts.layout import html_of, revised, text_of
from dragoman.drafts.model import Letter, Person, Table

BUYER = Person("José", "Conceição", "", "m", "Aurora", "BR", "pt-BR", "jose@aurora.example")
SECOND = Person("Ana, Maria", "Lima", "", "f", "Aurora", "BR", "pt-BR", "ana@bücher.example")
SENDER = Person("Yuqing", "Lin", email="lin@yuexin.example")


@pytest.fixture
def letter(write: Callable[..., Letter]) -> Letter:
    return write(BUYER)


def parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize(
    "name", ["offer.pdf", "报价单 2026.xlsx", 'a"b;c.txt', "x" * 120 + ".bin", "Ünïcode.eml", "no ending", "page.html"]
)
def test_attachments_arrive_as_they_are(letter: Letter, tmp_path: Path, name: str) -> None:
    content = bytes(range(256)) * 3 + b"\r\n.\nFrom x\r"
    (tmp_path / name).write_bytes(content)
    message = parsed(to_eml(letter, SENDER, BUYER, [tmp_path / name]))
    (part,) = message.iter_attachments()
    assert part.get_filename() == name
    assert part.get_payload(decode=True) == content
    assert message.get_content_type() == "multipart/mixed"
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == letter.text
    assert message["X-Unsent"] == "1"


def test_a_file_name_cannot_write_a_header(letter: Letter, tmp_path: Path) -> None:
    path = tmp_path / "a\nBcc: x@y.example =?utf-8?q?=0D=0ABcc:_z?=.pdf"
    path.write_bytes(b"x")
    message = parsed(to_eml(letter, SENDER, BUYER, [path]))
    assert message["Bcc"] is None
    (part,) = message.iter_attachments()
    assert part["Bcc"] is None
    assert "\n" not in str(part.get_filename())


def test_an_attachment_that_is_gone_is_named(letter: Letter, tmp_path: Path) -> None:
    for path in (tmp_path / "gone.pdf", tmp_path):
        with pytest.raises(KnownError, match=f"The attachment {path} cannot be read") as caught:
            to_eml(letter, SENDER, BUYER, [path])
        assert "The draft was kept." in caught.value.remedy


def test_attachments_that_no_server_takes_are_refused(
    letter: Letter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MAX_ATTACHED_BYTES", 1_000_000)
    half = tmp_path / "half.bin"
    half.write_bytes(bytes(500_000))
    to_eml(letter, SENDER, BUYER, [half, half])
    with pytest.raises(KnownError, match="larger than 1 megabytes together"):
        to_eml(letter, SENDER, BUYER, [half, half, half])


def test_several_readers_stand_in_one_header(letter: Letter) -> None:
    message = parsed(to_eml(letter, SENDER, [BUYER, Person(company="No address"), SECOND]))
    assert [box.addr_spec for box in message["To"].addresses] == ["jose@aurora.example", "ana@xn--bcher-kva.example"]
    assert [box.display_name for box in message["To"].addresses] == ["José Conceição", "Ana, Maria Lima"]
    assert mailto(letter, [BUYER, SECOND]).startswith("mailto:jose@aurora.example,ana@xn--bcher-kva.example?subject=")


@given(
    st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable() or "\u2028" in text or "\x85" in text),
    st.text(max_size=40),
)
def test_no_name_or_subject_writes_a_header(name: str, subject: str) -> None:
    plain = Letter(
        "en", "en-GB", "ltr", f"{subject}\v\x85\u2028Bcc: a@b.example", "s", "b", "c", "s\n\nb\n\nc", "<p>x</p>"
    )
    person = Person(name + "\nBcc: c@d.example", "=?utf-8?q?=0D=0ABcc:_e?=", email="f@g.example")
    try:
        message = parsed(to_eml(plain, SENDER, person))
    except KnownError:
        return
    assert message["Bcc"] is None
    assert len(message["To"].addresses) == 1


ARABIC = Letter(
    language="ar",
    locale="ar-SA",
    direction="rtl",
    subject="عرض سعر YX-2026-118",
    salutation="السيد خالد،",
    body="شروط التسليم: FOB Nansha (Incoterms® 2020)\n\n"
    "١. LED panel 60 × 60 cm, 40 W\n   السعر: ١٢٫٥٠\u00a0US$\n\nالهاتف: +86 20 5550 1188",
    closing="مع التحية،\n\nlin@yuexin.example",
    text="",
    html="",
    tables=(
        Table(
            ("الصنف", "السعر"), (("LED panel 60 × 60 cm, 40 W", "١٢٫٥٠\u00a0US$"),), (False, True), ": ", "٠١٢٣٤٥٦٧٨٩"
        ),
    ),
)


def test_latin_in_right_to_left_text_is_isolated() -> None:
    text = text_of(ARABIC.salutation, ARABIC.body, ARABIC.closing, "rtl")
    for run in (
        "FOB Nansha (Incoterms® 2020)",
        "LED panel 60 × 60 cm, 40 W",
        "US$",
        "+86 20 5550 1188",
        "lin@yuexin.example",
    ):
        assert f"\u2066{run}\u2069" in text
    assert "١٢٫٥٠" in text
    assert text.count("\u2066") == text.count("\u2069") == 5
    assert isolated(text) == text


@given(st.text(alphabet="abc ABC123.,()+-×%\nعربي\u00a0$", max_size=60))
def test_isolates_change_nothing_else(text: str) -> None:
    turned = isolated(text)
    assert turned.replace("\u2066", "").replace("\u2069", "") == text
    assert isolated(turned) == turned
    for line in turned.split("\n"):
        assert line.count("\u2066") == line.count("\u2069")


def test_right_to_left_html_marks_direction_and_latin() -> None:
    html = html_of(revised(ARABIC))
    assert '<html lang="ar-SA" dir="rtl">' in html
    assert '<table dir="rtl"' in html
    assert '<span dir="ltr">LED panel 60 × 60 cm, 40 W</span></td>' in html
    assert "\u2066" not in html
    assert "<title>عرض سعر YX-2026-118</title>" in html


def test_a_right_to_left_letter_goes_out_whole() -> None:
    whole = revised(ARABIC)
    message = parsed(to_eml(whole, SENDER, BUYER))
    body = message.get_body(("plain",))
    assert body is not None
    assert "\u2066FOB Nansha (Incoterms® 2020)\u2069" in body.get_content()
    assert str(message["Subject"]) == ARABIC.subject


def test_an_edit_with_overrides_is_cleaned() -> None:
    edited = revised(ARABIC, body="نص \u202eABC\u202c و \u2067DEF\u2069", subject="س\u202e\nX")
    assert "\u202e" not in edited.text + edited.html + edited.subject
    assert "\u2067" not in edited.text + edited.html
    assert edited.text.count("\u2066") == edited.text.count("\u2069")


def test_the_clipboard_gets_both_formats(letter: Letter) -> None:
    html, text = to_clipboard(letter)
    assert html.startswith('<div lang="pt-BR" dir="ltr">\n<p>')
    assert html.endswith("</p>\n</div>")
    assert "<body" not in html
    assert text == letter.text + "\n"
    assert to_clipboard(revised(ARABIC))[0].startswith('<div lang="ar-SA" dir="rtl">')
    assert replace(letter, html="") != letter
