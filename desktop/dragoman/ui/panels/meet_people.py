"""The people of a meeting as the window keeps them: who they were made from, and what was changed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.base.i18n import _, active_language, pgettext
from dragoman.meetings.model import Defaults, Participant
from dragoman.meetings.places import Place
from dragoman.ui import wording
from dragoman.ui.context import NegotiationContext
from dragoman.ui.widgets.choices import usual_language

if TYPE_CHECKING:
    from dragoman.base.i18n import Text
    from dragoman.counterparts.model import Counterpart
    from dragoman.knowledge.service import KnowledgeBase
    from dragoman.meetings.calendars.model import BusyTimes
    from dragoman.meetings.finder import SlotFinder
    from dragoman.ui.panels.meet_kept import KeptGuests

ME = "me"


@dataclass(frozen=True, slots=True)
class Limits:
    """What no meeting may break, for everybody: local ``HH:MM`` or empty, and public holidays."""

    not_before: str = ""
    not_after: str = ""
    never_on_holidays: bool = False

    @property
    def count(self) -> int:
        """How many are set."""
        return sum(map(bool, (self.not_before, self.not_after, self.never_on_holidays)))


@dataclass(frozen=True, slots=True)
class Calendars:
    """Calendar files and folders of one person, and what could not be read of them: file name and reasons."""

    paths: tuple[Path, ...] = ()
    busy: tuple[tuple[datetime, datetime], ...] = ()
    faults: tuple[tuple[str, tuple[Text, ...]], ...] = ()
    is_read: bool = False

    @classmethod
    def of(cls, paths: Sequence[Path], times: BusyTimes) -> Calendars:
        """Return what was read from ``paths``."""
        faults = [(Path(file).name, (*read.problems, *read.notes)) for file, read in times.faults]
        return cls(tuple(paths), times.spans, tuple(faults), is_read=True)


@dataclass(frozen=True, slots=True)
class Guest:
    """One row of the panel.

    ``key`` is ``me``, the number of a counterpart, or what was typed; ``source`` is what the guest was made from: as
    long as that stays, so does what was changed by hand. The busy times are those of ``calendars``.
    """

    key: str
    source: object
    participant: Participant
    defaults: Defaults
    calendars: Calendars = Calendars()

    @property
    def city(self) -> str:
        """What to call where they are."""
        return wording.city(self.participant.city, self.participant.zone)

    @property
    def label(self) -> str:
        """What the window calls them."""
        if self.key == ME:
            return pgettext("row of the timeline", "You")
        return self.participant.name or self.city

    @property
    def notes(self) -> tuple[str, ...]:
        """What to say beside them: that they may stay away, and what of their calendars is not known."""
        found = [pgettext("attendance", "optional")] if self.participant.optional else []
        if self.calendars.faults:
            found.append(_("calendar not read whole"))
        elif self.calendars.paths and not self.calendars.is_read:
            found.append(_("reading the calendar"))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Talks:
    """The guests of the talks with one counterpart: those added (other counterparts by their number alone, so that
    erasing them leaves nothing here), those changed by hand, and whether the counterpart does not take part."""

    added: tuple[Guest | int, ...] = ()
    edited: tuple[Guest, ...] = ()
    is_left_out: bool = False


class Roster:
    """Who is asked: the user, the counterpart, and whom the user added for this counterpart, each kept as changed."""

    def __init__(
        self, finder: SlotFinder, knowledge: KnowledgeBase, context: NegotiationContext, kept: KeptGuests
    ) -> None:
        self._finder = finder
        self._knowledge = knowledge
        self._context = context
        self._kept_guests = kept
        self._loaded: set[int] = set()
        self._edited: dict[tuple[int, str], Guest] = {}
        self._added: dict[int, list[Guest]] = {}
        self._left_out: set[int] = set()

    def guests(self) -> list[Guest]:
        """Return the people in order: the other side, those who were added, the user. Empty without an own place."""
        if self._context.home is None:
            return []
        self._load(self._deal)
        there = self._context.counterpart
        first = [self._kept(self._of_counterpart(there))] if there and there.id not in self._left_out else []
        added = [guest for one in self._added.get(self._deal, []) if (guest := self._resolved(one))]
        return [*first, *map(self._kept, added), self._kept(self._me())]

    def add_place(self, place: Place, name: str = "") -> Guest:
        """Add somebody of whom only the place is known."""
        others = {guest.key for guest in self._added.get(self._deal, [])}
        key = place.zone
        number = 1
        while key in others:
            number += 1
            key = f"{place.zone} {number}"
        language = "en"
        if place.country:
            official = self._knowledge.country(place.country).official_languages
            language = usual_language(tuple(f"{tag}-{place.country}" for tag in official))
            who = self._finder.participant_for(key, place.country, place.zone)
        else:
            who = Participant(key, place.zone)
        who = replace(who, name=name, city=place.name(active_language()), language=language)
        return self._add(Guest(key, place, who, Defaults()))

    def add_counterpart(self, counterpart: Counterpart) -> Guest:
        """Add somebody from the user's counterparts."""
        there = self._context.counterpart
        if there and there.id == counterpart.id:
            self._left_out.discard(counterpart.id)
            self._keep()
            return self._kept(self._of_counterpart(counterpart))
        return self._add(self._of_counterpart(counterpart))

    def change(self, guest: Guest) -> None:
        """Keep what was changed about somebody."""
        self._edited[self._slot(guest.key), guest.key] = guest
        self._keep(0 if guest.key == ME else self._deal)

    def remove(self, guest: Guest) -> None:
        """Take somebody off the list; the user stays."""
        there = self._context.counterpart
        if there and guest.key == str(there.id):
            self._left_out.add(there.id)
        else:
            added = self._added.get(self._deal, [])
            added[:] = [other for other in added if other.key != guest.key]
        self._edited.pop((self._slot(guest.key), guest.key), None)
        self._keep()

    def derived(self, guest: Guest, defaults: Defaults) -> Participant:
        """Return the hours, weekend and days that the habits of the guest's country give, as far as wanted."""
        who = guest.participant
        if not who.country:
            return who
        return self._finder.participant_for(who.id, who.country, who.zone, who.subdivision, defaults)

    @property
    def _deal(self) -> int:
        return self._context.counterpart.id if self._context.counterpart else 0

    def _slot(self, key: str) -> int:
        # The user's own hours are the same in all talks.
        return 0 if key == ME else self._deal

    def _add(self, guest: Guest) -> Guest:
        added = self._added.setdefault(self._deal, [])
        if all(other.key != guest.key for other in added):
            added.append(guest)
            self._keep()
        return guest

    def unread(self) -> list[Guest]:
        """Return those of the talks in front whose calendars are known but were not read since the program started."""
        return [one for one in self.guests() if one.calendars.paths and not one.calendars.is_read]

    def _load(self, deal: int) -> None:
        """Take what was kept for these talks, and the user's own hours, once."""
        for slot in {0, deal} - self._loaded:
            self._loaded.add(slot)
            found = self._kept_guests.load(slot)
            self._added[slot] = [guest for one in found.added if (guest := self._resolved(one))]
            self._edited |= {(slot, guest.key): guest for guest in found.edited}
            if found.is_left_out:
                self._left_out.add(slot)

    def _keep(self, deal: int | None = None) -> None:
        slot = self._deal if deal is None else deal
        self._load(slot)
        edited = tuple(
            guest for (where, _key), guest in self._edited.items() if where == slot and _number(guest) in (0, slot)
        )
        added = tuple(_number(guest) or guest for guest in self._added.get(slot, ()))
        self._kept_guests.put(slot, Talks(added, edited, slot in self._left_out))

    def _resolved(self, one: Guest | int) -> Guest | None:
        """A guest as they are now; None for a counterpart who is gone."""
        number = one if isinstance(one, int) else _number(one)
        if not number:
            return one if isinstance(one, Guest) else None
        person = next((each for each in self._context.all() if each.id == number), None)
        return self._of_counterpart(person) if person else None

    def _kept(self, fresh: Guest) -> Guest:
        edited = self._edited.get((self._slot(fresh.key), fresh.key))
        return edited if edited and edited.source == fresh.source else fresh

    def _of_counterpart(self, counterpart: Counterpart) -> Guest:
        who = replace(self._finder.participant_of(counterpart), name=wording.person_name(counterpart))
        return Guest(str(counterpart.id), counterpart, who, Defaults())

    def _me(self) -> Guest:
        home = self._context.home
        assert home is not None
        own = self._context.settings
        name = " ".join(filter(None, (own.own_given_name, own.own_family_name))) or own.own_company
        who = self._finder.participant_for(ME, home.country, home.zone, home.subdivision)
        who = replace(who, name=name, city=home.city, email=own.own_email, language=home.language or "en")
        return Guest(ME, (home, name, own.own_email), who, Defaults())


def participants(guests: Sequence[Guest], limits: Limits) -> tuple[Participant, ...]:
    """Return the people as the finder takes them, under the names that its reasons use, with the limits of all."""
    found: list[Participant] = []
    used: set[str] = set()
    for guest in guests:
        name = guest.label
        number = 1
        while name in used:
            number += 1
            name = f"{guest.label} ({number})"
        used.add(name)
        who = guest.participant
        found.append(
            replace(
                who,
                id=name,
                city=guest.city,
                busy=guest.calendars.busy,
                not_before=who.not_before or limits.not_before,
                not_after=who.not_after or limits.not_after,
                never_on_holidays=who.never_on_holidays or limits.never_on_holidays,
            )
        )
    return tuple(found)


def _number(guest: Guest) -> int:
    """The number of the counterpart somebody is, 0 for others."""
    return int(guest.key) if guest.key.isdigit() else 0
