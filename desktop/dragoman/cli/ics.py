"""``dragoman ics``: what is in a calendar file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, render

if TYPE_CHECKING:
    from dragoman.meetings.calendars.model import Expansion
    from dragoman.services import Services

_SHOWN = 200
"""Meetings and messages for people; the JSON has all meetings."""
_SAID = 20


@click.group()
def ics() -> None:
    """Look into calendar files (.ics)."""


@ics.command()
@click.argument("file", metavar="FILE")
@click.option("--from", "start", metavar="DATE", required=True, help="First day, such as 2026-03-01 (UTC).")
@click.option("--to", "end", metavar="DATE", required=True, help="The day after the last one.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def expand(services: Services, file: str, start: str, end: str, as_json: bool) -> None:
    """List the meetings of a calendar file in a range of dates, each of a series by itself."""
    from dragoman.meetings.calendars.model import ReadStatus

    expansion = services.calendars.expand(Path(file), _date(start), _date(end))
    click.echo(json.dumps(_json(expansion), ensure_ascii=False, indent=2) if as_json else _text(expansion))
    if expansion.status is ReadStatus.REFUSED:
        raise KnownError(
            N_("The calendar {file} was refused.\n{reason}"),
            N_("Nothing was taken from it."),
            file=file,
            reason=_message(expansion),
        )


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise KnownError(
            N_("“{text}” is not a date."), N_("Write the year, month and day, such as 2026-03-01."), text=text
        ) from None


def _json(expansion: Expansion) -> dict[str, object]:
    from dragoman.meetings.calendars.wire import when_text

    return {
        "status": str(expansion.status),
        "message": _message(expansion),
        "occurrences": [
            {"uid": each.uid, "summary": each.summary, "start": when_text(each.start), "end": when_text(each.end)}
            for each in expansion.occurrences
        ],
    }


def _message(expansion: Expansion) -> str:
    lines = [render(text) for text in (*expansion.problems, *expansion.notes)]
    if len(lines) > _SAID:
        lines[_SAID:] = [_("and {count} more").format(count=len(lines) - _SAID)]
    return "\n".join(lines)


def _text(expansion: Expansion) -> str:
    from dragoman.meetings.calendars.wire import when_text

    lines = [
        f"{when_text(each.start)}  {when_text(each.end)}  {each.summary}" for each in expansion.occurrences[:_SHOWN]
    ]
    if len(expansion.occurrences) > _SHOWN:
        lines.append(_("and {count} more").format(count=len(expansion.occurrences) - _SHOWN))
    if not expansion.occurrences:
        lines.append(_("No meetings in this range."))
    return "\n".join([*lines, *([_message(expansion)] if expansion.problems or expansion.notes else [])])
