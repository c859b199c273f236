"""People read in from elsewhere: vCards and signatures, completed by what the knowledge base knows of their country."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_

if TYPE_CHECKING:
    from dragoman.counterparts.model import Counterpart
    from dragoman.counterparts.signature import Guess
    from dragoman.counterparts.store import CounterpartStore
    from dragoman.knowledge.service import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Contacts:
    """What a vCard file held: people ready to be added, the names of those whose country nothing tells, and how many
    cards could not be used."""

    people: tuple[Counterpart, ...]
    unplaced: tuple[str, ...]
    skipped: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of people read in: those added, and those who were there already and stayed as they were."""

    added: tuple[Counterpart, ...]
    known: tuple[Counterpart, ...]


def contacts_of(knowledge: KnowledgeBase, raw: bytes) -> Contacts:
    """Return the people of a vCard file. Raises :class:`KnownError` for one that is too large or no vCard."""
    from dragoman.counterparts.vcard import read_cards

    found = read_cards(raw)
    people: list[Counterpart] = []
    unplaced: list[str] = []
    for person in found.people:
        try:
            people.append(completed(knowledge, person))
        except KnownError:
            unplaced.append(person.full_name)
    return Contacts(tuple(people), tuple(unplaced), found.skipped)


def signature_of(knowledge: KnowledgeBase, text: str) -> Guess:
    """Return what the end of an email says about its writer: a guess, for the user to check."""
    from dragoman.counterparts.signature import read_signature
    from dragoman.meetings.places import Places

    return read_signature(
        text,
        countries={name.lower(): iso2 for tag in ("en", "zh") for iso2, name in knowledge.names(tag)},
        find_city=Places(knowledge).city,
        family_first=lambda iso2: knowledge.country(iso2).name_order == "family_first",
    )


def completed(knowledge: KnowledgeBase, person: Counterpart) -> Counterpart:
    """Return ``person`` with country, zone and language; the country is also read from a telephone number or the end
    of an email address. Raises :class:`KnownError` where nothing tells the country."""
    named = person.country or _country_of(person)
    if not named:
        raise KnownError(
            N_("It is not known where {name} works."),
            N_('Add the country, such as "country": "BR".'),
            name=person.full_name or "-",
        )
    country = knowledge.country(knowledge.resolve(named))
    languages = country.business_languages or country.official_languages
    return replace(
        person,
        country=country.iso2,
        zone=person.zone or country.time_zones[0],
        language=person.language or (f"{languages[0]}-{country.iso2}" if languages else "en"),
    )


def add_people(store: CounterpartStore, people: Iterable[Counterpart]) -> Imported:
    """Add people who are not there yet. One is there who has the same email address, or the same name and company."""
    known = {key for person in store.all() for key in _keys(person)}
    added, kept = [], []
    for person in people:
        if known & _keys(person):
            kept.append(person)
            continue
        added.append(store.save(person))
        known |= _keys(person)
    return Imported(tuple(added), tuple(kept))


def _keys(person: Counterpart) -> set[tuple[str, ...]]:
    keys: set[tuple[str, ...]] = {(person.full_name.casefold(), person.company.casefold())}
    if person.email:
        keys.add((person.email.casefold(),))
    return keys


def _country_of(person: Counterpart) -> str:
    import phonenumbers

    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(person.phone, None))
    except phonenumbers.NumberParseException:
        region = None
    ending = person.email.rpartition(".")[2].upper()
    return region or ({"UK": "GB"}.get(ending, ending) if len(ending) == 2 and ending not in _SOLD_ENDINGS else "")


_SOLD_ENDINGS = frozenset(
    {"AI", "AM", "CC", "CO", "EU", "FM", "GG", "IO", "LA", "LY", "ME", "PW", "SH", "TO", "TV", "WS"}
)
"""Endings of addresses that look like a country and are sold to everybody."""
