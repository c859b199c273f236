"""``dragoman holidays``."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _
from dragoman.cli.knowledge_output import (
    columns,
    holiday_json,
    holiday_line,
    json_option,
    language_option,
    period_json,
    print_json,
    reading_language,
    weekday,
    wrapped,
)

if TYPE_CHECKING:
    from dragoman.knowledge.year import YearView
    from dragoman.services import Services

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@click.command()
@click.argument("place", metavar="COUNTRY")
@click.option("--year", type=int, help="Year, 2020 to 2035; this year by default.")
@click.option("--subdivision", metavar="CODE", help="Holidays of one part of the country too: BY, US-CA, Bayern.")
@click.option("--all", "everything", is_flag=True, help="Bank, government and optional days as well.")
@click.option("--beside", metavar="COUNTRY", help="The year of another country beside it, with special periods.")
@language_option
@json_option
@click.pass_obj
def holidays(
    services: Services,
    place: str,
    year: int | None,
    subdivision: str | None,
    everything: bool,
    beside: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """List the public holidays, half days and make-up working days of a country in a year."""
    from dragoman.knowledge.service import FIRST_YEAR, LAST_YEAR
    from dragoman.knowledge.year import year_view

    knowledge = services.knowledge
    iso2 = knowledge.resolve(place)
    wanted = year if year is not None else datetime.now(UTC).year
    if not FIRST_YEAR <= wanted <= LAST_YEAR:
        raise KnownError(
            N_("There are no holidays for {year}."),
            N_("Choose a year from {first} to {last}."),
            year=wanted,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    if beside is not None:
        view = year_view(knowledge, iso2, knowledge.resolve(beside), wanted, subdivision)
        lang = reading_language(language)
        if as_json:
            print_json(_year_json(view, lang))
        else:
            names = [knowledge.country(code).name(lang) for code in (view.iso2, view.home_iso2)]
            click.echo("\n".join(_year_lines(view, names, lang)))
        return
    start, end = date(wanted, 1, 1), date(wanted, 12, 31)
    if everything:
        found = knowledge.holidays(iso2, start, end, subdivision, knowledge.categories(iso2))
    else:
        found = knowledge.holidays(iso2, start, end, subdivision)
    if as_json:
        print_json([holiday_json(holiday) for holiday in found])
    else:
        lang = reading_language(language)
        title = _("{country}, {year}").format(country=knowledge.country(iso2).name(lang), year=wanted)
        click.echo("\n".join([title, *(holiday_line(holiday, lang) for holiday in found)]))


def _year_json(view: YearView, lang: str) -> dict[str, object]:
    return {
        "year": view.year,
        "countries": [view.iso2, view.home_iso2],
        "days": [
            {
                "date": day.date,
                view.iso2: [holiday_json(holiday) for holiday in day.theirs],
                view.home_iso2: [holiday_json(holiday) for holiday in day.ours],
                "works": {view.iso2: day.theirs_works, view.home_iso2: day.ours_works},
            }
            for day in view.days
        ],
        "special_periods": {
            view.iso2: [period_json(period, lang) for period in view.periods],
            view.home_iso2: [period_json(period, lang) for period in view.home_periods],
        },
    }


def _year_lines(view: YearView, names: list[str], lang: str) -> list[str]:
    shown = [
        [" · ".join(holiday.name(lang) for holiday in side) for side in (day.theirs, day.ours)] for day in view.days
    ]
    width = max([columns(names[0]), *(columns(theirs) for theirs, _ours in shown)]) + 2
    lines = [f"{view.year:<14}{names[0]}{' ' * (width - columns(names[0]))}{names[1]}"]
    for day, (theirs, ours) in zip(view.days, shown, strict=True):
        name = weekday(_WEEK[day.date.weekday()])
        head = f"{day.date:%m-%d} {name}"
        pad = " " * (14 - columns(head))
        lines.append(f"{head}{pad}{theirs}{' ' * (width - columns(theirs))}{ours}".rstrip())
    for name, periods in zip(names, (view.periods, view.home_periods), strict=True):
        if periods:
            lines += ["", name]
        for period in periods:
            lines += wrapped(f"{period.start} – {period.end}  ", f"{period.name(lang)}: {period.effect(lang)}")
    return lines
