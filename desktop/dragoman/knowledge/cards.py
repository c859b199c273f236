"""Market cards: read, and checked against every rule of ``docs/market-cards.md``.

``python -m dragoman.knowledge.cards [FILE …]`` prints every fault of the given cards, of all without one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.knowledge.card_agreement import (
    LANGUAGES,
    MarketFacts,
    check_agreement,
    check_character,
    check_facts,
)
from dragoman.knowledge.card_neighbours import likeness_faults, neighbour_faults
from dragoman.knowledge.model import TOPICS, WEEKDAYS

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase

SCHEMA = 1
CLUSTERS = frozenset(
    {
        "east-asia", "south-east-asia", "south-asia", "central-asia", "middle-east", "north-africa",
        "sub-saharan-africa", "western-europe", "northern-europe", "southern-europe", "eastern-europe",
        "north-america", "latin-america", "oceania",
    }
)  # fmt: skip
CONFIDENCE = frozenset({"high", "medium"})
CHANNELS = frozenset(
    {"wechat", "whatsapp", "line", "kakaotalk", "zalo", "telegram", "viber", "teams", "zoom", "phone", "email"}
)
SCALES = (
    "directness", "hierarchy", "punctuality", "punctuality_visitor", "haggling", "email_formality", "contract_weight",
)  # fmt: skip
SWITCHES = (
    "titles_matter", "business_card_two_handed", "relationship_first", "silence_ok", "yes_means_yes", "pork", "beef",
    "halal", "kosher", "left_hand_avoid",
)  # fmt: skip
CHOICES = {
    "name_order": frozenset({"given_first", "family_first"}),
    "name_usage": frozenset({"given_name", "family_name", "title_given", "title_family"}),
    "decision": frozenset({"top", "consensus", "committee", "family"}),
    "alcohol": frozenset({"none", "optional", "central"}),
}
LISTS = ("channels", "payment_terms", "arbitration_seats")
FLAGS = frozenset({*SCALES, *SWITCHES, *CHOICES, *LISTS, "days_to_avoid"})

TOP_COUNT = 5
LONGEST_REASON = 40
"""Words in which ``differs`` says why a scale is far from a neighbour's."""
_KEYS = frozenset({"schema", "iso2", "cluster", "as_of", "confidence", "flags", "differs", "top", "topics", "sources"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Lengths in words (English) or characters (Chinese)."""

    top: int
    summary: int
    item: int
    detail_least: int
    detail_most: int


LIMITS = {"en": Limits(16, 40, 18, 30, 110), "zh": Limits(32, 80, 36, 50, 220)}


@dataclass(frozen=True, slots=True)
class CardText:
    """One topic in one language."""

    topic: str
    lang: str
    position: int
    summary: str
    do: tuple[str, ...]
    dont: tuple[str, ...]
    detail: str
    confidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A market card that kept all the rules."""

    iso2: str
    cluster: str
    as_of: date
    confidence: str
    flags: dict[str, Any]
    top: dict[str, dict[str, list[str]]]
    texts: tuple[CardText, ...]
    sources: tuple[dict[str, Any], ...]


def load_cards(paths: Iterable[Path]) -> tuple[list[Card], list[str]]:
    """Return the cards in ``paths`` that keep all the rules, and every fault of the others."""
    read, faults = _read(paths)
    return [_card(data) for data in read.values()], [f"{name}: {fault}" for name, fault in faults]


def collection_faults(paths: Iterable[Path], facts: Mapping[str, MarketFacts]) -> list[tuple[str, str]]:
    """Return every fault of the cards in ``paths`` as (file name, fault): each alone, against ``facts`` (by code),
    and beside the others. A fault between two cards is named on both. Cards that break their own rules are compared
    with nothing."""
    read, faults = _read(paths)
    for iso2, data in read.items():
        if iso2 not in facts:
            faults.append((f"{iso2}.toml", "no country of that code"))
        else:
            faults += [(f"{iso2}.toml", fault) for fault in check_facts(data, facts[iso2])]
    for one, other, fault in (*neighbour_faults(read, SCALES), *likeness_faults(read)):
        faults += [(f"{one}.toml", f"{fault} [{other}.toml]"), (f"{other}.toml", f"{fault} [{one}.toml]")]
    return faults


def _read(paths: Iterable[Path]) -> tuple[dict[str, dict[str, Any]], list[tuple[str, str]]]:
    """Return the parsed cards that keep their own rules, by code, and (file name, fault) of the others."""
    read: dict[str, dict[str, Any]] = {}
    faults: list[tuple[str, str]] = []
    for path in paths:
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append((path.name, str(error)))
            continue
        found = list(check_card(data, path.stem))
        faults += [(path.name, fault) for fault in found]
        if not found:
            read[data["iso2"]] = data
    return read, faults


def length(text: str, lang: str) -> int:
    """Return the length of ``text`` as its limits count it: words in English, characters in Chinese."""
    return len(text.split()) if lang == "en" else len("".join(text.split()))


def check_card(data: dict[str, Any], stem: str) -> Iterator[str]:
    """Yield what is wrong with a parsed card whose file is ``stem``.toml; nothing when it keeps all the rules."""
    if data.get("schema") != SCHEMA:
        yield f"schema is {data.get('schema')!r}, not {SCHEMA}"
    if data.get("iso2") != stem:
        yield f"iso2 is {data.get('iso2')!r}, the file is named {stem}"
    if data.get("cluster") not in CLUSTERS:
        yield f"cluster {data.get('cluster')!r} is not one of {sorted(CLUSTERS)}"
    if data.get("confidence") not in CONFIDENCE:
        yield f"confidence {data.get('confidence')!r} is not high or medium"
    if not _is_date(data.get("as_of")):
        yield "as_of is not a date"
    if unknown := data.keys() - _KEYS:
        yield f"unknown keys {sorted(unknown)}"
    yield from _check_flags(data.get("flags", {}))
    yield from _check_differs(data.get("differs", {}))
    yield from _check_top(data.get("top", {}))
    source_ids = {source.get("id") for source in data.get("sources", [])}
    yield from _check_sources(data.get("sources", []))
    yield from _check_topics(data.get("topics", {}), source_ids)
    if not list(_structure_faults(data)):
        yield from check_agreement(data["flags"], data["topics"])
        yield from check_character(data)


def _check_flags(flags: dict[str, Any]) -> Iterator[str]:
    if missing := FLAGS - flags.keys():
        yield f"flags: missing {sorted(missing)}"
    if unknown := flags.keys() - FLAGS:
        yield f"flags: unknown {sorted(unknown)}"
    for key in SCALES:
        if key in flags and (type(flags[key]) is not int or not 1 <= flags[key] <= 5):
            yield f"flags.{key}: {flags[key]!r} is not 1 to 5"
    for key in SWITCHES:
        if key in flags and type(flags[key]) is not bool:
            yield f"flags.{key}: {flags[key]!r} is not true or false"
    for key, allowed in CHOICES.items():
        if key in flags and flags[key] not in allowed:
            yield f"flags.{key}: {flags[key]!r} is not one of {sorted(allowed)}"
    for key in LISTS:
        value = flags.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            yield f"flags.{key}: not a list of words"
    for channel in set(flags.get("channels", [])) - CHANNELS:
        yield f"flags.channels: unknown {channel!r}"
    if "channels" in flags and not flags["channels"]:
        yield "flags.channels: empty"
    for span in flags.get("days_to_avoid", []):
        if set(span) != {"from", "to", "en", "zh"} or not all(isinstance(value, str) for value in span.values()):
            yield f"flags.days_to_avoid: {span!r} needs from, to, en, zh"
        elif not (_is_month_day(span["from"]) and _is_month_day(span["to"])):
            yield f"flags.days_to_avoid: {span['from']} to {span['to']} is not MM-DD"


def _check_differs(differs: Any) -> Iterator[str]:
    if not isinstance(differs, dict):
        yield "differs: not a table"
        return
    for key, reason in differs.items():
        if key not in SCALES:
            yield f"differs: {key!r} is no scale"
        elif not isinstance(reason, str) or not reason.strip():
            yield f"differs.{key}: not a sentence"
        elif length(reason, "en") > LONGEST_REASON:
            yield f"differs.{key}: {length(reason, 'en')} words, more than {LONGEST_REASON}"


def _check_top(top: dict[str, Any]) -> Iterator[str]:
    for lang in LANGUAGES:
        for key in ("do", "dont"):
            items = top.get(lang, {}).get(key, [])
            if len(items) != TOP_COUNT:
                yield f"top.{lang}.{key}: {len(items)} items, not {TOP_COUNT}"
            yield from _too_long(items, lang, LIMITS[lang].top, f"top.{lang}.{key}")


def _check_sources(sources: list[dict[str, Any]]) -> Iterator[str]:
    if not sources:
        yield "sources: none"
    seen = set()
    for source in sources:
        name = source.get("id")
        if name in seen:
            yield f"sources: {name!r} stands twice"
        seen.add(name)
        if not all(isinstance(source.get(key), str) and source[key].strip() for key in ("id", "title", "publisher")):
            yield f"sources: {name!r} needs id, title and publisher"
        if not _is_date(source.get("as_of")):
            yield f"sources: {name!r} has no as_of date"
        if "url" in source and not str(source["url"]).startswith(("https://", "http://")):
            yield f"sources: {name!r} has a url that is not a web address"


def _check_topics(topics: dict[str, Any], source_ids: set[str]) -> Iterator[str]:
    if tuple(topics) != TOPICS:
        missing, unknown = set(TOPICS) - set(topics), set(topics) - set(TOPICS)
        detail = f"missing {sorted(missing)}, unknown {sorted(unknown)}" if missing or unknown else "in another order"
        yield f"topics: {detail}"
    for topic, entry in topics.items():
        where = f"topics.{topic}"
        if entry.get("confidence") not in CONFIDENCE:
            yield f"{where}: confidence {entry.get('confidence')!r} is not high or medium"
        if not entry.get("sources"):
            yield f"{where}: no sources"
        for unknown_source in set(entry.get("sources", [])) - source_ids:
            yield f"{where}: source {unknown_source!r} is not described"
        for lang in LANGUAGES:
            yield from _check_text(entry.get(lang, {}), lang, f"{where}.{lang}")


def _check_text(text: dict[str, Any], lang: str, where: str) -> Iterator[str]:
    limits = LIMITS[lang]
    summary, detail = text.get("summary", ""), text.get("detail", "")
    do, dont = text.get("do", []), text.get("dont", [])
    if not summary.strip():
        yield f"{where}.summary: empty"
    yield from _too_long([summary], lang, limits.summary, f"{where}.summary")
    if not 1 <= len(do) <= 4:
        yield f"{where}.do: {len(do)} items, not 1 to 4"
    if len(dont) > 4:
        yield f"{where}.dont: {len(dont)} items, more than 4"
    if len(do) + len(dont) < 2:
        yield f"{where}: fewer than two of do and dont together"
    yield from _too_long(do, lang, limits.item, f"{where}.do")
    yield from _too_long(dont, lang, limits.item, f"{where}.dont")
    size = length(detail, lang)
    if not limits.detail_least <= size <= limits.detail_most:
        yield f"{where}.detail: {size} {_unit(lang)}, not {limits.detail_least} to {limits.detail_most}"
    if lang == "zh" and summary and not any("\u4e00" <= character <= "\u9fff" for character in summary + detail):
        yield f"{where}: no Chinese in it"


def _too_long(items: Iterable[str], lang: str, most: int, where: str) -> Iterator[str]:
    for item in items:
        size = length(item, lang)
        if size > most:
            yield f"{where}: {size} {_unit(lang)}, more than {most}: {item}"
        if not item.strip() and not where.endswith("summary"):
            yield f"{where}: an empty item"


def _structure_faults(data: dict[str, Any]) -> Iterator[str]:
    """Yield when flags or topics are too broken for their agreement to be read."""
    if not data.get("flags", {}).keys() >= FLAGS:
        yield "flags"
    topics = data.get("topics", {})
    for topic in TOPICS:
        for lang in LANGUAGES:
            if not topics.get(topic, {}).get(lang, {}).keys() >= {"summary", "do", "detail"}:
                yield topic


def _card(data: dict[str, Any]) -> Card:
    texts = []
    for position, topic in enumerate(TOPICS):
        entry = data["topics"][topic]
        for lang in LANGUAGES:
            text = entry[lang]
            texts.append(
                CardText(
                    topic,
                    lang,
                    position,
                    text["summary"],
                    tuple(text["do"]),
                    tuple(text.get("dont", [])),
                    text["detail"],
                    entry["confidence"],
                    tuple(entry["sources"]),
                )
            )
    return Card(
        data["iso2"],
        data["cluster"],
        data["as_of"],
        data["confidence"],
        data["flags"],
        {lang: {"do": list(data["top"][lang]["do"]), "dont": list(data["top"][lang]["dont"])} for lang in LANGUAGES},
        tuple(texts),
        tuple(data["sources"]),
    )


def market_facts(knowledge: KnowledgeBase, codes: Iterable[str]) -> dict[str, MarketFacts]:
    """Return what the cards of ``codes`` are compared with; what is no country's code is left out."""
    found = {}
    for iso2 in knowledge.codes() & set(codes):
        country = knowledge.country(iso2)
        regional = country.extra.get("weekend_subdivision")
        weekends = [frozenset(day for day, off in zip(WEEKDAYS, country.weekend, strict=True) if off)]
        weekends += [frozenset(days) for days in regional.values()] if isinstance(regional, dict) else []
        ramadan = any(period["id"] == "ramadan" for period in country.special_periods)
        found[iso2] = MarketFacts(tuple(dict.fromkeys(weekends)), country.weekend_half_day, ramadan)
    return found


def _unit(lang: str) -> str:
    return "words" if lang == "en" else "characters"


def _is_date(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_month_day(text: str) -> bool:
    try:
        datetime.strptime(f"2024-{text}", "%Y-%m-%d")  # noqa: DTZ007 - only asks whether it parses
    except ValueError:
        return False
    return len(text) == 5


def main(arguments: list[str]) -> int:
    """Print every fault of the cards named (files, or codes such as JP), of all when none is; 1 if there is one."""
    from dragoman.knowledge.inputs import Inputs, resource_folder
    from dragoman.knowledge.service import KnowledgeBase

    paths = {path.resolve(): None for path in Inputs(resource_folder()).card_paths}
    by_code = {path.stem: path for path in paths}
    asked = [by_code.get(argument, Path(argument)).resolve() for argument in arguments] or list(paths)
    paths |= dict.fromkeys(asked)
    faults = collection_faults(paths, market_facts(KnowledgeBase.open(), {path.stem for path in paths}))
    names = {path.name for path in asked}
    shown = sorted({fault for fault in faults if fault[0] in names})
    for name, fault in shown:
        print(f"{name}: {fault}")
    print(f"{len(names)} cards, {len(shown)} faults")
    return 1 if shown else 0


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
