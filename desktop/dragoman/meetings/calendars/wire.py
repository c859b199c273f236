"""Expansions as lines of JSON, between the process that reads a calendar and the one that asked."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from dragoman.base.i18n import Text
from dragoman.meetings.calendars.expansion import Batch
from dragoman.meetings.calendars.model import Occurrence, When


def batch_line(batch: Batch) -> str:
    """Return ``batch`` as one line."""
    return json.dumps(
        {
            "occurrences": [
                [each.uid, each.summary, when_text(each.start), when_text(each.end), each.busy]
                for each in batch.occurrences
            ],
            "problem": text_json(batch.problem) if batch.problem else None,
            "note": text_json(batch.note) if batch.note else None,
        }
    )


def batch_of(document: dict[str, object]) -> Batch:
    """Return the batch of a line's JSON."""
    rows = document["occurrences"]
    assert isinstance(rows, list)
    problem, note = document["problem"], document["note"]
    return Batch(
        [Occurrence(uid, summary, when_of(start), when_of(end), busy) for uid, summary, start, end, busy in rows],
        text_of(problem) if problem else None,
        text_of(note) if note else None,
    )


def when_text(when: When) -> str:
    """Return an instant ending in Z, a floating time without offset, or a bare date."""
    if not isinstance(when, datetime):
        return when.isoformat()
    if when.tzinfo is None:
        return when.replace(microsecond=0).isoformat()
    try:
        when = when.astimezone(UTC)
    except OverflowError:
        when = when.replace(tzinfo=UTC)
    return when.replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def when_of(text: str) -> When:
    """Return what :func:`when_text` wrote."""
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def text_json(text: Text) -> list[object]:
    """Return ``text`` as JSON; its values are texts, strings and numbers."""
    return [
        text.message,
        {
            key: {"text": text_json(value)}
            if isinstance(value, Text)
            else value
            if isinstance(value, int)
            else str(value)
            for key, value in text.values.items()
        },
    ]


def text_of(document: object) -> Text:
    """Return what :func:`text_json` wrote."""
    assert isinstance(document, list)
    message, values = document
    return Text(
        message,
        {key: text_of(value["text"]) if isinstance(value, dict) else value for key, value in values.items()},
    )
