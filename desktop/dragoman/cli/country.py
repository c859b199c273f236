"""``dragoman country``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from dragoman.base.i18n import _
from dragoman.cli.knowledge_output import (
    do_and_dont,
    etiquette_json,
    json_option,
    language_option,
    print_json,
    reading_language,
    table,
    weekday,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.knowledge.model import Country, Market, Treaty
    from dragoman.services import Services


@click.command()
@click.argument("place", metavar="COUNTRY")
@language_option
@json_option
@click.pass_obj
def country(services: Services, place: str, language: str | None, as_json: bool) -> None:
    """Show the facts and manners of a country. COUNTRY is a code (BR, BRA) or a name in any language."""
    knowledge = services.knowledge
    facts = knowledge.country(knowledge.resolve(place))
    lang = reading_language(language)
    market = knowledge.market(facts.iso2, lang)
    if as_json:
        print_json(_country_json(facts, market, knowledge.flags(facts.iso2), lang))
    else:
        click.echo(_country_text(facts, market, lang))


def _country_json(facts: Country, market: Market | None, flags: Mapping[str, object], lang: str) -> dict[str, object]:
    from dragoman.knowledge.model import WEEKDAYS

    sources = {source.id: source for source in facts.sources}
    if market:
        sources |= {source.id: source for text in market.topics.values() for source in text.sources}
    return {
        "iso2": facts.iso2,
        "iso3": facts.iso3,
        "name": facts.name(lang),
        "names": facts.names,
        "official_languages": facts.official_languages,
        "business_languages": facts.business_languages,
        "language_shares": [
            {"language": tag, "percent": percent, "status": status} for tag, percent, status in facts.language_shares
        ],
        "currencies": facts.currencies,
        "currency_regime": facts.currency_regime,
        "calling_code": facts.calling_code,
        "time_zones": facts.time_zones,
        "utc_offset": _offset(facts.time_zones[0]) if facts.time_zones else None,
        "weekend": [day for day, off in zip(WEEKDAYS, facts.weekend, strict=True) if off],
        "weekend_half_day": facts.weekend_half_day,
        "weekend_regional": facts.weekend_regional,
        "first_day_of_week": facts.first_day_of_week,
        "office_hours": facts.office_hours or None,
        "measurement_system": facts.measurement_system,
        "paper_size": facts.paper_size,
        "decimal_separator": facts.decimal_separator,
        "group_separator": facts.group_separator,
        "number_example": facts.number_example,
        "date_order": facts.date_order,
        "calendars": facts.calendars,
        "name_order": facts.name_order,
        "postal": {key: facts.postal.get(key) for key in ("uses_postcode", "code_position", "large_to_small")},
        "uses_iban": facts.uses_iban,
        "iban_length": facts.iban_length,
        "vat_standard_rate": facts.vat_standard_rate,
        "vat_note": facts.extra.get(f"vat_note_{lang}"),
        "treaties": {name: _treaty_json(treaty, lang) for name, treaty in facts.treaties.items()},
        "gdpr": {
            "applies": facts.gdpr["applies"],
            "adequacy": facts.gdpr["adequacy"],
            "since": facts.gdpr["since"],
            "note": facts.gdpr["note_zh" if lang == "zh" else "note"],
        },
        "data_laws": [_law_json(law, lang) for law in facts.data_laws],
        "fatf_list": facts.fatf_list,
        "recording_consent": facts.recording_consent,
        "recording_note": facts.extra.get("recording_note"),
        "special_periods": [_period_kind_json(kind, lang) for kind in facts.special_periods],
        "subdivisions": [{"code": code, "name": name} for code, name in facts.subdivisions],
        "flags": flags,
        "etiquette": etiquette_json(market) if market else {},
        "sources": [asdict(source) for source in sources.values()],
    }


def _treaty_json(treaty: Treaty, lang: str) -> dict[str, object]:
    return {
        "member": treaty.member,
        "in_force": treaty.in_force,
        "declarations": treaty.declared(lang),
        "source": treaty.source,
        "as_of": treaty.as_of,
    }


def _law_json(law: Mapping[str, object], lang: str) -> dict[str, object]:
    kept = {key: value for key, value in law.items() if not key.startswith("transfer_")}
    return kept | {"transfer": law[f"transfer_{lang}"]}


def _period_kind_json(kind: Mapping[str, object], lang: str) -> dict[str, object]:
    suffix = "_zh" if lang == "zh" else ""
    return {
        "id": kind["id"],
        "name": kind[f"name{suffix}"],
        "effect": kind[f"effect{suffix}"],
        "office_hours": kind["office_hours"],
        "occurrences": kind["occurrences"],
        "source": kind["source"],
        "as_of": kind["as_of"],
    }


def _offset(zone: str) -> str:
    from dragoman.knowledge.clock import zone_info

    digits = f"{datetime.now(UTC).astimezone(zone_info(zone)):%z}"
    return f"{digits[:3]}:{digits[3:5]}"


def _country_text(facts: Country, market: Market | None, lang: str) -> str:
    rows = [
        (_("Name"), f"{facts.name(lang)} ({facts.iso2}, {facts.iso3})"),
        (_("Languages"), ", ".join(facts.business_languages or facts.official_languages)),
        (_("Currency"), ", ".join(facts.currencies) + _regime(facts.currency_regime)),
        (_("Calling code"), facts.calling_code),
        (_("Time"), f"{facts.time_zones[0]} (UTC{_offset(facts.time_zones[0])})" if facts.time_zones else None),
        (_("Weekend"), _weekend(facts)),
        (_("Office hours"), ", ".join(f"{opens}-{closes}" for opens, closes in facts.office_hours)),
        (_("Numbers and dates"), f"{facts.number_example}  {facts.date_order}" if facts.number_example else None),
        (_("Paper, units"), f"{facts.paper_size}, {facts.measurement_system}"),
        ("IBAN", str(facts.iban_length) if facts.iban_length else _("none")),
        (_("VAT"), _vat(facts, lang)),
        *((_treaty_name(name), _treaty_text(treaty, lang)) for name, treaty in facts.treaties.items()),
        ("GDPR", str(facts.gdpr["note_zh" if lang == "zh" else "note"])),
        *((_("Data law"), _law_text(law)) for law in facts.data_laws),
        (_("FATF list"), _fatf(facts.fatf_list)),
        (_("Call recording"), _recording(facts)),
    ]
    lines = table(rows)
    if market:
        lines += ["", *do_and_dont(market)]
    lines += ["", _("Sources and dates: --json. Not legal advice.")]
    return "\n".join(lines)


def _regime(regime: Mapping[str, object] | None) -> str:
    return f" ({regime['regime']})" if regime else ""


def _weekend(facts: Country) -> str:
    from dragoman.knowledge.model import WEEKDAYS

    days = ", ".join(weekday(day) for day, off in zip(WEEKDAYS, facts.weekend, strict=True) if off)
    if facts.weekend_half_day:
        days += _("; {day} until noon").format(day=weekday(facts.weekend_half_day))
    return "; ".join([days, *facts.weekend_regional])


def _vat(facts: Country, lang: str) -> str | None:
    rate = f"{facts.vat_standard_rate:g} %" if facts.vat_standard_rate is not None else None
    note = facts.extra.get(f"vat_note_{lang}")
    return "; ".join(str(part) for part in (rate, note) if part) or None


def _fatf(listed: str | None) -> str | None:
    return {
        "none": _("on neither list"),
        "increased_monitoring": _("increased monitoring (grey list)"),
        "call_for_action": _("call for action (black list)"),
    }.get(listed or "")


def _recording(facts: Country) -> str | None:
    words = {
        "one_party": _("one party to the call may record"),
        "all_parties": _("everybody on the call must agree"),
    }
    text = words.get(facts.recording_consent or "")
    note = facts.extra.get("recording_note")
    return f"{text}; {note}" if text and note else text


def _treaty_name(name: str) -> str:
    return {
        "cisg": "CISG",
        "new_york_convention": _("New York Convention"),
        "apostille": _("Apostille"),
        "wto": _("WTO"),
    }[name]


def _treaty_text(treaty: Treaty, lang: str) -> str | None:
    if treaty.member is None:
        return None
    text = _("party") if treaty.member else _("not a party")
    if treaty.in_force:
        text = _("party since {day}").format(day=treaty.in_force)
    if declared := treaty.declared(lang):
        text += f"; {declared}"
    return f"{text} [{treaty.as_of}]" if treaty.as_of else text


def _law_text(law: Mapping[str, object]) -> str:
    name = f"{law['name']} ({law['short']})" if law["short"] else str(law["name"])
    return ", ".join(str(part) for part in (name, law["in_force"]) if part)
