"""``dragoman deal``: what stands in a deal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, active_language, pgettext, render
from dragoman.base.locales import language_of
from dragoman.cli.data_file import write_out
from dragoman.cli.deal_clauses import clauses

if TYPE_CHECKING:
    from dragoman.deals.model import Deal, Offer
    from dragoman.deals.sheet import Sheet
    from dragoman.services import Services

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_number = click.argument("number", metavar="NUMBER", type=int)


@click.group()
def deal() -> None:
    """Show deals: what is on the table, the terms, and the bilingual sheet."""


deal.add_command(clauses)


@deal.command("show")
@click.argument("number", metavar="[NUMBER]", type=int, required=False)
@_json
@click.pass_obj
def show(services: Services, number: int | None, as_json: bool) -> None:
    """List the deals, or show one with what is open."""
    from dragoman.deals.terms import open_terms

    store = services.deals
    if number is None:
        deals = [_deal(one) for one in store.all()]
        click.echo(_dumped(deals) if as_json else "\n".join(f"{one['id']:>4}  {one['title']}" for one in deals))
        return
    found = store.get(number)
    waiting = open_terms(store.terms(number))
    notes = [{"at": note.at.isoformat(), "text": note.text} for note in store.notes(number)]
    data = {**_deal(found), "open_terms": [spec.id for spec in waiting], "notes": notes}
    if as_json:
        click.echo(_dumped(data))
        return
    click.echo(found.title)
    click.echo(
        _("{n} terms are open: {terms}").format(
            n=len(waiting), terms=_joined(s.name(active_language()) for s in waiting)
        )
    )
    for note in notes:
        click.echo(f"{note['at'][:16]}  {note['text']}")


@deal.command("ledger")
@_number
@click.option("--add", "line", metavar="LINE", help="Put an offer in: “they 12.40 FOB Santos 30% advance 45 days”.")
@_json
@click.pass_obj
def ledger(services: Services, number: int, line: str | None, as_json: bool) -> None:
    """Show what each side offered and the gap, or add an offer typed in one line."""
    from dragoman.deals.ledger import trend

    found = services.deals.get(number)
    if line:
        services.deals.add_offer(number, _read(found, line))
    offers = services.deals.offers(number)
    moved = trend(offers, found.role)
    gap = moved.steps[-1].gap if moved else None
    if as_json:
        data = {
            "offers": [_offer(one) for one in offers],
            "currency": moved.currency if moved else None,
            "gap": None if gap is None else str(gap),
            "our_move": moved.our_move if moved else None,
            "their_move": moved.their_move if moved else None,
        }
        click.echo(_dumped(data))
        return
    for one in offers:
        click.echo(f"{one.at:%Y-%m-%d %H:%M}  {one.side.value:5} {one.line}" if one.at else one.line)
    if moved and gap is not None:
        click.echo(_("gap {amount}").format(amount=f"{moved.currency} {gap}"))


@deal.command("terms")
@_number
@_json
@click.pass_obj
def terms(services: Services, number: int, as_json: bool) -> None:
    """Show the checklist with the state of each term and what both countries have to say about it."""
    from dragoman.deals.hints import hints
    from dragoman.deals.model import Term
    from dragoman.deals.terms import catalogue
    from dragoman.knowledge.brief import brief

    found = services.deals.get(number)
    known = services.deals.terms(number)
    other = services.counterparts.get(found.counterpart_id) if found.counterpart_id else None
    home = services.settings.load().home_country
    language = active_language()
    said: Any = {}
    if other:
        now = datetime.now(UTC)
        told = brief(services.knowledge, other.country, home or None, language, now)
        offers = services.deals.offers(number)
        said = hints(told, services.knowledge, language, offers=offers, today=now.date())
    rows = [
        {
            "id": spec.id,
            "group": group.id,
            "name": spec.name(language),
            "state": known.get(spec.id, Term(spec.id)).state.value,
            "value": known.get(spec.id, Term(spec.id)).value,
            "hints": [render(text) for text in said.get(spec.id, ())],
        }
        for group in catalogue()
        for spec in group.terms
    ]
    if as_json:
        click.echo(_dumped(rows))
        return
    for row in rows:
        click.echo(f"{row['state']:9} {row['name']}: {row['value']}".rstrip(": "))
        for hint in row["hints"]:
            click.echo(f"          · {hint}")


@deal.command("sheet")
@_number
@click.option(
    "--format", "kind", type=click.Choice(["docx", "pdf", "html", "json"]), default="json", help="json by default."
)
@click.option(
    "--lang", "language", metavar="LANG", help="Language of the second column; the counterpart's when left out."
)
@click.option("--minutes", "is_minutes", is_flag=True, help="Write the minutes: what was said and settled.")
@click.option("--out", metavar="FILE", help="Write to this file; needed for docx and pdf.")
@click.pass_obj
def sheet(services: Services, number: int, kind: str, language: str | None, is_minutes: bool, out: str | None) -> None:
    """Write the term sheet or the minutes in two languages; figures that differ between the columns are said."""
    from dragoman.cli.pdf import pdf_of
    from dragoman.deals.sheet_formats import to_data, to_docx, to_html

    made = _sheet(services, number, language, is_minutes=is_minutes)
    for alarm in made.alarms:
        click.echo(
            _("Note: “{source}” and “{target}” differ between the columns.").format(
                source=alarm.source, target=alarm.target
            ),
            err=True,
        )
    if kind == "json":
        data = (_dumped(to_data(made)) + "\n").encode()
    elif kind == "html":
        data = to_html(made).encode()
    else:
        if out is None:
            raise KnownError(N_("A {kind} file needs a place."), N_("Say where with --out FILE."), kind=kind)
        data = to_docx(made) if kind == "docx" else pdf_of(to_html(made))
    write_out(data, out)


def _sheet(services: Services, number: int, language: str | None, *, is_minutes: bool) -> Sheet:
    from dragoman.deals.chosen_clauses import our_party, their_party
    from dragoman.deals.sheet import minutes, source_of, term_sheet

    found = services.deals.get(number)
    other = services.counterparts.get(found.counterpart_id) if found.counterpart_id else None
    left = "zh" if active_language().startswith("zh") else "en"
    tag = language or (other.language if other else "en")
    right = language_of(tag)
    can = right in services.translator.targets(left)

    def translate(text: str) -> str | None:
        return services.translator.translate(text, source=left, target=right).text if can else None

    source = source_of(services.deals, found, our_party(services.settings.load()), their_party(other))
    compose = minutes if is_minutes else term_sheet
    return compose(source, left, tag, translate=translate, today=datetime.now(UTC).date())


def _read(found: Deal, line: str) -> Offer:
    from babel.numbers import list_currencies

    from dragoman.deals.ledger_line import parse

    read = parse(
        line,
        today=datetime.now(UTC).astimezone().date(),
        currency=found.currency,
        currencies=frozenset(list_currencies()),
    )
    if read.questions:
        asked = read.questions[0]
        if asked.kind == "side":
            raise KnownError(N_("It is not said who offers this."), N_("Begin with “we” or “they”. Nothing was added."))
        raise KnownError(
            N_("“{text}” can be read in two ways: {choices}."),
            N_("Write it so that it has one reading. Nothing was added."),
            text=asked.text,
            choices=" / ".join(choice.shown for choice in asked.choices),
        )
    return read.offer


def _deal(one: Deal) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "counterpart": one.counterpart_id,
        "role": one.role.value,
        "currency": one.currency,
        "closed": one.is_closed,
    }


def _offer(one: Offer) -> dict[str, Any]:
    from dragoman.deals.store import payments_to_json

    return {
        "side": one.side.value,
        "at": one.at.isoformat() if one.at else None,
        "price": None if one.price is None else str(one.price),
        "currency": one.currency or None,
        "quantity": None if one.quantity is None else str(one.quantity),
        "unit": one.unit or None,
        "incoterm": one.incoterm or None,
        "place": one.place or None,
        "payments": payments_to_json(one.payments),
        "lead_days": one.lead_days,
        "delivery_date": one.delivery_date.isoformat() if one.delivery_date else None,
        "other": one.other or None,
        "line": one.line,
    }


def _joined(names: Iterable[str]) -> str:
    return pgettext("between the parts of a list", ", ").join(names)


def _dumped(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)
