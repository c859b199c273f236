"""``dragoman slots``: meeting slots from a JSON request."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, active_language, ngettext, render

if TYPE_CHECKING:
    from dragoman.meetings.finder import SlotFinder
    from dragoman.meetings.model import Attendance, NearMisses, RankedSlot, Series, SeriesWarning, SlotRequest
    from dragoman.services import Services

_SHOWN = 40
"""Rows for people; the JSON has them all."""
_SAID = 5


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
@click.option("--ics", "ics_file", metavar="FILE", help="Write the invitation to the best slot or the series.")
@click.option(
    "--busy",
    "busy_files",
    metavar="ID=PATH",
    multiple=True,
    help="Add the busy times of a calendar file or folder (.ics) to a participant; may be repeated.",
)
@click.pass_obj
def slots(
    services: Services, request_file: str, mode: str, as_json: bool, ics_file: str | None, busy_files: tuple[str, ...]
) -> None:
    """Find when everybody can meet. REQUEST.json describes the range and the participants; - reads standard input."""
    from dragoman.meetings.request import load_request

    request = load_request(_read(request_file), services.knowledge)
    if busy_files:
        request = _with_busy(services, request, busy_files)
    chosen, document, text = _answer(services.finder, request, mode, invite=ics_file is not None)
    if ics_file and chosen:
        _write_invitation(request, chosen, Path(ics_file))
    _show(as_json, document, text)
    if ics_file and not chosen:
        raise KnownError(
            N_("There is no slot to invite to; {path} was not written."),
            N_("Look for the nearest miss with --mode rank."),
            path=ics_file,
        )


def _answer(
    finder: SlotFinder, request: SlotRequest, mode: str, *, invite: bool
) -> tuple[Sequence[datetime], dict[str, object], Callable[[], str]]:
    """Return the starts to invite to, the JSON, and what makes the text for people."""
    if mode == "rank":
        ranked = finder.rank(request)
        listed: dict[str, object] = {"ranked": [_ranked_json(slot) for slot in ranked]}
        return [slot.start for slot in ranked[:1]], listed, lambda: _ranked_text(request, ranked)
    if mode == "attendance":
        attendance = finder.attendance(request)
        return attendance.best[:1], _attendance_json(attendance), lambda: _attendance_text(request, attendance)
    if mode == "series":
        series = finder.series(request)
        warnings = finder.warnings(request, series)
        return series.starts, _series_json(series, warnings), lambda: _series_text(request, series, warnings)
    starts = finder.feasible(request)
    document: dict[str, object] = {"slots": [_instant(start) for start in starts]}
    misses = None if starts else _near_misses(finder, request)
    if misses:
        document["near_misses"] = _near_misses_json(misses)
    # Among those that suit everybody, the one that most optional guests can come to.
    best = [slot.start for slot in finder.rank(request, limit=1)] if invite and starts else []
    return best, document, lambda: _feasible_text(request, starts, misses)


def _near_misses(finder: SlotFinder, request: SlotRequest) -> NearMisses | None:
    """Return the near misses, or None where finding them would take long: the answer is that there is no slot."""
    try:
        return finder.near_misses(request)
    except KnownError:
        return None


def _with_busy(services: Services, request: SlotRequest, busy_files: Sequence[str]) -> SlotRequest:
    people = {who.id: who for who in request.participants}
    start = min([request.start, *(window[0] for window in request.windows)])
    end = max([request.end, *(window[1] for window in request.windows)])
    for item in busy_files:
        identifier, _equals, path = item.partition("=")
        if identifier not in people or not path:
            raise KnownError(
                N_("--busy {item}: there is no participant “{id}”."),
                N_("Write it as ID=PATH, with an id of the request."),
                item=item,
                id=identifier,
            )
        who = people[identifier]
        times = services.calendars.busy([Path(path)], start, end, who.zone)
        people[identifier] = replace(who, busy=(*who.busy, *times.spans))
        for file, expansion in times.faults:
            said = "; ".join(render(text) for text in (*expansion.problems, *expansion.notes)[:_SAID])
            click.echo(_("{file} was not read whole: {reason}").format(file=file, reason=said), err=True)
    return replace(request, participants=tuple(people.values()))


def _write_invitation(request: SlotRequest, starts: Sequence[datetime], path: Path) -> None:
    from dragoman.meetings.calendars.invitation import invitation, meeting_of

    data = invitation(meeting_of(request, starts, default_summary=_("Meeting")), datetime.now(UTC))
    try:
        path.write_bytes(data)
    except OSError as error:
        raise KnownError(
            N_("{path} cannot be written: {reason}."),
            N_("Choose another folder or name."),
            path=path,
            reason=error.strerror or error,
        ) from error


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


def _show(as_json: bool, document: dict[str, object], text: Callable[[], str]) -> None:
    from dragoman.meetings.zones import tzdata_version

    if as_json:
        click.echo(json.dumps({**document, "tzdata": tzdata_version()}, ensure_ascii=False, indent=2))
        return
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


def _near_misses_json(misses: NearMisses) -> dict[str, object]:
    return {
        "best": [_instant(start) for start in misses.best],
        "present": list(misses.present),
        "blocking": list(misses.blocking),
        "moved": _ranked_json(misses.moved) if misses.moved else None,
        "words": [render(text) for text in misses.words],
    }


def _series_json(series: Series, warnings: Sequence[SeriesWarning]) -> dict[str, object]:
    document: dict[str, object] = {
        "starts": [_instant(start) for start in series.starts],
        "totals_min": dict(series.totals_minutes),
        "largest_total_min": series.largest_total_minutes,
        "warnings": [
            {"start": _instant(each.start), "id": each.participant, "text": render(each.text)} for each in warnings
        ],
    }
    if not series.proven:
        document["largest_total_at_least_min"] = series.bound_minutes
    return document


def _feasible_text(request: SlotRequest, starts: Sequence[datetime], misses: NearMisses | None) -> str:
    if not starts and misses:
        return "\n".join([_("No start suits everybody."), *(f"  {render(text)}" for text in misses.words)])
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


def _series_text(request: SlotRequest, series: Series, warnings: Sequence[SeriesWarning]) -> str:
    totals = ", ".join(
        _("{who} {minutes} min").format(who=who, minutes=minutes) for who, minutes in series.totals_minutes.items()
    )
    lines = [_table(request, series.starts), _("Minutes outside hours: {totals}").format(totals=totals)]
    lines += [f"! {each.participant}: {render(each.text)}" for each in warnings]
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
    rows = [["UTC", *(f"{who.id} ({who.city or city_name(who.zone, language)})" for who in request.participants)]]
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
