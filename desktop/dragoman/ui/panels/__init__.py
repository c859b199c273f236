"""The panels. ``build`` imports a panel's module at its first visit, so that start-up pays for one only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.ui.panels.base import Panel

if TYPE_CHECKING:
    from dragoman.services import Services
    from dragoman.ui.context import NegotiationContext
    from dragoman.ui.tasks import TaskRunner
    from dragoman.ui.theme import Tokens


def build(place: str, services: Services, context: NegotiationContext, runner: TaskRunner, tokens: Tokens) -> Panel:
    """Return a new panel for ``place``, given only the services it needs."""
    match place:
        case "translate":
            from dragoman.ui.panels.translate import TranslatePanel

            return TranslatePanel(services, context, runner, tokens)
        case "brief":
            from dragoman.ui.panels.brief import BriefPanel

            return BriefPanel(services, context, runner, tokens)
        case "meet":
            from dragoman.ui.panels.meet import MeetPanel

            return MeetPanel(services, context, runner, tokens)
        case "draft":
            from dragoman.ui.panels.draft import DraftPanel

            return DraftPanel(services, context, runner, tokens)
        case "deal":
            from dragoman.ui.panels.deal import DealPanel

            return DealPanel(services, context, runner, tokens)
        case "packs":
            from dragoman.ui.panels.packs import PacksPanel

            return PacksPanel(services, context, runner, tokens)
    raise ValueError(place)
