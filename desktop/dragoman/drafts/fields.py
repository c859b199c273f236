"""What a purpose asks for: typed values out of whatever a form or a file holds, all mistakes found at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text
from dragoman.drafts.clean import MAX_LINE, MAX_NAME, MAX_TEXT, has_controls, unified_lines
from dragoman.drafts.model import FieldSpec, Person

MAX_ROWS = 200
MAX_RECIPIENTS = 12
_MAX_DIGITS = 18
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_MONEY = re.compile(r"(?:([A-Za-z]{3})\s*(\S+)|(\S+?)\s*([A-Za-z]{3}))", re.ASCII)
_QUANTITY = re.compile(r"(-?[\d.,]+)\s*(\D.*)?", re.ASCII)
_PERSON_FIELDS = tuple(Person.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of a currency (ISO 4217)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount of a unit as the user wrote it; an empty unit is a bare number."""

    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Percent:
    """A share of a hundred."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment, in UTC."""

    at: datetime


Value = str | int | date | Money | Quantity | Percent | Instant | tuple[Mapping[str, "Value | None"], ...]
Values = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that cannot be used: where it stands (``items[2].unit_price``) and why."""

    where: str
    why: Text


class _BadValueError(Exception):
    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.why = Text(message, values)


def read_values(specs: Sequence[FieldSpec], given: Mapping[str, object]) -> tuple[Values, tuple[Problem, ...]]:
    """Return the values by field name (None where an optional one is absent) and every problem found."""
    problems: list[Problem] = []
    return _read_row(specs, given, "", problems), tuple(problems)


def unknown_names(specs: Sequence[FieldSpec], given: Mapping[str, object]) -> tuple[str, ...]:
    """Return the keys of ``given``, rows included, that no field is called."""
    known = {spec.name: spec for spec in specs}
    found = [str(key) for key in given if key not in known]
    for name, spec in known.items():
        rows = given.get(name)
        if spec.type == "list" and isinstance(rows, Sequence) and not isinstance(rows, str):
            for row in rows:
                if isinstance(row, Mapping):
                    found += [f"{name}.{key}" for key in unknown_names(spec.columns, row)]
    return tuple(dict.fromkeys(found))


def read_person(role: str, given: object) -> tuple[Person, tuple[Problem, ...]]:
    """Return the person in a mapping, for ``role`` sender or recipient, and every problem found."""
    if given is None:
        given = {}
    if not isinstance(given, Mapping):
        return Person(), (Problem(role, Text(N_("must be an object with names, company and country"))),)
    problems: list[Problem] = []
    parts: dict[str, str] = {}
    for name in _PERSON_FIELDS:
        value = given.get(name)
        if value is None:
            continue
        if isinstance(value, str):
            parts[name] = value
        else:
            problems.append(Problem(f"{role}.{name}", Text(N_("must be text"))))
    return Person(
        **{name: text for name, text in parts.items() if name != "gender"}, gender=parts.get("gender")
    ), tuple(problems)


def read_recipients(data: Mapping[str, object]) -> tuple[tuple[Person, ...], tuple[Problem, ...]]:
    """Return the people in ``recipient`` and in the list ``recipients`` of a data file, each once, at least one."""
    listed = data.get("recipients")
    if listed is not None and (not isinstance(listed, Sequence) or isinstance(listed, str)):
        return (Person(),), (Problem("recipients", Text(N_("must be a list"))),)
    named = [] if data.get("recipient") is None else [("recipient", data["recipient"])]
    named += [(f"recipients[{number}]", entry) for number, entry in enumerate(listed or (), start=1)]
    if len(named) > MAX_RECIPIENTS:
        return (Person(),), (Problem("recipients", Text(N_("has more than {limit} rows"), {"limit": MAX_RECIPIENTS})),)
    read = [read_person(role, entry) for role, entry in named]
    people = tuple(dict.fromkeys(person for person, _problems in read))
    return people or (Person(),), tuple(problem for _person, problems in read for problem in problems)


def checked_person(role: str, person: Person) -> tuple[Person, tuple[Problem, ...]]:
    """Return ``person`` with trimmed parts, and what is wrong with them. Names are never altered silently."""
    problems: list[Problem] = []
    parts: dict[str, str] = {}
    for name in _PERSON_FIELDS:
        value = getattr(person, name) or ""
        if has_controls(value):
            problems.append(Problem(f"{role}.{name}", Text(N_("has line breaks or invisible control characters"))))
            value = ""
        elif len(value) > MAX_NAME:
            problems.append(
                Problem(f"{role}.{name}", Text(N_("is longer than {limit} characters"), {"limit": MAX_NAME}))
            )
            value = ""
        parts[name] = " ".join(value.split())
    gender = parts.pop("gender").casefold()
    if gender not in ("", "f", "m"):
        problems.append(Problem(f"{role}.gender", Text(N_("must be f, m or null"))))
        gender = ""
    email = parts["email"]
    if email and (email.count("@") != 1 or " " in email or email[0] == "@" or email[-1] == "@"):
        problems.append(Problem(f"{role}.email", Text(N_("is not an email address"))))
    parts["country"] = parts["country"].upper()
    return replace(person, **parts, gender=gender or None), tuple(problems)


class UnusableFields(KnownError):  # noqa: N818 - a KnownError like the others
    """A letter that cannot be written yet; ``problems`` are all there are, for a form to show beside its fields."""

    def __init__(self, what: str, remedy: str, problems: tuple[Problem, ...], **values: object) -> None:
        super().__init__(what, remedy, **values)
        self.problems = problems


def error_from(found: Iterable[Problem]) -> UnusableFields:
    """Return one error that names every problem."""
    problems = tuple(found)
    listed: Text | None = None
    for problem in problems:
        entry = Text("{where}: {why}", {"where": problem.where, "why": problem.why})
        listed = entry if listed is None else Text("{before}\n{entry}", {"before": listed, "entry": entry})
    return UnusableFields(
        N_("The letter cannot be written yet:\n{list}"),
        N_("Mend these fields and try again; nothing you entered was changed."),
        problems,
        list=listed or "",
    )


def _read_row(
    specs: Sequence[FieldSpec], given: Mapping[str, object], prefix: str, problems: list[Problem]
) -> dict[str, Value | None]:
    row: dict[str, Value | None] = {}
    for spec in specs:
        where = prefix + spec.name
        raw = given.get(spec.name)
        row[spec.name] = None
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            if spec.required:
                problems.append(Problem(where, Text(N_("is missing"))))
        elif spec.type == "list":
            row[spec.name] = _read_list(spec, raw, where, problems)
        else:
            try:
                row[spec.name] = _READERS[spec.type](raw, spec)
            except _BadValueError as error:
                problems.append(Problem(where, error.why))
    return row


def _read_list(
    spec: FieldSpec, raw: object, where: str, problems: list[Problem]
) -> tuple[Mapping[str, Value | None], ...] | None:
    if not isinstance(raw, Sequence) or isinstance(raw, str | bytes):
        problems.append(Problem(where, Text(N_("must be a list"))))
        return None
    if len(raw) > MAX_ROWS:
        problems.append(Problem(where, Text(N_("has more than {limit} rows"), {"limit": MAX_ROWS})))
        return None
    if not raw and spec.required:
        problems.append(Problem(where, Text(N_("is missing"))))
    rows = []
    for number, row in enumerate(raw, start=1):
        if isinstance(row, Mapping):
            rows.append(_read_row(spec.columns, row, f"{where}[{number}].", problems))
        else:
            problems.append(Problem(f"{where}[{number}]", Text(N_("must be an object"))))
    return tuple(rows)


def _decimal(raw: object) -> Decimal:
    if isinstance(raw, Decimal):
        number = raw
    elif isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise _BadValueError(N_("must be a number"))
    else:
        if isinstance(raw, str) and not _NUMBER.fullmatch(raw.strip()):
            raise _BadValueError(
                N_("is not a plain number: a dot for decimals, no thousands separator, as in 12500.00")
            )
        # Through repr, so that the float 12.1 is 12.1 and not what its bits spell out.
        number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite():
        raise _BadValueError(N_("must be a number"))
    if number < 0:
        raise _BadValueError(N_("must not be negative"))
    if len(number.as_tuple().digits) > _MAX_DIGITS or number >= 10**_MAX_DIGITS:
        raise _BadValueError(N_("has more than {limit} digits"), limit=_MAX_DIGITS)
    return number


def _read_money(raw: object, _spec: FieldSpec) -> Money:
    from babel.numbers import list_currencies

    if isinstance(raw, Money):
        return raw
    if isinstance(raw, str) and (match := _MONEY.fullmatch(raw.strip())):
        raw = {"amount": match[2] or match[3], "currency": match[1] or match[4]}
    if not isinstance(raw, Mapping) or raw.get("amount") is None or not isinstance(raw.get("currency"), str):
        raise _BadValueError(N_("must be an amount with a currency, such as 12500.00 USD"))
    currency = str(raw["currency"]).strip().upper()
    if currency not in list_currencies():
        raise _BadValueError(N_("has an unknown currency: use its three-letter code, such as USD"))
    return Money(_decimal(raw["amount"]), currency)


def _read_quantity(raw: object, _spec: FieldSpec) -> Quantity:
    if isinstance(raw, Quantity):
        return raw
    if isinstance(raw, str) and (match := _QUANTITY.fullmatch(raw.strip())):
        raw = {"amount": match[1], "unit": match[2] or ""}
    if isinstance(raw, Mapping):
        amount = next((raw[key] for key in ("amount", "value", "quantity") if raw.get(key) is not None), None)
        unit = raw.get("unit") or ""
    else:
        amount, unit = raw, ""
    if amount is None or not isinstance(unit, str):
        raise _BadValueError(N_("must be an amount with a unit, as in 1250 pcs"))
    return Quantity(_decimal(amount), _line(unit))


def _read_date(raw: object, _spec: FieldSpec) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw.strip(), re.ASCII):
        try:
            return date.fromisoformat(raw.strip())
        except ValueError:
            raise _BadValueError(N_("is a day that does not exist")) from None
    raise _BadValueError(N_("must be a date written year-month-day, as in 2027-01-30"))


def _read_integer(raw: object, _spec: FieldSpec) -> int:
    number = _decimal(raw)
    if number != number.to_integral_value():
        raise _BadValueError(N_("must be a whole number"))
    return int(number)


def _read_percent(raw: object, _spec: FieldSpec) -> Percent:
    if isinstance(raw, Percent):
        return raw
    return Percent(_decimal(raw.strip().removesuffix("%").strip() if isinstance(raw, str) else raw))


def _read_instant(raw: object, _spec: FieldSpec) -> Instant:
    if isinstance(raw, Instant):
        return raw
    if isinstance(raw, str):
        try:
            moment = datetime.fromisoformat(raw.strip())
        except ValueError:
            moment = None
        if moment is not None and moment.tzinfo is not None:
            return Instant(moment.astimezone(UTC))
    raise _BadValueError(N_("must be a date and time with its distance from UTC, as in 2026-12-03T13:00Z"))


def _line(raw: str) -> str:
    if has_controls(raw):
        raise _BadValueError(N_("has line breaks or invisible control characters"))
    if len(raw) > MAX_LINE:
        raise _BadValueError(N_("is longer than {limit} characters"), limit=MAX_LINE)
    return raw.strip()


def _read_text(raw: object, spec: FieldSpec) -> str:
    if not isinstance(raw, str):
        raise _BadValueError(N_("must be text"))
    if spec.multiline:
        text = unified_lines(raw)
        if has_controls(text.replace("\n", "")):
            raise _BadValueError(N_("has invisible control characters"))
        if len(text) > MAX_TEXT:
            raise _BadValueError(N_("is longer than {limit} characters"), limit=MAX_TEXT)
        return text.strip()
    text = _line(raw)
    if spec.choices:
        chosen = next((choice for choice in spec.choices if choice.casefold() == text.casefold()), None)
        if chosen is None:
            raise _BadValueError(N_("must be one of: {choices}"), choices=", ".join(spec.choices))
        return chosen
    return text


_READERS: Mapping[str, Callable[[Any, FieldSpec], Value]] = {
    "text": _read_text,
    "money": _read_money,
    "date": _read_date,
    "quantity": _read_quantity,
    "integer": _read_integer,
    "percent": _read_percent,
    "instant": _read_instant,
}
