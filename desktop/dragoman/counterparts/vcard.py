"""vCards in and out (RFC 6350, and 2.1 and 3.0 in): the card of one person or many."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.base.text import content_line
from dragoman.counterparts.model import Counterpart

MAX_BYTES = 2_000_000
MAX_CARDS = 2_000
_MAX_VALUE = 500

_LINE = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)((?:;[^:]*)?):(.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SEPARATOR = re.compile(r"(?<!\\);")


@dataclass(frozen=True, slots=True)
class Cards:
    """What a file held: the people, and how many cards could not be used."""

    people: tuple[Counterpart, ...]
    skipped: int


def read_cards(raw: bytes, *, country: str = "", zone: str = "", language: str = "") -> Cards:
    """Return the people of a vCard file; a card without a name or company is counted and left out.

    Where a card does not say them, ``country`` (ISO), ``zone`` and ``language`` stand in. Pictures and everything else
    that Dragoman does not keep are not read. Raises :class:`KnownError` for a file that is too large or no vCard.
    """
    if len(raw) > MAX_BYTES:
        raise KnownError(
            N_("The file is larger than {limit} MB."),
            N_("Export fewer people at a time."),
            limit=MAX_BYTES // 1_000_000,
        )
    text = _text(raw)
    if "BEGIN:VCARD" not in text.upper():
        raise KnownError(N_("This is no vCard file."), N_("Choose a file that ends in .vcf."))
    people: list[Counterpart] = []
    skipped = 0
    for card in _cards(text):
        person = _person(card, country, zone, language)
        if person is None or len(people) >= MAX_CARDS:
            skipped += 1
        else:
            people.append(person)
    return Cards(tuple(people), skipped)


def write_cards(people: Sequence[Counterpart]) -> bytes:
    """Return the people as vCards 4.0, lines folded at 75 octets."""
    lines: list[str] = []
    for one in people:
        full = " ".join(part for part in (one.title, one.given_name, one.family_name) if part) or one.company
        lines += ["BEGIN:VCARD", "VERSION:4.0", f"FN:{_escaped(full)}"]
        lines.append("N:" + ";".join(map(_escaped, (one.family_name, one.given_name, "", one.title, ""))))
        for name, value in (
            ("ORG", _escaped(one.company)),
            ("EMAIL", _escaped(one.email)),
            ("TEL", _escaped(one.phone)),
            ("ADR", f";;;{_escaped(one.city)};{_escaped(one.subdivision)};;{one.country}" if one.country else ""),
            ("TZ", one.zone),
            ("LANG", one.language),
            ("GENDER", one.gender.upper()),
            ("NOTE", _escaped(one.notes)),
        ):
            if value:
                lines.append(f"{name}:{value}")
        lines.append("END:VCARD")
    return b"".join(map(content_line, lines))


def _text(raw: bytes) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _cards(text: str) -> Iterator[list[tuple[str, str, str]]]:
    card: list[tuple[str, str, str]] | None = None
    for line in _unfolded(text):
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        name, parameters, value = match[1].upper(), match[2].upper(), match[3]
        if name == "BEGIN" and value.strip().upper() == "VCARD":
            card = []
        elif name == "END" and card is not None:
            yield card
            card = None
        elif card is not None:
            card.append((name, parameters, value))


def _unfolded(text: str) -> Iterator[str]:
    held = ""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line[:1] in (" ", "\t"):
            held += line[1:]
        elif held.endswith("=") and "QUOTED-PRINTABLE" in held.upper():
            held = held[:-1] + line
        else:
            yield held
            held = line
    yield held


def _person(card: list[tuple[str, str, str]], country: str, zone: str, language: str) -> Counterpart | None:
    found: dict[str, list[str]] = {}
    for name, parameters, value in card:
        if "QUOTED-PRINTABLE" in parameters:
            value = quopri.decodestring(value.encode("utf-8", "replace")).decode("utf-8", "replace")
        found.setdefault(name, []).append(value)
    family, given, _more, prefix = _split(found.get("N", [""])[0], 4)
    if not (family or given):
        given = _value(found.get("FN", [""])[0])
    company = _split(found.get("ORG", [""])[0], 1)[0]
    if not (family or given or company):
        return None
    address = _split(found.get("ADR", [""])[0], 7)
    place = address[6].upper() if re.fullmatch("[A-Za-z]{2}", address[6]) else country
    gender = _value(found.get("GENDER", [""])[0])[:1].lower()
    zone_there = _value(found.get("TZ", [""])[0])
    return Counterpart(
        given_name=given,
        family_name=family,
        company=company,
        country=place,
        zone=zone_there if "/" in zone_there else zone,
        language=_value(found.get("LANG", [""])[0]) or language,
        title=prefix,
        gender=gender if gender in ("f", "m") else "",
        city=address[3],
        email=_value(found.get("EMAIL", [""])[0]).removeprefix("mailto:"),
        phone=_value(found.get("TEL", [""])[0]).removeprefix("tel:"),
        notes="\n".join(_value(one, 5_000) for one in (*found.get("TITLE", []), *found.get("NOTE", []))),
    )


def _split(value: str, count: int) -> list[str]:
    parts = [_value(part) for part in _SEPARATOR.split(value)[:count]]
    return parts + [""] * (count - len(parts))


def _value(text: str, limit: int = _MAX_VALUE) -> str:
    plain = _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)
    return plain.strip()[:limit]


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")
