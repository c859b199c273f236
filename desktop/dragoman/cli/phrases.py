"""``dragoman phrases``: the phrasebook."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _

if TYPE_CHECKING:
    from dragoman.services import Services
    from dragoman.translation.phrase_slots import SlotValue
    from dragoman.translation.phrasebook import Phrase, Phrasebook


@click.command()
@click.option("--lang", "language", metavar="LANG", default="en", show_default=True, help="Your language.")
@click.option("--to", "other", metavar="LANG", default="", help="The other side's language.")
@click.option("--category", metavar="C", default="", help="Only this category, such as price or payment.")
@click.option("--familiar", is_flag=True, help="The familiar register where a language has one.")
@click.option(
    "--fill", "fills", metavar="GAP=VALUE", multiple=True, help="Fill a gap: amount='2500 EUR', date=2027-01-30."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("query", required=False, default="")
@click.pass_obj
def phrases(
    services: Services,
    language: str,
    other: str,
    category: str,
    familiar: bool,
    fills: tuple[str, ...],
    as_json: bool,
    query: str,
) -> None:
    """List phrases for a negotiation, those with QUERY in any language when it is given. Works without any pack."""
    from dragoman.translation.phrasebook import CATEGORIES

    book = services.phrasebook
    found = book.phrases(language, other, category=category, query=query)
    typed = dict(_typed(fill) for fill in fills)
    tags = [tag for tag in (language, other) if tag]
    said = [_said(book, phrase, tags, typed, familiar=familiar) for phrase in found]
    if as_json:
        content = [_as_json(phrase, wordings) for phrase, wordings in zip(found, said, strict=True)]
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    title = ""
    for phrase, wordings in zip(found, said, strict=True):
        if phrase.category != title:
            title = phrase.category
            click.echo(f"\n{_(CATEGORIES[title][0])}")
        for tag in tags:
            words = wordings[tag]
            click.echo(f"  {words['text']}" + (f"  [{words['roman']}]" if words["roman"] else ""))


def _typed(fill: str) -> tuple[str, str]:
    name, separator, value = fill.partition("=")
    if not separator:
        raise KnownError(
            N_("“{fill}” does not say which gap it fills."), N_("Write it as amount='2500 EUR'."), fill=fill
        )
    return name.strip(), value


def _said(
    book: Phrasebook, phrase: Phrase, tags: list[str], typed: dict[str, str], *, familiar: bool
) -> dict[str, dict[str, str]]:
    """Return text and romanization by language, gaps filled where ``typed`` has a value, else left open."""
    from dragoman.translation.phrase_slots import parsed

    values: dict[str, SlotValue] = {
        slot.name: parsed(slot, typed[slot.name]) for slot in phrase.slots if slot.name in typed
    }
    said = {}
    for tag in tags:
        filled = book.fill(phrase, tag, values, familiar=familiar)
        said[tag] = {"text": filled.text, "roman": filled.roman}
    return said


def _as_json(phrase: Phrase, wordings: dict[str, dict[str, str]]) -> dict[str, object]:
    return {
        "id": phrase.id,
        "category": phrase.category,
        "slots": [{"name": slot.name, "kind": str(slot.kind)} for slot in phrase.slots],
        "note": phrase.note,
        "wordings": wordings,
    }
