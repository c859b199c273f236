"""What the Packs panel shows, read at once on a thread of its own."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from dragoman.base.errors import KnownError
from dragoman.base.i18n import Text, active_language

if TYPE_CHECKING:
    from dragoman.services import Services
    from dragoman.translation.catalogue import Catalogue
    from dragoman.translation.model import Hop, LanguagePair
    from dragoman.translation.pack_manager import Offer
    from dragoman.translation.packs import Pack
    from dragoman.translation.quality import Quality


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """A pack with what is known of it. ``resident_bytes`` is 0 while it is not in memory."""

    pack: Pack
    quality: Quality | None
    installed_at: datetime | None
    resident_bytes: int
    is_newest: bool
    update: Offer | None
    update_quality: Quality | None = None

    @property
    def has_better(self) -> bool:
        """Whether there is a newer version that is not published to be worse, as it may be for a starter pack."""
        return self.update is not None and not self.is_update_worse

    @property
    def is_update_worse(self) -> bool:
        if self.quality is None or self.update_quality is None:
            return False
        return self.update_quality.bleu < self.quality.bleu


@dataclass(frozen=True, slots=True)
class AvailablePack:
    """A pack that can be had: of the catalogue, or without an ``offer`` from Mozilla's service."""

    source: str
    target: str
    source_name: str
    target_name: str
    engine: str
    pair: LanguagePair
    offer: Offer | None
    quality: Quality | None


@dataclass(frozen=True, slots=True)
class Direction:
    """How a text gets from one language to another; no ``hops`` where there is no way, and ``trouble`` says why."""

    source: str
    target: str
    hops: tuple[Hop, ...] = ()
    trouble: KnownError | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the counterpart's language needs. ``missing`` is None where no catalogue says what can be had."""

    directions: tuple[Direction, ...]
    missing: tuple[Offer, ...] | None
    trouble: KnownError | None = None

    @property
    def is_ready(self) -> bool:
        return not any(direction.trouble for direction in self.directions)


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it. ``free_bytes`` is the room on the packs' disk."""

    installed: tuple[InstalledPack, ...]
    aside: tuple[tuple[str, Text], ...]
    catalogue: Catalogue | None
    available: tuple[AvailablePack, ...]
    wanted: Wanted | None
    free_bytes: int


def read_overview(services: Services, own: str, theirs: str) -> Overview:
    """Return the packs there are and those to be had; ``theirs`` is the counterpart's language, or empty.

    Reads files and the names of languages, which takes a moment the first time; opens no socket.
    """
    from dragoman.translation.catalogue import language_title, language_words

    manager = services.pack_manager
    catalogue = manager.catalogue.cached()
    services.pack_jobs.take_up()
    offers = manager.offers(catalogue) if catalogue is not None else []
    packs = services.packs.installed()
    pairs = {pack.pair for pack in packs} | {offer.entry.pair for offer in offers}
    for tag in {tag for pair in pairs for tag in (pair.source, pair.target)}:
        language_words(tag)  # the search must not wait for the names
        language_title(tag, active_language())
    return Overview(
        _installed(services, packs, offers),
        tuple(services.packs.quarantined()),
        catalogue,
        _available(packs, offers, own, theirs),
        _wanted(services, catalogue, own, theirs) if theirs else None,
        _free(services),
    )


def _installed(services: Services, packs: Sequence[Pack], offers: Sequence[Offer]) -> tuple[InstalledPack, ...]:
    from dragoman.translation.pack_scan import installed_at
    from dragoman.translation.quality import quality, quality_of

    in_memory = {one.name: one.resident_bytes for one in services.translator.memory_use()}
    updates = {offer.entry.pair: offer for offer in offers if offer.is_update}
    newest = {(pack.pair, pack.engine): pack.name for pack in packs}
    return tuple(
        InstalledPack(
            pack,
            quality_of(pack),
            installed_at(pack),
            in_memory.get(pack.name, 0),
            newest[pack.pair, pack.engine] == pack.name,
            updates.get(pack.pair) if pack.engine == "argos" and newest[pack.pair, "argos"] == pack.name else None,
            quality(pack.pair, "argos"),
        )
        for pack in packs
    )


def _available(packs: Sequence[Pack], offers: Sequence[Offer], own: str, theirs: str) -> tuple[AvailablePack, ...]:
    from dragoman.translation.quality import quality
    from dragoman.translation.tags import best_match

    by_mozilla = {pack.pair for pack in packs if pack.engine == "firefox"}
    found = []
    for offer in offers:
        entry = offer.entry
        names = (entry.source, entry.target, entry.source_name, entry.target_name)
        published = quality(entry.pair, "firefox")
        if published is not None and entry.pair not in by_mozilla:
            found.append(AvailablePack(*names, "firefox", entry.pair, None, published))
        if not offer.is_installed:
            found.append(AvailablePack(*names, "argos", entry.pair, offer, quality(entry.pair, "argos")))

    def rank(one: AvailablePack) -> tuple[bool, bool, str, str, float]:
        sides = {one.source, one.target}
        concerns_them = bool(theirs) and best_match(theirs, sides) is not None
        is_own = best_match(own, sides) is not None
        other = one.target if one.source == "en" else one.source
        return (not concerns_them, not is_own, other, one.source, -(one.quality.bleu if one.quality else 0.0))

    return tuple(sorted(found, key=rank))


def _wanted(services: Services, catalogue: Catalogue | None, own: str, theirs: str) -> Wanted:
    directions = []
    for source, target in ((own, theirs), (theirs, own)):
        try:
            directions.append(Direction(source, target, services.translator.hops(source, target)))
        except KnownError as error:
            directions.append(Direction(source, target, trouble=error))
    if catalogue is None:
        return Wanted(tuple(directions), None)
    try:
        missing = services.pack_manager.missing(catalogue, own, theirs)
    except KnownError as error:
        return Wanted(tuple(directions), (), error)
    return Wanted(tuple(directions), tuple(missing))


def _free(services: Services) -> int:
    folder = services.packs.folder
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free
