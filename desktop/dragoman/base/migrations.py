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


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Apply what is pending and stamp the file with ``version``, all of it within the caller's transaction."""
    migrations.apply(Database(connection))
    connection.execute(f"PRAGMA user_version = {version:d}")
