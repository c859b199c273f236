"""The clauses chosen for a deal, and what the deal already knows of the figures in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.base.settings import Settings
from dragoman.counterparts.model import Counterpart
from dragoman.deals.clauses import Clause, Gap, Stance, library, read_value
from dragoman.deals.currency_risk import read_number
from dragoman.deals.model import Deal, Offer, Role

PART = "clauses"
"""Under which name they are kept with the deal."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ChosenClause:
    """A clause in one stance; ``typed`` are the values the user gave its gaps, in the form in which they are kept."""

    clause: Clause
    stance: Stance
    typed: Mapping[str, str] = field(default_factory=dict)

    def values(self, facts: Mapping[str, str]) -> dict[str, str]:
        """Return what fills the gaps: what was typed, else what the deal knows (see :func:`facts_of`)."""
        found = {gap.id: self.typed.get(gap.id) or facts.get(gap.known_from, "") for gap in self.clause.gaps.values()}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Party:
    """A side of the contract: its name and its country (ISO 3166-1 alpha-2); empty where unknown."""

    name: str = ""
    country: str = ""


def our_party(settings: Settings) -> Party:
    """Return the user's side."""
    person = " ".join(part for part in (settings.own_given_name, settings.own_family_name) if part)
    return Party(settings.own_company or person or "–", settings.home_country)


def their_party(other: Counterpart | None) -> Party:
    """Return the side of the counterpart; None when nobody was named yet."""
    if other is None:
        return Party("–")
    return Party(other.company or other.full_name or "–", other.country)


def to_data(chosen: Iterable[ChosenClause]) -> dict[str, object]:
    """Return the choice as plain data, for the deal's part :data:`PART`."""
    return {"chosen": {one.clause.id: {"stance": one.stance.value, "values": dict(one.typed)} for one in chosen}}


def from_data(data: Mapping[str, Any]) -> dict[str, ChosenClause]:
    """Return the chosen clauses by their ids, in the order of a contract; what the library no longer has is left."""
    kept = data.get("chosen", {})
    if not kept:
        return {}  # without reading the library
    return {
        clause.id: ChosenClause(clause, Stance(kept[clause.id]["stance"]), dict(kept[clause.id]["values"]))
        for clause in library().values()
        if clause.id in kept
    }


def choose(clause_id: str, stance: Stance, typed: Mapping[str, str]) -> ChosenClause:
    """Return a clause with what was typed into its gaps.

    Raises :class:`KnownError` for a clause or gap there is none of, and for what cannot be used as its value.
    """
    clause = library().get(clause_id)
    if clause is None:
        raise KnownError(
            N_("There is no clause “{name}”."), N_("List them with: dragoman deal clauses"), name=clause_id[:80]
        )
    return ChosenClause(clause, stance, {name: read_value(_gap(clause, name), text) for name, text in typed.items()})


def usual_stance(role: Role) -> Stance:
    """Return the wording that favours the user."""
    return Stance(role.value)


def facts_of(
    deal: Deal, offers: Sequence[Offer], currency_rule: Mapping[str, Any], ours: Party, theirs: Party
) -> dict[str, str]:
    """Return what is known of a deal, by the names that gaps are ``known_from``; what is unknown is left out.

    From the ledger the newest word on each matter counts, whoever said it. ``currency_rule`` is the deal's part of that
    name as the currency page keeps it.
    """
    seller, buyer = (ours, theirs) if deal.role is Role.SELLER else (theirs, ours)
    found: dict[str, object] = {
        "deal.currency": deal.currency,
        "seller.name": seller.name,
        "seller.country": seller.country,
        "buyer.name": buyer.name,
        "buyer.country": buyer.country,
    }
    newest = tuple(reversed(offers))
    for name in ("price", "quantity", "unit", "incoterm", "place", "lead_days", "delivery_date"):
        found[f"offer.{name}"] = _first(getattr(offer, name) for offer in newest)
    payments = _first(offer.payments for offer in newest) or ()
    found["payment.advance"] = _first(one.percent for one in payments if one.when == "advance")
    found["payment.days"] = _first(one.days for one in payments if one.when == "invoice")
    for name in ("base", "band", "split", "cap", "trigger"):
        found[f"currency.{name}"] = _number(currency_rule.get(name))
    for name in ("own", "source"):
        found[f"currency.{name}"] = currency_rule.get(name)
    return {name: str(value) for name, value in found.items() if value}


def _number(value: object) -> str:
    """A figure of the currency rule; empty while it is still being typed."""
    try:
        return f"{read_number(value, '')}" if value else ""
    except KnownError:
        return ""


def _first(values: Iterable[_T | None]) -> _T | None:
    return next((value for value in values if value), None)


def _gap(clause: Clause, name: str) -> Gap:
    if name not in clause.gaps:
        raise KnownError(
            N_("“{clause}” has no gap “{name}”."),
            N_("It has: {gaps}."),
            clause=clause.id,
            name=name[:80],
            gaps=", ".join(clause.gaps) or "–",
        )
    return clause.gaps[name]
