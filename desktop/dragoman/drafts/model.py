"""What crosses the drafts package's boundary."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Sender or recipient. ``gender`` is ``f``, ``m`` or None when unknown; ``language`` a BCP 47 tag."""

    given_name: str = ""
    family_name: str = ""
    title: str = ""
    gender: str | None = None
    company: str = ""
    country: str = ""
    language: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One thing a purpose needs to know. ``type`` is text, money, date, quantity, integer, percent or list.

    ``label`` and ``hint`` are message ids for the form; ``example`` is valid input.
    """

    name: str
    type: str
    required: bool
    label: str
    hint: str
    example: object


@dataclass(frozen=True, slots=True)
class DraftWarning:
    """Advice on a letter; none blocks. ``kind`` is a stable id."""

    kind: str
    message: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished letter. ``text`` is all of it as plain text, ``html`` the same with direction and paragraphs."""

    language: str
    locale: str
    direction: str
    subject: str
    salutation: str
    body: str
    closing: str
    text: str
    html: str
    warnings: tuple[DraftWarning, ...] = ()
