"""``dragoman deal clauses``: the clause library, and the clauses that stand in a deal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, active_language

if TYPE_CHECKING:
    from dragoman.deals.chosen_clauses import ChosenClause
    from dragoman.deals.model import Deal
    from dragoman.services import Services


@click.command("clauses")
@click.argument("number", metavar="[NUMBER]", type=int, required=False)
@click.option("--add", "added", metavar="CLAUSE", help="Put a clause into the deal, by its id.")
@click.option("--remove", "removed", metavar="CLAUSE", help="Take a clause out of the deal.")
@click.option("--show", "shown", metavar="CLAUSE", help="Show one clause of the library, filled in from the deal.")
@click.option(
    "--stance", type=click.Choice(["seller", "buyer", "balanced"]), help="Whose wording; your side's when left out."
)
@click.option("--set", "pairs", metavar="GAP=VALUE", multiple=True, help="Fill a gap; may be given several times.")
@click.option("--lang", "language", metavar="LANG", help="Language of the texts; that of the program when left out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def clauses(
    services: Services,
    number: int | None,
    added: str | None,
    removed: str | None,
    shown: str | None,
    stance: str | None,
    pairs: tuple[str, ...],
    language: str | None,
    as_json: bool,
) -> None:
    """List the clause library, show a clause, or choose clauses for a deal. A starting point, not legal advice."""
    from dragoman.deals import chosen_clauses
    from dragoman.deals.clauses import Stance, library
    from dragoman.deals.model import Deal

    if number is None and (added or removed):
        raise KnownError(N_("It is not said which deal."), N_("Give its number; list them with: dragoman deal show"))
    found = services.deals.get(number) if number is not None else Deal("")
    leaning = Stance(stance) if stance else chosen_clauses.usual_stance(found.role)
    kept = chosen_clauses.from_data(services.deals.part(found.id, chosen_clauses.PART)) if found.id else {}
    wanted = added or shown
    one = chosen_clauses.choose(wanted, leaning, dict(map(_pair, pairs))) if wanted else None
    if one is not None and added:
        kept[one.clause.id] = one
    if removed and kept.pop(removed, None) is None:
        raise KnownError(
            N_("“{name}” does not stand in the deal."),
            N_("List what does with: dragoman deal clauses {number}"),
            name=removed,
            number=found.id,
        )
    if added or removed:
        services.deals.put_part(found.id, chosen_clauses.PART, chosen_clauses.to_data(kept.values()))
    tag = language or active_language().replace("_", "-")
    if number is None and one is None:
        listed = [{"id": it.id, "term": it.term, "name": it.name(tag)} for it in library().values()]
        click.echo(_dumped(listed) if as_json else "\n".join(f"{row['id']:32} {row['name']}" for row in listed))
        return
    facts = _facts(services, found)
    rows = [_clause_row(it, tag, facts) for it in ([one] if one is not None and not added else kept.values())]
    if as_json:
        click.echo(_dumped(rows))
        return
    for row in rows:
        click.echo(f"{row['name']} ({row['id']}, {row['stance']})\n{row['text']}\n")


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise KnownError(N_("“{text}” fills no gap."), N_("Write it as GAP=VALUE, such as days=30."), text=text)
    return name.strip(), value.strip()


def _facts(services: Services, found: Deal) -> dict[str, str]:
    from dragoman.deals.chosen_clauses import facts_of, our_party, their_party
    from dragoman.deals.currency_risk import PART

    if not found.id:
        return {}
    other = services.counterparts.get(found.counterpart_id) if found.counterpart_id else None
    ours, theirs = our_party(services.settings.load()), their_party(other)
    return facts_of(found, services.deals.offers(found.id), services.deals.part(found.id, PART), ours, theirs)


def _clause_row(one: ChosenClause, tag: str, facts: dict[str, str]) -> dict[str, Any]:
    values = one.values(facts)
    return {
        "id": one.clause.id,
        "name": one.clause.name(tag),
        "term": one.clause.term,
        "stance": one.stance.value,
        "text": one.clause.text(one.stance, tag, values),
        "gaps": {gap.id: values.get(gap.id) or gap.usual[one.stance] for gap in one.clause.gaps_of(one.stance)},
        "note": one.clause.note(tag),
    }


def _dumped(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)
