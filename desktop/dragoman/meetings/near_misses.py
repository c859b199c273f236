"""What could be done where no start suits everybody, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dragoman.base.i18n import N_, Text
from dragoman.meetings.model import Attendance, NearMisses, RankedSlot, SlotRequest
from dragoman.meetings.wording import Instant, Names


def near_misses(
    request: SlotRequest,
    attendance: Attendance,
    ranked: Sequence[RankedSlot],
    absent_because: Mapping[str, Text],
) -> NearMisses:
    """Return the near misses of ``request`` from its attendance and ranking.

    ``absent_because`` says of each required participant who cannot come to the first best attended start, why.
    """
    required = [who.id for who in request.participants if not who.optional]
    best = attendance.best
    present = attendance.by_start[best[0]] if best else ()
    # Leaving out a set of people helps just where everybody else is free, so the best attended start shows the
    # smallest such set.
    blocking = tuple(who for who in required if who not in present)
    moved = ranked[0] if ranked else None
    words: list[Text] = []
    if best:
        words.append(
            Text(
                N_("Best attended: {start}, {count} of {all} ({names})."),
                {
                    "start": Instant(best[0]),
                    "count": len(present),
                    "all": len(request.participants),
                    "names": Names(present),
                },
            )
        )
    if blocking and len(blocking) == len(required):
        words.append(Text(N_("Nobody who is required can come at any start.")))
    elif blocking:
        words.append(Text(N_("Without {names} there would be a start for everybody else."), {"names": Names(blocking)}))
        words += [
            Text(N_("{who} cannot: {reason}."), {"who": who, "reason": absent_because[who]})
            for who in blocking
            if who in absent_because
        ]
    if moved and any(moved.displacement_minutes.values()):
        words += [
            Text(
                N_("Smallest move: {start}, if this is accepted: {reason}."),
                {"start": Instant(moved.start), "reason": why},
            )
            for why in moved.why[:1]
        ]
        words += [Text(N_("… and {reason}."), {"reason": why}) for why in moved.why[1:]]
    elif moved is None:
        words.append(Text(N_("Busy times and hard limits of required participants leave no start at all.")))
    return NearMisses(best, tuple(present), blocking, moved, tuple(words))
