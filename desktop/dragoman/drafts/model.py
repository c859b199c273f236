"""What crosses the drafts package's boundary."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.base.i18n import Text

FIELD_TYPES = ("text", "money", "date", "quantity", "integer", "percent", "instant", "list")


@dataclass(frozen=True, slots=True)
class Person:
    """Sender or recipient. ``gender`` is ``f``, ``m`` or None when unknown; ``language`` a BCP 47 tag.

    ``zone`` is their IANA time zone; empty, it is their country's where that has only one. ``subdivision`` is the
    part of ISO 3166-2 after the dash, for regional holidays. ``city`` is what their place is called beside a clock time
    where it is not the zone's own.
    """

    given_name: str = ""
    family_name: str = ""
    title: str = ""
    gender: str | None = None
    company: str = ""
    country: str = ""
    language: str = ""
    email: str = ""
    phone: str = ""
    zone: str = ""
    subdivision: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One thing a purpose needs to know. ``type`` is text, money, date, quantity, integer, percent, instant or list.

    ``label`` and ``hint`` are message ids for the form; ``example`` is valid input. ``columns`` are the fields
    of one row of a list, ``choices`` the ids a text field may hold (empty: anything), ``multiline`` whether a
    text may have line breaks. ``timing`` is ``deadline`` for a day on which somebody must act, ``past`` for a
    day that has been. ``free`` marks wording of the writer's own, which goes into the letter as it is.
    """

    name: str
    type: str
    required: bool
    label: str
    hint: str
    example: object
    columns: tuple[FieldSpec, ...] = ()
    choices: tuple[str, ...] = ()
    multiline: bool = False
    timing: str = ""
    free: bool = False


@dataclass(frozen=True, slots=True)
class Cure:
    """What one click mends (:func:`dragoman.drafts.cures.cured` does it).

    ``field`` is a field's name, with row and column where it is in a list (``items[2].description``), or ``register``.
    ``value`` is what comes in: instead of ``find`` where that is given, else as the whole value; None only shows
    the place.
    """

    field: str
    value: str | None = None
    find: str = ""


@dataclass(frozen=True, slots=True)
class DraftWarning:
    """Advice on a letter; none blocks. ``kind`` is a stable id.

    ``message`` and ``suggestion`` are in English; ``text`` and ``remedy`` say the same for
    :func:`dragoman.base.i18n.render`, which words it in the language of the window. ``cure`` is there where one
    click can follow the suggestion.
    """

    kind: str
    message: str
    suggestion: str | None = None
    text: Text | None = None
    remedy: Text | None = None
    cure: Cure | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a letter, in the reader's formats. The first column heads a row's entry in plain text.

    ``numeric`` tells for each column whether it is set flush right; ``colon`` is the reader's colon with its blank,
    ``digits`` their ten digits.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    colon: str = ": "
    digits: str = "0123456789"

    @property
    def text(self) -> str:
        """The rows as a numbered list that keeps its shape in any typeface and on a telephone."""
        entries = []
        for number, row in enumerate(self.rows, start=1):
            lines = [f"{str(number).translate(dict(enumerate(self.digits, ord('0'))))}. {row[0]}"]
            lines += [
                f"   {header}{self.colon}{cell}" for header, cell in zip(self.headers[1:], row[1:], strict=True) if cell
            ]
            entries.append("\n".join(lines))
        return "\n\n".join(entries)


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished letter. ``text`` is all of it as plain text, ``html`` the same with direction and paragraphs.

    ``locale`` is the BCP 47 tag whose formats and customs it follows. ``closing`` holds the complimentary close
    and the signature. ``tables`` are those that stand in ``body`` as text and in ``html`` as tables.
    """

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
    purpose: str = ""
    register: str = ""
    tables: tuple[Table, ...] = ()
