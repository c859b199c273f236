"""The meeting finder: who can when, and what is best when nobody's hours meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text
from dragoman.counterparts.model import Counterpart
from dragoman.meetings.availability import (
    Calendar,
    Frame,
    WorkPattern,
    allowed_minutes,
    minute_ceil,
    own_hours,
)
from dragoman.meetings.bands import bands_of
from dragoman.meetings.bitset import erode, positions
from dragoman.meetings.defaults import office_worker
from dragoman.meetings.model import (
    Attendance,
    Band,
    Defaults,
    NearMisses,
    Participant,
    RankedSlot,
    Series,
    SeriesWarning,
    SlotRequest,
)
from dragoman.meetings.near_misses import near_misses
from dragoman.meetings.ranking import Vector, displacements, leximin_key, pareto_front
from dragoman.meetings.reasons import Reasons
from dragoman.meetings.repetition import starts_of, warnings_of, windows_of
from dragoman.meetings.series import least_burden
from dragoman.meetings.zones import zone_info

MAX_RANKED = 6_000_000
"""Starts times participants that a ranking or a series may look at: some ten seconds of work."""
MAX_ATTENDANCE = 10_000_000
"""Starts times participants of an attendance list: about a second of work, but a long list."""
MAX_NEAR = 1_000_000
"""The same for the near misses, which nobody asked for by name: they must not make an empty answer late."""
MAX_TRADE_OFFS = 500
"""Different combinations of displacements that a ranking lists; nobody weighs more against each other."""

PROPOSAL_STEP_MINUTES = 30
_APART = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class _Offer:
    """A start with everything it is compared by: ``required`` and ``optional`` are displacements in minutes,
    ``missing`` is the number of optional participants who could not come."""

    index: int
    required: Vector
    optional: Vector
    missing: int

    @property
    def key(self) -> tuple[Vector, int, Vector, int]:
        # Equal leximin keys have equal sums, so "then least sum" is already in the first.
        return leximin_key(self.required), self.missing, leximin_key(self.optional), self.index


class SlotFinder:
    """Finds meetings. Instances may be shared between threads.

    What was computed for a participant is kept, so that asking again after one of them changed costs one of them.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._own_hours = lru_cache(maxsize=512)(self._compute_own_hours)
        self._allowed_minutes = lru_cache(maxsize=512)(self._compute_allowed)
        self._busy = lru_cache(maxsize=512)(self._compute_busy)

    def feasible(self, request: SlotRequest) -> list[datetime]:
        """Return every start at which the whole meeting suits all required participants, in order of time.

        The meeting lies within the request's start and end. Raises :class:`KnownError` for an unknown zone or
        country.
        """
        frame = Frame.around(request.start, request.end)
        return [frame.instant(index) for index in self._feasible(request, frame)]

    def rank(self, request: SlotRequest, limit: int | None = None) -> list[RankedSlot]:
        """Return the starts than which no other is better for somebody and worse for nobody, best first.

        Best is the least-bad largest displacement of a required participant, then the second largest and so on;
        then the start that more optional participants can make, then the sooner one. A start that hits a required
        participant's busy time or breaks one of their hard limits is not offered. When some starts suit everybody,
        these are the answer; otherwise the starts of the best :data:`MAX_TRADE_OFFS` combinations. ``limit`` cuts
        the list.

        Raises :class:`KnownError` like :meth:`feasible`, and when there is too much to rank.
        """
        frame = Frame.around(request.start, request.end)
        free = self._feasible(request, frame)
        offers = self._offers(request, frame, free or self._not_busy(request, frame))
        if not free:
            front = set(pareto_front((offer.required for offer in offers), MAX_TRADE_OFFS))
            offers = [offer for offer in offers if offer.required in front]
        offers.sort(key=lambda offer: offer.key)
        return self._slots(request, frame, offers[:limit])

    def attendance(self, request: SlotRequest) -> Attendance:
        """Return who could come to which start, and the best attended starts.

        Raises :class:`KnownError` like :meth:`rank`.
        """
        frame = Frame.around(request.start, request.end)
        starts = _grid(request, frame, frame.only(request.start, request.end))
        _check_size(len(starts), request, MAX_ATTENDANCE)
        present: dict[int, list[Participant]] = {index: [] for index in starts}
        for participant in request.participants:
            free = self._free(participant, frame) & frame.only(request.start, request.end)
            for index in _grid(request, frame, free):
                present[index].append(participant)
        scores = {index: (sum(not who.optional for who in came), len(came)) for index, came in present.items()}
        most = max(scores.values(), default=(0, 0))
        return Attendance(
            by_start={frame.instant(index): tuple(who.id for who in came) for index, came in present.items()},
            best=tuple(frame.instant(index) for index, score in scores.items() if score == most != (0, 0)),
        )

    def series(self, request: SlotRequest) -> Series:
        """Return one start in each of the request's windows so that the burden is shared; for a request that repeats
        at one clock time, what that costs everybody.

        The largest total displacement of a required participant is least (of anyone when nobody is required),
        then the sum, then the starts are sooner. Raises :class:`KnownError` when there are no windows, when a
        window offers no start that is free of required participants' busy times, and like :meth:`rank`.
        """
        if request.repeat and request.repeat.clock:
            return self._fixed(request, starts_of(request.repeat))
        if request.repeat:
            request = replace(request, windows=windows_of(request.repeat))
        if not request.windows:
            raise KnownError(
                N_("A series needs the windows in which its meetings may lie."),
                N_("Add “windows”, one pair of instants for each meeting."),
            )
        ordered = sorted(request.windows)
        whole = replace(request, start=ordered[0][0], end=max(end for _, end in ordered))
        frame = Frame.around(whole.start, whole.end)
        required = [who for who in request.participants if not who.optional] or list(request.participants)
        chosen_from: list[list[int]] = []
        options: list[list[Vector]] = []
        size = 0
        for number, (start, end) in enumerate(ordered, start=1):
            starts = self._not_busy(replace(request, start=start, end=end), frame)
            if not starts:
                raise KnownError(
                    N_("Window {number} of the series ({start} to {end}) has no possible start."),
                    N_("Make it longer, or move it away from the busy times of required participants."),
                    number=number,
                    start=f"{start:%Y-%m-%dT%H:%MZ}",
                    end=f"{end:%Y-%m-%dT%H:%MZ}",
                )
            size += len(starts)
            _check_size(size, request, MAX_RANKED)
            chosen_from.append(starts)
            options.append(list(zip(*(self._weighted(who, whole, frame, starts) for who in required), strict=True)))
        choice = least_burden(options)
        chosen = [starts[place] for starts, place in zip(chosen_from, choice.options, strict=True)]
        series = self._totals(whole, frame, chosen)
        return replace(series, proven=choice.proven, bound_minutes=choice.bound)

    def warnings(self, request: SlotRequest, series: Series) -> tuple[SeriesWarning, ...]:
        """Return every date of ``series`` on which somebody's local time shifts or a holiday falls, in order."""
        anchor = request.repeat.zone if request.repeat and request.repeat.clock else ""
        return warnings_of(request, series.starts, self.calendar, anchor)

    def near_misses(self, request: SlotRequest) -> NearMisses:
        """Return what could be done where :meth:`feasible` is empty: the best attendance, who stands in the way, and
        the smallest move. Raises :class:`KnownError` like :meth:`rank`, and for more than :data:`MAX_NEAR` starts
        times participants."""
        frame = Frame.around(request.start, request.end)
        _check_size(len(_grid(request, frame, frame.only(request.start, request.end))), request, MAX_NEAR)
        attendance = self.attendance(request)
        because: dict[str, Text] = {}
        if attendance.best:
            start = attendance.best[0]
            shifts = {
                who.id: self._shifts(who, request, frame, [self._index(frame, start)])[0]
                for who in request.participants
            }
            reasons = Reasons(request, frame, self.calendar)
            for who in request.participants:
                if not who.optional and who.id not in attendance.by_start[start]:
                    because[who.id] = reasons.absence(who, start, shifts[who.id])
        return near_misses(request, attendance, self.rank(request, limit=1), because)

    def _index(self, frame: Frame, start: datetime) -> int:
        return frame.index(minute_ceil(start))

    def _fixed(self, request: SlotRequest, starts: Sequence[datetime]) -> Series:
        end = max(starts) + timedelta(minutes=request.duration_minutes)
        frame = Frame.around(min(starts), end)
        return self._totals(request, frame, [self._index(frame, start) for start in starts])

    def _totals(self, request: SlotRequest, frame: Frame, chosen: Sequence[int]) -> Series:
        required = [who for who in request.participants if not who.optional] or list(request.participants)
        totals = {who.id: sum(map(abs, self._shifts(who, request, frame, chosen))) for who in request.participants}
        largest = max(totals[who.id] for who in required)
        starts = tuple(frame.instant(index) for index in chosen)
        return Series(starts, totals, largest, bound_minutes=largest)

    def propose(
        self,
        participants: Sequence[Participant],
        start: datetime,
        duration_minutes: int,
        days: int = 14,
        count: int = 3,
    ) -> list[RankedSlot]:
        """Return up to ``count`` good starts within ``days`` from ``start``, on half hours, best first.

        They lie on different days of the first participant; where there are too few days, at least three hours
        apart. Starts that suit everybody come first; where there are not enough, the nearest misses follow.
        """
        request = SlotRequest(
            start=start,
            end=start + timedelta(days=days),
            duration_minutes=duration_minutes,
            step_minutes=PROPOSAL_STEP_MINUTES,
            participants=tuple(participants),
        )
        if not participants:
            return []
        frame = Frame.around(request.start, request.end)
        offers = self._offers(request, frame, self._not_busy(request, frame))
        offers.sort(key=lambda offer: offer.key)
        zone = zone_info(participants[0].zone)
        picked: list[_Offer] = []
        used: set[object] = set()
        for offer in offers:
            day = frame.instant(offer.index).astimezone(zone).date()
            if len(picked) < count and day not in used:
                picked.append(offer)
                used.add(day)
        for offer in offers:
            apart = all(abs(offer.index - other.index) >= _APART.total_seconds() / 60 for other in picked)
            if len(picked) < count and apart:
                picked.append(offer)
        picked.sort(key=lambda offer: offer.key)
        return self._slots(request, frame, picked)

    def bands(self, participant: Participant, start: datetime, end: datetime) -> list[Band]:
        """Return what ``participant``'s time is from ``start`` to ``end``, in order and without gaps."""
        return bands_of(participant, start, end, self.calendar)

    def participant_for(
        self, identifier: str, country: str, zone: str, subdivision: str = "", defaults: Defaults | None = None
    ) -> Participant:
        """Return somebody in an office of ``country``: its hours, lunch break, half days, weekend, holidays and
        Ramadan hours, or those of them that ``defaults`` wants.

        Raises :class:`KnownError` for an unknown country or zone.
        """
        return office_worker(identifier, country, zone, subdivision, self.calendar, defaults or Defaults())

    def participant_of(self, counterpart: Counterpart, defaults: Defaults | None = None) -> Participant:
        """Return ``counterpart`` with the habits of their country, as :meth:`participant_for`; the id is their stored
        number. Raises :class:`KnownError` for an unknown country or zone."""
        who = self.participant_for(
            str(counterpart.id), counterpart.country, counterpart.zone, counterpart.subdivision, defaults
        )
        return replace(
            who,
            name=counterpart.full_name,
            city=counterpart.city,
            email=counterpart.email,
            language=counterpart.language,
        )

    def _compute_own_hours(self, pattern: WorkPattern, frame: Frame) -> int:
        return own_hours(pattern, frame, self.calendar)

    def _compute_allowed(self, pattern: WorkPattern, frame: Frame) -> int:
        return allowed_minutes(pattern, frame, self.calendar)

    def _compute_busy(self, busy: tuple[tuple[datetime, datetime], ...], frame: Frame) -> int:
        return frame.touched(busy)

    def _own(self, participant: Participant, frame: Frame) -> int:
        return self._own_hours(WorkPattern.of(participant), frame)

    def _free(self, participant: Participant, frame: Frame) -> int:
        own = self._own(participant, frame) & self._allowed(participant, frame)
        return own & ~self._busy(participant.busy, frame) if participant.busy else own

    def _allowed(self, participant: Participant, frame: Frame) -> int:
        pattern = WorkPattern.of(participant)
        return self._allowed_minutes(pattern, frame) if pattern.has_limits else -1

    def _feasible(self, request: SlotRequest, frame: Frame) -> list[int]:
        free = frame.only(request.start, request.end)
        for participant in request.participants:
            if not participant.optional:
                free &= self._free(participant, frame)
        return _grid(request, frame, free)

    def _not_busy(self, request: SlotRequest, frame: Frame) -> list[int]:
        open_minutes = frame.only(request.start, request.end)
        for participant in request.participants:
            if not participant.optional:
                open_minutes &= self._allowed(participant, frame)
                if participant.busy:
                    open_minutes &= ~self._busy(participant.busy, frame)
        return _grid(request, frame, open_minutes)

    def _shifts(self, who: Participant, request: SlotRequest, frame: Frame, starts: Sequence[int]) -> list[int]:
        return displacements(erode(self._own(who, frame), request.duration_minutes), starts)

    def _weighted(self, who: Participant, request: SlotRequest, frame: Frame, starts: Sequence[int]) -> list[int]:
        return [abs(shift) * who.weight for shift in self._shifts(who, request, frame, starts)]

    def _offers(self, request: SlotRequest, frame: Frame, starts: list[int]) -> list[_Offer]:
        _check_size(len(starts), request, MAX_RANKED)
        required: list[list[int]] = []
        optional: list[list[int]] = []
        absent: list[list[bool]] = []
        shared: dict[tuple[int, int], list[int]] = {}
        for who in request.participants:
            own = self._own(who, frame)
            # Colleagues with the same hours share the work.
            distances = shared.get((own, who.weight))
            if distances is None:
                distances = self._weighted(who, request, frame, starts)
                shared[own, who.weight] = distances
            if not who.optional:
                required.append(distances)
            else:
                optional.append(distances)
                can = set(_grid(request, frame, self._free(who, frame)))
                absent.append([index not in can for index in starts])
        nothing: Vector = ()
        required_of = list(zip(*required, strict=True)) if required else [nothing] * len(starts)
        optional_of = list(zip(*optional, strict=True)) if optional else [nothing] * len(starts)
        missing_of = [sum(who) for who in zip(*absent, strict=True)] if absent else [0] * len(starts)
        return [
            _Offer(index, required_here, optional_here, missing)
            for index, required_here, optional_here, missing in zip(
                starts, required_of, optional_of, missing_of, strict=True
            )
        ]

    def _slots(self, request: SlotRequest, frame: Frame, offers: list[_Offer]) -> list[RankedSlot]:
        starts = [offer.index for offer in offers]
        shifts = {who.id: self._shifts(who, request, frame, starts) for who in request.participants}
        reasons = Reasons(request, frame, self.calendar)
        slots = []
        for place, index in enumerate(starts):
            here = {identifier: shift[place] for identifier, shift in shifts.items()}
            why: tuple[Text, ...] = reasons.at(frame.instant(index), here)
            slots.append(RankedSlot(frame.instant(index), {who: abs(shift) for who, shift in here.items()}, why))
        return slots


def _grid(request: SlotRequest, frame: Frame, minutes: int) -> list[int]:
    """Return the starts on the request's grid from which the whole meeting lies in ``minutes``."""
    step = request.step_minutes
    first = max(frame.index(minute_ceil(request.start)), 0)
    return positions(erode(minutes, request.duration_minutes), first + -(frame.base + first) % step, step)


def _check_size(starts: int, request: SlotRequest, most: int) -> None:
    if starts * len(request.participants) > most:
        raise KnownError(
            N_("{starts} starts for {people} participants are too many to compare (at most {most} together)."),
            N_("Choose a shorter range or a longer step."),
            starts=starts,
            people=len(request.participants),
            most=most,
        )
