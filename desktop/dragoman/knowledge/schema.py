"""Tables of the knowledge database. Every row says where it comes from: source_id, as_of, confidence, origin."""

from __future__ import annotations

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, publisher TEXT NOT NULL, as_of TEXT, url TEXT
) WITHOUT ROWID;
CREATE TABLE country (
    iso2 TEXT PRIMARY KEY, iso3 TEXT NOT NULL UNIQUE,
    source_id TEXT NOT NULL REFERENCES source(id), as_of TEXT, confidence TEXT NOT NULL, origin TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE country_name (
    iso2 TEXT NOT NULL REFERENCES country(iso2), language TEXT NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL,
    position INTEGER NOT NULL, kind TEXT NOT NULL,
    source_id TEXT NOT NULL REFERENCES source(id), as_of TEXT, confidence TEXT NOT NULL, origin TEXT NOT NULL,
    PRIMARY KEY (iso2, language, name)
) WITHOUT ROWID;
CREATE INDEX country_name_key ON country_name (key);
CREATE INDEX country_name_position ON country_name (language, position) WHERE kind = 'name';
CREATE TABLE country_language (
    iso2 TEXT NOT NULL REFERENCES country(iso2), language TEXT NOT NULL, percent REAL NOT NULL, status TEXT,
    source_id TEXT NOT NULL REFERENCES source(id), as_of TEXT, confidence TEXT NOT NULL, origin TEXT NOT NULL,
    PRIMARY KEY (iso2, language)
) WITHOUT ROWID;
CREATE TABLE currency_period (
    iso2 TEXT NOT NULL REFERENCES country(iso2), currency TEXT NOT NULL, start TEXT, end TEXT, tender INTEGER NOT NULL,
    source_id TEXT NOT NULL REFERENCES source(id), as_of TEXT, confidence TEXT NOT NULL, origin TEXT NOT NULL
);
CREATE INDEX currency_period_iso2 ON currency_period (iso2);
CREATE TABLE zone (
    iso2 TEXT NOT NULL REFERENCES country(iso2), position INTEGER NOT NULL, zone TEXT NOT NULL, comment TEXT NOT NULL,
    source_id TEXT NOT NULL REFERENCES source(id), as_of TEXT, confidence TEXT NOT NULL, origin TEXT NOT NULL,
    PRIMARY KEY (iso2, position)
) WITHOUT ROWID;
CREATE TABLE subdivision (
    iso2 TEXT NOT NULL REFERENCES country(iso2), code TEXT NOT NULL, name TEXT NOT NULL,
    source_id TEXT NOT NULL REFERENCES source(id), as_of TEXT, confidence TEXT NOT NULL, origin TEXT NOT NULL,
    PRIMARY KEY (iso2, code)
) WITHOUT ROWID;

-- 150,000 rows that share 10,000 names and one source: stored apart, read through the view below.
CREATE TABLE holiday_name (
    id INTEGER PRIMARY KEY, name_en TEXT NOT NULL, name_local TEXT NOT NULL, name_zh TEXT NOT NULL
);
CREATE TABLE holiday_day (
    iso2 TEXT NOT NULL REFERENCES country(iso2), subdivision TEXT NOT NULL, date TEXT NOT NULL, category TEXT NOT NULL,
    name_id INTEGER NOT NULL REFERENCES holiday_name(id), estimated INTEGER NOT NULL, makeup_workday INTEGER NOT NULL,
    PRIMARY KEY (iso2, subdivision, date, category)
) WITHOUT ROWID;
CREATE TABLE holiday_absence (
    iso2 TEXT NOT NULL REFERENCES country(iso2), subdivision TEXT NOT NULL, date TEXT NOT NULL, category TEXT NOT NULL,
    PRIMARY KEY (iso2, subdivision, date, category)
) WITHOUT ROWID;
CREATE VIEW holiday AS
    SELECT day.iso2, nullif(day.subdivision, '') AS subdivision, day.date, name.name_en, name.name_local, name.name_zh,
           day.category, day.estimated, day.makeup_workday, source.id AS source_id, source.as_of,
           CASE day.estimated WHEN 1 THEN 'medium' ELSE 'high' END AS confidence, 'derived' AS origin
    FROM holiday_day AS day
    JOIN holiday_name AS name ON name.id = day.name_id
    JOIN source ON source.id = 'holidays';

CREATE TABLE special_period (
    iso2 TEXT NOT NULL REFERENCES country(iso2), id TEXT NOT NULL, start TEXT NOT NULL, end TEXT NOT NULL,
    name_en TEXT NOT NULL, name_zh TEXT NOT NULL, effect_en TEXT NOT NULL, effect_zh TEXT NOT NULL,
    estimated INTEGER NOT NULL, hours TEXT,
    source_id TEXT NOT NULL REFERENCES source(id), as_of TEXT, confidence TEXT NOT NULL, origin TEXT NOT NULL,
    PRIMARY KEY (iso2, id, start)
) WITHOUT ROWID;
CREATE TABLE treaty_status (
    iso2 TEXT NOT NULL REFERENCES country(iso2), treaty TEXT NOT NULL, status INTEGER, in_force TEXT, scope TEXT,
    scope_zh TEXT,
    source_id TEXT NOT NULL REFERENCES source(id), as_of TEXT, confidence TEXT NOT NULL, origin TEXT NOT NULL,
    PRIMARY KEY (iso2, treaty)
) WITHOUT ROWID;
CREATE TABLE data_law (
    iso2 TEXT NOT NULL REFERENCES country(iso2), position INTEGER NOT NULL, name TEXT NOT NULL, short TEXT,
    in_force TEXT, regulator TEXT, transfer_en TEXT, transfer_zh TEXT,
    source_id TEXT NOT NULL REFERENCES source(id), as_of TEXT, confidence TEXT NOT NULL, origin TEXT NOT NULL,
    PRIMARY KEY (iso2, position)
) WITHOUT ROWID;
CREATE TABLE fact (
    iso2 TEXT NOT NULL REFERENCES country(iso2), key TEXT NOT NULL, value TEXT NOT NULL,
    source_id TEXT NOT NULL REFERENCES source(id), as_of TEXT, confidence TEXT NOT NULL, origin TEXT NOT NULL,
    PRIMARY KEY (iso2, key)
) WITHOUT ROWID;
CREATE TABLE override (
    iso2 TEXT NOT NULL REFERENCES country(iso2), key TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL,
    source_id TEXT NOT NULL REFERENCES source(id), as_of TEXT NOT NULL,
    PRIMARY KEY (iso2, key)
) WITHOUT ROWID;
CREATE TABLE disagreement (
    iso2 TEXT NOT NULL REFERENCES country(iso2), key TEXT NOT NULL, chosen TEXT NOT NULL, chosen_source TEXT NOT NULL,
    other TEXT NOT NULL, other_source TEXT NOT NULL, decision TEXT NOT NULL
);
CREATE TABLE comparison (
    key TEXT NOT NULL, source TEXT NOT NULL, other_source TEXT NOT NULL, compared INTEGER NOT NULL,
    differing INTEGER NOT NULL,
    PRIMARY KEY (key, source, other_source)
) WITHOUT ROWID;
CREATE TABLE etiquette_card (
    iso2 TEXT NOT NULL REFERENCES country(iso2), lang TEXT NOT NULL, cluster TEXT NOT NULL, do TEXT NOT NULL,
    dont TEXT NOT NULL, as_of TEXT NOT NULL, confidence TEXT NOT NULL,
    PRIMARY KEY (iso2, lang)
) WITHOUT ROWID;
-- With a rowid: a row without one keeps only a quarter of a page and would spill most of another.
CREATE TABLE etiquette_text (
    iso2 TEXT NOT NULL REFERENCES country(iso2), topic TEXT NOT NULL, lang TEXT NOT NULL, position INTEGER NOT NULL,
    summary TEXT NOT NULL, do TEXT NOT NULL, dont TEXT NOT NULL, detail TEXT NOT NULL, source_ids TEXT NOT NULL,
    as_of TEXT NOT NULL, confidence TEXT NOT NULL, origin TEXT NOT NULL DEFAULT 'written',
    PRIMARY KEY (iso2, topic, lang)
);
CREATE TABLE etiquette_flag (
    iso2 TEXT NOT NULL REFERENCES country(iso2), key TEXT NOT NULL, value TEXT NOT NULL, as_of TEXT NOT NULL,
    confidence TEXT NOT NULL, origin TEXT NOT NULL DEFAULT 'written',
    PRIMARY KEY (iso2, key)
) WITHOUT ROWID;
CREATE TABLE search_entry (
    id INTEGER PRIMARY KEY, iso2 TEXT NOT NULL, topic TEXT NOT NULL, lang TEXT NOT NULL, title TEXT NOT NULL,
    body TEXT -- NULL where it is that of etiquette_text
);
CREATE VIRTUAL TABLE kb_fts USING fts5 (title, body, place, content='', tokenize='unicode61 remove_diacritics 2');
"""
