"""Fill the knowledge database: derived facts, hand-written tables, holidays, cards, search index."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from dragoman.knowledge import derive_countries, derive_holidays, special_periods, written
from dragoman.knowledge.cards import Card
from dragoman.knowledge.fts import indexed, name_key
from dragoman.knowledge.inputs import Inputs
from dragoman.knowledge.model import TOPICS, WEEKDAYS
from dragoman.knowledge.records import Fact, Provenance, settle
from dragoman.knowledge.schema import SCHEMA
from dragoman.knowledge.topic_words import TOPIC_WORDS


def compile_database(path: Path, inputs: Inputs, cards: list[Card], meta: dict[str, str]) -> None:
    """Write the whole database to the empty file ``path``. Raises :class:`ValueError` naming a faulty table."""
    _Compiler(Database(path), inputs).run(cards, meta)


class _Compiler:
    def __init__(self, database: Database, inputs: Inputs) -> None:
        self._database = database
        self._execute = database.conn.execute
        self._many = database.conn.executemany
        self._inputs = inputs
        self._sources = written.sources(inputs)
        self._codes = derive_countries.iso_codes()
        self._cldr = inputs.table("cldr")
        self._conventions = inputs.table("conventions")
        self._today = self._as_of("dragoman") or date.min

    def run(self, cards: list[Card], meta: dict[str, str]) -> None:
        connection = self._database.conn
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096;" + SCHEMA)
        connection.execute("BEGIN")
        self._write_sources(cards)
        self._write_countries()
        self._write_names()
        self._write_zones()
        self._write_facts()
        self._write_law()
        self._write_special_periods()
        chinese = self._write_holidays()
        self._write_cards(cards)
        self._write_search(cards)
        numbers = {f"version:{package}": number for package, number in self._inputs.versions.items()}
        numbers["holiday_names_without_chinese"] = str(len(chinese.missing))
        self._many("INSERT INTO meta VALUES (?, ?)", [*meta.items(), *numbers.items()])
        connection.execute("COMMIT")
        connection.execute("PRAGMA foreign_key_check")
        connection.executescript("INSERT INTO kb_fts(kb_fts) VALUES ('optimize'); ANALYZE; VACUUM;")
        self._database.close()

    def _provenance(self, source_id: str, confidence: str = "high", origin: str = "derived") -> Provenance:
        return Provenance(source_id, self._as_of(source_id), confidence, origin)

    def _as_of(self, source_id: str) -> date | None:
        as_of: date | None = self._sources[source_id].get("as_of")
        return as_of

    def _write_sources(self, cards: list[Card]) -> None:
        rows = {
            source_id: (source_id, row["title"], row["publisher"], _iso(row.get("as_of")), row.get("url"))
            for source_id, row in self._sources.items()
        }
        for card in cards:
            for source in card.sources:
                # Cards name their sources for themselves: the same short id may be another edition elsewhere.
                key = f"{card.iso2}:{source['id']}"
                rows[key] = (key, source["title"], source["publisher"], _iso(source["as_of"]), source.get("url"))
        self._many("INSERT INTO source VALUES (?, ?, ?, ?, ?)", list(rows.values()))

    def _write_countries(self) -> None:
        cldr = self._provenance("cldr")
        iso3: dict[str, str] = self._cldr["iso3"]
        self._many(
            "INSERT INTO country VALUES (?, ?, ?, ?, ?, ?)",
            [(iso2, iso3[iso2], *_row(cldr)) for iso2 in self._codes],
        )

    def _write_names(self) -> None:
        babel, own = self._provenance("babel"), self._provenance("dragoman", origin="written")
        names = derive_countries.names(self._codes)
        positions = _positions(names)
        rows = [
            (name.iso2, name.language, name.name, name_key(name.name), positions[name], "name", *_row(babel))
            for name in names
        ]
        taken = {(row[0], row[1], row[2]) for row in rows}
        for language, aliases in self._inputs.table("aliases").items():
            for iso2, listed in aliases.items():
                rows += [
                    (iso2, language, alias, name_key(alias), 0, "alias", *_row(own))
                    for alias in listed
                    if (iso2, language, alias) not in taken
                ]
        self._many("INSERT INTO country_name VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _write_zones(self) -> None:
        tzdata = self._provenance("tzdata")
        counted: dict[str, int] = {}
        rows = []
        for zone in derive_countries.zones(self._codes, self._conventions["main_zone"]):
            position = counted.setdefault(zone.iso2, 0)
            counted[zone.iso2] += 1
            rows.append((zone.iso2, position, zone.zone, zone.comment, *_row(tzdata)))
        self._many("INSERT INTO zone VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _write_facts(self) -> None:
        facts = written.second_opinions(self._inputs, self._codes)
        facts += [fact for iso2 in self._codes for fact in self._derived_facts(iso2)]
        facts += written.facts(self._inputs, self._codes)
        facts += written.gdpr(self._inputs, self._codes)
        facts += written.fatf(self._inputs, self._codes)
        facts += written.platforms(self._inputs, self._codes)
        overrides = written.overrides(self._inputs)
        facts += [Fact(row.iso2, row.key, row.value, row.provenance) for row in overrides]
        single, general = written.decisions(self._inputs)
        reasons = written.notes(self._inputs) | single | {(row.iso2, row.key): row.reason for row in overrides}
        winners, disagreements, comparisons = settle(facts, reasons, general)
        self._many("INSERT INTO comparison VALUES (?, ?, ?, ?, ?)", [astuple(row) for row in comparisons])
        self._many(
            "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(fact.iso2, fact.key, _json(fact.value), *_row(fact.provenance)) for fact in winners],
        )
        self._many(
            "INSERT INTO override VALUES (?, ?, ?, ?, ?, ?)",
            [
                (row.iso2, row.key, _json(row.value), row.reason, row.provenance.source_id, _iso(row.provenance.as_of))
                for row in overrides
            ],
        )
        self._many(
            "INSERT INTO disagreement VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (row.iso2, row.key, _json(row.chosen), row.chosen_source, _json(row.other), row.other_source,
                 row.decision)
                for row in disagreements
            ],
        )  # fmt: skip

    def _derived_facts(self, iso2: str) -> Iterable[Fact]:
        babel, cldr = self._provenance("babel"), self._provenance("cldr")
        shares = derive_countries.languages(iso2)
        self._many(
            "INSERT INTO country_language VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(*astuple(row), *_row(babel)) for row in shares],
        )
        periods = derive_countries.currency_periods(iso2)
        self._many(
            "INSERT INTO currency_period VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(row.iso2, row.currency, _iso(row.start), _iso(row.end), row.tender, *_row(babel)) for row in periods],
        )
        official = derive_countries.official_languages(shares)
        yield Fact(iso2, "official_languages", official, babel)
        yield Fact(iso2, "business_languages", official[:2], self._provenance("babel", "medium"))
        if currencies := derive_countries.currencies_in_use(periods, self._today):
            yield Fact(iso2, "currencies", currencies, babel)
        for key in ("first_day_of_week", "measurement_system", "paper_size", "calendars"):
            yield Fact(iso2, key, self._cldr[key].get(iso2, self._cldr[key]["001"]), cldr)
        if iso2 in derive_holidays.countries():
            days = [WEEKDAYS[day] for day in derive_holidays.weekend(iso2)]
            yield Fact(iso2, "weekend", days, self._provenance("holidays", "medium"))
        yield Fact(iso2, "weekend", self._cldr["weekend"].get(iso2, self._cldr["weekend"]["001"]), cldr)
        locale = derive_countries.main_locale(iso2, self._conventions["main_locale"])
        yield from derive_countries.locale_facts(iso2, locale, babel)
        if code := derive_countries.calling_code(iso2):
            yield Fact(iso2, "calling_code", code, self._provenance("phonenumbers"))
        length = derive_countries.iban_length(iso2)
        yield Fact(iso2, "uses_iban", length is not None, self._provenance("schwifty"))
        if length is not None:
            yield Fact(iso2, "iban_length", length, self._provenance("schwifty"))

    def _write_law(self) -> None:
        self._many(
            "INSERT INTO treaty_status VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    row.iso2,
                    row.treaty,
                    row.member,
                    row.in_force,
                    row.declarations,
                    row.declarations_zh,
                    *_row(row.provenance),
                )
                for row in written.treaties(self._inputs, self._codes)
            ],
        )
        counted: dict[str, int] = {}
        rows: list[tuple[Any, ...]] = []
        for law in written.data_laws(self._inputs, self._codes):
            position = counted.setdefault(law.iso2, 0)
            counted[law.iso2] += 1
            rows.append(
                (law.iso2, position, law.name, law.short, law.in_force, law.regulator, law.transfer_en, law.transfer_zh,
                 *_row(law.provenance))
            )  # fmt: skip
        self._many("INSERT INTO data_law VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _write_special_periods(self) -> None:
        names = [field.name for field in fields(special_periods.PeriodRow)]
        rows = []
        for period in special_periods.occurrences(self._inputs.table("special_periods"), self._codes):
            values = {name: getattr(period, name) for name in names}
            provenance = values.pop("provenance")
            values["start"], values["end"] = period.start.isoformat(), period.end.isoformat()
            rows.append((*values.values(), *_row(provenance)))
        self._many(f"INSERT INTO special_period VALUES ({', '.join('?' * 14)})", rows)

    def _write_holidays(self) -> derive_holidays.ChineseNames:
        table = self._inputs.table("holiday_names_zh")
        chinese = derive_holidays.ChineseNames(table["name"], table["qualifier"], table["country"])
        rules = derive_holidays.DayRules.from_table(self._inputs.table("holiday_rules"))
        provenance = _row(self._provenance("holidays"))
        days: dict[tuple[str, str, str, str], tuple[Any, ...]] = {}
        absences = set()
        for iso2, codes in derive_holidays.countries().items():
            labels = derive_holidays.subdivision_names(iso2, codes)
            self._many(
                "INSERT INTO subdivision VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(iso2, code, labels[code], *provenance) for code in codes],
            )
            for row in derive_holidays.rows(iso2, codes, chinese, rules):
                if isinstance(row, derive_holidays.Absence):
                    absences.add((row.iso2, row.subdivision, row.date.isoformat(), row.category))
                    continue
                place = (row.iso2, row.subdivision or "", row.date.isoformat(), row.category)
                # A half day kept as optional may fall on a day that is optional already: one row says both names.
                if place in days and days[place][0] != row.name_en:
                    row = replace(
                        row,
                        name_en=f"{days[place][0]}; {row.name_en}",
                        name_local=f"{days[place][1]}; {row.name_local}",
                        name_zh=f"{days[place][2]}；{row.name_zh}",
                    )
                days[place] = (row.name_en, row.name_local, row.name_zh, row.estimated, row.makeup_workday)
        names: dict[tuple[str, ...], int] = {}
        for values in days.values():
            names.setdefault(values[:3], len(names) + 1)
        self._many("INSERT INTO holiday_name VALUES (?, ?, ?, ?)", [(number, *name) for name, number in names.items()])
        self._many(
            "INSERT INTO holiday_day VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(*place, names[values[:3]], *values[3:]) for place, values in days.items()],
        )
        self._many("INSERT INTO holiday_absence VALUES (?, ?, ?, ?)", sorted(absences))
        return chinese

    def _write_cards(self, cards: list[Card]) -> None:
        for card in cards:
            as_of = card.as_of.isoformat()
            self._many(
                "INSERT INTO etiquette_card VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (card.iso2, lang, card.cluster, _json(top["do"]), _json(top["dont"]), as_of, card.confidence)
                    for lang, top in card.top.items()
                ],
            )
            self._many(
                "INSERT INTO etiquette_flag VALUES (?, ?, ?, ?, ?, 'written')",
                [(card.iso2, key, _json(value), as_of, card.confidence) for key, value in card.flags.items()],
            )
            self._many(
                "INSERT INTO etiquette_text VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'written')",
                [
                    (card.iso2, text.topic, text.lang, text.position, text.summary, _json(text.do), _json(text.dont),
                     text.detail, _json([f"{card.iso2}:{source}" for source in text.sources]), as_of, text.confidence)
                    for text in card.texts
                ],
            )  # fmt: skip

    def _write_search(self, cards: list[Card]) -> None:
        entries: list[tuple[str, str, str, str, str]] = []
        for lang in ("en", "zh"):
            rows = self._execute(
                "SELECT iso2, name FROM country_name WHERE language = ? AND kind = 'name' ORDER BY iso2", (lang,)
            ).fetchall()
            for iso2, name in rows:
                others = self._execute(
                    "SELECT group_concat(name, ' · ') FROM country_name"
                    " WHERE iso2 = ? AND (kind = 'alias' OR language = 'en')",
                    (iso2,),
                ).fetchone()[0]
                entries.append((iso2, "country", lang, name, others or name))
                column = "name_zh" if lang == "zh" else "name_en"
                holidays = self._execute(
                    f"SELECT DISTINCT {column} FROM holiday_day JOIN holiday_name ON id = name_id"
                    " WHERE iso2 = ? AND category IN ('public', 'half_day') AND subdivision = '' AND makeup_workday = 0"
                    " AND date >= ? ORDER BY 1",
                    (iso2, self._today.isoformat()),
                ).fetchall()
                if holidays:
                    entries.append((iso2, "holidays", lang, name, " · ".join(row[0] for row in holidays)))
                entries += [
                    (iso2, "special_period", lang, period[0], period[1])
                    for period in self._execute(
                        f"SELECT DISTINCT name_{lang}, effect_{lang} FROM special_period WHERE iso2 = ?", (iso2,)
                    )
                ]
                entries += [
                    (iso2, "law", lang, law[0], " ".join(part for part in law if part))
                    for law in self._execute(
                        f"SELECT name, short, regulator, transfer_{lang} FROM data_law WHERE iso2 = ?", (iso2,)
                    )
                ]
        for card in cards:
            entries += [
                (card.iso2, text.topic, text.lang, text.summary, "\n".join([*text.do, *text.dont, text.detail]))
                for text in card.texts
            ]
        numbered = [(number, *entry) for number, entry in enumerate(entries, start=1)]
        self._many(
            "INSERT INTO search_entry VALUES (?, ?, ?, ?, ?, ?)",
            [(*entry[:5], None if entry[2] in TOPICS else entry[5]) for entry in numbered],
        )
        names = self._search_names()
        self._many(
            "INSERT INTO kb_fts (rowid, title, body, place) VALUES (?, ?, ?, ?)",
            [
                (number, indexed(title), indexed(body), indexed(f"{names[iso2, lang]} {TOPIC_WORDS[topic][lang]}"))
                for number, iso2, topic, lang, title, body in numbered
            ],
        )

    def _search_names(self) -> dict[tuple[str, str], str]:
        """Return the code, name and other names of every country in English and Chinese: “Japan gifts” finds both."""
        found = {(iso2, lang): iso2 for iso2 in self._codes for lang in ("en", "zh")}
        for iso2, lang, name in self._execute(
            "SELECT iso2, language, name FROM country_name WHERE language IN ('en', 'zh') ORDER BY kind DESC, name"
        ):
            found[iso2, lang] += f" {name}"
        return found


def _positions(names: list[derive_countries.Name]) -> dict[derive_countries.Name, int]:
    """Return each name's rank among the names of its language, as a reader of it would look one up."""
    by_language: dict[str, list[derive_countries.Name]] = {}
    for name in names:
        by_language.setdefault(name.language, []).append(name)
    return {
        name: rank
        for language, group in by_language.items()
        for rank, name in enumerate(sorted(group, key=lambda each: _sort_key(language, each.name)))
    }


def _sort_key(language: str, name: str) -> tuple[bytes | str, str]:
    if language == "zh":
        # GB 2312 orders its 3,755 common characters by pinyin, and its successor encodings keep that order.
        return name.encode("gb18030").hex(), name
    return name_key(name), name


def _row(provenance: Provenance) -> tuple[str, str | None, str, str]:
    return provenance.source_id, _iso(provenance.as_of), provenance.confidence, provenance.origin


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
