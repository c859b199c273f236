"""``dragoman slots``: meeting slots from a JSON request."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, active_language, ngettext, render

if TYPE_CHECKING:
    from dragoman.meetings.model import Attendance, RankedSlot, Series, SlotRequest
    from dragoman.services import Services

_SHOWN = 40
"""Rows for people; the JSON has them all."""


@click.command()
@click.argument("request_file", metavar="REQUEST.json")
@click.option(
    "--mode",
    type=click.Choice(["feasible", "rank", "attendance", "series"]),
    default="feasible",
    show_default=True,
    help="Starts that suit everybody, starts in order of merit, who can come when, or one start per window.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def slots(services: Services, request_file: str, mode: str, as_json: bool) -> None:
    """Find when everybody can meet. REQUEST.json describes the range and the participants; - reads standard input."""
    from dragoman.meetings.request import load_request

    request = load_request(_read(request_file), services.knowledge)
    finder = services.finder
    if mode == "rank":
        ranked = finder.rank(request)
        _show(as_json, {"ranked": [_ranked_json(slot) for slot in ranked]}, lambda: _ranked_text(request, ranked))
    elif mode == "attendance":
        attendance = finder.attendance(request)
        _show(as_json, _attendance_json(attendance), lambda: _attendance_text(request, attendance))
    elif mode == "series":
        series = finder.series(request)
        _show(as_json, _series_json(series), lambda: _series_text(request, series))
    else:
        starts = finder.feasible(request)
        _show(as_json, {"slots": [_instant(start) for start in starts]}, lambda: _feasible_text(request, starts))


def _read(request_file: str) -> bytes:
    from dragoman.meetings.request import MAX_BYTES

    if request_file == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(request_file).open("rb") as handle:
            return handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise KnownError(
            N_("{path} cannot be read: {reason}."),
            N_("Check the name, or give - to read standard input."),
            path=request_file,
            reason=error.strerror or error,
        ) from error


def _show(as_json: bool, document: object, text: Callable[[], str]) -> None:
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    from dragoman.meetings.zones import tzdata_version

    click.echo(text())
    click.echo(_("Time zone data: {version}").format(version=tzdata_version()))


def _instant(start: datetime) -> str:
    return f"{start:%Y-%m-%dT%H:%MZ}"


def _ranked_json(slot: RankedSlot) -> dict[str, object]:
    return {
        "start": _instant(slot.start),
        "displacement_min": dict(slot.displacement_minutes),
        "why": "; ".join(map(render, slot.why)),
    }


def _attendance_json(attendance: Attendance) -> dict[str, object]:
    return {
        "attendance": {_instant(start): list(who) for start, who in attendance.by_start.items()},
        "best": [_instant(start) for start in attendance.best],
    }


def _series_json(series: Series) -> dict[str, object]:
    document: dict[str, object] = {
        "starts": [_instant(start) for start in series.starts],
        "totals_min": dict(series.totals_minutes),
        "largest_total_min": series.largest_total_minutes,
    }
    if not series.proven:
        document["largest_total_at_least_min"] = series.bound_minutes
    return document


def _feasible_text(request: SlotRequest, starts: Sequence[datetime]) -> str:
    if not starts:
        return _("No start suits everybody. The nearest misses: --mode rank; who can come when: --mode attendance.")
    return _table(request, starts)


def _ranked_text(request: SlotRequest, ranked: Sequence[RankedSlot]) -> str:
    if not ranked:
        return _("No start is possible: required participants are busy all the time, or the range is too short.")
    return _table(request, [slot.start for slot in ranked], ["; ".join(map(render, slot.why)) for slot in ranked])


def _attendance_text(request: SlotRequest, attendance: Attendance) -> str:
    if not attendance.best:
        return _("Nobody can come to any start.")
    came = [", ".join(attendance.by_start[start]) for start in attendance.best]
    heading = _("Best attendance: {count} of {all}").format(
        count=len(attendance.by_start[attendance.best[0]]), all=len(request.participants)
    )
    return heading + "\n" + _table(request, attendance.best, came)


def _series_text(request: SlotRequest, series: Series) -> str:
    totals = ", ".join(
        _("{who} {minutes} min").format(who=who, minutes=minutes) for who, minutes in series.totals_minutes.items()
    )
    lines = [_table(request, series.starts), _("Minutes outside hours: {totals}").format(totals=totals)]
    if not series.proven:
        lines.append(
            _("A fairer series may exist; nobody's largest total can be under {minutes} min.").format(
                minutes=series.bound_minutes
            )
        )
    return "\n".join(lines)


def _table(request: SlotRequest, starts: Sequence[datetime], notes: Sequence[str] = ()) -> str:
    """Return one row per start: UTC, the local time of every participant, and a note."""
    from babel.dates import format_skeleton

    from dragoman.meetings.zones import city_name, zone_info

    language = active_language()
    rows = [["UTC", *(f"{who.id} ({city_name(who.zone, language)})" for who in request.participants)]]
    for start in starts[:_SHOWN]:
        local = [start.astimezone(zone_info(who.zone)) for who in request.participants]
        rows.append(
            [
                f"{start:%Y-%m-%d %H:%M}",
                *(
                    f"{format_skeleton('MMMEd', time.replace(tzinfo=None), locale=language)} {time:%H:%M}"
                    for time in local
                ),
            ]
        )
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for number, row in enumerate(rows):
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        note = notes[number - 1] if notes and number else ""
        lines.append("  ".join([*cells, note]).rstrip())
    more = len(starts) - _SHOWN
    if more > 0:
        lines.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    return "\n".join(lines)


def _width(text: str) -> int:
    """Return the columns ``text`` takes in a terminal: East Asian characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
