"""``dragoman counterpart``: who the user deals with."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _
from dragoman.cli.data_file import read_bytes, read_object, write_out
from dragoman.contacts import add_people, completed, contacts_of, signature_of

if TYPE_CHECKING:
    from dragoman.counterparts.model import Counterpart
    from dragoman.services import Services

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def counterpart() -> None:
    """Add, list, show, export and erase the people you deal with."""


@counterpart.command("add")
@click.argument("file", metavar="FILE", default="-")
@click.option("--signature", is_flag=True, help="FILE is the end of an email: what it says is guessed and shown.")
@click.option("--dry-run", is_flag=True, help="Show what would be added, and add nothing.")
@_json
@click.pass_obj
def add(services: Services, file: str, signature: bool, dry_run: bool, as_json: bool) -> None:
    """Add counterparts from a vCard (.vcf), a JSON object with their fields, or with --signature a pasted signature."""
    if signature:
        people = [_from_signature(services, read_bytes(file, 100_000).decode("utf-8-sig", "replace"))]
    elif file.lower().endswith((".vcf", ".vcard")):
        people = _from_cards(services, file)
    else:
        people = [_from_object(services, read_object(file))]
    if not dry_run:
        done = add_people(services.counterparts, people)
        for one in done.known:
            click.echo(_("{name} is there already and stayed as it was.").format(name=one.full_name), err=True)
        people = list(done.added)
    _print(people, as_json=as_json)


@counterpart.command("list")
@click.argument("words", metavar="[WORDS]...", nargs=-1)
@_json
@click.pass_obj
def list_(services: Services, words: tuple[str, ...], as_json: bool) -> None:
    """List the counterparts, all or those in whom every one of WORDS occurs."""
    _print(services.counterparts.search(" ".join(words)), as_json=as_json)


@counterpart.command("show")
@click.argument("number", metavar="NUMBER", type=int)
@_json
@click.pass_obj
def show(services: Services, number: int, as_json: bool) -> None:
    """Show one counterpart, and how much is kept about them."""
    person = _person(services, number)
    held = services.counterparts.held(number)
    if as_json:
        click.echo(json.dumps({**asdict(person), "held": held}, ensure_ascii=False, indent=2))
        return
    for name, value in asdict(person).items():
        if value not in ("", False):
            click.echo(f"{name:14} {value}")
    for table, count in held.items():
        click.echo(f"{table:14} {count}")


@counterpart.command("export")
@click.argument("number", metavar="NUMBER", type=int)
@click.option("--vcard", is_flag=True, help="As a vCard instead of everything that is kept.")
@click.option("--out", metavar="FILE", help="Write to this file instead of the screen.")
@click.pass_obj
def export(services: Services, number: int, vcard: bool, out: str | None) -> None:
    """Write everything that is kept about one counterpart as JSON, or the person alone as a vCard."""
    from dragoman.counterparts.vcard import write_cards

    person = _person(services, number)
    if vcard:
        data = write_cards([person])
    else:
        data = (json.dumps(services.counterparts.export(number), ensure_ascii=False, indent=2) + "\n").encode()
    write_out(data, out)


@counterpart.command("merge")
@click.argument("number", metavar="NUMBER", type=int)
@click.argument("other", metavar="OTHER", type=int)
@_json
@click.pass_obj
def merge(services: Services, number: int, other: int, as_json: bool) -> None:
    """Make one of two: what is kept about OTHER goes over to NUMBER, whose fields stand, and OTHER goes."""
    _print([services.counterparts.merge(_person(services, number), other)], as_json=as_json)


@counterpart.command("erase")
@click.argument("number", metavar="NUMBER", type=int)
@click.option("--yes", is_flag=True, help="Do not ask.")
@_json
@click.pass_obj
def erase(services: Services, number: int, yes: bool, as_json: bool) -> None:
    """Erase one counterpart and everything that is kept about them, and say what that was."""
    person = _person(services, number)
    if not yes:
        if not sys.stdin.isatty():
            raise KnownError(N_("Nothing was erased."), N_("Pass --yes to erase without being asked."))
        click.confirm(_("Erase {name} and everything kept about them?").format(name=person.full_name), abort=True)
    gone = services.counterparts.erase(number)
    if as_json:
        click.echo(json.dumps({"erased": number, "with": gone}, indent=2))
        return
    click.echo(_("{name} is erased.").format(name=person.full_name))
    for table, count in gone.items():
        click.echo(f"  {table}: {count}")


def _person(services: Services, number: int) -> Counterpart:
    person = services.counterparts.get(number)
    if person is None:
        raise KnownError(
            N_("There is no counterpart {id} (any more)."),
            N_("List them with “dragoman counterpart list”."),
            id=number,
        )
    return person


def _print(people: list[Counterpart], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([asdict(one) for one in people], ensure_ascii=False, indent=2))
        return
    for one in people:
        click.echo(
            f"{one.id or '-':>4}  {one.full_name} · {one.company} · {one.city} {one.country} · {one.email} {one.phone}"
        )


def _from_cards(services: Services, file: str) -> list[Counterpart]:
    from dragoman.counterparts.vcard import MAX_BYTES

    found = contacts_of(services.knowledge, read_bytes(file, MAX_BYTES + 1))
    if found.skipped:
        click.echo(_("{n} cards without a name were left out.").format(n=found.skipped), err=True)
    for name in found.unplaced:
        click.echo(_("{name} was left out: nothing tells the country.").format(name=name), err=True)
    return list(found.people)


def _from_object(services: Services, data: dict[str, Any]) -> Counterpart:
    from dragoman.counterparts.model import Counterpart

    known = {field.name for field in fields(Counterpart)} - {"id", "is_sample"}
    wrong = [name for name, value in data.items() if name not in known or not isinstance(value, str)]
    if wrong:
        raise KnownError(
            N_("These fields cannot be used: {names}."),
            N_("The fields are {known}; each is a text."),
            names=", ".join(wrong),
            known=", ".join(sorted(known)),
        )
    blank = dict.fromkeys(("given_name", "family_name", "company", "country", "zone", "language"), "")
    return completed(services.knowledge, Counterpart(**{**blank, **data}))


def _from_signature(services: Services, text: str) -> Counterpart:
    from dragoman.counterparts.model import Counterpart

    return completed(services.knowledge, Counterpart(**asdict(signature_of(services.knowledge, text)), language=""))
