"""``dragoman brief``: the country pair on one page."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text, _, render
from dragoman.cli.knowledge_output import (
    columns,
    etiquette_json,
    holiday_json,
    json_option,
    language_option,
    period_json,
    print_json,
    reading_language,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.knowledge.brief_sheet import Section
    from dragoman.knowledge.model import Brief, Holiday
    from dragoman.knowledge.notes import CountryNote
    from dragoman.services import Services

_SIGNS = {"do": "+ ", "dont": "- ", "note": "  · "}


@click.command()
@click.argument("place", metavar="COUNTRY")
@click.option("--from", "home", metavar="COUNTRY", help="Your own country; the one in the settings by default.")
@click.option("--note", metavar="TEXT", help="Keep a note of your own on the country; an empty one removes it.")
@click.option("--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Write a page to print instead.")
@language_option
@json_option
@click.pass_obj
def brief(
    services: Services,
    place: str,
    home: str | None,
    note: str | None,
    page: Path | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Show what to know before talking to somebody in a country, seen from your own."""
    from dragoman.knowledge.brief import brief as make_brief
    from dragoman.knowledge.brief_sheet import sheet

    knowledge = services.knowledge
    lang = reading_language(language)
    iso2 = knowledge.resolve(place)
    own = home or services.settings.load().home_country
    made = make_brief(knowledge, iso2, knowledge.resolve(own) if own else None, lang, datetime.now(UTC))
    kept = services.country_notes.note(iso2) if note is None else services.country_notes.keep(iso2, note)
    if page:
        _write_page(page, made, lang, kept)
    elif as_json:
        print_json(_brief_json(made, lang, kept))
    else:
        click.echo(_brief_text(made, lang, sheet(made, lang, render, kept)))


def _write_page(path: Path, made: Brief, lang: str, note: CountryNote | None) -> None:
    from dragoman.knowledge.brief_html import brief_html

    paper = (made.home or made.country).paper_size or "A4"
    try:
        path.write_text(
            brief_html(made, lang, render, datetime.now().astimezone().date(), note, paper), encoding="utf-8"
        )
    except OSError as error:
        raise KnownError(
            N_("{path} cannot be written: {reason}."),
            N_("Choose another file or folder."),
            path=path,
            reason=error.strerror or str(error),
        ) from error
    click.echo(_("{path} written.").format(path=path))


def _brief_json(made: Brief, lang: str, note: CountryNote | None) -> dict[str, object]:
    facts: dict[str, Any] = dict(made.facts)
    market = made.market
    return {
        "country": {"iso2": made.country.iso2, "name": made.country.name(lang)},
        "home": {"iso2": made.home.iso2, "name": made.home.name(lang)} if made.home else None,
        "state": asdict(made.state) | {"holiday": _maybe_holiday(made.state.holiday)} if made.state else None,
        "home_state": (
            asdict(made.home_state) | {"holiday": _maybe_holiday(made.home_state.holiday)} if made.home_state else None
        ),
        "upcoming": [holiday_json(holiday) for holiday in made.upcoming],
        "home_upcoming": [holiday_json(holiday) for holiday in made.home_upcoming],
        "shared_hours_utc": [[_instant(start), _instant(end)] for start, end in made.shared_hours_utc],
        "special_periods": [period_json(period, lang) for period in made.special_periods],
        "home_special_periods": [period_json(period, lang) for period in made.home_special_periods],
        "address": facts["address"],
        "do": market.do if market else [],
        "dont": market.dont if market else [],
        "formats": facts["formats"],
        "contract_law": facts.get("sales_law"),
        "arbitration": {**facts["awards"], "seats": facts["arbitration_seats"]} if "awards" in facts else None,
        "documents": facts.get("documents"),
        "privacy": facts.get("privacy"),
        "channels": {"ids": facts["channels"], "summary": facts["channels_text"]},
        "payment": {"terms": facts["payment_terms"], "summary": facts["payment_text"]},
        "disputes": facts["disputes_text"],
        "recording_consent": facts["recording"],
        "fatf_list": facts["fatf"],
        "missing": facts["missing"],
        "note": {"text": note.text, "updated": note.updated} if note else None,
        "flags": market.flags if market else {},
        "etiquette": etiquette_json(market) if market else {},
        "facts": facts,
    }


def _maybe_holiday(holiday: Holiday | None) -> dict[str, object] | None:
    return holiday_json(holiday) if holiday else None


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def _brief_text(made: Brief, lang: str, sections: Sequence[Section]) -> str:
    lines = [made.country.name(lang) + (f" · {made.home.name(lang)}" if made.home else "")]
    for section in sections:
        lines += ["", section.title]
        if section.table:
            lines += _grid((("", *section.heads), *section.table))
        for line in section.lines:
            head = _SIGNS.get(line.mark, "  ") + (f"{line.head}  " if line.head else "")
            lines += wrapped(head, line.text) if len(head) < 40 else [head.rstrip(), *wrapped("    ", line.text)]
    lines += ["", render(Text(N_("Not legal advice: check what a deal hangs on.")))]
    return "\n".join(lines)


def _grid(rows: Sequence[tuple[str, str, str]]) -> list[str]:
    widths = [max(columns(row[place]) for row in rows) + 2 for place in range(2)]
    return [
        "  " + "".join(row[place] + " " * (widths[place] - columns(row[place])) for place in range(2)) + row[2]
        for row in rows
    ]
