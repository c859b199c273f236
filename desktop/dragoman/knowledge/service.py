"""Questions to the knowledge database. Plain ``sqlite3``, read-only, one connection per thread."""

from __future__ import annotations

import atexit
import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, cast

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.knowledge import fts
from dragoman.knowledge.inputs import DATABASE_NAME, Inputs, is_checkout
from dragoman.knowledge.model import (
    TOPICS,
    TREATIES,
    WEEKDAYS,
    Country,
    EtiquetteText,
    Hit,
    Holiday,
    Market,
    Source,
    SpecialPeriod,
    Treaty,
)

FIRST_YEAR = 2020
LAST_YEAR = 2035
OFFICE_CATEGORIES = ("public", "half_day", "workday")
"""What moves office days: public holidays, half days and, as ``workday``, make-up working days."""

_SNIPPET_CHARACTERS = 60
_NEAREST = 4
_SEARCHED = 4
"""Rows read for each hit asked for, so that repeated wordings leave room for others."""
_ALIKE = 3
Week = tuple[bool, bool, bool, bool, bool, bool, bool]


class KnowledgeBase:
    """Facts, holidays and manners of every country."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._countries: dict[str, Country] = {}
        self._codes: frozenset[str] = frozenset()

    @classmethod
    def open(cls) -> KnowledgeBase:
        """Return the knowledge base that ships with the program.

        In a source checkout the database is built first when it is missing or older than what it is built from; a
        market card that breaks the rules is then left out. Raises :class:`KnownError` when there is no database.
        """
        return cls(_shipped_database())

    def meta(self) -> dict[str, str]:
        """Return the content hash and the versions of the packages the database was built from."""
        return dict(self._connection.execute("SELECT key, value FROM meta"))

    def codes(self) -> frozenset[str]:
        """Return the alpha-2 codes of all countries."""
        if not self._codes:
            self._codes = frozenset(row[0] for row in self._connection.execute("SELECT iso2 FROM country"))
        return self._codes

    def resolve(self, text: str) -> str:
        """Return the alpha-2 code for a code of two or three letters or a name in any stored language.

        Case, accents, spaces and punctuation do not matter. Raises :class:`KnownError` with the nearest names.
        """
        stripped = text.strip()
        code = stripped.upper()
        if code in self.codes():
            return code
        query = self._connection.execute
        if row := query("SELECT iso2 FROM country WHERE iso3 = ?", (code,)).fetchone():
            return str(row[0])
        key = fts.name_key(stripped)
        found = [row[0] for row in query("SELECT DISTINCT iso2 FROM country_name WHERE key = ?", (key,))] if key else []
        if len(found) == 1:
            return str(found[0])
        raise self._unknown(stripped, found, key)

    def names(self, language: str) -> list[tuple[str, str]]:
        """Return every country as (code, name), in the order in which a reader of ``language`` looks names up.

        ``language`` is a UI language or BCP 47 tag; one without names of its own reads English.
        """
        rows = self._connection.execute(
            "SELECT iso2, name FROM country_name WHERE language = ? AND kind = 'name' ORDER BY position",
            (self._name_language(language),),
        ).fetchall()
        return [(row["iso2"], row["name"]) for row in rows]

    def country(self, iso2: str) -> Country:
        """Return the facts of a country. Raises :class:`KnownError` when ``iso2`` is no country's code."""
        code = self._checked(iso2)
        country = self._countries.get(code)
        if country is None:
            country = self._countries[code] = self._read_country(code)
        return country

    def zones(self, iso2: str) -> tuple[str, ...]:
        """Return the country's IANA zones, that of its business centre first.

        Never empty: the two uninhabited islands without a zone in tzdata (BV, HM) have UTC.
        """
        return self.country(iso2).time_zones or ("Etc/UTC",)

    def subdivisions(self, iso2: str) -> tuple[tuple[str, str], ...]:
        """Return (code, name) of the subdivisions with holidays of their own; code without the country's part."""
        return self.country(iso2).subdivisions

    def weekend(self, iso2: str, subdivision: str | None = None) -> Week:
        """Return Monday to Sunday, True where offices are off; a subdivision may differ (Kedah, Sharjah)."""
        country = self.country(iso2)
        regional = cast(dict[str, list[str]], country.extra.get("weekend_subdivision", {}))
        if subdivision and (code := self._subdivision(country, subdivision)) in regional:
            return _week(regional[code])
        return country.weekend

    def holidays(
        self,
        iso2: str,
        start: date,
        end: date,
        subdivision: str | None = None,
        categories: Sequence[str] = OFFICE_CATEGORIES,
    ) -> tuple[Holiday, ...]:
        """Return the days from ``start`` to ``end`` (both included) in order: the nation's, and the subdivision's.

        A holiday that the subdivision does not keep is left out, one that it names otherwise has its name there.
        Years are 2020 to 2035; days outside have no rows. Raises :class:`KnownError` for an unknown country or
        subdivision.
        """
        code = self._checked(iso2)
        place = self._subdivision(self.country(code), subdivision) if subdivision else ""
        marks = ", ".join("?" * len(categories))
        arguments = [code, start.isoformat(), end.isoformat(), *categories]
        rows = self._connection.execute(
            "SELECT date, category, subdivision, name_en, name_local, name_zh, estimated, makeup_workday"
            " FROM holiday_day JOIN holiday_name ON id = name_id"
            f" WHERE iso2 = ? AND date BETWEEN ? AND ? AND category IN ({marks}) AND subdivision IN ('', ?)"
            " ORDER BY subdivision",
            [*arguments, place],
        )
        found = {(row["date"], row["category"]): row for row in rows}
        if place:
            for absent in self._connection.execute(
                f"SELECT date, category FROM holiday_absence WHERE iso2 = ? AND date BETWEEN ? AND ?"
                f" AND category IN ({marks}) AND subdivision = ?",
                [*arguments, place],
            ):
                found.pop((absent["date"], absent["category"]), None)
        ordered = sorted(found.values(), key=lambda row: (row["date"], row["makeup_workday"], row["category"]))
        return tuple(_holiday(row) for row in ordered)

    def categories(self, iso2: str) -> tuple[str, ...]:
        """Return every category of day that is stored for a country."""
        rows = self._connection.execute(
            "SELECT DISTINCT category FROM holiday_day WHERE iso2 = ? ORDER BY 1", (self._checked(iso2),)
        )
        return tuple(row[0] for row in rows)

    def is_workday(self, iso2: str, day: date, subdivision: str | None = None) -> bool:
        """Return whether offices work on ``day``: a make-up day beats a public holiday beats the weekend."""
        found = self.holidays(iso2, day, day, subdivision, OFFICE_CATEGORIES)
        if any(holiday.makeup_workday for holiday in found):
            return True
        if any(holiday.category == "public" for holiday in found):
            return False
        return not self.weekend(iso2, subdivision)[day.weekday()]

    def special_periods(self, iso2: str, start: date, end: date) -> tuple[SpecialPeriod, ...]:
        """Return the stretches that touch ``start`` to ``end`` (both included), in order."""
        rows = self._connection.execute(
            "SELECT * FROM special_period WHERE iso2 = ? AND start <= ? AND end >= ? ORDER BY start, end",
            (self._checked(iso2), end.isoformat(), start.isoformat()),
        )
        return tuple(_special_period(row) for row in rows)

    def market(self, iso2: str, language: str) -> Market | None:
        """Return the manners of a market in English or Chinese; None where no card has been written."""
        code, lang = self._checked(iso2), _card_language(language)
        query = self._connection.execute
        card = query("SELECT * FROM etiquette_card WHERE iso2 = ? AND lang = ?", (code, lang)).fetchone()
        if card is None:
            return None
        rows = query("SELECT * FROM etiquette_text WHERE iso2 = ? AND lang = ? ORDER BY position", (code, lang))
        texts = {row["topic"]: row for row in rows}
        sources = self._sources({source for row in texts.values() for source in json.loads(row["source_ids"])})
        return Market(
            iso2=code,
            do=tuple(json.loads(card["do"])),
            dont=tuple(json.loads(card["dont"])),
            topics={topic: _text(texts[topic], sources) for topic in TOPICS if topic in texts},
            flags=self.flags(code),
            as_of=date.fromisoformat(card["as_of"]),
        )

    def flags(self, iso2: str) -> dict[str, object]:
        """Return the flags of a market card, empty where none has been written."""
        rows = self._connection.execute("SELECT key, value FROM etiquette_flag WHERE iso2 = ?", (self._checked(iso2),))
        return {row["key"]: json.loads(row["value"]) for row in rows}

    def markets(self) -> tuple[str, ...]:
        """Return the codes of the countries with a market card, sorted."""
        return tuple(row[0] for row in self._connection.execute("SELECT DISTINCT iso2 FROM etiquette_card ORDER BY 1"))

    def search(self, query: str, language: str, limit: int = 20) -> list[Hit]:
        """Return up to ``limit`` places where all words of ``query`` occur, the best first.

        A word may be the country's name or the topic's, which weigh most: “Japan gifts”, “日本 送礼”. Texts in
        ``language`` come before those in the other language of the cards, which fill up what is missing.
        Empty when nothing matches or there is nothing to search for.
        """
        expression = fts.match_expression(query)
        if not expression:
            return []
        lang = _card_language(language)
        rows = self._connection.execute(
            # Ranked first, read afterwards: a word such as “the” matches half of all texts.
            "SELECT entry.iso2, entry.topic, entry.lang, entry.title, entry.body, text.do, text.dont, text.detail"
            " FROM (SELECT id, lang != ?2 AS foreign_text, bm25(kb_fts, 4.0, 1.0, 6.0) AS score"
            "       FROM kb_fts JOIN search_entry ON id = kb_fts.rowid"
            "       WHERE kb_fts MATCH ?1 ORDER BY foreign_text, score LIMIT ?3)"
            " JOIN search_entry AS entry USING (id)"
            " LEFT JOIN etiquette_text AS text USING (iso2, topic, lang) ORDER BY foreign_text, score",
            (expression, lang, limit * _SEARCHED),
        )
        hits: dict[tuple[str, str, str], Hit] = {}
        seen: set[tuple[str, str]] = set()
        for row in rows:
            place = (row["iso2"], row["topic"])
            if row["lang"] != lang and place in seen:
                continue
            if row["lang"] == lang:
                seen.add(place)
            hits.setdefault(
                (*place, row["title"]), Hit(row["iso2"], row["topic"], row["title"], _snippet(_body(row), query))
            )
        return _varied(list(hits.values()))[:limit]

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            try:
                connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
                connection.row_factory = sqlite3.Row
                connection.execute("SELECT value FROM meta LIMIT 1").fetchone()
            except sqlite3.DatabaseError as error:
                raise KnownError(
                    N_("The knowledge database {path} cannot be read: {reason}."),
                    N_("Install Dragoman again. Your own data are kept elsewhere and are untouched."),
                    path=self.path,
                    reason=str(error),
                ) from error
            self._local.connection = connection
        return connection

    def _checked(self, iso2: str) -> str:
        code = iso2.upper()
        if code not in self.codes():
            raise self._unknown(iso2, [], fts.name_key(iso2))
        return code

    def _unknown(self, text: str, ambiguous: list[str], key: str) -> KnownError:
        if ambiguous:
            names = ", ".join(f"{code} ({self._english_name(code)})" for code in sorted(ambiguous))
            return KnownError(
                N_("“{text}” is the name of several countries."), N_("Say which: {names}."), text=text, names=names
            )
        if near := self._nearest(key):
            names = ", ".join(f"{code} ({name})" for code, name in near)
            return KnownError(
                N_("“{text}” is no country Dragoman knows."), N_("Nearest names: {names}."), text=text, names=names
            )
        return KnownError(
            N_("“{text}” is no country Dragoman knows."),
            N_("Use a name such as Brazil or an ISO 3166 code such as BR."),
            text=text,
        )

    def _nearest(self, key: str) -> list[tuple[str, str]]:
        from difflib import get_close_matches

        by_key = dict(self._connection.execute("SELECT key, iso2 FROM country_name").fetchall())
        near = dict.fromkeys(by_key[match] for match in get_close_matches(key[:60], by_key, _NEAREST * 3, 0.7))
        return [(code, self._english_name(code)) for code in near][:_NEAREST]

    def _english_name(self, code: str) -> str:
        return str(
            self._connection.execute(
                "SELECT name FROM country_name WHERE iso2 = ? AND language = 'en' AND kind = 'name'", (code,)
            ).fetchone()[0]
        )

    def _name_language(self, language: str) -> str:
        tag = language.replace("_", "-")
        if tag.lower().startswith("zh"):
            return "zh-Hant" if any(part in tag for part in ("Hant", "TW", "HK", "MO")) else "zh"
        complete = {
            row[0]
            for row in self._connection.execute(
                "SELECT language FROM country_name WHERE kind = 'name' GROUP BY language HAVING count(*) >= ?",
                (len(self.codes()),),
            )
        }
        return next((candidate for candidate in (tag, tag.split("-")[0]) if candidate in complete), "en")

    def _subdivision(self, country: Country, text: str) -> str:
        wanted = text.strip()
        prefix = f"{country.iso2}-"
        bare = wanted[len(prefix) :] if wanted.upper().startswith(prefix) else wanted
        by_code = {code.upper(): code for code, _name in country.subdivisions}
        by_name = {fts.name_key(name): code for code, name in country.subdivisions}
        found = by_code.get(bare.upper()) or by_name.get(fts.name_key(bare))
        if found is not None:
            return found
        if not country.subdivisions:
            raise KnownError(
                N_("Dragoman knows no subdivisions of {country}, so “{text}” cannot be used."),
                N_("Leave the subdivision out."),
                country=country.names["en"],
                text=text,
            )
        raise KnownError(
            N_("“{text}” is no subdivision of {country} that Dragoman knows."),
            N_("Use one of: {codes}."),
            text=text,
            country=country.names["en"],
            codes=", ".join(code for code, _name in country.subdivisions),
        )

    def _read_country(self, code: str) -> Country:
        query = self._connection.execute
        facts: dict[str, Any] = {}
        used = set()
        for row in query("SELECT key, value, source_id FROM fact WHERE iso2 = ?", (code,)):
            facts[row["key"]] = json.loads(row["value"])
            used.add(row["source_id"])
        treaties = {}
        for row in query("SELECT * FROM treaty_status WHERE iso2 = ?", (code,)):
            treaties[row["treaty"]] = _treaty(row)
            used.add(row["source_id"])
        laws = query("SELECT * FROM data_law WHERE iso2 = ? ORDER BY position", (code,)).fetchall()
        periods = query("SELECT * FROM special_period WHERE iso2 = ? ORDER BY start", (code,)).fetchall()
        used |= {row["source_id"] for row in (*laws, *periods)} | {"holidays", "tzdata"}
        names = query("SELECT language, name FROM country_name WHERE iso2 = ? AND kind = 'name'", (code,))
        zones = query("SELECT zone FROM zone WHERE iso2 = ? ORDER BY position", (code,))
        subdivisions = query("SELECT code, name FROM subdivision WHERE iso2 = ? ORDER BY code", (code,))
        shares = query(
            "SELECT language, percent, status FROM country_language WHERE iso2 = ? ORDER BY percent DESC", (code,)
        )
        take = facts.pop
        return Country(
            iso2=code,
            iso3=query("SELECT iso3 FROM country WHERE iso2 = ?", (code,)).fetchone()[0],
            names={row["language"]: row["name"] for row in names},
            official_languages=tuple(take("official_languages", ())),
            business_languages=tuple(take("business_languages", ())),
            currencies=tuple(take("currencies", ())),
            currency_regime=take("currency_regime", None),
            calling_code=take("calling_code", None),
            time_zones=tuple(row["zone"] for row in zones),
            weekend=_week(take("weekend")),
            weekend_half_day=take("weekend_half_day", None),
            weekend_regional=tuple(take("weekend_regional", ())),
            first_day_of_week=take("first_day_of_week"),
            office_hours=_hours(take("office_hours", ())),
            measurement_system=take("measurement_system", None),
            paper_size=take("paper_size", None),
            decimal_separator=take("decimal_separator", None),
            number_example=take("number_example", None),
            date_order=take("date_order", None),
            calendars=tuple(take("calendars", ())),
            name_order=take("name_order", None),
            postal=take("postal", None) or {"uses_postcode": None, "code_position": None, "large_to_small": None},
            uses_iban=take("uses_iban", None),
            iban_length=take("iban_length", None),
            vat_standard_rate=take("vat_standard_rate", None),
            treaties={name: treaties[name] for name in TREATIES},
            gdpr=take("gdpr"),
            data_laws=tuple(_law(row) for row in laws),
            fatf_list=take("fatf_list", None),
            recording_consent=take("recording_consent", None),
            special_periods=_period_kinds(periods),
            subdivisions=tuple((row["code"], row["name"]) for row in subdivisions),
            group_separator=take("group_separator", None),
            main_locale=take("main_locale", None),
            extra=facts,
            language_shares=tuple((row["language"], row["percent"], row["status"]) for row in shares),
            sources=tuple(sorted(self._sources(used).values(), key=lambda source: source.id)),
        )

    def _sources(self, ids: Iterable[str]) -> dict[str, Source]:
        wanted = sorted(ids)
        marks = ", ".join("?" * len(wanted))
        rows = self._connection.execute(f"SELECT * FROM source WHERE id IN ({marks})", wanted)
        return {row["id"]: _source(row) for row in rows}


def _shipped_database() -> Path:
    folder = files("dragoman_resources") / "knowledge"
    if isinstance(folder, Path):
        path = folder / DATABASE_NAME
        if is_checkout(folder):
            _refresh(path, folder)
        if path.is_file():
            return path
    elif (packed := folder / DATABASE_NAME).is_file():
        kept = ExitStack()
        atexit.register(kept.close)
        return kept.enter_context(as_file(packed))
    raise KnownError(
        N_("The knowledge database is missing from this installation."),
        N_("Install Dragoman again. Your own data are kept elsewhere and are untouched."),
    )


def _refresh(path: Path, folder: Path) -> None:
    if path.is_file() and not Inputs(folder).changed_after(path.stat().st_mtime):
        return
    from dragoman.knowledge.build import ensure_built

    ensure_built(path, folder, strict=False)


def _varied(hits: list[Hit]) -> list[Hit]:
    """Return ``hits`` with the fourth and later of one wording (Ramadan in 27 countries) after the others."""
    counted: dict[tuple[str, str], int] = {}
    ranks = []
    for hit in hits:
        counted[hit.topic, hit.title] = counted.get((hit.topic, hit.title), 0) + 1
        ranks.append(counted[hit.topic, hit.title] > _ALIKE)
    return [hit for _late, hit in sorted(zip(ranks, hits, strict=True), key=lambda pair: pair[0])]


def _card_language(language: str) -> str:
    return "zh" if language.lower().startswith("zh") else "en"


def _week(days: Iterable[str]) -> Week:
    off = frozenset(days)
    return cast(Week, tuple(day in off for day in WEEKDAYS))


def _hours(spans: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((span[0], span[1]) for span in spans)


def _holiday(row: sqlite3.Row) -> Holiday:
    return Holiday(
        date=date.fromisoformat(row["date"]),
        name_en=row["name_en"],
        name_local=row["name_local"],
        name_zh=row["name_zh"],
        category=row["category"],
        estimated=bool(row["estimated"]),
        makeup_workday=bool(row["makeup_workday"]),
        subdivision=row["subdivision"] or None,
    )


def _special_period(row: sqlite3.Row) -> SpecialPeriod:
    return SpecialPeriod(
        iso2=row["iso2"],
        id=row["id"],
        start=date.fromisoformat(row["start"]),
        end=date.fromisoformat(row["end"]),
        name_en=row["name_en"],
        name_zh=row["name_zh"],
        effect_en=row["effect_en"],
        effect_zh=row["effect_zh"],
        estimated=bool(row["estimated"]),
        hours=_hours(json.loads(row["hours"])) if row["hours"] else (),
    )


def _period_kinds(rows: list[sqlite3.Row]) -> tuple[dict[str, object], ...]:
    kinds: dict[str, dict[str, Any]] = {}
    for row in rows:
        kind = kinds.setdefault(
            row["id"],
            {
                "id": row["id"],
                "name": row["name_en"],
                "name_zh": row["name_zh"],
                "effect": row["effect_en"],
                "effect_zh": row["effect_zh"],
                "office_hours": json.loads(row["hours"]) if row["hours"] else None,
                "occurrences": [],
                "source": row["source_id"],
                "as_of": row["as_of"],
            },
        )
        kind["occurrences"].append({"from": row["start"], "to": row["end"], "estimated": bool(row["estimated"])})
    return tuple(kinds.values())


def _treaty(row: sqlite3.Row) -> Treaty:
    return Treaty(
        member=None if row["status"] is None else bool(row["status"]),
        in_force=row["in_force"],
        declarations=row["scope"],
        declarations_zh=row["scope_zh"],
        source=row["source_id"],
        as_of=_day(row["as_of"]),
    )


def _law(row: sqlite3.Row) -> dict[str, object]:
    keys = ("name", "short", "in_force", "regulator", "transfer_en", "transfer_zh", "source_id", "as_of")
    law: dict[str, object] = {key: row[key] for key in keys}
    law["source"] = law.pop("source_id")
    return law


def _source(row: sqlite3.Row) -> Source:
    return Source(row["id"], row["title"], row["publisher"], _day(row["as_of"]), row["url"])


def _text(row: sqlite3.Row, sources: dict[str, Source]) -> EtiquetteText:
    return EtiquetteText(
        topic=row["topic"],
        summary=row["summary"],
        do=tuple(json.loads(row["do"])),
        dont=tuple(json.loads(row["dont"])),
        detail=row["detail"],
        confidence=row["confidence"],
        as_of=date.fromisoformat(row["as_of"]),
        sources=tuple(sources[source] for source in json.loads(row["source_ids"])),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _body(row: sqlite3.Row) -> str:
    if row["body"] is not None:
        return str(row["body"])
    return "\n".join([*json.loads(row["do"]), *json.loads(row["dont"]), row["detail"]])


def _snippet(body: str, query: str) -> str:
    """Return the neighbourhood of the first word of ``query`` that stands in ``body``, as plain text."""
    flat = " ".join(body.split())
    lowered = flat.lower()
    places = [lowered.find(word.lower()) for word in query.split()]
    place = next((found for found in places if found >= 0), 0)
    start, end = max(0, place - _SNIPPET_CHARACTERS), place + 2 * _SNIPPET_CHARACTERS
    if start:
        start = flat.find(" ", start, place) + 1 or start
    return ("… " if start else "") + flat[start:end].strip() + (" …" if end < len(flat) else "")
