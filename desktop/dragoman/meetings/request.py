"""From the JSON of ``dragoman slots`` to a request, with every mistake named at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from dataclasses import fields as fields_of
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import TypeVar

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text, active_language
from dragoman.meetings.availability import DAY_MINUTES, DAYS, Calendar, parse_clock
from dragoman.meetings.defaults import office_worker
from dragoman.meetings.model import Defaults, Hours, Participant, Repeat, SlotRequest
from dragoman.meetings.places import Place, Places
from dragoman.meetings.repetition import MAX_MEETINGS
from dragoman.meetings.wording import Lines
from dragoman.meetings.zones import zone_info

MAX_BYTES = 32_000_000
MAX_DAYS = 1_098
"""Three years from start to end."""
MAX_STARTS = 600_000
"""More than a year in one-minute steps."""
MAX_PERSON_DAYS = 100_000
"""Participants times days: 270 people for a year, held in about 40 MB."""
MAX_BUSY = 200_000
MAX_WINDOWS = 1_000
DEFAULT_STEP_MINUTES = 15
_YEARS = (1900, 2200)
_DEFAULT_HOURS = Participant(id="", zone="").hours

_REQUEST_KEYS = frozenset(
    {
        "from",
        "to",
        "duration_min",
        "step_min",
        "participants",
        "windows",
        "limits",
        "repeat",
        "summary",
        "link",
        "organizer",
    }
)
_LIMIT_KEYS = frozenset({"not_before", "not_after", "never_on_holidays"})
_REPEAT_KEYS = frozenset({"first", "count", "zone", "every", "interval", "by_weekday", "clock"})
_DEFAULT_KEYS = frozenset(each.name for each in fields_of(Defaults))
_PERSON_KEYS = frozenset(
    {
        "id",
        "zone",
        "hours",
        "hours_by_day",
        "weekend",
        "breaks",
        "breaks_by_day",
        "country",
        "subdiv",
        "makeup_days",
        "days_off",
        "extra_workdays",
        "busy",
        "optional",
        "place",
        "city",
        "defaults",
        "limits",
        "weight",
        "name",
        "email",
        "language",
    }
)
_MAX_WEIGHT = 100

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class _Limits:
    not_before: str = ""
    not_after: str = ""
    never_on_holidays: bool = False


_Span = tuple[datetime, datetime]


def load_request(data: bytes, calendar: Calendar) -> SlotRequest:
    """Return the request in the UTF-8 JSON ``data``. Raises :class:`KnownError` when it is none."""
    if len(data) > MAX_BYTES:
        raise KnownError(
            N_("The request is larger than {most} MB."),
            N_("Leave out busy times outside the range."),
            most=MAX_BYTES // 1_000_000,
        )
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise KnownError(
            N_("The request is not UTF-8 text (byte {position})."), N_("Save it as UTF-8."), position=error.start
        ) from error
    except json.JSONDecodeError as error:
        raise KnownError(
            N_("The request is not JSON: line {line}, column {column}: {reason}."),
            N_("Mend it there and try again."),
            line=error.lineno,
            column=error.colno,
            reason=error.msg,
        ) from error
    except (RecursionError, ValueError) as error:
        raise KnownError(
            N_("The request is not JSON that can be read: it is nested too deeply or holds a number that is too long."),
            N_("Write it as described in the documentation of “slots”."),
        ) from error
    return parse_request(document, calendar)


def parse_request(document: object, calendar: Calendar) -> SlotRequest:
    """Return the request that the decoded JSON ``document`` describes.

    Raises one :class:`KnownError` that lists everything that is wrong with it.
    """
    reader = _Reader(calendar)
    request = reader.request(document)
    if request is None or reader.problems:
        raise KnownError(
            N_("The request has mistakes:\n{problems}"),
            N_("Mend them and try again. Nothing was changed."),
            problems=Lines(tuple(reader.problems)),
        )
    return request


class _Reader:
    """Reads field by field and notes what is wrong; a field that is wrong reads as its default."""

    def __init__(self, calendar: Calendar) -> None:
        self.problems: list[Text] = []
        self._calendar = calendar
        self._places = Places(calendar)
        self._common_limits = _Limits()

    def request(self, document: object) -> SlotRequest | None:
        fields = self._mapping(document, N_("the request"), _REQUEST_KEYS)
        if fields is None:
            return None
        start = self._required(fields, "from", self._instant)
        end = self._required(fields, "to", self._instant)
        duration = self._required(fields, "duration_min", self._minutes)
        step = self._minutes(fields.get("step_min", DEFAULT_STEP_MINUTES), "step_min")
        windows = self._spans(fields.get("windows"), "windows")
        for number, (begin, until) in enumerate(windows, start=1):
            if begin >= until:
                self._note(N_("window {number} ends before it starts"), number=number)
        repeat = self._repeat(fields.get("repeat"))
        self._common_limits = self._limits(fields.get("limits"), "limits")
        people = self._people(fields.get("participants"))
        summary, link, organizer = (self._text(fields.get(key), key) for key in ("summary", "link", "organizer"))
        if organizer and organizer not in (person.id for person in people):
            self._note(N_("organizer: there is no participant “{id}”"), id=organizer)
        if start and end and end <= start:
            self._note(N_("“to” is not after “from”"))
        elif start and end and step:
            self._check_size(min([start, *(w[0] for w in windows)]), max([end, *(w[1] for w in windows)]), step, people)
        if len(windows) > MAX_WINDOWS:
            self._note(N_("{count} windows are too many, at most {most}"), count=len(windows), most=MAX_WINDOWS)
        if start is None or end is None or not duration or not step:
            return None
        return SlotRequest(start, end, duration, step, tuple(people), tuple(windows), repeat, summary, link, organizer)

    def _check_size(self, start: datetime, end: datetime, step: int, people: list[Participant]) -> None:
        days = -((start - end).total_seconds() // 86_400)
        starts = int((end - start).total_seconds() // 60 // step)
        if days > MAX_DAYS:
            self._note(N_("the range has {days} days, at most {most} can be searched"), days=int(days), most=MAX_DAYS)
        if starts > MAX_STARTS:
            self._note(
                N_("{starts} possible starts are too many, at most {most}: choose a longer step or a shorter range"),
                starts=starts,
                most=MAX_STARTS,
            )
        if len(people) * days > MAX_PERSON_DAYS:
            self._note(
                N_("{people} participants for {days} days are too much, at most {most} days of all together"),
                people=len(people),
                days=int(days),
                most=MAX_PERSON_DAYS,
            )
        if sum(len(person.busy) for person in people) > MAX_BUSY:
            self._note(N_("more than {most} busy times"), most=MAX_BUSY)

    def _people(self, value: object) -> list[Participant]:
        if not isinstance(value, list) or not value:
            self._note(N_("“participants” must be a list of at least one participant"))
            return []
        people = []
        seen: set[str] = set()
        for number, item in enumerate(value, start=1):
            fields = self._mapping(item, f"participants[{number}]", _PERSON_KEYS)
            if fields is None:
                continue
            identifier = fields.get("id")
            if not isinstance(identifier, str) or not identifier:
                self._note(N_("participant {number} has no “id”"), number=number)
                continue
            if identifier in seen:
                self._note(N_("two participants are called “{id}”"), id=identifier)
            seen.add(identifier)
            people.append(self._person(identifier, fields))
        return people

    def _person(self, identifier: str, fields: Mapping[str, object]) -> Participant:
        country = self._country(identifier, fields)
        place = self._place(identifier, country, fields)
        country = country or place.country
        subdivision = self._subdivision(identifier, country, fields.get("subdiv"))
        base = self._base(identifier, country, subdivision, place, fields)
        limits = self._limits(fields.get("limits"), f"{identifier}: limits")
        weekend = fields.get("weekend")

        def given(key: str, read: Callable[[object, str], _Item], otherwise: _Item) -> _Item:
            return otherwise if fields.get(key) is None else read(fields[key], f"{identifier}: {key}")

        return replace(
            base,
            hours=given("hours", self._hours, base.hours),
            hours_by_day=given("hours_by_day", self._by_day, base.hours_by_day),
            weekend=base.weekend if weekend is None else self._weekdays(weekend, f"{identifier}: weekend"),
            breaks=given("breaks", self._hours, base.breaks),
            breaks_by_day=given("breaks_by_day", self._by_day, base.breaks_by_day),
            makeup_days=self._flag(fields.get("makeup_days"), f"{identifier}: makeup_days", default=base.makeup_days),
            days_off=self._dates(fields.get("days_off"), f"{identifier}: days_off"),
            extra_workdays=self._dates(fields.get("extra_workdays"), f"{identifier}: extra_workdays"),
            busy=tuple(self._spans(fields.get("busy"), f"{identifier}: busy")),
            optional=self._flag(fields.get("optional"), f"{identifier}: optional", default=False),
            city=self._text(fields.get("city"), f"{identifier}: city")
            or (place.name(active_language()) if place.city else ""),
            not_before=limits.not_before or self._common_limits.not_before,
            not_after=limits.not_after or self._common_limits.not_after,
            never_on_holidays=limits.never_on_holidays or self._common_limits.never_on_holidays,
            weight=given("weight", self._weight, 1),
            name=self._text(fields.get("name"), f"{identifier}: name"),
            email=self._text(fields.get("email"), f"{identifier}: email"),
            language=self._text(fields.get("language"), f"{identifier}: language"),
        )

    def _base(
        self, identifier: str, country: str, subdivision: str, place: Place, fields: Mapping[str, object]
    ) -> Participant:
        """Return what is taken for granted: the habits of the country where they are asked for, or where neither a
        zone nor hours say anything else."""
        wanted = fields.get("defaults")
        if wanted is None:
            wanted = fields.get("zone") is None and fields.get("hours") is None
        plain = Participant(identifier, place.zone, country=country, subdivision=subdivision)
        if wanted is False or not country or not place.zone or self.problems:
            return plain
        chosen = {} if wanted is True else self._mapping(wanted, f"{identifier}: defaults", _DEFAULT_KEYS) or {}
        switches = {
            key: self._flag(value, f"{identifier}: defaults: {key}", default=True)
            for key, value in chosen.items()
            if key in _DEFAULT_KEYS
        }
        defaults = replace(Defaults(), **switches)
        return office_worker(identifier, country, place.zone, subdivision, self._calendar, defaults)

    def _place(self, identifier: str, country: str, fields: Mapping[str, object]) -> Place:
        """Return where the participant is: their zone, else the place typed, else their country's only zone."""
        typed = fields.get("place")
        if fields.get("zone") is not None or (typed is None and not country):
            return Place(self._zone(identifier, fields.get("zone")), country)
        try:
            return self._places.resolve(country if typed is None else self._text(typed, f"{identifier}: place"))
        except KnownError as error:
            self._note_known(error, f"{identifier}: place")
            return Place("")

    def _limits(self, value: object, where: str) -> _Limits:
        if value is None:
            return _Limits()
        fields = self._mapping(value, where, _LIMIT_KEYS) or {}
        clocks = []
        for key in ("not_before", "not_after"):
            text = self._text(fields.get(key), f"{where}: {key}")
            try:
                parse_clock(text or "00:00", is_end=key == "not_after")
            except KnownError as error:
                self._note_known(error, f"{where}: {key}")
                text = ""
            clocks.append(text)
        never = self._flag(fields.get("never_on_holidays"), f"{where}: never_on_holidays", default=False)
        return _Limits(clocks[0], clocks[1], never)

    def _repeat(self, value: object) -> Repeat | None:
        fields = self._mapping(value, "repeat", _REPEAT_KEYS) if value is not None else None
        if fields is None:
            return None
        first = self._dates([fields.get("first")], "repeat: first")
        every = fields.get("every", "week")
        if every not in ("week", "month"):
            self._note(N_("{where}: must be “week” or “month”"), where="repeat: every")
        clock = self._text(fields.get("clock"), "repeat: clock")
        try:
            parse_clock(clock or "00:00")
        except KnownError as error:
            self._note_known(error, "repeat: clock")
        count = self._whole(fields.get("count"), "repeat: count", MAX_MEETINGS)
        interval = self._whole(fields.get("interval", 1), "repeat: interval", 100)
        zone = self._zone("repeat", fields.get("zone"))
        by_weekday = self._flag(fields.get("by_weekday"), "repeat: by_weekday", default=False)
        if not first or not zone:
            return None
        repeat = Repeat(min(first), count, zone, every == "month", interval, by_weekday, clock)
        days = count * interval * (31 if repeat.monthly else 7)
        if days > MAX_DAYS:
            self._note(N_("the range has {days} days, at most {most} can be searched"), days=days, most=MAX_DAYS)
            return None
        return repeat

    def _weight(self, value: object, where: str) -> int:
        return self._whole(value, where, _MAX_WEIGHT)

    def _whole(self, value: object, where: str, most: int) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= most:
            return value
        self._note(
            N_("{where}: {item} is not a whole number from 1 to {most}"), where=where, item=_shown(value), most=most
        )
        return 1

    def _text(self, value: object, where: str) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            self._note(N_("{where}: must be a text"), where=where)
            return ""
        return value.strip()

    def _zone(self, identifier: str, value: object) -> str:
        if not isinstance(value, str) or not value:
            self._note(N_("{where}: a time zone such as Europe/London is missing"), where=f"{identifier}: zone")
            return ""
        try:
            zone_info(value)
        except KnownError as error:
            self._note_known(error, f"{identifier}: zone")
        return value

    def _country(self, identifier: str, fields: Mapping[str, object]) -> str:
        value = fields.get("country")
        if value is None or value == "":
            return ""
        code = value.upper() if isinstance(value, str) else ""
        try:
            if len(code) == 2 and code.isascii() and code.isalpha():
                self._calendar.country(code)
                return code
        except KnownError:
            pass
        self._note(
            N_("{where}: {country} is not a country; use an ISO 3166 code such as BR or CN"),
            where=f"{identifier}: country",
            country=_shown(value),
        )
        return ""

    def _subdivision(self, identifier: str, country: str, value: object) -> str:
        if value is None or value == "":
            return ""
        if not isinstance(value, str):
            self._note(N_("{where}: must be a text"), where=f"{identifier}: subdiv")
            return ""
        if country:
            try:
                self._calendar.weekend(country, value)
            except KnownError as error:
                self._note_known(error, f"{identifier}: subdiv")
        return value

    def _hours(self, value: object, where: str) -> Hours:
        if value is None:
            return ()
        spans: list[tuple[str, str]] = []
        for item in self._list(value, where):
            if not isinstance(item, list) or len(item) != 2 or not all(isinstance(clock, str) for clock in item):
                self._note(
                    N_('{where}: {item} is not a pair such as ["09:00", "17:00"]'), where=where, item=_shown(item)
                )
                continue
            try:
                parse_clock(item[0])
                parse_clock(item[1], is_end=True)
            except KnownError as error:
                self._note_known(error, where)
                continue
            spans.append((item[0], item[1]))
        return tuple(spans)

    def _by_day(self, value: object, where: str) -> Mapping[str, Hours]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._note(N_("{where}: must be a mapping of weekdays to hours"), where=where)
            return {}
        return {
            day: self._hours(hours, f"{where}: {day}")
            for name, hours in value.items()
            for day in self._weekdays([name], where)
        }

    def _weekdays(self, value: object, where: str) -> frozenset[str]:
        days = set()
        for item in self._list(value, where):
            if isinstance(item, str) and item.upper() in DAYS:
                days.add(item.upper())
            else:
                self._note(
                    N_("{where}: {item} is not a weekday; use {days}"),
                    where=where,
                    item=_shown(item),
                    days=", ".join(DAYS),
                )
        return frozenset(days)

    def _dates(self, value: object, where: str) -> frozenset[date]:
        days = set()
        for item in [] if value is None else self._list(value, where):
            try:
                days.add(date.fromisoformat(item if isinstance(item, str) else ""))
            except ValueError:
                self._note(N_("{where}: {item} is not a date such as 2026-03-10"), where=where, item=_shown(item))
        return frozenset(days)

    def _spans(self, value: object, where: str) -> list[_Span]:
        spans = []
        for item in [] if value is None else self._list(value, where):
            if not isinstance(item, list) or len(item) != 2:
                self._note(N_("{where}: {item} is not a pair of instants"), where=where, item=_shown(item))
                continue
            start, end = self._instant(item[0], where), self._instant(item[1], where)
            if start and end:
                spans.append((start, end))
        return spans

    def _instant(self, value: object, where: str) -> datetime | None:
        try:
            instant = datetime.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self._note(
                N_("{where}: {item} is not an instant such as 2026-03-10T13:00Z"), where=where, item=_shown(value)
            )
            return None
        if instant.tzinfo is None:
            self._note(
                N_("{where}: {item} has no time zone; write UTC with a Z, such as 2026-03-10T13:00Z"),
                where=where,
                item=_shown(value),
            )
            return None
        if not _YEARS[0] < instant.year < _YEARS[1]:
            self._note(
                N_("{where}: {item} is outside the years {first} to {last}"),
                where=where,
                item=_shown(value),
                first=_YEARS[0] + 1,
                last=_YEARS[1] - 1,
            )
            return None
        return instant.astimezone(UTC)

    def _minutes(self, value: object, where: str) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= DAY_MINUTES:
            return value
        self._note(
            N_("{where}: {item} is not a whole number of minutes from 1 to {most}"),
            where=where,
            item=_shown(value),
            most=DAY_MINUTES,
        )
        return 0

    def _flag(self, value: object, where: str, *, default: bool) -> bool:
        if value is None:
            return default
        if not isinstance(value, bool):
            self._note(N_("{where}: must be true or false"), where=where)
            return default
        return value

    def _list(self, value: object, where: str) -> list[object]:
        if isinstance(value, list):
            return value
        self._note(N_("{where}: must be a list"), where=where)
        return []

    def _mapping(self, value: object, where: str, known: Collection[str]) -> Mapping[str, object] | None:
        if not isinstance(value, dict):
            self._note(N_("{where} must be a JSON object"), where=Text(where))
            return None
        for key in value.keys() - known:
            # A key of a later version may be left out, a slip of the pen may not: it would change the answer.
            if near := get_close_matches(key[:80], known, n=1, cutoff=0.7):
                self._note(
                    N_("{where}: “{key}” is unknown; “{near}” was meant?"), where=Text(where), key=key, near=near[0]
                )
        return value

    def _required(self, fields: Mapping[str, object], key: str, read: Callable[[object, str], _Item]) -> _Item | None:
        if fields.get(key) is None:
            self._note(N_("“{key}” is missing"), key=key)
            return None
        return read(fields[key], key)

    def _note_known(self, error: KnownError, where: str) -> None:
        what, remedy = Text(error.what, error.values), Text(error.remedy, error.values)
        self._note(N_("{where}: {what} {remedy}"), where=where, what=what, remedy=remedy)

    def _note(self, message: str, **values: object) -> None:
        self.problems.append(Text(message, values))


def _shown(value: object) -> str:
    """Return ``value`` as it stood in the JSON, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "…"
