"""Mail files read back by the standard library, links, and everything that tries to break out of a header."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.drafts.export import MAILTO_LIMIT, ascii_address, mailto, mailto_fits, to_eml, to_html, to_text
from dragoman.drafts.layout import html_of, revised
from dragoman.drafts.model import Letter, Person

BUYER = Person("José", "Conceição", "", "m", "Importadora Aurora Ltda.", "BR", "pt-BR", "jose@aurora.example")


def parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize("country", ["BR", "DE", "JP", "CN", "US"])
def test_a_mail_file_reads_back(write: Callable[..., Letter], sender: Person, country: str) -> None:
    letter = write(replace(BUYER, country=country, language=""))
    raw = to_eml(letter, sender, BUYER)
    message = parsed(raw)
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == letter.subject
    assert message["Content-Language"] == letter.locale
    assert message["From"].addresses[0].addr_spec == "lin@yuexin-lighting.example"
    assert message["To"].addresses[0].display_name == "José Conceição"
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert {part.get_content_charset() for part in (text, html)} == {"utf-8"}
    assert text.get_content().replace("\r\n", "\n") == letter.text
    assert f'<html lang="{letter.locale}" dir="ltr">' in html.get_content()
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert to_eml(letter, sender, BUYER) == raw


INJECTIONS = [
    "Quote\r\nBcc: spy@example.com",
    "Quote\nBcc: spy@example.com",
    "Quote\rBcc: spy@example.com",
    "Quote\x85Bcc: spy@example.com",
    "Quote\x0bBcc: spy@example.com",
    "Quote\x0cBcc: spy@example.com",
    "Quote\x1eBcc: spy@example.com",
    "Quote\u2028Bcc: spy@example.com",
    "Quote\u2029Bcc: spy@example.com",
    "=?utf-8?q?Quote=0D=0ABcc:_spy@example.com?=",
    "=?utf-8?b?UXVvdGUNCkJjYzogc3B5QGV4YW1wbGUuY29t?=",
    "Ünïcode =?utf-8?q?=0D=0ABcc:_spy@example.com?= and more text that makes the header fold over two lines",
    "=?utf-8?q?=3D=3Futf-8=3Fq=3F=3D0D=3D0ABcc:_spy=40example.com=3F=3D?=",
    "=?=?utf-8?q?a?=",
    "Quote \u202egnp.exe",
    "Quote \u2066\u2067x",
    "\ud800 lone surrogate",
    "x" * 5000,
    "报价" * 500,
    "",
]


@pytest.mark.parametrize("subject", INJECTIONS)
def test_a_hostile_subject_or_name_stays_in_its_header(
    write: Callable[..., Letter], sender: Person, subject: str
) -> None:
    letter = replace(write(BUYER), subject=subject)
    hostile = replace(BUYER, given_name=subject, family_name=subject)
    message = parsed(to_eml(letter, replace(sender, given_name=subject, family_name=subject), hostile))
    assert sorted(message.keys()) == sorted(
        ["Content-Type", "MIME-Version", "Subject", "From", "To", "Content-Language", "X-Unsent"]
    )
    assert [box.addr_spec for box in message["To"].addresses] == ["jose@aurora.example"]
    for value in map(str, message.values()):
        assert not any(character in value for character in "\r\n\x85\x0b\x0c\u2028\u2029\u202e\u2066")
    # A mail program that decodes and writes the message anew finds nothing to decode a second time.
    again = parsed(message.as_bytes())
    assert sorted(again.keys()) == sorted(message.keys())
    assert again["Subject"] == message["Subject"]


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_subject_and_name(subject: str, name: str) -> None:
    letter = Letter("de", "de-DE", "ltr", subject, "", "a", "", "a", "")
    letter = replace(letter, html=html_of(letter).encode("utf-8", "replace").decode())
    message = parsed(
        to_eml(letter, Person(given_name=name, email="a@example.com"), Person(company=name, email="b@c.de"))
    )
    assert sorted(message.keys()) == sorted(
        ["Content-Type", "MIME-Version", "Subject", "From", "To", "Content-Language", "X-Unsent"]
    )
    assert [box.addr_spec for box in message["From"].addresses] == ["a@example.com"]


def test_half_a_character_in_an_edited_letter_is_explained(write: Callable[..., Letter], sender: Person) -> None:
    with pytest.raises(KnownError, match="could not be written as a mail file"):
        to_eml(revised(write(BUYER), body="cut \ud83d"), sender, BUYER)


def test_overrides_of_direction_do_not_survive_an_edit(write: Callable[..., Letter]) -> None:
    letter = revised(write(BUYER), subject="a\u202eb", body="c\u202ed \u2066USD 5\u2069", closing="e\u202df")
    assert (letter.subject, letter.body, letter.closing) == ("ab", "cd \u2066USD 5\u2069", "ef")


def test_without_addresses_the_draft_has_no_from_and_to(write: Callable[..., Letter], sender: Person) -> None:
    message = parsed(to_eml(write(BUYER), replace(sender, email=""), replace(BUYER, email="")))
    assert message["From"] is None
    assert message["To"] is None


@pytest.mark.parametrize(
    ("email", "written"),
    [
        ("ana@example.com", "ana@example.com"),
        ("ana+po@Müller.example", "ana+po@xn--mller-kva.example"),
        ("ana@straße.example", "ana@xn--strae-oqa.example"),
        ("info@例え。example", "info@xn--r8jz45g.example"),
        ("info@mu\u0308ller.example", "info@xn--mller-kva.example"),
    ],
)
def test_domains_are_written_in_ascii(email: str, written: str) -> None:
    assert ascii_address(email) == written


@pytest.mark.parametrize(
    "email",
    [
        "nobody",
        "a@",
        "@b.de",
        "a b@c.de",
        "a@b c.de",
        "a@b.de\nBcc: x@y.de",
        "a@b.de, x@y.de",
        "a<x@y.de",
        '"a"@b.de',
        "ana@b..de",
        "ana@-b.de",
        ".a@b.de",
        "josé@b.de",
        "a@b_c.de",
        "a@" + "x" * 64 + ".de",
        "a" * 65 + "@b.de",
        "a@b\u202e.de",
    ],
)
def test_addresses_that_cannot_stand_in_a_header_are_refused(
    write: Callable[..., Letter], sender: Person, email: str
) -> None:
    with pytest.raises(KnownError, match="cannot be used as an email address"):
        to_eml(write(BUYER), sender, replace(BUYER, email=email))


def test_mailto_carries_subject_and_text(write: Callable[..., Letter]) -> None:
    letter = replace(write(BUYER), text="Olá & até já? #1 100%\nZweite Zeile")
    link = mailto(letter, BUYER)
    assert mailto_fits(letter, BUYER)
    assert urlsplit(link).path == "jose@aurora.example"
    query = parse_qs(urlsplit(link).query, strict_parsing=True)
    assert query == {"subject": [letter.subject], "body": ["Olá & até já? #1 100%\r\nZweite Zeile"]}
    assert "%0D%0A" in link
    assert "+" not in link


def test_a_long_letter_leaves_the_body_out_of_the_link(write: Callable[..., Letter]) -> None:
    letter = write(BUYER, notes="很长的说明" * 200)
    link = mailto(letter, BUYER)
    assert not mailto_fits(letter, BUYER)
    assert len(link) <= MAILTO_LIMIT
    assert parse_qs(urlsplit(link).query) == {"subject": [letter.subject]}


def test_mailto_adds_no_recipient_or_header(write: Callable[..., Letter]) -> None:
    letter = replace(write(BUYER), subject="a&bcc=x@y.de\r\nBcc: x@y.de", text="t&cc=x@y.de")
    link = mailto(letter, replace(BUYER, email="a&b=c@d.de"))
    assert set(parse_qs(urlsplit(link).query)) == {"subject", "body"}
    assert urlsplit(link).path == "a%26b%3Dc@d.de"


def test_text_and_html(write: Callable[..., Letter]) -> None:
    letter = write(BUYER)
    assert to_text(letter) == letter.text + "\n"
    assert to_html(letter) == letter.html
