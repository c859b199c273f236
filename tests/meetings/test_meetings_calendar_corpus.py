"""Calendars from other programs' test suites, each read as its manifest says."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dragoman.meetings.calendars.expansion import expand
from dragoman.meetings.calendars.model import Expansion, Occurrence, ReadStatus

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "ics"
MANIFEST = json.loads((FOLDER / "manifest.json").read_text("utf-8")) if FOLDER.is_dir() else []
EXPECTED = json.loads((FOLDER / "occurrences.json").read_text("utf-8")) if FOLDER.is_dir() else {}
UID_LENGTH = 60
"""The list of expected occurrences cuts longer identifiers here."""


def start_text(occurrence: Occurrence) -> str:
    start = occurrence.start
    if not isinstance(start, datetime):
        when = f"date:{start}"
    elif start.tzinfo is None:
        when = f"floating:{start:%Y-%m-%dT%H:%M:%S}"
    else:
        when = f"{start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f"{when} {occurrence.uid[:UID_LENGTH]}"


def read(name: str, start: str, end: str) -> Expansion:
    return expand((FOLDER / name).read_bytes(), date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.skipif(not MANIFEST, reason="the shared calendars are not here")
def test_the_manifest_names_every_file() -> None:
    named = {entry["file"] for entry in MANIFEST}
    assert named == {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.ics")}


@pytest.mark.parametrize("name", EXPECTED or [pytest.param("", marks=pytest.mark.skip("no shared calendars"))])
def test_every_event_of_a_valid_calendar(name: str) -> None:
    expected = EXPECTED[name]
    found = read(name, *expected["window"])
    assert found.status is ReadStatus.OK
    starts = sorted(map(start_text, found.occurrences))
    if "cut_at" in expected:
        assert len(starts) == expected["count"]
        assert set(expected["starts"]) <= set(starts)
    else:
        assert starts == sorted(expected["starts"])
    assert all(type(each.end) is type(each.start) for each in found.occurrences)


@pytest.mark.parametrize(
    "entry",
    [entry for entry in MANIFEST if entry["class"] != "valid"]
    or [pytest.param({}, marks=pytest.mark.skip("no shared calendars"))],
    ids=lambda entry: entry.get("file", ""),
)
def test_fragments_and_broken_calendars(entry: dict[str, str]) -> None:
    found = read(entry["file"], "2010-01-01", "2020-01-01")
    if entry["importer_must"].startswith("refuse with"):
        assert found.status is ReadStatus.REFUSED
        assert found.problems
    elif entry["class"] == "fragment":
        assert found.notes
    else:
        assert found.status is ReadStatus.OK, "it should be imported"
        assert found.occurrences
