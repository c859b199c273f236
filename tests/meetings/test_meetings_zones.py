from __future__ import annotations

import struct
from datetime import UTC, datetime
from importlib.resources import files
from itertools import pairwise

import pytest

from dragoman.base.errors import KnownError
from dragoman.meetings import zones


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def offset_changes(name: str) -> list[int]:
    """Instants at which the offset changes, read straight from the TZif file (RFC 8536, version 2 block)."""
    data = files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    isut, isstd, leap, times, types, chars = struct.unpack(">6l", data[20:44])
    second = 44 + times * 5 + types * 6 + chars + leap * 8 + isstd + isut
    isut, isstd, leap, times, types, chars = struct.unpack(">6l", data[second + 20 : second + 44])
    body = second + 44
    instants = struct.unpack(f">{times}q", data[body : body + 8 * times])
    kinds = data[body + 8 * times : body + 9 * times]
    offsets = [
        struct.unpack(">l", data[body + 9 * times + 6 * index : body + 9 * times + 6 * index + 4])[0]
        for index in range(types)
    ]
    changes = []
    current = offsets[0]
    for instant, kind in zip(instants, kinds, strict=True):
        if offsets[kind] != current:
            changes.append(instant)
            current = offsets[kind]
    return changes


def test_no_zone_changes_twice_between_two_samples() -> None:
    """What makes sampling exact. A release of tzdata that breaks it must be noticed here."""
    gaps = []
    for name in zones.zone_names():
        changes = offset_changes(name)
        gaps += [after - before for before, after in pairwise(changes)]
    assert len(gaps) > 20_000
    assert min(gaps) > zones.SAMPLE_SECONDS


@pytest.mark.parametrize(
    ("zone", "start", "end", "expected"),
    [
        ("UTC", "2026-01-01T00:00", "2027-01-01T00:00", [("2026-01-01T00:00", 0)]),
        (
            "America/New_York",
            "2026-01-01T00:00",
            "2026-12-31T00:00",
            [("2026-01-01T00:00", -300), ("2026-03-08T07:00", -240), ("2026-11-01T06:00", -300)],
        ),
        (
            "Australia/Lord_Howe",
            "2026-01-01T00:00",
            "2026-12-01T00:00",
            [("2026-01-01T00:00", 660), ("2026-04-04T15:00", 630), ("2026-10-03T15:30", 660)],
        ),
        # Samoa jumped over the date line: there was no 30 December 2011.
        (
            "Pacific/Apia",
            "2011-12-01T00:00",
            "2012-01-10T00:00",
            [("2011-12-01T00:00", -600), ("2011-12-30T10:00", 840)],
        ),
        (
            "Asia/Kathmandu",
            "1985-12-01T00:00",
            "1986-02-01T00:00",
            [("1985-12-01T00:00", 330), ("1985-12-31T18:30", 345)],
        ),
    ],
)
def test_stretches_of_constant_offset(zone: str, start: str, end: str, expected: list[tuple[str, int]]) -> None:
    found = zones.stretches(zone, seconds(start), seconds(end))
    assert [(begin, offset // 60) for begin, _, offset in found] == [
        (seconds(when), minutes) for when, minutes in expected
    ]
    assert found[-1][1] == seconds(end)
    assert all(before[1] == after[0] for before, after in pairwise(found))


def test_historical_offset_has_seconds() -> None:
    ((_, _, offset),) = zones.stretches("Europe/Amsterdam", seconds("1885-01-01T00:00"), seconds("1885-01-02T00:00"))
    assert offset == 1050  # Brussels mean time, +0:17:30, to which Amsterdam links


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("America/New_Yrok", "America/New_York"),
        ("asia/tokyo", "Asia/Tokyo"),
        ("Europe/Londn", "Europe/London"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("São Paulo", "America/Sao_Paulo"),
    ],
)
def test_unknown_zone_names_the_nearest(typed: str, nearest: str) -> None:
    with pytest.raises(KnownError) as caught:
        zones.zone_info(typed)
    assert nearest in str(caught.value.values["names"])


@pytest.mark.parametrize(
    "typed", ["", "../../etc/passwd", "/etc/localtime", "localtime", "Mars/Olympus", "x" * 100_000]
)
def test_no_zone_at_all(typed: str) -> None:
    with pytest.raises(KnownError):
        zones.zone_info(typed)


@pytest.mark.parametrize(
    ("zone", "language", "city"),
    [
        ("America/Sao_Paulo", "en", "São Paulo"),
        ("America/Sao_Paulo", "zh_Hans", "圣保罗"),
        ("America/Argentina/Buenos_Aires", "en", "Buenos Aires"),
        ("Asia/Calcutta", "en", "Kolkata"),
        ("UTC", "en", "UTC"),
        ("EST", "en", "EST"),
        ("Etc/GMT+12", "en", "Etc/GMT+12"),
        ("Asia/Shanghai", "zh_Hans", "上海"),
    ],
)
def test_cities_in_the_readers_language(zone: str, language: str, city: str) -> None:
    assert zones.city_name(zone, language) == city


def test_data_come_from_the_package() -> None:
    import zoneinfo

    import tzdata

    assert zoneinfo.TZPATH == ()
    assert zones.tzdata_version() == tzdata.IANA_VERSION
    assert zones.tzdata_version()[:4].isdigit()
