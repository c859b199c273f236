"""``dragoman country``, ``holidays``, ``brief`` and ``search``."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text, _, active_language, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dragoman.knowledge.model import Brief, Country, Holiday, Market, SpecialPeriod, Treaty
    from dragoman.services import Services

_MAX_HITS = 200

_language_option = click.option(
    "--lang", "language", type=click.Choice(["en", "zh"]), help="Language of the texts; the program's own by default."
)
_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command()
@click.argument("place", metavar="COUNTRY")
@_language_option
@_json_option
@click.pass_obj
def country(services: Services, place: str, language: str | None, as_json: bool) -> None:
    """Show the facts and manners of a country. COUNTRY is a code (BR, BRA) or a name in any language."""
    knowledge = services.knowledge
    facts = knowledge.country(knowledge.resolve(place))
    lang = _language(language)
    market = knowledge.market(facts.iso2, lang)
    if as_json:
        _print_json(_country_json(facts, market, knowledge.flags(facts.iso2), lang))
    else:
        click.echo(_country_text(facts, market, lang))


@click.command()
@click.argument("place", metavar="COUNTRY")
@click.option("--year", type=int, help="Year, 2020 to 2035; this year by default.")
@click.option("--subdivision", metavar="CODE", help="Holidays of one part of the country too: BY, US-CA, Bayern.")
@click.option("--all", "everything", is_flag=True, help="Bank, government, school and optional days as well.")
@_language_option
@_json_option
@click.pass_obj
def holidays(
    services: Services,
    place: str,
    year: int | None,
    subdivision: str | None,
    everything: bool,
    language: str | None,
    as_json: bool,
) -> None:
    """List the public holidays, half days and make-up working days of a country in a year."""
    from dragoman.knowledge.service import FIRST_YEAR, LAST_YEAR

    knowledge = services.knowledge
    iso2 = knowledge.resolve(place)
    wanted = year if year is not None else datetime.now(UTC).year
    if not FIRST_YEAR <= wanted <= LAST_YEAR:
        raise KnownError(
            N_("There are no holidays for {year}."),
            N_("Choose a year from {first} to {last}."),
            year=wanted,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    start, end = date(wanted, 1, 1), date(wanted, 12, 31)
    if everything:
        found = knowledge.holidays(iso2, start, end, subdivision, knowledge.categories(iso2))
    else:
        found = knowledge.holidays(iso2, start, end, subdivision)
    if as_json:
        _print_json([_holiday_json(holiday) for holiday in found])
    else:
        lang = _language(language)
        title = _("{country}, {year}").format(country=knowledge.country(iso2).name(lang), year=wanted)
        click.echo("\n".join([title, *(_holiday_line(holiday, lang) for holiday in found)]))


@click.command()
@click.argument("place", metavar="COUNTRY")
@click.option("--from", "home", metavar="COUNTRY", help="Your own country; the one in the settings by default.")
@_language_option
@_json_option
@click.pass_obj
def brief(services: Services, place: str, home: str | None, language: str | None, as_json: bool) -> None:
    """Show what to know before talking to somebody in a country, seen from your own."""
    from dragoman.knowledge.brief import brief as make_brief

    knowledge = services.knowledge
    lang = _language(language)
    own = home or services.settings.load().home_country
    made = make_brief(
        knowledge, knowledge.resolve(place), knowledge.resolve(own) if own else None, lang, datetime.now(UTC)
    )
    if as_json:
        _print_json(_brief_json(made, lang))
    else:
        click.echo(_brief_text(made, lang))


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, _MAX_HITS), default=20, show_default=True, help="Most results.")
@_language_option
@_json_option
@click.pass_obj
def search(services: Services, query: tuple[str, ...], limit: int, language: str | None, as_json: bool) -> None:
    """Search facts and manners of all countries; all words must occur."""
    knowledge = services.knowledge
    text = " ".join(query)
    if not text.strip():
        raise KnownError(N_("There is nothing to search for."), N_("Give one word or more."))
    # A query in Chinese characters wants the Chinese texts, whatever language the program speaks.
    lang = language or ("zh" if any("\u4e00" <= character <= "\u9fff" for character in text) else _language(None))
    hits = knowledge.search(text, lang, limit)
    if as_json:
        _print_json([asdict(hit) | {"country": knowledge.country(hit.iso2).name(lang)} for hit in hits])
    elif not hits:
        click.echo(_("Nothing found."))
    else:
        for hit in hits:
            click.echo(f"{knowledge.country(hit.iso2).name(lang)} · {_topic(hit.topic)}: {hit.title}\n  {hit.snippet}")


def _language(chosen: str | None) -> str:
    return chosen or ("zh" if active_language().startswith("zh") else "en")


def _print_json(document: object) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Text):
        return render(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _offset(zone: str) -> str:
    from dragoman.knowledge.clock import zone_info

    digits = f"{datetime.now(UTC).astimezone(zone_info(zone)):%z}"
    return f"{digits[:3]}:{digits[3:5]}"


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
        "etiquette": _etiquette_json(market) if market else {},
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


def _etiquette_json(market: Market) -> dict[str, object]:
    return {
        topic: {
            "summary": text.summary,
            "do": text.do,
            "dont": text.dont,
            "detail": text.detail,
            "confidence": text.confidence,
            "as_of": text.as_of,
            "sources": [source.id for source in text.sources],
        }
        for topic, text in market.topics.items()
    }


def _holiday_json(holiday: Holiday) -> dict[str, object]:
    return {
        "date": holiday.date,
        "name_en": holiday.name_en,
        "name_local": holiday.name_local,
        "name_zh": holiday.name_zh,
        "category": holiday.category,
        "estimated": holiday.estimated,
        "makeup_workday": holiday.makeup_workday,
        "subdivision": holiday.subdivision,
    }


def _brief_json(made: Brief, lang: str) -> dict[str, object]:
    facts: dict[str, Any] = dict(made.facts)
    return {
        "country": {"iso2": made.country.iso2, "name": made.country.name(lang)},
        "home": {"iso2": made.home.iso2, "name": made.home.name(lang)} if made.home else None,
        "state": asdict(made.state) | {"holiday": _maybe_holiday(made.state.holiday)} if made.state else None,
        "upcoming": [_holiday_json(holiday) for holiday in made.upcoming],
        "home_upcoming": [_holiday_json(holiday) for holiday in made.home_upcoming],
        "shared_hours_utc": [[_instant(start), _instant(end)] for start, end in made.shared_hours_utc],
        "special_periods": [_period_json(period, lang) for period in made.special_periods],
        "home_special_periods": [_period_json(period, lang) for period in made.home_special_periods],
        "facts": facts,
        "do": made.market.do if made.market else [],
        "dont": made.market.dont if made.market else [],
        "flags": made.market.flags if made.market else {},
        "etiquette": _etiquette_json(made.market) if made.market else {},
    }


def _maybe_holiday(holiday: Holiday | None) -> dict[str, object] | None:
    return _holiday_json(holiday) if holiday else None


def _period_json(period: SpecialPeriod, lang: str) -> dict[str, object]:
    return {
        "id": period.id,
        "from": period.start,
        "to": period.end,
        "name": period.name(lang),
        "effect": period.effect(lang),
        "estimated": period.estimated,
        "office_hours": period.hours or None,
    }


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


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
    lines = _table(rows)
    if market:
        lines += ["", *_do_and_dont(market)]
    lines += ["", _("Sources and dates: --json. Not legal advice.")]
    return "\n".join(lines)


def _regime(regime: Mapping[str, object] | None) -> str:
    return f" ({regime['regime']})" if regime else ""


def _weekend(facts: Country) -> str:
    from dragoman.knowledge.model import WEEKDAYS

    days = ", ".join(_weekday(day) for day, off in zip(WEEKDAYS, facts.weekend, strict=True) if off)
    if facts.weekend_half_day:
        days += _("; {day} until noon").format(day=_weekday(facts.weekend_half_day))
    return "; ".join([days, *facts.weekend_regional])


def _weekday(day: str) -> str:
    from babel.dates import format_date

    from dragoman.knowledge.model import WEEKDAYS

    monday = date(2024, 1, 1)
    return format_date(monday + timedelta(days=WEEKDAYS.index(day)), "EEE", locale=active_language())


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


def _do_and_dont(market: Market) -> list[str]:
    return [
        *(line for item in market.do for line in _wrapped("+ ", item)),
        *(line for item in market.dont for line in _wrapped("- ", item)),
    ]


def _holiday_line(holiday: Holiday, lang: str) -> str:
    marks = [holiday.category] if holiday.category != "public" and not holiday.makeup_workday else []
    if holiday.estimated:
        marks.append(_("estimated"))
    if holiday.subdivision:
        marks.append(holiday.subdivision)
    name = holiday.name(lang)
    if holiday.name_local not in (name, holiday.name_en):
        name += f" ({holiday.name_local})"
    weekday = _weekday(("mon", "tue", "wed", "thu", "fri", "sat", "sun")[holiday.date.weekday()])
    return f"{holiday.date} {weekday}  {name}" + (f"  [{', '.join(marks)}]" if marks else "")


def _brief_text(made: Brief, lang: str) -> str:
    from dragoman.knowledge.clock import zone_info

    facts: dict[str, Any] = dict(made.facts)
    lines = [made.country.name(lang) + (f" · {made.home.name(lang)}" if made.home else "")]
    if made.state:
        lines.append(_("There it is {time} now.").format(time=f"{made.state.now:%H:%M}"))
    if made.home and made.home.time_zones:
        home_zone = zone_info(made.home.time_zones[0])
        spans = [
            f"{start.astimezone(home_zone):%m-%d %H:%M}-{end.astimezone(home_zone):%H:%M}"
            for start, end in made.shared_hours_utc
        ]
        lines += _wrapped(_("Shared hours (yours): "), ", ".join(spans) or _("none this week"))
    lines += ["", _("Holidays ahead"), *(_holiday_line(holiday, lang) for holiday in made.upcoming)]
    if made.home_upcoming:
        lines += ["", _("At home"), *(_holiday_line(holiday, lang) for holiday in made.home_upcoming)]
    for period in made.special_periods:
        lines += _wrapped(f"{period.start} – {period.end}  ", f"{period.name(lang)}: {period.effect(lang)}")
    lines.append("")
    for key in ("sales_law", "awards", "privacy"):
        if key in facts:
            lines += _wrapped("", render(facts[key]["text"]))
            lines += [line for note in facts[key]["notes"] for line in _wrapped("  · ", note)]
    if made.market:
        lines += ["", *_do_and_dont(made.market)]
    lines += ["", _("Not legal advice: check what a deal hangs on.")]
    return "\n".join(lines)


def _topic(topic: str) -> str:
    return topic.replace("_", " ")


def _table(rows: Iterable[tuple[str, str | None]]) -> list[str]:
    shown = [(label, text) for label, text in rows if text]
    width = max(_columns(label) for label, _text in shown) + 2
    lines = []
    for label, text in shown:
        lines += _wrapped(label + " " * (width - _columns(label)), text)
    return lines


def _wrapped(head: str, text: str) -> list[str]:
    """Return ``text`` in lines of at most 80 columns, the first after ``head``, the others under it."""
    indent = _columns(head)
    lines, line, used = [], head, indent
    for word in _breakable(text):
        size = _columns(word)
        if used + size > 80 and used > indent:
            lines.append(line.rstrip())
            word = word.lstrip()
            line, used, size = " " * indent, indent, _columns(word)
        line, used = line + word, used + size
    return [*lines, line.rstrip()]


def _breakable(text: str) -> list[str]:
    import re

    return re.findall(r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+", text)


def _columns(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
