"""``dragoman translate`` and ``dragoman check``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _
from dragoman.translation.model import CheckStatus, LanguagePair

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.services import Services
    from dragoman.translation.model import Check, Translation

ALARM_EXIT_CODE = 4


@click.command()
@click.option("--from", "source", metavar="LANG", help="Language of the text; detected when left out.")
@click.option("--to", "target", metavar="LANG", required=True, help="Language to translate into.")
@click.option(
    "--engine", metavar="ENGINE", default="auto", show_default=True, help="auto, argos, firefox or libretranslate."
)
@click.option("--beam", type=click.IntRange(1, 16), help="Width of the search; by default what the pack needs.")
@click.option(
    "--glossary",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Terms that must stand in the translation, as CSV or TBX; they come before your own.",
)
@click.option(
    "--counterpart", "counterpart_id", metavar="ID", type=int, help="Use this counterpart's memory and terms."
)
@click.option("--strict", is_flag=True, help="Exit with 4 when a figure or a term did not come through.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole result as JSON.")
@click.argument("text", required=False)
@click.pass_obj
def translate(
    services: Services,
    source: str | None,
    target: str,
    engine: str,
    beam: int | None,
    glossary: Path | None,
    counterpart_id: int | None,
    strict: bool,
    as_json: bool,
    text: str | None,
) -> None:
    """Translate TEXT, or standard input."""
    content = text if text is not None else _standard_input()
    if not content.strip():
        raise KnownError(N_("There is no text to translate."), N_("Give the text as an argument or on standard input."))
    terms = None
    if glossary is not None:
        source = source or services.translator.detect(content)
        terms = services.glossary.load_file(glossary, LanguagePair(source, target))
    result = services.translator.translate(
        content,
        source=source,
        target=target,
        engine=engine,
        beam=beam,
        counterpart_id=counterpart_id,
        glossary=terms,
    )
    if as_json:
        click.echo(json.dumps(_as_json(result), ensure_ascii=False, indent=2))
    else:
        click.echo(result.text, nl=not result.text.endswith("\n"))
        for sentence in result.sentences:
            _report(sentence.checks)
    if strict and any(sentence.has_alarm for sentence in result.sentences):
        click.get_current_context().exit(ALARM_EXIT_CODE)


@click.command()
@click.option("--from", "source", metavar="LANG", required=True, help="Language of SOURCE.")
@click.option("--to", "target", metavar="LANG", required=True, help="Language of TARGET.")
@click.option("--strict", is_flag=True, help="Exit with 4 when a figure does not match.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.argument("source_text", metavar="SOURCE")
@click.argument("target_text", metavar="TARGET")
@click.pass_obj
def check(
    services: Services, source: str, target: str, strict: bool, as_json: bool, source_text: str, target_text: str
) -> None:
    """Compare the figures of SOURCE with those of its translation TARGET."""
    checks = services.translator.check(source_text, target_text, source=source, target=target)
    if as_json:
        content = {"source_language": source, "target_language": target, "checks": [_check_json(one) for one in checks]}
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        for one in checks:
            click.echo(f"{one.status}\t{one.kind}\t{one.source}\t{one.target}")
    if strict and any(one.status.is_alarm for one in checks):
        click.get_current_context().exit(ALARM_EXIT_CODE)


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KnownError(
            N_("Standard input is not UTF-8 (byte {position})."),
            N_("Save the text as UTF-8 and try again."),
            position=error.start,
        ) from error


def _as_json(result: Translation) -> dict[str, object]:
    return {
        "source_language": result.source_language,
        "target_language": result.target_language,
        "engine": result.engine,
        "route": list(result.route),
        "text": result.text,
        "sentences": [
            {
                "source": sentence.source,
                "target": sentence.target,
                "origin": str(sentence.origin),
                "confidence": None if sentence.confidence is None else round(sentence.confidence, 4),
                "checks": [_check_json(one) for one in sentence.checks],
            }
            for sentence in result.sentences
        ],
    }


def _check_json(one: Check) -> dict[str, str]:
    return {"kind": one.kind, "source": one.source, "target": one.target, "status": str(one.status)}


def _report(checks: Iterable[Check]) -> None:
    words = {"missing": _("missing"), "changed": _("changed"), "added": _("added")}
    for one in checks:
        pair = " → ".join(side or "–" for side in (one.source, one.target))
        if one.status.is_alarm and one.kind == "term":
            click.echo(_("Check the term: {pair} (missing)").format(pair=pair), err=True)
        elif one.status.is_alarm:
            click.echo(
                _("Check the figure: {pair} ({status})").format(pair=pair, status=words[str(one.status)]), err=True
            )
        elif one.status is CheckStatus.DOUBT:
            click.echo(_("Read this again: {pair} may have been lost or added").format(pair=pair), err=True)
