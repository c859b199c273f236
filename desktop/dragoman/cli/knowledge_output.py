"""What the commands on countries share: options, JSON forms and lines that fit a terminal."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from dragoman.base.i18n import Text, _, activate, active_language, render, ui_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.knowledge.model import Holiday, Market, SpecialPeriod

language_option = click.option(
    "--lang", "language", type=click.Choice(["en", "zh"]), help="Language of the texts; the program's own by default."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def reading_language(chosen: str | None) -> str:
    """Return en or zh: the language chosen, in which messages are worded from now on too, else the program's."""
    if chosen:
        activate(ui_language(chosen))
    return "zh" if active_language().startswith("zh") else "en"


def print_json(document: object) -> None:
    """Print a document; dates in ISO 8601, messages in the active language."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Text):
        return render(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def holiday_json(holiday: Holiday) -> dict[str, object]:
    """Return a holiday with the keys of the contract."""
    return {
        "date": holiday.date,
        "name_en": holiday.name_en,
        "name_local": holiday.name_local,
        "name_zh": holiday.name_zh,
        "category": holiday.category,
        "estimated": holiday.estimated,
        "makeup_workday": holiday.makeup_workday,
        "subdivision": holiday.subdivision,
    }


def period_json(period: SpecialPeriod, lang: str) -> dict[str, object]:
    """Return an occurrence of a special period."""
    return {
        "id": period.id,
        "from": period.start,
        "to": period.end,
        "name": period.name(lang),
        "effect": period.effect(lang),
        "estimated": period.estimated,
        "office_hours": period.hours or None,
    }


def etiquette_json(market: Market) -> dict[str, object]:
    """Return the topics of a card by name."""
    return {
        topic: {
            "summary": text.summary,
            "do": text.do,
            "dont": text.dont,
            "detail": text.detail,
            "confidence": text.confidence,
            "as_of": text.as_of,
            "sources": [source.id for source in text.sources],
        }
        for topic, text in market.topics.items()
    }


def weekday(day: str) -> str:
    """Return a short name of mon to sun in the active language."""
    from babel.dates import format_date

    from dragoman.knowledge.model import WEEKDAYS

    monday = date(2024, 1, 1)
    return format_date(monday + timedelta(days=WEEKDAYS.index(day)), "EEE", locale=active_language())


def holiday_line(holiday: Holiday, lang: str) -> str:
    """Return a holiday on one line, its marks in brackets."""
    marks = [holiday.category] if holiday.category != "public" and not holiday.makeup_workday else []
    if holiday.estimated:
        marks.append(_("estimated"))
    if holiday.subdivision:
        marks.append(holiday.subdivision)
    name = holiday.name(lang)
    if holiday.name_local not in (name, holiday.name_en):
        name += f" ({holiday.name_local})"
    day = weekday(("mon", "tue", "wed", "thu", "fri", "sat", "sun")[holiday.date.weekday()])
    return f"{holiday.date} {day}  {name}" + (f"  [{', '.join(marks)}]" if marks else "")


def do_and_dont(market: Market) -> list[str]:
    """Return the five things to do and the five not to."""
    return [
        *(line for item in market.do for line in wrapped("+ ", item)),
        *(line for item in market.dont for line in wrapped("- ", item)),
    ]


def table(rows: Iterable[tuple[str, str | None]]) -> list[str]:
    """Return label and text side by side; rows without a text are left out."""
    shown = [(label, text) for label, text in rows if text]
    width = max(columns(label) for label, _text in shown) + 2
    lines = []
    for label, text in shown:
        lines += wrapped(label + " " * (width - columns(label)), text)
    return lines


def wrapped(head: str, text: str) -> list[str]:
    """Return ``text`` in lines of at most 80 columns, the first after ``head``, the others under it."""
    indent = columns(head)
    lines, line, used = [], head, indent
    for word in _breakable(text):
        size = columns(word)
        if used + size > 80 and used > indent:
            lines.append(line.rstrip())
            word = word.lstrip()
            line, used, size = " " * indent, indent, columns(word)
        line, used = line + word, used + size
    return [*lines, line.rstrip()]


def _breakable(text: str) -> list[str]:
    import re

    return re.findall(r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+", text)


def columns(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
