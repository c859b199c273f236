"""``dragoman memory``: list, import, export and delete remembered sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _
from dragoman.cli.exchanged import print_export, print_import
from dragoman.cli.pair import pair_of

if TYPE_CHECKING:
    from dragoman.services import Services
    from dragoman.translation.memory import MemoryEntry


@click.group()
def memory() -> None:
    """Sentences you accepted or put right, recalled before any model runs."""


@memory.command("list")
@click.option("--from", "source", metavar="LANG", help="Only sentences from this language.")
@click.option("--to", "target", metavar="LANG", help="Only sentences into this language.")
@click.option("--counterpart", metavar="NUMBER", type=int, help="Only what belongs to this counterpart.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many, the newest first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("query", required=False, default="")
@click.pass_obj
def list_(
    services: Services,
    source: str | None,
    target: str | None,
    counterpart: int | None,
    limit: int,
    as_json: bool,
    query: str,
) -> None:
    """List remembered sentences, those with QUERY on either side when it is given."""
    found = services.memory.entries(pair_of(source, target), counterpart, query=query, limit=limit)
    if as_json:
        click.echo(json.dumps([_as_json(entry) for entry in found], ensure_ascii=False, indent=2))
        return
    for entry in found:
        click.echo(f"{entry.id}\t{entry.pair.source}-{entry.pair.target}\t{entry.source}\t{entry.target}")


@memory.command("import")
@click.option("--from", "source", metavar="LANG", help="Only sentences from this language.")
@click.option("--to", "target", metavar="LANG", help="Only sentences into this language.")
@click.option("--counterpart", metavar="NUMBER", type=int, help="Keep them for this counterpart alone.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def import_(
    services: Services, source: str | None, target: str | None, counterpart: int | None, as_json: bool, file: Path
) -> None:
    """Take in the sentences of FILE (.tmx, .csv or .tsv), all of it or nothing."""
    report = services.memory.import_file(file, pair_of(source, target), counterpart)
    print_import(report, as_json=as_json)


@memory.command("export")
@click.option("--from", "source", metavar="LANG", help="Only sentences from this language.")
@click.option("--to", "target", metavar="LANG", help="Only sentences into this language.")
@click.option("--counterpart", metavar="NUMBER", type=int, help="Only what belongs to this counterpart.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def export(
    services: Services, source: str | None, target: str | None, counterpart: int | None, as_json: bool, file: Path
) -> None:
    """Write the sentences to FILE (.tmx or .csv)."""
    number = services.memory.export_file(file, pair_of(source, target), counterpart)
    print_export(number, file, as_json=as_json)


@memory.command()
@click.option("--from", "source", metavar="LANG", help="With --all: only sentences from this language.")
@click.option("--to", "target", metavar="LANG", help="With --all: only sentences into this language.")
@click.option("--counterpart", metavar="NUMBER", type=int, help="With --all: only what belongs to this counterpart.")
@click.option("--all", "everything", is_flag=True, help="Delete everything that the other options leave.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("numbers", nargs=-1, type=int)
@click.pass_obj
def delete(
    services: Services,
    source: str | None,
    target: str | None,
    counterpart: int | None,
    everything: bool,
    as_json: bool,
    numbers: tuple[int, ...],
) -> None:
    """Delete the sentences with these NUMBERS, as “list” shows them."""
    if everything == bool(numbers):
        raise KnownError(
            N_("Nothing was deleted: it is not clear which sentences are meant."),
            N_("Give their numbers, or --all, not both."),
        )
    kept = services.memory
    gone = kept.clear(pair_of(source, target), counterpart) if everything else kept.delete(numbers)
    if as_json:
        click.echo(json.dumps({"deleted": gone}, indent=2))
        return
    click.echo(_("{number} deleted.").format(number=gone))


def _as_json(entry: MemoryEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "source_language": entry.pair.source,
        "target_language": entry.pair.target,
        "source": entry.source,
        "target": entry.target,
        "counterpart": entry.counterpart_id,
        "how": str(entry.how),
        "updated_at": entry.updated_at,
    }
