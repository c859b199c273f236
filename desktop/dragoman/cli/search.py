"""``dragoman search``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _
from dragoman.cli.knowledge_output import json_option, language_option, print_json, reading_language

if TYPE_CHECKING:
    from dragoman.services import Services

_MAX_HITS = 200


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, _MAX_HITS), default=20, show_default=True, help="Most results.")
@language_option
@json_option
@click.pass_obj
def search(services: Services, query: tuple[str, ...], limit: int, language: str | None, as_json: bool) -> None:
    """Search facts and manners of all countries; all words must occur."""
    knowledge = services.knowledge
    text = " ".join(query)
    if not text.strip():
        raise KnownError(N_("There is nothing to search for."), N_("Give one word or more."))
    # A query in Chinese characters wants the Chinese texts, whatever language the program speaks.
    lang = language or (
        "zh" if any("\u4e00" <= character <= "\u9fff" for character in text) else reading_language(None)
    )
    hits = knowledge.search(text, lang, limit)
    if as_json:
        print_json([asdict(hit) | {"country": knowledge.country(hit.iso2).name(lang)} for hit in hits])
    elif not hits:
        click.echo(_("Nothing found."))
    else:
        for hit in hits:
            click.echo(f"{knowledge.country(hit.iso2).name(lang)} · {_topic(hit.topic)}: {hit.title}\n  {hit.snippet}")


def _topic(topic: str) -> str:
    return topic.replace("_", " ")
