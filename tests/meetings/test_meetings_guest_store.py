"""Participants as plain data, and one entry of them for each counterpart."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

from dragoman.base.database import UserDatabase
from dragoman.counterparts.model import Counterpart
from dragoman.counterparts.store import CounterpartStore
from dragoman.meetings.guest_store import GuestStore, from_data, to_data
from dragoman.meetings.model import Participant

WHO = Participant(
    "Anna",
    "Europe/Berlin",
    (("08:00", "12:00"), ("13:00", "17:00")),
    {"FR": (("08:00", "13:00"),)},
    frozenset({"SA", "SU"}),
    (("12:00", "13:00"),),
    {},
    "DE",
    "BY",
    days_off=frozenset({date(2027, 1, 6), date(2027, 3, 1)}),
    busy=((datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 1, 2, tzinfo=UTC)),),
    optional=True,
    not_after="18:00",
    language="de",
)


def test_a_participant_comes_back_without_the_busy_times() -> None:
    data = json.loads(json.dumps(to_data(WHO)))
    back = from_data({**data, "of_another_version": 1})
    assert back.busy == ()
    assert to_data(back) == to_data(WHO)
    assert back.days_off == WHO.days_off
    assert back.hours_by_day == WHO.hours_by_day
    assert from_data(json.loads(json.dumps(to_data(Participant("x", "UTC"))))) == Participant("x", "UTC")


def test_entries_are_apart_and_go_with_their_counterpart(tmp_path: Path) -> None:
    database = UserDatabase(tmp_path / "user.sqlite3")
    people, store = CounterpartStore(database), GuestStore(database)
    one = people.save(Counterpart("Anna", "Schmidt", "Licht", "DE", "Europe/Berlin", "de"))
    assert store.load(one.id) == {}
    store.put(None, {"added": []})
    store.put(one.id, {"added": [1]})
    store.put(one.id, {"added": [2]})
    assert (store.load(None), store.load(0), store.load(one.id)) == ({"added": []}, {"added": []}, {"added": [2]})
    assert people.held(one.id) == {"meeting_guests": 1}
    people.erase(one.id)
    assert store.load(one.id) == {}
    assert store.load(None) == {"added": []}
