"""Deals in the database: what was stored comes back, goes with its counterpart, and survives a kill."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.counterparts.model import Counterpart
from dragoman.counterparts.store import CounterpartStore
from dragoman.deals.model import Deal, Offer, Payment, Role, Side, TermState
from dragoman.deals.store import DealStore
from dragoman.deals.terms import catalogue, open_terms

OFFER = Offer(
    Side.THEM,
    Decimal("12.40"),
    "USD",
    Decimal(1250),
    "pcs",
    "FOB",
    "Santos",
    (Payment("advance", Decimal(30)), Payment("invoice", None, 60)),
    45,
    date(2027, 1, 30),
    "free samples",
    "they 12.40 …",
)


@pytest.fixture
def database(tmp_path: Path) -> UserDatabase:
    return UserDatabase(tmp_path / "user.sqlite3")


@pytest.fixture
def store(database: UserDatabase) -> DealStore:
    return DealStore(database)


def test_an_offer_comes_back_as_it_was(store: DealStore) -> None:
    deal = store.save(Deal("LED panels 2027", role=Role.BUYER, currency="eur"))
    assert (deal.role, deal.currency) == (Role.BUYER, "EUR")
    stored = store.add_offer(deal.id, OFFER)
    assert store.offers(deal.id) == [stored]
    assert (stored.price, stored.payments, stored.delivery_date) == (OFFER.price, OFFER.payments, OFFER.delivery_date)
    store.remove_offer(deal.id, stored.id)
    assert store.offers(deal.id) == []


def test_terms_notes_and_parts(store: DealStore) -> None:
    deal = store.save(Deal("LED"))
    store.set_term(deal.id, "incoterm", TermState.PROPOSED, "CIF Santos")
    store.set_term(deal.id, "incoterm", TermState.AGREED, "FOB Nansha")
    assert store.terms(deal.id)["incoterm"].value == "FOB Nansha"
    assert "incoterm" not in {spec.id for spec in open_terms(store.terms(deal.id))}
    assert len(open_terms({})) == sum(len(group.terms) for group in catalogue())
    store.add_note(deal.id, "wants samples by Friday")
    assert [note.text for note in store.notes(deal.id)] == ["wants samples by Friday"]
    store.put_part(deal.id, "currency", {"base": "7.10"})
    assert store.part(deal.id, "currency") == {"base": "7.10"}
    assert store.part(deal.id, "risks") == {}


def test_a_counterparts_deals_go_with_them(database: UserDatabase, store: DealStore) -> None:
    people = CounterpartStore(database)
    person = people.save(Counterpart("Rafael", "Lima", "Aurora", "BR", "America/Sao_Paulo", "pt-BR"))
    deal = store.save(Deal("LED", counterpart_id=person.id))
    store.add_offer(deal.id, OFFER)
    people.erase(person.id)
    assert store.all() == []
    with pytest.raises(KnownError):
        store.add_offer(deal.id, OFFER)


def test_the_catalogue_is_whole() -> None:
    groups = catalogue()
    assert len(groups) == 14
    terms = [spec for group in groups for spec in group.terms]
    assert 40 <= len(terms) == len({spec.id for spec in terms})
    for spec in terms:
        assert all(spec.name(tag) and spec.ask(tag) and spec.risk(tag) for tag in ("en", "zh_Hans"))


NURSERY = """
import os, sys
from pathlib import Path
from dragoman.base.database import UserDatabase
from dragoman.deals.ledger_line import parse
from dragoman.deals.store import DealStore
from datetime import date
read = parse("they 12.40 FOB Santos 30% advance 45 days", today=date(2026, 11, 22), currency="USD",
             currencies=frozenset({"USD"}))
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        store = DealStore(UserDatabase(Path(sys.argv[1])))
        os.write(1, b"%d\\n" % os.getpid())
        while True:
            store.add_offer(1, read.offer)
            os.write(1, b"+\\n")
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
"""
"""Bears a writer for each line it reads, all of them from one start of the interpreter."""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked, so that 200 of them take seconds")
def test_no_committed_offer_is_lost_when_the_program_is_killed_at_200_instants(tmp_path: Path) -> None:
    path = tmp_path / "user.sqlite3"
    store = DealStore(UserDatabase(path))
    deal = store.save(Deal("LED"))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    chance = random.Random(8)
    told, kills = 0, 200
    command = [sys.executable, "-c", NURSERY, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        for _ in range(kills):
            nursery.stdin.write(b"\n")
            nursery.stdin.flush()
            writer = int(nursery.stdout.readline())
            time.sleep(chance.random() * 0.03)
            os.kill(writer, signal.SIGKILL)
            while nursery.stdout.readline() == b"+\n":
                told += 1
        nursery.stdin.close()
    offers = store.offers(deal.id)
    # One may have been committed and not yet told when each writer died.
    assert told <= len(offers) <= told + kills
    assert told > kills
    assert {offer.line for offer in offers} == {"they 12.40 FOB Santos 30% advance 45 days"}
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
