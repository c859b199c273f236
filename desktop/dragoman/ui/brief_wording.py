"""Facts and flags of a country in words, beside the user's own country."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from dragoman.base.i18n import N_, _, active_language, render
from dragoman.base.locales import babel_locale
from dragoman.knowledge.brief_sheet import CHANNEL_NAMES
from dragoman.knowledge.model import WEEKDAYS, Country
from dragoman.ui import wording

if TYPE_CHECKING:
    from dragoman.knowledge.model import Treaty

Row = tuple[str, str, str]
"""A fact's name, the other side's value, the user's own value."""

TOPIC_NAMES = {
    "greeting": N_("Greeting"),
    "address": N_("Forms of address"),
    "business_card": N_("Business card"),
    "punctuality": N_("Punctuality"),
    "small_talk": N_("Small talk"),
    "communication": N_("Communication"),
    "hierarchy": N_("Hierarchy and decisions"),
    "negotiation": N_("Negotiation"),
    "contracts": N_("Contracts"),
    "gifts": N_("Gifts"),
    "dining": N_("Dining"),
    "dress": N_("Dress"),
    "gestures": N_("Gestures"),
    "taboos": N_("Taboos"),
    "email": N_("Email"),
    "calls": N_("Calls and channels"),
    "working_week": N_("Working week"),
    "payment": N_("Payment"),
    "disputes": N_("Disputes"),
    "travel": N_("Travel"),
}

_PAIR_CHIPS = {
    "sales_law": (N_("CISG applies"), N_("no CISG"), N_("CISG: not certain")),
    "awards": (N_("awards enforceable"), N_("awards: check"), N_("awards: not known")),
    "privacy": (
        N_("personal data may flow"),
        N_("personal data: safeguards needed"),
        N_("personal data: national laws"),
    ),
}

_USAGE = {
    "given_name": N_("by given name"),
    "family_name": N_("by family name"),
    "title_given": N_("by title and given name"),
    "title_family": N_("by title and family name"),
}


def flag_chips(flags: dict[str, object]) -> list[str]:
    """Return the flags that decide the first minute of a meeting, in words."""
    words = []
    if usage := _USAGE.get(str(flags.get("name_usage"))):
        words.append(_(usage))
    if flags.get("name_order") == "family_first":
        words.append(_("family name first"))
    if flags.get("titles_matter"):
        words.append(_("titles matter"))
    if flags.get("business_card_two_handed"):
        words.append(_("cards with both hands"))
    if flags.get("left_hand_avoid"):
        words.append(_("right hand only"))
    channels = flags.get("channels")
    if isinstance(channels, (list, tuple)):
        words.append(wording.joined(_(CHANNEL_NAMES.get(str(channel), str(channel))) for channel in channels[:3]))
    return words


def fact_rows(country: Country, home: Country | None) -> list[Row]:
    """Return formats and customs of both countries, the ones nothing is known about left out."""
    return _rows(
        country,
        home,
        (
            (_("Currency"), _currencies),
            (_("Figures"), lambda c: c.number_example or ""),
            (_("Dates"), _date_example),
            (_("Weekend"), _weekend),
            (_("Office hours"), lambda c: wording.joined(f"{start}–{end}" for start, end in c.office_hours)),
            (_("Dialling code"), lambda c: c.calling_code or ""),
            (_("Languages"), _languages),
            (_("VAT or GST"), lambda c: f"{c.vat_standard_rate:g} %" if c.vat_standard_rate is not None else ""),
            (_("Bank account"), _iban),
            (_("Measures, paper"), _measures),
        ),
    )


def law_rows(country: Country, home: Country | None) -> list[Row]:
    """Return what decides which law and court apply, with the source's date."""
    names = {
        "cisg": _("Sales convention (CISG)"),
        "new_york_convention": _("Arbitral awards (New York)"),
        "apostille": _("Apostille"),
    }

    def membership(key: str) -> Callable[[Country], str]:
        return lambda country: _treaty(country.treaties.get(key))

    return _rows(country, home, tuple((name, membership(key)) for key, name in names.items()))


def pair_chips(facts: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """Return what law is between two countries in a few words each: text, tone, and the whole sentence."""
    shown = []
    for key, (yes, no, unknown) in _PAIR_CHIPS.items():
        entry = facts.get(key)
        if isinstance(entry, dict):
            answer = entry["answer"]
            words = yes if answer else no if answer is False else unknown
            tone = "ok" if answer else "warn" if answer is False else "plain"
            shown.append((_(words), tone, render(entry["text"])))
    return shown


def pair_law(facts: Mapping[str, object]) -> list[tuple[str, list[str]]]:
    """Return what holds between the two countries in words, each with its notes, from :func:`knowledge.brief.brief`."""
    told = []
    for key in ("sales_law", "awards", "privacy"):
        answer = facts.get(key)
        if isinstance(answer, dict):
            told.append((render(answer["text"]), list(answer["notes"])))
    return told


def _rows(
    country: Country, home: Country | None, columns: tuple[tuple[str, Callable[[Country], str]], ...]
) -> list[Row]:
    rows = [(name, say(country), say(home) if home else "") for name, say in columns]
    return [(name, theirs or "–", ours or "–") for name, theirs, ours in rows if theirs or ours]


def _treaty(treaty: Treaty | None) -> str:
    if treaty is None or treaty.member is None:
        return ""
    if not treaty.member:
        return _("not a member")
    text = _("member")
    if treaty.in_force:
        text = _("member since {day}").format(day=wording.day(date.fromisoformat(treaty.in_force), year=True))
    return _("{text}, with declarations").format(text=text) if treaty.declarations else text


def _currencies(country: Country) -> str:
    from babel.numbers import get_currency_name, get_currency_symbol

    locale = babel_locale(active_language())
    return ", ".join(
        f"{code} · {get_currency_name(code, locale=locale)} ({get_currency_symbol(code, locale=locale)})"
        if get_currency_symbol(code, locale=locale) != code
        else f"{code} · {get_currency_name(code, locale=locale)}"
        for code in country.currencies
    )


def _languages(country: Country) -> str:
    names = babel_locale(active_language()).languages
    return wording.joined(str(names.get(tag.split("-")[0], tag)) for tag in country.official_languages[:4])


def _date_example(country: Country) -> str:
    order = {"DMY": "31/12/2026", "MDY": "12/31/2026", "YMD": "2026-12-31"}.get((country.date_order or "").upper())
    words = {"DMY": _("day, month, year"), "MDY": _("month, day, year"), "YMD": _("year, month, day")}
    return f"{order} ({words[(country.date_order or '').upper()]})" if order else ""


def _weekend(country: Country) -> str:
    names = babel_locale(active_language()).days["stand-alone"]["abbreviated"]
    days = wording.joined(names[index] for index, off in enumerate(country.weekend) if off)
    half = country.weekend_half_day
    if half in WEEKDAYS:
        days += _(" (half day {day})").format(day=names[WEEKDAYS.index(half)])
    return days


def _iban(country: Country) -> str:
    if country.uses_iban is None:
        return ""
    return _("IBAN, {n} characters").format(n=country.iban_length) if country.uses_iban else _("no IBAN")


def _measures(country: Country) -> str:
    system = {"metric": _("metric"), "US": _("US units"), "UK": _("UK units"), "us": _("US units"), "uk": _("UK units")}
    words = [system.get(country.measurement_system or "", ""), country.paper_size or ""]
    return wording.joined(word for word in words if word)
