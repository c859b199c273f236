"""The country pair on one screen: when both work, what is ahead, which law holds between the two."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from dragoman.base.i18n import N_, Text
from dragoman.knowledge.between import awards, documents, privacy, sales_law
from dragoman.knowledge.clock import local_state, work_spans, zone_info
from dragoman.knowledge.model import Addressee, Brief, Country, Holiday, Market
from dragoman.knowledge.platforms import platforms
from dragoman.knowledge.service import KnowledgeBase

HOLIDAY_DAYS = 14
PERIOD_DAYS = 60
SHARED_DAYS = 7
_SEARCH_DAYS = 400
_TOPIC_TEXTS = {"channels": "calls", "payment": "payment", "disputes": "disputes"}
_ADDRESSED = {
    "given_name": N_("Addressed by given name."),
    "family_name": N_("Addressed by family name."),
    "title_given": N_("Addressed by title and given name."),
    "title_family": N_("Addressed by title and family name."),
}


def brief(
    knowledge: KnowledgeBase,
    iso2: str,
    home_iso2: str | None,
    language: str,
    now_utc: datetime,
    zone: str | None = None,
    home_zone: str | None = None,
    addressee: Addressee | None = None,
) -> Brief:
    """Return what to know before talking to somebody in ``iso2``, seen from ``home_iso2`` (None: not known).

    ``now_utc`` is aware; ``addressee`` is whom to address, where somebody is known; zones default to the business
    centre's. ``shared_hours_utc`` are the next seven days' hours
    in which both offices are open. ``facts`` has ``formats`` (theirs and ours), ``address`` (see :func:`address`),
    ``sales_law``, ``awards``, ``documents`` and ``privacy`` (see :mod:`dragoman.knowledge.between`), ``recording``,
    ``fatf``, ``offset_minutes`` (theirs less ours), ``channels``, ``platforms`` (rows of program, name,
    state, note and as_of: see :mod:`dragoman.knowledge.platforms`), ``payment_terms``, ``arbitration_seats``, the
    summaries ``channels_text``, ``payment_text`` and ``disputes_text`` of the card, and ``missing``, a Text that says
    what is not known where there is no card (else None). Nothing in it is legal advice.
    """
    country = knowledge.country(iso2)
    home = knowledge.country(home_iso2) if home_iso2 else None
    there = zone or knowledge.zones(country.iso2)[0]
    here = home_zone or (knowledge.zones(home.iso2)[0] if home else None)
    today = now_utc.astimezone(zone_info(there)).date()
    facts: dict[str, object] = {"formats": {"country": _formats(country), "home": _formats(home) if home else None}}
    flags = knowledge.flags(country.iso2)
    market = knowledge.market(country.iso2, language)
    facts |= {"address": address(country, market, addressee), "missing": _missing(country, market, language)}
    facts |= {f"{key}_text": _summary(market, topic) for key, topic in _TOPIC_TEXTS.items()}
    facts |= {key: flags.get(key, []) for key in ("channels", "payment_terms", "arbitration_seats")}
    facts["platforms"] = [one.as_row(language) for one in platforms(knowledge, country.iso2, language)]
    facts |= {"recording": country.recording_consent, "fatf": country.fatf_list, "offset_minutes": None}
    shared: tuple[tuple[datetime, datetime], ...] = ()
    if home and here:
        facts |= {
            "sales_law": sales_law(country, home, language),
            "awards": awards(country, home, language),
            "documents": documents(country, home, language),
            "privacy": privacy(country, home, language),
            "offset_minutes": _offset_minutes(now_utc, there, here),
        }
        shared = _shared_hours(knowledge, (country.iso2, there), (home.iso2, here), now_utc)
    until = today + timedelta(days=PERIOD_DAYS)
    return Brief(
        country=country,
        home=home,
        market=market,
        upcoming=_upcoming(knowledge, country.iso2, today),
        home_upcoming=_upcoming(knowledge, home.iso2, today) if home else (),
        shared_hours_utc=shared,
        facts=facts,
        special_periods=knowledge.special_periods(country.iso2, today, until),
        home_special_periods=knowledge.special_periods(home.iso2, today, until) if home else (),
        state=local_state(knowledge, country.iso2, there, now_utc),
        home_state=local_state(knowledge, home.iso2, here, now_utc) if home and here else None,
    )


def address(country: Country, market: Market | None, addressee: Addressee | None) -> dict[str, object]:
    """Return how to address somebody there: ``texts`` (each a Text), ``summary`` and ``do`` of the card (empty without
    one), and for a known person ``written`` (the name in its order) and ``called`` (what the custom leaves of it;
    None where the custom is not known)."""
    flags = market.flags if market else {}
    order = str(flags.get("name_order") or country.name_order or "") or None
    usage = str(flags["name_usage"]) if "name_usage" in flags else None
    texts = [Text(_ADDRESSED[usage])] if usage else []
    if order == "family_first":
        texts.append(Text(N_("The family name is written first.")))
    elif order == "given_first":
        texts.append(Text(N_("The given name is written first.")))
    if flags.get("titles_matter"):
        texts.append(Text(N_("Titles matter: use them until told otherwise.")))
    text = market.topics.get("address") if market else None
    return {
        "name_order": order,
        "name_usage": usage,
        "titles_matter": flags.get("titles_matter"),
        "texts": texts,
        "summary": text.summary if text else "",
        "do": list(text.do) if text else [],
        "dont": list(text.dont) if text else [],
        "written": _written_name(addressee, order) if addressee else None,
        "called": _called(addressee, usage) if addressee and usage else None,
    }


def _written_name(person: Addressee, order: str | None) -> str:
    names = [person.given_name, person.family_name]
    if order == "family_first":
        names.reverse()
    glue = "" if all(_is_unspaced(name) for name in names if name) else " "
    return " ".join(part for part in (person.title, glue.join(name for name in names if name)) if part)


def _called(person: Addressee, usage: str) -> str:
    name = person.given_name if usage in ("given_name", "title_given") else person.family_name
    title = person.title if usage.startswith("title") else ""
    return " ".join(part for part in (title, name or person.family_name or person.given_name) if part)


def _is_unspaced(name: str) -> bool:
    return bool(name) and all("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in name)


def _missing(country: Country, market: Market | None, language: str) -> Text | None:
    if market:
        return None
    text = N_(
        "No card of manners has been written for {country}. What follows is from facts: hours, days, formats, law."
    )
    return Text(text, {"country": country.name(language)})


def _summary(market: Market | None, topic: str) -> str:
    text = market.topics.get(topic) if market else None
    return text.summary if text else ""


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
