"""Why a start stands where it does, in words: "17:30 in São Paulo, 30 min after hours"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from dragoman.base.i18n import N_, Text
from dragoman.meetings.availability import Calendar, Day, DayKind, Frame, WorkPattern, local_days
from dragoman.meetings.model import Participant, SlotRequest
from dragoman.meetings.ranking import MAX_DISPLACEMENT
from dragoman.meetings.wording import City, HolidayName, Weekday
from dragoman.meetings.zones import zone_info


class Reasons:
    """Words for the starts of one request. The local dates of a participant are looked up once."""

    def __init__(self, request: SlotRequest, frame: Frame, calendar: Calendar) -> None:
        self._request = request
        self._frame = frame
        self._calendar = calendar
        self._days: dict[str, dict[date, Day]] = {}

    def at(self, start: datetime, shifts: Mapping[str, int]) -> tuple[Text, ...]:
        """Return the reasons against ``start``, the heaviest first, or the one for it when there are none.

        ``shifts`` are minutes by participant id, positive where the meeting would have to move later.
        """
        displaced = [who for who in self._request.participants if shifts[who.id]]
        displaced.sort(key=lambda who: -abs(shifts[who.id]))
        against = [self._displaced(who, start, shifts[who.id]) for who in displaced]
        end = start + timedelta(minutes=self._request.duration_minutes)
        against += [
            Text(N_("{who} is busy, but optional"), {"who": who.id})
            for who in self._request.participants
            if who.optional and any(begin < end and start < until and begin < until for begin, until in who.busy)
        ]
        return tuple(against) or (Text(N_("within everybody's hours")),)

    def absence(self, who: Participant, start: datetime, shift: int) -> Text:
        """Return why ``who`` cannot come at ``start``: not their hours, else busy, else one of their hard limits."""
        if shift:
            return self._displaced(who, start, shift)
        end = start + timedelta(minutes=self._request.duration_minutes)
        for begin, until in who.busy:
            if begin < end and start < until and begin < until:
                zone = zone_info(who.zone)
                return Text(
                    N_("busy from {begin} to {until} ({city})"),
                    {
                        "begin": f"{begin.astimezone(zone):%H:%M}",
                        "until": f"{until.astimezone(zone):%H:%M}",
                        "city": who.city or City(who.zone),
                    },
                )
        return Text(N_("outside the hard limits"))

    def _displaced(self, who: Participant, start: datetime, shift: int) -> Text:
        local = start.astimezone(zone_info(who.zone))
        values: dict[str, object] = {
            "time": f"{local:%H:%M}",
            "city": who.city or City(who.zone),
            "weekday": Weekday(local.date()),
            "distance": _distance(shift),
        }
        day = self._day(who, local.date())
        if day.kind is DayKind.HOLIDAY and day.holiday:
            values["holiday"] = HolidayName(day.holiday)
            return Text(N_("{time} in {city} on a public holiday ({holiday}), {distance}"), values)
        if day.kind is DayKind.DAY_OFF:
            return Text(N_("{time} in {city} on a day off, {distance}"), values)
        if day.kind is DayKind.WEEKEND:
            return Text(N_("{weekday} {time} in {city}, weekend, {distance}"), values)
        minute = local.hour * 60 + local.minute
        if abs(shift) < MAX_DISPLACEMENT and _in_pause(WorkPattern.of(who), local, minute):
            values["length"] = _length(abs(shift))
            return Text(N_("{time} in {city}, in a break, {length} from working hours"), values)
        return Text(N_("{time} in {city}, {distance}"), values)

    def _day(self, who: Participant, day: date) -> Day:
        if who.id not in self._days:
            days = local_days(WorkPattern.of(who), self._frame, self._calendar)
            self._days[who.id] = {each.date: each for each in days}
        return self._days[who.id][day]


def _in_pause(pattern: WorkPattern, local: datetime, minute: int) -> bool:
    """Return whether the clock stands in a break, or between two spans of that day's hours."""
    weekday = local.weekday()
    hours = pattern.hours[weekday]
    if any(start <= minute < end for start, end in pattern.breaks[weekday]):
        return bool(hours) and hours[0][0] <= minute < hours[-1][1]
    inside = any(start <= minute < end for start, end in hours)
    return not inside and any(end <= minute for _, end in hours) and any(minute < start for start, _ in hours)


def _distance(shift: int) -> Text:
    if abs(shift) >= MAX_DISPLACEMENT:
        return Text(N_("12 h or more from working hours"))
    if shift > 0:
        return Text(N_("{length} before hours"), {"length": _length(shift)})
    return Text(N_("{length} after hours"), {"length": _length(-shift)})


def _length(minutes: int) -> Text:
    if minutes < 120:
        return Text(N_("{minutes} min"), {"minutes": minutes})
    if minutes % 60:
        return Text(N_("{hours} h {minutes} min"), {"hours": minutes // 60, "minutes": minutes % 60})
    return Text(N_("{hours} h"), {"hours": minutes // 60})
