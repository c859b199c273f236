"""Who writes to whom: the people of a letter out of the settings and the counterpart, and their fields in words."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.base.i18n import N_, _
from dragoman.drafts.model import FieldSpec, Person
from dragoman.ui.context import NegotiationContext

_PEOPLE = {"sender": N_("Sender (you)"), "recipient": N_("Recipient")}
_PERSON_FIELDS = {
    "given_name": N_("Given name"),
    "family_name": N_("Family name"),
    "company": N_("Company"),
    "country": N_("Country"),
    "language": N_("Language"),
    "email": N_("Email"),
    "phone": N_("Phone"),
    "title": N_("Title"),
    "gender": N_("Gender"),
    "zone": N_("Time zone"),
    "city": N_("City"),
}


def sender(context: NegotiationContext) -> Person:
    """Return the user as the settings know them."""
    own = context.settings
    return Person(
        given_name=own.own_given_name,
        family_name=own.own_family_name,
        title=own.own_title,
        gender=own.own_gender or None,
        company=own.own_company,
        country=own.home_country,
        language=own.home_language,
        email=own.own_email,
        phone=own.own_phone,
        zone=own.home_zone,
        city=own.home_city,
    )


def recipient(context: NegotiationContext) -> Person:
    """Return the counterpart, nobody where there is none."""
    other = context.counterpart
    if other is None:
        return Person()
    return Person(
        given_name=other.given_name,
        family_name=other.family_name,
        title=other.title,
        gender=other.gender or None,
        company=other.company,
        country=other.country,
        language=other.language,
        email=other.email,
        phone=other.phone,
        zone=other.zone,
        subdivision=other.subdivision,
        city=other.city,
    )


def field_name(where: str, specs: Sequence[FieldSpec]) -> str:
    """Return the form's words for ``items[2].unit_price`` or ``recipient.country``."""
    head, _dot, column = where.partition(".")
    name, _bracket, line = head.rstrip("]").partition("[")
    if name in _PEOPLE:
        part = _(_PERSON_FIELDS.get(column, column))
        return _("{person}: {part}").format(person=_(_PEOPLE[name]), part=part) if column else _(_PEOPLE[name])
    spec = next((spec for spec in specs if spec.name == name), None)
    if spec is None:
        return where
    inner = next((part for part in spec.columns if part.name == column), None)
    if inner is None:
        return _(spec.label)
    return _("{list}, line {n}: {part}").format(list=_(spec.label), n=line, part=_(inner.label))
