"""Invitations that were written, kept to be changed or called off; the people are not in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dragoman.base.database import UserDatabase


@dataclass(frozen=True, slots=True)
class SentInvitation:
    """One invitation as it was last written. ``starts`` are aware UTC, ``zone`` is the clock they stay on; ``sequence``
    counts the versions under one ``uid`` (RFC 5545, section 3.8.7.4)."""

    uid: str
    sequence: int
    summary: str
    starts: tuple[datetime, ...]
    duration_minutes: int
    zone: str
    link: str = ""
    location: str = ""


class InvitationStore:
    """Keeps invitations by counterpart (None: without one); a counterpart's go when they are erased."""

    def __init__(self, database: UserDatabase) -> None:
        self._database = database

    def all(self, counterpart_id: int | None, now: datetime) -> list[SentInvitation]:
        """Return those that have not ended by ``now``, the next one first."""
        rows = self._database.query(
            "SELECT * FROM meeting_invitation WHERE ifnull(counterpart_id, 0) = ?", [counterpart_id or 0]
        )
        found = [_invitation(row["uid"], json.loads(row["data"])) for row in rows]
        return sorted((one for one in found if max(one.starts) >= now), key=lambda one: min(one.starts))

    def keep(self, counterpart_id: int | None, sent: SentInvitation) -> None:
        """Keep an invitation, or its next version in place of the one before."""
        data = {
            "sequence": sent.sequence,
            "summary": sent.summary,
            "starts": [start.astimezone(UTC).isoformat() for start in sent.starts],
            "duration_minutes": sent.duration_minutes,
            "zone": sent.zone,
            "link": sent.link,
            "location": sent.location,
        }
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO meeting_invitation (counterpart_id, uid, data) VALUES (?, ?, ?)"
                " ON CONFLICT (uid) DO UPDATE SET data = excluded.data",
                [counterpart_id or None, sent.uid, json.dumps(data, ensure_ascii=False)],
            )

    def forget(self, uid: str) -> None:
        """Drop an invitation that was called off."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM meeting_invitation WHERE uid = ?", [uid])


def _invitation(uid: str, data: dict[str, Any]) -> SentInvitation:
    starts = tuple(map(datetime.fromisoformat, data.pop("starts")))
    return SentInvitation(uid=uid, starts=starts, **data)
