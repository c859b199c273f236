"""What the call strip says of the other side: their clock and state, how to address them, what not to do."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dragoman.base.i18n import active_language
from dragoman.knowledge.brief import address
from dragoman.knowledge.clock import local_state
from dragoman.knowledge.model import Addressee
from dragoman.ui import wording

if TYPE_CHECKING:
    from dragoman.counterparts.model import Counterpart
    from dragoman.knowledge.service import KnowledgeBase

DONT_LINES = 3


def side_clock(knowledge: KnowledgeBase, other: Counterpart, now: datetime) -> tuple[str, str, str]:
    """Return the other side's clock, their state in words, and its tone."""
    state = local_state(knowledge, other.country, other.zone, now, other.subdivision or None)
    words, tone, _icon = wording.state(state)
    return wording.clock(now.astimezone(ZoneInfo(other.zone))), words, tone


def called(knowledge: KnowledgeBase, other: Counterpart) -> str:
    """Return how the person is called there, nothing where it is not known."""
    found = address(
        knowledge.country(other.country),
        knowledge.market(other.country, active_language()),
        Addressee(other.given_name, other.family_name, other.title),
    )
    return str(found["called"] or "")


def dont_lines(knowledge: KnowledgeBase, other: Counterpart | None) -> tuple[str, ...]:
    """Return the last three things not to do in their country."""
    market = knowledge.market(other.country, active_language()) if other else None
    return market.dont[-DONT_LINES:] if market else ()
