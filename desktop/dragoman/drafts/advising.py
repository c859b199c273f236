"""All the advice on one letter, from its values, its readers and its finished wording."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from dragoman.drafts.advice import Knowledge
from dragoman.drafts.advice_days import Place, day_warnings
from dragoman.drafts.advice_tone import Tone, tone_warnings
from dragoman.drafts.advice_words import (
    Passage,
    attachment_warnings,
    gap_warnings,
    misreading_warnings,
    passages,
    script_warnings,
    weekday_warnings,
)
from dragoman.drafts.fields import Values
from dragoman.drafts.languages import Manner
from dragoman.drafts.model import DraftWarning, FieldSpec, Person


def wording_warnings(
    found: Sequence[Passage],
    manner: Manner,
    register: str,
    readers: Sequence[Person],
    knowledge: Knowledge,
    today: date | None,
    advice_language: str,
) -> list[DraftWarning]:
    """Return the advice on what was typed."""
    country = readers[0].country
    tone = Tone(
        language=manner.tag,
        territory=manner.locale.split("-")[-1],
        register=register,
        registers=manner.registers,
        country=country,
        country_name=knowledge.country(country).name(advice_language) if country else "",
        flags=knowledge.flags(country) if country else {},
        several=len(readers) > 1,
    )
    day = today or datetime.now().astimezone().date()
    return [
        *gap_warnings(found),
        *script_warnings(found, manner.tag),
        *tone_warnings(found, tone),
        *misreading_warnings(found, manner.tag, manner.locale, day),
        *weekday_warnings(found, manner.tag, day),
    ]


def letter_warnings(
    specs: Sequence[FieldSpec],
    values: Values,
    body: str,
    manner: Manner,
    register: str,
    readers: Sequence[Person],
    sender: Person,
    knowledge: Knowledge,
    today: date | None,
    advice_language: str,
) -> list[DraftWarning]:
    """Return the advice on a letter composed from ``values``, its days held against both sides' calendars."""
    places: dict[tuple[str, str], Place] = {}
    for person in (*readers, sender):
        if person.country:
            place = Place(knowledge.country(person.country), person.subdivision)
            places.setdefault((person.country, person.subdivision), place)
    return [
        *wording_warnings(passages(specs, values), manner, register, readers, knowledge, today, advice_language),
        *attachment_warnings(body, manner.tag, has_attachments=bool(values.get("enclosures"))),
        *day_warnings(
            specs,
            values,
            places=tuple(places.values()),
            knowledge=knowledge,
            today=today,
            language=advice_language,
        ),
    ]
