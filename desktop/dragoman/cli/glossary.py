"""``dragoman glossary``: list, add, remove, import and export terms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.base.i18n import _
from dragoman.cli.exchanged import print_export, print_import
from dragoman.cli.pair import pair_of, required_pair

if TYPE_CHECKING:
    from dragoman.services import Services
    from dragoman.translation.glossary import StoredTerm
    from dragoman.translation.terms import TermEntry


@click.group()
def glossary() -> None:
    """Terms that a translation must use, yours over the shipped ones."""


@glossary.command("list")
@click.option("--from", "source", metavar="LANG", help="Only terms from this language.")
@click.option("--to", "target", metavar="LANG", help="Only terms into this language.")
@click.option("--counterpart", metavar="NUMBER", type=int, help="Only what belongs to this counterpart.")
@click.option("--shipped", is_flag=True, help="The shipped terms instead of yours; needs --from and --to.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("query", required=False, default="")
@click.pass_obj
def list_(
    services: Services,
    source: str | None,
    target: str | None,
    counterpart: int | None,
    shipped: bool,
    as_json: bool,
    query: str,
) -> None:
    """List terms, those with QUERY on either side when it is given."""
    if shipped:
        from dragoman.translation.trade_glossary import shipped_terms

        pair = required_pair(source or "", target or "")
        wanted = query.casefold()
        terms = [
            _shipped_json(entry, pair.source, pair.target)
            for entry in shipped_terms(pair)
            if wanted in entry.source.casefold() or any(wanted in one.casefold() for one in entry.accepted)
        ]
    else:
        terms = [_as_json(one) for one in services.glossary.entries(pair_of(source, target), counterpart, query=query)]
    if as_json:
        click.echo(json.dumps(terms, ensure_ascii=False, indent=2))
        return
    for term in terms:
        target_words = _("never translated") if term["keep"] else term["target"]
        pair_words = f"{term['source_language']}-{term['target_language']}"
        click.echo("\t".join(str(part) for part in (term["id"] or "-", pair_words, term["source"], target_words)))


@glossary.command()
@click.option("--from", "source", metavar="LANG", required=True, help="Language of the term.")
@click.option("--to", "target", metavar="LANG", required=True, help="Language of its translation.")
@click.option("--counterpart", metavar="NUMBER", type=int, help="For this counterpart alone.")
@click.option("--keep", is_flag=True, help="Never translate it; TRANSLATION is left out.")
@click.option("--both", is_flag=True, help="Add it for the other direction too.")
@click.option("--note", default="", help="A note for yourself.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("term")
@click.argument("translation", required=False, default="")
@click.pass_obj
def add(
    services: Services,
    source: str,
    target: str,
    counterpart: int | None,
    keep: bool,
    both: bool,
    note: str,
    as_json: bool,
    term: str,
    translation: str,
) -> None:
    """Add TERM with its TRANSLATION."""
    from dragoman.translation.tbx import TermRecord

    pair = required_pair(source, target)
    records = [TermRecord(term, translation, pair.source, pair.target, keep, note)]
    if both:
        records.append(TermRecord(translation or term, term, pair.target, pair.source, keep, note))
    store = services.glossary
    added = [_as_json(store.add(record, counterpart)) for record in records]
    if as_json:
        click.echo(json.dumps(added, ensure_ascii=False, indent=2))
        return
    for one in added:
        click.echo(f"{one['id']}\t{one['source_language']}-{one['target_language']}\t{one['source']}\t{one['target']}")


@glossary.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("numbers", nargs=-1, type=int, required=True)
@click.pass_obj
def remove(services: Services, as_json: bool, numbers: tuple[int, ...]) -> None:
    """Remove the terms with these NUMBERS, as “list” shows them."""
    gone = services.glossary.remove(numbers)
    if as_json:
        click.echo(json.dumps({"removed": gone}, indent=2))
        return
    click.echo(_("{number} removed.").format(number=gone))


@glossary.command("import")
@click.option("--from", "source", metavar="LANG", help="Only terms from this language.")
@click.option("--to", "target", metavar="LANG", help="Only terms into this language.")
@click.option("--counterpart", metavar="NUMBER", type=int, help="Keep them for this counterpart alone.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def import_(
    services: Services, source: str | None, target: str | None, counterpart: int | None, as_json: bool, file: Path
) -> None:
    """Take in the terms of FILE (.tbx, .csv or .tsv), all of it or nothing."""
    report = services.glossary.import_file(file, pair_of(source, target), counterpart)
    print_import(report, as_json=as_json)


@glossary.command("export")
@click.option("--from", "source", metavar="LANG", help="Only terms from this language.")
@click.option("--to", "target", metavar="LANG", help="Only terms into this language.")
@click.option("--counterpart", metavar="NUMBER", type=int, help="Only what belongs to this counterpart.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def export(
    services: Services, source: str | None, target: str | None, counterpart: int | None, as_json: bool, file: Path
) -> None:
    """Write your terms to FILE (.tbx or .csv)."""
    number = services.glossary.export_file(file, pair_of(source, target), counterpart)
    print_export(number, file, as_json=as_json)


def _as_json(stored: StoredTerm) -> dict[str, object]:
    return {
        "id": stored.id,
        "source_language": stored.term.source_language,
        "target_language": stored.term.target_language,
        "source": stored.term.source,
        "target": stored.term.target,
        "keep": stored.term.keep,
        "note": stored.term.note,
        "counterpart": stored.counterpart_id,
    }


def _shipped_json(entry: TermEntry, source: str, target: str) -> dict[str, object]:
    return {
        "id": 0,
        "source_language": source,
        "target_language": target,
        "source": entry.source,
        "target": entry.target,
        "keep": entry.keep,
        "note": entry.note,
        "counterpart": None,
    }
