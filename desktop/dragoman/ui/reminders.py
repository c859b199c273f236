"""What the window reminds of when it opens: people whose day of erasure has come, risks that are due for review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from dragoman.base.i18n import _, ngettext
from dragoman.deals.contingency import due, from_data
from dragoman.ui import wording
from dragoman.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from dragoman.services import Services

_NAMED = 3


def reminders(services: Services, today: date) -> list[str]:
    """Return a line for each kind of thing that waits, none where nothing does. Any thread may ask."""
    lines = []
    people = services.counterparts.due_for_erasure(today)
    if people:
        names = wording.joined(wording.person_name(one) for one in people[:_NAMED])
        lines.append(
            ngettext(
                "{n} person was to be kept until now: {names}. Erase them, or choose a later day in their form.",
                "{n} people were to be kept until now: {names}. Erase them, or choose a later day in their form.",
                len(people),
            ).format(n=len(people), names=names)
        )
    waiting = [
        (deal.title, len(found))
        for deal in services.deals.all()
        if not deal.is_closed and (found := due(from_data(services.deals.part(deal.id, "risks")), today))
    ]
    if waiting:
        count = sum(number for _title, number in waiting)
        titles = wording.joined(title for title, _number in waiting[:_NAMED])
        lines.append(
            ngettext("{n} risk is due for review: {deals}.", "{n} risks are due for review: {deals}.", count).format(
                n=count, deals=titles
            )
        )
    return lines


def remind(
    services: Services,
    runner: TaskRunner,
    *,
    say: Callable[[str], object],
    failed: Callable[[BaseException], None],
) -> None:
    """Look in the background what waits today, and say it in one notice where there is anything."""
    today = datetime.now(UTC).astimezone().date()

    def done(lines: list[str]) -> None:
        if lines:
            say("\n".join([_("To look at:"), *lines]))

    runner.submit(lambda _context: reminders(services, today), done=done, failed=failed)
