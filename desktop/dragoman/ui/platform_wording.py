"""What to say of meeting and chat programs between countries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from dragoman.base.i18n import N_, _, active_language
from dragoman.knowledge.brief_sheet import PLATFORM_STATES
from dragoman.knowledge.platforms import PlatformStatus, hindrances, program_of, usual_everywhere
from dragoman.ui import wording

if TYPE_CHECKING:
    from dragoman.knowledge.model import Brief
    from dragoman.knowledge.service import KnowledgeBase

STATES = {"usual": N_("Usual"), **PLATFORM_STATES, "rare": N_("Rare")}
_SAID = {
    "rare": N_("{program} is rare in {country}."),
    "limited": N_("{program} works only in part in {country}."),
    "blocked": N_("{program} is blocked in {country}."),
}
_SUGGESTED = 3


def link_hint(knowledge: KnowledgeBase, link: str, countries: Iterable[str]) -> tuple[str, bool]:
    """Return what to say under a join link for people in ``countries``, and whether somebody may be left out."""
    language = active_language()
    places = list(dict.fromkeys(countries))
    program = program_of(link)
    lines = []
    found = hindrances(knowledge, program, places, language) if program else {}
    for iso2, status in found.items():
        lines.append(said(status, knowledge.country(iso2).name(language)))
    usual = [one.called(language) for one in usual_everywhere(knowledge, places, language)[:_SUGGESTED]]
    if found and usual:
        lines.append(_("Works for everybody: {programs}.").format(programs=wording.joined(usual)))
    elif found:
        lines.append(_("No program is usual on all sides: agree on one, and keep a phone number ready."))
    elif program:
        lines.append(program.called(language))
    elif usual and not link.strip():
        lines.append(_("Works for everybody: {programs}.").format(programs=wording.joined(usual)))
    return " ".join(lines), bool(found)


def said(status: PlatformStatus, country: str) -> str:
    """Return a hindrance as a sentence with its note and its date."""
    text = _(_SAID[status.state]).format(program=status.program.called(active_language()), country=country)
    dated = _("As of {day}.").format(day=wording.day(status.as_of, year=True)) if status.as_of else ""
    return " ".join(part for part in (text, status.note, dated) if part)


def platform_lines(told: Brief) -> list[tuple[str, str]]:
    """Return for each state its name and the programs in it, the usual ones first; hindered ones with their notes."""
    rows: list[dict[str, str]] = told.facts["platforms"]  # type: ignore[assignment]  # of knowledge.platforms
    lines = []
    for state, words in STATES.items():
        found = [row for row in rows if row["state"] == state]
        if state in ("usual", "rare") and found:
            lines.append((_(words), wording.joined(row["name"] for row in found)))
        elif found:
            for index, row in enumerate(found):
                dated = wording.day(date.fromisoformat(row["as_of"]), year=True) if row["as_of"] else ""
                parts = (row["name"], row["note"], dated)
                lines.append((_(words) if index == 0 else "", " · ".join(part for part in parts if part)))
    return lines
