"""vCards of three versions, hostile ones, and a way there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.counterparts.model import Counterpart
from dragoman.counterparts.vcard import read_cards, write_cards

RAFAEL = Counterpart(
    "Rafael",
    "Souza Lima",
    "Importadora Aurora; Filhos, Ltda.",
    "BR",
    "America/Sao_Paulo",
    "pt-BR",
    title="Sr.",
    gender="m",
    city="São Paulo",
    email="rafael@aurora.example",
    phone="+55 11 5550 0142",
    notes="Calls before ten.\nLikes football.",
)


def test_there_and_back() -> None:
    (found,) = read_cards(write_cards([RAFAEL])).people
    assert found == RAFAEL
    assert all(len(line) <= 75 for line in write_cards([RAFAEL]).split(b"\r\n"))


def test_version_3_with_groups_and_folding() -> None:
    raw = (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:M\xc3\xbcller;Jan;;Dr.;\r\nFN:Dr. Jan M\xc3\xbcller\r\n"
        b"ORG:Meyer Licht\r\n technik GmbH;Einkauf\r\n"
        b"item1.EMAIL;TYPE=INTERNET:jan@meyer.example\r\nTEL;TYPE=WORK:+49 711 1234\r\n"
        b"ADR:;;Str. 5;Stuttgart;BW;70565;Germany\r\nPHOTO;ENCODING=b:AAAA\r\nEND:VCARD\r\n"
    )
    (found,) = read_cards(raw, country="DE", zone="Europe/Berlin", language="de").people
    assert (found.given_name, found.family_name, found.title) == ("Jan", "Müller", "Dr.")
    assert (found.company, found.email, found.city) == ("Meyer Lichttechnik GmbH", "jan@meyer.example", "Stuttgart")
    assert (found.country, found.zone, found.language) == ("DE", "Europe/Berlin", "de")


def test_version_2_quoted_printable() -> None:
    raw = (
        b"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B;=E8=8A=B3;;;\n"
        b"NOTE;ENCODING=QUOTED-PRINTABLE:first=0D=0A=\nsecond\nEND:VCARD\n"
    )
    (found,) = read_cards(raw).people
    assert (found.family_name, found.given_name) == ("王", "芳")
    assert found.notes.splitlines() == ["first", "second"]


def test_several_cards_one_of_them_empty() -> None:
    raw = write_cards([RAFAEL, RAFAEL]) + b"BEGIN:VCARD\r\nVERSION:4.0\r\nEND:VCARD\r\n"
    found = read_cards(raw)
    assert (len(found.people), found.skipped) == (2, 1)


@pytest.mark.parametrize("raw", [b"", b"hello", b"\x00" * 100, b"BEGIN:VCARD" + b"x" * 2_000_001])
def test_what_is_no_card_is_refused(raw: bytes) -> None:
    with pytest.raises(KnownError):
        read_cards(raw)


def test_endless_and_broken_cards_end() -> None:
    raw = b"BEGIN:VCARD\r\n" * 5000 + b"N:A;B\r\n" + b" x" * 200_000 + b"\r\nEND:VCARD\r\n"
    (found,) = read_cards(raw).people
    assert len(found.given_name) <= 500


_TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60).map(str.strip)


@given(_TEXT, _TEXT, _TEXT, _TEXT)
def test_any_person_survives(given_name: str, family: str, company: str, city: str) -> None:
    person = Counterpart(given_name, family, company, "BR", "America/Sao_Paulo", "pt", city=city)
    found = read_cards(write_cards([person])).people
    if given_name or family or company:
        assert (found[0].family_name, found[0].company, found[0].city) == (family, company, city)
