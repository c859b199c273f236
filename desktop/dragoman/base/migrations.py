"""Ordered migrations of the user's database. Add one at the end; never change one that was released."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

migrations = Migrations("dragoman")


@migrations()
def m001_start(db: Database) -> None:
    """Settings and counterparts."""
    db.table("setting").create({"key": str, "value": str}, pk="key")
    db.table("counterpart").create(
        {
            "id": int,
            "given_name": str,
            "family_name": str,
            "title": str,
            "gender": str,
            "company": str,
            "country": str,
            "subdivision": str,
            "city": str,
            "zone": str,
            "language": str,
            "email": str,
            "phone": str,
            "notes": str,
            "is_sample": int,
            "updated_at": str,
        },
        pk="id",
        not_null={"given_name", "family_name", "company", "country", "zone", "language", "updated_at"},
    )


@migrations()
def m002_translation(db: Database) -> None:
    """Translation memory, glossary, history and the language pair of a counterpart."""
    for statement in (
        # Without AUTOINCREMENT an id could be given again, and the index in memory would take one for the other.
        """CREATE TABLE memory_entry (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            pair TEXT NOT NULL,
            source_language TEXT NOT NULL,
            target_language TEXT NOT NULL,
            counterpart_id INTEGER REFERENCES counterpart(id) ON DELETE CASCADE,
            source TEXT NOT NULL,
            source_key TEXT NOT NULL,
            target TEXT NOT NULL,
            how TEXT NOT NULL,
            signature BLOB NOT NULL,
            updated_at TEXT NOT NULL
        )""",
        "CREATE UNIQUE INDEX memory_entry_text ON memory_entry (pair, source_key, target, ifnull(counterpart_id, 0))",
        "CREATE INDEX memory_entry_pair ON memory_entry (pair, id)",
        "CREATE INDEX memory_entry_signature ON memory_entry (pair, signature)",
        "CREATE INDEX memory_entry_counterpart ON memory_entry (counterpart_id)",
        """CREATE TABLE glossary_entry (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            pair TEXT NOT NULL,
            source_language TEXT NOT NULL,
            target_language TEXT NOT NULL,
            counterpart_id INTEGER REFERENCES counterpart(id) ON DELETE CASCADE,
            source TEXT NOT NULL,
            target TEXT NOT NULL,
            keep INTEGER NOT NULL,
            note TEXT NOT NULL,
            updated_at TEXT NOT NULL
        )""",
        "CREATE UNIQUE INDEX glossary_entry_term ON glossary_entry (pair, source, target, ifnull(counterpart_id, 0))",
        "CREATE INDEX glossary_entry_counterpart ON glossary_entry (counterpart_id)",
        """CREATE TABLE history_entry (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            source_language TEXT NOT NULL,
            target_language TEXT NOT NULL,
            counterpart_id INTEGER REFERENCES counterpart(id) ON DELETE CASCADE,
            source TEXT NOT NULL,
            target TEXT NOT NULL,
            folded TEXT NOT NULL,
            favourite INTEGER NOT NULL DEFAULT 0,
            updated_at TEXT NOT NULL
        )""",
        "CREATE INDEX history_entry_time ON history_entry (updated_at)",
        "CREATE INDEX history_entry_counterpart ON history_entry (counterpart_id)",
        """CREATE TABLE language_pair (
            counterpart_id INTEGER REFERENCES counterpart(id) ON DELETE CASCADE,
            source_language TEXT NOT NULL,
            target_language TEXT NOT NULL
        )""",
        "CREATE UNIQUE INDEX language_pair_counterpart ON language_pair (ifnull(counterpart_id, 0))",
        "CREATE INDEX language_pair_key ON language_pair (counterpart_id)",
    ):
        db.conn.execute(statement)


@migrations()
def m003_country_note(db: Database) -> None:
    """What the user wrote about a country, one text each."""
    db.conn.execute("CREATE TABLE country_note (iso2 TEXT PRIMARY KEY, text TEXT NOT NULL, updated TEXT NOT NULL)")


@migrations()
def m004_deals(db: Database) -> None:
    """Deals with a counterpart: what was offered, the terms, notes taken in a call, and parts kept as JSON."""
    for statement in (
        """CREATE TABLE deal (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            counterpart_id INTEGER REFERENCES counterpart(id) ON DELETE CASCADE,
            title TEXT NOT NULL,
            role TEXT NOT NULL,
            currency TEXT NOT NULL,
            is_closed INTEGER NOT NULL DEFAULT 0,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL
        )""",
        "CREATE INDEX deal_counterpart ON deal (counterpart_id)",
        """CREATE TABLE deal_offer (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            deal_id INTEGER NOT NULL REFERENCES deal(id) ON DELETE CASCADE,
            side TEXT NOT NULL,
            at TEXT NOT NULL,
            price TEXT,
            currency TEXT NOT NULL,
            quantity TEXT,
            unit TEXT NOT NULL,
            incoterm TEXT NOT NULL,
            place TEXT NOT NULL,
            payments TEXT NOT NULL,
            lead_days INTEGER,
            delivery_date TEXT,
            other TEXT NOT NULL,
            line TEXT NOT NULL
        )""",
        "CREATE INDEX deal_offer_deal ON deal_offer (deal_id, id)",
        """CREATE TABLE deal_term (
            deal_id INTEGER NOT NULL REFERENCES deal(id) ON DELETE CASCADE,
            term_id TEXT NOT NULL,
            state TEXT NOT NULL,
            value TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            PRIMARY KEY (deal_id, term_id)
        )""",
        """CREATE TABLE deal_note (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            deal_id INTEGER NOT NULL REFERENCES deal(id) ON DELETE CASCADE,
            at TEXT NOT NULL,
            text TEXT NOT NULL
        )""",
        "CREATE INDEX deal_note_deal ON deal_note (deal_id, id)",
        """CREATE TABLE deal_part (
            deal_id INTEGER NOT NULL REFERENCES deal(id) ON DELETE CASCADE,
            part TEXT NOT NULL,
            data TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            PRIMARY KEY (deal_id, part)
        )""",
    ):
        db.conn.execute(statement)


@migrations()
def m005_drafts(db: Database) -> None:
    """Letters with all their versions: what the form held as JSON, and the letter as it was."""
    for statement in (
        """CREATE TABLE draft (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            counterpart_id INTEGER REFERENCES counterpart(id) ON DELETE CASCADE,
            purpose TEXT NOT NULL,
            subject TEXT NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL
        )""",
        "CREATE INDEX draft_counterpart ON draft (counterpart_id)",
        """CREATE TABLE draft_version (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            draft_id INTEGER NOT NULL REFERENCES draft(id) ON DELETE CASCADE,
            at TEXT NOT NULL,
            language TEXT NOT NULL,
            locale TEXT NOT NULL,
            register TEXT NOT NULL,
            data TEXT NOT NULL,
            subject TEXT NOT NULL,
            salutation TEXT NOT NULL,
            body TEXT NOT NULL,
            closing TEXT NOT NULL
        )""",
        "CREATE INDEX draft_version_draft ON draft_version (draft_id, id)",
    ):
        db.conn.execute(statement)


@migrations()
def m006_counterpart_details(db: Database) -> None:
    """How a counterpart wishes to be addressed, their job, channels and hours, and until when they are kept."""
    for name in ("called", "role", "channels", "hours", "retain_until"):
        db.table("counterpart").add_column(name, str, not_null_default="")


@migrations()
def m007_meetings(db: Database) -> None:
    """Who is asked to meetings with a counterpart, as JSON (one row without a counterpart for all other talks), and the
    invitations that were written."""
    for statement in (
        """CREATE TABLE meeting_guests (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            counterpart_id INTEGER REFERENCES counterpart(id) ON DELETE CASCADE,
            data TEXT NOT NULL,
            updated_at TEXT NOT NULL
        )""",
        "CREATE UNIQUE INDEX meeting_guests_counterpart ON meeting_guests (ifnull(counterpart_id, 0))",
        """CREATE TABLE meeting_invitation (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            counterpart_id INTEGER REFERENCES counterpart(id) ON DELETE CASCADE,
            uid TEXT NOT NULL UNIQUE,
            data TEXT NOT NULL
        )""",
        "CREATE INDEX meeting_invitation_counterpart ON meeting_invitation (counterpart_id)",
    ):
        db.conn.execute(statement)


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Apply what is pending and stamp the file with ``version``, all of it within the caller's transaction."""
    migrations.apply(Database(connection))
    connection.execute(f"PRAGMA user_version = {version:d}")
