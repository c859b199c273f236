"""What holds between two countries: which sales law, where awards count, whether data and documents travel.

Each answer is ``{"answer": True, False or None (not known), "text": Text, "notes": […], "sources": […]}``. A starting
point with its dates, not legal advice.
"""

from __future__ import annotations

from dragoman.base.i18n import N_, Text
from dragoman.knowledge.model import Country, Treaty

_ONE_STATE = frozenset({"CN", "HK", "MO"})
_NORDIC = frozenset({"DK", "FI", "IS", "NO", "SE"})
"""CISG status table: Denmark, Finland, Iceland, Norway and Sweden have declared under Article 94."""


def sales_law(country: Country, home: Country, language: str) -> dict[str, object]:
    """CISG Article 1(1): (a) both places of business in contracting states, (b) conflict rules lead to one."""
    theirs, ours = country.treaties["cisg"], home.treaties["cisg"]
    return _sales_answer(country, home, language) | {"sources": _treaty_sources("CISG", theirs, ours)}


def _sales_answer(country: Country, home: Country, language: str) -> dict[str, object]:
    theirs, ours = country.treaties["cisg"], home.treaties["cisg"]
    if country.iso2 == home.iso2:
        return _answer(False, Text(N_("Both sides are in one country: its own sales law applies, not the CISG.")))
    if {country.iso2, home.iso2} <= _NORDIC:
        text = N_("Between the Nordic countries the CISG does not apply (Article 94): their own sales acts do.")
        return _answer(False, Text(text))
    if {country.iso2, home.iso2} <= _ONE_STATE:
        text = N_(
            "Both sides are parts of one state: whether the CISG applies is contested. Name the law in the contract."
        )
        return _answer(None, Text(text))
    if theirs.member is None or ours.member is None:
        text = N_("Whether the CISG applies is not known for one of the two. Name the law in the contract.")
        return _answer(None, Text(text))
    notes = [f"{side.iso2}: {note}" for side in (country, home) if (note := side.treaties["cisg"].declared(language))]
    if theirs.member and ours.member:
        if any("Part III" in (treaty.declarations or "") for treaty in (theirs, ours)):
            text = N_("The CISG applies to how the contract is formed; duties of buyer and seller follow national law.")
            return _answer(True, Text(text), notes)
        text = N_("The CISG applies to a sale of goods unless the contract excludes it.")
        return _answer(True, Text(text), notes)
    if theirs.member or ours.member:
        text = N_(
            "The CISG does not apply by itself: only one side's country is a party. It can through the law chosen."
        )
        return _answer(False, Text(text), notes)
    return _answer(False, Text(N_("Neither country is a party to the CISG: national sales law applies.")), notes)


def awards(country: Country, home: Country, language: str) -> dict[str, object]:
    """New York Convention Article I: awards made in one contracting state, enforced in the other."""
    there, here = country.treaties["new_york_convention"], home.treaties["new_york_convention"]
    notes = [
        f"{side.iso2}: {note}"
        for side, treaty in ((country, there), (home, here))
        if (note := treaty.declared(language))
    ]
    found = _awards_answer(country, home)
    return found | {"notes": notes, "sources": _treaty_sources("New York Convention", there, here)}


def _awards_answer(country: Country, home: Country) -> dict[str, object]:
    theirs, ours = country.treaties["new_york_convention"].member, home.treaties["new_york_convention"].member
    if country.iso2 == home.iso2:
        text = N_("Both sides are in one country: an award there is enforced as a domestic one.")
        return _answer(True, Text(text))
    if {country.iso2, home.iso2} <= _ONE_STATE:
        text = N_(
            "Awards between the mainland, Hong Kong and Macao go by arrangements of their own, not the convention."
        )
        return _answer(True, Text(text))
    if theirs is None or ours is None:
        return _answer(None, Text(N_("Whether awards are enforced is not known for one of the two countries.")))
    if theirs and ours:
        text = N_("An arbitral award from one can be enforced in the other under the New York Convention.")
        return _answer(True, Text(text))
    text = N_("Only one country is in the New York Convention: check where an award could be enforced.")
    return _answer(False, Text(text) if theirs or ours else Text(N_("Neither country is in the New York Convention.")))


def privacy(country: Country, home: Country, language: str) -> dict[str, object]:
    here, there = bool(home.gdpr["applies"]), bool(country.gdpr["applies"])
    if country.iso2 == home.iso2:
        return _answer(True, Text(N_("Both sides are in one country: its own data-protection law applies.")))
    if here and there:
        return _answer(True, Text(N_("The GDPR applies on both sides: personal data may flow freely.")))
    if not here and not there:
        text = N_("The GDPR binds neither side by its place; the national laws below apply.")
        return _answer(None, Text(text), _transfer_rules((country, home), language))
    outside = country if here else home
    note = str(outside.gdpr["note_zh" if language.startswith("zh") else "note"])
    text = N_("Data from the GDPR side to the other: {note}.")
    return _answer(bool(outside.gdpr["adequacy"]), Text(text, {"note": note}), _transfer_rules((outside,), language))


def documents(country: Country, home: Country, language: str) -> dict[str, object]:
    """Hague Apostille Convention: between two contracting states one certificate replaces legalisation."""
    there, here = country.treaties["apostille"], home.treaties["apostille"]
    notes = [
        f"{side.iso2}: {note}"
        for side, treaty in ((country, there), (home, here))
        if (note := treaty.declared(language))
    ]
    if country.iso2 == home.iso2:
        found = _answer(True, Text(N_("Both sides are in one country: public documents need no legalisation.")))
    elif there.member is None or here.member is None:
        found = _answer(None, Text(N_("Whether an apostille is enough is not known for one of the two: ask first.")))
    elif there.member and here.member:
        found = _answer(True, Text(N_("Public documents need an apostille, no legalisation by a consulate.")), notes)
    else:
        text = N_("One of the two is not in the Apostille Convention: documents are legalised by a consulate.")
        found = _answer(False, Text(text))
    return found | {"sources": _treaty_sources("Apostille", there, here)}


def _treaty_sources(name: str, *treaties: Treaty) -> list[dict[str, object]]:
    seen = {treaty.source: treaty.as_of for treaty in treaties}
    return [{"name": name, "source": source, "as_of": as_of} for source, as_of in seen.items()]


def _transfer_rules(countries: tuple[Country, ...], language: str) -> list[str]:
    key = "transfer_zh" if language.startswith("zh") else "transfer_en"
    return [
        f"{law['short'] or law['name']} ({country.iso2}): {law[key]}"
        for country in countries
        for law in country.data_laws
        if law[key]
    ]


def _answer(answer: bool | None, text: Text, notes: list[str] | None = None) -> dict[str, object]:
    return {"answer": answer, "text": text, "notes": notes or []}
