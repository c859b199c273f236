"""People read in: their country guessed where something tells it, nobody added twice, nobody lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.contacts import add_people, completed, contacts_of
from dragoman.counterparts.model import Counterpart
from dragoman.counterparts.store import CounterpartStore
from dragoman.knowledge.service import KnowledgeBase

CARDS = b"""BEGIN:VCARD
VERSION:3.0
FN:Rafael Lima
N:Lima;Rafael;;;
ORG:Importadora Aurora
TEL:+55 11 3456-7890
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Anna Schmidt
N:Schmidt;Anna;;;
EMAIL:anna@licht.de
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Nobody Knows
N:Knows;Nobody;;;
EMAIL:nobody@startup.io
END:VCARD
BEGIN:VCARD
VERSION:3.0
END:VCARD
"""


def person(**values: str) -> Counterpart:
    blank = dict.fromkeys(("given_name", "family_name", "company", "country", "zone", "language"), "")
    return Counterpart(**{**blank, "given_name": "Ana", **values})  # type: ignore[arg-type]


def test_the_country_is_told_by_a_number_or_an_address(knowledge: KnowledgeBase) -> None:
    found = contacts_of(knowledge, CARDS)
    assert [(one.country, one.language) for one in found.people] == [("BR", "pt-BR"), ("DE", "de-DE")]
    assert found.people[0].zone == "America/Sao_Paulo"
    assert found.unplaced == ("Nobody Knows",)
    assert found.skipped == 1


@pytest.mark.parametrize(
    ("values", "country"),
    [
        ({"country": "Brasil"}, "BR"),
        ({"phone": "+44 20 7946 0000"}, "GB"),
        ({"email": "a@firm.co.uk"}, "GB"),
        ({"phone": "+86 20 8888 8888", "email": "a@firm.de"}, "CN"),
        ({"country": "MX", "phone": "+86 20 8888 8888"}, "MX"),
    ],
)
def test_what_is_said_beats_the_number_and_the_number_the_address(
    knowledge: KnowledgeBase, values: dict[str, str], country: str
) -> None:
    assert completed(knowledge, person(**values)).country == country


@pytest.mark.parametrize(
    "values", [{}, {"email": "a@firm.com"}, {"email": "a@b.tv"}, {"phone": "8888"}, {"email": "x"}]
)
def test_where_nothing_tells_it_is_asked(knowledge: KnowledgeBase, values: dict[str, str]) -> None:
    with pytest.raises(KnownError, match="Ana"):
        completed(knowledge, person(**values))


def test_nobody_is_added_twice(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    store = CounterpartStore(UserDatabase(tmp_path / "user.sqlite3"))
    people = contacts_of(knowledge, CARDS).people
    assert len(add_people(store, people).added) == 2
    again = add_people(store, [*people, person(given_name="A.", email="ANNA@licht.de", country="DE")])
    assert not again.added
    assert len(again.known) == 3
    assert len(store.all()) == 2
