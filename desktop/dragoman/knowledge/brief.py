"""The country pair on one screen: when both work, what is ahead, which law holds between the two."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from dragoman.base.i18n import N_, Text
from dragoman.knowledge.clock import local_state, work_spans, zone_info
from dragoman.knowledge.model import Brief, Country, Holiday
from dragoman.knowledge.service import KnowledgeBase

HOLIDAY_DAYS = 14
PERIOD_DAYS = 60
SHARED_DAYS = 7
_SEARCH_DAYS = 400
_ONE_STATE = frozenset({"CN", "HK", "MO"})


def brief(
    knowledge: KnowledgeBase,
    iso2: str,
    home_iso2: str | None,
    language: str,
    now_utc: datetime,
    zone: str | None = None,
    home_zone: str | None = None,
) -> Brief:
    """Return what to know before talking to somebody in ``iso2``, seen from ``home_iso2`` (None: not known).

    ``now_utc`` is aware; zones default to the business centre's. ``shared_hours_utc`` are the next seven days' hours
    in which both offices are open. ``facts`` has ``formats`` (theirs and ours), ``sales_law``, ``awards`` and
    ``privacy`` (each ``{"answer": …, "text": Text}``), ``recording``, ``fatf``, ``offset_minutes`` (theirs less ours),
    ``channels``, ``payment_terms``, ``arbitration_seats``. Nothing in it is legal advice.
    """
    country = knowledge.country(iso2)
    home = knowledge.country(home_iso2) if home_iso2 else None
    there = zone or knowledge.zones(country.iso2)[0]
    here = home_zone or (knowledge.zones(home.iso2)[0] if home else None)
    today = now_utc.astimezone(zone_info(there)).date()
    facts: dict[str, object] = {"formats": {"country": _formats(country), "home": _formats(home) if home else None}}
    flags = knowledge.flags(country.iso2)
    facts |= {key: flags.get(key, []) for key in ("channels", "payment_terms", "arbitration_seats")}
    facts |= {"recording": country.recording_consent, "fatf": country.fatf_list, "offset_minutes": None}
    shared: tuple[tuple[datetime, datetime], ...] = ()
    if home and here:
        facts |= {
            "sales_law": _sales_law(country, home, language),
            "awards": _awards(country, home),
            "privacy": _privacy(country, home, language),
            "offset_minutes": _offset_minutes(now_utc, there, here),
        }
        shared = _shared_hours(knowledge, (country.iso2, there), (home.iso2, here), now_utc)
    until = today + timedelta(days=PERIOD_DAYS)
    return Brief(
        country=country,
        home=home,
        market=knowledge.market(country.iso2, language),
        upcoming=_upcoming(knowledge, country.iso2, today),
        home_upcoming=_upcoming(knowledge, home.iso2, today) if home else (),
        shared_hours_utc=shared,
        facts=facts,
        special_periods=knowledge.special_periods(country.iso2, today, until),
        home_special_periods=knowledge.special_periods(home.iso2, today, until) if home else (),
        state=local_state(knowledge, country.iso2, there, now_utc),
        home_state=local_state(knowledge, home.iso2, here, now_utc) if home and here else None,
    )


def _upcoming(knowledge: KnowledgeBase, iso2: str, today: date) -> tuple[Holiday, ...]:
    """Return the days off and make-up days of the next fortnight, or the next holiday when there is none."""
    ahead = knowledge.holidays(iso2, today, today + timedelta(days=_SEARCH_DAYS))
    near = tuple(holiday for holiday in ahead if holiday.date <= today + timedelta(days=HOLIDAY_DAYS))
    if any(not holiday.makeup_workday for holiday in near):
        return near
    return near + tuple(holiday for holiday in ahead if holiday not in near and not holiday.makeup_workday)[:1]


def _shared_hours(
    knowledge: KnowledgeBase, ours: tuple[str, str], theirs: tuple[str, str], now_utc: datetime
) -> tuple[tuple[datetime, datetime], ...]:
    first = now_utc.astimezone(UTC).date() - timedelta(days=1)
    days = [first + timedelta(days=ahead) for ahead in range(SHARED_DAYS + 3)]
    end = now_utc + timedelta(days=SHARED_DAYS)
    spans = [
        [
            (start.astimezone(UTC), stop.astimezone(UTC))
            for day in days
            for start, stop in work_spans(knowledge, iso2, zone, day)
        ]
        for iso2, zone in (ours, theirs)
    ]
    shared = []
    for start, stop in spans[0]:
        for other_start, other_stop in spans[1]:
            begin, finish = max(start, other_start, now_utc), min(stop, other_stop, end)
            if begin < finish:
                shared.append((begin, finish))
    return tuple(sorted(shared))


def _offset_minutes(now_utc: datetime, there: str, here: str) -> int:
    offsets = [now_utc.astimezone(zone_info(zone)).utcoffset() or timedelta() for zone in (there, here)]
    return int((offsets[0] - offsets[1]).total_seconds() // 60)


def _formats(country: Country) -> dict[str, object]:
    return {
        "date_order": country.date_order,
        "date_pattern": country.extra.get("date_pattern"),
        "number_example": country.number_example,
        "decimal_separator": country.decimal_separator,
        "first_day_of_week": country.first_day_of_week,
        "paper_size": country.paper_size,
        "measurement_system": country.measurement_system,
        "currencies": list(country.currencies),
        "name_order": country.name_order,
    }


def _sales_law(country: Country, home: Country, language: str) -> dict[str, object]:
    """CISG Article 1(1): (a) both places of business in contracting states, (b) conflict rules lead to one."""
    theirs, ours = country.treaties["cisg"], home.treaties["cisg"]
    if country.iso2 == home.iso2:
        return _answer(False, Text(N_("Both sides are in one country: its own sales law applies, not the CISG.")))
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


def _awards(country: Country, home: Country) -> dict[str, object]:
    theirs, ours = country.treaties["new_york_convention"].member, home.treaties["new_york_convention"].member
    if theirs is None or ours is None:
        return _answer(None, Text(N_("Whether awards are enforced is not known for one of the two countries.")))
    if theirs and ours:
        text = N_("An arbitral award from one can be enforced in the other under the New York Convention.")
        return _answer(True, Text(text))
    text = N_("Only one country is in the New York Convention: check where an award could be enforced.")
    return _answer(False, Text(text) if theirs or ours else Text(N_("Neither country is in the New York Convention.")))


def _privacy(country: Country, home: Country, language: str) -> dict[str, object]:
    here, there = bool(home.gdpr["applies"]), bool(country.gdpr["applies"])
    if here and there:
        return _answer(True, Text(N_("The GDPR applies on both sides: personal data may flow freely.")))
    if not here and not there:
        text = N_("The GDPR binds neither side by its place; the national laws below apply.")
        return _answer(None, Text(text), _transfer_rules((country, home), language))
    outside = country if here else home
    note = str(outside.gdpr["note_zh" if language.startswith("zh") else "note"])
    text = N_("Data from the GDPR side to the other: {note}.")
    return _answer(bool(outside.gdpr["adequacy"]), Text(text, {"note": note}), _transfer_rules((outside,), language))


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
